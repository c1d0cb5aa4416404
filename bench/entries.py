"""Importing 100,000 mixed entries from a workbook against two floors.

*Bare* reads the same file and writes the same cells into one plain table; *by hand* also judges, chains and looks
for doubles, as somebody would write it for this one file (``_entries_by_hand``).

Run alone: ``python bench/entries.py [ENTRIES]``. Prints a JSON list; progress goes to standard error. It builds a
throw-away installation on SQLite, or uses the empty database named by ``BANGFU_DATABASE_URL``. Four kinds stand in
turn (gifts, purchases, courses, postings) between 2,000 organisations of ten townships. Ours is everything: reading,
typing, finding the parties, judging every row, looking for doubles, posting, hashing, asking the other side.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
os.environ.setdefault("BANGFU_HOME", tempfile.mkdtemp(prefix="bangfu-bench-"))

import django

django.setup()

import polars as pl  # noqa: E402
from _book import row, seconds  # noqa: E402
from _entries_by_hand import import_by_hand  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from bangfu.config.installation import ready_operator  # noqa: E402
from bangfu.kernel.imports.actions import apply_import, stage_import, undo_import  # noqa: E402
from bangfu.kernel.workbooks import write_export  # noqa: E402
from bangfu.ledger.imports.sheets import entries_sheet  # noqa: E402
from bangfu.ledger.models import Entry  # noqa: E402
from bangfu.ledger.queries import verify_chains  # noqa: E402
from bangfu.parties.models import Area, Organisation, Party  # noqa: E402

COUNTY, TOWNSHIPS, UNITS = "420302", 10, 2000


def build() -> None:
    """The places and the organisations that the file names."""
    codes = {"42": "湖北省", "4203": "十堰市", COUNTY: "茅箭区"}
    codes |= {f"{COUNTY}{100 + n}": f"第{n + 1}镇" for n in range(TOWNSHIPS)}
    parties = Party.objects.bulk_create([Party(kind="area") for _code in codes])
    Area.objects.bulk_create(
        Area(party=party, code=code, name=name, level=len(code))
        for party, (code, name) in zip(parties, codes.items(), strict=True)
    )
    parties = Party.objects.bulk_create([Party(kind="organisation") for _n in range(UNITS)])
    Organisation.objects.bulk_create(
        Organisation(
            party=party, name=f"第{n:04d}单位", kind="private_enterprise", area_code=f"{COUNTY}{100 + n % TOWNSHIPS}"
        )
        for n, party in enumerate(parties)
    )


def workbook(path: Path, count: int) -> None:
    """Write the file as an office sends it: names for parties, a receipt number in every row."""
    n = pl.int_range(count, eager=True).alias("n")
    mixed = pl.col("n") * 7919
    turn = pl.col("n") % 4
    day = pl.date(2018, 1, 1) + pl.duration(days=pl.col("n") % 1000)
    kinds = ["exchange.donation_money", "market.purchase", "talent.course", "talent.sent"]

    def only(*turns: int, value: Any) -> pl.Expr:
        return pl.when(turn.is_in(list(turns))).then(value)

    frame = pl.DataFrame(n).select(
        kind=turn.replace_strict(range(4), kinds),
        happened_on=day,
        giver=pl.format("第{}单位", (mixed % UNITS).cast(pl.String).str.zfill(4)),
        receiver=pl.format("第{}单位", ((mixed + 1 + pl.col("n") // UNITS) % UNITS).cast(pl.String).str.zfill(4)),
        amount=only(0, 1, value=100_00 + pl.col("n")),
        quantity=only(2, value=pl.lit(1000)),
        persons=only(2, 3, value=pl.col("n") % 40 + 1),
        source=pl.format("D{}", "n"),
        渠道=only(1, value=pl.lit("offline")),
        培训内容=only(2, value=pl.lit("farming")),
        人员类别=only(3, value=pl.lit("expert")),
    )  # fmt: skip
    sheet = entries_sheet()
    headings = {column.heading: column.name for column in sheet.columns}
    frame = frame.rename({name: headings[name] for name in frame.columns if name in headings})
    kept = [column for column in sheet.columns if column.name in frame.columns]
    write_export(path, sheet, frame.select([pl.col(c.name).cast(c.polars_type) for c in kept]))


def floor(path: Path) -> None:
    """The bare least: read the same file, write the same cells into one plain table."""
    frame = pl.read_excel(path, engine="calamine", infer_schema_length=0)
    columns = ", ".join(f"c{n} text" for n in range(frame.width))
    with transaction.atomic(), connection.cursor() as cursor:
        key = "bigserial" if connection.vendor == "postgresql" else "integer"
        cursor.execute(f"CREATE TABLE bench_floor (id {key} PRIMARY KEY, {columns})")
        names = ", ".join(f"c{n}" for n in range(frame.width))
        marks = ", ".join(["%s"] * frame.width)
        cursor.executemany(f"INSERT INTO bench_floor ({names}) VALUES ({marks})", frame.rows())
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_floor")


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0, interactive=False)
    actor = ready_operator()
    build()
    path = Path(tempfile.mkdtemp(prefix="bangfu-bench-")) / "entries.xlsx"
    workbook(path, count)
    bare, _nothing = seconds(lambda: floor(path))
    by_hand, judged = seconds(lambda: import_by_hand(path, actor.pk))
    assert judged == count
    staging, (run, staged) = seconds(lambda: stage_import(actor, "entries", path))
    assert run.state == "staged", run.errors[:3]
    applying, _run = seconds(lambda: apply_import(actor, run, staged))
    assert Entry.objects.count() == count
    assert not verify_chains()["broken"]
    undoing, _run = seconds(lambda: undo_import(actor, run, reason="测量"))
    assert Entry.objects.count() == 2 * count
    assert not verify_chains()["broken"]
    ours = staging + applying
    spent = {"staging": round(staging, 2), "applying": round(applying, 2), "undoing": round(undoing, 2)}
    rows = [
        row("import of mixed entries, floor by hand", count, ours, by_hand, **spent),
        row("import of mixed entries, floor reads and writes", count, ours, bare, **spent),
    ]
    print(json.dumps(rows, ensure_ascii=False))


if __name__ == "__main__":
    main()
