"""A report as a workbook: the table of figures, totals checked by formula, the tables and the text."""

from __future__ import annotations

import io
from collections import defaultdict
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.chart import BarChart, PieChart, Reference
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bangfu.reports.document import Chart, Compared, Comparison, Document, Seal, Sum, Table
from bangfu.reports.outputs.appendix import appendix, closing, comparisons_of, numeral, title_of, used_address
from bangfu.reports.outputs.ratios import shares_of
from bangfu.reports.outputs.row_heights import row_height
from bangfu.reports.outputs.tables.workbook import with_values
from bangfu.reports.wording import MONEY, SCALES, allowed_words

HEAD = ("序号", "指标", "代码", "数值", "单位", "分项合计", "差额", "记录数", "起", "止", "文中写法", "口径")
WIDTHS = (6, 26, 30, 17, 7, 17, 10, 9, 11, 11, 22, 44)
COMPARED = ("章节", "指标", "本期", "上年同期", "单位", "增减", "增幅（%）", "文中写法")
COMPARED_WIDTHS = (20, 34, 17, 17, 9, 17, 11, 44)
TEXT_WIDTH = 110
VALUE, PARTS, DIFFERENCE = 4, 6, 7
AMOUNT, COUNT, PERCENT, SHARE = "#,##0.00", "#,##0", "0.00", "0.0%"
FIGURES, BESIDE, TEXT = "数字", "与上年比较", "正文"
FIRST = 4
SHADE = PatternFill("solid", fgColor="F0F3F6")


def to_workbook(document: Document, seal: Seal | None = None, base: str = "") -> bytes:
    """Return the report as .xlsx. Parts of a figure are added up by formula beside the ledger's own value.

    Shares of two figures that stand in it are divided by formula, as is growth since the year before. Added up are the
    places of a table too, where they make up its last row, and the values of a chart.
    """
    book, made = Workbook(), Formulas()
    sheet = book.active
    sheet.title = FIGURES
    _figures(sheet, document, seal, base, made)
    if comparisons_of(document):
        _beside(book.create_sheet(BESIDE), document, made)
    number = drawn = 0
    for chapter in document.chapters:
        for block in chapter.blocks:
            if isinstance(block, Table):
                number += 1
                _table(book.create_sheet(f"表{number}"), block, made)
            elif isinstance(block, Chart):
                drawn += 1
                _chart(book.create_sheet(f"图{drawn}"), block, made)
    _text(book.create_sheet(TEXT), document)
    for page in book.worksheets:
        _page(page)
    book.calculation.fullCalcOnLoad = True
    stream = io.BytesIO()
    book.save(stream)
    parts = {f"xl/worksheets/sheet{at}.xml": made[page.title] for at, page in enumerate(book.worksheets, start=1)}
    return with_values(stream.getvalue(), parts)


class Formulas(defaultdict[str, dict[str, Decimal | int]]):
    """The value of every formula by sheet and cell, for programs that show a workbook without calculating."""

    def __init__(self) -> None:
        super().__init__(dict)

    def write(self, cell: SheetCell, formula: str, value: Decimal, shown_as: str) -> None:
        """Write a formula whose result is known."""
        cell.value, cell.number_format = formula, shown_as
        self[cell.parent.title][cell.coordinate] = value


def _page(sheet: Worksheet) -> None:
    """A4, across, all columns on one page, the heading on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.title != TEXT:
        sheet.print_title_rows = f"{FIRST - 1}:{FIRST - 1}"


def _figures(sheet: Worksheet, document: Document, seal: Seal | None, base: str, made: Formulas) -> None:
    _words(sheet.cell(1, 1), document.title).font = Font(bold=True, size=14)
    _words(sheet.cell(2, 1), " ".join((document.lead, *closing(document, seal))))
    _head(sheet, FIRST - 1, HEAD, WIDTHS)
    sums, shares = {declared.total: declared for declared in document.sums}, shares_of(document)
    for index, row in enumerate(appendix(document)):
        at, used = FIRST + index, row.used
        sheet.cell(at, 1, row.number)
        _words(sheet.cell(at, 2), title_of(used))
        code = _words(sheet.cell(at, 3), used.code)
        if base:
            code.hyperlink = used_address(base, used)
        if index in shares and used.value is not None:
            part, whole = (f"{get_column_letter(VALUE)}{FIRST + one}" for one in shares[index])
            made.write(sheet.cell(at, VALUE), f"={part}/{whole}*100", used.value, _format(used.unit))
        else:
            _number(sheet.cell(at, VALUE), used.value, used.unit)
        _words(sheet.cell(at, 5), "元" if used.unit == MONEY else allowed_words(used.unit)[0])
        if index in sums:
            _sum(sheet, at, sums[index], document, made)
        sheet.cell(at, 8, used.entries).number_format = COUNT
        sheet.cell(at, 9, used.from_)
        sheet.cell(at, 10, used.to)
        _words(sheet.cell(at, 11), row.written)
        _words(sheet.cell(at, 12), row.definition)
        texts = {2: title_of(used), 3: used.code, 11: row.written, 12: row.definition}
        for column in texts:
            sheet.cell(at, column).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[at].height = row_height([(text, WIDTHS[column - 1]) for column, text in texts.items()])
    sheet.freeze_panes = sheet.cell(FIRST, 3)


def _sum(sheet: Worksheet, at: int, declared: Sum, document: Document, made: Formulas) -> None:
    letter, total = get_column_letter(VALUE), document.figures[declared.total]
    parts = "+".join(f"{letter}{FIRST + part}" for part in declared.parts)
    value = sum((document.figures[part].value or Decimal(0) for part in declared.parts), Decimal(0))
    shown_as = _format(total.unit)
    made.write(sheet.cell(at, PARTS), f"={parts}", value, shown_as)
    formula = f"={letter}{at}-{get_column_letter(PARTS)}{at}"
    made.write(sheet.cell(at, DIFFERENCE), formula, (total.value or Decimal(0)) - value, shown_as)


def _beside(sheet: Worksheet, document: Document, made: Formulas) -> None:
    """Every chapter's figures beside those of the year before: values of the first sheet, subtracted and divided."""
    _words(sheet.cell(1, 1), "与上年同期比较").font = Font(bold=True, size=14)
    _words(sheet.cell(2, 1), document.compared)
    _head(sheet, FIRST - 1, COMPARED, COMPARED_WIDTHS)
    rows = [(chapter.title, line) for chapter, block in comparisons_of(document) for line in block.lines]
    for at, (chapter, line) in enumerate(rows, start=FIRST):
        texts = {1: chapter, 2: line.title, 8: line.change.text}
        for column, text in texts.items():
            _words(sheet.cell(at, column), text).alignment = Alignment(wrap_text=True, vertical="top")
        _compared(sheet, at, line, document, made)
        sheet.row_dimensions[at].height = row_height((text, COMPARED_WIDTHS[n - 1]) for n, text in texts.items())
    notes = [(chapter.title, note) for chapter, block in comparisons_of(document) for note in block.notes]
    for at, (chapter, note) in enumerate(notes, start=FIRST + len(rows) + 1):
        _words(sheet.cell(at, 1), chapter)
        _words(sheet.cell(at, 2), note)
    sheet.freeze_panes = sheet.cell(FIRST, 3)


def _compared(sheet: Worksheet, at: int, line: Compared, document: Document, made: Formulas) -> None:
    unit = document.figures[line.now.figure or 0].unit
    for column, run in ((3, line.now), (4, line.before)):
        source = f"={FIGURES}!{get_column_letter(VALUE)}{FIRST + (run.figure or 0)}"
        made.write(sheet.cell(at, column), source, run.value or Decimal(0), _format(unit))
    _words(sheet.cell(at, 5), "元" if unit == MONEY else allowed_words(unit)[0])
    if line.change.value is not None:
        made.write(sheet.cell(at, 6), f"=C{at}-D{at}", line.change.value, _format(unit))
    if line.growth is not None:
        made.write(sheet.cell(at, 7), f"=(C{at}-D{at})/D{at}*100", line.growth, PERCENT)


def _table(sheet: Worksheet, table: Table, made: Formulas) -> None:
    _words(sheet.cell(1, 1), table.title).font = Font(bold=True, size=14)
    _head(sheet, 3, table.head, (20,) * len(table.head))
    for at, row in enumerate(table.rows, start=4):
        for column, (cell, unit) in enumerate(zip(row, ("", *table.units), strict=True), start=1):
            if cell.value is None:
                _words(sheet.cell(at, column), cell.text)
            else:
                shown = cell.value / SCALES["万元"] if unit == MONEY else cell.value
                _number(sheet.cell(at, column), shown, unit)
    _totals(sheet, table, made)
    sheet.freeze_panes = sheet.cell(4, 2)


def _totals(sheet: Worksheet, table: Table, made: Formulas) -> None:
    """Add up by formula what the last row says, where the rows above it make it up; people may be in two places."""
    *above, last = table.rows
    at = FIRST + len(above)
    for column, whole in enumerate(last[1:], start=2):
        values = [row[column - 1].value for row in above if row[column - 1].value is not None]
        if len(values) > 1 and whole.value is not None and sum(values, Decimal(0)) == whole.value:
            letter, cell = get_column_letter(column), sheet.cell(at, column)
            made.write(cell, f"=SUM({letter}{FIRST}:{letter}{at - 1})", cell.value, cell.number_format)


def _chart(sheet: Worksheet, chart: Chart, made: Formulas) -> None:
    """The values of a chart, and a chart of the workbook's own that follows them when they are changed."""
    _words(sheet.cell(1, 1), chart.title).font = Font(bold=True, size=14)
    heads = ("项目", "完成（%）" if chart.shape == "progress" else "数值", "文中写法")
    share = chart.shape == "share"
    _head(sheet, 3, (*heads, "占比") if share else heads, (28, 18, 34, 10)[: 4 if share else 3])
    counted = all(point.value == point.value.to_integral_value() for point in chart.points)
    for at, point in enumerate(chart.points, start=4):
        _words(sheet.cell(at, 1), point.label)
        sheet.cell(at, 2, point.value).number_format = COUNT if counted else AMOUNT
        _words(sheet.cell(at, 3), point.text).alignment = Alignment(indent=1)
    last = 3 + len(chart.points)
    if share:
        _shares(sheet, chart, last, made)
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
    sheet.add_chart(native, "F3")


def _shares(sheet: Worksheet, chart: Chart, last: int, made: Formulas) -> None:
    whole = sum((point.value for point in chart.points), Decimal(0))
    for at, point in enumerate(chart.points, start=FIRST):
        made.write(sheet.cell(at, 4), f"=B{at}/B${last + 1}", point.value / whole, SHARE)
    _words(sheet.cell(last + 1, 1), "合计")
    made.write(sheet.cell(last + 1, 2), f"=SUM(B{FIRST}:B{last})", whole, AMOUNT)


def _text(sheet: Worksheet, document: Document) -> None:
    sheet.column_dimensions["A"].width = TEXT_WIDTH
    lines = [document.title, document.lead]
    for number, chapter in enumerate(document.chapters, start=1):
        lines.append(f"{numeral(number)}、{chapter.title}")
        lines += ["".join(r.text for r in block) for block in chapter.blocks if isinstance(block, tuple)]
        lines += [note for block in chapter.blocks if isinstance(block, Comparison) for note in block.notes]
    for at, line in enumerate(lines, start=1):
        _words(sheet.cell(at, 1), line).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[at].height = row_height([(line, TEXT_WIDTH)])


def _head(sheet: Worksheet, at: int, titles: tuple[str, ...], widths: tuple[int, ...]) -> None:
    for column, (title, width) in enumerate(zip(titles, widths, strict=True), start=1):
        cell = _words(sheet.cell(at, column), title)
        cell.font, cell.fill = Font(bold=True), SHADE
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[at].height = row_height(zip(titles, widths, strict=True))


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
