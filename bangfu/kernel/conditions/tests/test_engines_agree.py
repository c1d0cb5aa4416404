"""The same conditions over the same random people: row by row, in the database, in DuckDB, on Spark."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bangfu.kernel.conditions.checking import check
from bangfu.kernel.conditions.engines.answers import Engine
from bangfu.kernel.conditions.engines.database import DatabaseEngine, own_dialect
from bangfu.kernel.conditions.engines.duckdb import duckdb_engine
from bangfu.kernel.conditions.engines.snapshots import Snapshot, schema_of, write_table
from bangfu.kernel.conditions.engines.spark import is_installed, spark_engine
from bangfu.kernel.conditions.reading import Faulty
from bangfu.kernel.conditions.tests.people import BILL, HOUSEHOLD, ON, PERSON, WORDS, Row, Village, value
from bangfu.kernel.conditions.vocabulary import Table
from bangfu.kernel.conditions.writing import Question
from bangfu.kernel.errors import Refused

PLACES = ("420302001201", "420302001202", "420303001201", "430525001201")
NUMBERS = {
    "household": ("rooms", "house",
                  "person.count()", "person.count(age < 16)", "bill.sum(paid, this_year)",
                  "person.sum(months)", "person.max(age)", "bill.max(paid, last_6_months)", "bill.mean(paid)",
                  "bill.latest(paid)", "person.sum(bill.sum(paid, last_3_months), insured)", 'parameter("test.line")'),
    "person": ("age", "months", "household.rooms", "bill.sum(paid - total * 2)",
               "bill.min(share, this_year)",
               "bill.latest(total - paid, last_year)", "bill.count(back known)", 'parameter("test.line")'),
}  # fmt: skip
TRUTHS = {
    "household": ('standing = "脱贫户"', 'standing 不属于 ("脱贫户", "一般农户")',
                  "moved", "not moved", "house unknown",
                  'person.any(health has "大病" or not insured)', "person.all(age >= 60)", "bill.any(last_3_months)",
                  "person.any(bill.any(paid > total))", 'person.none(sex = "女")'),
    "person": ('sex = "女"', "insured = true", 'household.standing != "脱贫户"',
               'health has "健康"', "age >= 60",
               "60 > age", "age != 16",
               'bill.any(place = "县 \'医院\'", last_2_years)', "bill.max(back) >= 2020-06-01"),
}  # fmt: skip
PRODUCTS = {  # beyond 64 bits, and beyond the 32 in which engines multiply written numbers
    "household": "bill.max(paid) * bill.max(paid) * bill.max(paid) * (rooms + 9) > 1",
    "person": 'parameter("test.line") * (parameter("test.line") * 12.5) > age and sex = "女"',
}


def numbers(subject: str) -> st.SearchStrategy[str]:
    """Texts of numbers: fields, gathered values, and what is calculated from them."""
    simple = (
        st.sampled_from(NUMBERS[subject]) | st.integers(0, 90).map(str) | st.sampled_from(("0.5", "12.5", "30%", "9亿"))
    )
    return st.recursive(
        simple,
        lambda n: st.tuples(n, st.sampled_from("+-*/"), n).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        max_leaves=3,
    )


def conditions(subject: str) -> st.SearchStrategy[str]:
    """Texts of conditions."""
    compared = st.tuples(numbers(subject), st.sampled_from((">", ">=", "<", "<=", "=", "!=")), numbers(subject))
    simple = st.sampled_from(TRUTHS[subject]) | compared.map(" ".join) | numbers(subject).map("{} unknown".format)
    joined = st.sampled_from(("and", "or"))
    return st.recursive(
        simple,
        lambda c: st.tuples(c, joined, c).map(lambda t: f"({t[0]} {t[1]} {t[2]})") | c.map("not ({})".format),
        max_leaves=4,
    ).filter(lambda text: is_accepted(text, subject))


def is_accepted(text: str, subject: str) -> bool:
    """Tell whether a condition is not too fine or too large to be calculated."""
    try:
        check(text, WORDS, subject, ON)
    except Faulty:
        return False
    return True


def invented(random: Random, households: int) -> Village:
    """People with gaps, zeros, no members, no bills, and bills of nobody."""

    def maybe(choices: Sequence[Any]) -> Any:
        return random.choice((None, *choices))

    def day() -> date:
        return ON - timedelta(days=random.choice((0, 1, 90, 91, 92, 200, 365, 366, 700, -3)))

    village = Village({"household": [], "person": [], "bill": []})
    for number in range(1, households + 1):
        village.rows["household"].append(
            {
                "row_id": number,
                "area_code": random.choice(PLACES),
                "standing": maybe(("lifted", "ordinary")),
                "rooms": maybe((0, 1, 3)),
                "house": maybe((0, 12500, 80000)),
                "moved": maybe((True, False)),
            }
        )
    for number in range(1, random.randint(0, households * 3) + 1):
        home = random.choice((*range(1, households + 1), None)) if households else None
        village.rows["person"].append(
            {
                "row_id": 100_000 + number,
                "household_id": home,
                "area_code": village.rows["household"][home - 1]["area_code"] if home else PLACES[0],
                "birth_date": maybe([ON - timedelta(days=d) for d in (10, 5843, 5844, 5845, 21914, 21915, 30000)]),
                "sex": maybe(("1", "2")),
                "health": maybe(('["healthy"]', '["serious", "disabled"]', "[]")),
                "months": maybe((0, 3, 11)),
                "insured": maybe((True, False)),
            }
        )
    for number in range(1, random.randint(0, households * 4) + 1):
        person = random.choice((*village.rows["person"], None))
        village.rows["bill"].append(
            {
                "row_id": 900_000 + number,
                "household_id": person["household_id"] if person else maybe(range(1, households + 1)),
                "person_id": person["row_id"] if person else None,
                "area_code": person["area_code"] if person else PLACES[0],
                "day": day(),
                "paid": maybe((0, 1, 5050, 333_33, 2_000_000)),
                "total": maybe((0, 5050, 100_000)),
                "place": maybe(("县 '医院'", "市医院")),
                "back": maybe((date(2020, 5, 31), date(2020, 6, 1))),
            }
        )
    return village


def literal_source(village: Village) -> Any:
    """The rows as SQL of the connected database, without any table."""
    dialect = own_dialect()
    types = {pl.Int64(): "BIGINT", pl.String(): "TEXT", pl.Date(): "DATE", pl.Boolean(): "BOOLEAN"}
    sqlite = dialect.name == "sqlite"

    def literal(content: Any, kind: pl.DataType) -> str:
        text = "NULL"
        if content is not None:
            text = dialect.text(content) if isinstance(content, str) else str(content).upper()
            text = dialect.day(content) if isinstance(content, date) else text
        return text if sqlite else f"CAST({text} AS {types[kind]})"

    def source(table: Table) -> str:
        schema = schema_of(table)
        rows: list[Row] = village.of(table) or [dict.fromkeys(schema)]
        selects = ["SELECT " + ", ".join(f'{literal(row[n], t)} AS "{n}"' for n, t in schema.items()) for row in rows]
        empty = "" if village.of(table) else " WHERE 1 = 0"
        return f"({' UNION ALL '.join(selects)}{empty})"

    return source


def files_of(village: Village, folder: Path) -> Snapshot:
    """The rows as a snapshot."""
    for table in (HOUSEHOLD, PERSON, BILL):
        write_table(folder, table, [pl.DataFrame(village.of(table), schema=schema_of(table))])
    return Snapshot(folder)


def compare(village: Village, engine: Engine, subject: Table, texts: Sequence[str]) -> None:
    """Every condition is true of the same rows as row by row, and shows the same values."""
    questions = [Question(f"q{i}", check(text, WORDS, subject.name, ON)) for i, text in enumerate(texts)]
    answer, asked = engine.answer(subject, questions)
    rows = {row["row_id"]: row for row in village.of(subject)}
    for question, text in zip(questions, texts, strict=True):
        found = answer.filter(pl.col(question.name) == 1)
        assert set(found["id"]) == village.true(subject, question.condition), (engine.name, text)
        for shown in asked.shown[question.name]:
            for number, told in found.select("id", shown.column).iter_rows():
                expected = value(shown.term, rows[number], village)
                assert told == expected or (told is None and expected is None), (engine.name, text, number)
    hits, everybody = engine.count(subject, questions[0])
    assert (hits, everybody) == (len(village.true(subject, questions[0].condition)), len(rows))


@dataclass(frozen=True)
class Case:
    """Conditions over one table, and which people are invented for them."""

    subject: str
    texts: Sequence[str]
    seed: int = 0
    households: int = 1


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Some conditions over one table and some people, perhaps none."""
    subject = draw(st.sampled_from(("household", "person")))
    texts = draw(st.lists(conditions(subject), min_size=1, max_size=5))
    return Case(subject, texts, draw(st.integers(0, 10_000)), draw(st.integers(0, 6)))


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(Case("person", [PRODUCTS["person"]]))
@example(Case("household", ["bill.max(90000.01) * bill.max(90000.01) > 3 * rooms"], 3, 3))
@example(Case("household", [PRODUCTS["household"]], 0, 6))
@given(cases())
def test_database_and_duckdb_agree_with_row_by_row(case: Case) -> None:
    village, subject = invented(Random(case.seed), case.households), WORDS.table(case.subject)
    with transaction.atomic():  # a statement that fails leaves the transaction as it was for the next case
        compare(village, DatabaseEngine(literal_source(village)), subject, case.texts)
    with TemporaryDirectory() as folder, duckdb_engine(files_of(village, Path(folder))) as engine:
        compare(village, engine, subject, case.texts)


HUGE = ("bill.sum(paid) * 30%", "bill.sum(paid)", "bill.max(paid) * 12.5")


def with_bills_beyond_reason() -> Village:
    """One household has bills of amounts that nobody ever paid, each near the end of 64 bits."""
    village = invented(Random(1), 3)
    for bill in village.of(BILL):
        bill.update(household_id=1, day=ON, paid=4 * 10**18)
    return village


@pytest.mark.django_db
@pytest.mark.parametrize("number", HUGE)
def test_data_beyond_64_bits_are_refused_and_the_transaction_goes_on(number: str, tmp_path: Path) -> None:
    village = with_bills_beyond_reason()
    questions = [Question("q", check(f"{number} > 1", WORDS, "household", ON))]
    database = DatabaseEngine(literal_source(village))
    with pytest.raises(Refused, match="特别大"):
        database.answer(HOUSEHOLD, questions)
    assert (
        database.count(HOUSEHOLD, Question("q", check("rooms unknown or rooms known", WORDS, "household", ON)))[0] == 3
    )
    with duckdb_engine(files_of(village, tmp_path)) as engine, pytest.raises(Refused, match="特别大"):
        engine.answer(HOUSEHOLD, questions)


SPARK = pytest.mark.skipif(
    not (is_installed() and os.environ.get("BANGFU_TEST_SPARK")),
    reason="Spark takes half a minute to start: asked for with BANGFU_TEST_SPARK=1",
)


@pytest.mark.slow
@SPARK
@pytest.mark.parametrize("subject", [HOUSEHOLD, PERSON], ids=lambda t: t.name)
def test_spark_agrees_with_row_by_row(subject: Table, tmp_path: Path) -> None:
    village = invented(Random(11), 60)
    one, several = NUMBERS[subject.name], TRUTHS[subject.name]
    texts = [*(f"{n} >= 10 or {n} / 3 < 2" for n in one)]
    texts += [f"not ({t}) and {n} != 3" for t, n in zip(several, one, strict=False)]
    texts += [*several, PRODUCTS[subject.name]]
    with spark_engine(files_of(village, tmp_path)) as engine:
        compare(village, engine, subject, texts)


@pytest.mark.slow
@SPARK
def test_data_beyond_64_bits_are_refused_by_spark(tmp_path: Path) -> None:
    village = with_bills_beyond_reason()
    with spark_engine(files_of(village, tmp_path)) as engine:
        for number in HUGE:
            question = Question("q", check(f"{number} > 1", WORDS, "household", ON))
            for ask in (lambda q: engine.answer(HOUSEHOLD, [q]), lambda q: engine.count(HOUSEHOLD, q)):
                with pytest.raises(Refused, match="特别大"):
                    ask(question)


def test_a_place_is_asked_alone(tmp_path: Path) -> None:
    village = invented(Random(5), 40)
    files_of(village, tmp_path)
    node = check("房间数 已知 或 房间数 为空", WORDS, "household", ON)
    for area in ("42", "420302", "420302001201"):
        with duckdb_engine(Snapshot(tmp_path, area)) as engine:
            answer, _asked = engine.answer(HOUSEHOLD, [Question("q", node)])
        assert set(answer["id"]) == {r["row_id"] for r in village.of(HOUSEHOLD) if r["area_code"].startswith(area)}
