"""Workbooks as they arrive: titles, merged cells, units, odd headings, other formats."""

import datetime as dt
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlwt
from openpyxl import Workbook
from rustpy_xlsxwriter import FastExcel

from bangfu.kernel.workbooks import ROW, Column, Sheet, Type, read_table, read_workbook

HEADINGS = ["户编号", "姓名", "识别日期", "纯收入"]


def test_title_rows_synonyms_and_odd_headings(xlsx, register):
    path = xlsx(
        [
            ["茅箭区2020年建档立卡户花名册"],
            ["填报单位：民政办", None, None, "单位：人"],
            [None],
            ["序号", " 户 号*", "成员\n姓名", "身份证号码：", "家庭纯收入（元）", "耕地面积(亩)", "备 注"],
            [1, "H1", "张三", None, 1200.5, 3.25, "好"],
        ],
        merge=["A1:G1"],
    )
    raw = read_workbook(path, register)
    assert raw.heading_row == 4
    assert raw.ignored == ("序号", "备 注")
    assert raw.headings["income"] == "家庭纯收入（元）"
    frame = read_table(path, register).frame
    assert frame.to_dicts() == [{ROW: 5, "household": "H1", "name": "张三", "id": None, "income": 120050, "land": 3250}]


def test_headings_over_two_rows_with_merged_cells(xlsx):
    sheet = Sheet(
        (
            Column("name", "姓名", required=True),
            Column("wages", "收入工资", ("工资收入",), Type.MONEY),
            Column("rent", "收入财产", ("财产收入",), Type.MONEY),
        )
    )
    path = xlsx(
        [["姓名", "收入(万元)", None], [None, "工资", "财产"], ["张三", 1.5, 0.2]],
        merge=["A1:A2", "B1:C1"],
    )
    table = read_table(path, sheet)
    assert table.frame.to_dicts() == [{ROW: 3, "name": "张三", "wages": 1500000, "rent": 200000}]


def test_household_columns_merged_over_its_members(tmp_path, register):
    book = Workbook()
    sheet = book.active
    for place, heading in enumerate(HEADINGS):
        sheet.cell(3, 3 + place, heading)
    for row, name in enumerate(["张三", "李四", "王五"], start=4):
        sheet.cell(row, 4, name)
    sheet["C4"], sheet["C6"] = "H1", "H2"
    sheet["F4"] = 300
    for span in ("C4:C5", "F4:F5"):
        sheet.merge_cells(span)
    book.save(tmp_path / "merged.xlsx")
    table = read_table(tmp_path / "merged.xlsx", register)
    assert table.frame["household"].to_list() == ["H1", "H1", "H2"]
    assert table.frame["income"].to_list() == [30000, 30000, None]
    assert table.frame[ROW].to_list() == [4, 5, 6]
    assert table.issues.is_empty()


def test_blank_rows_keep_the_numbers_of_the_others(xlsx, register):
    path = xlsx([HEADINGS, ["H1", "张三"], [None], ["H2", " 李四　"], ["  ", "　"], [None]])
    frame = read_table(path, register).frame
    assert frame.select(ROW, "name").rows() == [(2, "张三"), (4, "李四")]


def test_dates_in_every_form(xlsx, register):
    morning = dt.datetime(2020, 6, 19, 8)  # noqa: DTZ001 - a spreadsheet knows no time zones
    forms = [dt.date(2020, 6, 19), morning, 44001, 20200619, "2020年6月19日", "２０２０．６．１９"]
    path = xlsx([HEADINGS, *(["H", "张三", form] for form in forms)])
    table = read_table(path, register)
    assert table.frame["since"].to_list() == [dt.date(2020, 6, 19)] * len(forms)


def test_numeric_id_numbers_are_refused_because_they_lost_digits(xlsx, register):
    path = xlsx(
        [
            ["户编号", "姓名", "证件号码", "银行账号"],
            ["H1", "张三", 420302199001011000, "6222021234567890128"],
            ["H1", "李四", "420302199001011232", 6222021234567890128],
            [10001, "王五", 4.20302199001011e17, 82012345678],
        ]
    )
    table = read_table(path, register)
    assert table.errors.select("row", "name", "code").rows() == [
        (2, "id", "digits_lost"),
        (3, "account", "digits_lost"),
        (4, "id", "digits_lost"),
    ]
    assert "文本" in table.errors["message"][0]
    assert table.frame["id"].to_list() == [None, "420302199001011232", None]
    assert table.frame["household"].to_list() == ["H1", "H1", "10001"]


def test_error_values_are_reported_not_taken_for_blank(xlsx, register):
    path = xlsx([HEADINGS, ["H1", "#N/A", None, "#DIV/0!"], ["H2", "张三"]])
    table = read_table(path, register)
    assert table.issues.select("row", "name", "code").rows() == [(2, "name", "cell_error"), (2, "income", "cell_error")]


def test_formulas_nobody_calculated_are_reported_not_taken_for_blank(xlsx, register):
    path = xlsx([HEADINGS, ["H1", "张三", None, "=1+1"], ["H2", "李四", None, 2]])
    table = read_table(path, register)
    assert table.issues.select("row", "name", "code").rows() == [(2, "income", "not_calculated")]
    assert table.frame["income"].to_list() == [None, 200]


def test_faults_keep_their_places_when_the_table_starts_far_from_the_corner(tmp_path, register):
    book = Workbook()
    cells = {"D3": "户编号", "E3": "姓名", "G3": "证件号码", "H3": "纯收入"}
    cells |= {"D4": "H1", "E4": "#N/A", "G4": 420302199001011000, "H4": "=1+1"}
    cells |= {"D5": "H2", "E5": "张三", "G5": "420302199001011232", "H5": 5}
    for place, value in cells.items():
        book.active[place] = value
    book.save(tmp_path / "far.xlsx")
    table = read_table(tmp_path / "far.xlsx", register)
    assert table.errors.select("row", "name", "code").rows() == [
        (4, "name", "cell_error"),
        (4, "id", "digits_lost"),
        (4, "income", "not_calculated"),
    ]
    assert table.frame.select("name", "id", "income").row(1) == ("张三", "420302199001011232", 500)


def test_the_sheet_that_fits_best_is_read(tmp_path, register):
    book = Workbook()
    book.active.append(["姓名", "说明"])
    book.active.append(["不是", "这里"])
    second = book.create_sheet("花名册")
    second.append(HEADINGS)
    second.append(["H1", "张三"])
    book.save(tmp_path / "two.xlsx")
    raw = read_workbook(tmp_path / "two.xlsx", register)
    assert raw.sheet_name == "花名册"
    assert raw.frame["name"].to_list() == ["张三"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_delimited_text(tmp_path, register, encoding, separator):
    lines = [separator.join(HEADINGS), separator.join(["H1", "张三", "2020/6/19", '"1,200.50"']), ""]
    path = tmp_path / "register.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    assert read_table(path, register).frame.row(0) == (2, "H1", "张三", dt.date(2020, 6, 19), 120050)


def test_delimited_text_with_a_title_and_uneven_lines(tmp_path, register):
    path = tmp_path / "register.csv"
    path.write_text('花名册\n\n户编号,姓名,纯收入\nH1,"张\n三"\n\nH2,李四,5,多余\n', encoding="utf-8")
    assert read_table(path, register).frame.rows() == [(4, "H1", "张\n三", None), (6, "H2", "李四", 500)]


def test_digits_lost_in_delimited_text(tmp_path, register):
    path = tmp_path / "register.csv"
    path.write_text("户编号,姓名,证件号码\nH1,张三,4.20302E+17\nH1,李四,420302199001011232\n", encoding="utf-8")
    assert read_table(path, register).errors.select("row", "code").rows() == [(2, "digits_lost")]


def test_old_excel_files(tmp_path, register):
    book = xlwt.Workbook()
    sheet = book.add_sheet("花名册")
    rows = [["户编号", "姓名", "证件号码"], ["H1", "张三", 420302199001011232.0], ["H1", "李四", "420302199001011232"]]
    for row, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            sheet.write(row + 2, place, cell)
    book.save(str(tmp_path / "register.xls"))
    table = read_table(tmp_path / "register.xls", register)
    assert table.frame.select(ROW, "id").rows() == [(4, None), (5, "420302199001011232")]
    assert table.errors.select("row", "code").rows() == [(4, "digits_lost")]


def test_the_ending_of_the_name_may_lie(xlsx, register):
    path = xlsx([HEADINGS, ["H1", "张三"]], name="new.xlsx")
    renamed = path.rename(path.with_suffix(".xls"))
    assert read_table(renamed, register).frame["name"].to_list() == ["张三"]


def test_open_document(tmp_path: Path, register):
    path = tmp_path / "register.ods"
    write_ods(path, [["户编号", "姓名"], ["H1", "张三"]])
    assert read_table(path, register).frame.rows() == [(2, "H1", "张三")]


def test_forty_errors_in_ten_thousand_rows_are_all_found(tmp_path, register):
    wrong = list(range(250, 10_001, 250))
    frame = pl.DataFrame(
        {
            "户编号": [f"H{row}" for row in range(2, 10_002)],
            "姓名": ["张三"] * 10_000,
            "识别日期": ["2020年9月32日" if row in wrong else "2020-06-19" for row in range(2, 10_002)],
        }
    )
    FastExcel(str(tmp_path / "big.xlsx")).sheet("花名册", frame).save()
    issues = read_table(tmp_path / "big.xlsx", register).issues
    assert issues["row"].to_list() == wrong
    assert set(issues["value"]) == {"2020年9月32日"}
    assert set(issues["column"]) == {"识别日期"}


def write_ods(path: Path, rows: list[list[str]]) -> None:
    """The smallest package that is an OpenDocument spreadsheet."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{urn}:office:1.0" '
        f'xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="花名册">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{urn}:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
