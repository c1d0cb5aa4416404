"""Make a proposal the pairings in force as one step, and take that step back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, record_changes
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.pairing.actions.proposals import BATCH, open_proposal
from bangfu.pairing.actions.telling import tell_accepted, tell_undone
from bangfu.pairing.models import Pairing, Proposal, Scheme
from bangfu.pairing.queries.stale import require_as_it_was
from bangfu.parties.queries import places_of

ACCEPT = "pairing.proposal.accept"
CHUNK = 5000


@action(ACCEPT)
def accept(actor: User, proposal: Proposal, *, on: date | None = None) -> int:
    """Make an open proposal the pairings in force from a day on, as one step; return how many pairings began.

    Pairs that stay are not touched. Those concerned who have a log-in are told. Raises Conflict when it is not open,
    when the scheme changed since, or when pairings, helpers or recipients of the place changed since it was made:
    of two officers accepting at once one is told what the other did.
    """
    day = on or timezone.localdate()
    Scheme.objects.select_for_update().get(pk=proposal.scheme_id)  # acceptances of a scheme wait for each other
    proposal = open_proposal(proposal.pk)
    require(actor, ACCEPT, proposal.area_code)
    rows = list(proposal.rows.order_by("pk").values_list("helper_id", "recipient_id"))
    wanted = {(helper, recipient): None for helper, recipient in rows if helper is not None}
    recipients = {recipient for _helper, recipient in rows}
    today = require_as_it_was(proposal, wanted, day)
    ending = [p for p in today if p.recipient_id in recipients and (p.helper_id, p.recipient_id) not in wanted]
    staying = {(p.helper_id, p.recipient_id) for p in today}
    began = _begin(proposal, [pair for pair in wanted if pair not in staying], day)
    _end(proposal, ending, day)
    for verb, pairs in (("pair", began), ("end_pairing", ending)):
        record_changes(_changes(actor, verb, pairs, proposal))
    proposal.state, proposal.accepted_by, proposal.accepted_at = Proposal.State.ACCEPTED, actor, timezone.now()
    proposal.version += 1
    proposal.save()
    record_change(actor, "accept", proposal, after={"began": len(began), "ended": len(ending), "on": day.isoformat()})
    tell_accepted(actor, proposal, began, ending)
    return len(began)


def _changes(actor: User, verb: str, pairs: list[Pairing], proposal: Proposal) -> Any:
    for p in pairs:
        yield Change(
            actor=actor,
            action=verb,
            object_type=Pairing._meta.label_lower,
            object_id=p.pk,
            area_code=p.area_code,
            after={"helper": p.helper_id, "recipient": p.recipient_id},
            batch=proposal.pk,
        )


def _begin(proposal: Proposal, pairs: list[tuple[int, int]], day: date) -> list[Pairing]:
    places = places_of([recipient for _helper, recipient in pairs])
    reason = reason_of(proposal)
    return Pairing.objects.bulk_create(
        [
            Pairing(
                scheme=proposal.scheme,
                helper_id=helper,
                recipient_id=recipient,
                area_code=places[recipient],
                valid_from=day,
                reason_in=reason,
                proposal=proposal,
                batch=proposal.pk,
            )
            for helper, recipient in pairs
        ],
        batch_size=BATCH,
    )


def reason_of(proposal: Proposal) -> str:
    """Return what pairings that begin or end with a proposal give as their reason."""
    return _("采用结对建议 %(n)s") % {"n": proposal.pk}


def _end(proposal: Proposal, pairings: list[Pairing], day: date) -> None:
    """The last day is the day before, or the first day itself of a pair that began no earlier."""
    late = {p.pk for p in pairings if p.valid_from >= day}
    for ids, last_day in (
        ([p.pk for p in pairings if p.pk not in late], day - timedelta(days=1)),
        (sorted(late), F("valid_from")),
    ):
        for start in range(0, len(ids), CHUNK):
            Pairing.objects.filter(pk__in=ids[start : start + CHUNK]).update(
                valid_to=last_day, reason_out=reason_of(proposal), batch=proposal.pk, version=F("version") + 1
            )


@action(ACCEPT)
def undo_acceptance(actor: User, proposal: Proposal, *, reason: str) -> int:
    """Take an acceptance back: what began with it is as if it had not been, what it ended is open again.

    Return how many pairings are taken back. Raises Conflict, saying why, when it is not accepted, when one of its
    pairings has ended since or help was recorded under it, or when a pair it ended was made anew.
    """
    Scheme.objects.select_for_update().get(pk=proposal.scheme_id)
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=proposal.pk)
    require(actor, ACCEPT, proposal.area_code)
    if proposal.state != Proposal.State.ACCEPTED:
        raise Conflict(_("只有已采用的建议可以撤销。"))
    if not reason.strip():
        raise Refused(_("请写明撤销原因。"), field="reason")
    began = Pairing.objects.select_for_update().filter(proposal=proposal)
    if hindrance := hindrance_of(proposal):
        raise Conflict(hindrance)
    ids = list(began.values_list("pk", flat=True))
    record_changes(
        Change(
            actor=actor, action="undo_pairing", object_type=Pairing._meta.label_lower, object_id=pk,
            reason=reason, batch=proposal.pk,
        )
        for pk in ids
    )  # fmt: skip
    tell_undone(actor, proposal, list(began), list(ended_by(proposal)))
    began.delete()
    ended_by(proposal).update(valid_to=None, reason_out="", version=F("version") + 1)
    proposal.state = Proposal.State.UNDONE
    proposal.version += 1
    proposal.save()
    record_change(actor, "undo_acceptance", proposal, reason=reason)
    return len(ids)


def ended_by(proposal: Proposal) -> QuerySet[Pairing]:
    """Return the pairings that ended with the acceptance of a proposal."""
    ended = Pairing.objects.filter(batch=proposal.pk, scheme=proposal.scheme).exclude(valid_to=None)
    return ended.exclude(proposal=proposal)


def hindrance_of(proposal: Proposal) -> str:
    """Return in words why an acceptance cannot be taken back; empty when it can."""
    began = Pairing.objects.filter(proposal=proposal)
    if changed := began.exclude(valid_to=None).count():
        return _("采用之后其中 %(n)s 对已经变动，不能整批撤销；请逐对更换。") % {"n": changed}
    if _pointed_at(began):
        return _("采用之后已有帮扶记录，不能整批撤销；请逐对更换。")
    open_again = Pairing.objects.filter(scheme=proposal.scheme, valid_to=None).exclude(proposal=proposal)
    anew = open_again.filter(recipient_id__in=ended_by(proposal).values("recipient_id")).values_list(
        "helper_id", "recipient_id"
    )
    if twice := set(anew) & set(ended_by(proposal).values_list("helper_id", "recipient_id")):
        return _("被解除的结对中有 %(n)s 对后来又重新结对，不能整批撤销。") % {"n": len(twice)}
    return ""


def _pointed_at(began: Any) -> bool:
    """Whoever above points at a pairing keeps it: found through the models."""
    return any(
        relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": began.values("pk")}).exists()
        for relation in Pairing._meta.related_objects
    )
