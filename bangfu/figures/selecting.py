"""Which rows of a source a question and a measure demand, what they are split by, and what is summed or counted."""

from __future__ import annotations

from datetime import date
from typing import Any

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

from bangfu.figures.details import Detail
from bangfu.figures.details import condition as on_detail
from bangfu.figures.expressions import Conditions
from bangfu.figures.questions import PARTNER, PERIODS, PLACES, Question, next_level
from bangfu.figures.sources import Source
from bangfu.kernel.areas_of import COUNTY, prefix_range

PIECE = ":"  # between the name of a source and that of one of its pieces


def rows_at(source: Source, question: Question, *, distinct: bool = False) -> QuerySet[Any]:
    """Return the rows of a source as they stand at the question's end, for distinct counts those not taken back."""
    rows = source.rows(question.to)
    return rows if not distinct or source.unreversed is None else source.unreversed(rows, question.to)


def asked_of(source: Source, question: Question) -> Q:
    """Return what a question demands of rows but its own conditions: place, the asker's bounds and the period."""
    within = question.within.get(source.name.partition(PIECE)[0], Q())
    return place_condition(source, question) & within & period_condition(source, question)


def period_condition(source: Source, question: Question) -> Q:
    """Return what a question demands of rows besides their place: its period, and what the source itself derives."""
    condition = Q()
    if source.day:
        if question.from_:
            condition &= Q(**{f"{source.day}__gte": question.from_})
        if question.to:
            condition &= Q(**{f"{source.day}__lte": question.to})
    return condition if source.asked is None else condition & source.asked(question)


def demanded(source: Source, where: Conditions) -> Q:
    """Return conditions of the figure language on fields of the source, or on details where it has no such field."""
    return Q(*(_one(source, name, operator, value) for name, operator, value in where))


def _one(source: Source, name: str, operator: str, value: Any) -> Q:
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


def field_of(source: Source, name: str, *, whole: bool = False) -> Any:
    """Return what is summed or counted: a field of the source, or a detail (``whole``: as a whole number)."""
    if source.details and name not in source.fields:
        detail = Detail(source.details, name)
        return Cast(detail, BigIntegerField()) if whole else detail
    return source.path(name)


def counted(source: Source) -> Any:
    """Return the aggregate that counts rows; an entry and its reversal count nothing together."""
    return Count("pk") if source.sign is None else Sum(source.sign, output_field=IntegerField())


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


def key_of(question: Question, found: Any) -> Any:
    """Return the value of a dimension as its parts carry it: a month as its first day, a year as a number."""
    if found is None or question.by not in PERIODS:
        return found
    return date.fromisoformat(f"{found}-01") if question.by == "month" else int(found)


class Beginning(Func):
    """The first characters of a date as ISO text. SQLite keeps dates so and cuts them in C, not by a call to Python."""

    output_field = CharField()

    def __init__(self, day: Any, *, length: int) -> None:
        super().__init__(day, Value(length))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="SUBSTR(%(expressions)s)", arg_joiner=", 1, ", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="LEFT(%(expressions)s)", arg_joiner="::text, ", **context)


def sign_of(path: str) -> Case:
    """Return the expression that counts a row as 1 and its reversal as −1."""
    return Case(When(**{f"{path}__isnull": True}, then=Value(1)), default=Value(-1), output_field=IntegerField())
