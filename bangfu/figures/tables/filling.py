"""Filling a grid: one answer a column, split over all rows at once, and the cells that follow from others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bangfu.figures.answers import answer_all
from bangfu.figures.computing import Answer, Number, Part, Question, find
from bangfu.figures.declared import Figure
from bangfu.figures.expressions import is_additive
from bangfu.figures.scoping import may_ask
from bangfu.figures.tables.asking import Asked
from bangfu.figures.tables.declared import (
    AnyColumn,
    Ask,
    ByPartner,
    Column,
    Derived,
    Fixed,
    Grid,
    LineCell,
    Names,
    Plain,
    Rule,
)
from bangfu.figures.tables.document import Cell, Formula, Head, Row, Sheet, arithmetic
from bangfu.figures.tables.naming import names_in_rows
from bangfu.figures.tables.rows import RowKey, dimension_of, keys_of
from bangfu.figures.units import PERCENT
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.rights.models import User

State = tuple[int, ...]
SUM = Formula("sum")
TOTAL = "total"


def fill(grid: Grid, asking: Asking) -> Sheet:
    """Return a grid with its numbers; columns the user may not ask about are left blank."""
    user, asked = asking.user, asking.asked
    if isinstance(grid.rows, Fixed):
        return _fixed(grid, grid.rows, asking)
    columns = [c for c in grid.columns if isinstance(c, Column)]
    by = dimension_of(grid.rows)
    answers = {c.name: found for c in columns if (found := asking.of(c.ask, c.by or by)) is not None}
    within = getattr(grid.rows, "within", "")
    leading = [answers[within]] if within in answers else list(answers.values())
    keys = keys_of(user, grid.rows, asked, leading) if answers else []
    names = {c.name: names_in_rows(user, c, asked, by) for c in grid.columns if isinstance(c, Names)}
    parts = {name: {part.key: part for part in found.parts} for name, found in answers.items()}
    rules = {c.name: policy_or_none(c.policy, asked.place, asked.to) for c in grid.columns if isinstance(c, Rule)}
    rows = [_row(grid, key, asked, parts, names, rules) for key in keys]
    lacking = getattr(grid.rows, "only", "") == "empty"
    total = _total(grid, asked, answers, rows) if grid.total and rows and not lacking else None
    rows, total = derive(grid.columns, rows, total)
    return Sheet(str(grid.title), str(grid.head), _heads(grid), tuple(rows), total, lacking=lacking)


class Asking:
    """The figures of one table: each question once, and all of its grids together."""

    def __init__(self, user: User, asked: Asked, state: State, grids: Iterable[Grid] = ()) -> None:
        self.user, self.asked, self.state = user, asked, state
        self._found: dict[tuple[str, Question], Answer] = {}
        self._ask([one for grid in grids for one in wanted_by(grid)])

    def of(self, ask: Ask, by: str = "") -> Answer | None:
        """Return the answer, or None where the user may not ask."""
        key = ask.figure, self.asked.question(ask, by)
        if key not in self._found:
            self._ask([(ask, by)])
        return self._found.get(key)

    def _ask(self, wanted: Iterable[tuple[Ask, str]]) -> None:
        asked = [(find(ask.figure), self.asked.question(ask, by)) for ask, by in wanted]
        allowed = [(figure, question) for figure, question in asked if may_ask(self.user, figure)]
        answers = answer_all(self.user, allowed, state=self.state)
        self._found |= {(figure.name, q): found for (figure, q), found in zip(allowed, answers, strict=True)}


def wanted_by(grid: Grid) -> list[tuple[Ask, str]]:
    """Return every question of a grid, with the dimension it is split by."""
    if not isinstance(grid.rows, Fixed):
        by = dimension_of(grid.rows)
        return [(column.ask, column.by or by) for column in grid.columns if isinstance(column, Column)]
    cells = [cell for line in grid.rows.rows() for cell in line.cells if cell is not None]
    asks = [one for cell in cells for one in (cell if isinstance(cell, tuple) else (cell,))]
    return [(Ask(one) if isinstance(one, str) else one, "") for one in asks]


def cell_of(ask: Ask, asked: Asked, found: Answer | Part, more: Mapping[str, str] | None = None) -> Cell:
    """Return the cell of a figure; nothing recorded has no value, and nothing to open."""
    figure = find(ask.figure)
    if not found.told:
        return Cell(unit=figure.unit)
    question = asked.question(ask)
    parameters = {
        "place": question.area_code,
        "from": question.from_.isoformat() if question.from_ else "",
        "to": asked.to.isoformat() if question.to is None else question.to.isoformat(),
        "side": question.side if question.side != "receiver" else "",
        "pair": question.partner,
        **ask.where,
        **(more or {}),
    }
    given = {name: text for name, text in parameters.items() if text}
    return Cell(found.value, unit=figure.unit, entries=found.entries, figure=figure.name, parameters=given)


def _row(
    grid: Grid,
    key: RowKey,
    asked: Asked,
    parts: Mapping[str, Mapping[Any, Any]],
    names: Mapping[str, Mapping[Any, Sequence[str]]],
    rules: Mapping[str, Any],
) -> Row:
    cells = []
    for column in grid.columns:
        if isinstance(column, Rule):
            value = rules[column.name]
            cells.append(Cell(None if value is None else Decimal(value), unit=column.unit))
            continue
        if isinstance(column, Names):
            cells.append(Cell(text="、".join(names[column.name].get(key.key, ()))))
            continue
        part = parts.get(column.name, {}).get(key.key) if isinstance(column, Column) else None
        if part is None:
            cells.append(Cell(unit=find(column.figure).unit) if isinstance(column, Column) else Cell())
            continue
        narrower = {column.by: str(key.key)} if column.by else key.parameters
        found = cell_of(column.ask, asked, part, narrower)
        cells.append(found if key.opens else replace(found, figure="", parameters={}))
    return Row(str(key.key or ""), key.title, tuple(cells))


def _total(grid: Grid, asked: Asked, answers: Mapping[str, Answer], rows: Sequence[Row]) -> Row:
    cells = []
    for place, column in enumerate(grid.columns):
        found = answers.get(column.name) if isinstance(column, Column) else None
        if found is None:
            cells.append(Cell())
            continue
        cell = cell_of(column.ask, asked, found)
        shown = sum(((row.cells[place].value or 0) for row in rows), Decimal(0))
        if _left_out(grid, found, rows) and shown != (cell.value or 0):
            summed = column.disjoint or is_additive(found.figure.expression)
            unit = found.figure.unit
            cells.append(Cell(shown, unit=unit, formula=SUM) if summed and shown else Cell(unit=unit))
            continue
        adds_up = (column.disjoint or is_additive(found.figure.expression)) and shown == (cell.value or 0)
        cells.append(replace(cell, formula=SUM if adds_up and cell.value is not None else None))
    return Row(TOTAL, str(grid.total_title) or _("合计"), tuple(cells))


def _left_out(grid: Grid, found: Answer, rows: Sequence[Row]) -> bool:
    """Tell whether the rows shown leave out some of what the answer counts: its value is then not their total."""
    if not (isinstance(grid.rows, ByPartner) or getattr(grid.rows, "within", "")):
        return False
    keys = {row.key for row in rows}
    return any(part.told and str(part.key or "") not in keys for part in found.parts)


def derive(columns: Sequence[AnyColumn], rows: list[Row], total: Row | None) -> tuple[list[Row], Row | None]:
    """Fill the cells that follow from others, in the order of the columns."""
    at = {column.name: place for place, column in enumerate(columns)}
    for place, column in enumerate(columns):
        if not isinstance(column, Derived):
            continue
        left, right = at[column.left], at.get(column.right)
        whole = total.cells[left].value if total is not None else None
        ranks = _ranks([row.cells[left].value for row in rows]) if column.operator == "rank" else None
        formula = Formula(column.operator, column.left, column.right)
        for number, row in enumerate(rows):
            value = ranks[number] if ranks is not None else _value(column, row.cells, left, right, whole)
            rows[number] = _with(row, place, Cell(value, unit=unit_of(column, columns), formula=formula))
        against_rule = right is not None and isinstance(columns[right], Rule)  # set for one, not for all together
        if total is not None and column.total and column.operator != "rank" and not against_rule:
            value = _value(column, total.cells, left, right, whole)
            total = _with(total, place, Cell(value, unit=unit_of(column, columns), formula=formula))
    return rows, total


def _value(column: Derived, cells: Sequence[Cell], left: int, right: int | None, whole: Number) -> Number:
    if column.operator == "of_total":
        return arithmetic("%", cells[left].value, whole)
    return arithmetic(column.operator, cells[left].value, None if right is None else cells[right].value)


def _ranks(values: Sequence[Number]) -> list[Number]:
    """Return the place of each value, the largest first; equal values share a place, missing ones have none."""
    ordered = sorted((value for value in values if value is not None), reverse=True)
    return [None if value is None else ordered.index(value) + 1 for value in values]


def _with(row: Row, place: int, cell: Cell) -> Row:
    return replace(row, cells=(*row.cells[:place], cell, *row.cells[place + 1 :]))


def unit_of(column: AnyColumn, columns: Sequence[AnyColumn]) -> str:
    """Return the unit of a column's cells; empty where rows differ in it or it holds words."""
    if isinstance(column, Column):
        return find(column.figure).unit
    if isinstance(column, Rule):
        return column.unit
    if not isinstance(column, Derived):
        return ""
    if column.operator in ("%", "over", "of_total"):
        return PERCENT
    if column.operator in "+-*" and not column.unit:
        return unit_of(next(c for c in columns if c.name == column.left), columns)
    return column.unit


def _heads(grid: Grid) -> tuple[Head, ...]:
    return tuple(
        Head(
            column.name,
            str(column.title or _figure_of(column).title),
            str(column.group),
            unit_of(column, grid.columns),
            isinstance(column, Names),
        )
        for column in grid.columns
    )


def _figure_of(column: AnyColumn) -> Figure:
    return find(column.figure) if isinstance(column, Column | Names) else find("")


def _fixed(grid: Grid, fixed: Fixed, asking: Asking) -> Sheet:
    rows = []
    for number, line in enumerate(fixed.rows()):
        given = iter(line.cells)
        cells = [_asked_cell(asking, next(given, None)) if isinstance(c, Plain) else Cell() for c in grid.columns]
        rows.append(Row(str(number + 1), str(line.title), tuple(cells), line.level))
    if fixed.filled:
        rows = _filled(rows)
    rows, _total_row = derive(grid.columns, rows, None)
    return Sheet(str(grid.title), str(grid.head), _heads(grid), tuple(rows), None, mixed=True)


def _filled(rows: list[Row]) -> list[Row]:
    """Leave out rows without any number, and headings with nothing under them."""
    kept: list[Row] = []
    for row in reversed(rows):
        heading = not any(cell.unit for cell in row.cells)
        below = bool(kept) and kept[-1].level > row.level
        if below if heading else any(cell.value is not None for cell in row.cells):
            kept.append(row)
    return kept[::-1]


def _asked_cell(asking: Asking, wanted: LineCell) -> Cell:
    if wanted is None:
        return Cell()
    if isinstance(wanted, tuple):
        return _sum([_asked_cell(asking, one) for one in wanted])
    ask = Ask(wanted) if isinstance(wanted, str) else wanted
    found = asking.of(ask)
    return Cell(unit=find(ask.figure).unit) if found is None else cell_of(ask, asking.asked, found)


def _sum(cells: Sequence[Cell]) -> Cell:
    """Return the sum of cells of one unit; without a value where none of them has one."""
    values = [cell.value for cell in cells if cell.value is not None]
    total = sum(values, Decimal(0)) if values else None  # type: ignore[arg-type]
    return Cell(total, unit=cells[0].unit, entries=sum(cell.entries for cell in cells))
