"""Needs that were met elsewhere: written up afterwards, many at once, as if each had been claimed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.flows.actions import advance_many, start_many
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.ledger.actions import post_entries
from bangfu.workstreams.exchange.actions.delivery import LETTERS
from bangfu.workstreams.exchange.actions.rows import change_many, create_many
from bangfu.workstreams.exchange.flows import CLAIM, NEED
from bangfu.workstreams.exchange.models import Claim, Need
from bangfu.workstreams.exchange.permissions import CLAIM_APPROVE
from bangfu.workstreams.exchange.posting import draft_of

STEPS = ("deliver", "confirm", "close")


@dataclass(frozen=True)
class Met:
    """One need met by one donor: the party, the day of delivery and what it was worth in CNY."""

    need: int
    donor: int
    on: date
    value: Decimal | None = None


@action(CLAIM_APPROVE)
def record_met(actor: User, met: Sequence[Met], *, campaign: int | None = None) -> list[Claim]:
    """Record that published needs were met in full elsewhere, by signed lists; all of them or none.

    Each becomes a closed claim with a certificate and an entry of its day, tagged with the ``campaign``. Raises Denied
    outside the actor's places, Conflict for a need that is not free any more, Refused for a day to come or before the
    need was published, a wish above its cap and a donor who meets their own need. Few statements, however many.
    """
    needs = {n.pk: n for n in Need.objects.select_for_update().filter(pk__in=[one.need for one in met]).order_by("pk")}
    waves = {need.wave_id: need.wave for need in Need.objects.filter(pk__in=needs).select_related("wave").order_by()}
    caps = {pk: wave.cap for pk, wave in waves.items() if wave is not None}
    if len(needs) < len(met):
        raise Conflict(_("有的需求不存在，或写了两次。"))
    for place in {need.area_code for need in needs.values()}:
        require(actor, CLAIM_APPROVE, place)
    for one in met:
        _check(one, needs[one.need], caps)
    claims = create_many(actor, "record_met", [_claim(actor, one, needs[one.need]) for one in met])
    start_many(actor, CLAIM.name, claims)
    advance_many(actor, list(needs.values()), "take", flow=NEED.name)
    for step in STEPS:
        advance_many(actor, claims, step, flow=CLAIM.name)
        advance_many(actor, list(needs.values()), step, flow=NEED.name)
    for claim in claims:
        need = needs[claim.need_id]
        need.state, need.taken, need.met = "closed", need.quantity, need.quantity
        need.matched_on = need.completed_on = claim.delivered_on
    change_many(actor, "record_met", list(needs.values()), ["state", "taken", "met", "matched_on", "completed_on"])
    drafts = [draft_of(claim, needs[claim.need_id]) for claim in claims]
    for draft in drafts:
        draft.campaign_id = campaign
    post_entries(actor, drafts)
    return claims


def _check(one: Met, need: Need, caps: Mapping[int | None, Decimal]) -> None:
    if need.state not in ("published", "offline") or need.taken:
        raise Conflict(_("“%(need)s”已有人认领，或不在榜上。") % {"need": need})
    if one.donor == need.asker_id:
        raise Refused(_("不能认领自己的需求。"), field="donor")
    if one.on > timezone.localdate() or (need.published_on and one.on < need.published_on):
        raise Refused(_("送达日期应在发布之后、今天之前。"), field="on")
    cap = caps.get(need.wave_id)
    worth = one.value if one.value is not None else need.value
    if cap is not None and (worth is None or worth > cap):
        raise Refused(_("微心愿不能超过本轮上限 %(cap)s 元。") % {"cap": cap}, field="value")


def _claim(actor: User, one: Met, need: Need) -> Claim:
    moment = timezone.make_aware(datetime.combine(one.on, time(12)))
    return Claim(
        need=need,
        donor_id=one.donor,
        area_code=need.area_code,
        quantity=need.quantity,
        state=Claim.State.CLOSED,
        claimed_by=actor,
        claimed_at=moment,
        claimed_on=one.on,
        contacted_on=one.on,
        delivered_on=one.on,
        delivered_by=actor,
        value=one.value if one.value is not None else need.value,
        confirmed_on=one.on,
        receipt=Claim.Receipt.PAPER,
        certificate=get_random_string(16, LETTERS),
        ended_on=one.on,
    )
