"""Columns of words: who stands behind a number, row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F

from bangfu.figures.computing import dimension_labels, find, key_of, part_of, rows_of
from bangfu.figures.scoping import bounded, may_ask
from bangfu.figures.tables.asking import Asked
from bangfu.figures.tables.declared import Ask, Names
from bangfu.kernel.rights.models import User


def names_in_rows(user: User, column: Names, asked: Asked, by: str) -> Mapping[Any, Sequence[str]]:
    """Return for each part of a figure the different values of a dimension, by name; three queries for all rows."""
    figure = find(column.figure)
    if not may_ask(user, figure):
        return {}
    question = bounded(user, figure, asked.question(Ask(column.figure), by))
    source, rows = rows_of(figure, question)[0]
    if source.unreversed is not None:
        rows = source.unreversed(rows, question.to)
    dimension = source.dimension(column.of)
    path = dimension.path if dimension is not None else source.path(column.of)
    pairs = rows.annotate(part=part_of(source, question), named=F(path)).values_list("part", "named").distinct()
    found: dict[Any, list[Any]] = defaultdict(list)
    for part, value in pairs.order_by():
        if value is not None:
            found[key_of(question, part)].append(value)
    labels = dimension_labels(dimension, {value for values in found.values() for value in values})
    return {part: sorted(labels.get(v, str(v)) for v in values) for part, values in found.items()}
