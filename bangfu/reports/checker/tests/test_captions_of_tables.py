"""Units that a table has from the line above it, and which columns its column 合计 adds up."""

import pytest

from bangfu.reports.checker.check import CheckResult, check_text

HEAD = "项目类别\t个数\t中央\t省级\t县级\t合计\n"
ROWS = (
    "产业发展\t21\t1860\t640\t200\t2700\n"
    "就业帮扶\t8\t210\t160\t80\t450\n"
    "基础设施\t18\t700\t350\t150\t1200\n"
    "人居环境\t12\t300\t100\t80\t480\n"
    "其他\t6\t100\t50\t20\t170\n"
    "合计\t65\t3170\t1300\t530\t5000\n"
)
CAPTIONS = [
    "分类情况如下（单位：个、万元）：\n",
    "按类别看（单位：个，万元）：\n\n",
    "表1 2024年度衔接推进乡村振兴补助资金项目分类表 单位：万元\n",
    "表1 衔接资金项目分类表\n　　　　　　　　　　　　　　　　　单位：万元\n",
    "表1 衔接资金项目分类表（金额单位：人民币万元）\n",
]


def cells(result: CheckResult, row: int) -> list[tuple[float, str]]:
    return [(float(claim.value), claim.unit) for claim in result.claims if claim.cell and claim.cell[1] == row]


def sums(result: CheckResult, verdict: str) -> list[str]:
    return [found.formula for found in result.relations if found.kind == "sum" and found.verdict == verdict]


def conflicts(result: CheckResult) -> list[str]:
    return [found.formula for found in result.relations if found.verdict == "conflict"]


@pytest.mark.parametrize("between", ["\t", " | "])
@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_count_beside_money_has_its_own_unit_and_is_no_part_of_a_sum(caption: str, between: str) -> None:
    result = check_text(caption + (HEAD + ROWS).replace("\t", between) + "以上资金已全部下达。\n")
    money = [(amount * 10_000.0, "CNY") for amount in (1860, 640, 200, 2700)]
    assert cells(result, 1) == [(21, "project"), *money]
    assert conflicts(result) == []
    assert "1860万元 + 640万元 + 200万元 = 2700万元" in sums(result, "consistent")
    assert len(sums(result, "consistent")) == 5 + 6


def test_a_row_that_does_not_add_up_is_told_alone() -> None:
    result = check_text(CAPTIONS[0] + HEAD + ROWS.replace("350\t150\t1200", "350\t150\t1210"))
    assert sums(result, "conflict")[-1] == "700万元 + 350万元 + 150万元 = 1200万元"
    assert len(sums(result, "conflict")) == 2  # the row, and the column of totals


def test_the_unit_stands_in_the_first_row_of_the_table() -> None:
    table = (HEAD + ROWS).replace("\t", " | ").replace("\n", " |\n| ")
    result = check_text(f"| 单位：个、万元 | | | | | |\n| {table}".rstrip("| ") + "\n")
    assert cells(result, 1)[:2] == [(21, "project"), (18_600_000, "CNY")]
    assert conflicts(result) == []


def test_the_caption_of_one_table_is_not_that_of_the_next() -> None:
    first = "单位：万元\n镇\t中央\t省级\n甲\t1\t2\n乙\t3\t4\n"
    result = check_text(f"{first}另：\n镇\t脱贫户\t监测户\n甲\t12\t2\n乙\t13\t4\n")
    assert {claim.unit for claim in result.claims if claim.cell and claim.cell[0] == 1} == {"household"}


def test_several_units_go_to_the_columns_that_name_them() -> None:
    table = "乡镇\t监测户\t监测对象\t已消除风险人数\t消除率\n甲镇\t120\t400\t300\t75.0\n乙镇\t100\t350\t280\t80.0\n"
    result = check_text(f"监测帮扶情况（单位：户、人、%）：\n{table}")
    assert [unit for _, unit in cells(result, 1)] == ["household", "person", "person", "percent"]


def test_counts_beside_a_count_stay_counts() -> None:
    table = "类别\t项目数\t已开工\t已完工\t总投资\t已支出\n产业\t12\t10\t8\t600\t480\n就业\t8\t8\t6\t200\t160\n"
    result = check_text(f"单位：个、万元\n{table}")
    assert [unit for _, unit in cells(result, 1)] == ["project"] * 3 + ["CNY"] * 2


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("乡镇\t户数\t产业\t就业\t教育\t合计", ["甲镇\t21\t10\t5\t6\t21", "乙镇\t30\t10\t12\t8\t30"]),
        ("乡镇\t合计\t脱贫户\t监测户\t人数", ["甲镇\t21\t15\t6\t88", "乙镇\t30\t22\t8\t120"]),
        ("类别\t任务\t中央\t省级\t合计", ["甲\t3\t10\t5\t15", "乙\t4\t12\t8\t20", "丙\t2\t7\t7\t14"]),
        ("类别\t编号\t男\t女\t合计", ["甲\t301\t10\t5\t15", "乙\t302\t12\t8\t20"]),
        ("户型\t标准（元）\t中央（元）\t省级（元）\t合计（元）", ["甲\t900\t10\t5\t15", "乙\t800\t12\t8\t20"]),
    ],
)
def test_a_leading_column_that_is_no_part_is_left_out(head: str, rows: list[str]) -> None:
    result = check_text("\n".join([head, *rows]) + "\n")
    assert conflicts(result) == []
    assert len(sums(result, "consistent")) == len(rows)


def test_a_part_of_a_part_is_left_out_even_where_it_is_often_nothing() -> None:
    head = "类别（万元）\t合计（万元）\t中央（万元）\t其中：以工代赈（万元）\t省级（万元）\t市县（万元）\n"
    rows = "产业\t100\t60\t0\t30\t10\n就业\t50\t30\t5\t15\t5\n基础\t80\t40\t0\t20\t20\n合计\t230\t130\t5\t65\t35\n"
    result = check_text(head + rows)
    assert conflicts(result) == []
    assert "30万元 + 15万元 + 5万元 = 50万元" in sums(result, "consistent")


def test_totals_of_some_columns_beside_the_total_of_all() -> None:
    head = "单位：个、万元\n乡镇\t项目个数\t中央\t省级\t小计\t县级\t合计\n"
    rows = "甲镇\t3\t100\t50\t150\t20\t170\n乙镇\t4\t200\t80\t280\t30\t310\n丙镇\t2\t90\t10\t100\t15\t115\n"
    assert len(sums(check_text(head + rows), "consistent")) == 6
    assert conflicts(check_text(head + rows.replace("\t115", "\t151"))) == ["90万元 + 10万元 + 15万元 = 115万元"]


def test_years_head_columns_of_the_unit_above() -> None:
    table = "单位：万元\n类别\t2021\t2022\t2023\t合计\n产业\t100\t200\t300\t600\n就业\t10\t20\t30\t60\n"
    assert len(sums(check_text(table), "consistent")) == 2


def test_a_heading_over_two_rows_given_twice_is_one() -> None:
    head = "| 项目类别 | 个数 | 资金来源 | 资金来源 | 资金来源 |\n| 项目类别 | 个数 | 中央 | 省级 | 合计 |\n"
    rows = "| 产业 | 21 | 1860 | 640 | 2500 |\n| 就业 | 8 | 210 | 160 | 370 |\n"
    result = check_text(f"（单位：个、万元）\n{head}{rows}")
    assert cells(result, 2) == [(21, "project"), (18_600_000, "CNY"), (6_400_000, "CNY"), (25_000_000, "CNY")]
    assert conflicts(result) == []


def test_rows_that_no_reading_explains_are_not_accused() -> None:
    rows = ["甲\t3\t10\t5\t55", "乙\t4\t12\t8\t61", "丙\t2\t7\t7\t72"]
    assert conflicts(check_text("\n".join(["镇\t帮扶\t就业\t产业\t合计", *rows]) + "\n")) == []
