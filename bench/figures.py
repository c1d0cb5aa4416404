"""A declared figure over 1,000,000 entries against the same SQL written by hand, in one run.

Run alone: ``python bench/figures.py [ENTRIES]``. Prints a JSON list; progress goes to standard error. It builds a
throw-away installation on SQLite, or uses the empty database named by ``BANGFU_DATABASE_URL``.
"""

import json
import os
import sys
import tempfile
from datetime import date
from decimal import Decimal
from typing import Any

ROUNDS = 5
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
os.environ.setdefault("BANGFU_HOME", tempfile.mkdtemp(prefix="bangfu-bench-"))

import django  # noqa: E402

django.setup()

import polars as pl  # noqa: E402
from _book import fill, in_turn, row  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from bangfu.figures.computing import Question, compute, find  # noqa: E402
from bangfu.kernel.rights.actions import operator  # noqa: E402

COUNTIES = [f"4203{n:02d}" for n in range(2, 12)]
KINDS = ("market.sale", "market.purchase", "exchange.donation_money", "market.order")
YEAR = (date(2020, 1, 1), date(2020, 12, 31))


def build(count: int) -> None:
    """Fill the book with invented entries of ten counties and three years; hashes are not what is measured."""
    n = pl.int_range(count, eager=True).alias("n")
    random = n.hash(seed=7)
    frame = (
        pl.DataFrame({"n": n, "r": random})
        .select(
            kind=(pl.col("r") % 4).replace_strict(range(4), KINDS),
            workstream=pl.lit("market"),
            source=pl.format("bench:{}", "n"),
            area_code=pl.format(
                "{}{}{}",
                (pl.col("r") // 4 % 10).replace_strict(range(10), COUNTIES),
                100 + pl.col("r") // 40 % 7,
                200 + pl.col("r") // 280 % 13,
            ),
            giver_area_code=pl.lit(""),
            happened_on=pl.lit(date(2018, 1, 1)) + pl.duration(days=pl.col("r") // 5000 % 1095),
            posted_at=pl.lit(timezone.now()).dt.convert_time_zone("UTC"),
            posted_by_id=pl.lit(operator().pk),
            amount=(pl.col("n") * 37 % 1_000_000 + 1),
            unit=pl.lit(""),
            bound=pl.lit("exact"),
            details=pl.concat_str(
                pl.lit('{"channel": "'),
                pl.when(pl.col("r") % 3 > 0).then(pl.lit("online")).otherwise(pl.lit("offline")),
                pl.lit('", "certified": '),
                pl.when(pl.col("r") % 7 > 0).then(pl.lit("true")).otherwise(pl.lit("false")),
                pl.lit("}"),
            ),
            note=pl.lit(""),
            chain=(pl.col("r") // 4 % 10).replace_strict(range(10), COUNTIES),
            sequence=pl.col("n") + 1,
            previous_hash=pl.lit(""),
            hash=pl.lit(""),
        )
        .sort("kind", "area_code", "happened_on")
    )
    frame = frame.with_columns(counted_on="happened_on")
    fill(frame.iter_slices(200_000))


def by_hand(split: bool) -> list[tuple[Any, ...]]:
    """The same question as somebody would write it."""
    online = "details ->> 'channel' = 'online'"
    certified = "details ->> 'certified' = 'true'"
    if connection.vendor == "sqlite":
        online = "json_extract(details, '$.channel') = 'online'"
        certified = "json_extract(details, '$.certified') = 1"
    part = "substr(area_code, 1, 9)," if split else ""
    group = "GROUP BY 1" if split else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {part} sum(amount), count(*) FROM ledger_entry WHERE kind IN ('market.sale', 'market.purchase') "
            f"AND area_code >= '420302' AND area_code < '420303' AND counted_on BETWEEN %s AND %s "
            f"AND {online} AND {certified} {group}",
            YEAR,
        )
        return cursor.fetchall()


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    call_command("migrate", verbosity=0, interactive=False)
    build(count)
    figure = find("market.sales.online")
    rows = []
    for name, by in (("one value", ""), ("by township", "area")):
        question = Question(area_code="420302", from_=YEAR[0], to=YEAR[1], by=by)
        answer, hand = compute(figure, question), by_hand(bool(by))
        assert sum((Decimal(row[-2]) for row in hand), Decimal(0)) / 100 == answer.value, (hand, answer.value)
        ours, floor = in_turn(
            lambda question=question: compute(figure, question), lambda by=by: by_hand(bool(by)), ROUNDS
        )
        rows.append(row(f"figure over entries, {name}", count, ours, floor))
    print(json.dumps(rows, ensure_ascii=False))


if __name__ == "__main__":
    main()
