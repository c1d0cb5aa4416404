"""Finding the same gift twice among 1,000,000 entries, against a join and a window by hand, in one run.

Run alone: ``python bench/doubles.py [ENTRIES]``. Prints a JSON list; progress goes to standard error. It builds a
throw-away installation on SQLite, or uses the empty database named by ``BANGFU_DATABASE_URL``.
"""

import json
import os
import sys
import tempfile
from datetime import date
from decimal import Decimal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
os.environ.setdefault("BANGFU_HOME", tempfile.mkdtemp(prefix="bangfu-bench-"))

import django

django.setup()

import polars as pl  # noqa: E402
from _book import fill, row, seconds  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from bangfu.kernel.rights.actions import operator  # noqa: E402
from bangfu.ledger.drafts import Draft  # noqa: E402
from bangfu.ledger.models import Entry, EntryStanding  # noqa: E402
from bangfu.ledger.queries.doubles import Limits, doubles_of, entries_with_doubles  # noqa: E402
from bangfu.parties.models import Party  # noqa: E402

COUNTIES = [f"4203{n:02d}" for n in range(2, 12)]
PARTIES, TWICE = 5000, 1000  # every TWICE-th entry repeats the one before it
FIRST_DAY, DAYS = date(2018, 1, 1), 1095
LIMITS = Limits(days=7, least=50_000)


def build(count: int) -> None:
    """Fill the book with gifts between 5,000 parties; hashes are not what is measured."""
    Party.objects.bulk_create([Party(kind="organisation") for _ in range(PARTIES)])
    first = Party.objects.order_by("pk").values_list("pk", flat=True)[0]
    n = pl.int_range(count, eager=True).alias("n")
    own = pl.when(pl.col("n") % TWICE == TWICE - 1).then(pl.col("n") - 1).otherwise(pl.col("n"))
    frame = (
        pl.DataFrame({"n": n})
        .with_columns(r=own.hash(seed=7), own=own)
        .select(
            kind=pl.lit("exchange.donation_money"),
            workstream=pl.lit("exchange"),
            source=pl.format("bench:{}", "n"),
            giver_id=first + (pl.col("r") % PARTIES).cast(pl.Int64),
            receiver_id=first + (pl.col("r") // 7919 % PARTIES).cast(pl.Int64),
            area_code=pl.format("{}100201", (pl.col("r") // 4 % 10).replace_strict(range(10), COUNTIES)),
            giver_area_code=pl.lit(""),
            happened_on=pl.lit(FIRST_DAY) + pl.duration(days=pl.col("r") // 5000 % DAYS),
            posted_at=pl.lit(timezone.now()).dt.convert_time_zone("UTC"),
            posted_by_id=pl.lit(operator().pk),
            amount=(pl.col("r") // 31 % 2000 + 1) * 50_000,  # round sums: a few thousand different ones
            unit=pl.lit(""),
            bound=pl.lit("exact"),
            details=pl.lit("{}"),
            note=pl.lit(""),
            chain=(pl.col("r") // 4 % 10).replace_strict(range(10), COUNTIES),
            sequence=pl.col("n") + 1,
            previous_hash=pl.lit(""),
            hash=pl.lit(""),
        )
    )
    fill(frame.with_columns(counted_on="happened_on").iter_slices(200_000))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entrystanding (entry_id, state, area_code)"
            " SELECT id, 'recorded', area_code FROM ledger_entry"
        )
        cursor.execute("ANALYZE")
    assert EntryStanding.objects.count() == count


def by_window() -> int:
    """The narrowest question: the entry before it of the same giver and amount, whatever the day and receiver."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT id, lag(id) OVER (PARTITION BY giver_id, amount ORDER BY happened_on) AS b"
            " FROM ledger_entry) AS w WHERE b IS NOT NULL"
        )
        return int(cursor.fetchone()[0])


def by_hand() -> list[tuple[int, int]]:
    """The first of our rules alone, as somebody would join it: giver, receiver and amount alike within days."""
    postgres = connection.vendor == "postgresql"
    before = f"n.happened_on - {LIMITS.days}" if postgres else f"date(n.happened_on, '-{LIMITS.days} days')"
    after = f"n.happened_on + {LIMITS.days}" if postgres else f"date(n.happened_on, '+{LIMITS.days} days')"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.id, min(o.id) FROM ledger_entry n JOIN ledger_entry o ON o.giver_id = n.giver_id"
            f" AND o.amount = n.amount AND o.happened_on BETWEEN {before} AND {after}"
            " AND o.receiver_id = n.receiver_id AND o.id < n.id"
            f" WHERE n.amount >= {LIMITS.least} GROUP BY n.id"
        )
        return cursor.fetchall()


def drafts(count: int) -> list[Draft]:
    """New gifts as a clerk would paste them."""
    pairs = Entry.objects.order_by("pk").values_list("giver_id", "receiver_id", "area_code")[:count]
    return [
        Draft(
            kind="exchange.donation_money",
            happened_on=date(2020, 6, 1),
            area_code=area_code,
            giver_id=giver,
            receiver_id=receiver,
            amount=Decimal(500 * (n + 1)),
        )
        for n, (giver, receiver, area_code) in enumerate(pairs)
    ]


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    call_command("migrate", verbosity=0, interactive=False)
    build(count)
    narrow, _pairs = seconds(by_window)
    joined, alike = seconds(by_hand)
    whole, found = seconds(lambda: entries_with_doubles(LIMITS))
    assert len(found) >= count // TWICE, len(found)
    assert {new for new, _old in alike} <= {new for new, _old in found}
    county, _ = seconds(lambda: entries_with_doubles(LIMITS, area_code=COUNTIES[0]))
    new = drafts(500)
    doubles_of(new, LIMITS)
    some, _ = seconds(lambda: doubles_of(new, LIMITS))
    rows = [
        row("same gift twice, whole book, floor joins by one rule", count, whole, joined),
        row("same gift twice, whole book, floor is one window", count, whole, narrow),
        row("same gift twice, one county of ten", count, county, None),
        row("same gift twice, 500 drafts beside the book", 500, some, None),
    ]
    print(f"{len(found):,} pairs", file=sys.stderr)
    print(json.dumps(rows, ensure_ascii=False))


if __name__ == "__main__":
    main()
