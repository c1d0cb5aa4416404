"""Tables: the row 合计 against the rows above or below it, 小计 against its block, what is no part left aside.

其中 names parts of the row above it, 上年同期 is of another time, 小计 repeats what stands beside it. A total is told
to be wrong only where no such reading of its table saves it.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby, product
from math import prod

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.grids import Grid, headings_of
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.tables import (
    Figures,
    adds_up,
    by_table,
    is_blank,
    is_counted_once,
    is_total,
    of_hundred,
    total_of,
)

OF_WHICH = re.compile(r"[\s#＃*（(]*其\s*中")
_SUBTOTAL = re.compile(r"[小合共总]\s*计(?:[（(][^（()）]*[)）])?$")
_APART = re.compile(
    r"(?:上|去|前|上一)年(?:度|末)?(?:[合总共小]\s*计|同[期月季比]|完成|实际)?(?:数|值|额)?(?:[（(].*)?$"
    r"|(?:19|20)\d\d年度?(?:[合总共小]\s*计|同期)"
    r"|(?:同比|环比|增长|增幅|增速|增减|[比较与][上去]年).{0,8}$"
    r"|备\s*注|注\s*[:：]|说\s*明"
)
_RUNNING = re.compile(r"累\s*计")
_PERIOD = re.compile(r"(?:\d|[一二三四五六七八九十上下半年前Qq])\s*(?:个?月|季|年|旬|周|日|期|批|次|\d$)")
_READINGS = 64  # ways to read the rows behind 其中 that are tried
_Column = dict[int, Claim]


def table_sums(grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """The sums of the columns of every table that has one row 合计, and of its blocks that have a row 小计 each."""
    for number, figures in by_table(claims).items():
        yield from _column_totals(grids[number], figures)


def _column_totals(grid: Grid, figures: Figures) -> Iterator[Relation]:
    totals = [row for row in range(len(grid.rows)) if is_total(grid, row)]
    blocks = _blocks(grid)
    subtotals = [row for row in range(1, len(grid.rows)) if is_subtotal(grid, row)]
    body = [row for row in range(1, len(grid.rows)) if row not in totals]
    upper = [row for row in body if not any(row in block for block in blocks.values())]
    for number in sorted({column for _, column in figures}):
        column = {row: claim for (row, at), claim in figures.items() if at == number}
        for subtotal, block in blocks.items():
            if subtotal in column:
                yield from _Total(grid, number, column, subtotal).told([block])
        if len(totals) == 1 and totals[0] in column:
            singles = [row for row in body if row not in subtotals]
            ways = [singles, upper] if blocks else [singles, subtotals] if len(subtotals) > 1 else [singles]
            yield from _Total(grid, number, column, totals[0]).told(ways, body)


def is_subtotal(grid: Grid, row: int) -> bool:
    """Whether a row adds up others but not all: 小计 behind the name of its block, 东片小计."""
    if is_total(grid, row) or is_apart(grid, row):
        return False
    return any(_SUBTOTAL.search(cell.text) for cell in grid.rows[row][:2])


def subtotals_of(grids: list[Grid], claims: list[Claim]) -> set[str]:
    """The figures (ids of claims) of rows 小计; their rows may well be parts of 合计 too."""
    return {claim.id for claim in claims if claim.cell and is_subtotal(grids[claim.cell[0]], claim.cell[1])}


def _blocks(grid: Grid) -> dict[int, list[int]]:
    """The rows that each row 小计 adds up: those next to it with the same first cell."""
    blocks: dict[int, list[int]] = {}
    for _, rows in groupby(range(1, len(grid.rows)), lambda row: grid.rows[row][0].text if grid.rows[row] else ""):
        block = list(rows)
        subtotals = [row for row in block if is_subtotal(grid, row)]
        if len(subtotals) == 1 and len(block) > 1:
            blocks[subtotals[0]] = [row for row in block if row != subtotals[0]]
    return blocks


class _Total:
    """The total of one column, and the readings of the rows that may make it up."""

    def __init__(self, grid: Grid, number: int, column: _Column, row: int) -> None:
        self._grid, self._number, self._column, self._row = grid, number, column, row
        self._total = column[row]

    def told(self, ways: list[list[int]], body: list[int] | None = None) -> Iterator[Relation]:
        """What holds under one of the readings; where none does, and all is sure, that the likeliest does not.

        `ways` are rows that may make it up, `body` all rows but the total.
        """
        body = ways[0] if body is None else body
        readings: list[list[int]] = []
        found: list[Relation] = []
        for way in ways:
            some, sure = self._readings(self._before([row for row in way if not is_apart(self._grid, row)]))
            readings += some
            found += [one for rows in some for one in self._sum(rows, sure)]
        found += [one for rows in (body, [row for row in body if row > self._row]) for one in self._sum(rows, False)]
        yield from [one for one in found if one.verdict != "conflict"][:1] or found[:1]
        if self._total.unit == "percent" and self._total.value == 100:
            yield from self._hundred(readings[0] if readings else body)

    def _before(self, body: list[int]) -> list[int]:
        """The rows above the total where there are two figures, or else all: what stands behind it is no part then."""
        above = [row for row in body if row < self._row]
        return above if sum(row in self._column for row in above) > 1 else body

    def _readings(self, body: list[int]) -> tuple[list[list[int]], bool]:
        """The rows that may make up the total, the likeliest first; and whether there is no doubt about them."""
        dropped = self._under_others(body)
        return [[row for row in body if row not in some] for some in dropped], len(dropped) == 1

    def _under_others(self, rows: list[int]) -> list[set[int]]:
        """The rows behind 其中 that are parts of the row above, in every way they may be meant.

        Those right below the total are its own parts. How many rows a 其中 has is known where these make up the row
        above, or where one more would be too much for it.
        """
        starts = [at for at in range(1, len(rows)) if self._is_of_which(rows[at])]
        ends = [*starts, len(rows)][1:]
        reaches = [self._reaches(rows[at - 1], rows[at:end]) for at, end in zip(starts, ends, strict=True)]
        if prod(len(one) for one in reaches) > _READINGS:
            return []
        return [{row for run in runs for row in run} for runs in product(*reaches)]

    def _is_of_which(self, row: int) -> bool:
        """Whether a row begins the parts of the row above: not below the total, not below a merged cell 其中."""
        first, above = self._first(row), self._first(row - 1)
        if not (OF_WHICH.match(first) or OF_WHICH.match(self._grid.label(row))):
            return False
        return row - 1 != self._row and not (first == above and OF_WHICH.match(first))

    def _first(self, row: int) -> str:
        return self._grid.rows[row][0].text if self._grid.rows[row] else ""

    def _reaches(self, whole: int, rows: list[int]) -> list[list[int]]:
        first = self._first(rows[0])
        merged = [row for row in rows if self._first(row) == first]
        if len(merged) > 1 and OF_WHICH.match(first):
            return [merged]
        if whole not in self._column or any(row not in self._column for row in rows):
            return [rows[:end] for end in range(1, len(rows) + 1)]
        room, sums = Fraction(self._column[whole].value), [Fraction(self._column[row].value) for row in rows]
        runs = [rows[:end] for end in range(1, len(rows) + 1) if end == 1 or sum(sums[:end]) <= room]
        return [run for run in runs if sum(sums[: len(run)]) == room][:1] or runs

    def _sum(self, rows: list[int], sure: bool) -> Iterator[Relation]:
        parts = [self._column[row] for row in rows if row in self._column]
        if len(parts) > 1:
            adding = sure and self._full(rows) and adds_up(self._grid, self._number) and not self._is_running(rows)
            found = total_of(self._total, parts, adding)
            yield from (one for one in found if not is_counted_once(one, self._total, self._said()))

    def _said(self) -> str:
        """What is said about the total: in its row and those that are no parts, above its column, beside its table."""
        rows = [row for row in range(len(self._grid.rows)) if row == self._row or is_apart(self._grid, row)]
        cells = [cell.text for row in rows for cell in self._grid.rows[row]]
        return "\n".join([*cells, headings_of(self._grid)[self._number], self._grid.notes])

    def _is_running(self, rows: list[int]) -> bool:
        """Whether a column 累计 holds running totals: its rows are months, or the last of them is the total."""
        if not _RUNNING.search(headings_of(self._grid)[self._number]):
            return False
        named = [row for row in rows if row in self._column]
        periods = sum(_PERIOD.search(self._grid.label(row)) is not None for row in named)
        return periods * 2 > len(named) or self._column[named[-1]].value == self._total.value

    def _full(self, rows: list[int]) -> bool:
        return all(row in self._column or is_blank(self._grid, row, self._number) for row in rows)

    def _hundred(self, rows: list[int]) -> Iterator[Relation]:
        """A column of shares that ends in 100 percent: its rows make up the whole, but for what was rounded."""
        parts = [self._column[row] for row in rows if row in self._column]
        if len(parts) < 3 or not self._full(rows):
            return
        if found := of_hundred(self._total, parts):
            yield found


def is_apart(grid: Grid, row: int) -> bool:
    """Whether a row is no part of the total of its table: it is of another time (上年同期), a growth or a note."""
    return _APART.match(grid.label(row)) is not None
