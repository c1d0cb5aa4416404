"""The target board of a city (10 counties, 14 working groups, 3 years) against the same numbers by hand-written SQL.

Run alone: ``python bench/board.py [ENTRIES …]``; several sizes show the growth. Prints a JSON list; progress goes to
standard error. It builds a throw-away installation on SQLite, or uses the empty database named by
``BANGFU_DATABASE_URL``. The board is computed afresh each time: what it remembers between visits is not measured.
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

from bangfu.figures.batches import Asked, values_of  # noqa: E402
from bangfu.figures.declared import Figure, figures  # noqa: E402
from bangfu.figures.expressions import Measure  # noqa: E402
from bangfu.kernel.rights.actions import operator  # noqa: E402
from bangfu.ledger.kinds import entry_kinds  # noqa: E402

COUNTIES = [f"4203{n:02d}" for n in range(2, 12)]
YEARS = (2018, 2019, 2020)
PIECE = 1_000_000  # entries made at once, for memory


def chosen() -> list[Figure]:
    """One plain figure for each working group: a sum or count of entries of some kinds; sums of money first."""
    found: dict[str, Figure] = {}
    for of in ("amount", "persons", "quantity", "households", ""):
        for figure in figures:
            measure = figure.expression
            if not isinstance(measure, Measure) or measure.source != "entries" or measure.how == "distinct":
                continue
            if len(measure.where) == 1 and measure.where[0][0] == "kind" and measure.of == of:
                found.setdefault(figure.workstream, figure)
    return list(found.values())


def sql_of(figure: Figure) -> str:
    """What a chosen figure adds up, in SQL."""
    assert isinstance(figure.expression, Measure)
    return figure.expression.of or "CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END"


def kinds_of(figure: Figure) -> tuple[str, ...]:
    """The kinds a chosen figure sums."""
    assert isinstance(figure.expression, Measure)
    _name, operator_, value = figure.expression.where[0]
    return tuple(value) if operator_ == "in" else (value,)


def build(first: int, last: int, kinds: list[str]) -> None:
    """Add invented entries of ten counties and three years, numbered from ``first`` to before ``last``.

    The book only grows, so a larger size is built on the smaller one; hashes are not what is measured.
    """
    fill(invented(start, min(start + PIECE, last), kinds) for start in range(first, last, PIECE))


def invented(first: int, last: int, kinds: list[str]) -> pl.DataFrame:
    """A piece of the book."""
    n = pl.int_range(first, last, eager=True).alias("n")
    random = n.hash(seed=11)
    frame = pl.DataFrame({"n": n, "r": random}).select(
        kind=(pl.col("r") % len(kinds)).replace_strict(range(len(kinds)), kinds),
        workstream=pl.lit("bench"),
        source=pl.format("bench:{}", "n"),
        area_code=pl.format(
            "{}{}{}",
            (pl.col("r") // 64 % 10).replace_strict(range(10), COUNTIES),
            100 + pl.col("r") // 640 % 7,
            200 + pl.col("r") // 4480 % 13,
        ),
        giver_area_code=pl.lit(""),
        happened_on=pl.lit(date(2018, 1, 1)) + pl.duration(days=pl.col("r") // 70_000 % 1095),
        posted_at=pl.lit(timezone.now()).dt.convert_time_zone("UTC"),
        posted_by_id=pl.lit(operator().pk),
        amount=(pl.col("n") * 37 % 1_000_000 + 1),
        quantity=pl.col("n") % 90_000 + 1,
        persons=pl.col("n") % 50 + 1,
        households=pl.col("n") % 20 + 1,
        unit=pl.lit(""),
        bound=pl.lit("exact"),
        details=pl.lit("{}"),
        note=pl.lit(""),
        chain=(pl.col("r") // 64 % 10).replace_strict(range(10), COUNTIES),
        sequence=pl.col("n") + 1,
        previous_hash=pl.lit(""),
        hash=pl.lit(""),
    )
    return frame.with_columns(counted_on="happened_on")


def by_hand(chosen_figures: list[Figure]) -> dict[tuple[str, str, str], int]:
    """The numbers of the board as somebody would write them: one statement a figure, by county and year."""
    year = "substr(counted_on, 1, 4)" if connection.vendor == "sqlite" else "left(counted_on::text, 4)"
    found: dict[tuple[str, str, str], int] = {}
    with connection.cursor() as cursor:
        for figure in chosen_figures:
            kinds = kinds_of(figure)
            marks = ", ".join(["%s"] * len(kinds))
            cursor.execute(
                f"SELECT substr(area_code, 1, 6), {year}, sum({sql_of(figure)}) FROM ledger_entry "
                f"WHERE kind IN ({marks}) AND area_code >= '4203' AND area_code < '4204' "
                f"AND counted_on BETWEEN '2018-01-01' AND '2020-12-31' GROUP BY 1, 2",
                kinds,
            )
            found |= {(figure.name, county, y): total for county, y, total in cursor.fetchall()}
    return found


def measured(count: int, chosen_figures: list[Figure]) -> dict[str, Any]:
    """Measure the board over what the book holds, having checked that both give the same numbers."""
    asked = [
        Asked(figure=figure, area_code=county, from_=date(year, 1, 1), to=date(year, 12, 31))
        for figure in chosen_figures
        for county in COUNTIES
        for year in YEARS
    ]
    values, hand = values_of(asked), by_hand(chosen_figures)
    for one, value in zip(asked, values, strict=True):
        total = hand.get((one.figure.name, one.area_code, str(one.to.year)), 0) or 0
        scale = {"amount": 100, "quantity": 1000}.get(sql_of(one.figure), 1)
        assert Decimal(total) / scale == value, (one, value, total)
    ours, floor = in_turn(lambda: values_of(asked), lambda: by_hand(chosen_figures), rounds(count))
    what = f"{len(COUNTIES)} counties, {len(chosen_figures)} working groups, {len(YEARS)} years"
    return row(f"target board: {what}", count, ours, floor)


def rounds(count: int) -> int:
    """As many as there is patience for."""
    return ROUNDS if count <= PIECE else 2


def main() -> None:
    """Measure each size, and print."""
    sizes = sorted(int(text) for text in sys.argv[1:]) or [1_000_000]
    call_command("migrate", verbosity=0, interactive=False)
    chosen_figures = chosen()
    kinds = sorted({kind for figure in chosen_figures for kind in kinds_of(figure) if kind in entry_kinds})
    rows, built = [], 0
    for size in sizes:
        build(built, size, kinds)
        built = size
        rows.append(measured(size, chosen_figures))
        print(rows[-1], file=sys.stderr)
    print(json.dumps(rows, ensure_ascii=False))


if __name__ == "__main__":
    main()
