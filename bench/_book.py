"""What benches over a large book share: filling it without indexes, and timing two ways of the same work in turn."""

import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import polars as pl
from django.db import connection, transaction

from bangfu.kernel.imports.sets import insert_rows
from bangfu.ledger.models import Entry

TABLE = Entry._meta.db_table
POSTGRES_INDEXES = """
SELECT coalesce('ALTER TABLE ' || c.conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(c.conname),
                'DROP INDEX ' || i.indexrelid::regclass),
       coalesce('ALTER TABLE ' || c.conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(c.conname) || ' '
                || pg_get_constraintdef(c.oid), pg_get_indexdef(i.indexrelid))
FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.conrelid = i.indrelid
WHERE i.indrelid = %s::regclass AND NOT i.indisprimary
  AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conindid = i.indexrelid AND f.contype = 'f')
"""


def indexes() -> list[tuple[str, str]]:
    """The statements that drop and make again each index of the table of entries but that of its key."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_INDEXES, [TABLE])
            return [(drop, make) for drop, make in cursor.fetchall()]
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL", [TABLE]
        )
        return [(f"DROP INDEX {connection.ops.quote_name(name)}", sql) for name, sql in cursor.fetchall()]


@contextmanager
def without_indexes() -> Iterator[None]:
    """Leave the indexes of entries away while the book is filled, sort them once at the end, and count."""
    found = indexes()
    with connection.cursor() as cursor:
        for drop, _make in found:
            cursor.execute(drop)
        yield
        for _drop, make in found:
            cursor.execute(make)
        print(f"{len(found)} indexes", file=sys.stderr)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def fill(pieces: Iterable[pl.DataFrame]) -> None:
    """Add pieces of a book; hashes are not what is measured here, so they may be empty."""
    with without_indexes():
        for piece in pieces:
            with transaction.atomic():  # or every row is a transaction of its own
                insert_rows(Entry, piece)
            print(f"{len(piece):,} entries more", file=sys.stderr)


def clock() -> float:
    """Processor time where the database is in this process, as machines do other work; else the clock on the wall."""
    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """How long something took, and its answer."""
    began = clock()
    answer = work()
    return clock() - began, answer


def in_turn(ours: Callable[[], Any], floor: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """The medians of two ways of the same work, done in turn after one round that is not counted."""
    ours(), floor()
    spent = [(seconds(ours)[0], seconds(floor)[0]) for _round in range(rounds)]
    return statistics.median(one for one, _ in spent), statistics.median(other for _, other in spent)


def row(name: str, count: int, ours: float, floor: float | None, **more: Any) -> dict[str, Any]:
    """One line of the results; the ratio is ours to the floor."""
    return {
        "name": f"{name} ({connection.vendor})",
        "n": count,
        "ours": round(ours, 4),
        "peer": None,
        "floor": None if floor is None else round(floor, 4),
        "ratio_peer": None,
        "ratio_floor": None if floor is None else round(ours / floor, 2),
        **more,
    }
