"""The monthly run of a county from files to clues; matching 200,000 rows with 1,000,000 persons; rules by the ORM.

Run alone: ``python bench/monthly.py [--county N] [--register N] [--rows N] [--sample N]`` (persons; 0 leaves a part
out). Prints a JSON list; progress goes to standard error. Each part builds a throw-away installation of invented
people on SQLite. *Floor* of matching is reading the file, the keyed indexes of its numbers and one join with the table
of persons, without anything stored. The peer of the rules is a loop over prefetched ORM objects with the same twenty
conditions in Python, on a sample.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
os.environ.setdefault("BANGFU_HOME", tempfile.mkdtemp(prefix="bangfu-bench-"))

import django

django.setup()

import polars as pl  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.db.models import Prefetch  # noqa: E402

from bangfu.config.installation import load_seeds  # noqa: E402
from bangfu.kernel.ciphers import encrypt_all, indexes_of  # noqa: E402
from bangfu.kernel.imports.comparing import to_insert  # noqa: E402
from bangfu.kernel.imports.sets import insert_rows, read_rows  # noqa: E402
from bangfu.kernel.rights.actions import operator  # noqa: E402
from bangfu.kernel.rights.models import User  # noqa: E402
from bangfu.kernel.workbooks import id_check_digit  # noqa: E402
from bangfu.parties.models import Area, Household, HouseholdIncome, Membership, Party, Person  # noqa: E402
from bangfu.workstreams.monitoring.clues.models import Clue  # noqa: E402
from bangfu.workstreams.monitoring.lists.actions import import_list  # noqa: E402
from bangfu.workstreams.monitoring.lists.models import ListRow, ListType  # noqa: E402
from bangfu.workstreams.monitoring.lists.reading import read_list  # noqa: E402
from bangfu.workstreams.monitoring.screening.running import carry_out, plan_run  # noqa: E402

COUNTY, MONTH, ON = "420302", date(2020, 11, 1), date(2020, 11, 30)
SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗"
GIVEN = "建国秀英大山小河永福春花志强桂兰德才玉梅金凤长根翠云宏伟淑珍立新美玲光荣冬雪正阳素芬庆丰家宝海燕文华"
LIST_ROWS = {  # rows of each list, as a part of the persons
    "medical": 0.10,
    "disability": 0.01,
    "low_income": 0.04,
    "tuition": 0.02,
    "unemployment": 0.02,
    "disaster": 0.005,
}


def say(text: str) -> None:
    """Tell how far it has come."""
    print(f"{time.perf_counter():8.1f} s  {text}", file=sys.stderr)


def id_number(n: int) -> str:
    """The n-th invented number, under a prefix that was never given to a person."""
    born = date(1935, 1, 1) + timedelta(days=n * 7919 % 30000)
    body = f"420300{born:%Y%m%d}{n // 30000:03d}"
    return body + id_check_digit(body)


def name_of(n: int) -> str:
    """The name that goes with it."""
    return SURNAMES[n % 20] + GIVEN[n // 20 % 50] + GIVEN[n // 1000 % 50]


def build_register(persons: int) -> User:
    """Three persons a household, incomes of two years, in 100 villages."""
    call_command("migrate", verbosity=0)
    load_seeds()
    actor = operator()
    homes = persons // 3
    persons = homes * 3
    first = (Party.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    place = pl.format(COUNTY + "100{}", (200 + pl.col("n") % 100).cast(pl.String))
    home = pl.DataFrame({"n": pl.int_range(homes, eager=True)}).with_columns(area_code=place)
    home = home.with_columns(party_id=pl.col("n") + first)
    people = pl.DataFrame({"n": pl.int_range(persons, eager=True)}).with_columns(home=pl.col("n") // 3)
    people = people.join(home.select(home="n", area_code="area_code", household_id="party_id"), on="home")
    people = people.sort("n").with_columns(party_id=pl.col("n") + first + homes)
    numbers = [id_number(n) for n in range(persons)]
    with transaction.atomic():
        for kind, frame in (("household", home), ("person", people)):
            insert_rows(Party, frame.select(id="party_id", kind=pl.lit(kind)))
        insert_rows(Household, _households(home))
        insert_rows(Person, _persons(people, numbers))
        insert_rows(Membership, _memberships(people))
        for year in (2018, 2019):
            insert_rows(HouseholdIncome, _incomes(home, year))
    Area.objects.get_or_create(code=COUNTY, defaults={"name": "示例县", "level": 6, "party": _area_party()})
    say(f"{persons:,} persons registered")
    return actor


def _area_party() -> Party:
    return Party.objects.create(kind="area")


def _pick(words: tuple[str, ...], salt: int) -> pl.Expr:
    index = (pl.col("n").hash(salt) % len(words)).cast(pl.Int64)
    return index.replace_strict(dict(enumerate(words)), return_dtype=pl.String)


def _households(home: pl.DataFrame) -> pl.DataFrame:
    return to_insert(
        Household, home, (), "party_id", "area_code", pl.format(COUNTY + "{}", pl.col("n") + 10**6).alias("number"),
        pl.lit("王建国").alias("head_name"), pl.lit(3).alias("member_count"),
        _pick(("lifted", "", "", ""), 1).alias("standing"),
        _pick(("a", "b", "c", "d", *("a",) * 60), 2).alias("housing_safety"),
        _pick(("tap", "rain", *("tap",) * 80), 3).alias("water"),
        pl.lit(None, pl.Boolean).alias("relocated"), pl.lit(date(2014, 1, 1)).alias("opened_on"),
    )  # fmt: skip


def _persons(people: pl.DataFrame, numbers: list[str]) -> pl.DataFrame:
    born = pl.Series([date(int(n[6:10]), int(n[10:12]), int(n[12:14])) for n in numbers])
    frame = people.with_columns(
        born=born,
        sealed=pl.Series(encrypt_all(numbers)),
        index=pl.Series(indexes_of(numbers)),
        called=pl.Series([name_of(n) for n in range(len(numbers))]),
    )
    return to_insert(
        Person, frame, (), "party_id", "area_code", "household_id",
        pl.format("P{}", pl.col("n") + 10**7).alias("number"), pl.col("called").alias("name"),
        pl.col("sealed").alias("id_number"), pl.col("index").alias("id_number_index"),
        pl.col("born").alias("birth_date"),
        _pick(("head", "spouse", "child"), 4).alias("relation"), _pick(("1", "2"), 5).alias("sex"),
        _pick(('["healthy"]', '["healthy"]', '["serious"]', *('["healthy"]',) * 90), 6).alias("health"),
        _pick(("ordinary", "skilled", "weak", "none"), 7).alias("labour"),
        _pick(("none", "primary", "primary"), 8).alias("schooling"),
        (pl.col("n").hash(9) % 40 > 0).alias("medical_insured"),
        (pl.col("n").hash(10) % 9 > 0).alias("pension_insured"),
    )  # fmt: skip


def _memberships(people: pl.DataFrame) -> pl.DataFrame:
    return to_insert(
        Membership, people, (), (pl.col("n") + 1).alias("id"), pl.col("party_id").alias("person_id"), "household_id",
        pl.lit("child").alias("relation"), pl.lit(date(2014, 1, 1)).alias("valid_from"),
    )  # fmt: skip


def _incomes(home: pl.DataFrame, year: int) -> pl.DataFrame:
    amount = 800_000 + (pl.col("n").hash(year) % 3_000_000).cast(pl.Int64)
    return to_insert(
        HouseholdIncome, home, (), (pl.col("n") + 1 + (year - 2018) * len(home)).alias("id"),
        pl.col("party_id").alias("household_id"), "area_code", pl.lit(year).alias("year"), pl.lit(3).alias("persons"),
        amount.alias("wages"),
    )  # fmt: skip


def write_list(folder: Path, code: str, rows: int, persons: int) -> Path:
    """A department's file: most right, one in fifty off by a slip, one in thirty a stranger."""
    random, told = Random(code), []
    for _row in range(rows):
        n = random.randrange(persons)
        number = id_number(n if random.random() > 0.033 else persons + n)
        if random.random() < 0.02:
            number = number[:9] + number[10] + number[9] + number[11:]
        told.append({"姓名": name_of(n), "证件号码": number, **_facts(code, random)})
    path = folder / f"{code}.csv"
    pl.DataFrame(told).write_csv(path)
    return path


def _facts(code: str, random: Random) -> dict[str, Any]:
    day = (ON - timedelta(days=random.randrange(25))).isoformat()
    paid = random.randrange(30, 24000)
    facts: dict[str, dict[str, Any]] = {
        "medical": {"结算日期": day, "就诊类别": random.choice(("住院", "门诊统筹")), "个人自付": paid},
        "disability": {"发证日期": day, "残疾等级": random.choice(("一级", "二级", "三级", "四级"))},
        "low_income": {"享受起始日期": day, "救助类别": random.choice(("低保", "特困"))},
        "tuition": {"缴费日期": day, "就读学段": "中职", "资助后自付": random.randrange(500, 12000)},
        "unemployment": {"失业日期": day, "已再就业": random.choice(("是", "否"))},
        "disaster": {"受灾日期": day, "灾种": "洪涝", "损失金额": random.randrange(500, 50000)},
    }  # fmt: skip
    return facts[code]


def county_run(persons: int) -> list[dict[str, Any]]:
    """Six files to clues, by the rules that ship."""
    actor = build_register(persons)
    with tempfile.TemporaryDirectory() as path:
        files = {code: write_list(Path(path), code, int(share * persons), persons) for code, share in LIST_ROWS.items()}
        say("six files written")
        began = time.perf_counter()
        for code, file in files.items():
            kind = ListType.objects.get(code=code)
            row = import_list(actor, kind, file, area_code=COUNTY, month=MONTH, received_on=ON)
            say(f"{code}: {row.rows_read:,} rows, {row.matched:,} matched, {row.near:,} near")
        listed = time.perf_counter() - began
    began = time.perf_counter()
    run = plan_run(actor, area_code=COUNTY, on=ON)
    carry_out(run, lambda *_told: None)
    screened = time.perf_counter() - began
    hits = sum(line["hits"] for line in run.report)
    say(f"{len(run.report)} rules, {hits:,} hits, {Clue.objects.count():,} clues in {screened:.1f} s")
    return [row_of("monthly.lists", listed, persons), row_of("monthly.run", screened, persons)]


def matching(persons: int, rows: int) -> list[dict[str, Any]]:
    """One list against a register."""
    actor = build_register(persons)
    kind = ListType.objects.get(code="medical")
    with tempfile.TemporaryDirectory() as path:
        file = write_list(Path(path), "medical", rows, persons)
        say(f"file of {rows:,} rows written")
        began = time.perf_counter()
        frame = read_list(kind, file, {}).frame
        wanted = pl.Series(indexes_of(frame["id_number"].to_list()))
        read_rows(Person, ("party_id", "name", "household_id", "id_number_index"), key="id_number_index", keys=wanted)
        floor = time.perf_counter() - began
        began = time.perf_counter()
        row = import_list(actor, kind, file, area_code=COUNTY, month=MONTH, received_on=ON)
        own = time.perf_counter() - began
    say(f"floor {floor:.1f} s, ours {own:.1f} s: {row.matched:,} matched, {row.near:,} near, {row.unmatched:,} not")
    return [row_of("monthly.matching", own, rows, floor=floor)]


def orm_loop(sample: int) -> list[dict[str, Any]]:
    """The rules that ship, asked by the engine over a register, against a loop over its first households."""
    bills = Prefetch(
        "list_rows", ListRow.objects.filter(state="matched").only("household_id", "list_type", "facts", "day")
    )
    homes = Household.objects.order_by("pk").prefetch_related("members", "incomes", bills)[: sample // 3]
    began, hits = time.perf_counter(), 0
    for home in homes:
        hits += sum(map(bool, by_hand(home)))
    seconds = time.perf_counter() - began
    say(f"ORM loop over {sample:,} persons {seconds:.1f} s, {hits:,} hits")
    return [{**row_of("monthly.orm_loop", 0.0, sample), "ours": None, "peer": round(seconds, 3)}]


def by_hand(home: Household) -> tuple[Any, ...]:
    """Twelve conditions as somebody would write them on objects."""
    people, bills = list(home.members.all()), [r for r in home.list_rows.all() if "self_paid" in r.facts]
    nets = {i.year: i.net_per_head for i in home.incomes.all()}
    then, now = nets.get(2018), nets.get(2019)
    inpatient = sum(r.facts["self_paid"] for r in bills if r.facts.get("kind") == "住院" and r.day.year == 2020)
    lifted = home.standing == "lifted"
    return (
        inpatient >= 500_000 and lifted,
        inpatient >= 2_000_000 and not lifted,
        home.housing_safety in ("c", "d"),
        sum(p.medical_insured is False for p in people) > 1,
        now is not None and now < 2000,
        bool(then) and now is not None and then is not None and 1 - now / then >= 0.8,
        people and all(p.labour in ("none", "lost") for p in people),
        home.water in ("surface", "rain"),
        home.relocated and not any(p.work_months for p in people),
        sum(p.birth_date is not None and p.birth_date > date(2004, 11, 30) for p in people) >= 2,
        any("serious" in p.health for p in people) and lifted,
        any(r.facts["self_paid"] >= 5_000_000 for r in bills),
    )


def row_of(name: str, own: float, n: int, *, floor: float | None = None) -> dict[str, Any]:
    """Return one line of the result."""
    ratio = floor and round(own / floor, 2)
    return {"name": name, "ours": round(own, 3), "floor": floor and round(floor, 3), "ratio_floor": ratio, "n": n}


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--county", type=int, default=500_000)
    parser.add_argument("--register", type=int, default=0)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--sample", type=int, default=30_000)
    given = parser.parse_args()
    rows: list[dict[str, Any]] = []
    if given.register:
        rows += matching(given.register, given.rows)
    elif given.county:
        rows += county_run(given.county)
    if given.sample:
        rows += orm_loop(given.sample)
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
