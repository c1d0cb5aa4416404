"""Proportions told as bare decimals: 城乡收入比为2.10, 求人倍率1.20, and what they are compared with."""

import pytest

from bangfu.reports.checker.check import check_text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("城乡居民收入比为1.95，比上年缩小0.05。", ["1.95", "0.05"]),
        ("城乡收入比由2.6缩小到2.2。", ["2.6", "2.2"]),
        ("求人倍率1.20，与一季度的1.34相比回落0.14。", ["1.20", "1.34", "0.14"]),
        ("工业产值与第一产业产值之比为0.68。", ["0.68"]),
        ("收入比为2.38∶1。", ["2.38"]),
        ("生师比14:1，消费券杠杆率为1∶8。", ["14:1", "1∶8"]),
    ],
)
def test_a_named_proportion_is_a_multiple(text: str, told: list[str]) -> None:
    claims = check_text(text).claims
    assert [claim.text for claim in claims] == told
    assert {claim.unit for claim in claims} == {"multiple"}


@pytest.mark.parametrize("text", ["版本号2.10已上线。", "比赛得分2.5。", "收入比上年多2.5万元。"])
def test_other_decimals_are_none(text: str) -> None:
    assert [claim for claim in check_text(text).claims if claim.unit == "multiple"] == []


def test_a_proportion_is_held_against_what_it_is_of_and_what_it_was() -> None:
    text = "招聘岗位18640个，求职登记15533人，求人倍率1.20，与一季度的1.34相比回落0.14。"
    found = {(relation.kind, relation.formula) for relation in check_text(text).relations}
    assert ("ratio", "18640 ÷ 15533 = 1.2倍") in found
    assert ("sum", "1.2倍 + 0.14倍 = 1.34倍") in found


def test_a_column_of_multiples_divides_two_others() -> None:
    text = "职业|需求（人）|求职（人）|求人倍率\n缝纫工|1260|480|2.63\n焊工|735|350|2.10\n护理员|612|204|3.00"
    result = check_text(text)
    assert [claim.unit for claim in result.claims if claim.text in ("2.63", "2.10", "3.00")] == ["multiple"] * 3
    assert [found.formula for found in result.relations if found.kind == "ratio"] == [
        "1260 ÷ 480 = 2.625倍",
        "735 ÷ 350 = 2.1倍",
        "612 ÷ 204 = 3倍",
    ]
