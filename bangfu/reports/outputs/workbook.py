"""A report as a workbook: the table of figures, totals checked by formula, the tables and the text."""

from __future__ import annotations

import io
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.chart import BarChart, PieChart, Reference
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bangfu.reports.document import Chart, Document, Seal, Sum, Table
from bangfu.reports.outputs.appendix import appendix, closing, numeral, used_address
from bangfu.reports.wording import MONEY, SCALES, allowed_words

HEAD = ("序号", "指标", "代码", "数值", "单位", "分项合计", "差额", "记录数", "起", "止", "文中写法", "口径")
WIDTHS = (6, 28, 36, 18, 8, 18, 12, 10, 12, 12, 30, 60)
VALUE, PARTS, DIFFERENCE = 4, 6, 7
AMOUNT, COUNT, PERCENT = "#,##0.00", "#,##0", "0.00"
FIRST = 4
SHADE = PatternFill("solid", fgColor="F0F3F6")


def to_workbook(document: Document, seal: Seal | None = None, base: str = "") -> bytes:
    """Return the report as .xlsx. Parts of a figure are added up by formula beside the ledger's own value."""
    book = Workbook()
    sheet = book.active
    sheet.title = "数字"
    _figures(sheet, document, seal, base)
    number = drawn = 0
    for chapter in document.chapters:
        for block in chapter.blocks:
            if isinstance(block, Table):
                number += 1
                _table(book.create_sheet(f"表{number}"), block)
            elif isinstance(block, Chart):
                drawn += 1
                _chart(book.create_sheet(f"图{drawn}"), block)
    _text(book.create_sheet("正文"), document)
    book.calculation.fullCalcOnLoad = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _figures(sheet: Worksheet, document: Document, seal: Seal | None, base: str) -> None:
    _words(sheet.cell(1, 1), document.title).font = Font(bold=True, size=14)
    _words(sheet.cell(2, 1), " ".join((document.lead, *closing(document, seal))))
    _head(sheet, FIRST - 1, HEAD, WIDTHS)
    sums = {declared.total: declared for declared in document.sums}
    for index, row in enumerate(appendix(document)):
        at, used = FIRST + index, row.used
        sheet.cell(at, 1, row.number)
        _words(sheet.cell(at, 2), used.title)
        code = _words(sheet.cell(at, 3), used.code)
        if base:
            code.hyperlink = used_address(base, used)
        _number(sheet.cell(at, VALUE), used.value, used.unit)
        _words(sheet.cell(at, 5), "元" if used.unit == MONEY else allowed_words(used.unit)[0])
        if index in sums:
            _sum(sheet, at, sums[index], used.unit)
        sheet.cell(at, 8, used.entries).number_format = COUNT
        sheet.cell(at, 9, used.from_)
        sheet.cell(at, 10, used.to)
        _words(sheet.cell(at, 11), row.written)
        _words(sheet.cell(at, 12), row.definition)
    sheet.freeze_panes = sheet.cell(FIRST, 3)


def _sum(sheet: Worksheet, at: int, declared: Sum, unit: str) -> None:
    letter = get_column_letter(VALUE)
    parts = "+".join(f"{letter}{FIRST + part}" for part in declared.parts)
    sheet.cell(at, PARTS, f"={parts}").number_format = _format(unit)
    sheet.cell(at, DIFFERENCE, f"={letter}{at}-{get_column_letter(PARTS)}{at}").number_format = _format(unit)


def _table(sheet: Worksheet, table: Table) -> None:
    _words(sheet.cell(1, 1), table.title).font = Font(bold=True, size=14)
    _head(sheet, 3, table.head, (20,) * len(table.head))
    for at, row in enumerate(table.rows, start=4):
        for column, (cell, unit) in enumerate(zip(row, ("", *table.units), strict=True), start=1):
            if cell.value is None:
                _words(sheet.cell(at, column), cell.text)
            else:
                shown = cell.value / SCALES["万元"] if unit == MONEY else cell.value
                _number(sheet.cell(at, column), shown, unit)
    sheet.freeze_panes = sheet.cell(4, 2)


def _chart(sheet: Worksheet, chart: Chart) -> None:
    """The values of a chart, and a chart of the workbook's own that follows them when they are changed."""
    _words(sheet.cell(1, 1), chart.title).font = Font(bold=True, size=14)
    _head(sheet, 3, ("项目", "完成（%）" if chart.shape == "progress" else "数值", "文中写法"), (28, 18, 34))
    for at, point in enumerate(chart.points, start=4):
        _words(sheet.cell(at, 1), point.label)
        sheet.cell(at, 2, point.value).number_format = AMOUNT
        _words(sheet.cell(at, 3), point.text)
    last = 3 + len(chart.points)
    native = PieChart() if chart.shape == "share" else BarChart()
    native.title, native.height, native.width = chart.title, 9, 18
    native.add_data(Reference(sheet, min_col=2, min_row=3, max_row=last), titles_from_data=True)
    native.set_categories(Reference(sheet, min_col=1, min_row=4, max_row=last))
    if isinstance(native, BarChart):
        native.type = "col" if chart.shape == "columns" else "bar"
        native.legend = None
        native.x_axis.delete = native.y_axis.delete = False
    if chart.shape in ("bars", "progress"):
        native.x_axis.scaling.orientation = "maxMin"  # the first row on top, as in the text
    sheet.add_chart(native, "E3")


def _text(sheet: Worksheet, document: Document) -> None:
    sheet.column_dimensions["A"].width = 110
    lines = [document.title, document.lead]
    for number, chapter in enumerate(document.chapters, start=1):
        lines.append(f"{numeral(number)}、{chapter.title}")
        lines += ["".join(r.text for r in block) for block in chapter.blocks if isinstance(block, tuple)]
    for at, line in enumerate(lines, start=1):
        _words(sheet.cell(at, 1), line).alignment = Alignment(wrap_text=True, vertical="top")


def _head(sheet: Worksheet, at: int, titles: tuple[str, ...], widths: tuple[int, ...]) -> None:
    for column, (title, width) in enumerate(zip(titles, widths, strict=True), start=1):
        cell = _words(sheet.cell(at, column), title)
        cell.font, cell.fill = Font(bold=True), SHADE
        sheet.column_dimensions[get_column_letter(column)].width = width


def _words(cell: SheetCell, text: str) -> SheetCell:
    """Write text as text: a name that begins with = is no formula."""
    cell.value = text
    cell.data_type = "s"
    return cell


def _number(cell: SheetCell, value: Decimal | None, unit: str) -> None:
    cell.value = value
    cell.number_format = _format(unit)


def _format(unit: str) -> str:
    if unit == "percent":
        return PERCENT
    return AMOUNT if unit == MONEY else COUNT
