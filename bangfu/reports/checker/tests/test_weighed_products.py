"""Products whose total the words call one, growth without its word, tables without 合计, and doubts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.tables import table
from bangfu.reports.checker.weighing import products


def told(text: str) -> list[tuple[str, str, str]]:
    return [(found.kind, found.verdict, found.formula) for found in check_text(text).relations]


def formulas(text: str) -> list[str]:
    return [formula for _, _, formula in told(text)]


def test_signs_of_products_have_weights_and_no_weight_is_without_a_sign() -> None:
    weights = table("weights")["product"]
    assert tuple(weights["signs"]) == products.FEATURES
    assert tuple(weights["none"]) == products.NONE_FEATURES


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("她承包了四个菇棚，一个棚一年净落9500元，加在一块儿是3.8万元。", "9500元 × 4 = 3.8万元"),
        ("本年覆盖学校23所、学生1900名，供餐190天，共36.1万份，支出216.6万元。", "1900 × 190 = 361000"),
    ],
)
def test_products_of_what_is_for_each_and_how_many(text: str, formula: str) -> None:
    assert ("product", "consistent", formula) in told(text)


def test_figures_that_happen_to_multiply_are_no_product() -> None:
    text = "全镇有6个村、12个合作社，党员72名分在各支部。"
    assert not [found for found in told(text) if found[0] == "product"]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("大棚亩均用水由520立方米降到312立方米，节水40%。", "(312 − 520) ÷ 520 = -40%"),
        ("今年收购鲜果3850斤；去年收购2750斤，一年多收了四成。", "(3850 − 2750) ÷ 2750 = 40%"),
        ("岗位补贴由每月600元提高到720元，上调20%。", "(720元 − 600元) ÷ 600元 = 20%"),
    ],
)
def test_growth_is_found_without_its_word(text: str, formula: str) -> None:
    assert [one for one in formulas(text) if one.endswith(formula.rpartition("=")[2])], formulas(text)


def test_a_share_behind_a_step_stays_a_share() -> None:
    text = "帮扶车间新增就业120人，80%是妇女，共96人。"
    assert not [found for found in told(text) if found[0] == "growth"]


_BY_SOURCE = """| 指标 | 2024年（元） | 2023年（元） | 占比（%） |
|---|---|---|---|
| 人均可支配收入 | 9000 | 8360 | 100.0 |
| 工资性收入 | 4186 | 3805 | 46.5 |
| 经营净收入 | 2634 | 2496 | 29.3 |
| 财产净收入 | 212 | 188 | 2.4 |
| 转移净收入 | 1968 | 1871 | 21.9 |
"""


def test_a_first_row_that_is_the_whole_of_the_others_is_a_total_without_the_word() -> None:
    found = told(_BY_SOURCE)
    assert ("sum", "consistent", "4186元 + 2634元 + 212元 + 1968元 = 9000元") in found
    assert ("sum", "consistent", "3805元 + 2496元 + 188元 + 1871元 = 8360元") in found
    assert ("ratio", "consistent", "2634元 ÷ 9000元 × 100 = 29.2667%") in found
    assert ("sum", "rounding", "46.5% + 29.3% + 2.4% + 21.9% = 100.1%") in found


def test_a_first_row_that_only_some_columns_call_a_whole_is_none() -> None:
    other = _BY_SOURCE.replace("8360", "8460")
    assert not [found for found in told(other) if found[0] == "sum"]


_OF_WHICH = """| 乡镇 | 参训（人） | 其中：监测户妇女（人） |
|---|---|---|
| 柳河镇 | 80 | 36 |
| 双榆镇 | 70 | 30 |
| 安家堡乡 | 60 | {} |
"""


def test_a_column_of_which_is_part_of_the_one_before_it() -> None:
    assert ("subset", "consistent", "30 ≤ 70") in told(_OF_WHICH.format(28))
    assert ("subset", "conflict", "68 ≤ 60") in told(_OF_WHICH.format(68))


def test_a_column_of_which_that_is_mostly_larger_is_part_of_something_else() -> None:
    other = _OF_WHICH.format(68).replace("| 36 |", "| 360 |").replace("| 30 |", "| 300 |")
    assert not [found for found in told(other) if found[0] == "subset"]


def test_two_parts_are_not_accused_where_the_sentence_tells_a_third() -> None:
    text = "资金500万元，上年结转60万元，已支出420万元，结余140万元。"
    assert not [found for found in told(text) if found[1] == "conflict"]


def test_lengths_and_counts_are_no_sum() -> None:
    text = "新修公路163.5公里，其中通组路121.2公里，产业路42.3公里；132个村民小组，通硬化路的由74个增加到132个。"
    assert [found for found in told(text) if found[0] == "sum"] == [("sum", "consistent", "121.2 + 42.3 = 163.5")]


def test_a_slip_that_is_not_sure_is_told_as_ambiguous_with_what_would_fit() -> None:
    text = (Path(__file__).parent / "texts/cc11.txt").read_text("utf-8")
    doubts = [found for found in check_text(text).relations if "另有所指" in found.note]
    assert [(found.verdict, found.formula) for found in doubts] == [("ambiguous", "412 − 276 = 136")]
    assert doubts[0].stated == 145
    assert doubts[0].readings[0].value == 136


def test_the_same_text_gives_the_same_answer_in_every_process() -> None:
    program = (
        "import sys; from bangfu.reports.checker.check import check_text; "
        "print([(r.id, r.formula) for r in check_text(open(sys.argv[1], encoding='utf-8').read()).relations])"
    )
    text = Path(__file__).parent / "texts/dd01.txt"
    told_by = {
        subprocess.run(
            [sys.executable, "-c", program, str(text)],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True, check=True,
        ).stdout
        for seed in ("0", "1")
    }  # fmt: skip
    assert len(told_by) == 1
