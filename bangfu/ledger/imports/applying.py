"""Posting the entries of a file, and taking a file back by reversing entries."""

from bangfu.kernel.imports.declared import Offer, Plan
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.rights.models import User
from bangfu.ledger.actions import post_judged, reverse_batch


def apply_entries(offer: Offer, plan: Plan, run: ImportRun) -> None:
    """Post the drafts under the run's number: the comparison judged them, and nothing was written since."""
    post_judged(offer.actor, plan.frames["drafts"], batch=run.pk)


def undo_entries(actor: User, run: ImportRun) -> None:
    """Reverse every entry the run posted; the book itself only grows."""
    reverse_batch(actor, run.pk, reason=run.reason)
