"""Which unit a figure of a table has: heading, column of units, label of the row, caption."""

import pytest

from bangfu.reports.checker.check import check_text

_BY_UNIT_COLUMN = """指标\t单位\t2023年\t2024年\t同比
脱贫户\t户\t1,204\t1,180\t-2.0%
投入资金\t万元\t3,560.5\t4,120\t15.7%
就业率\t%\t91.2\t93.5\t2.3个百分点
"""
_BY_CAPTION = """单位：户、人、万元
乡镇\t脱贫户\t脱贫人口\t投入资金
甲镇\t120\t456\t35.6
乙镇\t98\t377\t28
"""
_RATES_BESIDE_AMOUNTS = """单位：亿元、%
品类\t2024年\t2023年\t同比\t占比
粮油\t1.426\t1.188\t20.0\t34.0
干货\t0.618\t0.623\t-0.8\t14.7
"""
_WORDS_IN_CELLS = """项目名称 | 建设内容 | 投资 | 受益
产业路 | 硬化道路3.2公里、排水渠1.1公里 | 256万元 | 132户
冷库 | 新建1座，库容500吨 | 180万元 | 3个村
"""
_UNITS_BEHIND_A_STROKE = """实施地点\t项目数/个\t资金/万元\t受益户数/户
柏林镇\t12\t1,586.0\t2,140
县级统筹\t6\t736.0\t—
"""
_EMPTY_FIRST_CELL = """序号|项目类别|项目数（个）|资金（万元）
1|产业发展|46|5,820.0
2|就业帮扶|5|612.0
|合计|51|6,432.0
"""


@pytest.mark.parametrize(
    ("table", "figures"),
    [
        (
            _BY_UNIT_COLUMN,
            [
                (1204, "household"),
                (1180, "household"),
                (-2, "percent"),
                (35605000, "CNY"),
                (41200000, "CNY"),
                (15.7, "percent"),
                (91.2, "percent"),
                (93.5, "percent"),
                (2.3, "percentage_point"),
            ],
        ),
        (
            _BY_CAPTION,
            [
                (120, "household"),
                (456, "person"),
                (356000, "CNY"),
                (98, "household"),
                (377, "person"),
                (280000, "CNY"),
            ],
        ),
        (
            _RATES_BESIDE_AMOUNTS,
            [
                (142600000, "CNY"),
                (118800000, "CNY"),
                (20, "percent"),
                (34, "percent"),
                (61800000, "CNY"),
                (62300000, "CNY"),
                (-0.8, "percent"),
                (14.7, "percent"),
            ],
        ),
        (
            _WORDS_IN_CELLS,
            [
                (3.2, "km"),
                (1.1, "km"),
                (2560000, "CNY"),
                (132, "household"),
                (1, "facility"),
                (500, "ton"),
                (1800000, "CNY"),
                (3, "village"),
            ],
        ),
        (
            _UNITS_BEHIND_A_STROKE,
            [(12, "project"), (15860000, "CNY"), (2140, "household"), (6, "project"), (7360000, "CNY")],
        ),
        (
            _EMPTY_FIRST_CELL,
            [
                (46, "project"),
                (58200000, "CNY"),
                (5, "project"),
                (6120000, "CNY"),
                (51, "project"),
                (64320000, "CNY"),
            ],
        ),
    ],
)
def test_units_of_a_table(table: str, figures: list[tuple[float, str]]) -> None:
    assert [(float(claim.value), claim.unit) for claim in check_text(table).claims] == figures


def test_a_figure_of_a_table_is_told_by_row_column_and_year() -> None:
    table = "表1 2023年帮扶情况\n乡镇\t户数（户）\t资金（万元）\n甲镇\t100\t3\n乙镇\t200\t5\n合计\t300\t8\n"
    claims = check_text(table).as_json()["claims"]
    told = [(claim["subject"], claim["measure"], claim["period"]) for claim in claims]
    assert told[1] == ("甲镇", "资金", "2023年")
    assert told[-1] == ("合计", "资金", "2023年")


def test_tables_right_below_each_other_have_headings_of_their_own() -> None:
    first = "| 乡镇 | 户数（户） | 人数（人） |\n| 甲镇 | 12 | 45 |\n| 乙镇 | 10 | 40 |\n| 合计 | 22 | 85 |\n"
    second = "| 片区 | 乡镇 | 资金（万元） |\n| 东片 | 甲镇 | 12 |\n| 西片 | 乙镇 | 10 |\n| 合计 |  | 22 |\n"
    result = check_text(f"{first}\n{second}")
    assert [claim.unit for claim in result.claims] == ["household", "person"] * 3 + ["CNY"] * 3
    assert [found.verdict for found in result.relations if found.kind == "sum"] == ["consistent"] * 3


def test_a_table_that_goes_on_behind_an_empty_line_is_one() -> None:
    table = "| 乡镇 | 户数（户） | 人数（人） |\n| 甲镇 | 12 | 45 |\n\n| 乙镇 | 10 | 40 |\n\n| 合计 | 22 | 85 |\n"
    assert len([found for found in check_text(table).relations if found.kind == "sum"]) == 2


def test_months_in_cells_count_nothing() -> None:
    table = "项目\t开工\t完工\t投资（万元）\n路\t2023.3\t2023.9\t120\n桥\t2023.4\t2023.10\t2023.1\n合计\t\t\t2143.1\n"
    assert [float(claim.value) for claim in check_text(table).claims] == [1_200_000, 20_231_000, 21_431_000]


def test_two_columns_without_a_frame_are_a_table() -> None:
    text = "年度 | 资金(万元)\n2021 | 3120.0\n2022 | 3350.5\n2023 | 3480.0\n三个年度累计9950.5万元。"
    result = check_text(text)
    assert [claim.text for claim in result.claims if claim.cell] == ["3120.0", "3350.5", "3480.0"]
    assert [found.verdict for found in result.relations if len(found.claims) == 4] == ["consistent"]


def test_a_bar_between_two_figures_of_a_sentence_makes_no_table() -> None:
    assert not any(claim.cell for claim in check_text("电话 | 123\n本期 | 45\n").claims)
