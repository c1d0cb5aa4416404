"""Tables: the column 合计 against the columns beside it, row by row.

Which columns belong to it the table does not say: 个数 stands beside 中央 and 省级 and is no part of 合计. So every
likely run of columns is tried, and the one that most rows confirm is the reading; only then is a row held to it.
"""

import re
from collections.abc import Iterator

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.grids import Grid, headings_of
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.tables import (
    RELATIVE,
    TOTAL_ROW,
    Figures,
    adds_up,
    by_table,
    is_blank,
    total_of,
)

_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共\s*计)(?:[（(][^（()）]*[)）])?$")
_NO_PART = re.compile(
    r"(?:个|户|人|件|家|村|项目|总人|总户)?数(?:量|值)?$|(?:数量|户|人|人次|序号|编号|代码|年份|年度|名次|排名)$"
)
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]$")
_FEW = 2  # rows that may all be wrong, of a table whose columns leave no other reading


def table_row_totals(grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """The sums of the rows of every table that has one column 合计."""
    for number, figures in by_table(claims).items():
        yield from _row_totals(grids[number], figures)


def _row_totals(grid: Grid, figures: Figures) -> Iterator[Relation]:
    headings = headings_of(grid)
    totals = [column for column, words in enumerate(headings) if TOTAL_ROW.match(words) or _TOTAL.search(words)]
    if len(totals) != 1 or not adds_up(grid, totals[0]):
        return
    units = {claim.unit for (_, column), claim in figures.items() if column == totals[0]}
    if len(units) != 1 or units & set(RELATIVE):
        return
    parts = [column for column in range(1, len(headings)) if column != totals[0] and adds_up(grid, column)]
    parts = [column for column in parts if {c.unit for (_, other), c in figures.items() if other == column} == units]
    named = [column for column in parts if not _NO_PART.match(_BRACKETS.sub("", headings[column]))]
    tried = [(run, _sums(grid, figures, totals[0], run)) for run in _runs(named, totals[0])]
    if not tried:
        return
    best, found = max(tried, key=lambda one: _worth(one[1]))
    fitting = [one for one in found if one.verdict != "conflict"]
    alone = not fitting and len(found) <= _FEW and len(best) == len(headings) - 2
    told = alone or len(fitting) * 2 >= len(found)
    yield from found if told else fitting


def _runs(parts: list[int], total: int) -> list[list[int]]:
    """The columns that may make up a total: all, all but an outer one, those on either side of it."""
    sides = [[one for one in parts if one < total], [one for one in parts if one > total]]
    runs = [parts, parts[1:], parts[:-1], *sides]
    return [run for at, run in enumerate(runs) if len(run) > 1 and run not in runs[:at]]


def _sums(grid: Grid, figures: Figures, total: int, parts: list[int]) -> list[Relation]:
    """What every row says under one reading; rows with a cell that cannot be read say nothing but agreement."""
    found: list[Relation] = []
    for row in range(1, len(grid.rows)):
        stated = figures.get((row, total))
        summed = [figures[row, column] for column in parts if (row, column) in figures]
        if stated and len(summed) > 1:
            full = all((row, column) in figures or is_blank(grid, row, column) for column in parts)
            found += total_of(stated, summed, full)
    return found


def _worth(found: list[Relation]) -> tuple[int, int]:
    """How far the rows confirm a reading: how many fit, and how many of these to the last digit."""
    fitting = sum(one.verdict != "conflict" for one in found)
    return fitting, sum(one.verdict == "consistent" for one in found)
