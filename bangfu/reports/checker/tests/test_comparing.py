"""Claims against figures of a ledger."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.compare import Candidate, agreement, compare, compare_all

SALES = Candidate("sales", "消费帮扶销售金额", "CNY", Decimal("67519123.40"))
ONLINE = Candidate("sales-online", "消费帮扶线上销售金额", "CNY", Decimal("13401300"))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("消费帮扶销售金额6751.91万元", "rounded"),
        ("消费帮扶线上销售金额1340.13万元", "equal"),
        ("消费帮扶销售金额6700余万元", "rounded"),
        ("消费帮扶销售金额6152万元", "different"),
        ("公路建设投资6152万元", "unknown"),
        ("全区2402户", "unknown"),
    ],
)
def test_verdict(text: str, verdict: str) -> None:
    result = check_text(text)
    assert compare(result.claims[0], result.said[result.claims[0].id], [SALES, ONLINE]).verdict == verdict


def test_a_difference_says_by_how_much_and_which_scope_explains_it() -> None:
    result = check_text("消费帮扶销售金额1340.13万元")
    whole = replace(SALES, scope="")
    other = replace(SALES, value=Decimal("13401300"), scope="只计线上")
    found = compare(result.claims[0], result.said[result.claims[0].id], [whole, other])
    assert found.verdict == "different"
    assert found.difference == Decimal("13401300") - SALES.value
    assert "只计线上" in found.note


def test_all_claims_in_the_shape_of_the_contract() -> None:
    result = check_text("消费帮扶线上销售金额1340.13万元，惠及30户")
    shapes = [found.as_json() for found in compare_all(result.claims, result.said, [ONLINE])]
    assert [(shape["figure"], shape["verdict"]) for shape in shapes] == [("sales-online", "equal"), (None, "unknown")]


FIGURES = [
    Candidate("purchases", "采购额", "CNY", Decimal("4756800")),
    Candidate("designated", "定点帮扶单位采购额", "CNY", Decimal("2055800")),
    Candidate("facilitated", "帮助销售额", "CNY", Decimal("10868600")),
    Candidate("water", "安全饮水投入", "CNY", Decimal("50000000")),
    Candidate("helping", "结对帮扶的学校", "organisation", Decimal(23)),
    Candidate("helped", "受助结对的学校", "organisation", Decimal(67)),
    Candidate("placed", "实现就业人数", "person", Decimal(275)),
    Candidate("returned", "返岗复工人数", "person", Decimal(56)),
    Candidate("rate", "脱贫户占在册户", "percent", Decimal("66.67")),
    Candidate("lifted", "脱贫户", "household", Decimal(192)),
]


@pytest.mark.parametrize(
    ("text", "figure", "verdict"),
    [
        ("7家定点扶贫单位累计采购金额205.58万元。", "designated", "equal"),
        ("帮助销售农特产品价值1086.86万元。", "facilitated", "equal"),
        ("帮助销售农特产品价值1068.86万元。", "facilitated", "different"),
        ("累计投入5000多万元解决贫困人口安全饮水问题。", "water", "equal"),
        ("累计投入6000多万元解决贫困人口安全饮水问题。", "water", "different"),
        ("帮助275名劳动力就业，其中返岗复工56人。", "placed", "equal"),
        ("帮助257名劳动力就业，其中返岗复工56人。", "placed", "different"),
        ("三分之二的工程已完工。", None, "unknown"),
        ("纳入脱贫不稳定户180户。", None, "unknown"),
    ],
)
def test_the_words_find_the_figure_whatever_the_value(text: str, figure: str | None, verdict: str) -> None:
    result = check_text(text)
    claim = next(c for c in result.claims if c.unit != "organisation")
    found = compare(claim, result.said[claim.id], FIGURES)
    assert (found.figure, found.verdict) == (figure, verdict)


def test_the_value_decides_only_where_the_words_do_not() -> None:
    result = check_text("23所学校与67所学校结对。")
    found = compare_all(result.claims, result.said, FIGURES)
    assert [(one.figure, one.verdict) for one in found] == [("helping", "equal"), ("helped", "equal")]
    result = check_text("24所学校与67所学校结对。")
    found = compare_all(result.claims, result.said, FIGURES)
    assert found[0].verdict == "different"
    assert "也不同" in found[0].note


@pytest.mark.parametrize(
    ("text", "title", "unit", "value"),
    [
        ("边缘易致贫户240户", "脱贫户数", "household", 2402),
        ("项目已有三分之二完工", "项目完工率", "percent", 91),
        ("选派干部340人", "党政干部人数", "person", 94),
    ],
)
def test_a_part_of_a_word_is_not_the_measure(text: str, title: str, unit: str, value: int) -> None:
    result = check_text(text)
    candidate = Candidate("code", title, unit, Decimal(value))
    assert compare(result.claims[0], result.said[result.claims[0].id], [candidate]).verdict == "unknown"


def test_the_whole_of_the_words_is() -> None:
    result = check_text("全区脱贫户2420户")
    candidate = Candidate("code", "脱贫户数", "household", Decimal(2402))
    assert compare(result.claims[0], result.said[result.claims[0].id], [candidate]).verdict == "different"


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        ("3万余元", "39999", "rounded"),
        ("3万余元", "43369", None),
        ("80余名", "89", "rounded"),
        ("80余名", "90", None),
        ("二十余家", "28", "rounded"),
        ("十多万人", "170000", "rounded"),
        ("1200余户", "1301", None),
        ("超过1000万元", "10500000", "rounded"),
        ("超过1000万元", "9999999", None),
    ],
)
def test_how_far_a_vague_word_reaches(text: str, value: str, verdict: str | None) -> None:
    [claim] = check_text(text).claims
    assert agreement(claim, Decimal(value)) == verdict
