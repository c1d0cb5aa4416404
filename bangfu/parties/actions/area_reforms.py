"""Areas merged, split or given new codes: whatever lies in them follows, and their past stays readable.

``on`` is the first day of the new order; the old areas' last day is the one before.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.areas_of import is_code, parent
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.actions.areas import CHANGE, end_classes, open_area, open_row
from bangfu.parties.actions.boundaries import carry_boundary
from bangfu.parties.actions.days import DAY, happened
from bangfu.parties.actions.grants import move_grants
from bangfu.parties.actions.numbering import new_party_id, new_party_ids
from bangfu.parties.actions.places import at_or_below, follow_reform
from bangfu.parties.actions.rows import change, create, state
from bangfu.parties.models import Area, AreaClass, AreaSuccession, Household, Person
from bangfu.parties.models.party import PartyKind
from bangfu.parties.registries import parted

Kind = AreaSuccession.Kind


@dataclass(frozen=True, kw_only=True)
class Part:
    """A new area made of part of an old one: the codes of the lower areas and the ids of the households it takes."""

    code: str
    name: str
    areas: Collection[str] = ()
    households: Collection[int] = ()


@action(CHANGE)
def merge_areas(
    actor: User,
    predecessors: Sequence[Area],
    successor: Area,
    *,
    on: date,
    document: str = "",
    reason: str = "",
) -> Area:
    """Merge areas of one level into another that exists; all that lives in them, and their classes, move to it.

    Lower areas keep the end of their code under the new one, or are given the next free code.
    """
    happened(on)
    into = open_row(actor, successor)
    old = [open_row(actor, area) for area in sorted(predecessors, key=lambda a: a.pk)]
    if not old:
        raise Refused(_("请选择要合并的地区。"), field="predecessors")
    if into.pk in {a.pk for a in old}:
        raise Refused(_("合并后的地区不能同时是被合并的地区。"), field="successor")
    if any(a.level != into.level for a in old):
        raise Refused(_("只能合并同一层级的地区。"), field="predecessors")
    for area in old:
        landing = _landing(area, into.code)
        _land(actor, "merge_areas", area, landing, Kind.MERGED, on, document, reason)
    return into


@action(CHANGE)
def recode_area(actor: User, area: Area, *, code: str, on: date, document: str = "", reason: str = "") -> Area:
    """Give an area a new code; everything inside keeps the end of its own. Return the area under the new code."""
    happened(on)
    row = open_row(actor, area)
    new = _new_area(actor, row, code, row.name, on)
    _land(actor, "recode_area", row, _landing(row, new.code), Kind.RECODED, on, document, reason)
    return new


@action(CHANGE)
def split_area(
    actor: User,
    area: Area,
    *,
    parts: Sequence[Part],
    on: date,
    rest: str = "",
    document: str = "",
    reason: str = "",
) -> list[Area]:
    """Make new areas of parts of an old one; return them.

    ``rest`` is the code of the part that takes whatever no part names: the old area then ends. Without it the old
    area goes on with what is left.
    """
    happened(on)
    row = open_row(actor, area)
    if rest and rest not in {p.code for p in parts}:
        raise Refused(_("“其余归入”须是拆分出的地区之一。"), field="rest")
    made = {p.code: _new_area(actor, row, p.code, p.name, on) for p in parts}
    for part in parts:
        _take(actor, row, part, on, document, reason)
    for new in made.values():
        if new.code != rest:
            _succeed([(row, new)], Kind.SPLIT, on, document)
            _carry_classes(row, new, on, document)
    if rest:
        _land(actor, "split_area", row, _landing(row, rest), Kind.SPLIT, on, document, reason)
    return list(made.values())


def _new_area(actor: User, old: Area, code: str, name: str, on: date) -> Area:
    if not is_code(code) or len(code) != old.level:
        raise Refused(_("新区划代码应为 %d 位数字。") % old.level, field="code")
    require(actor, CHANGE, code)
    if Area.objects.filter(code=code).exists():
        raise Conflict(_("区划代码 %s 已被使用；撤销的代码不能再用。") % code, field="code")
    if (above := parent(code)) and Area.objects.filter(code=parent(old.code)).exists():
        open_area(above)
    new = _copy(old, new_party_id(PartyKind.AREA), code, name, on)
    return create(actor, "register_area", new, reason=_("由“%s”变更而来") % old)


def _landing(area: Area, new_code: str) -> dict[str, str]:
    """Return old code → new code for an area and the areas inside it that still exist."""
    landing = {area.code: new_code}
    taken = set(Area.objects.filter(at_or_below(new_code, "code")).values_list("code", flat=True))
    inside = Area.objects.filter(at_or_below(area.code, "code"), valid_to=None).exclude(pk=area.pk)
    for code in inside.order_by("level", "code").values_list("code", flat=True):
        above = parent(code) or ""
        # A level may be missing: then what lies between keeps its digits.
        base = next(c for c in (above, *(above[:n] for n in range(len(above), 0, -1))) if c in landing)
        landing[code] = _free(landing[base] + code[len(base) :], taken)
        taken.add(landing[code])
    return landing


def _free(wanted: str, taken: set[str]) -> str:
    above = parent(wanted) or ""
    width = len(wanted) - len(above)
    first = int(wanted[len(above) :])
    for number in [*range(first, 10**width), *range(1, first)]:
        if (code := f"{above}{number:0{width}d}") not in taken:
            return code
    raise Refused(_("“%s”下已没有可用的区划代码。") % above)


def _land(
    actor: User,
    action_name: str,
    area: Area,
    landing: dict[str, str],
    kind: str,
    on: date,
    document: str,
    reason: str,
) -> None:
    """End an area and those inside it, make their successors, and let everything follow."""
    why = reason or document
    pairs = _successors(area, landing, on)
    for old, new in pairs:
        _carry_classes(old, new, on, document)
        carry_boundary(old, new)
        end_classes(actor, old, on - DAY)
        before = state(old)
        old.valid_to = on - DAY
        change(actor, action_name, old, before, reason=why)
    _succeed(pairs, kind, on, document)
    follow_reform(actor, action_name, landing, on, reason=why)
    move_grants(actor, landing, on, reason=why)
    parted(actor, [old.pk for old, _new in pairs], on - DAY)


def _successors(area: Area, landing: dict[str, str], on: date) -> list[tuple[Area, Area]]:
    """Return the pairs of old and new areas, making those that do not exist yet under the old names."""
    old = {a.code: a for a in Area.objects.select_for_update().filter(code__in=landing).order_by("pk")}
    new = {a.code: a for a in Area.objects.filter(code__in=landing.values())}
    missing = [(before, after) for before, after in landing.items() if after not in new]
    inside = Area.objects.filter(at_or_below(landing[area.code], "code"), valid_to=None)
    names = {(parent(code), name) for code, name in inside.values_list("code", "name")}
    ids = new_party_ids(PartyKind.AREA, len(missing))
    rows = []
    for pk, (before, after) in zip(ids, missing, strict=True):
        row = old[before]
        twin = (parent(after), row.name) in names
        rows.append(_copy(row, pk, after, f"{area.name}{row.name}" if twin else row.name, on))
    new |= {a.code: a for a in Area.objects.bulk_create(rows)}
    return [(old[before], new[after]) for before, after in landing.items()]


def _copy(old: Area, party_id: int, code: str, name: str, on: date) -> Area:
    return Area(
        party_id=party_id,
        code=code,
        name=name[:60],
        level=old.level,
        urban_rural=old.urban_rural,
        longitude=old.longitude,
        latitude=old.latitude,
        valid_from=on,
    )


def _succeed(pairs: Sequence[tuple[Area, Area]], kind: str, on: date, document: str) -> None:
    AreaSuccession.objects.bulk_create(
        AreaSuccession(predecessor=old, successor=new, on=on, kind=kind, document=document) for old, new in pairs
    )


def _carry_classes(old: Area, new: Area, on: date, document: str) -> None:
    """Give the successor the classes its predecessor has, from the day on, unless it has them already."""
    has = set(new.classes.filter(valid_to=None).values_list("value", flat=True))
    AreaClass.objects.bulk_create(
        AreaClass(area=new, area_code=new.code, value=c.value, valid_from=on, document=document)
        for c in old.classes.filter(valid_to=None, valid_from__lt=on)
        if c.value not in has
    )


def _take(actor: User, area: Area, part: Part, on: date, document: str, reason: str) -> None:
    """Move what a part names: lower areas with all they hold, then single households with their members."""
    for code in part.areas:
        lower = Area.objects.filter(code=code, valid_to=None).first()
        if lower is None or parent(code) != area.code:
            raise Refused(_("“%(area)s”下没有地区 %(code)s。") % {"area": area, "code": code}, field="parts")
        landing = _landing(lower, part.code + code[len(area.code) :])
        _land(actor, "split_area", lower, landing, Kind.SPLIT, on, document, reason)
    chosen = set(part.households)
    households = Household.objects.filter(at_or_below(area.code), pk__in=chosen)
    if households.count() != len(chosen):
        raise Refused(_("有的农户不在“%s”。") % area, field="parts")
    if chosen:
        persons = set(Person.objects.filter(household__in=chosen).values_list("pk", flat=True))
        follow_reform(actor, "split_area", {area.code: part.code}, on, reason=reason or document, only=chosen | persons)
