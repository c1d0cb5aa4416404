"""What an engine answers, in the same types whichever it was."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

import polars as pl

from bangfu.kernel.conditions.meaning import Type
from bangfu.kernel.conditions.vocabulary import Table
from bangfu.kernel.conditions.writing import Question, Statement


class Engine(Protocol):
    """Answers questions over the tables it was opened with."""

    name: str

    def answer(self, subject: Table, questions: Sequence[Question]) -> tuple[pl.DataFrame, Statement]:
        """Return the rows for which any question is true, with 0 or 1 for each and the values that explain it."""
        ...

    def count(self, subject: Table, question: Question) -> tuple[int, int]:
        """Return for how many rows a condition is true, and how many it concerns."""
        ...


Opening = AbstractContextManager[Engine]


def frame_types(statement: Statement) -> dict[str, pl.DataType]:
    """Return the columns of an answer in order, with the type each has in frames."""
    types: dict[str, pl.DataType] = {"id": pl.Int64()}
    types |= {f"of_{owner}": pl.Int64() for owner in statement.owners}
    for name in statement.questions:
        types[name] = pl.Int64()
        for shown in statement.shown.get(name, ()):
            types[shown.column] = frame_type(shown.term.type)
            if shown.since:
                types[shown.since] = pl.Date()
    return types


def frame_type(type_: Type) -> pl.DataType:
    """Return the type of a value in frames; a truth is 0 or 1."""
    if type_.sort == "number":
        return pl.Int64() if type_.exact else pl.Float64()
    return {"boolean": pl.Int64(), "date": pl.Date()}.get(type_.sort, pl.String())


def typed(frame: pl.DataFrame, statement: Statement) -> pl.DataFrame:
    """Return an engine's own frame in the types all engines share, in order of the rows' numbers."""
    return frame.select(pl.col(name).cast(wanted) for name, wanted in frame_types(statement).items()).sort("id")


def series(name: str, values: Sequence[Any], wanted: pl.DataType) -> pl.Series:
    """Return a column of a database as it is in frames. SQLite gives some days as text."""
    if isinstance(wanted, pl.Date):
        first = next((value for value in values if value is not None), None)
        if isinstance(first, str):
            return pl.Series(name, values, dtype=pl.String).str.slice(0, 10).str.to_date("%Y-%m-%d")
    if isinstance(wanted, pl.Boolean):
        values = [None if value is None else bool(value) for value in values]
    return pl.Series(name, values, dtype=wanted)
