"""What several questions ask of the same rows, gathered so that it is asked together."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from bangfu.figures.expressions import Expression, Measure, measures
from bangfu.figures.questions import Question
from bangfu.figures.selecting import asked_of, key_of, part_of, rows_at
from bangfu.figures.sharing import Found, find_all
from bangfu.figures.sources import Source, sources

PART = "part"
Parts = Mapping[Any, Found]


def pieces_of(measure: Measure, question: Question) -> Sequence[Source]:
    """Return the sources whose rows a measure counts: one, or the pieces of one."""
    source = sources[measure.source]
    if source.pieces is None:
        return (source,)
    stated = {name: value for name, operator, value in (*measure.where, *question.where) if operator == "is"}
    return source.pieces(question.area_code, question.to, stated)


@dataclass
class _Lot:
    """Measures of one source (or piece) asked about the same place, period and dimension."""

    source: Source
    question: Question
    measures: dict[Measure, None] = field(default_factory=dict)
    found: Mapping[Measure, Parts] = field(default_factory=dict)

    def ask(self) -> None:
        """Find what all measures count."""
        keys = {PART: part_of(self.source, self.question)} if self.question.by else {}
        rows = partial(_rows, self.source, self.question)
        found = find_all(self.source, list(self.measures), rows, asked_of(self.source, self.question), keys)
        self.found = {
            measure: {key_of(self.question, key[0]) if keys else None: one for key, one in values.items()}
            for measure, values in found.items()
        }


def _rows(source: Source, question: Question, distinct: bool) -> Any:
    return rows_at(source, question, distinct=distinct)


class Gathering:
    """The measures of many questions. First everything is wanted, then all is asked, then it is looked up."""

    def __init__(self) -> None:
        self._lots: dict[Hashable, _Lot] = {}
        self._pieces: dict[Hashable, Sequence[Source]] = {}

    def want(self, expression: Expression, question: Question) -> None:
        """Want every measure of an expression."""
        for measure in measures(expression):
            for lot in self._lots_of(measure, question):
                lot.measures[_narrowed(measure, question)] = None

    def ask(self) -> None:
        """Ask for all that is wanted."""
        for lot in self._lots.values():
            lot.ask()

    def found(self, measure: Measure, question: Question) -> list[Parts]:
        """Return what a measure of a question found in each piece of its source, by part (None: the whole)."""
        narrowed = _narrowed(measure, question)
        return [lot.found.get(narrowed, {}) for lot in self._lots_of(measure, question)]

    def _lots_of(self, measure: Measure, question: Question) -> list[_Lot]:
        bare, lots = replace(question, where=()), []
        for source in self._pieces_of(measure, question):
            within = question.within.get(measure.source)
            key = (source.name, bare, id(within) if within else None)
            if key not in self._lots:
                self._lots[key] = _Lot(source, bare)
            lots.append(self._lots[key])
        return lots

    def _pieces_of(self, measure: Measure, question: Question) -> Sequence[Source]:
        """Return the pieces of a source, made once for what is stated."""
        stated = tuple(one for one in (*measure.where, *question.where) if one[1] == "is")
        key = (measure.source, question.area_code, question.to, stated)
        if key not in self._pieces:
            self._pieces[key] = pieces_of(measure, question)
        return self._pieces[key]


def _narrowed(measure: Measure, question: Question) -> Measure:
    return replace(measure, where=measure.where + question.where) if question.where else measure
