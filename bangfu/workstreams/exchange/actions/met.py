"""Needs that were met elsewhere: written up afterwards, many at once, as if each had been claimed here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.flows.actions import advance_many, start_many
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.ledger.actions import post_entries, reverse_posted, reverse_posted_batch
from bangfu.ledger.queries import standing_entry
from bangfu.ledger.queries.beside import Gift
from bangfu.workstreams.exchange.actions.delivery import LETTERS
from bangfu.workstreams.exchange.actions.duplicates import recorded_by_hand, suspected
from bangfu.workstreams.exchange.actions.rows import change_many, create_many, locked
from bangfu.workstreams.exchange.flows import CLAIM, NEED
from bangfu.workstreams.exchange.models import Claim, Need, Wave
from bangfu.workstreams.exchange.permissions import CLAIM_APPROVE
from bangfu.workstreams.exchange.posting import draft_of, source_of

DEED = "record_met"
STEPS = ("deliver", "confirm", "close")


@dataclass(frozen=True)
class Met:
    """One need met by one donor: the party, the day of delivery and what it was worth in CNY."""

    need: int
    donor: int
    on: date
    value: Decimal | None = None


@action(CLAIM_APPROVE)
def record_met(
    actor: User, met: Sequence[Met], *, campaign: int | None = None, batch: int | None = None
) -> list[Claim]:
    """Record that published needs were met in full elsewhere, by signed lists; all of them or none.

    Each becomes a closed claim with a certificate and an entry of its day, tagged with the ``campaign``; what was
    recorded by hand beside it goes to the ledger's list of suspected doubles. ``batch`` numbers an import.
    Raises Denied outside the actor's places, Conflict for a need that is not free any more, Refused for a day to come
    or before the need was published, a wish above its cap and a donor who meets their own need. Few statements,
    however many.
    """
    needs = {n.pk: n for n in Need.objects.select_for_update().filter(pk__in=[one.need for one in met]).order_by("pk")}
    waves = {wave.pk: wave for wave in Wave.objects.filter(pk__in={need.wave_id for need in needs.values()})}
    for need in needs.values():
        need.wave = waves.get(need.wave_id)
    if len(needs) < len(met):
        raise Conflict(_("有的需求不存在，或写了两次。"))
    for place in {need.area_code for need in needs.values()}:
        require(actor, CLAIM_APPROVE, place)
    for one in met:
        check_met(one, needs[one.need])
    claims = create_many(actor, DEED, [_claim(actor, one, needs[one.need]) for one in met], batch=batch)
    start_many(actor, CLAIM.name, claims)
    advance_many(actor, list(needs.values()), "take", flow=NEED.name)
    for step in STEPS:
        advance_many(actor, claims, step, flow=CLAIM.name)
        advance_many(actor, list(needs.values()), step, flow=NEED.name)
    for claim in claims:
        need = needs[claim.need_id]
        need.state, need.taken, need.met = "closed", need.quantity, need.quantity
        need.matched_on = need.completed_on = claim.delivered_on
    change_many(actor, DEED, list(needs.values()), ["state", "taken", "met", "matched_on", "completed_on"])
    drafts = [draft_of(claim, needs[claim.need_id]) for claim in claims]
    for draft in drafts:
        draft.campaign_id = campaign
    post_entries(actor, drafts, batch=batch)
    for county in {need.area_code[:COUNTY] for need in needs.values()}:
        suspected(county, min(one.on for one in met))
    return claims


def beside(met: Sequence[Met]) -> list[tuple[Need, Gift]]:
    """Return the needs about to be written up beside gifts recorded by hand that may be the same."""
    needs = Need.objects.in_bulk([one.need for one in met])
    by_county: dict[str, list[Gift]] = defaultdict(list)
    for one in met:
        if need := needs.get(one.need):
            by_county[need.area_code[:COUNTY]].append(_gift(one, need))
    pairs = [pair for county, gifts in by_county.items() for pair in recorded_by_hand(gifts, county)]
    return [(needs[planned.entry], recorded) for planned, recorded in pairs]


def _gift(one: Met, need: Need) -> Gift:
    """What would be posted, as a gift; in the place of an entry stands the need's id."""
    worth = one.value if one.value is not None else need.value
    return Gift(need.pk, one.donor, need.asker_id, one.on, worth, need.quantity, need.unit, need.title)


@action(CLAIM_APPROVE)
def take_back_met(actor: User, claim: Claim, *, reason: str) -> Claim:
    """Take back what was written up by mistake: its entry is reversed, the need is on the board again.

    Raises Refused for a claim that went its own way here.
    """
    row = locked(claim)
    require(actor, CLAIM_APPROVE, row.area_code)
    if not Change.objects.filter(object_type=row._meta.label_lower, object_id=row.pk, action=DEED).exists():
        raise Refused(_("这条认领不是补记的，不能撤销补记。"))
    _give_back(actor, [row], reason)
    entry = standing_entry(source_of(row))
    if entry is not None:
        reverse_posted(actor, entry, reason=reason)
    return row


@action(CLAIM_APPROVE)
def take_back_batch(actor: User, *, batch: int, reason: str) -> int:
    """Take back all that an import wrote up; return how many needs are on the board again."""
    written = Change.objects.filter(batch=batch, action=DEED, object_type=Claim._meta.label_lower)
    rows = list(Claim.objects.select_for_update().filter(pk__in=written.values("object_id")).order_by("pk"))
    for place in {row.area_code for row in rows}:
        require(actor, CLAIM_APPROVE, place)
    _give_back(actor, rows, reason)
    reverse_posted_batch(actor, batch, reason=reason)
    return len(rows)


def _give_back(actor: User, claims: list[Claim], reason: str) -> None:
    """End claims that were written up, locked by the caller, and put their needs on the board again."""
    if any(claim.state != Claim.State.CLOSED for claim in claims):
        raise Conflict(_("有的补记已经撤销。"))
    needs = list(Need.objects.select_for_update().filter(claims__in=claims).order_by("pk"))
    advance_many(actor, claims, "take_back", reason, flow=CLAIM.name)
    advance_many(actor, needs, "reopen", reason, flow=NEED.name)
    for claim in claims:
        claim.state, claim.end_reason, claim.ended_on = Claim.State.CANCELLED, reason[:200], timezone.localdate()
    for need in needs:
        need.state, need.taken, need.met = "published", Decimal(0), Decimal(0)
        need.matched_on = need.completed_on = None
    change_many(actor, "take_back_met", claims, ["state", "end_reason", "ended_on"], reason=reason)
    change_many(actor, "take_back_met", needs, ["state", "taken", "met", "matched_on", "completed_on"], reason=reason)


def check_met(one: Met, need: Need) -> None:
    """Raise Conflict for a need that is not free, Refused for a donor, a day or a value that cannot be."""
    if need.state not in ("published", "offline") or need.taken:
        raise Conflict(_("“%(need)s”已有人认领，或不在榜上。") % {"need": need})
    if one.donor == need.asker_id:
        raise Refused(_("不能认领自己的需求。"), field="donor")
    if one.on > timezone.localdate() or (need.published_on and one.on < need.published_on):
        raise Refused(_("送达日期应在发布之后、今天之前。"), field="on")
    cap = need.wave.cap if need.wave is not None else None
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
