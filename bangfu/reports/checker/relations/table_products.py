"""Tables: a column of standards or prices times a column of counts is a column of money, row by row.

标准（元/人） | 人数（人） | 金额（万元）: 2000 × 263 = 52.60万元. Which columns belong to each other is what most rows
confirm; the row 合计 has no price, but perhaps a mean.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.grids import Grid, headings_of
from bangfu.reports.checker.relations.arithmetic import Interval, figure, interval, judged, shown
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.tables import RELATIVE, SHARE, Figures, by_table, is_total, mean_of

_PRICE = re.compile(r"(?<!高)标准(?!化)|单价|价格|每|均(?![衡等])|元\s*[/／]\s*[^\d\s）)]")
_MEAN = re.compile(r"均(?![衡等])")
_NO_COUNT = (*RELATIVE, "CNY", "year", "month", "day", "hour", "minute")
_TRIED = 6  # rows that tell whether three columns may belong to each other
_NEAREST = 8  # columns of each kind that are tried for a price
_ROUNDED = 3  # digits from which a price may be the rounded one of another
_Column = dict[int, Claim]


def table_products(grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """Standard × count = amount, in the rows of every table; an amount off is told where most other rows agree."""
    spoken = {claim.at: claim for claim in claims if claim.cell is None}
    for number, figures in by_table(claims).items():
        yield from _products(grids[number], figures | _with_measure(grids[number], spoken))


def _with_measure(grid: Grid, spoken: dict[int, Claim]) -> Figures:
    """The cells that hold a figure with its own measure word (120座, 9.4公里): claims of the running text."""
    found: Figures = {}
    for number, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            claim = spoken.get(cell.at)
            if claim and number and column and claim.until == cell.at + len(cell.text):
                found[number, column] = claim
    return found


def is_price(heading: str) -> bool:
    """Whether a column of money holds what is paid for one: 标准（元/人）, 单价, 人均, 每亩补助."""
    return _PRICE.search(heading) is not None


def _products(grid: Grid, figures: Figures) -> Iterator[Relation]:
    headings = headings_of(grid)
    columns: dict[int, _Column] = {}
    for (row, column), claim in figures.items():
        columns.setdefault(column, {})[row] = claim
    money = {at: one for at, one in columns.items() if all(claim.unit == "CNY" for claim in one.values())}
    prices = [at for at in money if is_price(headings[at])]
    amounts = [at for at in money if at not in prices and not SHARE.search(headings[at])]
    counts = [at for at, one in columns.items() if all(claim.unit not in _NO_COUNT for claim in one.values())]
    totals = {row for row in range(len(grid.rows)) if is_total(grid, row)}
    for at in prices:
        mean = _MEAN.search(headings[at]) is not None
        readings = [
            _Reading((columns[at], columns[amount], columns[count]), totals, mean)
            for amount in _nearest(amounts, at)
            for count in _nearest(counts, at)
        ]
        best = max(readings, key=_Reading.worth, default=None)
        if best:
            yield from best.told()


def _nearest(columns: list[int], at: int) -> list[int]:
    return sorted(columns, key=lambda column: abs(column - at))[:_NEAREST]


class _Reading:
    """Three columns that may be price, amount and count, and what each row says then."""

    def __init__(self, columns: tuple[_Column, _Column, _Column], totals: set[int], mean: bool) -> None:
        self._columns, self._totals = columns, totals
        price, amount, count = columns
        rows = (row for row in price if row in amount and row in count and row not in totals)
        rows = (row for row in rows if price[row].value > 0 and count[row].value > 0)
        told = [self._row(row, mean) for row in islice(rows, _TRIED)]
        if any(one.verdict != "conflict" for one in told):
            told += [self._row(row, mean) for row in rows]
        self._fitting = [one for one in told if one.verdict != "conflict"]
        self._failing = [one for one in told if one.verdict == "conflict"]

    def worth(self) -> tuple[int, int]:
        """How many rows fit, and how many of these exactly."""
        return len(self._fitting), sum(one.verdict == "consistent" for one in self._fitting)

    def told(self) -> Iterator[Relation]:
        """The rows that fit, where half of all do; the others where two and half of the rest fit; the total's mean."""
        fitting, failing = len(self._fitting), len(self._failing)
        if not fitting or fitting < failing:
            return
        yield from self._fitting
        if fitting > 1:
            yield from self._failing
        price, amount, count = self._columns
        for row in sorted(self._totals & price.keys() & amount.keys() & count.keys()):
            if found := mean_of(price[row], amount[row], count[row]):
                yield found

    def _row(self, row: int, mean: bool) -> Relation:
        price, amount, count = (column[row] for column in self._columns)
        computed = Fraction(price.value) * Fraction(count.value)
        verdict = judged(amount, computed, _possible(price, count, mean)) or "conflict"
        if verdict != "consistent" and mean and (found := mean_of(price, amount, count)):
            return found
        note = f"按本行标准和数量计算应为{shown(computed, 'CNY')}" if verdict == "conflict" else ""
        formula = f"{figure(price)} × {figure(count)} = {shown(computed, 'CNY')}"
        return relation("product", amount, [price, count], formula, computed, verdict, note)


def _possible(price: Claim, count: Claim, mean: bool) -> Interval:
    """What an amount may be: a standard is exact, a mean and a price of many digits may be rounded."""
    value = Fraction(price.value)
    rounded = mean or len(price.value.normalize().as_tuple().digits) >= _ROUNDED
    each = interval(price) if rounded else Interval(value, value)
    times = Fraction(count.value)
    return Interval(each.low * times, each.high * times)
