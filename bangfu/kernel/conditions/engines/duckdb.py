"""Answers from columnar files by DuckDB, inside this process: the engine screening uses unless told otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from bangfu.kernel.areas_of import prefix_range
from bangfu.kernel.conditions.dialects import DUCKDB
from bangfu.kernel.conditions.engines.answers import too_large, typed
from bangfu.kernel.conditions.engines.snapshots import AREA, Snapshot, schema_of
from bangfu.kernel.conditions.vocabulary import ROW, Table
from bangfu.kernel.conditions.writing import Question, Statement, counting, statement

SQL_TYPES = {pl.Int64(): "BIGINT", pl.String(): "VARCHAR", pl.Date(): "DATE", pl.Boolean(): "BOOLEAN"}
OUT_OF_RANGE = (duckdb.OutOfRangeException, duckdb.ConversionException)  # of whole numbers; and of sums in 128 bits


class DuckDBEngine:
    """Reads the files of a snapshot; memory beyond the limit goes to ``scratch``."""

    name = "duckdb"

    def __init__(self, snapshot: Snapshot, connection: duckdb.DuckDBPyConnection) -> None:
        self.snapshot, self.connection = snapshot, connection

    def source(self, table: Table) -> str:
        """Return the SQL that reads a table's files of the place."""
        parts = self.snapshot.parts(table)
        schema = schema_of(table)
        if not parts:
            empty = ", ".join(f'CAST(NULL AS {SQL_TYPES[t]}) AS "{n}"' for n, t in schema.items())
            return f"(SELECT {empty} WHERE FALSE)"
        files = ", ".join(DUCKDB.text(f"{path.as_posix()}/*.parquet") for path in parts)
        read = f"read_parquet([{files}], hive_partitioning = false)"
        if len(self.snapshot.area) <= 6:
            return read  # whole counties: the files' names have chosen
        low, high = prefix_range(self.snapshot.area)
        return f"(SELECT * FROM {read} WHERE {AREA} >= '{low}' AND {AREA} < '{high}')"  # noqa: S608

    def answer(self, subject: Table, questions: Sequence[Question]) -> tuple[pl.DataFrame, Statement]:
        """See ``Engine``."""
        asked = statement(subject, questions, DUCKDB, self.source)
        try:
            frame = self.connection.sql(asked.sql).pl()
        except OUT_OF_RANGE as error:
            raise too_large() from error
        return typed(frame, asked), asked

    def count(self, subject: Table, question: Question) -> tuple[int, int]:
        """See ``Engine``."""
        try:
            row = self.connection.execute(counting(subject, question, DUCKDB, self.source)).fetchone()
        except OUT_OF_RANGE as error:
            raise too_large() from error
        assert row is not None
        return row[0], row[1]

    def size(self, table: Table) -> int:
        """Return how many rows of a table the place has."""
        row = self.connection.execute(f'SELECT count("{ROW}") FROM {self.source(table)}').fetchone()  # noqa: S608
        return row[0] if row else 0


@contextmanager
def duckdb_engine(snapshot: Snapshot, scratch: Path | None = None) -> Iterator[DuckDBEngine]:
    """Open an engine over a snapshot; it may read nothing but files and load no extension."""
    connection = duckdb.connect(":memory:")
    try:
        connection.sql("SET autoinstall_known_extensions = false")
        connection.sql("SET preserve_insertion_order = false")
        if scratch is not None:
            connection.sql(f"SET temp_directory = {DUCKDB.text(scratch.as_posix())}")
        yield DuckDBEngine(snapshot, connection)
    finally:
        connection.close()
