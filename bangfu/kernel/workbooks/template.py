"""Empty workbooks to fill in: drop-down lists, text cells for numbers that name something, explanations."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bangfu.kernel.workbooks.columns import Column, Sheet, Type
from bangfu.kernel.workbooks.writing import column_width, number_format, tab_name

PREPARED_ROWS = 5_000
"""Rows under the headings that drop-down lists reach."""

EXPLANATIONS = "填写说明"
_LISTS = "选项"
_REQUIRED = PatternFill("solid", start_color="FFF4CC")
_OPTIONAL = PatternFill("solid", start_color="E8EEF7")
_FORMATS = {
    Type.TEXT: "文字",
    Type.INTEGER: "整数",
    Type.DECIMAL: "数字",
    Type.MONEY: "金额，单位为元；也可写 3.5万元",
    Type.QUANTITY: "数字，最多三位小数",
    Type.DATE: "日期，例如 2020-06-19",
    Type.BOOLEAN: "是 或 否",
    Type.CODE: "从列表中选一项",
    Type.CODES: "可选多项，用顿号“、”隔开",
    Type.ID_NUMBER: "18 位公民身份号码",
    Type.DISABILITY_NUMBER: "20 位残疾人证号",
    Type.ID_OR_DISABILITY: "18 位公民身份号码或 20 位残疾人证号",
    Type.CREDIT_CODE: "18 位统一社会信用代码",
    Type.PHONE: "11 位手机号，或带区号的座机",
    Type.BANK_ACCOUNT: "银行账号，只填数字",
    Type.AREA_CODE: "12 位区划代码",
}


def write_template(path: Path | str, sheet: Sheet) -> None:
    """Write an empty .xlsx for `sheet`: headings in row 1, lists, notes and a second tab of explanations."""
    book = Workbook()
    data = book.active
    data.title = tab_name(sheet)
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    for place, column in enumerate(sheet.columns, start=1):
        _write_heading(data, place, column)
        _offer_choices(data, lists, place, column)
    data.freeze_panes = "A2"
    _write_explanations(book.create_sheet(EXPLANATIONS, 1), sheet)
    book.save(path)


def _write_heading(data: Worksheet, place: int, column: Column) -> None:
    cell = data.cell(1, place, column.heading)
    cell.font = Font(bold=True)
    cell.fill = _REQUIRED if column.required else _OPTIONAL
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    note = "\n".join(filter(None, ("必填" if column.required else "选填", _format(column), column.help)))
    cell.comment = Comment(note, "", width=260, height=110)
    letter = get_column_letter(place)
    data.column_dimensions[letter].width = column_width(column)
    # The format of a whole column holds for cells nobody has touched yet: pasted ID numbers keep their digits.
    data.column_dimensions[letter].number_format = number_format(column)


def _offer_choices(data: Worksheet, lists: Worksheet, place: int, column: Column) -> None:
    options = _options(column)
    if not options or column.type is Type.CODES:
        return
    letter = get_column_letter(place)
    for row, option in enumerate(options, start=1):
        lists.cell(row, place, option)
    rule = DataValidation(
        type="list",
        formula1=f"'{lists.title}'!${letter}$1:${letter}${len(options)}",
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle=column.heading,
        error="请从列表中选择。",
    )
    rule.add(f"{letter}2:{letter}{PREPARED_ROWS + 1}")
    data.add_data_validation(rule)


def _options(column: Column) -> list[str]:
    return ["是", "否"] if column.type is Type.BOOLEAN else list(column.labels().values())


def _write_explanations(tab: Worksheet, sheet: Sheet) -> None:
    for note in sheet.notes:
        tab.append([note])
    tab.append(["列名", "是否必填", "格式", "可选内容", "说明", "也可写作"])
    heading_row = tab.max_row
    for column in sheet.columns:
        tab.append(
            [
                column.heading,
                "必填" if column.required else "选填",
                _format(column),
                "、".join(_options(column)),
                column.help,
                "、".join(column.synonyms),
            ]
        )
    for cell in tab[heading_row]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEF", (22, 10, 34, 60, 50, 40), strict=True):
        tab.column_dimensions[letter].width = width
    for row in tab.iter_rows(min_row=heading_row + 1):
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)


def _format(column: Column) -> str:
    parts = [_FORMATS[column.type]]
    if column.max_length is not None:
        parts.append(f"最多 {column.max_length} 个字")
    if column.minimum is not None:
        parts.append(f"不小于 {column.minimum}")
    if column.maximum is not None:
        parts.append(f"不大于 {column.maximum}")
    return "，".join(parts)
