"""The target board: what it computes, who sees what, how it narrows, leaves as a workbook and ranks."""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bangfu.figures.actions import state_target
from bangfu.figures.board.achieving import achieve, added_up
from bangfu.figures.board.lagging import lagging
from bangfu.figures.board.ranking import ranked
from bangfu.figures.models import Target
from bangfu.figures.pace import State
from bangfu.figures.tests.conftest import COUNTY, NEXT_TOWN, STRANGE_COUNTY, TOWN, Books
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User

pytestmark = pytest.mark.django_db
END = date(2020, 12, 31)
BOARD = "/figures/board/?period=2020"


def state(value: str, **changes: Any) -> Target:
    given = {
        "figure": "market.sales", "area_code": COUNTY, "starts_on": date(2020, 1, 1), "ends_on": END,
        "document": "责任书",
    }  # fmt: skip
    return state_target(operator(), value=Decimal(value), **{**given, **changes})


@pytest.fixture
def aims(books: Books) -> dict[str, Target]:
    """The county has sold 2,000.50: 1,200.50 in one town, 800 in the other."""
    return {
        "county": state("1000"),
        "town": state("2000", area_code=TOWN),
        "next": state("400", area_code=NEXT_TOWN),
        "unit": state("4001", organisation=books.unit.pk),
        "units": state("2", figure="market.budget_units"),
        "share": state("90", figure="market.sales.online_share"),
    }


def test_targets_are_computed_together(books: Books, aims: dict[str, Target]) -> None:
    found = achieve(books.county, list(aims.values()), END)
    reached = {name: round(found[t.pk].standing.reached, 2) for name, t in aims.items()}
    assert reached == {
        "county": Decimal("200.05"), "town": Decimal("60.02"), "next": 200, "unit": 50, "units": 50,
        "share": Decimal("111.11"),
    }  # fmt: skip
    assert found[aims["county"].pk].standing.exceeded == Decimal("100.05")
    assert found[aims["town"].pk].standing.state is State.MISSED


def test_counts_of_different_things_in_several_places_are_not_added_up(books: Books) -> None:
    """One unit buys in both towns: two lines of one unit each, not “two places: 2 units”."""
    both = [state("1", figure="market.budget_units", area_code=place) for place in (TOWN, NEXT_TOWN)]
    both += [state("500", area_code=place) for place in (TOWN, NEXT_TOWN)]
    lines = added_up(achieve(books.county, both, END).values(), END)
    assert [(one.figure.name, len(one.targets), one.standing.actual) for one in lines] == [
        ("market.budget_units", 1, 1), ("market.budget_units", 1, 1), ("market.sales", 2, Decimal("2000.50")),
    ]  # fmt: skip


def test_statements_do_not_grow_with_the_targets(books: Books, aims: dict[str, Target]) -> None:
    def statements(targets: list[Target]) -> int:
        with CaptureQueriesContext(connection) as captured:
            achieve(operator(), targets, END)
        return sum('"ledger_entry"' in one["sql"] and "SUM" in one["sql"].upper() for one in captured)

    few = statements([aims["county"]])
    more = [
        state("5", area_code=place, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
        for place in (COUNTY, TOWN, NEXT_TOWN)
        for year in (2017, 2018, 2019)
    ]
    assert statements([aims["county"], aims["town"], *more]) == few == 1


def test_a_cut_off_looks_back(books: Books, aims: dict[str, Target]) -> None:
    found = achieve(books.county, [aims["county"]], date(2020, 6, 30))[aims["county"].pk]
    assert found.standing.actual == Decimal("1200.50")


def test_the_matrix_names_states_in_words(books: Books, aims: dict[str, Target], visit: Any) -> None:
    said = visit(books.county, BOARD).said
    assert "大川镇" in said
    assert "✗ 到期未完成 60.0%" in said
    assert "✓ 已完成 200.0%" in said
    assert "200.1%" in said
    assert "100.1%" in said
    page = visit(books.county, BOARD).content.decode()
    assert f"place={TOWN}" in page
    assert f"/figures/target/{aims['county'].pk}/" in page
    assert "/figures/market.sales/?place=420302" in page


def test_a_cell_opens_its_targets(books: Books, aims: dict[str, Target], visit: Any) -> None:
    said = visit(books.county, f"{BOARD}&place={TOWN}&workstream=market").said
    assert "60.0%" in said
    assert "共 1 项" in said


def test_by_unit_and_by_pair(books: Books, aims: dict[str, Target], visit: Any) -> None:
    assert "茅箭区教育局" in visit(books.county, f"{BOARD}&by=organisation").said
    pair = state("10", area_code=TOWN, giver_area_code=STRANGE_COUNTY)
    said = visit(books.county, f"{BOARD}&by=pair").said
    assert "张湾区 → 大川镇" in said
    assert "张湾区 → 大川镇" in visit(books.partner, f"{BOARD}&by=pair").said
    assert achieve(books.partner, [pair], END)[pair.pk].standing.actual == 0


def test_each_sees_their_own_board(books: Books, aims: dict[str, Target], visit: Any) -> None:
    township = visit(books.township, BOARD).said
    assert "60.0%" in township
    assert "200.1%" not in township
    unit = visit(books.buyer, BOARD).said
    assert "本单位目标" in unit
    assert "50.0%" in unit
    assert "大川镇" not in unit
    assert "这里还没有目标" in visit(books.stranger, BOARD).said
    for place in (COUNTY, NEXT_TOWN):
        assert visit(books.township, f"{BOARD}&place={place}").status_code == 403
    assert visit(books.nobody, BOARD).status_code == 403


@pytest.mark.parametrize("query", ["period=x", "place=x", "by=colour", "on=2020-13-01", "organisation=x"])
def test_a_wrong_question_is_answered_in_words(books: Books, visit: Any, query: str) -> None:
    assert visit(books.county, f"/figures/board/?{query}").status_code == 422


def test_an_empty_board_says_what_to_do(books: Books, visit: Any) -> None:
    said = visit(books.county, "/figures/board/").said
    assert "这里还没有目标" in said
    assert "登记目标" in said
    assert "本单位在这一时期没有目标" in visit(books.buyer, "/figures/board/").said


def test_the_board_leaves_as_a_workbook(books: Books, aims: dict[str, Target], visit: Any, tmp_path: Any) -> None:
    answer = visit(books.county, f"/figures/board/export/?period=2020&place={COUNTY}")
    path = tmp_path / "board.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    lines = pl.read_excel(path, sheet_name="各项目标")
    row = lines.filter((pl.col("指标") == "认定产品销售额") & pl.col("地区（单位）").eq("茅箭区")).row(0, named=True)
    assert (row["目标"], row["完成"], row["完成率（%）"], row["超额（%）"]) == (1000, 2000.5, 200.05, 100.05)
    assert "大川镇" in pl.read_excel(path, sheet_name="看板").columns
    assert Change.objects.get(action="export").after["what"] == "board"
    assert visit(books.buyer, "/figures/board/export/?period=2020").status_code == 403


def test_places_are_ranked_with_ties(books: Books, aims: dict[str, Target], visit: Any) -> None:
    said = visit(books.county, f"/figures/board/ranking/?period=2020&place={COUNTY}").said
    assert "1茅塔乡100.00" in said.replace(" ", "")
    assert "2大川镇60.03" in said.replace(" ", "")
    assert "单项最高按 100% 计" in said
    found = achieve(books.county, list(aims.values()), END)
    county, town = found[aims["county"].pk], found[aims["town"].pk]
    order = ranked({"a": [county], "b": [county], "c": [town], "d": [town, county]}, {}, Decimal(100))
    assert [(one.rank, one.key) for one in order] == [(1, "a"), (1, "b"), (3, "d"), (4, "c")]
    assert ranked({"a": [town]}, {"market.sales": 0}, Decimal(100)) == []
    capped = ranked({"a": [county]}, {}, Decimal(120))
    assert capped[0].score == 120


def test_what_lags_is_on_the_first_page(books: Books, visit: Any) -> None:
    today = timezone.localdate()
    whole = {"starts_on": date(today.year - 1, 1, 1), "ends_on": date(today.year + 1, 12, 31)}
    state("1000000", **whole)
    state("999999", area_code=TOWN, **whole)
    assert len(lagging(books.county)) == 1
    assert lagging(books.stranger) == []
    assert "进度滞后的目标" in visit(books.county, "/").said


def test_the_page_of_a_target_shows_progress_parts_and_values(
    books: Books, aims: dict[str, Target], visit: Any
) -> None:
    state("1000.25", use="base")
    said = visit(books.county, f"/figures/target/{aims['county'].pk}/").said
    for words in ("200.1%", "100.1%", "比文件所列基数", "合计 2,400.00元，比目标多 1,400.00元", "不低于 1,000.00元"):
        assert words in said, words
    share = f"/figures/target/{aims['county'].pk}/share/"
    assert "大川镇" in visit(books.county, share).said
    assert visit(books.township, share).status_code == 404


def test_sharing_out_on_the_page(books: Books, client: Any) -> None:
    target = state("20000")
    client.force_login(books.county)
    address = f"/figures/target/{target.pk}/share/"
    refused = client.post(address, {f"part-{TOWN}": "1.5", f"part-{NEXT_TOWN}": "1"})
    assert refused.status_code == 422
    assert 'value="1.5"' in refused.content.decode()
    assert Target.objects.count() == 1
    said = client.post(address, {f"part-{TOWN}": "1.5"}, follow=True).content.decode()
    assert "还有 5,000.00元 没有分下去" in said
    assert Target.objects.get(area_code=TOWN).value == 15000
    assert client.post(address, {f"part-{TOWN}": "many"}).status_code == 422


def test_the_board_stands_in_every_language(books: Books, aims: dict[str, Target], visit: Any) -> None:
    for language in ("zh-hans", "zh-hant", "en"):
        User.objects.filter(pk=books.county.pk).update(language=language)
        for address in (BOARD, f"/figures/board/ranking/?period=2020&place={COUNTY}"):
            assert visit(books.county, address).status_code == 200
