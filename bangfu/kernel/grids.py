"""Lists made ready for the one table macro: whatever shape a page has its rows in, one shape comes out.

Fifty rows of ten cells are the hot path of every list page, so what is the same for a whole column
(its class and its label on a phone) is written once, and the cells of a row are drawn here rather than in the
template, in half the time.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from bangfu.kernel.formats import MISSING

ALIGNMENTS = {"left": "", "right": "right", "center": "center"}
SORTED = ("", "ascending", "descending")
TO_ESCAPE = re.compile("[&<>\"']")
"""Most cells have none of these; to look is quicker than to make markup of each."""


@dataclass(frozen=True)
class Column:
    """One column of a list.

    ``align`` is ``right`` for figures. ``sort_url`` makes the heading a link, ``sorted`` says which way it
    is sorted now. ``phone`` False leaves the column out of the cards shown on a phone. ``wrap`` lets long
    text break into lines. ``help`` explains the heading.
    """

    key: str
    title: str
    align: str = "left"
    sort_url: str = ""
    sorted: str = ""
    phone: bool = True
    wrap: bool = False
    help: str = ""
    attributes: Markup = field(init=False, compare=False)
    opening: str = field(init=False, compare=False)
    missing: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        if self.sorted not in SORTED:
            raise ValueError(f"sorted must be one of {SORTED}, not {self.sorted!r}")
        classes = [ALIGNMENTS[self.align], "wrap" if self.wrap else "", "" if self.phone else "wide-only"]
        attributes = self._attributes(*classes)
        object.__setattr__(self, "attributes", attributes)
        object.__setattr__(self, "opening", f"<td{attributes!s}>")
        # A card on a phone leaves out the lines that say nothing; a table on a desk keeps its dashes.
        object.__setattr__(self, "missing", f"<td{self._attributes(*classes, 'missing')!s}>{MISSING}</td>")

    def _attributes(self, *classes: str) -> Markup:
        css = " ".join(filter(None, classes))
        attributes = Markup(' class="{}"').format(css) if css else Markup("")
        return attributes + (Markup(' data-label="{}"').format(self.title) if self.title else Markup(""))


class Cell(NamedTuple):
    """One cell: what is shown, and optionally where it leads, its tone and its tooltip."""

    column: Column
    text: Any
    url: str = ""
    tone: str = ""
    title: str = ""


class Row(NamedTuple):
    """One line: its cells, where it leads, its value in a bulk action, its tone."""

    cells: list[Cell]
    url: str
    id: Any
    tone: str


def draw_cells(cells: Iterable[Cell]) -> Markup:
    """The cells of one line as ``td`` elements; whatever is not markup yet is escaped."""
    return Markup("".join([_drawn(*cell) for cell in cells]))  # noqa: S704 - every part is escaped below


def _drawn(column: Column, text: Any, url: str, tone: str, title: str) -> str:
    if text is MISSING and not url and not tone and not title:
        return column.missing
    shown = text if type(text) is str and not TO_ESCAPE.search(text) else str(escape(text))
    if url:
        shown = f'<a href="{escape(url)!s}">{shown}</a>'
    elif tone:
        shown = f'<span class="state state-{escape(tone)!s}">{shown}</span>'
    if title:
        shown = f'<span title="{escape(title)!s}">{shown}</span>'
    return f"{column.opening}{shown}</td>"


def columns_of(columns: Iterable[Column | Mapping[str, Any]]) -> list[Column]:
    """Columns as ``Column``; a mapping with an unknown key raises ``TypeError``."""
    return [column if isinstance(column, Column) else Column(**column) for column in columns]


def totals_of(columns: Sequence[Column], totals: Sequence | Mapping[str, Any]) -> list[Cell]:
    """The cells of a line of totals, whose gaps stay empty: a missing total is not a missing value."""
    row = _row(columns, totals)
    return [cell._replace(text="") if cell.text is MISSING else cell for cell in row.cells]


def rows_of(columns: Sequence[Column], rows: Iterable[Sequence | Mapping[str, Any]]) -> list[Row]:
    """Rows as ``Row``. A row is a sequence of cells in column order, or a mapping by column key, or a
    mapping with ``cells``; a mapping may carry ``row_url``, ``row_id`` and ``row_tone``.

    Raises ``ValueError`` when a row has another number of cells than there are columns.
    """
    return [_row(columns, row) for row in rows]


def _row(columns: Sequence[Column], row: Sequence | Mapping[str, Any]) -> Row:
    if not isinstance(row, Mapping):
        return Row(_cells(columns, row), "", "", "")
    values = row["cells"] if "cells" in row else [row.get(column.key) for column in columns]
    cells = _cells(columns, values)
    url = row.get("row_url") or ""
    if url and not cells[0].url:
        cells[0] = cells[0]._replace(url=url)
    return Row(cells, url, row.get("row_id", ""), row.get("row_tone", ""))


def _cells(columns: Sequence[Column], values: Sequence) -> list[Cell]:
    cells = []
    for column, value in zip(columns, values, strict=True):
        if type(value) is str:  # nearly every cell; asking for the abstract type takes longer than the rest
            cells.append(Cell(column, value or MISSING))
        elif isinstance(value, Mapping):
            cells.append(Cell(column, **value))
        else:
            empty = value is None or value == ""
            cells.append(Cell(column, MISSING if empty else value))
    return cells
