"""Tables: totals are what the figures say, a stranger learns nothing, and queries do not grow with the rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangfu.figures.computing import Question, compute, find
from bangfu.figures.tables.asking import Asked, asked, table_named, year_before
from bangfu.figures.tables.composing import asks_of, compose_table
from bangfu.figures.tables.declared import (
    By,
    ByArea,
    ByPartner,
    Column,
    Derived,
    Field,
    Grid,
    Names,
    Records,
    Rule,
    Table,
)
from bangfu.figures.tables.declared import tables as declared_tables
from bangfu.figures.tables.document import Cell, Document, Head
from bangfu.figures.tables.filling import is_additive
from bangfu.figures.tables.wording import cell_words, head_words
from bangfu.figures.tests.conftest import (
    COUNTY,
    NEXT_TOWN,
    STRANGE_COUNTY,
    TOWN,
    VILLAGE,
    Books,
)
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.remembered import forget_everything
from bangfu.kernel.rights.actions import operator
from bangfu.ledger.actions import reverse_entry
from bangfu.parties.actions import register_area, register_organisation

BOTH = Decimal("2000.50")
TOWNS = {"大川镇": Decimal("1200.50"), "茅塔乡": 800}
PURCHASES = Grid(
    head="地区",
    rows=ByArea(),
    columns=(
        Column("market.purchases"),
        Column("market.budget_units"),
        Column("market.budget_purchases", key="budget"),
        Derived("share", "占比", "%", "budget", "market.purchases"),
        Derived("of_all", "比重", "of_total", "market.purchases"),
        Derived("rank", "名次", "rank", "market.purchases"),
    ),
)


def table(*parts: Any) -> Table:
    return Table(name="T99", title="试表", workstream="market", parts=parts)


def composed(user: Any, part: Any, **question: Any) -> Document:
    return compose_table(user, table(part), Asked(**{"place": COUNTY, "to": date(2020, 12, 31), **question}))


def values(document: Document, column: str) -> dict[str, Any]:
    sheet = document.sheets[0]
    at = [head.key for head in sheet.columns].index(column)
    rows = {row.title: row.cells[at].value for row in sheet.rows}
    return rows | ({"合计": sheet.total.cells[at].value} if sheet.total else {})


def test_rows_add_up_to_the_figure_and_distinct_things_do_not(books: Books) -> None:
    document = composed(books.county, PURCHASES)
    assert values(document, "market.purchases") == {
        "大川镇": Decimal("1200.50"),
        "茅塔乡": 800,
        "合计": Decimal("2000.50"),
    }
    assert values(document, "market.budget_units") == {"大川镇": 1, "茅塔乡": 1, "合计": 1}
    total = document.sheets[0].total
    assert total is not None
    assert total.cells[0].formula is not None
    assert total.cells[0].formula.operator == "sum"
    assert total.cells[1].formula is None


def test_what_follows_from_other_cells_is_computed_from_them(books: Books) -> None:
    document = composed(books.county, PURCHASES)
    assert values(document, "share") == {"大川镇": 100, "茅塔乡": 100, "合计": 100}
    assert values(document, "rank") == {"大川镇": 1, "茅塔乡": 2, "合计": None}
    shares = values(document, "of_all")
    assert round(shares["大川镇"], 2) == Decimal("60.01")
    assert shares["合计"] == 100


def test_what_is_set_for_one_is_not_compared_with_the_total(books: Books) -> None:
    grid = Grid(
        head="地区",
        rows=ByArea(),
        columns=(
            Column("market.purchases"),
            Rule("rule", "应有", "fieldwork.member_days"),
            Derived("gap", "多（少）", "-", "market.purchases", "rule", unit="ratio"),
        ),
    )
    gaps, rules = values(document := composed(books.county, grid), "gap"), values(document, "rule")
    assert gaps["茅塔乡"] == 800 - rules["茅塔乡"]
    assert (rules["合计"], gaps["合计"]) == (None, None)


def test_what_is_due_by_a_rate_stands_beside_what_was_paid(books: Books) -> None:
    grid = Grid(
        head="地区",
        rows=ByArea(),
        total_title="全县",
        columns=(
            Column("market.budget_units"),
            Rule("rate", "标准", "fieldwork.member_days", unit="yuan"),
            Derived("due", "应发", "*", "market.budget_units", "rate", unit="CNY"),
            Column("market.purchases"),
            Derived("off", "实发减应发", "-", "market.purchases", "due", unit="CNY", total=False),
        ),
    )
    document = composed(books.county, grid)
    rate = values(document, "rate")["茅塔乡"]
    due, off = values(document, "due"), values(document, "off")
    assert (due["茅塔乡"], off["茅塔乡"], due["合计"], off["合计"]) == (rate, 800 - rate, None, None)
    total = document.sheets[0].total
    assert total is not None
    assert total.title == "全县"


def test_headings_and_cells_read_well() -> None:
    units = {"参训人次": "person_time", "户": "household", "指导人": "person"}
    headings = [head_words(Head(title, title, unit=unit)) for title, unit in units.items()]
    assert headings == ["参训人次", "户", "指导人（人）"]
    assert cell_words(Cell(Decimal(67) / 23, unit="ratio"), mixed=True) == "2.91"
    assert cell_words(Cell(Decimal("3.00"), unit="organisation"), mixed=True) == "3 家"


def test_what_belongs_to_the_place_itself_has_a_row_that_opens_to_it_alone(books: Books) -> None:
    books.purchase("50.00", COUNTY, date(2020, 8, 1))
    document = composed(books.county, PURCHASES)
    assert values(document, "market.purchases")["茅箭区（本级）"] == 50
    own = next(row for row in document.sheets[0].rows if row.title == "茅箭区（本级）")
    assert own.cells[0].parameters == {"place": COUNTY, "exact": "1", "to": "2020-12-31"}
    alone = Question(area_code=COUNTY, to=date(2020, 12, 31), exact=True)
    assert compute(find("market.purchases"), alone).value == 50


def test_nothing_recorded_is_not_zero(books: Books) -> None:
    register_area(operator(), code="420302300", name="鸳鸯乡")
    wrong = books.purchase("5.00", NEXT_TOWN, date(2020, 9, 1))
    reverse_entry(operator(), wrong.pk, reason="记重了")
    document = composed(books.county, PURCHASES, from_=date(2020, 8, 1))
    assert values(document, "market.purchases") == {"大川镇": None, "茅塔乡": 0, "鸳鸯乡": None, "合计": 0}


def test_places_without_anything_can_be_listed(books: Books) -> None:
    lacking = Grid(head="村", rows=ByArea(level="village", only="empty"), columns=(Column("market.purchases"),))
    books.purchase("10.00", VILLAGE, date(2020, 8, 1))
    assert [row.title for row in composed(books.county, lacking).sheets[0].rows] == ["岩屋村"]
    filled = Grid(head="村", rows=ByArea(level="village", only="filled"), columns=(Column("market.purchases"),))
    assert values(composed(books.county, filled), "market.purchases") == {
        "卡子村": 10,
        "大川镇（本级）": Decimal("1200.50"),
        "茅塔乡（本级）": 800,
        "合计": Decimal("2010.50"),
    }


def test_choices_of_a_detail_are_all_there_in_their_order(books: Books) -> None:
    channels = Grid(head="渠道", rows=By("channel"), columns=(Column("market.purchases"),))
    assert "channel" in find("market.purchases").by
    document = composed(books.county, channels)
    assert values(document, "market.purchases") == {
        "线上": Decimal("2000.50"),
        "线下": None,
        "合计": Decimal("2000.50"),
    }
    assert document.sheets[0].rows[0].cells[0].parameters["channel"] == "online"


def test_names_stand_in_their_rows(books: Books) -> None:
    named = Grid(
        head="地区",
        rows=ByArea(),
        columns=(Column("market.purchases"), Names("market.purchases", "giver", "采购单位")),
    )
    assert [row.cells[1].text for row in composed(books.county, named).sheets[0].rows] == ["茅箭区教育局"] * 2


def test_the_helping_side_sees_what_it_gave_by_place_helped(books: Books) -> None:
    partner = Grid(head="受援县", rows=ByPartner(), columns=(Column("market.purchases"),))
    books.purchase("70.00", STRANGE_COUNTY, date(2020, 9, 1))
    document = composed(books.county, partner, side="giver")
    assert values(document, "market.purchases") == {"张湾区": 70, "合计": 70}  # nothing it gave to itself
    buyers = Grid(head="受援县", rows=ByPartner(), columns=(Column("market.budget_units"),))
    assert values(composed(books.county, buyers, side="giver"), "market.budget_units")["合计"] == 1
    narrowed = composed(books.county, partner, side="giver", pair=STRANGE_COUNTY)
    assert values(narrowed, "market.purchases") == {"张湾区": 70, "合计": 70}


def test_a_stranger_sees_nothing(books: Books) -> None:
    listed = Records(kinds=("market.purchase",), fields=(Field("amount", "金额"), Field("giver", "单位")))
    for part in (PURCHASES, listed):
        with pytest.raises(Denied):
            composed(books.stranger, part)
        elsewhere = composed(books.stranger, part, place="")
        assert all(cell.value is None for row in elsewhere.sheets[0].rows for cell in row.cells)
    with pytest.raises(Denied):
        composed(books.nobody, PURCHASES)


def test_entries_are_listed_with_what_they_add_up_to(books: Books) -> None:
    listed = Records(
        kinds=("market.purchase",),
        fields=(
            Field("happened_on", "日期"),
            Field("giver", "单位"),
            Field("amount", "金额"),
            Field("channel", "渠道"),
        ),
    )
    sheet = composed(books.county, listed).sheets[0]
    assert [[cell.value or cell.text for cell in row.cells] for row in sheet.rows] == [
        ["2020-06-19", "茅箭区教育局", Decimal("1200.50"), "线上"],
        ["2020-07-01", "茅箭区教育局", Decimal("800.00"), "线上"],
    ]
    assert sheet.total is not None
    assert sheet.total.cells[2].value == Decimal("2000.50")


def test_queries_do_not_grow_with_the_rows(books: Books) -> None:
    """Twenty townships by fifteen figures ask as often as two."""
    names = [f.name for f in map(find, FIFTEEN)]
    wide = Grid(head="地区", rows=ByArea(), columns=tuple(Column(name) for name in names))

    def queries() -> int:
        forget_everything()
        with CaptureQueriesContext(
            connection,
        ) as asked_queries:
            document = composed(books.county, wide)
        assert len(document.sheets[0].columns) == 15
        return len(asked_queries)

    queries()  # the user's grants are read once
    before = queries()
    for number in range(18):
        code = f"4203024{number:02}"
        register_area(operator(), code=code, name=f"第{number}乡")
        unit = register_organisation(operator(), name=f"第{number}局", kind="authority", area_code=COUNTY)
        books.purchase("10.00", code, date(2020, 8, 1), giver_id=unit.pk)
    assert queries() == before
    assert len(composed(books.county, wide).sheets[0].rows) == 20


FIFTEEN = (
    "market.purchases", "market.sales", "market.budget_purchases", "market.budget_units", "market.orders",
    "market.consumption", "market.facilitated_sales", "exchange.donations", "exchange.donors", "funds.special",
    "labour.workers", "labour.placed", "education.aid", "health.insured_rate", "parties.task_villages",
)  # fmt: skip


@given(
    amounts=st.lists(
        st.tuples(st.sampled_from((COUNTY, TOWN, NEXT_TOWN, VILLAGE)), st.integers(1, 10**9)), min_size=1, max_size=8
    )
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.django_db
def test_rows_always_add_up(books: Books, amounts: list[tuple[str, int]]) -> None:
    """Whatever is recorded wherever in the county, the rows below it add up to the figure of the county."""
    for place, fen in amounts:
        books.purchase(str(Decimal(fen) / 100), place, date(2021, 3, 1))
    asked_for = {"from_": date(2021, 1, 1), "to": date(2021, 12, 31)}
    whole = compute(find("market.purchases"), Question(area_code=COUNTY, **asked_for)).value
    for level in ("", "village"):
        grid = Grid(head="地区", rows=ByArea(level=level), columns=(Column("market.purchases"),))
        sheet = composed(books.county, grid, **asked_for).sheets[0]
        assert sum(row.cells[0].value or 0 for row in sheet.rows) == whole
        assert sheet.total is not None
        assert sheet.total.cells[0].value == whole
        assert sheet.total.cells[0].formula is not None


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(t.name for t in declared_tables))
def test_every_declared_table_can_be_computed(code: str) -> None:
    """Its figures, dimensions and columns exist; each cell's conditions can be asked from its address."""
    declared = table_named(code)
    for part in declared.parts:
        if isinstance(part, Grid):
            for ask in asks_of(part):
                assert set(ask.where) <= set(find(ask.figure).by), ask
    for side in ("receiver", "giver"):
        document = compose_table(operator(), declared, Asked(place=COUNTY, to=date(2020, 12, 31), side=side))
        assert len(document.sheets) == len(declared.parts)


def test_unknown_codes_and_turned_periods_are_refused(books: Books) -> None:
    with pytest.raises(Refused, match="T00"):
        table_named("T00")
    with pytest.raises(Refused, match="截止日期"):
        asked(table(PURCHASES), place=COUNTY, from_=date(2020, 2, 1), to=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("day", "before"), [("2020-02-29", "2019-02-28"), ("2021-02-28", "2020-02-29"), ("2020-05-31", "2019-05-31")]
)
def test_a_year_before(day: str, before: str) -> None:
    assert year_before(date.fromisoformat(day)) == date.fromisoformat(before)


def test_only_sums_and_counts_are_additive() -> None:
    assert is_additive(find("market.purchases").expression)
    assert not is_additive(find("market.budget_units").expression)
    assert not is_additive(find("market.sales.online_share").expression)
