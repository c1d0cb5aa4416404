"""Why this helper and not another: the assigner asked again on today's registers, and kept for further questions."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.answers import state_of_books
from bangfu.kernel.errors import Refused
from bangfu.kernel.remembered import RememberedByKey
from bangfu.pairing.assigner import ProblemRefused
from bangfu.pairing.assigner.explain import Alternative, Choice, Explainer
from bangfu.pairing.assigner.side_rules import EFFORT
from bangfu.pairing.models import Proposal
from bangfu.pairing.proposing import question_for, solved
from bangfu.pairing.refusing import in_words
from bangfu.parties.queries import names_of

MOST_RECIPIENTS = 5_000  # above it a page would wait too long and hold too much
_explainers: RememberedByKey[Explainer] = RememberedByKey(1)


@dataclass(frozen=True)
class Other:
    """Another helper for a recipient: what it would cost more, its terms, and who else would change."""

    helper_id: int
    helper: str
    extra_cost: int
    terms: dict[str, int]
    moves: list[str]
    unpaired: list[str]
    exact: bool = True  # False: one helper put for another, side rules not looked at
    first: bool = False  # what would be chosen today; the others are compared with it


def explainable(proposal: Proposal) -> bool:
    """Tell whether the proposal is small enough to be asked about on a page."""
    return int(proposal.summary.get("recipients", 0)) <= MOST_RECIPIENTS


def alternatives_of(proposal: Proposal, recipient_id: int, proposed: int | None) -> list[Other]:
    """Return the next best helpers of a recipient, cheapest first.

    Where another than the ``proposed`` helper would be chosen today, that one comes first. Raises Refused when the
    rules now contradict each other.
    """
    try:
        answers = _explainer(proposal).why(recipient_id)
    except ProblemRefused as refused:
        raise in_words(refused, proposal.scheme, proposal.area_code) from refused
    except KeyError as gone:
        raise Refused(_("这一户已不在方案范围内，请重新提出建议。")) from gone
    chosen = [one for one in answers if isinstance(one, Choice) and one.helper != proposed]
    found = [other for one in answers for other in one.alternatives if other.helper != proposed]
    names = names_of({pk for other in found for pk in _people(other)} | {one.helper for one in chosen})
    first = [Other(one.helper, names.get(one.helper, ""), 0, _terms(one), [], [], first=True) for one in chosen]
    return [*first, *(_told(other, names) for other in found)]


def _explainer(proposal: Proposal) -> Explainer:
    key = (proposal.pk, proposal.scheme.version, timezone.localdate(), state_of_books())
    steady, effort = bool(proposal.rules.get("steady")), float(proposal.rules.get("effort") or EFFORT)

    def prepare() -> Explainer:
        today = timezone.localdate()
        return Explainer(solved(question_for(proposal.scheme, proposal.area_code, today, steady=steady, effort=effort)))

    return _explainers.get(key, prepare)


def _terms(one: Choice | Alternative) -> dict[str, int]:
    return {term.name: term.cost for term in one.terms if term.cost}


def _people(other: Alternative) -> list[int]:
    moved = [pk for move in other.moves for pk in (move.recipient, move.old, move.new)]
    return [other.helper, *[pk for pk in moved if pk is not None], *other.unpaired]


def _told(other: Alternative, names: dict[int, str]) -> Other:
    moves = [
        _("%(who)s：%(old)s → %(new)s")
        % {
            "who": names.get(move.recipient, ""),
            "old": names.get(move.old, _("无")),
            "new": names.get(move.new, _("无")),
        }
        for move in other.moves
    ]
    unpaired = [names.get(pk, "") for pk in other.unpaired]
    name = names.get(other.helper, "")
    return Other(other.helper, name, other.extra_cost, _terms(other), moves, unpaired, exact=other.exact)
