"""What a checked condition means, as data: every name resolved, every number at its scale, nothing left to guess.

Logic has three values, as in SQL: what is compared with something unknown is unknown, and only what is true counts.
Amounts are whole numbers at a decimal scale (money 2, quantities 3) and exact; a quotient is a double, and one
division of whole numbers gives the same double everywhere. So is a product that 64 bits may not hold. Division by
zero is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bangfu.kernel.conditions.vocabulary import Parameter, Table


@dataclass(frozen=True)
class Type:
    """``sort``: number, text, boolean, date or codes. A number has a scale and is exact or a double.

    ``most`` is how far from nothing the whole number is expected to be: of an age, a count or a year as it stands.
    """

    sort: str
    scale: int = 0
    exact: bool = True
    money: bool = False
    most: int = field(default=10**5, compare=False)
    codes: Mapping[str, str] = field(default_factory=dict, compare=False)


NUMBER, BOOLEAN, DATE, TEXT = Type("number"), Type("boolean"), Type("date"), Type("text")


@dataclass(frozen=True)
class Node:
    """A part of a meaning, with the part of the text it came from."""

    type: Type
    start: int = field(default=0, compare=False, kw_only=True)
    end: int = field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True)
class Constant(Node):
    """A fixed value: a whole number at the type's scale, a double, a text, a truth or a day."""

    value: Any


@dataclass(frozen=True)
class Column(Node):
    """A column of the rows asked about, or, with ``owner``, of the row they belong to."""

    table: Table
    name: str
    owner: str = ""


@dataclass(frozen=True)
class Age(Node):
    """Full years on the day of the question, from a column with the day of birth."""

    birth: Column
    on: date


@dataclass(frozen=True)
class Setting(Node):
    """A parameter: the value of the most specific place that holds the row's area."""

    parameter: Parameter
    area: Column


@dataclass(frozen=True)
class Arithmetic(Node):
    """``+ - * /`` of two numbers."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Comparison(Node):
    """``= != < <= > >=`` of two values of one type."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Among(Node):
    """Whether a value is one of several constants."""

    left: Node
    values: tuple[Constant, ...]


@dataclass(frozen=True)
class Has(Node):
    """Whether a list of codes holds one."""

    left: Node
    code: str


@dataclass(frozen=True)
class Unknown(Node):
    """Whether a value is unknown; always true or false."""

    left: Node


@dataclass(frozen=True)
class Logic(Node):
    """``and`` or ``or`` of several conditions."""

    operator: str
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Negation(Node):
    """Not: of something unknown it is unknown."""

    inner: Node


@dataclass(frozen=True)
class Gathered(Node):
    """One value of all rows of ``table`` that belong to a row by the column ``link``.

    ``how``: count, sum, max, min, mean, latest, any, all. Rows for which ``condition`` is not true do not take part.
    Of no rows, count and sum are 0, any and all false, the others unknown.
    """

    how: str
    table: Table
    link: str
    condition: Node | None
    value: Node | None = None


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node that are asked of the same row."""
    match node:
        case Arithmetic() | Comparison():
            return node.left, node.right
        case Among() | Has() | Unknown():
            return (node.left,)
        case Logic():
            return node.parts
        case Negation():
            return (node.inner,)
        case Age():
            return (node.birth,)
        case Setting():
            return (node.area,)
        case _:
            return ()


def walk(node: Node, *, inside: bool = True) -> Iterator[Node]:
    """Yield a node and all its parts; with ``inside`` those of gathered rows too."""
    yield node
    for part in children(node):
        yield from walk(part, inside=inside)
    if inside and isinstance(node, Gathered):
        for part in (node.condition, node.value):
            if part is not None:
                yield from walk(part)


def tables_of(node: Node) -> set[str]:
    """Return the names of all tables a condition reads."""
    return {n.table.name for n in walk(node) if isinstance(n, Column | Gathered)}


def terms_of(node: Node) -> list[Node]:
    """Return what a reader wants to see of a hit: the values that were compared, once each, in the order written."""
    found: list[Node] = []

    def collect(part: Node) -> None:
        if isinstance(part, Logic | Negation | Comparison | Among | Has | Unknown):
            for inner in children(part):
                collect(inner)
        elif not isinstance(part, Constant) and part not in found:
            found.append(part)

    collect(node)
    return found


def is_sensitive(node: Node) -> bool:
    """Tell whether a condition names anything that only some may see."""
    for part in walk(node):
        if isinstance(part, Gathered) and part.table.sensitive:
            return True
        if isinstance(part, Column) and any(f.sensitive and f.name == part.name for f in part.table.fields):
            return True
    return False
