"""Which figure of the ledger a number of a text is held against, and in which place and period."""

from datetime import date

import pytest
from django.utils.translation import override

from bangfu.ledger.models import Entry
from bangfu.parties.models import Area
from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.compare import NOTHING, Comparison
from bangfu.reports.checker.readers.document import Document
from bangfu.reports.checking import checked
from bangfu.reports.scope_words import INSIDE, TOWARDS
from bangfu.reports.tests.conftest import COUNTY, NEXT_TOWNSHIP, STRANGE, Office, Post

pytestmark = pytest.mark.django_db


def compared(text: str, period: str = "2020") -> list[Comparison]:
    return [*(checked(Document(text, "text"), area_code=COUNTY, period=period).ledger or ())]


@pytest.mark.parametrize(
    ("right", "wrong", "figure"),
    [
        ("认定产品销售额6751.91万元", "认定产品销售额6715.91万元", "market.sales"),
        ("其中线上销售1340.13万元", "其中线上销售1430.13万元", "market.sales.online"),
        ("线下销售金额5411.78万元", "线下销售金额5411.87万元", "market.sales.offline"),
    ],
)
def test_an_altered_number_is_held_against_the_figure_it_agreed_with(
    sales: list[Entry], right: str, wrong: str, figure: str
) -> None:
    [found] = compared(f"全区{right}。")
    assert (found.verdict, found.figure) == ("equal", figure)
    [found] = compared(f"全区{wrong}。")
    assert (found.verdict, found.figure) == ("different", figure)
    assert found.difference
    assert found.where == "茅箭区，2020年"


def test_a_place_of_an_earlier_story_does_not_stick(sales: list[Entry], post: Post) -> None:
    post("5000", area_code=NEXT_TOWNSHIP)
    [*_others, found] = compared("茅塔乡有位种茶的能手。茅箭区认定产品销售额6752.41万元。")
    assert (found.verdict, found.where) == ("equal", "茅箭区，2020年")
    [found] = compared("茅塔乡认定产品销售额5000元。")
    assert (found.verdict, found.scope, found.where) == ("equal", "茅塔乡", "茅塔乡，2020年")
    [found] = compared("茅塔乡各村好，全区认定产品销售额6752.41万元。")
    assert (found.verdict, found.scope) == ("equal", "")


def test_a_county_that_the_text_states_is_compared_as_stated(office: Office, post: Post) -> None:
    for place, amount in ((STRANGE, "600000"), (NEXT_TOWNSHIP, "500000")):
        receiver = Area.objects.get(code=place)
        details = {"route": "direct"}
        giver = office.buyers[0]
        post(amount, kind="funds.fiscal", giver_id=giver, receiver_id=receiver.pk, area_code=place, details=details)
    [found] = compared("向洞口县拨付财政帮扶资金60万元。")
    assert (found.verdict, found.scope) == ("equal", "洞口县")
    [found] = compared("向洞口县拨付财政帮扶资金50万元。")
    assert found.verdict == "different"
    assert "洞口县" in found.where


def test_a_year_that_the_text_states_is_compared_as_stated(sales: list[Entry], post: Post) -> None:
    post("1000000", happened_on=date(2019, 6, 1))
    [found] = compared("2019年，认定产品销售额100万元。")
    assert (found.verdict, found.where) == ("equal", "茅箭区，2019年")


def test_what_agrees_over_all_years_only_is_said_to(post: Post) -> None:
    post("1000000", happened_on=date(2019, 6, 1))
    [found] = compared("认定产品销售额100万元。")
    assert found.verdict == "unknown"
    assert "“历年累计”口径与“认定产品销售额”相符" in found.note
    [found] = compared("认定产品销售额110万元。")
    assert found.note == NOTHING


def test_households_take_the_noun_of_the_persons_behind_them(office: Office) -> None:
    said = check_text("安置978户2990名易迁群众，另有12户困难家庭。").said
    assert [one.own.rpartition("|")[2] for one in said.values()] == ["易迁群众", "易迁群众", "困难家庭"]


def test_a_difference_is_from_the_near_one_of_figures_that_the_words_fit_alike(sales: list[Entry]) -> None:
    text = "特色馆上架11家114个规格产品，累计销售金额6700万元，其中，线上销售1340.13万元，线下销售5411.78万元。"
    found = next(one for one in compared(text) if one.value == 67519100)
    assert (found.verdict, found.figure) == ("different", "market.sales")


def test_parts_that_a_sentence_tells_by_words_of_its_own_are_found(sales: list[Entry]) -> None:
    text = "认定产品销售额6751.91万元，其中线上平台上卖出1340.13万元。"
    _whole, part = compared(text)
    assert part.verdict == "equal"


@pytest.mark.parametrize(("words", "name"), [("向青山村", "青山村"), ("贫困村", ""), ("乡村", ""), ("该村", "该村")])
def test_a_named_village_is_no_whole_and_a_kind_of_villages_is_no_name(words: str, name: str) -> None:
    found = INSIDE.search(f"，{words}的合作社")
    assert (found[0].lstrip(TOWARDS) if found else "") == name


def test_parts_told_one_by_one_are_added_up(sales: list[Entry]) -> None:
    found = compared("张店认定产品销售额6000万元。李店认定产品销售额751.91万元。")
    assert [one.verdict for one in found] == ["equal", "equal"]
    assert "相加" in found[0].note


def test_words_that_fit_nothing_are_unknown_even_with_equal_digits(sales: list[Entry]) -> None:
    [found] = compared("修建公路投入6751.91万元。")
    assert found.verdict == "unknown"


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_language_of_the_page_does_not_matter(sales: list[Entry], language: str) -> None:
    with override(language):
        found = compared("认定产品销售额6751.91万元，其中产地直销5411.78万元。")
    assert [(one.verdict, one.figure) for one in found] == [("equal", "market.sales"), ("equal", "market.sales")]


def test_figures_of_a_table_are_compared_by_heading_and_label(sales: list[Entry], post: Post) -> None:
    post("5000", area_code=NEXT_TOWNSHIP)
    table = "表1 2020年情况\n乡镇\t认定产品销售额（万元）\n茅塔乡\t0.5\n石门镇\t4300\n柳林镇\t4100\n合计\t6752.41\n"
    own, part, _, total = compared(table)
    assert (own.verdict, own.figure, own.scope) == ("equal", "market.sales", "茅塔乡")
    assert (part.verdict, part.note) == ("unknown", "表中“石门镇”一行只是一部分，账本是全部的数")
    assert (total.verdict, total.figure) == ("equal", "market.sales")
    assert [one.verdict for one in compared(table.replace("6752.41", "6725.41"))][-1] == "different"


def test_a_column_of_another_year_is_compared_with_that_year(sales: list[Entry]) -> None:
    table = "指标\t单位\t2019年\t2020年\n认定产品销售额\t万元\t5230\t6751.91\n帮扶资金\t万元\t1\t2\n"
    before, now, *_ = compared(table)
    assert before.verdict == "unknown"
    assert (now.verdict, now.figure) == ("equal", "market.sales")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("线上销售1340.13万元", "线上销售1240.13万元"),
        ("今年以来，卖出6751.91万元的消费扶贫产品", "今年以来，卖出2751.91万元的消费扶贫产品"),
    ],
)
def test_one_altered_digit_is_told_where_the_words_are_weak_or_the_number_much_smaller(
    sales: list[Entry], right: str, wrong: str
) -> None:
    assert [one.verdict for one in compared(f"全区{right}。")] == ["equal"]
    [found] = compared(f"全区{wrong}。")
    assert (found.verdict, found.note) == ("different", "与账本的数只差一位数字")


def test_one_altered_digit_of_what_one_place_has_is_told_as_of_that_place(sales: list[Entry], post: Post) -> None:
    post("52345", area_code=NEXT_TOWNSHIP)
    [found] = compared("茅塔乡认定产品销售额52445元。")
    assert (found.verdict, found.scope) == ("different", "茅塔乡")


def test_a_number_of_one_firm_is_no_altered_number_of_all(sales: list[Entry]) -> None:
    [found] = compared("该公司认定产品销售额6251.91万元。")
    assert found.verdict == "unknown"


@pytest.mark.parametrize("words", ["贫困村", "有扶贫任务的村", "驻村"])
def test_kinds_of_villages_name_none(words: str) -> None:
    assert not INSIDE.search(f"2402户贫困人口、35个{words}")


def test_place_and_period_are_told_in_the_language_of_the_page(sales: list[Entry]) -> None:
    with override("en"):
        [found] = compared("认定产品销售额6751.91万元。")
    assert found.where.endswith(" 2020")
