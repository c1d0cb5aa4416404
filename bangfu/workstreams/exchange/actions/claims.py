"""Claiming a need in a way that no unit is ever promised twice, and letting a claim go again."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.fields import QuantityField
from bangfu.kernel.flows.actions import advance, start
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.notices.actions import holders_of, notify
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.remembered import RememberedEach
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import may, require
from bangfu.kernel.saying import Said, saying
from bangfu.parties.queries import party_id_of
from bangfu.workstreams.exchange.actions.following import follow
from bangfu.workstreams.exchange.actions.rows import change, create, locked, refuse_unless
from bangfu.workstreams.exchange.actions.text_hits import look_at_words, refuse_telling
from bangfu.workstreams.exchange.flows import CLAIM, NEED
from bangfu.workstreams.exchange.limits import CLAIMS_A_DAY, CLAIMS_A_MINUTE, CLAIMS_OPEN
from bangfu.workstreams.exchange.models import Claim, Kind, Need, Offer, Unit
from bangfu.workstreams.exchange.permissions import CLAIM_APPROVE, CLAIM_DELIVER, CLAIM_FOR, CLAIM_MAKE

State = Claim.State
_village_points: RememberedEach[str, list[User]] = RememberedEach()
GONE = gettext_lazy("这个需求刚被认领完或已不在榜上，请看看别的需求。")


def claim_need(
    actor: User,
    need: Need,
    *,
    donor: int | None = None,
    quantity: Decimal | None = None,
    offer: int | None = None,
    anonymous: bool = False,
    message: str = "",
) -> Claim:
    """Promise to meet a need, or some of it where several may (default: all that is left).

    ``donor`` is the actor's own party; offices claim for donors without a log-in. Raises Conflict when somebody was
    quicker, Refused for too many claims a minute. Beyond the fair use of a day the claim is *held*: it takes nothing
    from the need until a reviewer approves it.

    All that can be read before is read before the transaction, which others wait for: what decides is its first
    statement (``take``), whatever was read. Whoever is too late by then is told without waiting for anybody.
    """
    require(actor, CLAIM_MAKE)
    giver = _donor(actor, need, donor)
    wanted = _quantity(need, quantity)
    refuse_telling(need.asker_id, message=message)
    claim = Claim(
        need=need,
        donor_id=giver,
        offer_id=offer,
        area_code=need.area_code,
        quantity=wanted,
        anonymous=anonymous,
        message=message.strip(),
        claimed_by=actor,
        claimed_at=timezone.now(),
        claimed_on=timezone.localdate(),
    )
    if offer:
        claim.offer_used = use_of(Offer.objects.get(pk=offer), need, wanted)
    if not within_fair_use(giver, need.area_code):
        return _hold(actor, claim)
    told = _village_points.get(need.area_code, lambda: list(holders_of("village", need.area_code)))
    if not free_rows(need.pk, wanted, _open_states(actor, need)).exists():
        raise Conflict(str(GONE))
    try:
        return _place(actor, claim, told)
    except IntegrityError as error:
        raise Conflict(_("您已经认领了这个需求。")) from error


claim_need.permission = CLAIM_MAKE  # type: ignore[attr-defined]


@action(CLAIM_MAKE)
def _hold(actor: User, claim: Claim) -> Claim:
    claim.state = State.HELD
    create(actor, "hold_claim", claim, twice=_("您已经认领了这个需求。"))
    look_at_words(claim, "message")
    _tell(claim, holders_of("township", claim.area_code[:9]), saying("有认领超过公平使用限额，等待核准"))
    return claim


@action(CLAIM_MAKE)
def _place(actor: User, claim: Claim, told: Sequence[User]) -> Claim:
    """Take the quantity from the need and the offer, all or nothing, and set both on their way."""
    take(claim.need_id, claim.quantity, _open_states(actor, claim.need), on=claim.claimed_on)
    if claim.offer_id and claim.offer_used:
        _use(claim.offer_id, claim.offer_used)
    claim.clean_fields(exclude={f.name for f in claim._meta.concrete_fields if f.is_relation})
    claim.save(force_insert=True)
    record_change(actor, "claim_need", claim, after=snapshot(claim))
    look_at_words(claim, "message")
    start(actor, CLAIM.name, claim, checked=True)
    if Need.objects.filter(pk=claim.need_id, state="claimed").exists():
        advance(actor, claim.need, "take", flow=NEED.name, checked=True)
    _tell(claim, told, saying("有爱心方认领了需求，请联系求助方征求意见"))
    return claim


def take(need_id: int, quantity: Decimal, states: tuple[str, ...], *, on: date | None = None) -> None:
    """Take a quantity from a need in one conditional statement; raise Conflict when so much is not left.

    The condition is decided by the database at the moment of writing, so that of two donors who want the last unit at
    the same second one gets it, on either database. With ``on`` the same statement also says that the need is
    matched since that day, and claimed where nothing is left; the caller takes it along its flow.
    """
    fields: dict[str, Any] = {"taken": F("taken") + exactly(quantity), "version": F("version") + 1}
    if on is not None:
        last = When(quantity=F("taken") + exactly(quantity), then=Value("claimed"))
        fields |= {"state": Case(last, default=F("state")), "matched_on": Coalesce("matched_on", Value(on))}
    if not free_rows(need_id, quantity, states).update(**fields):
        raise Conflict(str(GONE))


def free_rows(need_id: int, quantity: Decimal, states: tuple[str, ...]) -> QuerySet[Need]:
    """Return the need if it is in one of the states and so much of it is left; else nothing."""
    return Need.objects.filter(pk=need_id, state__in=states, quantity__gte=F("taken") + exactly(quantity))


def use_of(offer: Offer, need: Need, quantity: Decimal) -> Decimal:
    """Return what a claim uses of an offer in its unit; a budget pays for a wish what it is worth.

    Raises Refused where kind or unit of the two do not go together.
    """
    if offer.unit == Unit.CNY and need.kind != Kind.MONEY and need.wave_id and need.value is not None:
        return (need.value * quantity / need.quantity).quantize(Decimal("0.01"))
    if (offer.kind, offer.unit) != (need.kind, need.unit):
        raise Refused(_("这项爱心供给与需求的类别或单位不一致。"), field="offer")
    return quantity


def exactly(quantity: Decimal) -> Value:
    """Return a quantity as an expression in the thousandths in which its column is kept."""
    return Value(quantity, output_field=QuantityField())


def _use(offer_id: int, quantity: Decimal) -> None:
    free = Offer.objects.filter(pk=offer_id, state=Offer.State.OPEN, quantity__gte=F("used") + exactly(quantity))
    if not free.update(used=F("used") + exactly(quantity), version=F("version") + 1):
        raise Conflict(_("这项爱心供给已经用完或已失效。"))


def _open_states(actor: User, need: Need) -> tuple[str, ...]:
    return ("published", "offline") if may(actor, CLAIM_FOR, need.area_code) else ("published",)


def _donor(actor: User, need: Need, donor: int | None) -> int:
    own = party_id_of(actor)
    giver = donor or own
    if giver is None:
        raise Refused(_("请先由县办设定您代表哪个单位或个人，再来认领。"), field="donor")
    if giver != own:
        require(actor, CLAIM_FOR, need.area_code)
    if giver == need.asker_id:
        raise Refused(_("不能认领自己的需求。"), field="donor")
    return giver


def _quantity(need: Need, quantity: Decimal | None) -> Decimal:
    left = need.left
    if left <= 0 or need.state not in ("published", "offline"):
        raise Conflict(str(GONE))
    wanted = left if quantity is None else quantity
    if wanted <= 0:
        raise Refused(_("数量必须大于零。"), field="quantity")
    if wanted > left:
        raise Refused(_("最多还可认领 %(left)s。") % {"left": left.normalize()}, field="quantity")
    if wanted != left and not need.group:
        raise Refused(_("这个需求须由一方整体认领。"), field="quantity")
    return wanted


def within_fair_use(donor: int, area_code: str) -> bool:
    """Tell whether a donor may claim at once; raise Refused when claims come as fast as only a script makes them.

    The limits are policy of the need's place: so many a minute, a day, and so many not yet delivered.
    """
    now, unfinished = timezone.now(), (State.CLAIMED, State.UNDER_WAY)
    day, minute = now - timedelta(days=1), now - timedelta(minutes=1)
    rows = Claim.objects.filter(Q(claimed_at__gt=day) | Q(state__in=unfinished), donor=donor)
    # A donor has few of these, and they are counted here: this is asked before every claim.
    claims = list(rows.exclude(state=State.CANCELLED).order_by().values_list("claimed_at", "state"))
    if sum(1 for at, _state in claims if at > minute) >= policy(CLAIMS_A_MINUTE, area_code):
        raise Refused(_("认领太快了，请稍等一分钟；批量认领请联系县办。"))
    today, standing = (sum(1 for at, _s in claims if at > day), sum(1 for _a, state in claims if state in unfinished))
    return bool(today < policy(CLAIMS_A_DAY, area_code) and standing < policy(CLAIMS_OPEN, area_code))


@action(CLAIM_APPROVE)
def approve_claim(actor: User, claim: Claim) -> Claim:
    """A reviewer lets a held claim stand, if the need is still there."""
    row = locked(claim)
    require(actor, CLAIM_APPROVE, row.area_code)
    refuse_unless(row.state == State.HELD, _("这条认领不在待核准状态。"))
    need = locked(row.need)
    take(need.pk, row.quantity, ("published", "offline"))
    if row.offer_id and row.offer_used:
        _use(row.offer_id, row.offer_used)
    change(actor, "approve_claim", row, state=State.CLAIMED)
    start(actor, CLAIM.name, row)
    follow(actor, locked(need), "approve_claim")
    return row


@action(CLAIM_APPROVE)
def refuse_claim(actor: User, claim: Claim, *, reason: str) -> Claim:
    """A reviewer does not let a held claim stand, saying why."""
    row = locked(claim)
    require(actor, CLAIM_APPROVE, row.area_code)
    refuse_unless(row.state == State.HELD, _("这条认领不在待核准状态。"))
    return change(
        actor, "refuse_claim", row, reason=reason, state=State.REFUSED, end_reason=reason, ended_on=timezone.localdate()
    )


@action(CLAIM_DELIVER)
def cancel_claim(actor: User, claim: Claim, *, reason: str) -> Claim:
    """The donor, or the office for them, gives a claim back before delivery, saying why."""
    row = locked(claim)
    require_on(actor, CLAIM_DELIVER, row)
    refuse_telling(row.need.asker_id, reason=reason)
    if row.state == State.HELD:
        return change(
            actor, "cancel_claim", row, reason=reason, state=State.CANCELLED, end_reason=reason,
            ended_on=timezone.localdate(),
        )  # fmt: skip
    return let_go(actor, row, "cancel", State.CANCELLED, reason)


@action(CLAIM_APPROVE)
def release_claim(actor: User, claim: Claim, *, reason: str) -> Claim:
    """Free a need whose claimant vanished, saying why; what they held is on the board again."""
    row = locked(claim)
    require(actor, CLAIM_APPROVE, row.area_code)
    refuse_telling(row.need.asker_id, reason=reason)
    return let_go(actor, row, "release", State.RELEASED, reason)


def let_go(actor: User, row: Claim, transition: str, state: str, reason: str) -> Claim:
    """End a standing claim, locked by the caller, and give back what it held."""
    need = locked(row.need)
    advance(actor, row, transition, reason, flow=CLAIM.name)
    fields: dict[str, Any] = {"state": state, "end_reason": reason, "ended_on": timezone.localdate()}
    change(actor, f"{transition}_claim", row, reason=reason, **fields)
    if row.offer_id and row.offer_used:
        free = Offer.objects.filter(pk=row.offer_id, used__gte=row.offer_used)
        free.update(used=F("used") - exactly(row.offer_used), version=F("version") + 1)
    follow(actor, need, f"{transition}_claim", reason)
    notify(
        User.objects.filter(acts_for__party_id=row.donor_id),
        title=saying("您的认领已结束"),
        text=reason,
        url=f"/exchange/claim/{row.pk}/",
        key=f"exchange.ended:{row.pk}",
    )
    return row


def _tell(claim: Claim, users: Iterable[User], title: Said) -> None:
    notify(users, title=title, url=f"/exchange/claim/{claim.pk}/", key=f"exchange.claim:{claim.pk}")


def require_own_or_office(actor: User, claim: Claim, permission: str) -> None:
    """Raise Denied unless the actor holds the permission over the claim's place or acts for its donor."""
    if party_id_of(actor) != claim.donor_id and not may(actor, permission, claim.area_code):
        raise Denied(_("这条认领不由您办理。"))
