"""Tables: rows and columns of figures with their headings, read from lines with bars or tabs.

The readers write tables of Word and HTML documents as such lines, so that one module reads them all.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.context import likeness
from bangfu.reports.checker.flow import Flow
from bangfu.reports.checker.numbers import numerals
from bangfu.reports.checker.units import last_noun, measure_of, noun_after, noun_before

_LINE = re.compile(r"[^\n]*\|[^\n|]*\|[^\n]*|[^\n]*\|[^\n]*")
_RULE = re.compile(r"[\s|:\-—]*$")
_SPOKEN = re.compile(r"\d[^|]*[一-鿿]|[一-鿿][^|]*\d")
_FIGURE = re.compile(r"\s*[-−–+]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u2009]\d{3})+|\d+)(?:\.\d+)?\s*%?\s*$")
_UNIT_IN_HEADING = re.compile(r"(?:[（(](?:单位[:：])?([^（()）]{1,6})[)）]|(?<=[一-鿿])/([^/（()）]{1,6}))\s*$")
_CAPTION = re.compile(r"单位[:：]\s*([^\s，。；|）)]{1,8})")
_QUANTITY = re.compile(r"(?:总?数量?|合计|个数)?(?:[（(][^（()）]*[)）])?$")
_COUNT = re.compile(r"(?:数|人次|个数|户|人)$")
_POINTS = re.compile(r"[（(]个?百分点[)）]\s*$")
_COUNTED = re.compile(r"(人次|人|户|村|家)数?$")
_RELATIVE = (None, "%", "个百分点")
_TITLE_NUMBER = re.compile(r"^[#\s]*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]|表\s*\d+)?\s*")
_TITLED = ("project", "person", "household", "organisation")
_ORDER = re.compile(r"(?:序号|编号|代码|年份|年度|电话|日期|时间|备注|排名|名次|位次)$|^\d*$")


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell with its place in the reading copy."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: its rows of cells, the unit its caption gives (单位：万元), and the line of text before it."""

    rows: list[list[Cell]]
    unit: str | None
    title: str = ""


def grids_of(flow: Flow) -> tuple[list[Grid], bytearray]:
    """All tables of a text, and a mark on every character that belongs to one."""
    text, mask = flow.text, bytearray(len(flow.text))
    grids: list[Grid] = []
    lines: list[tuple[int, str]] = []
    for start, line in _lines(text):
        if line.count("|") >= 2:
            lines.append((start, line))
            mask[start : start + len(line)] = b"\1" * len(line)
            continue
        _close(text, lines, grids, mask)
        lines = []
    _close(text, lines, grids, mask)
    return grids, mask


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
    caption = _CAPTION.search(text[max(0, start - 80) : start])
    title = text[max(0, start - 60) : start].rstrip().rpartition("\n")[2]
    grids.append(Grid(rows, caption[1] if caption else None, title))


def _spoken(rows: list[list[Cell]]) -> list[Cell]:
    """Cells that are read like running text: 产业路硬化3.2公里, 120万元; of a single row all."""
    if len(rows) < 2:
        return [cell for row in rows for cell in row]
    first = next((number for number, row in enumerate(rows) if any(_FIGURE.match(cell.text) for cell in row[1:])), 0)
    return [cell for row in rows[first:] for cell in row[1:] if _SPOKEN.search(cell.text)]


def table_claims(flow: Flow, grids: list[Grid]) -> list[Claim]:
    """The figures of all tables, each with the unit its own text, its column, its row or the caption gives."""
    found = []
    for number, grid in enumerate(grids):
        headings = headings_of(grid)
        units = [_unit_words(heading, "", grid.unit) for heading in headings]
        for row_number, row in enumerate(grid.rows):
            for column, cell in enumerate(row):
                if column == 0 or row_number == 0 or not _FIGURE.match(cell.text):
                    continue
                heading = headings[column] if column < len(headings) else ""
                unit = _unit_words(heading, row[0].text, grid.unit) or _like_named(grid, heading, headings, units)
                if unit is None or _ORDER.search(heading):
                    continue
                claim = _cell_claim(flow, cell, unit)
                if claim:
                    found.append(replace(claim, cell=(number, row_number, column)))
    return found


def headings_of(grid: Grid) -> list[str]:
    """For each column, the texts of the rows above the first row with figures."""
    width = max(len(row) for row in grid.rows)
    headings = [""] * width
    for row in grid.rows:
        if any(_FIGURE.match(cell.text) for cell in row[1:]):
            break
        for column, cell in enumerate(row):
            headings[column] += cell.text
    return headings


def _unit_words(heading: str, label: str, caption: str | None) -> str | None:
    """The words of the unit: （万元）in the heading, in the row's label, a noun of the heading, or the caption."""
    if _POINTS.search(heading):
        return "个百分点"
    for words in (heading, label):
        match = _UNIT_IN_HEADING.search(words)
        unit = match and (match[1] or match[2])
        if match and unit and _reads("1" + unit):
            noun = noun_before(words, match.start()) if unit == "个" else None
            return f"个{noun[0]}" if noun else unit
    if re.search(r"[率%]$|占比|比例|比重|(?:同比|环比|增速|增幅|降幅|涨幅|涨跌|同比增[长减])(?:情况)?$", heading):
        return "%"
    if caption and _reads("1" + caption) and not _COUNT.search(heading):
        return caption
    if counted := _COUNTED.search(heading):
        return counted[1]
    noun = last_noun(_QUANTITY.sub("", heading), shortest=1)
    if noun and noun[1] != "CNY":
        return f"个{noun[0]}"
    return caption if caption and _reads("1" + caption) else None


def _like_named(grid: Grid, heading: str, headings: list[str], units: list[str | None]) -> str | None:
    """The unit of a column called alike (新增结对, 结对村), else of the count to its left (已务工（人）, 省外).

    Failing both, of what the line before the table names (项目实施).
    """
    if not heading.strip():
        return None
    counts = [(other, unit) for other, unit in zip(headings[1:], units[1:], strict=True) if unit not in _RELATIVE]
    alike = [unit for other, unit in counts if likeness(heading, other) > 0]
    left = [unit for unit in units[1 : headings.index(heading)] if unit not in _RELATIVE]
    noun = noun_after(_TITLE_NUMBER.sub("", grid.title), 0)
    titled = [f"个{noun[0]}"] if noun and noun[1] in _TITLED else []
    return next(iter([*alike, *reversed(left), *titled]), "个")


def _reads(text: str) -> bool:
    numeral = next(numerals(text), None)
    return numeral is not None and measure_of(text, numeral) is not None


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
