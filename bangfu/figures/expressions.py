"""The figure language: what is measured, and over which rows.

Expressions are plain data, so that one declaration compiles to the operational database (Django's ORM, either
engine) and elsewhere. A condition is ``field=value`` or ``field__in=(…)``, ``__gt``, ``__gte``, ``__lt``,
``__lte``, ``__not``, ``__isnull``; the field is a name the source declares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

OPERATORS = ("in", "gt", "gte", "lt", "lte", "not", "isnull")
Conditions = tuple[tuple[str, str, Any], ...]


@dataclass(frozen=True)
class Measure:
    """An aggregate over the rows of one source: ``how`` is *sum*, *count* or *distinct* of ``of``."""

    source: str
    how: str
    of: str
    where: Conditions = ()

    def over(self, **conditions: Any) -> Measure:
        """Return the same measure with further conditions."""
        return Measure(self.source, self.how, self.of, self.where + parse(conditions))


@dataclass(frozen=True)
class Combination:
    """An arithmetic combination of two expressions; ``operator`` is ``+``, ``-``, ``/`` or ``%`` (share in percent).

    Division by zero has no value: the result is None, shown as a dash, never as 0 or 100 %.
    """

    operator: str
    left: Expression
    right: Expression


Expression = Measure | Combination


def parse(conditions: dict[str, Any]) -> Conditions:
    """Turn keyword conditions into data; raise ValueError for an operator that does not exist."""
    parsed = []
    for key, value in conditions.items():
        field, _, operator = key.rpartition("__")
        if operator not in OPERATORS:
            if field and operator in ("contains", "startswith", "regex", "iexact"):
                raise ValueError(f"unknown operator in condition {key!r}")
            field, operator = key, "is"
        if operator == "in":
            value = tuple(value)
        parsed.append((field, operator, value))
    return tuple(parsed)


def total(of: str, *, source: str = "entries", **conditions: Any) -> Measure:
    """Sum a numeric field."""
    return Measure(source, "sum", of, parse(conditions))


def count(*, source: str = "entries", **conditions: Any) -> Measure:
    """Count rows; an entry and its reversal together count nothing."""
    return Measure(source, "count", "", parse(conditions))


def distinct(of: str, *, source: str = "entries", **conditions: Any) -> Measure:
    """Count different values of a field among rows that are not reversed."""
    return Measure(source, "distinct", of, parse(conditions))


def plus(left: Expression, right: Expression) -> Combination:
    """Add two expressions of one unit."""
    return Combination("+", left, right)


def minus(left: Expression, right: Expression) -> Combination:
    """Subtract one expression from another of its unit."""
    return Combination("-", left, right)


def ratio(part: Expression, whole: Expression) -> Combination:
    """Divide two expressions."""
    return Combination("/", part, whole)


def share(part: Expression, whole: Expression) -> Combination:
    """Return a part as percent of the whole."""
    return Combination("%", part, whole)


def measures(expression: Expression) -> list[Measure]:
    """Return the measures an expression is made of, left to right."""
    if isinstance(expression, Measure):
        return [expression]
    return [*measures(expression.left), *measures(expression.right)]


def is_additive(expression: Expression) -> bool:
    """Tell whether the values of parts add up to that of the whole: sums and counts do, distinct ones and rates not."""
    if isinstance(expression, Measure):
        return expression.how != "distinct"
    return expression.operator in "+-" and is_additive(expression.left) and is_additive(expression.right)
