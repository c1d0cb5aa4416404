"""Tables: the column 合计 against the columns beside it, row by row.

Which columns belong to it the table does not say: 个数 stands beside 中央 and 省级 and is no part of 合计, nor is what
stands behind 其中. So every likely choice of columns is tried, and a row is held to the one that most rows confirm.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

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
    is_counted_once,
    total_of,
)

_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共\s*计)(?:[（(][^（()）]*[)）])?$")
_NO_PART = re.compile(
    r"(?:个|户|人|件|家|村|项目|总人|总户)?数(?:量|值)?$|(?:数量|户|人|人次|序号|编号|代码|年份|年度|名次|排名)$"
)
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]$")
_TRIED = 8  # rows that tell which reading is likely
_MOST = 12  # columns that are tried one by one
_FEW = 2  # rows that may all be wrong, of a table whose columns leave no other reading


def table_row_totals(grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """The sums of the rows of every table that has one column 合计."""
    for number, figures in by_table(claims).items():
        yield from _row_totals(grids[number], figures)


def _row_totals(grid: Grid, figures: Figures) -> Iterator[Relation]:
    headings = headings_of(grid)
    units: dict[int, set[str]] = defaultdict(set)
    for (_, column), claim in figures.items():
        units[column].add(claim.unit)
    adding = [column for column in sorted(units) if adds_up(grid, column)]
    totals = [at for at in adding if TOTAL_ROW.match(headings[at]) or _TOTAL.search(headings[at])]
    for total in totals[:_MOST]:
        if len(units[total]) != 1 or units[total] & set(RELATIVE):
            continue
        alike = [at for at in adding if at != total and units[at] == units[total]]
        parts = [at for at in alike if not _NO_PART.match(_BRACKETS.sub("", headings[at]))]
        plain = [at for at in parts if at not in totals]
        yield from _best(grid, figures, total, plain, _runs(parts, plain, total))


def _best(grid: Grid, figures: Figures, total: int, plain: list[int], runs: list[list[int]]) -> list[Relation]:
    """What the rows say under the reading that most of them confirm, `plain` the likeliest.

    Rows that deny it are told where half of all confirm the likeliest, where all but a slip confirm another, and where
    there are no more than two, with every column but the first a part.
    """
    rows = range(1, len(grid.rows))
    tried = [(_worth(_sums(grid, figures, total, run, rows[:_TRIED])), run) for run in runs]
    if not tried:
        return []
    worth, best = max(tried, key=lambda one: one[0])
    if not worth[0]:
        alone = len(rows) <= _FEW and len(plain) == len(headings_of(grid)) - 2
        return list(_sums(grid, figures, total, plain, rows)) if alone else []
    found = list(_sums(grid, figures, total, best, rows))
    fitting = [one for one in found if one.verdict != "conflict"]
    wrong = len(found) - len(fitting)
    if best == plain:
        return found if wrong <= len(fitting) else fitting
    return found if len(fitting) > 1 and wrong <= max(1, len(fitting) // 4) else []


def _runs(parts: list[int], plain: list[int], total: int) -> list[list[int]]:
    """The columns that may make up a total: all, all but one, those on one side of it up to any distance."""
    left, right = [one for one in parts if one < total][-_MOST:], [one for one in parts if one > total][:_MOST]
    runs = [plain]
    runs += [[*plain[:at], *plain[at + 1 :]] for at in range(len(plain)) if len(plain) <= _MOST]
    runs += [left[at:] for at in range(len(left))]
    runs += [right[:end] for end in range(len(right), 1, -1)]
    return [run for at, run in enumerate(runs) if len(run) > 1 and run not in runs[:at]]


def _sums(grid: Grid, figures: Figures, total: int, parts: list[int], rows: Iterable[int]) -> Iterator[Relation]:
    """What every row says under one reading; rows with a cell that cannot be read say nothing but agreement."""
    for row in rows:
        stated = figures.get((row, total))
        summed = [figures[row, column] for column in parts if (row, column) in figures]
        if stated and len(summed) > 1:
            full = all((row, column) in figures or is_blank(grid, row, column) for column in parts)
            said = f"{headings_of(grid)[total]}\n{grid.notes}"
            yield from (one for one in total_of(stated, summed, full) if not is_counted_once(one, stated, said))


def _worth(found: Iterable[Relation]) -> tuple[int, int]:
    """How far the rows confirm a reading: how many fit, and how many of these to the last digit."""
    verdicts = [one.verdict for one in found]
    return sum(verdict != "conflict" for verdict in verdicts), verdicts.count("consistent")
