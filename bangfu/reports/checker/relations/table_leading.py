"""Tables whose total is not called one: 人均可支配收入 above 工资性收入, 经营净收入 …; and columns 其中.

That the first row (or the last) is the whole of the others is what the columns say: two of them at least, or one of
long figures. Then its columns are sums and its shares are shares of it.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.grids import Grid, headings_of
from bangfu.reports.checker.relations.arithmetic import Verdict, figure, interval, judged
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.table_totals import OF_WHICH
from bangfu.reports.checker.relations.tables import (
    RELATIVE,
    Figures,
    adds_up,
    by_table,
    is_total,
    of_hundred,
    rate_of,
    total_of,
)

_CHANGED = re.compile(r"增|减|降|升|同比|环比|比上年|变动|变化|完成|进度|率")
_LEAST_PARTS = 3
_TELLING = 1000  # in steps: a sum of so long a figure is no chance
_HOLDS = ("consistent", "rounding")
_Column = dict[int, Claim]


def leading_totals(grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """Sums and shares of tables in which a row without the word 合计 is the whole of all others."""
    for number, figures in by_table(claims).items():
        grid = grids[number]
        if any(is_total(grid, row) for row in range(len(grid.rows))):
            continue
        columns: dict[int, _Column] = {}
        for (row, column), claim in figures.items():
            columns.setdefault(column, {})[row] = claim
        rows = sorted({row for row, _ in figures})
        for total in (rows[0], rows[-1]) if len(rows) > _LEAST_PARTS else ():
            found = list(_sums(grid, columns, total))
            if found:
                yield from found
                yield from _shares(grid, columns, total)
                break


def _sums(grid: Grid, columns: dict[int, _Column], total: int) -> Iterator[Relation]:
    """The sums of the columns of amounts, where they say that the row `total` is the whole of the others."""
    found: list[Relation] = []
    for number, column in columns.items():
        parts = [claim for row, claim in column.items() if row != total]
        if total in column and len(parts) >= _LEAST_PARTS and adds_up(grid, number):
            found += total_of(column[total], parts, True)
    fitting = [one for one in found if one.verdict in _HOLDS]
    telling = [one for one in fitting if one.verdict == "consistent" and one.stated and one.stated >= _TELLING]
    if len(fitting) == len(found) and (len(fitting) > 1 or telling):
        yield from fitting


def _shares(grid: Grid, columns: dict[int, _Column], total: int) -> Iterator[Relation]:
    """The columns of percentages that hold each row's share of the row `total`."""
    headings = headings_of(grid)
    amounts = [column for number, column in columns.items() if adds_up(grid, number)]
    amounts = [column for column in amounts if all(claim.unit not in RELATIVE for claim in column.values())]
    for number, rates in columns.items():
        if {rate.unit for rate in rates.values()} != {"percent"} or _CHANGED.search(headings[number]):
            continue
        for column in amounts:
            whole = column.get(total)
            rows = [row for row in rates if row in column and row != total]
            if whole is None or not whole.value or len(rows) < _LEAST_PARTS:
                continue
            told = [rate_of(rates[row], column[row], whole) for row in rows]
            if all(one.verdict != "conflict" for one in told):
                yield from told
                parts = [claim for row, claim in rates.items() if row != total]
                hundred = of_hundred(rates[total], parts) if total in rates and rates[total].value == 100 else None
                if hundred and hundred.verdict in _HOLDS:
                    yield hundred
                break


def of_which(grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """Columns headed 其中, as parts of the column before them, row by row; a part larger than its whole is a slip."""
    for number, figures in by_table(claims).items():
        headings = headings_of(grids[number])
        for column, heading in enumerate(headings):
            if column > 1 and OF_WHICH.match(heading):
                yield from _parts_of(figures, column, column - 1)


def _parts_of(figures: Figures, column: int, before: int) -> Iterator[Relation]:
    pairs = [(claim, figures.get((row, before))) for (row, at), claim in figures.items() if at == column]
    told = [(part, whole) for part, whole in pairs if whole is not None and part.unit == whole.unit not in RELATIVE]
    wrong = sum(part.value > whole.value for part, whole in told)
    if not told or wrong > max(1, len(told) // 4) or len(told) - wrong < 2:
        return  # it is a part of something else
    for part, whole in told:
        formula = f"{figure(part)} ≤ {figure(whole)}"
        larger = part.value > whole.value and judged(part, Fraction(whole.value), interval(whole)) is None
        verdict: Verdict = "conflict" if larger else "consistent"
        note = "部分大于整体" if larger else ""
        yield relation("subset", part, [whole], formula, Fraction(whole.value), verdict, note)
