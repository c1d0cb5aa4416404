"""Values of rows, made ready for pages, files and programs.

Names that are kept elsewhere (codes, areas, parties, users) are fetched for a whole page at once: one query a
kind, however many rows. A value that the user may not see leaves here as None.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.ciphers import CipherField, Undecipherable
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.remembered import RememberedEach
from bangfu.kernel.resources import Column, Resource, resolvers
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows.visibility import Seen, columns_visible_to, field_at

RESOLVED = frozenset({"area", "party", "user"})
NAMED = RESOLVED | {"code", "choice", "state", "boolean"}
RIGHT = frozenset({"number", "money", "percent"})
Names = Mapping[Any, Any]
_remembered: dict[str, RememberedEach[Any, Any]] = {}
Cell = Any  # text, or {"text", "url"?, "tone"?, "title"?} as the table macro takes it


@dataclass(frozen=True)
class Reading:
    """The columns of a resource that one user reads, and the ORM paths to read them by."""

    resource: Resource
    seen: tuple[Seen, ...]
    paths: tuple[str, ...]  # after the primary key, which is always first
    positions: tuple[int, ...]  # of each column, in a row that begins with the primary key
    area: int | None  # position of the row's area, where some column depends on it

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in order."""
        return tuple(seen.column for seen in self.seen)


def reading_of(user: User, resource: Resource, wanted: Callable[[Column], bool]) -> Reading:
    """Prepare to read the columns that are wanted and that the user may see."""
    seen = tuple(s for s in columns_visible_to(user, resource) if wanted(s.column))
    paths = list(dict.fromkeys(s.column.source for s in seen))
    depends = any(s.where is not None for s in seen)
    if depends and resource.scope_field not in paths:
        paths.append(resource.scope_field)
    positions = tuple(paths.index(s.column.source) + 1 for s in seen)
    area = paths.index(resource.scope_field) + 1 if depends else None
    return Reading(resource, seen, tuple(paths), positions, area)


def columns_of_values(reading: Reading, rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Return the values of each column, in order of the rows; hidden ones as None, encrypted ones masked."""
    columns = []
    for seen, position in zip(reading.seen, reading.positions, strict=True):
        values = [row[position] for row in rows]
        if seen.where is not None and reading.area is not None:
            values = [v if seen.shows(row[reading.area]) else None for v, row in zip(values, rows, strict=True)]
        if seen.column.kind == "masked":
            values = [masked(reading.resource, seen.column, v) for v in values]
        columns.append(values)
    return columns


def masked(resource: Resource, column: Column, value: Any) -> str:
    """Return a number as a screen may show it. What cannot be deciphered says so rather than breaking the page."""
    field = field_at(resource.model, column.source)
    if not value:
        return ""
    if not isinstance(field, CipherField):
        return "*" * len(str(value))
    try:
        return field.masked(value)
    except Undecipherable:
        return _("（无法解密）")


class NamesOfPage:
    """The words for the values of one page (or of one chunk of an export)."""

    def __init__(self, reading: Reading, columns: Sequence[Sequence[Any]]) -> None:
        self._resource = reading.resource
        wanted: dict[str, set[Any]] = {}
        for column, values in zip(reading.columns, columns, strict=True):
            if column.kind in RESOLVED:
                wanted.setdefault(column.kind, set()).update(v for v in values if v not in (None, ""))
        self._resolved = {kind: names_of(kind, values) for kind, values in wanted.items()}

    def of(self, column: Column) -> Names:
        """Return value → words for a column that has words."""
        if column.kind in RESOLVED:
            return self._resolved.get(column.kind, {})
        if column.kind == "code":
            return labels(column.code_list)
        if column.kind == "boolean":
            return {True: _("是"), False: _("否")}
        if column.kind == "state":
            return {value: word for value, (word, _tone) in column.states.items()}
        if column.words is not None:
            return column.words()
        field = field_at(self._resource.model, column.source)
        return dict(field.flatchoices) if field is not None and field.choices else {}


def names_of(kind: str, values: Iterable[Any]) -> Names:
    """Return the names of areas, parties or users; empty while no layer knows the kind."""
    resolver, values = resolvers.get(kind), set(values)
    if resolver is None or not values:
        return {}
    if not resolver.seconds:
        return resolver.names(values)
    if kind not in _remembered:
        _remembered[kind] = RememberedEach(resolver.seconds)
    return _remembered[kind].get_all(values, resolver.names)


def word(names: Names, value: Any) -> str:
    """Return the words of one value or of a list of values; what has none stands for itself."""
    if isinstance(value, list):
        return "、".join(word(names, item) for item in value)
    return str(names.get(value, value))


def cells(column: Column, values: Sequence[Any], names: NamesOfPage) -> list[Cell]:
    """Return a column's values as a page shows them."""
    if column.kind in NAMED:
        return _named_cells(column, values, names.of(column))
    show = SHOWN.get(column.kind)
    return [None if v is None or v == "" else show(v) for v in values] if show else list(values)


def _named_cells(column: Column, values: Sequence[Any], names: Names) -> list[Cell]:
    if column.kind == "state":
        tones = {value: tone for value, (_word, tone) in column.states.items()}
        made = {v: {"text": word(names, v), "tone": tones.get(v, "neutral")} for v in set(values)}
        return [made[v] for v in values]
    resolver = resolvers.get(column.kind)
    if resolver is None:
        return [None if v is None or v == "" or v == [] else word(names, v) for v in values]
    made = {v: _linked(word(names, v), resolver.address(v)) for v in set(values) if v not in (None, "")}
    return [made.get(v) for v in values]


def _linked(text: str, address: str) -> Cell:
    return {"text": text, "url": address} if address else text


SHOWN: dict[str, Callable[[Any], Cell]] = {
    "number": formats.number,
    "percent": formats.percent,
    "money": lambda value: {"text": formats.money(value), "title": formats.exact_yuan(value)},
    "date": formats.day,
    "datetime": formats.moment,
}


def exported(column: Column, values: Sequence[Any], names: NamesOfPage) -> list[Any]:
    """Return a column's values as a file holds them: numbers and dates as such, words for codes."""
    if column.kind in NAMED:
        known = names.of(column)
        return [None if v is None or v == "" or v == [] else word(known, v) for v in values]
    if column.kind == "datetime":
        return [_local(v) for v in values]
    return [_plain(v) for v in values]


def _local(value: Any) -> Any:
    aware = isinstance(value, datetime) and timezone.is_aware(value)
    return timezone.localtime(value).replace(tzinfo=None) if aware else value


def _plain(value: Any) -> Any:
    return "、".join(map(str, value)) if isinstance(value, list) else value


def told(column: Column, values: Sequence[Any], names: NamesOfPage) -> dict[str, list[Any]]:
    """Return a column as the API tells it: the stored value, and ``…_label`` where it has words."""
    found = {column.name: [_json(v) for v in values]}
    if column.kind in NAMED and column.kind != "boolean":
        known = names.of(column)
        found[f"{column.name}_label"] = [None if v is None or v == "" or v == [] else word(known, v) for v in values]
    return found


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat() if timezone.is_aware(value) else value.isoformat()
    return value.isoformat() if isinstance(value, date) else value
