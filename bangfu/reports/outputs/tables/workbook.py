"""A table as a workbook whose totals and percentages are formulas.

Money is in yuan to the fen, so that a total is the figure itself. Every formula carries the value it gives: programs
that read without calculating, and previews, show the same numbers.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bangfu.figures.addresses import cell_address
from bangfu.figures.tables.document import Cell, Document, Head, Row, Sheet
from bangfu.figures.tables.wording import about, footnotes, groups_of, head_words, signing
from bangfu.figures.units import MONEY, PERCENT, unit_word
from bangfu.reports.outputs.row_heights import LINE, row_height

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
THIN = Side(style="thin", color="808080")
RULED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
SHADE = PatternFill("solid", fgColor="F0F3F6")
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
FORMATS = {MONEY: "#,##0.00", PERCENT: "0.00%"}
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
FIRST_WIDTH, VALUE_WIDTH, WORDS_WIDTH, USUAL_WIDTH = 24, 16, 30, 8  # in characters
HEADS = 3  # title, place and period come before
Cached = dict[str, dict[str, Decimal | int]]


def table_to_workbook(document: Document, base: str = "") -> bytes:
    """Return the table as .xlsx: one sheet for each part, landscape A4, heading repeated on each page."""
    book, cached = Workbook(), {}
    book.remove(book.active)
    for number, part in enumerate(document.sheets, start=1):
        title = FORBIDDEN.sub("", part.title or document.title)[:24]
        sheet = book.create_sheet(f"{document.code}-{number} {title}" if len(document.sheets) > 1 else document.code)
        writer = _Writer(sheet, document, part, base)
        writer.write()
        cached[f"xl/worksheets/sheet{number}.xml"] = writer.cached
    stream = io.BytesIO()
    book.save(stream)
    return with_values(stream.getvalue(), cached)


class _Writer:
    """Writes one part of a table into a worksheet."""

    def __init__(self, sheet: Worksheet, document: Document, part: Sheet, base: str) -> None:
        self.sheet, self.document, self.part, self.base = sheet, document, part, base
        self.width = len(part.columns) + 1 + part.mixed * len(part.columns)
        self.at = {head.key: self._column(place) for place, head in enumerate(part.columns)}
        groups = groups_of(part)
        self.groups = groups if any(title for title, _span in groups) else []
        self.first = HEADS + 1 + (2 if self.groups else 1)
        self.last = self.first + len(part.rows) - 1
        self.cached: dict[str, Decimal | int] = {}

    def _column(self, place: int) -> str:
        return get_column_letter(place + 2 if not self.part.mixed else place * 2 + 2)

    def write(self) -> None:
        """Write heading, columns, rows, total, notes and the lines to sign on."""
        self._heading()
        self._columns()
        for number, row in enumerate(self.part.rows):
            self._row(self.first + number, row)
        end = self.last
        if self.part.total is not None:
            end += 1
            self._row(end, self.part.total, bold=True)
        for note in footnotes(self.document):
            end += 1
            self._line(end, note)
        self._line(end + 2, "　　".join(f"{label}：{known or '　　　　'}" for label, known in signing(self.document)))
        self._page()

    def _heading(self) -> None:
        lines = about(self.document)
        title = f"{self.document.code} {self.document.title}" + (f"：{self.part.title}" if self.part.title else "")
        for at, text in ((1, title), (2, "　".join(filter(None, (lines["side"], lines["pair"]))))):
            cell = _words(self.sheet.cell(at, 1), text)
            cell.alignment = MIDDLE
            self.sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=max(self.width, 4))
        self.sheet.cell(1, 1).font = Font(bold=True, size=16)
        unit = _("金额单位：元") if lines["money"] else ""
        place = f"{_('填报单位')}：{self.document.place_name}"
        _words(self.sheet.cell(3, 1), "　　".join(filter(None, (place, lines["period"], unit))))

    def _columns(self) -> None:
        top, bottom = HEADS + 1, self.first - 1
        self._head(top, bottom, 1, 1, self.part.head)
        titles = [head_words(head, _("元")) for head in self.part.columns]
        step = 2 if self.part.mixed else 1
        place = 0
        for group, span in self.groups or [("", 1)] * len(titles):
            if group:
                self._head(top, top, place * step + 2, (place + span) * step + 1, group)
            for n in range(place, place + span):
                self._head(top + 1 if group else top, bottom, n * step + 2, n * step + 2, titles[n])
                if self.part.mixed:
                    self._head(top, bottom, n * step + 3, n * step + 3, _("单位"))
            place += span
        self._head_heights(titles, top, bottom)

    def _head_heights(self, titles: list[str], top: int, bottom: int) -> None:
        texts = [(self.part.head, FIRST_WIDTH)]
        texts += [(title, _width(head)) for title, head in zip(titles, self.part.columns, strict=True)]
        groups = self.groups or []
        tall = row_height([*texts, *((group, VALUE_WIDTH * span) for group, span in groups)])
        for row in range(top, bottom + 1):
            self.sheet.row_dimensions[row].height = tall if row == bottom else LINE

    def _head(self, top: int, bottom: int, left: int, right: int, text: str) -> None:
        _words(self.sheet.cell(top, left), text)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                cell = self.sheet.cell(row, column)
                cell.font, cell.fill, cell.border, cell.alignment = Font(bold=True), SHADE, RULED, MIDDLE
        if (top, left) != (bottom, right):
            self.sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)

    def _row(self, at: int, row: Row, *, bold: bool = False) -> None:
        title = _words(self.sheet.cell(at, 1), row.title)
        title.border, title.alignment = RULED, Alignment(indent=row.level * 2, wrap_text=True, vertical="center")
        title.font = Font(bold=bold)
        for head, cell in zip(self.part.columns, row.cells, strict=True):
            place = self.sheet[f"{self.at[head.key]}{at}"]
            place.border, place.font = RULED, Font(bold=bold)
            self._cell(place, cell, at)
            if self.part.mixed:
                unit = unit_word(cell.unit) if cell.value is not None else ""
                beside = _words(self.sheet.cell(at, place.column + 1), unit)
                beside.border = RULED
        texts = [(cell.text, _width(head)) for head, cell in zip(self.part.columns, row.cells, strict=True)]
        tall = row_height([(row.title, FIRST_WIDTH - row.level * 2), *((text, width) for text, width in texts if text)])
        if tall > LINE:
            self.sheet.row_dimensions[at].height = tall

    def _cell(self, place: SheetCell, cell: Cell, at: int) -> None:
        if cell.value is None:
            _words(place, cell.text).alignment = Alignment(wrap_text=True, vertical="center")
            return
        value = Decimal(cell.value) / 100 if cell.unit == PERCENT else cell.value
        place.number_format = FORMATS.get(cell.unit) or ("#,##0" if not Decimal(value) % 1 else "#,##0.00")
        if cell.formula is None:
            place.value = value
        else:
            place.value = self._formula(place.column_letter, at, cell)
            self.cached[place.coordinate] = value
        address = cell_address(cell) if self.base else ""
        if address:
            place.hyperlink = f"{self.base.rstrip('/')}{address}"

    def _formula(self, letter: str, at: int, cell: Cell) -> str:
        formula = cell.formula
        assert formula is not None
        if formula.operator == "sum":
            return f"=SUM({letter}{self.first}:{letter}{self.last})"
        left = f"{self.at[formula.left]}{at}"
        right = f"{self.at[formula.right]}{at}" if formula.right else ""
        match formula.operator:
            case "%" | "/":
                return f"={left}/{right}"
            case "over":
                return f"={left}/{right}-1"
            case "of_total":
                return f"={left}/{self.at[formula.left]}${self.last + 1}"
            case "rank":
                column = self.at[formula.left]
                return f"=RANK({left},{column}${self.first}:{column}${self.last})"
        return f"={left}{formula.operator}{right}"

    def _line(self, at: int, text: str) -> None:
        _words(self.sheet.cell(at, 1), text).alignment = Alignment(wrap_text=True, vertical="top")
        self.sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=max(self.width, 4))
        unused = max(4 - self.width, 0) * USUAL_WIDTH
        width = FIRST_WIDTH + sum(map(_width, self.part.columns)) + unused
        self.sheet.row_dimensions[at].height = row_height([(text, width)])

    def _page(self) -> None:
        sheet = self.sheet
        sheet.column_dimensions["A"].width = FIRST_WIDTH
        for place, head in enumerate(self.part.columns):
            sheet.column_dimensions[self._column(place)].width = _width(head)
        sheet.freeze_panes = f"B{self.first}"
        sheet.print_title_rows = f"{HEADS + 1}:{self.first - 1}"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True


def _width(head: Head) -> int:
    return WORDS_WIDTH if head.words else VALUE_WIDTH


def _words(cell: SheetCell, text: str) -> SheetCell:
    """Write text as text: a name that begins with = is no formula."""
    cell.value = text
    cell.data_type = "s"
    return cell


def with_values(content: bytes, cached: Mapping[str, Mapping[str, Decimal | int]]) -> bytes:
    """Return the workbook with the value of each formula beside it, which openpyxl leaves out.

    ``cached`` names the parts of the package (xl/worksheets/sheet1.xml) and in each the cells by coordinate.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            part = given.read(name)
            made.writestr(name, _filled(part, cached[name]) if cached.get(name) else part)
    return stream.getvalue()


def _filled(part: bytes, values: Mapping[str, Decimal | int]) -> bytes:
    tree = etree.fromstring(part)
    for cell in tree.iter(f"{MAIN}c"):
        value = values.get(cell.get("r"))
        if value is None:
            continue
        shown = cell.find(f"{MAIN}v")
        if shown is None:
            shown = etree.SubElement(cell, f"{MAIN}v")
        shown.text = repr(float(value))
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
