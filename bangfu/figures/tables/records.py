"""Tables that list entries, one a row: visits, courses, gifts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from bangfu.figures.computing import place_condition
from bangfu.figures.details import condition as on_detail
from bangfu.figures.ledger_source import ENTRIES, unreversed
from bangfu.figures.scoping import bound_of, reaches
from bangfu.figures.tables.asking import Asked
from bangfu.figures.tables.declared import Ask, Field, Records
from bangfu.figures.tables.document import Cell, Formula, Head, Row, Sheet
from bangfu.kernel import formats
from bangfu.kernel.rights.models import User
from bangfu.ledger.kinds import Detail, EntryKind, entry_kinds
from bangfu.ledger.models import Entry
from bangfu.parties.queries import area_names, names_of

MOST = 1000
UNITS = {"amount": "CNY", "persons": "person", "person_times": "person_time", "households": "household"}


def list_records(user: User, records: Records, asked: Asked) -> Sheet:
    """Return the entries of a place and period; beyond ``MOST`` the latest are kept and the rest is said."""
    kinds = [entry_kinds[name] for name in records.kinds]
    heads = tuple(_head(field, kinds) for field in records.fields)
    found = _entries(user, records, asked)
    names = names_of({e.giver_id for e in found} | {e.receiver_id for e in found})
    places = area_names({e.area_code for e in found} | {e.giver_area_code for e in found})
    cut = max(len(found) - MOST, 0)
    rows = []
    for number, entry in enumerate(found[cut:], start=1):
        cells = tuple(
            _cell(entry, field, head, names, places) for field, head in zip(records.fields, heads, strict=True)
        )
        rows.append(Row(str(entry.pk), str(number), cells))
    total = _total(heads, rows) if rows and not cut else None
    return Sheet(str(records.title), _("序号"), heads, tuple(rows), total, cut=cut)


def _entries(user: User, records: Records, asked: Asked) -> list[Entry]:
    if not reaches(user, ENTRIES):
        return []
    inside = Q()
    for side in ("receiver", "giver") if records.either_side else (asked.side,):
        question = asked.question(Ask("", side=side))
        inside |= place_condition(ENTRIES, question) & bound_of(user, ENTRIES, question)
    rows = unreversed(Entry.objects.filter(inside, kind__in=records.kinds), asked.to)
    rows = rows.filter(**{f"{ENTRIES.day}__lte": asked.to})
    if asked.from_:
        rows = rows.filter(**{f"{ENTRIES.day}__gte": asked.from_})
    for name, value in records.where.items():
        rows = rows.filter(on_detail(ENTRIES.details, name, "is", value))
    latest = rows.select_related("campaign").order_by("-happened_on", "-pk")[: MOST + 1]
    return list(latest)[::-1]


def _head(field: Field, kinds: Sequence[EntryKind]) -> Head:
    unit, title = UNITS.get(field.name, ""), str(field.title)
    if field.name == "quantity":
        units = {str(word) for kind in kinds for _code, word in kind.units}
        unit, title = "number", f"{title}（{units.pop()}）" if len(units) == 1 else title
    detail = _detail(field.name, kinds)
    if detail is not None and detail.kind in ("integer", "quantity", "money"):
        unit = "CNY" if detail.kind == "money" else "number"
    return Head(field.name, title, unit=unit, words=not unit)


def _detail(name: str, kinds: Sequence[EntryKind]) -> Detail | None:
    return next((d for kind in kinds if (d := kind.detail(name)) is not None), None)


def _cell(entry: Entry, field: Field, head: Head, names: dict[int, str], places: dict[str, str]) -> Cell:
    value = _value(entry, field.name, names, places)
    if head.unit:
        return Cell(_number(value), unit=head.unit, entries=1, entry=entry.pk)
    return Cell(text=str(value or ""), entry=entry.pk)


def _number(value: Any) -> Decimal | int | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, Decimal | int) else Decimal(str(value))


def _value(entry: Entry, name: str, names: dict[int, str], places: dict[str, str]) -> Any:
    match name:
        case "happened_on":
            return formats.day(entry.happened_on)
        case "giver" | "receiver":
            return names.get(getattr(entry, f"{name}_id") or 0, "")
        case "place":
            return places.get(entry.area_code, entry.area_code)
        case "giver_place":
            return places.get(entry.giver_area_code, entry.giver_area_code)
        case "campaign":
            return entry.campaign.name if entry.campaign else ""
        case "kind":
            return entry_kinds[entry.kind].title
        case "unit":
            return next((str(title) for code, title in entry_kinds[entry.kind].units if code == entry.unit), entry.unit)
    if hasattr(entry, name):
        return getattr(entry, name)
    detail, value = entry_kinds[entry.kind].detail(name), entry.details.get(name)
    if detail is not None and detail.kind == "boolean":
        return "" if value is None else _("是") if value else _("否")
    return detail.label(value) if detail is not None and value is not None and detail.kind == "choice" else value


def _total(heads: Sequence[Head], rows: Sequence[Row]) -> Row | None:
    """Add up amounts and headcounts of the entries shown; persons are added as each entry states them."""
    cells = []
    for place, head in enumerate(heads):
        values = [row.cells[place].value for row in rows if row.cells[place].value is not None]
        summed = head.unit in UNITS.values() and bool(values)
        value = sum(values, Decimal(0)) if summed else None  # type: ignore[arg-type]
        cells.append(Cell(value, unit=head.unit, entries=len(values), formula=Formula("sum") if summed else None))
    return Row("total", _("合计"), tuple(cells)) if any(c.formula for c in cells) else None
