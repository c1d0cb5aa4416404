"""Rows of the book: tied to their county's chain and inserted set-wise. Only posting and reversing call this.

A row is a mapping of all attributes of an entry to Python values. Many rows are written as one frame, because the
ORM spends five times as long on its objects and statements as the database on the rows; a few are not worth a frame.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from bangfu.kernel.fields import ScaledDecimalField
from bangfu.kernel.imports.sets import frame_type, insert_rows, new_ids
from bangfu.ledger.chains import GENESIS, chain_code, link_hash
from bangfu.ledger.models import Chain, Entry

Row = dict[str, Any]
ATTRIBUTES = tuple(field.attname for field in Entry._meta.concrete_fields)
SETWISE = 200  # rows: for fewer, the ORM is as quick
BATCH = 1000
_encode = DjangoJSONEncoder().encode


def write_entries(rows: Sequence[Row]) -> None:
    """Append entries to their chains and insert them; each row is given its number, place in the chain and hash.

    The heads of the chains stay locked until the transaction ends.
    """
    _link(rows)
    if len(rows) >= SETWISE:
        for row, pk in zip(rows, new_ids(Entry, len(rows)).to_list(), strict=True):
            row["id"] = pk
        insert(Entry, rows)
        return
    entries = Entry.objects.bulk_create([Entry(**row) for row in rows])
    for row, entry in zip(rows, entries, strict=True):
        row["id"] = entry.pk


def _link(rows: Sequence[Row]) -> None:
    by_chain: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_chain[chain_code(row["area_code"])].append(row)
    for code in sorted(by_chain):
        Chain.objects.get_or_create(code=code, defaults={"hash": GENESIS})
        head = Chain.objects.select_for_update().get(code=code)
        for sequence, row in enumerate(by_chain[code], start=head.length + 1):
            row["chain"], row["sequence"], row["previous_hash"] = code, sequence, head.hash
            row["hash"] = head.hash = link_hash(head.hash, row)
        head.length += len(by_chain[code])
        head.save(update_fields=["length", "hash"])


def insert(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same attributes of a model, by Python values."""
    if not rows:
        return
    if len(rows) < SETWISE:
        model._default_manager.bulk_create([model(**row) for row in rows])
        return
    fields = {field.attname: field for field in model._meta.concrete_fields if field.attname in rows[0]}
    insert_rows(model, pl.DataFrame([_column(field, [row[name] for row in rows]) for name, field in fields.items()]))


def _column(field: models.Field, values: list[Any]) -> pl.Series:
    if isinstance(field, ScaledDecimalField):
        values = [None if value is None else _scaled(field, value) for value in values]
    elif isinstance(field, models.JSONField):
        values = [_encode(value) for value in values]
    return pl.Series(field.attname, values, dtype=frame_type(field))


def _scaled(field: ScaledDecimalField, value: Any) -> int | None:
    """A decimal in whole units of its last place; the field itself judges what does not fit."""
    scaled = value.scaleb(field.places) if isinstance(value, Decimal) and value.is_finite() else None
    whole = None if scaled is None else int(scaled)
    return whole if whole is not None and whole == scaled else field.get_prep_value(value)


def as_posted(row: Row) -> Entry:
    """Return a row that was written as the entry it now is."""
    return Entry.from_db(connection.alias, ATTRIBUTES, [row[name] for name in ATTRIBUTES])
