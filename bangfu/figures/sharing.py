"""Many measures of one source in as few statements as the rows that they read.

Sums and counts of a source are taken together: the rows are grouped by ``Source.apart`` (the kind of an entry) and by
*which of the measures' further conditions hold*, each tried once for a row; the value of a measure is then the sum of
its groups. Measures that set conditions within some kinds are asked of these kinds alone, so no row is tried for what
cannot hold of it. Distinct counts do not add up: those over the same kinds are filtered aggregates of one statement.

A condition on something of which a row may have several (its persons), or which is found by a query of its own, stays
in the WHERE of the statement; only measures that share it share the statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BigIntegerField, Case, Count, F, Model, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Exists, Subquery

from bangfu.figures.expressions import Conditions, Measure
from bangfu.figures.questions import Number
from bangfu.figures.selecting import counted, demanded, field_of
from bangfu.figures.sources import Source

MOST_BITS = 60  # conditions of one statement: as many as a whole number holds
MOST_FILTERS = 100  # distinct counts of one statement
Key = tuple[Any, ...]
Condition = tuple[str, str, Any]


class Found(NamedTuple):
    """A value, the rows it counted, and those among them that say anything of what is summed."""

    value: Number = None
    entries: int = 0
    told: int = 0


@dataclass(frozen=True)
class Wanted:
    """A measure as one source understands it. ``kinds`` are its values of ``Source.apart``; None for any.

    ``kept`` are conditions that stay in WHERE, ``rest`` those that may be tried row by row; a measure ``alone`` shares
    its statement with none.
    """

    measure: Measure
    kinds: tuple[Any, ...] | None
    kept: Conditions
    rest: Conditions
    alone: bool

    @property
    def distinct(self) -> bool:
        """Whether it counts different values."""
        return self.measure.how == "distinct"


def find_all(
    source: Source,
    measures: Collection[Measure],
    rows: Callable[[bool], QuerySet[Any]],
    condition: Q,
    keys: Mapping[str, Any] | None = None,
) -> dict[Measure, dict[Key, Found]]:
    """Return what each measure finds among the rows that satisfy a condition, for each combination of the keys.

    ``rows(distinct)`` are the rows to choose from, for distinct counts those not taken back. Without keys
    the combination is the empty one; what has no rows is left out.
    """
    found: dict[Measure, dict[Key, Found]] = {}
    for distinct in (False, True):
        members = [measure for measure in dict.fromkeys(measures) if (measure.how == "distinct") == distinct]
        if not members:
            continue
        chosen = rows(distinct)
        reading = _Reading(source, chosen)
        wanted = [reading.wanted(measure, lonely=len(members) == 1) for measure in members]
        for group in _apart(wanted) if distinct else _together(wanted):
            ask = _ask_distinct if distinct else _ask_sums
            found |= ask(source, chosen, condition, keys or {}, group)
    return found


class _Reading:
    """Tells of the fields of a source what may be asked of them row by row."""

    def __init__(self, source: Source, rows: QuerySet[Any]) -> None:
        self.source, self.rows = source, rows

    def wanted(self, measure: Measure, *, lonely: bool) -> Wanted:
        """Sort the conditions of a measure by where they may be tried; a ``lonely`` one has none to share with."""
        apart = [one for one in measure.where if one[0] == self.source.apart and one[1] in ("is", "in")]
        kinds = None
        if len(apart) == 1:
            [(_name, operator, value)] = apart
            kinds = tuple(sorted(set(value), key=str)) if operator == "in" else (value,)
        others = [one for one in measure.where if kinds is None or one is not apart[0]]
        if lonely:
            return Wanted(measure, kinds, tuple(others), (), alone=True)
        manifold = any(self._manifold(name) for name in (measure.of, *(one[0] for one in others)) if name)
        asking = bool(measure.of) and self._asks(measure.of)
        kept = tuple(others if manifold or asking else [one for one in others if self._asks(one[0])])
        rest = tuple(one for one in others if one not in kept)
        return Wanted(measure, kinds, kept, rest, alone=manifold or asking)

    def _path(self, name: str) -> list[str]:
        known = name in self.source.fields or not self.source.details
        return self.source.path(name).split("__") if known else []

    def _manifold(self, name: str) -> bool:
        """Tell whether a row may have several values of a field."""
        model: type[Model] | None = self.rows.model
        for step in self._path(name):
            if model is None or step == "pk" or step in self.rows.query.annotations:
                return False
            try:
                found = model._meta.get_field(step)
            except FieldDoesNotExist:  # a transform, as the year of a day
                return False
            if found.one_to_many or found.many_to_many:
                return True
            model = found.related_model if isinstance(found.related_model, type) else None
        return False

    def _asks(self, name: str) -> bool:
        """Tell whether a field is found by a query of its own for each row."""
        annotation = self.rows.query.annotations.get(next(iter(self._path(name)), ""))
        return annotation is not None and any(isinstance(one, Exists | Subquery) for one in annotation.flatten())


def _together(wanted: Sequence[Wanted]) -> list[list[Wanted]]:
    """Return which sums and counts share a statement: all that set no condition, and those that try the same kinds."""
    alone = [[one] for one in wanted if one.alone]
    shared: dict[Any, list[Wanted]] = defaultdict(list)
    for one in wanted:
        if not one.alone:
            shared[one.kept].append(one)
    return alone + [group for members in shared.values() for group in _by_kinds(members)]


def _by_kinds(wanted: Sequence[Wanted]) -> list[list[Wanted]]:
    lots: list[set[Any]] = []
    for one in wanted:
        if one.rest and one.kinds is not None:
            touched = [lot for lot in lots if not lot.isdisjoint(one.kinds)]
            lots = [lot for lot in lots if lot not in touched] + [set(one.kinds).union(*touched)]
    groups: dict[Any, list[Wanted]] = defaultdict(list)
    for one in wanted:
        number = next((n for n, lot in enumerate(lots) if one.kinds is not None and lot.issuperset(one.kinds)), None)
        groups[number].append(one)
    return [part for members in groups.values() for part in _few_conditions(members)]


def _few_conditions(members: Sequence[Wanted]) -> list[list[Wanted]]:
    """Cut a group so that no part sets more conditions than a number has bits."""
    parts: list[list[Wanted]] = [[]]
    used: set[Condition] = set()
    for one in members:
        if len(used | set(one.rest)) > MOST_BITS:
            parts.append([])
            used = set()
        used |= set(one.rest)
        parts[-1].append(one)
    return parts


def _apart(wanted: Sequence[Wanted]) -> list[list[Wanted]]:
    """Return which distinct counts share a statement: those over the same kinds."""
    groups: dict[Any, list[Wanted]] = defaultdict(list)
    for number, one in enumerate(wanted):
        groups[number if one.alone else (one.kinds, one.kept)].append(one)
    return [group[n : n + MOST_FILTERS] for group in groups.values() for n in range(0, len(group), MOST_FILTERS)]


def _where(source: Source, condition: Q, group: Sequence[Wanted]) -> tuple[Q, Conditions]:
    """Return what all of a group demand together, and which of their conditions that are."""
    first, kinds = group[0], _kinds_of(group)
    common = tuple(c for c in first.rest if all(c in one.rest for one in group))
    if kinds is not None:
        one = (source.apart, "is", kinds[0]) if len(kinds) == 1 else (source.apart, "in", kinds)
        condition &= demanded(source, (one,))
    return condition & demanded(source, (*first.kept, *common)), common


def _kinds_of(group: Sequence[Wanted]) -> tuple[Any, ...] | None:
    found: set[Any] = set()
    for one in group:
        if one.kinds is None:
            return None
        found.update(one.kinds)
    return tuple(sorted(found, key=str))


def _ask_sums(
    source: Source, rows: QuerySet[Any], condition: Q, keys: Mapping[str, Any], group: Sequence[Wanted]
) -> dict[Measure, dict[Key, Found]]:
    where, common = _where(source, condition, group)
    tried = list(dict.fromkeys(c for one in group for c in one.rest if c not in common))
    of = list(dict.fromkeys(one.measure.of for one in group if one.measure.how == "sum"))
    own: dict[str, Any] = {}  # first, as SQLite then walks the index of kinds instead of sorting
    if source.apart and (_kinds_of(group) is None or len({one.kinds for one in group}) > 1):
        own["of_kind"] = F(source.path(source.apart))
    if tried:
        own["holding"] = reduce(add, (_bit(source, n, one) for n, one in enumerate(tried)))
    made: dict[str, Any] = {"n_rows": Count("*")}
    for n, name in enumerate(of):
        made |= {f"told_{n}": Count(field_of(source, name)), f"sum_{n}": Sum(field_of(source, name, whole=True))}
    if any(one.measure.how == "count" for one in group):
        made["n_counted"] = counted(source)
    tallies = [_Tally(one, of, tried) for one in group]
    by_kind: dict[Any, list[_Tally]] = {}
    for row in _lines(rows.filter(where), {**own, **keys}, made):
        if not row["n_rows"]:  # a key that is the same for all rows groups nothing
            continue
        kind, key = row.get("of_kind"), tuple(row[name] for name in keys)
        if kind not in by_kind:
            by_kind[kind] = [t for t in tallies if "of_kind" not in own or t.kinds is None or kind in t.kinds]
        for tally in by_kind[kind]:
            tally.take(row, key)
    return {tally.measure: tally.found() for tally in tallies}


def _bit(source: Source, number: int, condition: Condition) -> Case:
    holds = When(demanded(source, (condition,)), then=Value(1 << number))
    return Case(holds, default=Value(0), output_field=BigIntegerField())


class _Tally:
    """Adds up what belongs to one measure."""

    def __init__(self, wanted: Wanted, of: Sequence[str], tried: Sequence[Condition]) -> None:
        self.measure, self.kinds = wanted.measure, wanted.kinds
        self._mask = sum(1 << n for n, one in enumerate(tried) if one in wanted.rest)
        column = of.index(self.measure.of) if self.measure.how == "sum" else -1
        self._value, self._told = ("n_counted", "n_rows") if column < 0 else (f"sum_{column}", f"told_{column}")
        self._sums: dict[Key, tuple[Number, int, int]] = {}

    def take(self, row: Mapping[str, Any], key: Key) -> None:
        """Add a group of rows, if it is the measure's."""
        if self._mask and row["holding"] & self._mask != self._mask:
            return
        value, entries, told = row[self._value], row["n_rows"], row[self._told]
        if key in self._sums:
            before, entries_before, told_before = self._sums[key]
            value = value if before is None else before if value is None else before + value
            entries, told = entries + entries_before, told + told_before
        self._sums[key] = value, entries, told

    def found(self) -> dict[Key, Found]:
        """Return the sums."""
        return {key: Found(number(self.measure, v), entries, told) for key, (v, entries, told) in self._sums.items()}


def _ask_distinct(
    source: Source, rows: QuerySet[Any], condition: Q, keys: Mapping[str, Any], group: Sequence[Wanted]
) -> dict[Measure, dict[Key, Found]]:
    where, common = _where(source, condition, group)
    made: dict[str, Any] = {}
    for n, one in enumerate(group):
        own = tuple(c for c in one.rest if c not in common)
        holds = demanded(source, own) if own else None
        made[f"rows_{n}"] = Count("pk", filter=holds)
        made[f"value_{n}"] = Count(field_of(source, one.measure.of), distinct=True, filter=holds)
    found: dict[Measure, dict[Key, Found]] = {one.measure: {} for one in group}
    for row in _lines(rows.filter(where), keys, made):
        key = tuple(row[name] for name in keys)
        for n, one in enumerate(group):
            if row[f"rows_{n}"]:
                found[one.measure][key] = Found(row[f"value_{n}"], row[f"rows_{n}"], row[f"rows_{n}"])
    return found


def _lines(rows: QuerySet[Any], keys: Mapping[str, Any], made: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    rows = rows.order_by()
    return rows.annotate(**keys).values(*keys).annotate(**made).order_by() if keys else [rows.aggregate(**made)]


def number(measure: Measure, value: Number) -> Number:
    """Return the value of a measure; the sum and the count of nothing are zero."""
    return value if value is not None else (0 if measure.how != "sum" else Decimal(0))
