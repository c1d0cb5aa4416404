"""Registering areas, correcting them, ending them, and giving villages their classes."""

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.areas_of import COUNTY, is_code, parent, significant
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.actions.days import DAY, happened
from bangfu.parties.actions.numbering import new_party_id
from bangfu.parties.actions.places import at_or_below
from bangfu.parties.actions.rows import assign, change, check_codes, create, locked, state, unchanged
from bangfu.parties.models import Area, AreaClass, AreaFormerName, Household, Organisation
from bangfu.parties.models.party import PartyKind
from bangfu.parties.registries import requalified

CHANGE = "parties.area.change"


class AreaFields(TypedDict, total=False):
    """What may be corrected about an area."""

    name: str
    urban_rural: str
    longitude: Decimal | None
    latitude: Decimal | None
    valid_from: date | None


@action(CHANGE)
def register_area(
    actor: User,
    *,
    code: str,
    name: str,
    urban_rural: str = "",
    longitude: Decimal | None = None,
    latitude: Decimal | None = None,
    valid_from: date | None = None,
    reason: str = "",
) -> Area:
    """Register an area; the zeros that fill its code up are dropped. Its township or village must be known."""
    code = significant("".join(code.split()))
    if not is_code(code):
        raise Refused(_("区划代码应为 2、4、6、9、12 或 15 位数字。"), field="code")
    require(actor, CHANGE, code)
    if known := Area.objects.filter(code=code).first():
        raise Conflict(_("区划代码 %(code)s 已登记为“%(name)s”。") % {"code": code, "name": known}, field="code")
    above = parent(code)
    if len(code) > COUNTY and above:
        open_area(above)
    row = Area(
        party_id=new_party_id(PartyKind.AREA),
        code=code,
        name=name.strip(),
        level=len(code),
        urban_rural=urban_rural,
        longitude=longitude,
        latitude=latitude,
        valid_from=valid_from,
    )
    return create(actor, "register_area", row, reason=reason)


@action(CHANGE)
def change_area(actor: User, area: Area, *, reason: str = "", **fields: Unpack[AreaFields]) -> Area:
    """Correct what was entered wrongly. A new name by decree is ``rename_area``, a new code ``recode_area``."""
    row = unchanged(area)
    require(actor, CHANGE, row.code)
    before = state(row)
    assign(row, fields, AreaFields.__annotations__)
    return change(actor, "change_area", row, before, reason=reason)


@action(CHANGE)
def rename_area(actor: User, area: Area, *, name: str, on: date, document: str = "", reason: str = "") -> Area:
    """Give an area a new name from a day on; the old one stays findable."""
    row = open_row(actor, area)
    happened(on)
    if row.name == name.strip():
        raise Conflict(_("该地区已名为“%s”。") % row.name, field="name")
    if row.former_names.filter(until__gte=on - DAY).exists():
        raise Refused(_("该地区在此日之后还有更名记录，请核对日期。"), field="on")
    before = state(row)
    AreaFormerName.objects.create(area=row, name=row.name, until=on - DAY, document=document)
    row.name = name.strip()
    return change(actor, "rename_area", row, before, reason=reason or document)


@action(CHANGE)
def end_area(actor: User, area: Area, *, on: date, document: str = "", reason: str = "") -> Area:
    """End an empty area; ``on`` is its last day. One where somebody lives is merged instead."""
    row = open_row(actor, area)
    happened(on)
    inside = at_or_below(row.code)
    if Area.objects.filter(at_or_below(row.code, "code"), valid_to=None).exclude(pk=row.pk).exists():
        raise Refused(_("“%s”下还有未撤销的地区，请先处理下级地区。") % row)
    households = Household.objects.filter(inside, closed_on=None).count()
    organisations = Organisation.objects.filter(inside, valid_to=None).count()
    if households or organisations:
        raise Refused(
            _("“%(area)s”还有 %(households)d 户、%(organisations)d 个单位，请改用“合并”把它们转到新的地区。")
            % {"area": row, "households": households, "organisations": organisations}
        )
    before = state(row)
    row.valid_to = on
    end_classes(actor, row, on)
    return change(actor, "end_area", row, before, reason=reason or document)


@action(CHANGE)
def set_area_class(
    actor: User, area: Area, *, value: str, valid_from: date, document: str = "", reason: str = ""
) -> AreaClass:
    """Give a village a class from a day on. A village may have several: with a task, poor, deeply poor."""
    row = open_row(actor, area)
    held = row.classes.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from), value=value)
    if held.exists():
        raise Conflict(_("“%s”在此期间已有该类别。") % row, field="value")
    given = AreaClass(area=row, area_code=row.code, value=value, valid_from=valid_from, document=document)
    check_codes(given, {"value": "area_class"})
    given.save(force_insert=True)
    record_change(actor, "set_area_class", row, after=_class_told(given), reason=reason or document)
    return given


@action(CHANGE)
def end_area_class(actor: User, area: Area, *, value: str, on: date, document: str = "", reason: str = "") -> AreaClass:
    """End a class of a village; ``on`` is its last day."""
    row = open_row(actor, area)
    held = row.classes.select_for_update().filter(value=value, valid_to=None).first()
    if held is None:
        raise Conflict(_("“%s”目前没有该类别。") % row, field="value")
    _end_class(actor, row, held, on, reason or document)
    requalified(actor, [row.pk], on + DAY)
    return held


def open_area(code: str) -> Area:
    """Return the area of a code; raise Refused when there is none or it was abolished."""
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise Refused(_("没有区划代码 %s，请先登记该地区。") % code, field="area_code")
    if area.valid_to is not None and area.valid_to < timezone.localdate():
        raise Refused(
            _("%(area)s（%(code)s）已于 %(day)s 撤销，请使用现行区划代码。")
            % {"area": area, "code": code, "day": area.valid_to.isoformat()},
            field="area_code",
        )
    return area


def open_row(actor: User, area: Area) -> Area:
    """Return the area, locked; raise Denied outside the actor's scope, Conflict when it was abolished."""
    row = locked(area)
    require(actor, CHANGE, row.code)
    if row.valid_to is not None:
        raise Conflict(_("“%(area)s”已于 %(day)s 撤销。") % {"area": row, "day": row.valid_to.isoformat()})
    return row


def end_classes(actor: User, area: Area, on: date) -> None:
    """End every class an area still has; ``on`` is their last day."""
    for held in area.classes.filter(valid_to=None):
        _end_class(actor, area, held, on, "")


def _end_class(actor: User, area: Area, held: AreaClass, on: date, reason: str) -> None:
    if on < held.valid_from:
        raise Refused(_("截止日期早于该类别的起始日期 %s。") % held.valid_from.isoformat(), field="on")
    before = _class_told(held)
    held.valid_to = on
    held.save(update_fields=["valid_to"])
    record_change(actor, "end_area_class", area, before=before, after=_class_told(held), reason=reason)


def _class_told(held: AreaClass) -> dict[str, object]:
    return {k: v for k, v in snapshot(held).items() if k in ("value", "valid_from", "valid_to", "document")}
