"""The declaration of a table: what its rows are, which figures its columns ask, and what follows from other cells.

A table holds no number of its own. Each cell is a figure asked about a place, a period and perhaps a value of a
dimension, or arithmetic between such cells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from bangfu.kernel.manifest import registry_of

Text = str | Promise
OPERATORS = ("%", "/", "*", "+", "-", "over", "of_total", "rank")


@dataclass(frozen=True)
class Ask:
    """A figure asked in a cell. ``where`` narrows it by its own dimensions.

    ``ever`` asks from the beginning to the cut-off day; ``before`` the same period a year earlier. ``side`` asks from
    one side whatever the table is asked from: *giver* for what went out, *receiver* for what came.
    """

    figure: str
    where: Mapping[str, str] = field(default_factory=dict)
    ever: bool = False
    before: bool = False
    side: str = ""


@dataclass(frozen=True)
class Column:
    """A column of one figure, under ``group`` where several belong together. Its title is the figure's by default.

    ``key`` names the column in formulas and in JSON; by default the figure's name. ``disjoint`` tells that nothing
    counted in one row can be counted in another (a village lies in one township), so that even different things add up.
    ``by`` is this column's own name for the dimension of the rows, where it differs (a helper is the giver elsewhere).
    """

    figure: str
    title: Text = ""
    group: Text = ""
    key: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    ever: bool = False
    before: bool = False
    disjoint: bool = False
    by: str = ""
    side: str = ""

    @property
    def name(self) -> str:
        """What formulas call the column."""
        return self.key or self.figure

    @property
    def ask(self) -> Ask:
        """The question of its cells."""
        return Ask(self.figure, self.where, self.ever, self.before, self.side)


@dataclass(frozen=True)
class Derived:
    """A column that follows from others of its row: shown, and written into workbooks, as a formula.

    ``operator``: ``%`` left as percent of right; ``/`` left by right; ``*``; ``+``; ``-``; ``over`` by how many
    percent left exceeds right; ``of_total`` left as percent of its column's total; ``rank`` the place of left, the
    largest first. The total's cell is computed from the totals, never summed; ``total`` False leaves it out, where the
    totals tell of different things.
    """

    key: str
    title: Text
    operator: str
    left: str
    right: str = ""
    unit: str = ""
    group: Text = ""
    total: bool = True

    def __post_init__(self) -> None:
        if self.operator not in OPERATORS:
            raise ValueError(f"{self.key}: operator must be one of {OPERATORS}")

    @property
    def name(self) -> str:
        """What formulas call the column."""
        return self.key


@dataclass(frozen=True)
class Rule:
    """A column of one number set by decree: the policy in force in the place on the cut-off day."""

    key: str
    title: Text
    policy: str
    unit: str = ""
    group: Text = ""

    @property
    def name(self) -> str:
        """What formulas call the column."""
        return self.key


@dataclass(frozen=True)
class Names:
    """A column of words: the different values of a dimension among the rows that a figure counts."""

    figure: str
    of: str
    title: Text
    key: str = ""
    group: Text = ""

    @property
    def name(self) -> str:
        """What JSON calls the column."""
        return self.key or f"{self.figure}.{self.of}"


@dataclass(frozen=True)
class ByArea:
    """A row for each place inside the one asked: one level below, or all of ``level`` (county, township, village).

    ``only``: *filled* leaves out places of which nothing is recorded; *empty* lists just those (no total then).
    What is recorded for the place itself, or above the level asked, has rows of its own, so that sums hold.
    """

    level: str = ""
    only: str = ""


@dataclass(frozen=True)
class ByPartner:
    """A row for each county on the other side, or city where help is paid to one; totals are those of the rows."""


@dataclass(frozen=True)
class By:
    """A row for each value of a dimension of all the columns' figures.

    A detail with a fixed choice has a row for each choice. ``order``: *title*, or *value* (of the first column, the
    largest first). ``within`` names the column whose values alone have rows: the others' totals are then those of the
    rows shown.
    """

    dimension: str
    order: str = "title"
    within: str = ""


@dataclass(frozen=True)
class ByPeriod:
    """A row for each month or year in which anything is recorded."""

    length: str = "month"


LineCell = str | Ask | tuple[str, ...] | None


@dataclass(frozen=True)
class Line:
    """A fixed row. ``cells`` are figures (or Asks) in the order of the columns; None leaves a cell blank.

    Several figures in one cell are added up.
    """

    title: Text
    cells: tuple[LineCell, ...]
    level: int = 0


@dataclass(frozen=True)
class Fixed:
    """Fixed rows, each asking figures of its own.

    ``lines`` may be a function, for rows that follow from what other apps declare. ``filled`` leaves out rows without
    any number, and headings (rows without cells) with nothing under them.
    """

    lines: tuple[Line, ...] | Callable[[], tuple[Line, ...]]
    filled: bool = False

    def rows(self) -> tuple[Line, ...]:
        """Return the rows."""
        return self.lines() if callable(self.lines) else self.lines


@dataclass(frozen=True)
class Plain:
    """A column of a table with fixed rows: each line says what stands there."""

    key: str
    title: Text
    group: Text = ""

    @property
    def name(self) -> str:
        """What formulas call the column."""
        return self.key


AnyColumn = Column | Derived | Names | Plain | Rule
Rows = ByArea | ByPartner | By | ByPeriod | Fixed


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Rows by columns of figures. ``head`` is the heading of the first column; ``total`` asks for a total row.

    ``total_title`` names that row where it is no total: the mean of all scores, not their sum.
    """

    rows: Rows
    columns: tuple[AnyColumn, ...]
    head: Text
    title: Text = ""
    total: bool = True
    total_title: Text = ""

    def column(self, name: str) -> AnyColumn:
        """Return the column formulas call so; raise KeyError."""
        return {c.name: c for c in self.columns}[name]


@dataclass(frozen=True)
class Field:
    """A column of listed entries: a field of the entry (``happened_on``, ``giver``, ``amount`` …) or a detail."""

    name: str
    title: Text


@dataclass(frozen=True, kw_only=True)
class Records:
    """Entries of some kinds, one a row, latest last; amounts and headcounts are added up at the foot.

    ``either_side`` lists what went out of the place as well as what came to it, whatever side the table is asked from.
    """

    kinds: tuple[str, ...]
    fields: tuple[Field, ...]
    title: Text = ""
    where: Mapping[str, str] = field(default_factory=dict)
    either_side: bool = False


Part = Grid | Records


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table that offices hand in. ``name`` is its code (T14); ``source`` says where its form comes from.

    ``side`` is whose view it opens with: *receiver*, *giver*, or empty for what suits the place.
    """

    name: str
    title: Text
    workstream: str
    parts: tuple[Part, ...]
    notes: tuple[Text, ...] = ()
    source: Text = ""
    side: str = ""


tables = registry_of(Table)
