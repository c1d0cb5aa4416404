"""The running text against the tables beside it: repeats, shares, and what two cells leave."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.context import Page, Spot, likeness
from bangfu.reports.checker.grids import Grid
from bangfu.reports.checker.relations.arithmetic import Interval, altered_digit, figure, judged, shown
from bangfu.reports.checker.relations.chance import roughly
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.moments import moment
from bangfu.reports.checker.relations.nearness import REST, is_amount, words_of
from bangfu.reports.checker.relations.tables import RELATIVE, SHARE, is_total, rate_of

_Row = list[Claim]
_BESIDE = 8  # characters between a figure that the table has and the one that it has not
_NAME = 2
ALL_OF_IT = re.compile("全[省市区县镇乡]|合计|总计|一?共")
_TELLING = 1000  # an altered digit of a smaller figure may be another figure


def told_ratios(page: Page, grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """Percentages of the text that two cells of one row of sums give (省外务工占46.0%)."""
    rows: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.cell and claim.unit not in RELATIVE and is_total(grids[claim.cell[0]], claim.cell[1]):
            rows[claim.cell[:2]].append(claim)
    for spot in page.spots if rows else []:
        if spot.claim.unit != "percent" or not spot.claim.exact or not SHARE.search(_said_before(page, spot)):
            continue
        for cells in rows.values():
            pairs = [(a, b) for a in cells for b in cells if a.unit == b.unit and 0 < a.value < b.value]
            pairs = [(a, b) for a, b in pairs if roughly(float(a.value) / float(b.value) * 100, spot.claim)]
            found = [rate_of(spot.claim, part, whole) for part, whole in pairs]
            fitting = [one for one in found if one.verdict == "consistent"]
            if len(fitting) == 1:
                yield fitting[0]


def _said_before(page: Page, spot: Spot) -> str:
    """The sentence up to a figure."""
    return page.text[page.sentence_span(spot.sentence)[0] : spot.claim.at]


def table_repeats(page: Page, grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """Figures of the running text that a table repeats: a total (全县共安排项目15个), or a row of the same name."""
    totals: dict[tuple[str, Decimal], Claim] = {}
    for claim in claims:
        if claim.cell and is_total(grids[claim.cell[0]], claim.cell[1]):
            totals.setdefault((claim.unit, claim.value), claim)
    cells: dict[tuple[str, Decimal], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.cell and len(claim.value.normalize().as_tuple().digits) >= 2:
            cells[claim.unit, claim.value].append(claim)
    counts = {c.value: c for some in cells.values() for c in some if c.unit not in (*RELATIVE, "CNY")}
    for spot in page.spots if cells or totals else []:
        total = totals.get((spot.claim.unit, spot.claim.value))
        cell = total or next((c for c in cells[spot.claim.unit, spot.claim.value] if _row_named(grids, c, spot)), None)
        cell = cell or _count_of_other_words(spot, counts)
        if cell is None and (rounded := _rounded_cell(spot, totals)):
            formula = f"{figure(spot.claim)} ≈ {figure(rounded)}"
            yield relation(
                "repeat", spot.claim, [rounded], formula, Fraction(rounded.value), "rounding", "为表中合计的四舍五入"
            )
        if cell and spot.claim.exact:
            formula = f"{figure(spot.claim)} = {figure(cell)}"
            note = "与表中合计一致" if total else "与表中数字一致"
            yield relation("repeat", spot.claim, [cell], formula, Fraction(cell.value), "consistent", note)


def _count_of_other_words(spot: Spot, counts: dict[Decimal, Claim]) -> Claim | None:
    """A count of four digits that a table has under another word (64020人次 of a column 受益（人）)."""
    if spot.claim.unit in (*RELATIVE, "CNY") or len(spot.claim.value.normalize().as_tuple().digits) < 4:
        return None
    return counts.get(spot.claim.value)


def _rounded_cell(spot: Spot, totals: dict[tuple[str, Decimal], Claim]) -> Claim | None:
    """The total of a table that a figure of the text rounds (5.35亿元, 53503万元)."""
    if not is_amount(spot) or len(spot.claim.value.normalize().as_tuple().digits) < 3:
        return None
    step = Fraction(spot.claim.step or 1)
    near = [
        cell
        for (unit, value), cell in totals.items()
        if unit == spot.claim.unit and 0 < abs(Fraction(value) - Fraction(spot.claim.value)) * 2 <= step
    ]
    return near[0] if len(near) == 1 else None


def _row_named(grids: list[Grid], cell: Claim, spot: Spot) -> bool:
    """Whether the row of a cell is called as the text calls a figure."""
    table, row, _ = cell.cell or (0, 0, 0)
    before = spot.clause[-20:]
    return likeness(grids[table].label(row), before) > 0 or len(cell.value.normalize().as_tuple().digits) >= 5


def table_rests(page: Page, grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """尚未开工4个, 剩余未支出3982万元: what one cell of a row leaves of another, to the last digit."""
    rows = _rows(claims)
    for spot in page.spots if rows else []:
        if not is_amount(spot) or not REST.search(words_of(spot)):
            continue
        for totals_only in (True, False):
            found = [
                (whole, part)
                for row in rows
                if _is_total(grids, row) or not totals_only
                for whole in row
                for part in row
                if whole.unit == part.unit == spot.claim.unit and whole.value - part.value == spot.claim.value
            ]
            named = len(str(int(spot.claim.value))) >= 3
            if len(found) == 1 and (totals_only or named):
                whole, part = found[0]
                formula = f"{figure(part)} + {figure(spot.claim)} = {figure(whole)}"
                yield relation("sum", whole, [part, spot.claim], formula, Fraction(whole.value), "consistent")
                break


def table_shares(page: Page, grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """已完工项目中决算307个，决算率69.9%: the figure right before a rate, as a part of a cell in the row of sums."""
    wholes = [claim for row in _rows(claims) if _is_total(grids, row) for claim in row]
    for spot in page.spots if wholes else []:
        part = next(iter(page.before(spot, 1)), None)
        if spot.claim.unit != "percent" or not spot.claim.exact or part is None or not is_amount(part):
            continue
        if not SHARE.search(spot.label) and "率" not in spot.label:
            continue
        fitting = []
        for whole in wholes:
            if whole.unit != part.claim.unit or whole.value <= part.claim.value:
                continue
            computed = Fraction(part.claim.value) / Fraction(whole.value) * 100
            if judged(spot.claim, computed, Interval(computed, computed)) == "consistent":
                fitting.append(whole)
        if len({whole.value for whole in fitting}) == 1:
            yield rate_of(spot.claim, part.claim, fitting[0])
            bound = f"{figure(part.claim)} ≤ {figure(fitting[0])}"
            yield relation("subset", part.claim, [fitting[0]], bound, Fraction(fitting[0].value), "consistent")


def altered_cells(page: Page, grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """安置2851户、11493人 beside a row of sums with 2851 and 11439: one is the table's, the next off by a digit."""
    rows = [row for row in _rows(claims) if _is_total(grids, row)]
    for spot in page.spots if rows else []:
        last = next(iter(page.before(spot, 1)), None)
        if last is None or not is_amount(spot) or not is_amount(last) or last.claim.value < _TELLING / 100:
            continue
        if spot.claim.at - last.claim.until > _BESIDE or moment(page, spot) not in (None, ("ago", 0)):
            continue  # 计划安排1.01亿元，上年为9480万元: the table is of this year
        for row in rows:
            cells = [cell for cell in row if cell.unit == spot.claim.unit]
            if not any(cell.value == last.claim.value and cell.unit == last.claim.unit for cell in row):
                continue
            cells = [cell for cell in cells if spot.claim.value >= _TELLING or _headed(grids, cell, spot)]
            if cells and all(cell.value != spot.claim.value for cell in cells):
                near = [
                    c
                    for c in cells
                    if altered_digit(spot.claim.value, Fraction(c.value), spot.claim.step or Decimal(1))
                ]
                if len(near) == 1:
                    formula = f"{figure(spot.claim)} ≠ {figure(near[0])}"
                    note = f"表中合计为{shown(near[0].value, near[0].unit)}"
                    yield relation("repeat", spot.claim, near, formula, Fraction(near[0].value), "conflict", note)


def other_totals(page: Page, grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """采购额310万元 beside a table whose 采购额 comes to 300: one measure, two totals.

    Only where the text names the column by its whole heading, of all of it (全区, 共), and a single table has it.
    """
    cells = [cell for row in _rows(claims) if _is_total(grids, row) for cell in row]
    for spot in page.spots if cells else []:
        named = [cell for cell in cells if cell.unit == spot.claim.unit and _headed(grids, cell, spot)]
        if len(named) != 1 or not spot.claim.exact or not is_amount(spot) or not ALL_OF_IT.search(spot.label):
            continue
        [cell] = named
        same = any(claim.cell and claim.value == spot.claim.value for claim in claims)
        if same or not Fraction(1, 2) < Fraction(spot.claim.value) / Fraction(cell.value or 1) < 2:
            continue
        if judged(spot.claim, Fraction(cell.value), Interval(Fraction(cell.value), Fraction(cell.value))):
            continue
        formula = f"{figure(spot.claim)} ≠ {figure(cell)}"
        note = f"表中合计为{shown(cell.value, cell.unit)}"
        yield relation("repeat", spot.claim, [cell], formula, Fraction(cell.value), "ambiguous", note)


def _headed(grids: list[Grid], cell: Claim, spot: Spot) -> bool:
    """Whether the column of a cell is called as the text calls a figure (供应商（家）, 供应商28家)."""
    table, _, column = cell.cell or (0, 0, 0)
    cells = grids[table].rows[0]
    named = column < len(cells) and likeness(re.sub("[（(].*", "", cells[column].text), spot.label) >= 1
    return named and len(re.sub("[（(].*", "", cells[column].text)) >= _NAME


def _rows(claims: list[Claim]) -> list[_Row]:
    rows: dict[tuple[int, int], _Row] = defaultdict(list)
    for claim in claims:
        if claim.cell and claim.unit not in RELATIVE:
            rows[claim.cell[:2]].append(claim)
    return list(rows.values())


def _is_total(grids: list[Grid], row: _Row) -> bool:
    table, number, _ = row[0].cell or (0, 0, 0)
    return is_total(grids[table], number)
