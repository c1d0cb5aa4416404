"""Tables that lost their columns: one cell a line, or one space between cells, as pasted or out of a PDF."""

import io
from collections.abc import Callable

import pytest
import typst
from docx import Document

from bangfu.reports.checker.check import CheckResult, check_text
from bangfu.reports.checker.readers.opening import read_document

Rows = list[list[str]]
Layout = Callable[[Rows], str]
PLAIN: Rows = [
    ["乡镇", "户数（户）", "人口（人）", "资金（万元）"],
    ["柏林镇", "120", "456", "35.6"],
    ["大川镇", "98", "377", "28"],
    ["茅塔乡", "77", "300", "12.4"],
    ["合计", "295", "1133", "76"],
]
NUMBERED: Rows = [
    ["序号", "项目名称", "建设地点", "资金（万元）", "受益户数（户）"],
    ["1", "产业路硬化", "柏林镇", "1,520.5", "856"],
    ["2", "冷链物流中心", "大川镇3组", "1,600.0", "930"],
    ["3", "人居环境整治", "茅塔乡", "1,000.0", "600"],
    ["合计", "4,120.5", "2,386"],
]
CHANGES: Rows = [
    ["指标", "2022年", "2023年", "增长（%）"],
    ["脱贫户（户）", "1204", "1180", "-2.0"],
    ["投入资金（万元）", "3560.5", "4120", "15.7"],
    ["消费帮扶（万元）", "1000", "1200", "20.0"],
]
YEARS: Rows = [
    ["年份", "2020", "2021", "2022"],
    ["产值（万元）", "100", "120", "150"],
    ["户数（户）", "10", "12", "15"],
]
TWO: Rows = [["乡镇", "人数（人）"], ["柏林镇", "120"], ["大川镇", "98"], ["茅塔乡", "77"], ["合计", "295"]]
TOTAL_FIRST: Rows = [PLAIN[0], PLAIN[4], *PLAIN[1:4]]
SIGNS: Rows = [*PLAIN[:2], ["大川镇", "98", "377", "—"], ["茅塔乡", "77", "300", "/"], ["合计", "295", "1133", "35.6"]]


def stacked(rows: Rows, between: str = "\n") -> str:
    return between.join(cell for row in rows for cell in row) + "\n"


def spaced(rows: Rows) -> str:
    return "\n".join(" ".join(row) for row in rows) + "\n"


def found(result: CheckResult) -> list[tuple[float, str]]:
    return [(float(claim.value), claim.unit) for claim in result.claims if claim.cell]


def verdicts(result: CheckResult, kind: str) -> list[str]:
    return [one.verdict for one in result.relations if one.kind == kind]


@pytest.mark.parametrize(
    "layout", [stacked, spaced, lambda rows: stacked(rows, "\n\n"), lambda rows: stacked(rows, "\r\n")]
)
@pytest.mark.parametrize(
    ("rows", "figures", "sums"),
    [
        (PLAIN, [(120, "household"), (456, "person"), (356_000, "CNY")], 3),
        (NUMBERED, [(15_205_000, "CNY"), (856, "household")], 2),
        (TWO, [(120, "person"), (98, "person")], 1),
        (TOTAL_FIRST, [(295, "household"), (1133, "person"), (760_000, "CNY")], 3),
        (SIGNS, [(120, "household"), (456, "person"), (356_000, "CNY")], 2),
    ],
)
def test_units_come_from_the_heading_and_totals_are_added_up(
    layout: Layout, rows: Rows, figures: list[tuple[float, str]], sums: int
) -> None:
    text = f"具体情况如下。\n{layout(rows)}以上数据由各乡镇上报，请审阅。\n"
    result = check_text(text)
    assert found(result)[: len(figures)] == figures
    assert verdicts(result, "sum") == ["consistent"] * sums
    assert all(text[claim.start : claim.end] == claim.text for claim in result.claims)


@pytest.mark.parametrize("layout", [stacked, spaced])
def test_growth_from_column_to_column(layout: Layout) -> None:
    assert verdicts(check_text(layout(CHANGES)), "growth") == ["consistent"] * 3


@pytest.mark.parametrize("layout", [stacked, spaced])
def test_years_head_columns(layout: Layout) -> None:
    assert found(check_text(layout(YEARS))) == [
        (1_000_000, "CNY"),
        (1_200_000, "CNY"),
        (1_500_000, "CNY"),
        (10, "household"),
        (12, "household"),
        (15, "household"),
    ]


def test_two_columns_and_two_rows_with_their_total() -> None:
    rows = [TWO[0], *TWO[1:3], ["合计", "218"]]
    for text in (spaced(rows), stacked(rows), "\n".join("\t".join(row) for row in rows)):
        assert verdicts(check_text(text), "sum") == ["consistent"]


@pytest.mark.parametrize("layout", [stacked, spaced])
def test_an_altered_total_is_caught(layout: Layout) -> None:
    result = check_text(layout(PLAIN).replace("1133", "1143"))
    assert sorted(verdicts(result, "sum")) == ["conflict", "consistent", "consistent"]


def test_a_heading_that_stands_again_on_the_next_page_is_one_table() -> None:
    text = f"{spaced(PLAIN[:3])}- 12 -\n{spaced([PLAIN[0], *PLAIN[3:]])}"
    assert verdicts(check_text(text), "sum") == ["consistent"] * 3


def test_several_tables_below_each_other() -> None:
    result = check_text(f"表1 帮扶情况\n{spaced(PLAIN)}表2 项目情况\n{spaced(NUMBERED)}表3 指标变化\n{spaced(CHANGES)}")
    assert verdicts(result, "sum") == ["consistent"] * 5
    assert verdicts(result, "growth") == ["consistent"] * 3


def test_remarks_behind_the_figures() -> None:
    rows = [[*PLAIN[0], "备注"], [*PLAIN[1], "已拨付"], PLAIN[2], [*PLAIN[3], "待验收"], PLAIN[4]]
    assert verdicts(check_text(spaced(rows)), "sum") == ["consistent"] * 3


def test_of_a_row_with_an_empty_cell_no_total_is_asserted() -> None:
    rows = [*PLAIN[:2], ["大川镇", "98", "28"], *PLAIN[3:]]
    result = check_text(spaced(rows))
    assert verdicts(result, "sum") == []
    assert found(result) == [
        (120, "household"),
        (456, "person"),
        (356_000, "CNY"),
        (77, "household"),
        (300, "person"),
        (124_000, "CNY"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "姓名\n电话\n张某\n13812345678\n李某\n13812345679\n王某\n13812345670\n",
        "目录\n一、总体情况\n1\n二、主要做法\n5\n三、下步打算\n9\n",
        "一、总体情况\n今年以来\n工作扎实\n120\n二、主要做法\n",
        "乡镇\n脱贫户\n监测户\n户数\n人数\n户数\n人数\n柏林镇\n12\n45\n3\n9\n大川镇\n10\n40\n2\n7\n",
        "柏林镇 120 456\n大川镇 98 377\n",
        "联系人 张某\n邮编 442000\n网址 略\n电话 8765432\n",
    ],
)
def test_what_is_no_table_stays_text(text: str) -> None:
    assert found(check_text(text)) == []


def in_cells(rows: Rows) -> str:
    width = max(map(len, rows))
    cells = ["", *rows[-1]] if len(rows[-1]) < width else rows[-1]
    return ",".join(f"[{cell}]" for row in (*rows[:-1], cells + [""] * (width - len(cells))) for cell in row)


@pytest.mark.parametrize(("rows", "sums"), [(PLAIN, 3), (TWO, 1)])
def test_tables_of_a_pdf(rows: Rows, sums: int) -> None:
    table = f"#table(columns: {len(rows[0])}, {in_cells(rows)})"
    page = f'#set text(font: "Noto Sans CJK SC")\n具体见下表。\n\n{table}\n以上。'
    result = check_text(read_document(typst.compile(page.encode())).text)
    assert verdicts(result, "sum") == ["consistent"] * sums


def test_cells_of_a_pdf_that_go_on_in_the_next_line() -> None:
    rows = [
        ["项目名称", "补助资金（万元）", "受益户数（户）"],
        ["柏林镇产业路硬化及排水沟渠配套建设工程", "120.5", "456"],
        ["大川镇冷链物流中心", "98", "377"],
        ["合计", "218.5", "833"],
    ]
    page = (
        '#set text(font: "Noto Sans CJK SC")\n#set page(width: 11cm)\n'
        f"#table(columns: (1fr, 1fr, 1fr), {in_cells(rows)})"
    )
    text = read_document(typst.compile(page.encode())).text
    assert "\n" in text[text.index("柏林镇") : text.index("120.5")]
    assert verdicts(check_text(text), "sum") == ["consistent"] * 2


def test_tables_of_a_word_document_are_as_before() -> None:
    document = Document()
    table = document.add_table(rows=0, cols=4)
    for row in PLAIN:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    stream = io.BytesIO()
    document.save(stream)
    assert verdicts(check_text(read_document(stream.getvalue()).text), "sum") == ["consistent"] * 3


def test_spaces_divide_thousands_as_well_as_cells() -> None:
    text = "职业 需求（人） 求职（人） 缺口（人）\n缝纫工 1 260 480 780\n焊工 735 350 385\n护理员 612 204 408\n"
    text += "装配工 2 048 1 600 448\n"
    told = [claim.text for claim in check_text(text).claims]
    assert told == ["1 260", "480", "780", "735", "350", "385", "612", "204", "408", "2 048", "1 600", "448"]
