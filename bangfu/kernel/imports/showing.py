"""The first differences of a file, as people read them: before and after, codes as words, numbers masked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl
from django.db.models import Model
from django.utils.translation import gettext as _

from bangfu.kernel.ciphers import MASKS, CipherField, decrypt
from bangfu.kernel.imports.comparing import Sets, any_differs, present
from bangfu.kernel.imports.declared import Offer
from bangfu.kernel.workbooks import ROW, Column, Type

SHOWN = 500
Differences = list[dict[str, Any]]


def changed_cells(
    offer: Offer, model: type[Model], frame: pl.DataFrame, fields: Sequence[Sets], *, title: str
) -> Differences:
    """Return the first changed cells of rows beside what is stored; ``title`` is the column that names a row."""
    fields = [field for field in present(fields, frame) if f"{field.attribute}__differs" in frame.columns]
    rows = frame.filter(any_differs(fields)).head(SHOWN)
    return [
        {
            "row": row[ROW],
            "what": "change",
            "key": row[title] or "",
            "column": column.heading,
            "before": words_of_stored(model, field, column, row[f"{field.attribute}__stored"]),
            "after": words_of_given(model, field, column, row[field.name]),
        }
        for row in rows.iter_rows(named=True)
        for field in fields
        if row[f"{field.attribute}__differs"]
        for column in [_column(offer, field)]
    ]


def arrivals(
    rows: pl.DataFrame, what: str, words: str | Callable[[Mapping[str, Any]], str], *, title: str
) -> Differences:
    """Return the first rows that are new, or have come from elsewhere; ``words`` may be made of each row."""
    return [
        {
            "row": row[ROW],
            "what": what,
            "key": row[title] or "",
            "column": "",
            "before": "",
            "after": words if isinstance(words, str) else words(row),
        }
        for row in rows.head(SHOWN).iter_rows(named=True)
    ]


def in_order(*found: Differences) -> Differences:
    """Return the first of several lists of differences, in the order of the file."""
    return sorted((one for part in found for one in part), key=lambda one: one["row"])[:SHOWN]


def _column(offer: Offer, field: Sets) -> Column:
    """The column a value was given in; a place may be given by name instead of code."""
    known = {column.name: column for column in offer.sheet.columns}
    return known.get(field.name) or known.get(offer.template.columns_of.get(field.name, ""), _UNNAMED)


_UNNAMED = Column("value", "值")


def words_of_given(model: type[Model], field: Sets, column: Column, value: Any) -> str:
    """Return what the file says, numbers masked."""
    if field.sealed and value:
        return MASKS[_cipher(model, field).kind](value)
    return words(column, value)


def words_of_stored(model: type[Model], field: Sets, column: Column, value: Any) -> str:
    """Return what is stored, numbers masked."""
    if field.sealed:
        return MASKS[_cipher(model, field).kind](decrypt(value)) if value else ""
    return words(column, value)


def _cipher(model: type[Model], field: Sets) -> CipherField:
    found = model._meta.get_field(field.attribute)
    assert isinstance(found, CipherField)
    return found


def words(column: Column, value: Any) -> str:
    """Return a database value in the words of its column."""
    if value is None or value == "":
        return ""
    labels = column.labels()
    match column.type:
        case Type.CODE:
            return labels.get(value, value)
        case Type.CODES:
            return "、".join(labels.get(code, code) for code in json.loads(value))
        case Type.BOOLEAN:
            return _("是") if value else _("否")
        case Type.QUANTITY:
            return f"{value / 1000:g}"
        case Type.MONEY:
            return f"{value / 100:.2f}"
        case _:
            return str(value)
