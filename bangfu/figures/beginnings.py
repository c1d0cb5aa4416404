"""From which day on the books tell of a place: before it, nothing recorded does not mean that nothing happened.

The books of a source of events begin in a county with the month of its first row, whatever it counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Min, QuerySet
from django.db.models.functions import Substr

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import measures
from bangfu.figures.goals import TARGETS
from bangfu.figures.questions import Question
from bangfu.figures.selecting import place_condition, sides_of
from bangfu.figures.sources import Source, sources
from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.periods import month_end

Days = dict[str, date]
"""The first day of the first month by the county's code; what is recorded above the counties has a book of its own."""


@dataclass(frozen=True)
class Late:
    """Books that begin after a period's first day: of what, from when (the earliest), of how many counties.

    ``whole`` tells that none had begun by the period's end, ``some`` that others had begun in time.
    """

    source: Source
    first: date
    whole: bool
    some: bool


class Beginnings:
    """Where the books begin, asked once for each source, county and side."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], Days] = {}
        self._begun: dict[tuple[str, str, str, date], bool] = {}

    def late(self, figure: Figure, question: Question) -> Late | None:
        """Return the first books of a figure that begin within a question's period or after it.

        None where all had begun, and for states, which have no first day.
        """
        if question.from_ is None or question.to is None:
            return None
        for name in dict.fromkeys(measure.source for measure in measures(figure.expression)):
            source = sources[name]
            if not source.day or source is TARGETS:
                continue
            if len(question.area_code) >= COUNTY and self._had_begun(source, question, question.from_):
                continue
            days = self._days(source, question).values()
            late = [day for day in days if day > question.from_]
            if late:
                whole = all(day > question.to for day in days)
                return Late(source, min(late), whole, some=len(late) < len(days))
        return None

    def _had_begun(self, source: Source, question: Question, day: date) -> bool:
        """Whether a county has a row of the day's month or before: most have, and the first that is found will do."""
        key = (source.name, question.area_code[:COUNTY], question.side, day)
        if key not in self._begun:
            following = month_end(day) + timedelta(days=1)
            rows = _of_place(source, replace(question, area_code=question.area_code[:COUNTY]))
            self._begun[key] = rows.filter(**{f"{source.day}__lt": following}).exists()
        return self._begun[key]

    def _days(self, source: Source, question: Question) -> Days:
        area_code = question.area_code[:COUNTY]
        key = (source.name, area_code, question.side)
        if key not in self._found:
            self._found[key] = _asked(source, replace(question, area_code=area_code))
        return self._found[key]


def _asked(source: Source, question: Question) -> Days:
    own, _other = sides_of(source, question)
    rows = _of_place(source, question).annotate(book=Substr(own, 1, COUNTY))
    found = dict(rows.values("book").annotate(first=Min(source.day)).values_list("book", "first"))
    counties = {code: first for code, first in found.items() if len(code) == COUNTY} or found
    return {code: _month(first) for code, first in counties.items() if first is not None}


def _of_place(source: Source, question: Question) -> QuerySet[Any]:
    """All rows of a source in a place, whoever they passed with and whenever."""
    place = place_condition(source, Question(area_code=question.area_code, side=question.side))
    return source.rows(None).filter(place).order_by()


def _month(first: Any) -> date:
    day = first.date() if isinstance(first, datetime) else first
    return day.replace(day=1)
