"""Needs, offers and donors in bulk for the benchmarks of the board, the public site and the matcher.

Built in sets by Polars, 200,000 rows at a time, on SQLite or on the database named by ``BANGFU_DATABASE_URL``. With
``BANGFU_HOME`` set the installation is kept, and a run on what is there already builds nothing.
"""

import os
import sys
import tempfile
import time
from datetime import date, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
os.environ.setdefault("BANGFU_HOME", tempfile.mkdtemp(prefix="bangfu-bench-"))
os.environ.setdefault("BANGFU_HOSTS", "testserver")

import django

django.setup()

import polars as pl  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from bangfu.kernel.codelists.seeds import load_codelists  # noqa: E402
from bangfu.kernel.imports.sets import insert_rows  # noqa: E402
from bangfu.kernel.policy.seeds import load_policies  # noqa: E402
from bangfu.kernel.rights.actions import operator  # noqa: E402
from bangfu.parties.models import Area, Organisation, Party  # noqa: E402
from bangfu.workstreams.exchange.models import Need, Offer, Wave  # noqa: E402

THINGS = ("轮椅", "助听器", "棉被", "书包", "课外书", "书桌", "取暖器", "大米", "食用油", "课桌", "电风扇", "拐杖")
ADDED = ("", "一件", "新的", "老人用", "孩子用", "急需")
COUNTIES = [f"43{n:04d}" for n in range(501, 601)]
FIRMS, HOMES, TOWNS, VILLAGES, PIECE = 2_000, 100_000, 20, 15, 200_000
BANDS = ("family", "family", "family", "child", "child", "adult", "elder", "elder", "elder", "group")
BEGAN = time.perf_counter()
ENDED = (
    "closed",
    "closed",
    "closed",
    "closed",
    "closed",
    "confirmed",
    "delivered",
    "under_way",
    "claimed",
    "withdrawn",
)


def say(text: str) -> None:
    """Tell how far it has come."""
    print(f"{time.perf_counter() - BEGAN:8.1f} s  {text}", file=sys.stderr)


def build(needs: int, opened: int, offers: int) -> None:
    """Fill an empty database; leave one that holds so many needs already."""
    call_command("migrate", verbosity=0)
    if Need.objects.count() == needs:
        return
    load_policies()
    load_codelists()
    _places()
    parties = Party.objects.order_by("pk").values_list("pk", flat=True)
    first_firm, first_home = parties[0], parties[FIRMS]
    waves = Wave.objects.bulk_create(
        Wave(
            area_code=c, name="微心愿", opens_on=date(2020, 1, 1), closes_on=date(2030, 1, 1), cap=500, per_household=1
        )
        for c in COUNTIES
    )
    for begin in range(0, needs, PIECE):
        end = min(begin + PIECE, needs)
        insert_rows(Need, invented(begin, end, needs, opened, first_home, waves[0].pk))
        say(f"{end:,} needs")
    if offers:
        insert_rows(Offer, invented_offers(offers, first_firm))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    say("built")


def _places() -> None:
    """Counties and their townships; firms that give, households that ask."""
    codes = [c for county in COUNTIES for c in (county, *(f"{county}{100 + n}" for n in range(TOWNS)))]
    Party.objects.bulk_create([Party(kind="organisation") for _n in range(FIRMS)], batch_size=5000)
    Party.objects.bulk_create([Party(kind="household") for _n in range(HOMES)], batch_size=5000)
    parties = Party.objects.bulk_create([Party(kind="area") for _c in codes], batch_size=5000)
    Area.objects.bulk_create(
        [Area(party=p, code=c, name=f"地{c}", level=len(c)) for p, c in zip(parties, codes, strict=True)],
        batch_size=1000,
    )
    firms = Party.objects.filter(kind="organisation").order_by("pk")
    Organisation.objects.bulk_create(
        [
            Organisation(party=p, name=f"单位{n}", kind="private_enterprise", area_code=COUNTIES[n % len(COUNTIES)])
            for n, p in enumerate(firms)
        ],
        batch_size=1000,
    )


def _one_of(number: pl.Expr, values: tuple[str, ...] | list[str]) -> pl.Expr:
    return (number % len(values)).replace_strict(range(len(values)), list(values), return_dtype=pl.String)


def _village(home: pl.Expr) -> pl.Expr:
    """The village of a household: neighbours are far apart in number."""
    town, village = 100 + home // len(COUNTIES) % TOWNS, 200 + home // (len(COUNTIES) * TOWNS) % VILLAGES
    return pl.format("{}{}{}", _one_of(home, COUNTIES), town, village)


def invented(begin: int, end: int, needs: int, opened: int, first_home: int, first_wave: int) -> pl.DataFrame:
    """A piece of the needs. Every second of the newest is open, until ``opened`` are."""
    today = timezone.localdate()
    n = pl.int_range(begin, end, eager=True).alias("n")
    frame = pl.DataFrame({"n": n, "r": n.hash(seed=7)}).with_columns(
        # A household has one wish for each pass over all of them, so that no two share a slot.
        wish=pl.col("r") // 11 % 10 == 0,
        is_open=(pl.col("n") >= needs - 2 * opened) & (pl.col("n") % 2 == 1),
        days=pl.col("r") // 1_000_003,
    )
    row = pl.col("r")
    published = pl.lit(today) - pl.duration(
        days=pl.when("is_open").then(pl.col("days") % 30).otherwise(30 + pl.col("days") % 1000)
    )
    matched = pl.when(~pl.col("is_open") & (row // 13 % 10 < 8))
    home = pl.when("wish").then(pl.col("n") % HOMES).otherwise(row // 97 % HOMES)
    frame = frame.with_columns(published_on=published.cast(pl.Date), home=home)
    return frame.select(
        asker_id=first_home + pl.col("home"),
        asker_kind=pl.lit("household"),
        area_code=_village(pl.col("home")),
        wave_id=pl.when("wish").then(first_wave + pl.col("home") % len(COUNTIES)),
        slot=pl.when("wish").then(pl.col("n") // HOMES + 1),
        kind=pl.lit("article"),
        band=_one_of(row // 17, BANDS),
        title=_one_of(row // 170, THINGS) + _one_of(row // 2040, ADDED),
        text=pl.lit("家中困难，希望得到帮助。"),
        quantity=pl.lit(1000),
        unit=pl.lit("item"),
        value=pl.when(row // 23 % 20 > 0).then(
            pl.when(row // 29 % 10 == 0).then(500 + row // 31 % 4500).otherwise(50 + row // 31 % 450) * 100
        ),
        urgency=(row // 37 % 5).replace_strict(range(5), (0, 0, 0, 1, 2)),
        state=pl.when("is_open").then(pl.lit("published")).otherwise(_one_of(row // 41, ENDED)),
        taken=pl.when("is_open").then(0).otherwise(1000),
        entered_on=pl.col("published_on"),
        published_on=pl.col("published_on"),
        matched_on=matched.then((pl.col("published_on") + pl.duration(days=row // 43 % 30)).cast(pl.Date)),
        completed_on=matched.then((pl.col("published_on") + pl.duration(days=30 + row // 47 % 30)).cast(pl.Date)),
        unclaimed_until=pl.when("is_open").then(pl.lit(today + timedelta(days=30))),
        entered_by_id=pl.lit(operator().pk),
        **{name: pl.lit(value) for name, value in UNSAID.items()},
    )


UNSAID = {"first": 0, "category": "", "private_text": "", "group": False, "met": 0, "version": 1}


def invented_offers(offers: int, first_firm: int) -> pl.DataFrame:
    """Offers of some of a thing in a county; a third for one township, a quarter for what is worth little."""
    n = pl.int_range(0, offers, eager=True).alias("n")
    frame = pl.DataFrame({"n": n, "r": n.hash(seed=8)})
    county = _one_of(pl.col("n"), COUNTIES)
    town = pl.format('["{}{}"]', county, 100 + pl.col("r") // 7 % TOWNS)
    return frame.select(
        donor_id=first_firm + pl.col("n") * 13 % FIRMS,
        area_code=county,
        kind=pl.lit("article"),
        title=_one_of(pl.col("r") // 11, THINGS),
        quantity=(5 + pl.col("r") // 139 % 36) * 1000,
        unit=pl.lit("item"),
        used=pl.lit(0),
        places=pl.when(pl.col("n") % 3 == 0).then(town).otherwise(pl.lit("[]")),
        value_max=pl.when(pl.col("n") % 4 == 0).then(30_000),
        state=pl.lit("open"),
        valid_from=pl.lit(timezone.localdate()),
        **{name: pl.lit(value) for name, value in UNASKED.items()},
    )


UNASKED = {"text": "", "standings": "[]", "bands": "[]", "categories": "[]", "renews": "", "version": 1}
