"""Tables: columns of differences (增减, 比上年增加) between a column of last year and one of this year, row by row."""

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.grids import Grid, headings_of
from bangfu.reports.checker.relations.arithmetic import Verdict, figure
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.tables import GROWTH, RELATIVE, by_table

_LESS = re.compile(r"^(?:[^增]*)(?:减少|下降|降低|少)")
_FEWEST = 2
_Column = dict[int, Claim]


def table_changes(grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """The rows of every such column; believed when two rows agree, and at most one does not.

    Columns of amounts, and points between two columns of percentages.
    """
    for number, figures in by_table(claims).items():
        headings = headings_of(grids[number])
        columns: dict[int, _Column] = defaultdict(dict)
        for (row, column), claim in figures.items():
            columns[column][row] = claim
        for at in sorted(columns):
            heading = headings[at] if at < len(headings) else ""
            if GROWTH.search(heading):
                yield from _best(columns, at, less=_LESS.search(heading) is not None)


def _best(columns: dict[int, _Column], at: int, less: bool) -> list[Relation]:
    """What the two columns say with which most rows agree, the nearest ones first."""
    others = sorted((column for column in columns if column != at), key=lambda column: abs(column - at))
    best: list[Relation] = []
    for now in others:
        for before in others:
            if now == before:
                continue
            found = _rows(columns[at], columns[now], columns[before], less)
            wrong = sum(one.verdict == "conflict" for one in found)
            agreeing = len(found) - wrong
            if agreeing >= _FEWEST and wrong <= (agreeing > _FEWEST) and agreeing > len(best):
                best = found
    return best


def _rows(changes: _Column, now: _Column, before: _Column, less: bool) -> list[Relation]:
    found = []
    for row, change in changes.items():
        if row not in now or row not in before:
            continue
        one, other = now[row], before[row]
        points = one.unit == "percent" and change.unit in ("percent", "percentage_point")
        if one.unit != other.unit or not (points or (change.unit == one.unit and change.unit not in RELATIVE)):
            continue
        found.append(_told(change, one, other, less))
    return found


def _told(change: Claim, now: Claim, before: Claim, less: bool) -> Relation:
    step = -change.value if less else change.value
    whole, part = (now, before) if step >= 0 else (before, now)
    computed = Fraction(part.value) + abs(Fraction(step))
    right = computed == Fraction(whole.value)
    formula = f"{figure(part)} + {figure(change).lstrip('-')} = {figure(whole)}"
    verdict: Verdict = "consistent" if right else "conflict"
    note = "" if right else "两列之差与变动不符"
    return relation("sum", whole, [part, change], formula, computed, verdict, note)
