"""A computed table: plain data that the page, the API and every file are made from. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from bangfu.figures.computing import Number

Parameters = Mapping[str, str]


@dataclass(frozen=True)
class Formula:
    """How a cell follows from others: an operator of ``Derived`` over columns of its row, or ``sum`` of its column."""

    operator: str
    left: str = ""
    right: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell. ``value`` is None where nothing is recorded, which is not 0; ``text`` stands where words stand.

    ``figure`` with ``parameters`` is the page that opens it; ``entry`` the entry a listed row shows.
    """

    value: Number = None
    text: str = ""
    unit: str = ""
    entries: int = 0
    figure: str = ""
    parameters: Parameters = field(default_factory=dict)
    formula: Formula | None = None
    entry: int | None = None


@dataclass(frozen=True)
class Head:
    """A column's heading. ``unit`` is empty where rows differ in it; ``words`` tells a column of words."""

    key: str
    title: str
    group: str = ""
    unit: str = ""
    words: bool = False


@dataclass(frozen=True)
class Row:
    """One row: its heading and its cells in the order of the columns."""

    key: str
    title: str
    cells: tuple[Cell, ...]
    level: int = 0


@dataclass(frozen=True)
class Sheet:
    """One part of a table. ``mixed`` tells that rows have units of their own. ``cut`` rows were left out.

    A ``lacking`` one lists what has no records: its rows tell by being there.
    """

    title: str
    head: str
    columns: tuple[Head, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    mixed: bool = False
    cut: int = 0
    lacking: bool = False


@dataclass(frozen=True)
class Document:
    """A table for a place and a period, as somebody may see it."""

    code: str
    title: str
    workstream: str
    place: str
    place_name: str
    side: str
    pair: str
    pair_name: str
    from_: date | None
    to: date
    computed_at: datetime
    filled_by: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()
    source: str = ""


def arithmetic(operator: str, left: Number, right: Number) -> Number:
    """Return what a formula over two cells of a row gives; None where a cell is missing or divides by nothing.

    A sum of which one side has no record is the other, and so is what nothing was taken from: a spreadsheet reads its
    blank cells in the same way.
    """
    if operator in "+-" and right is None:
        return left
    if operator == "+" and left is None:
        return right
    if left is None or right is None:
        return None
    if operator in "+-":
        return left + right if operator == "+" else left - right
    if operator == "*":
        return Decimal(left) * Decimal(right)
    if not right:
        return None
    quotient = Decimal(left) / Decimal(right)
    match operator:
        case "%":
            return quotient * 100
        case "over":
            return (quotient - 1) * 100
        case _:
            return quotient
