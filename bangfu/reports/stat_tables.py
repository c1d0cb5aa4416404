"""Statistical tables as parts of a report: the declared table, asked for the report's place, period and side."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from bangfu.figures.tables.asking import Asked
from bangfu.figures.tables.composing import compose_table
from bangfu.figures.tables.declared import Grid, tables
from bangfu.figures.tables.document import Cell as Filled
from bangfu.figures.tables.document import Row, Sheet
from bangfu.figures.tables.wording import cell_words, head_words
from bangfu.kernel.rights.actions import operator
from bangfu.reports.document import Cell, Table
from bangfu.reports.figure_book import FigureBook
from bangfu.reports.template.nodes import StatTableTag

MOST = 200  # rows of one part in a text; the page of the table has them all
OF_A_PLACE = {"place", "from", "to", "side", "pair"}


def stat_tables(book: FigureBook, tag: StatTableTag) -> list[Table]:
    """Return the parts of a declared table that have anything to say.

    Lists of single entries are left out: they stay on the table's own page, under the rights of who opens it.
    """
    declared = tables[tag.code]
    wanted = [part for n, part in enumerate(declared.parts, start=1) if tag.part in (0, n) and isinstance(part, Grid)]
    asked = Asked(place=book.area_code, from_=book.period.from_, to=book.period.to, side=book.side, pair=book.partner)
    filled = compose_table(operator(), replace(declared, parts=tuple(wanted)), asked)
    several = len([sheet for sheet in filled.sheets if _says(sheet)]) > 1
    found = []
    for sheet in filled.sheets:
        if _says(sheet):
            title = f"{filled.title}·{sheet.title}" if several and sheet.title else filled.title
            found.append(_table(title, sheet))
    return found


def _says(sheet: Sheet) -> bool:
    return any(cell.value is not None or cell.text for row in sheet.rows for cell in row.cells)


def _table(title: str, sheet: Sheet) -> Table:
    head = (
        sheet.head,
        *(f"{column.group}·{head_words(column)}" if column.group else head_words(column) for column in sheet.columns),
    )
    rows = [_row(row, sheet) for row in sheet.rows[:MOST]]
    if len(sheet.rows) > MOST:
        left = _("另有 %(n)s 行，见统计表") % {"n": len(sheet.rows) - MOST}
        rows.append((Cell(left), *(Cell("") for _column in sheet.columns)))
    if sheet.total is not None:
        rows.append(_row(sheet.total, sheet))
    units = tuple("" if sheet.mixed else column.unit for column in sheet.columns)
    return Table(title, head, units, tuple(rows))


def _row(row: Row, sheet: Sheet) -> tuple[Cell, ...]:
    indent = "　" * row.level
    return (Cell(indent + row.title), *(_cell(cell, sheet.mixed) for cell in row.cells))


def _cell(cell: Filled, mixed: bool) -> Cell:
    """A number opens where the address of a report's cell can say what it is: a figure of a place and the period."""
    text = cell_words(cell, mixed=mixed)
    value = None if mixed or cell.value is None else Decimal(str(cell.value))
    plain = bool(cell.figure) and set(cell.parameters) <= OF_A_PLACE
    code, area_code = (cell.figure, cell.parameters.get("place", "")) if plain else ("", "")
    return Cell(text, code, area_code, value)
