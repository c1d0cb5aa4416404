"""Rounds of wishes: opening one, counting a household's wishes, carrying on what was not met."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.flows.actions import advance_many, start_many
from bangfu.kernel.formats import number
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.workstreams.exchange.actions.rows import change, change_many, create, create_many, locked, refuse_unless
from bangfu.workstreams.exchange.flows import NEED
from bangfu.workstreams.exchange.limits import WISH_CAP, WISHES_EACH
from bangfu.workstreams.exchange.models import Need, Wave
from bangfu.workstreams.exchange.permissions import WAVE_CHANGE

GONE = ("refused", "withdrawn", "false")
UNMET = ("reviewing", "published", "offline")
CARRIED = (
    "asker_id", "asker_kind", "area_code", "kind", "category", "band", "title", "text", "private_text", "quantity",
    "unit", "value", "group", "urgency",
)  # fmt: skip


@action(WAVE_CHANGE)
def open_wave(actor: User, *, name: str, area_code: str, opens_on: date, closes_on: date) -> Wave:
    """Open a round in a place; cap and number of wishes are the policy of its first day. Raises PolicyMissing."""
    require(actor, WAVE_CHANGE, area_code)
    if closes_on < opens_on:
        raise Refused(_("截止日期不能早于开始日期。"), field="closes_on")
    row = Wave(
        name=name.strip(),
        area_code=area_code,
        opens_on=opens_on,
        closes_on=closes_on,
        cap=policy(WISH_CAP, area_code, opens_on),
        per_household=policy(WISHES_EACH, area_code, opens_on),
    )
    return create(actor, "open_wave", row, twice=_("该地区已有同名的心愿轮次。"))


@action(WAVE_CHANGE)
def close_wave(actor: User, wave: Wave) -> Wave:
    """End a round: no further wish is entered in it. What is claimed goes on."""
    row = locked(wave)
    require(actor, WAVE_CHANGE, row.area_code)
    refuse_unless(row.state == Wave.State.OPEN, _("这一轮已经结束。"))
    return change(actor, "close_wave", row, state=Wave.State.CLOSED)


@action(WAVE_CHANGE)
def carry_over(actor: User, wave: Wave, *, into: int) -> int:
    """Take the wishes that a closed round did not meet into another, where they come first; return how many.

    A household that already wished in the new round keeps that wish.
    """
    old, new = locked(wave), Wave.objects.get(pk=into)
    for place in (old.area_code, new.area_code):
        require(actor, WAVE_CHANGE, place)
    refuse_unless(old.state == Wave.State.CLOSED, _("先结束这一轮，再转入下一轮。"))
    refuse_unless(new.state == Wave.State.OPEN and new.pk != old.pk, _("请选择一个征集中的轮次。"))
    busy = set(Need.objects.filter(wave=new).exclude(state__in=GONE).values_list("asker_id", flat=True))
    unmet = old.wishes.select_for_update().filter(state__in=UNMET, taken=0).order_by("pk")
    rows = [row for row in unmet if row.asker_id not in busy and (row.value or 0) <= new.cap]
    slots: dict[int, int] = {}
    fresh = []
    for row in rows:
        slots[row.asker_id] = slots.get(row.asker_id, 0) + 1
        if slots[row.asker_id] <= new.per_household:
            fresh.append(_again(actor, row, new, slots[row.asker_id]))
    kept = {row.earlier_id for row in fresh}
    ended = [row for row in rows if row.pk in kept]
    advance_many(actor, ended, "withdraw", _("转入下一轮心愿。"), flow=NEED.name)
    for row in ended:
        row.state = "withdrawn"
    change_many(actor, "carry_over", ended, ["state"])
    made = create_many(actor, "carry_over", fresh)
    start_many(actor, NEED.name, made)
    for transition in ("submit", "check"):
        advance_many(actor, made, transition, flow=NEED.name)
    return len(made)


def _again(actor: User, row: Need, wave: Wave, slot: int) -> Need:
    return Need(
        **{name: getattr(row, name) for name in CARRIED},
        wave=wave,
        slot=slot,
        first=1,
        earlier=row,
        state="reviewing",
        entered_on=timezone.localdate(),
        entered_by=actor,
    )


def slot_for(asker: int, area_code: str, wave: int | None, value: Decimal | None) -> dict[str, Any]:
    """Return the fields that put a need into a round, none for no round.

    Raises Refused for a wish above the cap or a round that is over, Conflict where the household has wished its share.
    """
    if not wave:
        return {}
    row = Wave.objects.get(pk=wave)
    today = timezone.localdate()
    if row.state != Wave.State.OPEN or not row.opens_on <= today <= row.closes_on:
        raise Refused(_("“%(round)s”不在征集时间内。") % {"round": row.name}, field="wave")
    if not area_code.startswith(row.area_code):
        raise Refused(_("“%(round)s”不面向这个地区。") % {"round": row.name}, field="wave")
    if value is None:
        raise Refused(_("心愿须填估价。"), field="value")
    refuse_above_cap(value, row)
    used = set(Need.objects.filter(wave=row, asker=asker).exclude(state__in=GONE).values_list("slot", flat=True))
    free = [slot for slot in range(1, row.per_household + 1) if slot not in used]
    if not free:
        raise Conflict(
            _("该户本轮已许 %(n)s 个心愿，每户限 %(most)s 个。") % {"n": len(used), "most": row.per_household}
        )
    return {"wave": row, "slot": free[0]}


def refuse_above_cap(value: Decimal, wave: Wave) -> None:
    """Refuse a wish worth more than its round allows."""
    if value > wave.cap:
        raise Refused(
            _("心愿估价 %(value)s 元超过本轮上限 %(cap)s 元。") % {"value": number(value), "cap": number(wave.cap)},
            field="value",
        )
