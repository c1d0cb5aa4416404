"""Stating targets and bases, adjusting them, sharing them out, and taking them back. Every value stays readable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.covering import direct_parts, key_of_part
from bangfu.figures.declared import Figure, figures
from bangfu.figures.models import Bound, Target, TargetRevision
from bangfu.figures.units import MONEY, NOT_SUMMED, PERCENT, UNITS, written
from bangfu.kernel.actions import action
from bangfu.kernel.areas_of import is_code
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.formats import number
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.notices.actions import notify
from bangfu.kernel.periods import NoPeriod, parse
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.kernel.saying import Said, saying
from bangfu.parties.models import Organisation

CHANGE, SHARE = "figures.target.change", "figures.target.share"


@action(CHANGE)
def state_target(
    actor: User,
    *,
    figure: str,
    area_code: str,
    starts_on: date,
    ends_on: date,
    value: Decimal,
    document: str,
    use: str = "target",
    bound: str = Bound.AT_LEAST,
    giver_area_code: str = "",
    organisation: int | None = None,
    note: str = "",
) -> Target:
    """State a target or a base, naming the document it stands in.

    Raises Refused for a figure nobody declared or a value that does not fit its unit, Conflict when the same figure,
    place, unit and period have one already.
    """
    require(actor, CHANGE, area_code)
    return _state(
        actor,
        use=use,
        figure=figure,
        area_code=area_code,
        giver_area_code=giver_area_code,
        organisation_id=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
        bound=bound,
        value=value,
        document=document,
        note=note,
    )


def _state(actor: User, **values: Any) -> Target:
    declared = figures.get(values["figure"])
    if declared is None:
        raise Refused(_("没有名为“%(name)s”的指标。") % {"name": values["figure"]}, field="figure")
    check_value(declared, values["value"], values["bound"])
    organisation = values["organisation_id"]
    if organisation is not None and not Organisation.objects.filter(pk=organisation).exists():
        raise Refused(_("没有这个单位。"), field="organisation")
    row = Target(unit=declared.unit, **values)
    try:
        row.full_clean()
    except ValidationError as error:
        if "__all__" in error.message_dict:
            raise Conflict(_("同一指标、地区和时期已有数值，或数值、日期不成立。")) from error
        raise Refused(str(next(iter(error.message_dict.values()))[0]), problems=tuple(error.messages)) from error
    row.save()
    _revise(actor, row, row.starts_on)
    record_change(actor, "state_target", row, after=snapshot(row))
    if organisation is not None:
        _tell_unit(actor, row, declared)
    return row


def check_value(figure: Figure, value: Decimal, bound: str) -> None:
    """Refuse a value that cannot be one of the figure: parts of a person, an upper limit for what is to be added up."""
    if value != value.quantize(Decimal("0.001")):
        raise Refused(_("数值最多三位小数。"), field="value")
    if figure.unit == MONEY and value != value.quantize(Decimal("0.01")):
        raise Refused(_("金额最多两位小数。"), field="value")
    if figure.unit not in (MONEY, "mu", *NOT_SUMMED) and value != value.to_integral_value():
        raise Refused(_("以“%(unit)s”计的目标应为整数。") % {"unit": written(0, figure.unit)[2:]}, field="value")
    if value < 0 or (value == 0 and bound != Bound.AT_MOST):
        raise Refused(_("目标应大于零。"), field="value")


def _revise(actor: User, row: Target, in_force_from: date, reason: str = "") -> None:
    TargetRevision.objects.create(
        target=row,
        value=row.value,
        bound=row.bound,
        document=row.document,
        reason=reason,
        in_force_from=in_force_from,
        at=timezone.now(),
        by=actor,
    )


def _tell_unit(actor: User, row: Target, figure: Figure) -> None:
    """Tell who acts for the responsible unit."""
    values = {"figure": figure.title, "period": row.period, "value": _said_value(row.value, figure.unit)}
    notify(
        User.objects.filter(acts_for__party_id=row.organisation_id).exclude(pk=actor.pk),
        title=saying("本单位有一项目标"),
        text=Said("%(figure)s · %(period)s · %(value)s", values),
        url=f"/figures/target/{row.pk}/",
    )


def _said_value(value: Decimal, unit: str) -> Decimal | Said | str:
    if unit == MONEY:
        return value
    if unit == PERCENT:
        return written(value, unit)
    return Said("%(n)s %(unit)s", {"n": number(value), "unit": UNITS.get(unit, unit)})


@action(CHANGE)
def change_target(
    actor: User,
    target: Target,
    *,
    value: Decimal,
    document: str,
    reason: str,
    bound: str = "",
    in_force_from: date | None = None,
    note: str | None = None,
) -> Target:
    """Adjust a target from a day on (default today), with the document and the reason; earlier values stay readable.

    Raises Refused without a reason, for a day to come or before the last adjustment; Conflict for a withdrawn one.
    """
    row = _held(target)
    require(actor, CHANGE, row.area_code)
    return _change(actor, row, value, document, reason, bound or row.bound, in_force_from, note)


def _change(
    actor: User,
    row: Target,
    value: Decimal,
    document: str,
    reason: str,
    bound: str,
    in_force_from: date | None = None,
    note: str | None = None,
) -> Target:
    if not reason.strip():
        raise Refused(_("请写明调整原因。"), field="reason")
    day = in_force_from or timezone.localdate()
    if day > timezone.localdate():
        raise Refused(_("生效日期不能在今天之后；到了那天再调整。"), field="in_force_from")
    last = row.revisions.order_by("-in_force_from", "-pk").first()
    if last is not None and day < last.in_force_from <= timezone.localdate():
        raise Refused(
            _("%(day)s 已有一次调整，生效日期不能更早。") % {"day": last.in_force_from}, field="in_force_from"
        )
    declared = figures.get(row.figure)
    if declared is not None:
        check_value(declared, value, bound)
    before = snapshot(row)
    row.value, row.bound, row.document = value, bound, document.strip() or row.document
    row.note = row.note if note is None else note
    row.version += 1
    row.save()
    _revise(actor, row, day, reason.strip())
    record_change(actor, "change_target", row, before=before, after=snapshot(row), reason=reason.strip())
    return row


@action(CHANGE)
def withdraw_target(actor: User, target: Target, *, reason: str) -> Target:
    """Take a target back, saying why: it counts nowhere from today on, and stays readable with all its values."""
    row = _held(target)
    require(actor, CHANGE, row.area_code)
    if not reason.strip():
        raise Refused(_("请写明撤回原因。"), field="reason")
    before = snapshot(row)
    row.withdrawn_on = timezone.localdate()
    row.version += 1
    row.save(update_fields=["withdrawn_on", "version"])
    record_change(actor, "withdraw_target", row, before=before, after=snapshot(row), reason=reason)
    return row


def _held(target: Target) -> Target:
    row = Target.objects.select_for_update().get(pk=target.pk)
    if row.withdrawn_on is not None:
        raise Conflict(_("这个目标已经撤回。"))
    return row


@dataclass(frozen=True)
class Shared:
    """What sharing out came to: the parts, their sum, and what remains of the target (None where parts do not add)."""

    parts: list[Target]
    total: Decimal | None
    remaining: Decimal | None


@action(SHARE)
def share_out_target(
    actor: User, target: Target, *, by: str, values: Mapping[str, Decimal], document: str = "", reason: str = ""
) -> Shared:
    """Share a target out to places (*area*: codes), parts of its period (*period*) or units (*organisation*: ids).

    Parts that exist are adjusted (then a reason is needed), others stated; parts left out stay as they are. Raises
    Refused when the parts add up to more than the target; what they fall short of it is told, not refused. Shares in
    percent are not added up.
    """
    row = _held(target)
    require(actor, SHARE, row.area_code)
    existing = {key_of_part(part, by): part for part in direct_parts(row, by)}
    parts = []
    for key, value in values.items():
        part = existing.get(key)
        if part is None:
            parts.append(_state(actor, **_part_values(row, by, key), value=value, document=document or row.document))
        elif part.value != value:
            parts.append(_change(actor, _held(part), value, document, reason or _("重新分解"), part.bound))
    total = sum((part.value for part in direct_parts(row, by)), Decimal(0))
    if row.counted_in in NOT_SUMMED or row.bound == Bound.AT_MOST:
        return Shared(parts, None, None)
    if total > row.value:
        raise Refused(
            _("分解合计 %(total)s，比目标 %(value)s 多 %(over)s；请调小后再保存。")
            % {
                "total": written(total, row.counted_in),
                "value": written(row.value, row.counted_in),
                "over": written(total - row.value, row.counted_in),
            }
        )
    return Shared(parts, total, row.value - total)


def _part_values(row: Target, by: str, key: str) -> dict[str, Any]:
    """Return what a new part has in common with its target, and what it is the part of."""
    values: dict[str, Any] = {
        "use": row.use,
        "figure": row.figure,
        "area_code": row.area_code,
        "giver_area_code": row.giver_area_code,
        "organisation_id": row.organisation_id,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "bound": row.bound,
        "note": "",
    }
    match by:
        case "area":
            if not is_code(key) or key == row.area_code or not key.startswith(row.receives):
                raise Refused(_("“%(key)s”不在这个目标的地区之内。") % {"key": key[:20]}, field=f"part-{key}")
            values["area_code"] = key
        case "period":
            try:
                period = parse(key)
            except NoPeriod as error:
                raise Refused(_("“%(key)s”不是时期。") % {"key": key[:20]}, field=f"part-{key}") from error
            if period == row.period or not row.period.contains(period):
                raise Refused(_("%(period)s不在这个目标的时期之内。") % {"period": period.words}, field=f"part-{key}")
            values |= {"starts_on": period.starts_on, "ends_on": period.ends_on}
        case "organisation":
            if row.organisation_id is not None or not key.isdigit():
                raise Refused(_("单位的目标不能再分给单位。"), field=f"part-{key}")
            values["organisation_id"] = int(key)
        case _:
            raise Refused(_("不能按“%(by)s”分解。") % {"by": by[:20]}, field="by")
    return values
