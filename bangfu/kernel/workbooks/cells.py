"""The cells of one worksheet as text, with what text alone does not tell."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import fastexcel
import polars as pl

from bangfu.kernel.workbooks.delimited import read_delimited
from bangfu.kernel.workbooks.packages import Kind, Merge, SheetFacts, sheet_facts

ROW = "row_number"
"""The column of every frame that holds the row as Excel numbers it."""

_BLANKS = " \t\r\n\u3000\xa0\u200b\ufeff"


@dataclass(frozen=True)
class Grid:
    """One worksheet; row r of `frame` is Excel's row r + 1, column c is the c-th column that holds anything.

    `errors` are (row, column) of cells with an error value, `uncalculated` of formulas without a stored result.
    `numbers` gives, for one column, whether each cell is numeric; `may_hold_long_numbers` is False when no number of
    16 digits or more is on the sheet.
    """

    name: str
    frame: pl.DataFrame
    merges: tuple[Merge, ...] = ()
    errors: frozenset[tuple[int, int]] = field(default=frozenset())
    uncalculated: frozenset[tuple[int, int]] = field(default=frozenset())
    may_hold_long_numbers: bool = False
    numbers: Callable[[int], pl.Series] | None = None

    def body(self, first: int, places: dict[str, int]) -> pl.DataFrame:
        """Rows from index `first` on as trimmed text under the given names, merged cells filled, blanks null."""
        names = self.frame.columns
        chosen = self.frame.select(_trimmed(pl.col(names[place])).alias(name) for name, place in places.items()).slice(
            first
        )
        chosen = chosen.with_row_index(ROW, offset=first + 1).with_columns(pl.col(ROW).cast(pl.UInt32))
        return self._filled(chosen, first, places)

    def _filled(self, body: pl.DataFrame, first: int, places: dict[str, int]) -> pl.DataFrame:
        """Give every cell of a merged range the content of its first cell."""
        last = first + body.height - 1
        for name, place in places.items():
            contents = {
                row - first: self._content(merge.top, merge.left)
                for merge in self.merges
                if merge.left <= place <= merge.right
                for row in range(max(merge.top, first), min(merge.bottom, last) + 1)
            }
            if contents:
                body = body.with_columns(body[name].scatter(list(contents), list(contents.values())))
        return body

    def _content(self, row: int, column: int) -> str | None:
        if row >= self.frame.height or column >= self.frame.width:
            return None
        return (self.frame[row, column] or "").strip(_BLANKS) or None

    def error_mask(self, rows: pl.Series, place: int) -> pl.Series:
        """Which of the Excel rows hold an error value in column `place`."""
        return _rows_among(rows, self.errors, place)

    def uncalculated_mask(self, rows: pl.Series, place: int) -> pl.Series:
        """Which of the Excel rows hold a formula without a result in column `place`."""
        return _rows_among(rows, self.uncalculated, place)

    def numeric_mask(self, rows: pl.Series, place: int) -> pl.Series:
        """Which of the Excel rows hold a number in column `place`."""
        if self.numbers is None:
            return pl.Series([False]).new_from_index(0, rows.len())
        return self.numbers(place).gather(rows - 1)


def _rows_among(rows: pl.Series, cells: frozenset[tuple[int, int]], place: int) -> pl.Series:
    return rows.is_in([row + 1 for row, column in cells if column == place])


def _trimmed(text: pl.Expr) -> pl.Expr:
    stripped = text.str.strip_chars(_BLANKS)
    return pl.when(stripped != "").then(stripped)


def delimited_grid(path: Path) -> Grid:
    """A .csv file as the only sheet."""
    return Grid(path.stem, read_delimited(path))


def spreadsheet_grids(path: Path, kind: Kind) -> Iterator[Grid]:
    """The visible sheets of a spreadsheet file, one after the other, then the hidden ones."""
    facts = sheet_facts(path) if kind is Kind.XLSX else {}
    # Bytes, not the path: the reader would believe the ending of the name.
    book = fastexcel.read_excel(path.read_bytes())
    hidden: list[str] = []
    for name in book.sheet_names:
        if kind is Kind.XLSX and name not in facts:
            continue
        cells = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        if cells.visible == "visible":
            yield _grid(book, cells, facts.get(name))
        else:
            hidden.append(name)
    for name in hidden:
        cells = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        yield _grid(book, cells, facts.get(name))


def _grid(book: fastexcel.ExcelReader, cells: fastexcel.ExcelSheet, facts: SheetFacts | None) -> Grid:
    if not cells.height or not cells.width:
        return Grid(cells.name, pl.DataFrame())
    batch, faults = cells.to_arrow_with_errors()
    frame = pl.DataFrame(pl.from_arrow(batch))
    frame.columns = [str(place) for place in range(frame.width)]
    errors = frozenset(fault.position for fault in faults.errors) if faults else frozenset()
    first = cells.selected_columns[0].absolute_index
    merges = _shifted(facts.merges, first) if facts else ()

    def numbers(place: int) -> pl.Series:
        # Read as boolean, a number becomes true or false and a text becomes null.
        column = book.load_sheet(
            cells.name, header_row=None, skip_rows=0, dtypes="boolean", use_columns=[first + place]
        )
        return column.to_polars().to_series().is_not_null()

    uncalculated = frozenset((row, column - first) for row, column in facts.uncalculated) if facts else frozenset()
    may_hold_long_numbers = facts is None or facts.has_long_numbers
    return Grid(cells.name, frame, merges, errors, uncalculated, may_hold_long_numbers, numbers)


def _shifted(merges: list[Merge], first: int) -> tuple[Merge, ...]:
    """The merges with columns counted as the reader counts them, from the first that holds anything."""
    return tuple(Merge(one.top, one.left - first, one.bottom, one.right - first) for one in merges)
