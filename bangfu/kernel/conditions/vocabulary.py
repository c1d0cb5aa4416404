"""What a condition may speak of: tables, their fields, and how the rows of one belong to those of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.utils.functional import Promise

Text = str | Promise
ROW = "row_id"  # the number of a row, in every table


class Kind(StrEnum):
    """What a value is. Money and quantities are whole fen and thousandths in every engine."""

    INTEGER = "integer"
    MONEY = "money"
    QUANTITY = "quantity"
    TEXT = "text"
    CODE = "code"
    CODES = "codes"  # a JSON list of codes, as text
    BOOLEAN = "boolean"
    DATE = "date"


SCALES = {Kind.INTEGER: 0, Kind.MONEY: 2, Kind.QUANTITY: 3}


@dataclass(frozen=True, kw_only=True)
class Field:
    """A column: ``name`` in English, ``title`` as offices say it. ``codes`` gives each word of a code list its code.

    A field with a ``formula`` has no column: it is that condition text over the other fields of its table.
    A ``sensitive`` one makes every condition that names it sensitive.
    """

    name: str
    title: Text
    kind: Kind
    codes: Mapping[str, str] = field(default_factory=dict)
    formula: str = ""
    sensitive: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of one sort. ``links`` maps the name of each table its rows belong to, to the column with that row's number.

    ``day`` names the date column by which periods (今年, 近3个月 …) choose rows; ``birth`` that from which age follows.
    """

    name: str
    title: Text
    fields: tuple[Field, ...]
    links: Mapping[str, str] = field(default_factory=dict)
    day: str = ""
    birth: str = ""
    sensitive: bool = False

    @cached_property
    def by_word(self) -> dict[str, Field]:
        """Fields by their English names and by their titles."""
        return {word: f for f in self.fields for word in (f.name, str(f.title))}


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A number that a decree sets, by place: ``values`` holds (area prefix, value), the most specific first."""

    name: str
    title: Text
    kind: Kind = Kind.QUANTITY
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """All tables that conditions of one purpose may speak of, and the parameters by name."""

    tables: tuple[Table, ...]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """Return a table by its English name; KeyError when there is none."""
        return next(t for t in self.tables if t.name == name) if name in self.names else _missing(name)

    @cached_property
    def names(self) -> frozenset[str]:
        """English names of the tables."""
        return frozenset(t.name for t in self.tables)

    @cached_property
    def tables_by_word(self) -> dict[str, Table]:
        """Tables by their English names and by their titles."""
        return {word: t for t in self.tables for word in (t.name, str(t.title))}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every name a text may use, for the reader: Chinese is written without spaces."""
        return frozenset(self._words())

    def _words(self) -> Iterator[str]:
        for table in self.tables:
            yield from (table.name, str(table.title), *table.by_word)

    def parents(self, table: Table) -> list[Table]:
        """Return the tables to whose rows those of a table belong."""
        return [self.table(name) for name in table.links]

    def collections(self, table: Table) -> list[Table]:
        """Return the tables whose rows belong to those of a table."""
        return [t for t in self.tables if table.name in t.links]


def _missing(name: str) -> Table:
    raise KeyError(name)
