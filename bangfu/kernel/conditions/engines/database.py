"""Answers from the operational database itself: nothing is copied, and what was saved a moment ago is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

import polars as pl
from django.db import DatabaseError, connection, transaction

from bangfu.kernel.conditions.dialects import POSTGRESQL, SQLITE, Dialect
from bangfu.kernel.conditions.engines.answers import frame_types, series, too_large
from bangfu.kernel.conditions.vocabulary import Table
from bangfu.kernel.conditions.writing import Question, Statement, counting, statement

OUT_OF_RANGE = "22003"  # SQLSTATE of PostgreSQL
SQLITE_OUT_OF_RANGE = "integer overflow"


def own_dialect() -> Dialect:
    """Return the dialect of the connected database."""
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE


class DatabaseEngine:
    """``source(table)`` is the SQL of a table as the vocabulary has it, in brackets."""

    name = "database"

    def __init__(self, source: Callable[[Table], str]) -> None:
        self.source = source

    def answer(self, subject: Table, questions: Sequence[Question]) -> tuple[pl.DataFrame, Statement]:
        """See ``Engine``."""
        asked = statement(subject, questions, own_dialect(), self.source)
        rows = _rows(asked.sql)
        types = frame_types(asked)
        if not rows:
            return pl.DataFrame(schema=types), asked
        columns = zip(*rows, strict=True)
        frame = pl.DataFrame([series(n, c, types[n]) for n, c in zip(types, columns, strict=True)])
        return frame.sort("id"), asked

    def count(self, subject: Table, question: Question) -> tuple[int, int]:
        """See ``Engine``."""
        [(hits, everybody)] = _rows(counting(subject, question, own_dialect(), self.source))
        return hits, everybody


def _rows(sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of a SELECT; one that fails leaves the transaction it is part of as it was."""
    guard = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with guard, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") == OUT_OF_RANGE or str(error) == SQLITE_OUT_OF_RANGE:
            raise too_large() from error
        raise
