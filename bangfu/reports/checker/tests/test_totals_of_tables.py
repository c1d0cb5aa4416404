"""Totals of tables that are right although not all rows above or below them are their parts."""

import pytest

from bangfu.reports.checker.check import check_text


def conflicts(text: str) -> list[str]:
    return [one.formula for one in check_text(text).relations if one.verdict == "conflict"]


def sums(text: str) -> list[str]:
    return [one.formula for one in check_text(text).relations if one.kind == "sum" and one.verdict == "consistent"]


OF_WHICH = "| 指标 | 金额（万元） |\n| 合计 | 100 |\n| 其中：财政 | 60 |\n| 社会 | 40 |\n| 其中：企业 | 30 |"
BELOW = "| 项目 | 资金（万元） |\n| 产业 | 100 |\n| 其中：种植 | 60 |\n| 就业 | 50 |\n| 合计 | 150 |"
MERGED = (
    "| 项目 | 来源 | 资金（万元） |\n| 合计 | 合计 | 100 |\n"
    "| 其中 | 财政 | 60 |\n| 其中 | 社会 | 30 |\n| 其中 | 自筹 | 10 |"
)


def test_a_second_of_which_is_part_of_the_row_above() -> None:
    assert conflicts(OF_WHICH) == []
    assert sums(OF_WHICH) == ["60万元 + 40万元 = 100万元"]
    assert conflicts(BELOW) == []
    assert sums(BELOW) == ["100万元 + 50万元 = 150万元"]
    assert sums(MERGED) == ["60万元 + 30万元 + 10万元 = 100万元"]


def test_of_which_with_many_rows_makes_up_the_row_above() -> None:
    longer = OF_WHICH.replace("| 其中：企业 | 30 |", "| 其中：企业 | 30 |\n| 个人 | 10 |")
    assert conflicts(longer) == []
    assert sums(longer) == ["60万元 + 40万元 = 100万元"]
    assert conflicts(longer.replace("100", "110")) == ["60万元 + 40万元 = 100万元"]


def test_a_wrong_total_beside_of_which_is_told() -> None:
    assert conflicts(OF_WHICH.replace("100", "110")) == ["60万元 + 40万元 = 100万元"]
    assert conflicts(BELOW.replace("150", "170")) == ["100万元 + 50万元 = 150万元"]
    assert conflicts(MERGED.replace("100", "120")) == ["60万元 + 30万元 + 10万元 = 100万元"]


LAST_YEAR = "| 项目 | 资金（万元） |\n| 产业 | 30 |\n| 就业 | 20 |\n| 合计 | 50 |\n| 上年合计 | 45 |"


@pytest.mark.parametrize(
    "name", ["上年合计", "上年同期", "去年合计", "2023年合计", "比上年增长", "增减额（万元）", "同比", "备注"]
)
def test_rows_of_another_time_are_no_parts(name: str) -> None:
    text = LAST_YEAR.replace("上年合计", name)
    assert conflicts(text) == []
    assert sums(text) == ["30万元 + 20万元 = 50万元"]
    assert conflicts(text.replace("50", "60")) == ["30万元 + 20万元 = 50万元"]


def test_rows_behind_the_total_are_no_parts() -> None:
    text = LAST_YEAR.replace("上年合计", "已拨付")
    assert conflicts(text) == []
    assert conflicts(text.replace("50", "60")) == ["30万元 + 20万元 = 50万元"]


def test_what_was_left_of_last_year_is_a_part() -> None:
    text = "| 项目 | 资金（万元） |\n| 上年结转 | 30 |\n| 本年安排 | 20 |\n| 合计 | 50 |"
    assert sums(text) == ["30万元 + 20万元 = 50万元"]
    assert conflicts(text.replace("50", "60")) == ["30万元 + 20万元 = 50万元"]


MONTHS = (
    "| 月份 | 当月（万元） | 累计（万元） |\n"
    "| 1月 | 10 | 10 |\n| 2月 | 20 | 30 |\n| 3月 | 15 | 45 |\n| 合计 | 45 | 45 |"
)


@pytest.mark.parametrize("heading", ["累计", "本年累计", "累计完成", "自年初累计"])
def test_running_totals_are_not_added_up(heading: str) -> None:
    text = MONTHS.replace("累计", heading)
    assert conflicts(text) == []
    assert sums(text) == ["10万元 + 20万元 + 15万元 = 45万元"]
    assert conflicts(text.replace("合计 | 45", "合计 | 48")) == ["10万元 + 20万元 + 15万元 = 45万元"]


@pytest.mark.parametrize(
    "periods", ["一季度 二季度 三季度", "1—2月 1—3月 1—4月", "第一批 第二批 第三批", "甲镇 乙镇 丙镇"]
)
def test_running_totals_of_any_period(periods: str) -> None:
    first, second, third = periods.split()
    assert conflicts(MONTHS.replace("1月", first).replace("2月", second).replace("3月", third)) == []


def test_what_places_have_completed_so_far_is_added_up() -> None:
    text = "| 乡镇 | 累计完成（万元） |\n| 甲镇 | 10 |\n| 乙镇 | 30 |\n| 丙镇 | 45 |\n| 合计 | 85 |"
    assert sums(text) == ["10万元 + 30万元 + 45万元 = 85万元"]
    assert conflicts(text.replace("85", "95")) == ["10万元 + 30万元 + 45万元 = 85万元"]


KINDS = "| 类别 | 户数（户） |\n| 产业 | 100 |\n| 就业 | 80 |\n| 教育 | 50 |\n| 合计 | 150 |"
BOTH = (
    "| 村 | 产业（户） | 就业（户） | 合计（户） |\n"
    "| 甲村 | 10 | 20 | 30 |\n| 乙村 | 15 | 5 | 20 |\n| 丙村 | 8 | 9 | 14 |"
)
ALL_KINDS = ["100 + 80 + 50 = 230"]


@pytest.mark.parametrize(
    "text",
    [
        KINDS.replace("合计", "合计（去重）"),
        KINDS.replace("合计", "合计（不重复计算）"),
        KINDS + "\n注：同一户享受多项帮扶的，合计中只计一次。",
        KINDS + "\n\n说明：合计已剔除重复。\n",
        KINDS + "\n| 注：各类之间有重复 |  |",
        "各类帮扶户数（去重后）\n" + KINDS,
        "各类帮扶户数（去重后）\n单位：户\n" + KINDS,
        KINDS.replace("（户）", "（人）").replace("合计", "合计（去重）"),
        BOTH.replace("合计（户）", "合计（户，去重）"),
        BOTH + "\n注：合计中同一户只计一次。",
    ],
)
def test_totals_that_count_nobody_twice_are_smaller(text: str) -> None:
    assert conflicts(text) == []


def test_without_such_words_or_above_the_sum_a_total_is_wrong() -> None:
    assert conflicts(KINDS) == ALL_KINDS
    assert conflicts(KINDS.replace("合计", "合计（去重）").replace("150", "250")) == ALL_KINDS
    assert conflicts(KINDS.replace("150", "250") + "\n注：合计已剔除重复。") == ALL_KINDS


def test_money_is_counted_once_anyway() -> None:
    text = KINDS.replace("户数（户）", "资金（万元）").replace("合计", "合计（去重）")
    assert conflicts(text) == ["100万元 + 80万元 + 50万元 = 230万元"]


PARTS = (
    "| 片区 | 乡镇 | 户数（户） |\n| 东片 | 甲镇 | 10 |\n| 东片 | 乙镇 | 20 |\n| 东片 | 小计 | 30 |\n"
    "| 西片 | 丙镇 | 5 |\n| 西片 | 丁镇 | 6 |\n| 西片 | 小计 | 11 |\n| 合计 |  | 41 |"
)
BLOCKS = ["10 + 20 = 30", "5 + 6 = 11"]
SINGLES = "10 + 20 + 5 + 6 = 41"


def test_subtotals_add_up_their_blocks_and_the_total_all_rows() -> None:
    assert conflicts(PARTS) == []
    assert sums(PARTS) == [*BLOCKS, SINGLES]


def test_a_wrong_subtotal_is_told_and_the_total_is_right() -> None:
    text = PARTS.replace("小计 | 30", "小计 | 32")
    assert conflicts(text) == ["10 + 20 = 30"]
    assert sums(text) == ["5 + 6 = 11", SINGLES]


def test_a_wrong_total_beside_subtotals_is_told() -> None:
    text = PARTS.replace("41", "47")
    assert conflicts(text) == [SINGLES]
    assert sums(text) == BLOCKS


def test_a_wrong_row_is_told_by_its_block() -> None:
    text = PARTS.replace("丙镇 | 5", "丙镇 | 8")
    assert conflicts(text) == ["8 + 6 = 14"]
    assert sums(text) == ["10 + 20 = 30", "30 + 11 = 41"]


def test_blocks_of_one_row_have_no_subtotal() -> None:
    text = PARTS.replace("41", "48") + "\n"
    text = text.replace("| 合计", "| 县直 | 林场 | 7 |\n| 合计")
    assert conflicts(text) == []
    assert sums(text) == [*BLOCKS, "10 + 20 + 5 + 6 + 7 = 48"]
    assert sums(text.replace("丙镇 | 5", "丙镇 | -")) == ["10 + 20 = 30", "30 + 11 + 7 = 48"]


def test_subtotals_above_their_blocks_and_with_names() -> None:
    above = (
        "| 片区 | 乡镇 | 户数（户） |\n| 合计 |  | 41 |\n| 东片 | 小计 | 30 |\n| 东片 | 甲镇 | 10 |\n"
        "| 东片 | 乙镇 | 20 |\n| 西片 | 小计 | 11 |\n| 西片 | 丙镇 | 5 |\n| 西片 | 丁镇 | 6 |"
    )
    assert conflicts(above) == []
    assert sums(above) == [*BLOCKS, SINGLES]
    named = (
        "| 乡镇 | 户数（户） |\n| 甲镇 | 10 |\n| 乙镇 | 20 |\n| 东片小计 | 30 |\n"
        "| 丙镇 | 5 |\n| 丁镇 | 6 |\n| 西片小计 | 11 |\n| 合计 | 41 |"
    )
    assert conflicts(named) == []
    assert sums(named) == [SINGLES]
    assert conflicts(named.replace("41", "47")) == [SINGLES]
