"""The empty workbook: what Excel offers and keeps, and that it reads back."""

import pytest
from openpyxl import load_workbook

from bangfu.kernel.workbooks import WorkbookRefused, read_table, write_template


@pytest.fixture
def book(tmp_path, register):
    write_template(tmp_path / "template.xlsx", register)
    return load_workbook(tmp_path / "template.xlsx")


def test_headings_are_in_the_first_row(book, register):
    assert [cell.value for cell in book["家庭成员"][1]] == [column.heading for column in register.columns]


def test_lists_are_offered_from_a_hidden_sheet(book):
    rules = {str(rule.sqref).rstrip("0123456789")[0]: rule for rule in book["家庭成员"].data_validations.dataValidation}
    assert set(rules) == {"D", "I"}
    assert rules["D"].formula1 == "'选项'!$D$1:$D$2"
    assert [book["选项"]["D1"].value, book["选项"]["D2"].value] == ["男", "女"]
    assert book["选项"].sheet_state == "hidden"


def test_numbers_that_name_something_are_text_cells(book):
    widths = book["家庭成员"].column_dimensions
    assert widths["C"].number_format == "@"
    assert widths["J"].number_format == "@"


def test_every_column_is_explained(book, register):
    rows = list(book["填写说明"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [column.heading for column in register.columns]
    explained = {row[0]: row for row in rows}
    assert explained["户编号"][1] == "必填"
    assert explained["性别"][3] == "男、女"
    assert "必填" in book["家庭成员"]["A1"].comment.text


def test_empty_template_is_refused_and_a_filled_one_read(tmp_path, book, register):
    path = tmp_path / "template.xlsx"
    with pytest.raises(WorkbookRefused, match="没有数据"):
        read_table(path, register)
    book["家庭成员"].append(["H1", "张三", "420302199001011232", "男"])
    book.save(path)
    table = read_table(path, register)
    assert table.frame.select("household", "name", "sex").rows() == [("H1", "张三", "1")]
    assert table.errors.is_empty()
