"""Answers from columnar files by Spark: a cluster the operator has, or this machine as a cluster of one.

PySpark and Java are no part of an ordinary installation (``pip install bangfu[spark]``); the address of the cluster
is ``BANGFU_SPARK_MASTER``, by default all cores of this machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from shutil import which
from typing import TYPE_CHECKING, Any

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import prefix_range
from bangfu.kernel.conditions.dialects import SPARK
from bangfu.kernel.conditions.engines.answers import too_large, typed
from bangfu.kernel.conditions.engines.snapshots import AREA, Snapshot, schema_of
from bangfu.kernel.conditions.vocabulary import Table
from bangfu.kernel.conditions.writing import Question, Statement, counting, statement
from bangfu.kernel.errors import Refused

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = "BANGFU_SPARK_MASTER"
SQL_TYPES = {pl.Int64(): "BIGINT", pl.String(): "STRING", pl.Date(): "DATE", pl.Boolean(): "BOOLEAN"}
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "Asia/Shanghai",
    "spark.sql.ansi.enabled": "true",  # a number that leaves 64 bits is an error, as in the other engines
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}


def is_installed() -> bool:
    """Tell whether Spark can be started on this machine."""
    return find_spec("pyspark") is not None and (which("java") is not None or "JAVA_HOME" in os.environ)


class SparkEngine:
    """Reads the files of a snapshot, which every machine of the cluster must see under the same path."""

    name = "spark"

    def __init__(self, snapshot: Snapshot, session: SparkSession) -> None:
        self.snapshot, self.session = snapshot, session

    def source(self, table: Table) -> str:
        """Register the files of a table as a view; return its name."""
        view = f"bangfu_{table.name}"
        parts = [f"file://{path.absolute().as_posix()}" for path in self.snapshot.parts(table)]
        schema = ", ".join(f"`{name}` {SQL_TYPES[kind]}" for name, kind in schema_of(table).items())
        read = self.session.read.schema(schema)
        rows: Any = read.parquet(*parts) if parts else self.session.createDataFrame([], schema)
        if len(self.snapshot.area) > 6:
            low, high = prefix_range(self.snapshot.area)
            rows = rows.where(f"{AREA} >= '{low}' AND {AREA} < '{high}'")
        rows.createOrReplaceTempView(view)
        return view

    def answer(self, subject: Table, questions: Sequence[Question]) -> tuple[pl.DataFrame, Statement]:
        """See ``Engine``."""
        asked = statement(subject, questions, SPARK, self.source)
        with _within_64_bits():
            frame = pl.from_arrow(self.session.sql(asked.sql).toArrow())
        assert isinstance(frame, pl.DataFrame)
        return typed(frame, asked), asked

    def count(self, subject: Table, question: Question) -> tuple[int, int]:
        """See ``Engine``."""
        with _within_64_bits():
            row = self.session.sql(counting(subject, question, SPARK, self.source)).first()
        assert row is not None
        return row["hits"], row["everybody"]


@contextmanager
def _within_64_bits() -> Iterator[None]:
    from pyspark.errors import ArithmeticException  # an optional part

    try:
        yield
    except ArithmeticException as error:
        raise too_large() from error


@contextmanager
def spark_engine(snapshot: Snapshot) -> Iterator[SparkEngine]:
    """Open an engine on the cluster; raise Refused where Spark is not installed. The session stays for the next."""
    if not is_installed():
        raise Refused(_("这里没有安装 Spark：需要 Java，并执行 pip install bangfu[spark]；也可以改用 duckdb。"))
    from pyspark.sql import SparkSession  # an optional part, and seconds to load

    master = os.environ.get(MASTER, "local[*]")
    builder = SparkSession.builder.appName("bangfu").master(master)
    settings = {**SETTINGS, "spark.sql.shuffle.partitions": "8"} if master.startswith("local") else SETTINGS
    for name, value in settings.items():
        builder = builder.config(name, value)
    yield SparkEngine(snapshot, builder.getOrCreate())
