"""Tables: columns that others divide, columns of rates and means, and what finders of totals have in common."""

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.grids import Grid
from bangfu.reports.checker.relations.arithmetic import Interval, Verdict, figure, interval, judged, judged_mean, shown
from bangfu.reports.checker.relations.finding import Relation, relation

TOTAL_ROW = re.compile(r"^(?:合\s*计|总\s*计|共\s*计|小\s*计|总\s*数|全[县区市镇乡州省村](?:合计|总计)?)")
_NUMBERED, _SUMMED = re.compile(r"\d*"), re.compile(r"合\s*计|总\s*计|共\s*计|小\s*计")
GROWTH, SHARE = (
    re.compile(r"增|同比|环比|升|降|±|变[动化]|[比较][上去]年|涨|跌幅"),
    re.compile(r"占|比重|份额|比例|构成"),
)
_MEANS = re.compile(r"均|率|单价|价格|(?<!高)标准(?!化)|每|占|比|指数|得分|评分|年限|浓度|%|％|元[/／]")
_ONCE = re.compile(
    r"去重|去除重复|(?:剔|扣)除重复|剔重|排重|不(?:再)?重复|(?:只|仅)(?:计|统)(?:算|计)?(?:一|1)次|有(?:重复|交叉|重叠)"
)
_BLANK = re.compile(r"[-–—－─/\\]{0,3}")
_EACH = re.compile(r"均|每|单价")
_OTHER_WHOLE = 3  # points from a hundred
Figures = dict[tuple[int, int], Claim]
RELATIVE = ("percent", "permille", "percentage_point", "multiple")


def by_table(claims: list[Claim]) -> dict[int, Figures]:
    """The figures of every table, by row and column."""
    tables: dict[int, Figures] = defaultdict(dict)
    for claim in claims:
        if claim.cell:
            tables[claim.cell[0]][claim.cell[1:]] = claim
    return tables


def table_splits(grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """A column that the columns behind it divide (已务工 = 省外 + 省内县外 + 县内), row by row."""
    tables: dict[int, dict[tuple[int, int], Claim]] = defaultdict(dict)
    for claim in claims:
        if claim.cell and claim.unit not in RELATIVE:
            tables[claim.cell[0]][claim.cell[1:]] = claim
    for number, figures in tables.items():
        width = max(column for _, column in figures) + 1
        if any(TOTAL_ROW.match(cell.text) for cell in grids[number].rows[0]):
            continue
        for column in range(1, width):
            behind = [other for other in range(column + 1, width) if any(c == other for _, c in figures)]
            yield from _split(figures, column, behind)


def _split(figures: dict[tuple[int, int], Claim], column: int, behind: list[int]) -> Iterator[Relation]:
    """The longest run of columns behind one that makes it up in all rows, or in all but one of four and more."""
    rows = [row for row, other in figures if other == column]
    for end in range(len(behind), 1, -1):
        for start in range(end - 1):
            run = behind[start:end]
            found: list[Relation] = []
            wrong = 0
            for row in (row for row in rows if all((row, other) in figures for other in run)):
                one = list(total_of(figures[row, column], [figures[row, other] for other in run], True))
                found += one
                wrong += sum(said.verdict == "conflict" for said in one)
                if wrong > 1:
                    break
            if len(found) - wrong >= 3 and wrong <= (len(found) >= 4):
                yield from found
                return


def table_ratios(grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """Columns of percentages or multiples.

    One column by another (完成率), from one to another (增长率), of the row 合计 (占比).
    """
    by_column: dict[tuple[int, int], dict[int, Claim]] = defaultdict(dict)
    for claim in claims:
        if claim.cell:
            by_column[claim.cell[0], claim.cell[2]][claim.cell[1]] = claim
    for (number, column), rates in by_column.items():
        if {rate.unit for rate in rates.values()} in ({"percent"}, {"multiple"}):
            others = [figures for (table, other), figures in by_column.items() if table == number and other != column]
            yield from _rates(rates, others)
            heading = _heading(grids[number], column)
            if GROWTH.search(heading):
                yield from _growths(rates, others)
            elif SHARE.search(heading):
                yield from _shares(rates, others, _total_row(grids[number]))


def table_means(grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """Columns of means (户均人口), those of money aside: one column by another, believed where most rows agree."""
    columns: dict[tuple[int, int], dict[int, Claim]] = defaultdict(dict)
    for claim in claims:
        if claim.cell and claim.unit not in (*RELATIVE, "CNY"):
            columns[claim.cell[0], claim.cell[2]][claim.cell[1]] = claim
    for (number, column), means in columns.items():
        if not _EACH.search(_heading(grids[number], column)):
            continue
        others = [figures for (table, other), figures in columns.items() if table == number and other != column]
        pairs = [_means(means, totals, counts) for totals in others for counts in others if totals is not counts]
        best = max(pairs, key=len, default=[])
        if len(best) >= 3 and len(best) * 4 >= len(means) * 3:
            yield from best


def _means(means: dict[int, Claim], totals: dict[int, Claim], counts: dict[int, Claim]) -> list[Relation]:
    """The rows whose mean the total and the count of the row give."""
    rows = [(mean, totals[row], counts[row]) for row, mean in means.items() if row in totals and row in counts]
    return [found for mean, total, count in rows if (found := mean_of(mean, total, count))]


def mean_of(mean: Claim, total: Claim, count: Claim) -> Relation | None:
    """What is true of a mean, a total and a count of one row; None where the mean is not the one of these."""
    if not count.value or not mean.value or count.unit == "CNY" or (mean.unit == "CNY") != (total.unit == "CNY"):
        return None
    computed = Fraction(total.value) / Fraction(count.value)
    verdict = judged_mean(mean, computed, interval(total).over(interval(count)))
    formula = f"{figure(total)} ÷ {figure(count)} = {shown(computed, mean.unit)}"
    return relation("product", mean, [total, count], formula, computed, verdict) if verdict else None


def _rates(rates: dict[int, Claim], others: list[dict[int, Claim]]) -> Iterator[Relation]:
    """The rates of a column by the two columns that agree with most of its rows, of several those that stand nearest.

    A row that does not agree with them, but with two others that agree with most rows too, is told for those.
    """
    readings: list[list[Relation]] = []
    apart: dict[int, int] = {}
    for parts in others:
        for wholes in others:
            rows = [row for row in rates if row in parts and row in wholes and parts is not wholes]
            rows = [row for row in rows if parts[row].unit == wholes[row].unit not in RELATIVE and wholes[row].value]
            found = [rate_of(rates[row], parts[row], wholes[row]) for row in rows]
            if _mostly(sum(one.verdict != "conflict" for one in found), len(found)):
                readings.append(found)
                apart[id(found)] = abs(_column(parts) - _column(wholes))
    readings.sort(key=lambda found: (-sum(one.verdict != "conflict" for one in found), apart[id(found)]))
    saved = {one.claims[0]: one for found in reversed(readings) for one in found if one.verdict != "conflict"}
    for one in readings[0] if readings else ():
        yield saved.get(one.claims[0], one) if one.verdict == "conflict" else one


def _column(figures: dict[int, Claim]) -> int:
    """The column in which some figures of a table stand."""
    return next((claim.cell[2] for claim in figures.values() if claim.cell), 0)


def _growths(rates: dict[int, Claim], others: list[dict[int, Claim]]) -> Iterator[Relation]:
    """Growth row by row from one column to another; believed when two rows agree, and at most one does not."""
    for now in others:
        for before in others:
            rows = [row for row in rates if row in now and row in before and now is not before]
            rows = [row for row in rows if now[row].unit == before[row].unit != "percent" and before[row].value]
            yield from (found := _believed([_grown(rates[row], now[row], before[row]) for row in rows]))
            if found:
                return


def _grown(rate: Claim, now: Claim, before: Claim) -> Relation:
    computed = (Fraction(now.value) / Fraction(before.value) - 1) * 100
    possible = interval(now).over(interval(before)).times(100) + Interval(Fraction(-100), Fraction(-100))
    verdict = judged(rate, computed, possible) or "conflict"
    formula = f"({figure(now)} − {figure(before)}) ÷ {figure(before)} × 100 = {shown(computed, 'percent')}"
    note = f"按本行两数计算应为{shown(computed, 'percent')}" if verdict == "conflict" else ""
    return relation("growth", rate, [now, before], formula, computed, verdict, note)


def _shares(rates: dict[int, Claim], others: list[dict[int, Claim]], total: int | None) -> Iterator[Relation]:
    """Shares of each row in the row of totals."""
    for parts in others if total is not None else []:
        whole = parts.get(total)
        rows = [row for row in rates if row in parts and row != total and parts[row].unit != "percent"]
        if whole is None or not whole.value:
            continue
        yield from (found := _believed([rate_of(rates[row], parts[row], whole) for row in rows]))
        if found:
            return


def _believed(found: list[Relation]) -> list[Relation]:
    agreeing = [relation for relation in found if relation.verdict != "conflict"]
    return found if _mostly(len(agreeing), len(found)) else []


def _mostly(agreeing: int, rows: int) -> bool:
    """Whether so many rows agree that the others are slips: two and all but one, or four of five."""
    return agreeing >= 2 and rows - agreeing <= max(1, agreeing // 4)


def _heading(grid: Grid, column: int) -> str:
    cells = grid.rows[0]
    return cells[column].text if column < len(cells) else ""


def is_total(grid: Grid, row: int) -> bool:
    """Whether a row is called 合计, in its first cell or behind an empty one or a running number.

    全镇 behind a running number is a place like the others.
    """
    cells = grid.rows[row]
    if not cells:
        return False
    return TOTAL_ROW.match(cells[0].text) is not None or (
        len(cells) > 1 and _NUMBERED.fullmatch(cells[0].text) is not None and _SUMMED.match(cells[1].text) is not None
    )


def _total_row(grid: Grid) -> int | None:
    totals = [row for row in range(len(grid.rows)) if is_total(grid, row)]
    return totals[0] if len(totals) == 1 else None


def rate_of(rate: Claim, part: Claim, whole: Claim) -> Relation:
    """What is true of a percentage or a multiple and two figures of its row."""
    scale = 100 if rate.unit == "percent" else 1
    computed = Fraction(part.value) / Fraction(whole.value) * scale
    verdict = judged(rate, computed, interval(part).over(interval(whole)).times(scale)) or "conflict"
    factor = " × 100" if scale == 100 else ""
    formula = f"{figure(part)} ÷ {figure(whole)}{factor} = {shown(computed, rate.unit)}"
    note = f"按本行两数计算应为{shown(computed, rate.unit)}" if verdict == "conflict" else ""
    return relation("ratio", rate, [part, whole], formula, computed, verdict, note)


def is_blank(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell is empty, or says with a dash that there is nothing."""
    cell = grid.rows[row][column : column + 1]
    return not cell or _BLANK.fullmatch(cell[0].text) is not None


def adds_up(grid: Grid, column: int) -> bool:
    """Whether a column holds amounts or counts that its last row must add up: no means, rates, prices or growth."""
    heading = "".join(row[column].text for row in grid.rows[:2] if column < len(row))
    return not _MEANS.search(heading) and not GROWTH.search(heading)


def is_counted_once(found: Relation, total: Claim, said: str) -> bool:
    """Whether a total of persons or households is below its sum because none is counted twice (去重), as `said`."""
    smaller = found.verdict == "conflict" and found.difference is not None and found.difference < 0
    return smaller and total.unit in ("person", "household") and _ONCE.search(said) is not None


def total_of(total: Claim, parts: list[Claim], full: bool) -> Iterator[Relation]:
    """The sum of `parts` against `total`; where not all parts were read (`full` is false) only agreement is told."""
    if total.unit in RELATIVE or any(part.unit != total.unit for part in parts):
        return
    computed = sum((Fraction(part.value) for part in parts), Fraction(0))
    possible = Interval(Fraction(0), Fraction(0))
    for part in parts:
        possible += interval(part)
    verdict = judged(total, computed, possible)
    if verdict is not None and computed != Fraction(total.value):
        verdict = "rounding"
    if verdict is None:
        if not full:
            return
        verdict = "conflict"
    formula = (
        " + ".join(figure(part) for part in parts[:12])
        + (" + …" if len(parts) > 12 else "")
        + f" = {shown(computed, total.unit, total)}"
    )
    note = (
        f"各行之和与合计相差{shown(abs(Fraction(total.value) - computed), total.unit)}" if verdict == "conflict" else ""
    )
    yield relation("sum", total, parts, formula, computed, verdict, note)


def of_hundred(whole: Claim, parts: list[Claim]) -> Relation | None:
    """Shares against the 100 percent they make up, but for what was rounded; None where they are of something else."""
    computed = sum((Fraction(part.value) for part in parts), Fraction(0))
    room = sum((Fraction(part.step or 1) for part in parts), Fraction(0)) / 2
    off = abs(computed - 100)
    if off > _OTHER_WHOLE:
        return None
    verdict: Verdict = "consistent" if not off else "rounding" if off <= room else "conflict"
    note = f"各行比例之和为{shown(computed, 'percent')}" if off > room else ""
    formula = " + ".join(figure(part) for part in parts) + f" = {shown(computed, 'percent')}"
    return relation("sum", whole, parts, formula, computed, verdict, note)
