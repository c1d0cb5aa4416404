"""Many questions at once: as few statements as rows are read, however many places, periods and figures are asked.

Measures of one source share statements (``sharing``). Rows are grouped by place (cut to the longest code asked), giving
place, unit and *interval* of time; intervals lie between all the days on which some question begins or ends. Sums and
counts of a question are then the sums of its groups. Distinct counts do not add up: each combination of code lengths
and period is a statement of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from os.path import commonprefix
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Substr

from bangfu.figures.computing import combine, compute
from bangfu.figures.declared import Figure
from bangfu.figures.expressions import Expression, Measure, measures
from bangfu.figures.questions import Number, Question
from bangfu.figures.selecting import Beginning, period_condition, rows_at
from bangfu.figures.sharing import Found, Key, find_all
from bangfu.figures.sources import Source, sources
from bangfu.kernel.areas_of import prefix_range

DAY = timedelta(days=1)
Group = tuple[str, str, Any, int]  # place, giving place, unit, interval
UNIT_FIELDS = ("giver", "receiver", "helper", "organisation")


@dataclass(frozen=True)
class Asked:
    """One question of many: help that arrived in ``area_code``, came from ``giver_area_code``, or both; by one unit.

    A state is taken on ``to``. Empty codes are everywhere.
    """

    figure: Figure
    to: date
    from_: date | None = None
    area_code: str = ""
    giver_area_code: str = ""
    organisation: int | None = None


@dataclass(frozen=True)
class _Shape:
    """What questions must share to be answered by one statement."""

    area: bool
    giver: bool
    unit: str
    distinct: bool
    exact: tuple[Any, ...] = ()  # of distinct counts and states: code lengths, and the period


@dataclass
class _Groups:
    """The values of one measure, by place, giving place, unit and interval."""

    cuts: list[date]
    values: dict[Group, Number]
    _sums: dict[tuple[int, int], dict[tuple[str, str, Any], dict[int, Number]]] = field(default_factory=dict)

    def at(self, one: Asked, how: str) -> Number:
        """Return the measure for one question."""
        lengths = len(one.area_code), len(one.giver_area_code)
        found = self._cut_to(lengths).get((one.area_code, one.giver_area_code, one.organisation), {})
        first = bisect_left(self.cuts, one.from_) if self.cuts and one.from_ else -1
        last = bisect_left(self.cuts, one.to + DAY) if self.cuts else 0
        total = sum((value or 0 for at, value in found.items() if first <= at < last), Decimal(0))
        return total if how == "sum" else int(total)

    def _cut_to(self, lengths: tuple[int, int]) -> dict[tuple[str, str, Any], dict[int, Number]]:
        if lengths not in self._sums:
            sums: dict[tuple[str, str, Any], dict[int, Number]] = defaultdict(dict)
            for (area, giver, unit, at), value in self.values.items():
                key = area[: lengths[0]], giver[: lengths[1]], unit
                sums[key][at] = _add(sums[key].get(at), value)
            self._sums[lengths] = sums
        return self._sums[lengths]


def _add(one: Number, other: Number) -> Number:
    return (one or 0) + (other or 0)


def unit_field(source: Source, figure: Figure) -> str:
    """Return the field of a source that names the unit answering for a figure; empty where there is none."""
    offered = [name for name in UNIT_FIELDS if name in source.fields]
    return next((name for name in offered if name in figure.by), next(iter(offered), ""))


def values_of(asked: Sequence[Asked], within: Mapping[str, Q] | None = None) -> list[Number]:
    """Return the value of each question; None where it has none or its figure knows nothing of units.

    ``within`` bounds the rows of each source by name to what the asker may see.
    """
    wanted: dict[tuple[str, _Shape], tuple[dict[Measure, None], list[Asked]]] = {}
    for one in asked:
        if _alone(one):
            continue
        for measure in measures(one.figure.expression):
            shape = _shape_of(one, measure)
            if shape is not None:
                members, questions = wanted.setdefault((measure.source, shape), ({}, []))
                members[measure] = None
                questions.append(one)
    groups = {
        (shape, measure): found
        for (source, shape), (members, questions) in wanted.items()
        for measure, found in _groups(sources[source], list(members), questions, shape, within or {}).items()
    }
    return [_by_itself(one, within) if _alone(one) else _value(one, one.figure.expression, groups) for one in asked]


def _alone(one: Asked) -> bool:
    """Tell whether a figure counts rows by the question as a whole (targets), or of several tables: then it is asked by
    itself.
    """
    found = [sources[measure.source] for measure in measures(one.figure.expression)]
    return any(source.asked is not None or source.pieces is not None for source in found)


def _by_itself(one: Asked, within: Mapping[str, Q] | None) -> Number:
    if one.organisation is not None:
        return None
    asked = Question(
        area_code=one.area_code or one.giver_area_code,
        partner=one.giver_area_code if one.area_code else "",
        side="receiver" if one.area_code else "giver",
        from_=one.from_,
        to=one.to,
        within=within or {},
    )
    return compute(one.figure, asked).value


def _shape_of(one: Asked, measure: Measure) -> _Shape | None:
    source = sources[measure.source]
    unit = unit_field(source, one.figure) if one.organisation is not None else ""
    if (one.organisation is not None and not unit) or (one.giver_area_code and not source.giver_place):
        return None
    lengths = (len(one.area_code), len(one.giver_area_code))
    exact: tuple[Any, ...] = ()
    if measure.how == "distinct":
        exact = (*lengths, one.from_, one.to)
    elif not source.day:
        exact = (one.to,)
    return _Shape(bool(one.area_code), bool(one.giver_area_code), unit, measure.how == "distinct", exact)


def _value(one: Asked, expression: Expression, groups: Mapping[tuple[_Shape, Measure], _Groups]) -> Number:
    if not isinstance(expression, Measure):
        left, right = (_value(one, side, groups) for side in (expression.left, expression.right))
        return None if left is None and right is None else combine(expression.operator, left, right)
    shape = _shape_of(one, expression)
    if shape is None:
        return None
    return groups[(shape, expression)].at(one, expression.how)


def _groups(
    source: Source, members: Sequence[Measure], asked: Sequence[Asked], shape: _Shape, within: Mapping[str, Q]
) -> dict[Measure, _Groups]:
    begins = [one.from_ for one in asked]
    question = Question(from_=None if None in begins else min(b for b in begins if b), to=max(one.to for one in asked))
    condition = period_condition(source, question) & within.get(source.name, Q())
    keys: dict[str, Any] = {}
    if shape.area:
        condition &= _below(source.place, {one.area_code for one in asked})
        keys["key_area"] = Substr(source.place, 1, max(len(one.area_code) for one in asked))
    if shape.giver:
        condition &= _below(source.giver_place, {one.giver_area_code for one in asked})
        keys["key_giver"] = Substr(source.giver_place, 1, max(len(one.giver_area_code) for one in asked))
    if shape.unit:
        path = source.path(shape.unit)
        condition &= Q(**{f"{path}__in": {one.organisation for one in asked}})
        keys["key_unit"] = F(path)
    cuts = _cuts(asked) if source.day and not shape.distinct else []
    numbers: Mapping[Any, int] = {}
    if cuts and (len(cuts) > 2 or None in begins):
        keys["key_at"], numbers = _interval(source.day, cuts)

    def rows(distinct: bool) -> Any:
        return rows_at(source, question, distinct=distinct)

    found = find_all(source, members, rows, condition, keys)
    return {measure: _Groups(cuts, _regrouped(values, list(keys), cuts, numbers)) for measure, values in found.items()}


def _regrouped(
    found: Mapping[Key, Found], names: Sequence[str], cuts: Sequence[date], numbers: Mapping[Any, int]
) -> dict[Group, Number]:
    values: dict[Group, Number] = {}
    fixed = 0 if cuts else -1
    for key, one in found.items():
        row = dict(zip(names, key, strict=True))
        at = row.get("key_at")
        interval = fixed if at is None else numbers.get(at, -1 if isinstance(at, str) else at)
        group = row.get("key_area") or "", row.get("key_giver") or "", row.get("key_unit"), interval
        values[group] = _add(values.get(group), one.value)
    return values


def _below(path: str, codes: Iterable[str]) -> Q:
    """The range that holds all codes: one range is what an index serves."""
    low, high = prefix_range(commonprefix(list(codes)))  # noqa: RUF071 - of digits, not of folders
    return Q(**{f"{path}__gte": low}, **({f"{path}__lt": high} if high else {}))


def _cuts(asked: Sequence[Asked]) -> list[date]:
    return sorted({one.from_ for one in asked if one.from_} | {one.to + DAY for one in asked})


def _interval(day: str, cuts: list[date]) -> tuple[Any, Mapping[Any, int]]:
    """Return the expression that numbers a row's interval, and how its values are read.

    Interval *n* begins with cut *n*; −1 is before the first. Whole years and months are read off the date itself, which
    costs the database far less than comparing.
    """
    if all((cut.month, cut.day) == (1, 1) for cut in cuts):
        years = range(cuts[0].year, cuts[-1].year)
        return Beginning(F(day), length=4), {str(y): bisect_left(cuts, date(y + 1, 1, 1)) - 1 for y in years}
    if all(cut.day == 1 for cut in cuts):
        first, last = cuts[0].year * 12 + cuts[0].month - 1, cuts[-1].year * 12 + cuts[-1].month - 1
        months = [date(n // 12, n % 12 + 1, 1) for n in range(first, last)]
        return Beginning(F(day), length=7), {f"{m:%Y-%m}": bisect_left(cuts, m + DAY) - 1 for m in months}
    return (
        Case(
            *(When(**{f"{day}__lt": cut}, then=Value(n - 1)) for n, cut in enumerate(cuts)),
            default=Value(len(cuts) - 1),
            output_field=IntegerField(),
        ),
        {},
    )
