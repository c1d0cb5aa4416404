"""Tables whose cells stand apart by wide or several spaces, and running text that only looks a little like them."""

import pytest

from bangfu.reports.checker.check import CheckResult, check_text
from bangfu.reports.checker.columns import with_columns_barred

WIDE = """2024年公益项目支出情况：

项目　　　　　　　　支出金额（万元）　受益人数（人）　人均（元）
金秋助学　　　　　　186.0　372　5000
大病救助　　　　　　52.6　263　2000
春蕾计划　　　　　　30.0　100　3000
爱心厨房　　　　　　40.0　—　—
合计　　　　　　　　308.6　735　—

　　一、下一步打算。
　　继续做好各项工作。

　　　　　　　　　　　　某县慈善总会
　　　　　　　　　　　　2024年12月31日
"""
FIGURES = [
    [(1_860_000, "CNY"), (372, "person"), (5000, "CNY")],
    [(526_000, "CNY"), (263, "person"), (2000, "CNY")],
    [(300_000, "CNY"), (100, "person"), (3000, "CNY")],
    [(400_000, "CNY")],
    [(3_086_000, "CNY"), (735, "person")],
]


def rows(result: CheckResult) -> list[list[tuple[float, str]]]:
    found: dict[int, list[tuple[float, str]]] = {}
    for claim in result.claims:
        if claim.cell:
            found.setdefault(claim.cell[1], []).append((float(claim.value), claim.unit))
    return list(found.values())


def sums(result: CheckResult) -> list[str]:
    return [found.verdict for found in result.relations if found.kind == "sum"]


@pytest.mark.parametrize(
    "text",
    [
        WIDE,
        WIDE.replace("　", "  "),
        WIDE.replace("　　　　　　　　", "　").replace("　　　　　　", "　"),
        WIDE.replace("\n", "\r\n"),
        WIDE.replace("372　5000\n", "372　5000\n\n"),
        WIDE.replace("（元）\n", "（元）\n--------    ------  ------  ------\n"),
        WIDE.replace("5000\n", "5000　已完成\n").replace("（元）\n", "（元）　备注\n"),
        WIDE.replace("支出金额（万元）　受益", "支出金额（万元） 受益"),
        WIDE.replace("大病", "2　大病")
        .replace("金秋", "1　金秋")
        .replace("春蕾", "3　春蕾")
        .replace("爱心", "4　爱心"),
    ],
)
def test_cells_apart_by_spaces_are_a_table(text: str) -> None:
    result = check_text(text)
    assert rows(result) == FIGURES
    assert sums(result) == ["consistent", "consistent"]
    assert all(text[claim.start : claim.end] == claim.text for claim in result.claims)


def test_a_wrong_total_is_told_although_a_cell_says_that_it_is_empty() -> None:
    assert sorted(sums(check_text(WIDE.replace("735", "753")))) == ["conflict", "consistent"]


def test_a_row_of_dashes_alone_stays_in_the_table() -> None:
    text = WIDE.replace("爱心厨房　　　　　　40.0", "爱心厨房　　　　　　—").replace("308.6", "268.6")
    assert rows(check_text(text)) == [*FIGURES[:3], [(2_686_000, "CNY"), (735, "person")]]


@pytest.mark.parametrize(
    "text",
    [
        "　　一、基本情况\n　　全县共有脱贫户120户、456人，投入资金35.6万元。\n　　二、主要做法\n",
        "　　截至12月底　共到位资金　186.0万元。\n　　截至6月底　共到位资金　90.0万元。\n　　其中县级　10万元。\n",
        "　　　　　　　某县乡村振兴局\n　　　　　　　2024年12月31日\n",
        "某县慈善总会　　　　　2024年12月31日\n某县红十字会　　　　　2024年12月31日\n某县工商联　　　2024年12月31日\n",
        "联系人：张某　　电话：87654321　　邮编：442000\n联系人：李某　　电话：87654322　　邮编：442000\n",
        "主送：各乡镇　　抄送：县委办　　印发：30份\n主送：各单位　　抄送：政府办　　印发：20份\n",
        "————　————　————\n————　————　————\n————　————　————\n",
        "甲镇　乙镇　丙镇\n丁镇　戊镇　己镇\n庚镇　辛镇　壬镇\n",
    ],
)
def test_running_text_stays_as_it_is(text: str) -> None:
    assert with_columns_barred(text) == text.replace("　", " ")
    assert not any(claim.cell for claim in check_text(text).claims)
