"""Tables: rows and columns of figures with their headings, read from lines with bars or tabs.

The readers write tables of Word and HTML documents as such lines, so that one module reads them all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bangfu.reports.checker.captions import captions_of
from bangfu.reports.checker.claims import Claim, broken_at
from bangfu.reports.checker.flow import Flow
from bangfu.reports.checker.headings import TableUnits, first_row_of_figures, headings, is_figure
from bangfu.reports.checker.malformed import is_malformed
from bangfu.reports.checker.numbers import numerals
from bangfu.reports.checker.units import measure_of, noun_before

_LINE = re.compile(r"[^\n]*\|[^\n|]*\|[^\n]*|[^\n]*\|[^\n]*")
_RULE = re.compile(r"[\s|:\-—]*$")
_SPOKEN = re.compile(r"\d[^|]*[一-鿿]|[一-鿿][^|]*\d")
_NAMED_YEAR, _UNIT_BEHIND = re.compile(r"(?:19|20)\d\d年"), re.compile(r"[（(][^（()）]{1,8}[)）]$")
_NOTE = 160  # characters above and below a table in which a note to it stands
_MONTH = re.compile(r"(?:19|20)\d\d\.(?:0?[1-9]|1[0-2])")
_BARS, _FEWEST = 2, 2  # of a row of three cells, or of a framed one; rows below a heading


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell with its place in the reading copy."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: its rows of cells, the units its caption gives (单位：户、万元), and the line of text before it.

    `notes` are the two lines above it and the one below.
    """

    rows: list[list[Cell]]
    captions: list[str]
    title: str = ""
    notes: str = ""

    def label(self, row: int) -> str:
        """What a row is called: its first cell, or the second where the first is empty or only a running number."""
        cells = self.rows[row]
        numbered = len(cells) > 1 and re.fullmatch(r"\d*", cells[0].text)
        return cells[1].text if numbered else cells[0].text if cells else ""


def grids_of(flow: Flow) -> tuple[list[Grid], bytearray]:
    """All tables of a text, and a mark on every character that belongs to one."""
    text, mask = flow.text, bytearray(len(flow.text))
    grids: list[Grid] = []
    lines: list[tuple[int, str]] = []
    given = _lines(text)
    pairs = _pairs(given)
    for start, line in given:
        if line.count("|") >= _BARS or start in pairs:
            if start in flow.gaps and _heads_another(lines, line):
                _close(text, lines, grids, mask)
                lines = []
            lines.append((start, line))
            mask[start : start + len(line)] = b"\1" * len(line)
            continue
        _close(text, lines, grids, mask)
        lines = []
    _close(text, lines, grids, mask)
    return grids, mask


def _pairs(lines: list[tuple[int, str]]) -> set[int]:
    """Where the lines of tables of two columns begin that have no frame: a heading, then labels with figures."""
    found: set[int] = set()
    run: list[int] = []
    for start, line in [*lines, (-1, "")]:
        cells = line.split("|")
        if len(cells) == _BARS and cells[0].strip() and (is_figure(cells[1]) or (not run and cells[1].strip())):
            run.append(start)
            continue
        if len(run) > _FEWEST:
            found.update(run)
        run = [start] if len(cells) == _BARS and not is_figure(cells[1]) and cells[0].strip() else []
    return found


def _heads_another(lines: list[tuple[int, str]], line: str) -> bool:
    """Whether a line is the heading of a table of its own behind a row of figures: all words, and not the same ones."""
    if not lines or not any(is_figure(cell) for cell in lines[-1][1].split("|")[1:]):
        return False
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    known = [cell.strip() for cell in lines[0][1].strip().strip("|").split("|")]
    return cells != known and any(cells[1:]) and not any(is_figure(cell) for cell in cells)


def _lines(text: str) -> list[tuple[int, str]]:
    return [(match.start(), match.group()) for match in re.finditer(r"[^\n]+", text)]


def _cells(line: str, start: int, framed: bool) -> list[Cell]:
    """The cells of a line; in a framed table a bar stands before the first and behind the last one."""
    cells, position = [], 0
    for piece in line.split("|"):
        cells.append(Cell(piece.strip(), start + position + len(piece) - len(piece.lstrip())))
        position += len(piece) + 1
    if framed:
        cells = cells[1:]
    return cells[:-1] if cells and not cells[-1].text and line.rstrip().endswith("|") else cells


def _close(text: str, lines: list[tuple[int, str]], grids: list[Grid], mask: bytearray) -> None:
    if not lines:
        return
    start, framed = lines[0][0], all(line.lstrip().startswith("|") for _, line in lines)
    rows = [_cells(line, at, framed) for at, line in lines if not _RULE.match(line)]
    for cell in _spoken(rows):
        mask[cell.at : cell.at + len(cell.text)] = bytes(len(cell.text))
    if len(rows) < 2:
        return
    above = text[text.rfind("|", 0, start) + 1 : start]
    captions = captions_of(above)
    while len(rows) > 2 and (inside := _caption_inside(rows[0])):
        captions, rows = inside, rows[1:]
    title = text[max(0, start - 60) : start].rstrip().rpartition("\n")[2]
    grids.append(Grid(rows, captions, title, _beside(text, start, lines[-1][0] + len(lines[-1][1]))))


def _beside(text: str, start: int, end: int) -> str:
    """The two lines above a table and the one below, as far as they are near and no tables themselves."""
    above = [line for line in text[max(0, start - _NOTE) : start].splitlines() if line.strip()][-2:]
    below = [line for line in text[end : end + _NOTE].splitlines() if line.strip()][:1]
    return "\n".join(line for line in above + below if "|" not in line)


def _caption_inside(row: list[Cell]) -> list[str]:
    """The units of a first row that holds nothing but one text, perhaps over all columns: | 单位：万元 | | |."""
    texts = {cell.text for cell in row if cell.text}
    return captions_of(texts.pop()) if len(texts) == 1 else []


def _spoken(rows: list[list[Cell]]) -> list[Cell]:
    """Cells that are read like running text: 产业路硬化3.2公里, 120万元; of a single row all."""
    if len(rows) < 2:
        return [cell for row in rows for cell in row]
    first = first_row_of_figures([[cell.text for cell in row] for row in rows])
    return [cell for row in rows[first or 0 :] for cell in row[1:] if _SPOKEN.search(cell.text)]


def table_claims(flow: Flow, grids: list[Grid]) -> list[Claim]:
    """The figures of all tables, each with the unit its own text, its column, its row or the caption gives."""
    found = []
    for number, grid in enumerate(grids):
        words = [[cell.text for cell in row] for row in grid.rows]
        units = TableUnits(words, first_row_of_figures(words), grid.captions, grid.title)
        for row_number, row in enumerate(grid.rows):
            for column, cell in enumerate(row):
                if column == 0 or row_number == 0 or not is_figure(cell.text):
                    continue
                unit = units.of(row_number, column)
                if unit and unit.startswith("个") and _MONTH.fullmatch(cell.text):
                    continue  # 开工 2023.3
                claim = _cell_claim(flow, cell, unit) if unit else None
                if claim:
                    found.append(replace(claim, cell=(number, row_number, column)))
    return found


def table_slips(flow: Flow, grids: list[Grid]) -> list[Claim]:
    """The cells of all tables that are meant for figures and cannot be read, in columns of figures."""
    return [broken_at(flow, cell.at, cell.at + len(cell.text)) for grid in grids for cell in _slips(grid)]


def _slips(grid: Grid) -> Iterator[Cell]:
    words = [[cell.text for cell in row] for row in grid.rows]
    first = first_row_of_figures(words)
    if first is None:
        return
    units = TableUnits(words, first, grid.captions, grid.title)
    for column in range(1, max(map(len, words))):
        cells = [(number, row[column]) for number, row in enumerate(grid.rows) if number >= first and column < len(row)]
        figures = sum(is_figure(cell.text) for _, cell in cells)
        slips = [(number, cell) for number, cell in cells if is_malformed(cell.text)]
        if figures >= max(1, len(slips)):
            yield from (cell for number, cell in slips if units.of(number, column))


def about_cells(grids: list[Grid], claims: list[Claim]) -> dict[str, dict[str, str | None]]:
    """What the figures of tables are about: the label of the row, the heading of the column and a year it names."""
    above = [headings_of(grid) for grid in grids]
    about: dict[str, dict[str, str | None]] = {}
    for claim in claims:
        if claim.cell is None:
            continue
        table, row, column = claim.cell
        heading = above[table][column] if column < len(above[table]) else ""
        label = grids[table].label(row)
        year = _NAMED_YEAR.search(heading) or _NAMED_YEAR.search(label) or _NAMED_YEAR.search(grids[table].title)
        told = {"subject": _named(label), "measure": _named(heading), "period": year[0] if year else None}
        about[claim.id] = told
    return about


def _named(words: str) -> str | None:
    """The words of a heading or label without the unit in brackets."""
    return _UNIT_BEHIND.sub("", " ".join(words.split())).strip() or None


def headings_of(grid: Grid) -> list[str]:
    """For each column, the texts of the rows above the first row with figures."""
    rows = [[cell.text for cell in row] for row in grid.rows]
    return headings(rows, first_row_of_figures(rows))


def _cell_claim(flow: Flow, cell: Cell, unit: str) -> Claim | None:
    digits = cell.text.strip("% -−–+")
    words = digits + ("%" if cell.text.endswith("%") else unit)
    numeral = next(numerals(words), None)
    measure = measure_of(words, numeral) if numeral else None
    if numeral is None or measure is None:
        return None
    name = measure.unit or (noun_before(words, len(words)) or ("", "item"))[1]
    start, end = flow.span(cell.at, cell.at + len(cell.text))
    step = numeral.step or Decimal(1)
    value = -measure.value if cell.text[0] in "-−–" else measure.value
    return Claim("", cell.at, cell.at + len(cell.text), start, end, flow.source[start:end], value, name, step=step)
