"""Rows of a table that the text names, and columns of changes."""

import pytest

from bangfu.reports.checker.check import check_text

_TABLE = """表1 资金安排情况
乡镇 | 类别 | 安排资金(万元) | 到位资金(万元) | 已支付(万元)
龙头镇 | 产业 | 812.5 | 812.5 | 600.0
白石镇 | 基建 | 640.0 | 640.0 | 512.0
南坳乡 | 产业 | 1035.6 | 1005.6 | 800.0
桐木乡 | 就业 | 511.9 | 511.9 | 500.0
合计 | | 3000.0 | 2970.0 | 2412.0
"""


def _told(text: str, figure: str) -> list[tuple[str, list[str], str]]:
    """The relations that hold `figure`, each with the words of its claims."""
    result = check_text(text)
    words = {claim.id: claim.text for claim in result.claims}
    found = ((one.kind, [words[claim] for claim in one.claims], one.verdict) for one in result.relations)
    return [one for one in found if figure in one[1]]


@pytest.mark.parametrize(
    ("sentence", "figure", "claims"),
    [
        ("从乡镇看，白石镇占全县21.3%。", "21.3%", ["21.3%", "640.0", "3000.0"]),
        ("白石镇支付率80.0%，进度居中。", "80.0%", ["80.0%", "512.0", "640.0"]),
        ("其中产业类项目资金共1848.1万元。", "1848.1万元", ["1848.1万元", "812.5", "1035.6"]),
        ("白石镇和桐木乡合计1151.9万元。", "1151.9万元", ["1151.9万元", "640.0", "511.9"]),
        ("南坳乡到位资金少30万元。", "30万元", ["1035.6", "1005.6", "30万元"]),
    ],
)
def test_what_is_said_of_rows_by_name(sentence: str, figure: str, claims: list[str]) -> None:
    assert claims in [told for _, told, verdict in _told(_TABLE + "\n" + sentence, figure) if verdict == "consistent"]


@pytest.mark.parametrize(
    "sentence", ["白石镇占全县37.7%。", "产业类项目资金共1999万元。", "白石镇和桐木乡合计1200万元。"]
)
def test_what_cells_do_not_give_is_not_accused(sentence: str) -> None:
    assert [found for found in check_text(_TABLE + "\n" + sentence).relations if found.verdict == "conflict"] == []


@pytest.mark.parametrize("heading", ["变动", "变化", "增减", "涨幅", "增幅", "比上年", "同比", "±%"])
def test_a_column_of_changes_between_two_years_is_growth(heading: str) -> None:
    text = f"指标\t2022年\t2023年\t{heading}\n基地（亩）\t12400\t15500\t25.0%\n农户（户）\t1760\t2128\t20.9%\n"
    assert [found.kind for found in check_text(text).relations] == ["growth", "growth"]


@pytest.mark.parametrize(
    ("heading", "years"), [("增减（户）", (0, 1)), ("比上年增加（户）", (0, 1)), ("比上年减少（户）", (1, 0))]
)
def test_a_column_of_differences_is_added(heading: str, years: tuple[int, int]) -> None:
    rows = [("东乡", (120, 135)), ("西乡", (98, 117)), ("南乡", (76, 83))]
    lines = [f"{name}\t{pair[years[0]]}\t{pair[years[1]]}\t{pair[1] - pair[0]}" for name, pair in rows]
    text = "\n".join([f"乡镇\t2022年（户）\t2023年（户）\t{heading}", *lines, ""])
    found = [one for one in check_text(text).relations if len(one.claims) == 3]
    assert [(one.kind, one.verdict) for one in found] == [("sum", "consistent")] * 3


def test_a_wrong_difference_among_right_ones_is_told() -> None:
    text = "乡镇\t2022年（户）\t2023年（户）\t增减（户）\n东乡\t120\t135\t15\n西乡\t98\t117\t19\n"
    result = check_text(text + "南乡\t76\t83\t7\n北乡\t50\t61\t13\n")
    assert [one.verdict for one in result.relations if one.verdict == "conflict"] == ["conflict"]


def test_of_equal_columns_the_nearest_is_what_a_rate_is_of() -> None:
    text = "项目\t计划（万元）\t到位（万元）\t支出（万元）\t支出率（%）\n产业\t500\t500\t450\t90.0\n"
    result = check_text(text + "基建\t240\t240\t228\t95.0\n就业\t60\t60\t60\t100.0\n")
    columns = {claim.id: claim.cell[2] for claim in result.claims if claim.cell}
    rates = [one for one in result.relations if one.kind == "ratio"]
    assert {tuple(columns[claim] for claim in one.claims) for one in rates} == {(4, 3, 2)}
