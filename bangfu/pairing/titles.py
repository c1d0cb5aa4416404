"""What pairings and enrolments are called at the head of their pages."""

from bangfu.pairing.models import Enrolment, Pairing, ProposalRow
from bangfu.parties.queries import names_of


def pairing_title(pairing: Pairing) -> str:
    """Return helper and helped by name."""
    return _from_to(pairing.helper_id, pairing.recipient_id)


def proposal_row_title(row: ProposalRow) -> str:
    """Return the helper who is proposed, if any, and the helped by name."""
    return _from_to(row.helper_id, row.recipient_id)


def _from_to(helper_id: int | None, recipient_id: int) -> str:
    names = names_of([helper_id, recipient_id])
    return f"{names.get(helper_id or 0, '—')} → {names.get(recipient_id, '—')}"


def enrolment_title(enrolment: Enrolment) -> str:
    """Return who takes part, and in which scheme."""
    return f"{names_of([enrolment.party_id]).get(enrolment.party_id, '—')}（{enrolment.scheme}）"
