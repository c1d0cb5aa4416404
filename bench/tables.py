"""Pages of numbers over a book of 1,000,000 entries of every declared kind: tables, groups, figures, the board.

Run alone: ``python bench/tables.py [ENTRIES]``. Prints a JSON list; progress goes to standard error. It builds a
throw-away installation on SQLite, or uses the empty database named by ``BANGFU_DATABASE_URL``: a city of ten counties,
3,000 organisations, three years, the kinds in equal parts, choices and numbers of their details invented.

Each page is asked for the whole city and all three years by somebody who may see everything. ``ours`` is the whole
request when nothing is remembered, ``kept`` the second request, when the books are as before; ``statements`` are those
of the first. There is no floor: a page is what it is. Beside the pages all figures are asked together, against the very
statements sent bare (the floor) and against each figure asked alone, which must give the same.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
os.environ.setdefault("BANGFU_HOME", tempfile.mkdtemp(prefix="bangfu-bench-"))
os.environ.setdefault("BANGFU_HOSTS", "testserver")

import django

django.setup()

import polars as pl  # noqa: E402
from _book import fill, in_turn, row, seconds  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from bangfu.config.installation import ready_operator  # noqa: E402
from bangfu.figures.computing import Question, compute, compute_all  # noqa: E402
from bangfu.figures.declared import figures  # noqa: E402
from bangfu.figures.tables.declared import tables  # noqa: E402
from bangfu.kernel.remembered import forget_everything  # noqa: E402
from bangfu.kernel.rights.actions import operator  # noqa: E402
from bangfu.ledger.kinds import Detail, EntryKind, entry_kinds  # noqa: E402
from bangfu.ledger.models import Chain, EntryStanding  # noqa: E402
from bangfu.parties.models import Area, Organisation, Party  # noqa: E402

CITY, COUNTIES, TOWNSHIPS, VILLAGES, UNITS = "4203", range(2, 12), 7, 13, 3000
VARIANTS = 24  # of the details of a kind
PERIOD = "place=4203&from=2018-01-01&to=2020-12-31"


def build(count: int) -> None:
    """The places, organisations and entries."""
    codes = {"42": "湖北省", CITY: "十堰市"}
    for county in COUNTIES:
        codes[f"{CITY}{county:02d}"] = f"第{county}县"
        for township in range(TOWNSHIPS):
            codes[f"{CITY}{county:02d}{100 + township}"] = f"第{county}县第{township}镇"
            for village in range(VILLAGES):
                codes[f"{CITY}{county:02d}{100 + township}{200 + village}"] = f"第{county}-{township}-{village}村"
    parties = Party.objects.bulk_create([Party(kind="area") for _code in codes])
    Area.objects.bulk_create(
        Area(party=party, code=code, name=name, level=len(code))
        for party, (code, name) in zip(parties, codes.items(), strict=True)
    )
    parties = Party.objects.bulk_create([Party(kind="organisation") for _n in range(UNITS)])
    kinds = ("private_enterprise", "cooperative", "authority", "school")
    Organisation.objects.bulk_create(
        Organisation(party=p, name=f"第{n:04d}单位", kind=kinds[n % 4], area_code=f"{CITY}{n % 10 + 2:02d}100")
        for n, p in enumerate(parties)
    )
    each = count // len(entry_kinds)
    fill(pieces(each, parties[0].pk))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entrystanding (entry_id, state, area_code)"
            " SELECT id, CASE WHEN id % 5 = 0 THEN 'confirmed' ELSE 'recorded' END, area_code FROM ledger_entry"
        )
    assert EntryStanding.objects.count() == each * len(entry_kinds)
    Chain.objects.bulk_create(
        Chain(code=f"{CITY}{county:02d}", length=each * len(entry_kinds) // 10) for county in COUNTIES
    )


def pieces(each: int, first_unit: int) -> Iterator[pl.DataFrame]:
    """The entries of one kind after another."""
    for number, kind in enumerate(entry_kinds):
        yield entries_of(kind, number * each, each, first_unit)


def entries_of(kind: EntryKind, start: int, each: int, first_unit: int) -> pl.DataFrame:
    """Invented entries of one kind."""
    n = pl.int_range(start, start + each, eager=True).alias("n")
    variants = [json.dumps(details(kind, Random(f"{kind.name}{one}"))) for one in range(VARIANTS)]
    r, none = pl.col("r"), pl.lit(None, pl.Int64)
    numbers = {name: (r // 11 % 40 + 1).cast(pl.Int64) for name in ("persons", "households")}
    return (
        pl.DataFrame({"n": n, "r": n.hash(seed=5)})
        .select(
            kind=pl.lit(kind.name),
            workstream=pl.lit(kind.workstream),
            source=pl.format("bench:{}", "n"),
            giver_id=first_unit + (r % UNITS).cast(pl.Int64) if kind.giver else none,
            receiver_id=first_unit + (r // 3001 % UNITS).cast(pl.Int64) if kind.receiver else none,
            area_code=pl.format(
                "{}{}{}{}",
                pl.lit(CITY),
                (r // 7 % 10 + 2).cast(pl.String).str.zfill(2),
                100 + r // 70 % TOWNSHIPS,
                200 + r // 490 % VILLAGES,
            ),
            giver_area_code=pl.when(r % 3 == 0).then(pl.lit("120115")).otherwise(pl.lit("420302")),
            happened_on=pl.lit(date(2018, 1, 1)) + pl.duration(days=r // 5000 % 1095),
            posted_at=pl.lit(timezone.now()).dt.convert_time_zone("UTC"),
            posted_by_id=pl.lit(operator().pk),
            amount=(r // 13 % 1_000_000 + 1).cast(pl.Int64) if kind.amount != "none" else none,
            quantity=((r // 17 % 90 + 1) * 1000).cast(pl.Int64) if kind.quantity != "none" else none,
            **numbers,
            person_times=(r // 11 % 40 + 41).cast(pl.Int64),
            unit=pl.lit("" if kind.unit == "CNY" else kind.unit),
            bound=pl.lit("exact"),
            details=(r // 29 % VARIANTS).replace_strict(range(VARIANTS), variants),
            note=pl.lit(""),
            chain=pl.format("{}{}", pl.lit(CITY), (r // 7 % 10 + 2).cast(pl.String).str.zfill(2)),
            sequence=pl.col("n") + 1,
            previous_hash=pl.lit(""),
            hash=pl.lit(""),
        )
        .with_columns(counted_on="happened_on")
    )


def details(kind: EntryKind, random: Random) -> dict[str, Any]:
    """One set of details of a kind."""
    return {detail.name: value_of(detail, random) for detail in kind.details}


def value_of(detail: Detail, random: Random) -> Any:
    """A value that a detail may have."""
    match detail.kind:
        case "choice":
            return random.choice(detail.choices)[0]
        case "integer":
            return random.randint(1, 30)
        case "money" | "quantity":
            return f"{random.randint(1, 5000)}.00"
        case "date":
            return f"2020-{random.randint(1, 12):02d}-01"
        case "boolean":
            return random.random() < 0.7
        case _:
            return f"第{random.randint(1, 12)}项"


def pages() -> list[str]:
    """The addresses that are measured."""
    groups = sorted({kind.workstream for kind in entry_kinds})
    return [
        f"/tables/?{PERIOD}",
        f"/figures/?{PERIOD}",
        f"/figures/board/?{PERIOD}",
        "/ledger/entry/",
        *(f"/groups/{group}/?{PERIOD}" for group in groups),
        *(f"/tables/{table.name}/?{PERIOD}" for table in tables),
    ]


def measured(client: Client, address: str, count: int) -> dict[str, Any]:
    """Ask once with nothing remembered, and once more."""
    statements = []
    forget_everything()
    with connection.execute_wrapper(lambda run, sql, *more: (statements.append(sql), run(sql, *more))[1]):
        first, answer = seconds(lambda: client.get(address))
    assert answer.status_code == 200, (address, answer.status_code, answer.content[:300])
    kept, _answer = seconds(lambda: client.get(address))
    return row(address.partition("?")[0], count, first, None, kept=round(kept, 3), statements=len(statements))


def together(count: int, **asked: str) -> dict[str, Any]:
    """All figures asked together; the statements that it sends, bare; and each figure alone."""
    question = Question(area_code=CITY, from_=date(2018, 1, 1), to=date(2020, 12, 31), **asked)
    pairs = [(figure, question) for figure in figures]
    sent: list[tuple[str, Any]] = []
    with connection.execute_wrapper(
        lambda run, sql, given, *more: (sent.append((sql, given)), run(sql, given, *more))[1]
    ):
        found = compute_all(pairs)
    ours, floor = in_turn(lambda: compute_all(pairs), lambda: bare(sent), 3)
    alone, answers = seconds(lambda: [compute(*pair) for pair in pairs])
    assert answers == found
    return row(f"all figures together {asked}", count, ours, floor, alone=round(alone, 3), statements=len(sent))


def bare(sent: list[tuple[str, Any]]) -> None:
    """Send statements and fetch what they find."""
    with connection.cursor() as cursor:
        for sql, given in sent:
            cursor.execute(sql, given)
            cursor.fetchall()


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    call_command("migrate", verbosity=0, interactive=False)
    actor = ready_operator()
    build(count)
    client = Client()
    client.force_login(actor)
    client.get(f"/tables/?{PERIOD}")  # what a process reads once
    rows = [together(count), together(count, by="area")]
    print(*rows, sep="\n", file=sys.stderr)
    for address in pages():
        rows.append(measured(client, address, count))
        print(rows[-1]["name"], rows[-1]["ours"], rows[-1]["kept"], rows[-1]["statements"], file=sys.stderr)
    print(json.dumps(rows, ensure_ascii=False))


if __name__ == "__main__":
    main()
