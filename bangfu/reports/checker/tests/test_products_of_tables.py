"""Rows of tables in which a standard or price times a count is an amount of money."""

import pytest

from bangfu.reports.checker.check import CheckResult, check_text

HEAD = "救助项目\t标准（元/人）\t人数（人）\t金额（万元）\n"
ROWS = "金秋助学\t5000\t372\t186.0\n大病救助\t2000\t263\t52.60\n春蕾计划\t3000\t100\t30.0\n孤儿助养\t1500\t40\t6.0\n"
TOTAL = "合计\t—\t775\t274.6\n"


def found(result: CheckResult, verdict: str) -> list[list[str]]:
    texts = {claim.id: claim.text for claim in result.claims}
    kept = [one for one in result.relations if one.kind == "product" and one.verdict == verdict]
    return [[texts[claim] for claim in one.claims] for one in kept]


def conflicts(result: CheckResult) -> list[str]:
    return [one.formula for one in result.relations if one.verdict == "conflict"]


def test_every_row_but_the_total_is_a_product() -> None:
    result = check_text(HEAD + ROWS + TOTAL)
    assert found(result, "consistent") == [
        ["186.0", "5000", "372"],
        ["52.60", "2000", "263"],
        ["30.0", "3000", "100"],
        ["6.0", "1500", "40"],
    ]
    assert conflicts(result) == []


@pytest.mark.parametrize("between", ["　　", "  ", " | "])
@pytest.mark.parametrize(
    "head",
    [
        "项目\t每人补助（元）\t人数\t补助金额（万元）",
        "项目\t人均（元）\t受益人数（人）\t支出金额（万元）",
        "项目\t单价（元）\t数量（台）\t金额（万元）",
        "项目\t每亩补助（元）\t面积（亩）\t资金（万元）",
    ],
)
def test_prices_have_many_names(head: str, between: str) -> None:
    result = check_text((f"{head}\n{ROWS}").replace("\t", between))
    assert len(found(result, "consistent")) == 4


def test_an_amount_that_does_not_fit_is_told_where_the_others_do() -> None:
    result = check_text(HEAD + ROWS.replace("52.60", "56.20"))
    assert found(result, "conflict") == [["56.20", "2000", "263"]]
    assert conflicts(result) == ["2000元 × 263 = 52.6万元"]
    assert found(result, "consistent") == [["186.0", "5000", "372"], ["30.0", "3000", "100"], ["6.0", "1500", "40"]]


@pytest.mark.parametrize(
    "rows",
    [
        "甲\t450\t12\t6.48\n乙\t600\t20\t14.4\n丙\t300\t8\t2.88\n",  # by month
        "甲\t5000\t372\t186.0\n乙\t2000\t263\t55.0\n丙\t3000\t100\t33.0\n",  # one that fits says nothing of the others
        "甲\t5000\t372\t200.0\n",
    ],
)
def test_without_rows_that_agree_nothing_is_accused(rows: str) -> None:
    assert conflicts(check_text(HEAD + rows)) == []


def test_the_mean_of_the_row_of_sums_is_a_mean() -> None:
    table = "项目\t支出金额（万元）\t受益人数（人）\t人均（元）\n"
    table += "助学\t186.0\t372\t5000\n救助\t52.6\t263\t2000\n合计\t238.6\t635\t3757\n"
    result = check_text(table)
    assert found(result, "consistent") == [
        ["186.0", "5000", "372"],
        ["52.6", "2000", "263"],
        ["3757", "238.6", "635"],
    ]
    assert conflicts(check_text(table.replace("3757", "3500"))) == []


def test_a_rounded_mean_is_no_wrong_product() -> None:
    table = (
        "村\t发放金额（元）\t人数（人）\t人均（元）\n甲村\t10000\t3\t3333.33\n乙村\t20000\t7\t2857\n丙村\t900\t3\t300\n"
    )
    result = check_text(table)
    assert found(result, "consistent") == [["3333.33", "10000", "3"], ["2857", "20000", "7"], ["900", "300", "3"]]
    assert conflicts(result) == []


def test_prices_are_no_part_of_sums() -> None:
    result = check_text(HEAD + ROWS + TOTAL.replace("—", "3543"))
    assert conflicts(result) == []
    table = "类别\t数量（亩）\t每亩补助（元）\t中央（元）\t省级（元）\t合计（元）\n"
    result = check_text(f"{table}高标准农田\t10\t300\t2000\t1000\t3000\n梯田\t20\t150\t2500\t500\t3000\n")
    assert conflicts(result) == []
    assert sum(one.kind == "sum" for one in result.relations) == 2
    assert found(result, "consistent") == [["3000", "300", "10"], ["3000", "150", "20"]]


def test_counts_may_have_their_measure_words_in_the_cells() -> None:
    table = (
        "项目|数量|补助单价（元）|金额（万元）\n大棚|120座|26000|312\n道路|9.4公里|450000|423\n水渠|6300米|400|252\n"
    )
    assert found(check_text(table), "consistent") == [
        ["312", "26000", "120座"],
        ["423", "450000", "9.4公里"],
        ["252", "400", "6300米"],
    ]
    assert len(conflicts(check_text(table.replace("252", "258")))) == 1
