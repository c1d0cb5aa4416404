"""Claims against figures of a ledger."""

from decimal import Decimal

import pytest

from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.compare import Candidate, compare, compare_all

SALES = Candidate("sales", "消费帮扶销售金额", "CNY", Decimal("67519123.40"), "全区")
ONLINE = Candidate("sales-online", "消费帮扶线上销售金额", "CNY", Decimal("13401300"), "全区线上")


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
    assert compare(result.claims[0], result.about[result.claims[0].id], [SALES, ONLINE]).verdict == verdict


def test_a_difference_says_by_how_much_and_which_scope_explains_it() -> None:
    result = check_text("消费帮扶销售金额1340.13万元")
    other = Candidate("sales-part", "采购", "CNY", Decimal("13401300"), "只计线上")
    found = compare(result.claims[0], result.about[result.claims[0].id], [SALES, other])
    assert found.verdict == "different"
    assert found.difference == Decimal("13401300") - SALES.value
    assert "只计线上" in found.note


def test_all_claims_in_the_shape_of_the_contract() -> None:
    result = check_text("消费帮扶线上销售金额1340.13万元，惠及30户")
    shapes = [found.as_json() for found in compare_all(result.claims, result.about, [ONLINE])]
    assert [(shape["figure"], shape["verdict"]) for shape in shapes] == [("sales-online", "equal"), (None, "unknown")]


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
    assert compare(result.claims[0], result.about[result.claims[0].id], [candidate]).verdict == "unknown"


def test_the_whole_of_the_words_is() -> None:
    result = check_text("全区脱贫户2420户")
    candidate = Candidate("code", "脱贫户数", "household", Decimal(2402))
    assert compare(result.claims[0], result.about[result.claims[0].id], [candidate]).verdict == "different"
