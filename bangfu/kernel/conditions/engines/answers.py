"""What an engine answers, in the same types whichever it was."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.conditions.meaning import Type
from bangfu.kernel.conditions.vocabulary import Table
from bangfu.kernel.conditions.writing import Question, Statement
from bangfu.kernel.errors import Refused


class Engine(Protocol):
    """Answers questions over the tables it was opened with."""

    name: str

    def answer(self, subject: Table, questions: Sequence[Question]) -> tuple[pl.DataFrame, Statement]:
        """Return the rows for which any question is true, with 0 or 1 for each and the values that explain it.

        Raises Refused where a row's numbers are so large that what is calculated of them leaves 64 bits.
        """
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
    """Return a column of a database as it is in frames. SQLite gives some days as text, and doubles beyond 64 bits."""
    if isinstance(wanted, pl.Date):
        first = next((value for value in values if value is not None), None)
        if isinstance(first, str):
            return pl.Series(name, values, dtype=pl.String).str.slice(0, 10).str.to_date("%Y-%m-%d")
    if isinstance(wanted, pl.Boolean):
        values = [None if value is None else bool(value) for value in values]
    try:
        return pl.Series(name, values, dtype=wanted)
    except TypeError as error:
        if isinstance(wanted, pl.Int64) and any(isinstance(value, float) for value in values):
            raise too_large() from error
        raise


def too_large() -> Refused:
    """Return what is said where the numbers of some row leave 64 bits."""
    return Refused(_("数据里有特别大的数字，条件算不出来：请检查数据是否填错，或减少相乘的项目。"))
