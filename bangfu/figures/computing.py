"""Computing figures in the operational database, and opening them to their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext as _

from bangfu.figures.declared import Figure, figures
from bangfu.figures.details import Detail
from bangfu.figures.details import condition as on_detail
from bangfu.figures.expressions import Expression, Measure, is_additive, measures
from bangfu.figures.sources import Dimension, Source, sources
from bangfu.kernel.areas_of import COUNTY, LEVELS, TOWNSHIP, VILLAGE, prefix_range
from bangfu.kernel.errors import Refused

Number = Decimal | int | None
PIECE = ":"  # between the name of a source and that of one of its pieces
PERIODS = {"month": len("2026-11"), "year": len("2026")}
PLACES = {"county": COUNTY, "township": TOWNSHIP, "village": VILLAGE}
PARTNER = "partner"
TO_MANY = ("person", "household")  # of these an entry may have several


@dataclass(frozen=True, kw_only=True)
class Question:
    """A place, a period and perhaps a dimension. ``from_`` is None for *since ever*; a state is taken on ``to``.

    ``side`` is *receiver* (help that arrived in the place) or *giver* (help that came from it). ``within`` bounds the
    rows of each source by name to what the asker may see (``scoping.bounded``); a source not named is not bounded.
    ``partner`` is a place on the other side: with ``side="giver"`` the one that received. ``exact`` leaves out what
    lies inside the place. ``by`` may also be *county*, *township*, *village* (at any depth) and *partner*, the county
    on the other side; a source that knows no other side has no parts by it, and nothing to count for a partner.
    """

    area_code: str = ""
    from_: date | None = None
    to: date | None = None
    by: str = ""
    side: str = "receiver"
    where: tuple[tuple[str, str, Any], ...] = ()
    partner: str = ""
    exact: bool = False
    within: Mapping[str, Q] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Part:
    """One value of the dimension. ``told`` is how many of its rows say anything of what is summed."""

    key: Any
    label: str
    value: Number
    entries: int
    told: int = 0


@dataclass(frozen=True)
class Answer:
    """A figure's value for a question, how many rows it counted, and its parts by the dimension.

    ``told`` is how many rows say anything of what is summed: without one the sum of 0 is not a recorded zero.
    """

    figure: Figure
    question: Question
    value: Number
    entries: int
    parts: tuple[Part, ...] = field(default=())
    told: int = 0


def _apart(figure: Figure, question: Question) -> bool:
    """Tell whether each row lies in one part: a row has one place and day, and an entry one of all but its people."""
    if question.by in ("area", PARTNER, *PLACES, *PERIODS):
        return True
    return all(m.source == "entries" for m in measures(figure.expression)) and question.by not in TO_MANY


def find(name: str) -> Figure:
    """Return the declared figure, or refuse an unknown name."""
    figure = figures.get(name)
    if figure is None:
        raise Refused(_("没有名为“%(name)s”的指标，请从“指标”页面选一个。") % {"name": name})
    return figure


def compute(figure: Figure, question: Question) -> Answer:
    """Compute one figure; two statements for each measure at most, whatever the number of rows.

    Where the parts add up to the whole, the whole is not asked for a second time.
    """
    _check_dimension(figure, question)
    parts = _parts(figure, question) if question.by else ()
    if question.by and is_additive(figure.expression) and _apart(figure, question):
        found = _Found(
            sum((part.value or 0 for part in parts), Decimal(0) if not parts else 0),
            sum(part.entries for part in parts),
            sum(part.told for part in parts),
        )
    else:
        found = _value(figure.expression, question)
    return Answer(figure, question, found.value, found.entries, parts, found.told)


def rows_of(figure: Figure, question: Question) -> list[tuple[Source, QuerySet[Any]]]:
    """Return the rows a figure counts, for each source it is made of: what *open the figure* shows."""
    opened: dict[str, tuple[Source, Q]] = {}
    for measure in measures(figure.expression):
        for source in pieces_of(measure, question):
            wanted = _where(source, measure, question)
            before = opened.get(source.name)
            opened[source.name] = (source, wanted if before is None else before[1] | wanted)
    found = [(source, source.rows(question.to).filter(condition)) for source, condition in opened.values()]
    if found:
        return found
    whole = sources[measures(figure.expression)[0].source]
    return [(whole, whole.rows(question.to))]  # a source of pieces has no rows of its own


def pieces_of(measure: Measure, question: Question) -> Sequence[Source]:
    """Return the sources whose rows a measure counts: one, or the pieces of one."""
    source = sources[measure.source]
    if source.pieces is None:
        return (source,)
    stated = {name: value for name, operator, value in (*measure.where, *question.where) if operator == "is"}
    return source.pieces(question.area_code, question.to, stated)


def _check_dimension(figure: Figure, question: Question) -> None:
    if not question.by:
        return
    allowed = dimensions_of(figure)
    if question.by not in allowed and question.by not in PLACES and question.by != PARTNER:
        raise Refused(
            _("指标“%(figure)s”不能按“%(by)s”分组；可用：%(allowed)s。")
            % {"figure": figure.title, "by": question.by, "allowed": "、".join(allowed)}
        )


def dimensions_of(figure: Figure) -> list[str]:
    """Return the names a figure may be split by: places, months (of events) and its own."""
    first = sources[measures(figure.expression)[0].source]
    return ["area", *(["month", "year"] if first.day else []), *figure.by]


class _Found(NamedTuple):
    """A value, the rows it counted, and those among them that say anything of what is summed."""

    value: Number = None
    entries: int = 0
    told: int = 0

    def with_(self, operator: str, other: _Found) -> _Found:
        """Combine with another."""
        return _Found(combine(operator, self.value, other.value), self.entries + other.entries, self.told + other.told)


def _value(expression: Expression, question: Question) -> _Found:
    if isinstance(expression, Measure):
        return _sum(_value_of(source, expression, question) for source in pieces_of(expression, question))
    return _value(expression.left, question).with_(expression.operator, _value(expression.right, question))


def _value_of(source: Source, measure: Measure, question: Question) -> _Found:
    found = _rows(source, measure, question).aggregate(
        told=_telling(source, measure), entries=Count("pk"), value=aggregate_of(source, measure)
    )
    return _Found(_number(measure, found["value"]), found["entries"], found["told"])


def _sum(found: Iterable[_Found]) -> _Found:
    """Add up the pieces of a source; of one, its own value."""
    total: _Found | None = None
    for one in found:
        total = one if total is None else total.with_("+", one)
    return total or _Found(0)


def combine(operator: str, left: Number, right: Number) -> Number:
    """Combine two values; None where the result has no meaning."""
    if operator in "+-":
        return (left or 0) + (right or 0) if operator == "+" else (left or 0) - (right or 0)
    if left is None or not right:
        return None
    quotient = Decimal(left) / Decimal(right)
    return quotient * 100 if operator == "%" else quotient


def _rows(source: Source, measure: Measure, question: Question) -> QuerySet[Any]:
    return narrowed(source, measure, question).filter(_where(source, measure, question)).order_by()


def narrowed(source: Source, measure: Measure, question: Question) -> QuerySet[Any]:
    """Return the rows of a source as they stand at the question's end, for distinct counts those not taken back."""
    rows = source.rows(question.to)
    return rows if measure.how != "distinct" or source.unreversed is None else source.unreversed(rows, question.to)


def _where(source: Source, measure: Measure, question: Question) -> Q:
    within = question.within.get(source.name.partition(PIECE)[0], Q())
    return place_condition(source, question) & within & condition_of(source, measure, question)


def condition_of(source: Source, measure: Measure, question: Question) -> Q:
    """Return what a measure and a question demand of rows besides their place: the period and all conditions."""
    condition = Q()
    if source.day:
        if question.from_:
            condition &= Q(**{f"{source.day}__gte": question.from_})
        if question.to:
            condition &= Q(**{f"{source.day}__lte": question.to})
    if source.asked is not None:
        condition &= source.asked(question)
    for name, operator, value in (*measure.where, *question.where):
        condition &= _one(source, name, operator, value)
    return condition


def _one(source: Source, name: str, operator: str, value: Any) -> Q:
    """Return one condition on a field of the source, or on a detail where it has no such field."""
    if source.details and name not in source.fields:
        return on_detail(source.details, name, operator, value)
    path = source.path(name)
    if operator == "is":
        return Q(**{path: value})
    if operator == "not":
        return ~Q(**{path: value})
    return Q(**{f"{path}__{operator}": list(value) if operator == "in" else value})


def place_condition(source: Source, question: Question) -> Q:
    """Return the range condition on the place, on the side the question is asked from."""
    own, other = sides_of(source, question)
    condition = _inside(own, question.area_code, question.exact) if question.area_code else Q()
    if question.partner:
        condition &= _inside(other, question.partner) if other else Q(pk__in=[])
    return condition


def sides_of(source: Source, question: Question) -> tuple[str, str]:
    """Return the column of the side asked from, and that of the other side (empty where rows have only one)."""
    if not source.giver_place:
        return source.place, ""
    both = (source.place, source.giver_place)
    return both if question.side != "giver" else both[::-1]


def _inside(column: str, area_code: str, exact: bool = False) -> Q:
    if exact:
        return Q(**{column: area_code})
    low, high = prefix_range(area_code)
    return Q(**{f"{column}__gte": low, f"{column}__lt": high})


def aggregate_of(source: Source, measure: Measure) -> Any:
    """Return the aggregate of a measure; an entry and its reversal count nothing together."""
    if measure.how == "sum":
        return Sum(_field(source, measure.of, whole=True))
    if measure.how == "distinct":
        return Count(_field(source, measure.of), distinct=True)
    return Count("pk") if source.sign is None else Sum(source.sign, output_field=IntegerField())


def _telling(source: Source, measure: Measure) -> Count:
    """Return the count of rows that say anything of what is summed."""
    return Count(_field(source, measure.of)) if measure.how == "sum" else Count("pk")


def _field(source: Source, name: str, *, whole: bool = False) -> Any:
    """Return what is summed or counted: a field of the source, or a detail (``whole``: as a whole number)."""
    if source.details and name not in source.fields:
        detail = Detail(source.details, name)
        return Cast(detail, BigIntegerField()) if whole else detail
    return source.path(name)


def _number(measure: Measure, value: Any) -> Number:
    return value if value is not None else (0 if measure.how != "sum" else Decimal(0))


def _parts(figure: Figure, question: Question) -> tuple[Part, ...]:
    merged = _split(figure.expression, question)
    labels = _labels(figure, question, list(merged))
    ordered = sorted(merged.items(), key=lambda item: (item[0] is None, str(item[0])))
    return tuple(Part(key, labels.get(key, str(key or "")), *found) for key, found in ordered)


def _split(expression: Expression, question: Question) -> dict[Any, _Found]:
    if isinstance(expression, Measure):
        merged: dict[Any, _Found] = {}
        for source in pieces_of(expression, question):
            for key, value in _split_of(source, expression, question).items():
                merged[key] = _sum([merged[key], value]) if key in merged else value
        return merged
    left, right = _split(expression.left, question), _split(expression.right, question)
    empty = _Found()
    return {
        key: left.get(key, empty).with_(expression.operator, right.get(key, empty))
        for key in left.keys() | right.keys()
    }


def _split_of(source: Source, measure: Measure, question: Question) -> dict[Any, _Found]:
    rows = _rows(source, measure, question).annotate(part=part_of(source, question)).values("part")
    found = rows.annotate(
        told=_telling(source, measure), rows=Count("pk"), value=aggregate_of(source, measure)
    ).order_by()
    return {
        key_of(question, row["part"]): _Found(_number(measure, row["value"]), row["rows"], row["told"])
        for row in found
        if row["rows"]
    }


def part_of(source: Source, question: Question) -> Any:
    """Return the expression whose values are the keys of the parts."""
    own, other = sides_of(source, question)
    if question.by == PARTNER:
        return Substr(other, 1, COUNTY) if other else Value("", output_field=CharField())
    if question.by == "area" or question.by in PLACES:
        return Substr(own, 1, PLACES.get(question.by) or next_level(question.area_code))
    if question.by in PERIODS:
        return Beginning(F(source.day), length=PERIODS[question.by])
    dimension = source.dimension(question.by)
    return F(dimension.path if dimension else source.path(question.by))


def next_level(area_code: str) -> int:
    """Return the code length of the areas one level below."""
    return next((n for n in LEVELS if n > len(area_code)), LEVELS[-1])


def _labels(figure: Figure, question: Question, keys: Sequence[Any]) -> dict[Any, str]:
    if question.by == "month":
        return {key: key.strftime("%Y-%m") for key in keys if key}
    source = sources[measures(figure.expression)[0].source]
    return dimension_labels(source.dimension(question.by), keys)


def dimension_labels(dimension: Dimension | None, keys: Iterable[Any]) -> dict[Any, str]:
    """Return how values of a dimension are called."""
    known = [key for key in keys if key is not None]
    if dimension is not None and dimension.labels is not None:
        return dimension.labels(known)
    return {key: str(key) for key in known}


class Beginning(Func):
    """The first characters of a date as ISO text. SQLite keeps dates so and cuts them in C, not by a call to Python."""

    output_field = CharField()

    def __init__(self, day: Any, *, length: int) -> None:
        super().__init__(day, Value(length))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="SUBSTR(%(expressions)s)", arg_joiner=", 1, ", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="LEFT(%(expressions)s)", arg_joiner="::text, ", **context)


def key_of(question: Question, found: Any) -> Any:
    """Return the value of a dimension as its parts carry it: a month as its first day, a year as a number."""
    if found is None or question.by not in PERIODS:
        return found
    return date.fromisoformat(f"{found}-01") if question.by == "month" else int(found)


def sign_of(path: str) -> Case:
    """Return the expression that counts a row as 1 and its reversal as −1."""
    return Case(When(**{f"{path}__isnull": True}, then=Value(1)), default=Value(-1), output_field=IntegerField())
