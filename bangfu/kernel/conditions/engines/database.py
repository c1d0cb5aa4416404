"""Answers from the operational database itself: nothing is copied, and what was saved a moment ago is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
from django.db import connection

from bangfu.kernel.conditions.dialects import POSTGRESQL, SQLITE, Dialect
from bangfu.kernel.conditions.engines.answers import frame_types, series
from bangfu.kernel.conditions.vocabulary import Table
from bangfu.kernel.conditions.writing import Question, Statement, counting, statement


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
        with connection.cursor() as cursor:
            cursor.execute(asked.sql)
            rows = cursor.fetchall()
        types = frame_types(asked)
        if not rows:
            return pl.DataFrame(schema=types), asked
        columns = zip(*rows, strict=True)
        frame = pl.DataFrame([series(n, c, types[n]) for n, c in zip(types, columns, strict=True)])
        return frame.sort("id"), asked

    def count(self, subject: Table, question: Question) -> tuple[int, int]:
        """See ``Engine``."""
        with connection.cursor() as cursor:
            cursor.execute(counting(subject, question, own_dialect(), self.source))
            hits, everybody = cursor.fetchone()
        return hits, everybody
