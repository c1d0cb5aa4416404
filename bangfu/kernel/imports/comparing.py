"""What a file would change: stored and wanted values side by side, a column at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import CharField, Field, JSONField, Model, TextField

from bangfu.kernel.ciphers import encrypt_all, indexes_of
from bangfu.kernel.imports.sets import schema_of
from bangfu.kernel.imports.writing import VERSION


@dataclass(frozen=True)
class Sets:
    """A column of a file and the attribute it sets.

    A sealed number is compared by its keyed index, ``<name>_index`` in the file and ``<attribute>_index`` in the
    register, and written as a fresh ciphertext beside it.
    """

    name: str
    attribute: str = ""
    sealed: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "attribute", self.attribute or self.name)

    @property
    def compared(self) -> tuple[str, str]:
        """The column of the file and the attribute whose values are compared."""
        return (f"{self.name}_index", f"{self.attribute}_index") if self.sealed else (self.name, self.attribute)

    @property
    def stored(self) -> pl.Expr:
        """The stored value after ``beside_stored``."""
        return pl.col(f"{self.attribute}__stored")

    @property
    def differs(self) -> pl.Expr:
        """Whether the file changes it, after ``beside_stored``."""
        return pl.col(f"{self.attribute}__differs")


def present(fields: Sequence[Sets], frame: pl.DataFrame) -> list[Sets]:
    """Return the fields whose column the file has."""
    return [field for field in fields if field.compared[0] in frame.columns]


def with_indexes(frame: pl.DataFrame, fields: Sequence[Sets]) -> pl.DataFrame:
    """Add the keyed index of each sealed number: equal numbers have equal indexes, and nothing else is compared."""
    added = []
    for field in fields:
        if field.sealed and field.name in frame.columns:
            given = frame[field.name].drop_nulls().unique()
            indexes = pl.Series(indexes_of(given.to_list()), dtype=pl.String)
            indexed = frame[field.name].replace_strict(given, indexes, default=None, return_dtype=pl.String)
            added.append(indexed.alias(f"{field.name}_index"))
    return frame.with_columns(added)


def with_json(frame: pl.DataFrame) -> pl.DataFrame:
    """Turn lists of codes into the JSON text that is stored; null stays null."""
    lists = [name for name, kind in frame.schema.items() if kind == pl.List(pl.String)]
    return frame.with_columns(_json_texts(frame[name]) for name in lists)


def _json_texts(lists: pl.Series) -> pl.Series:
    joined = lists.list.join("\x1f")
    different = joined.unique()
    texts = [None if text is None else json.dumps(text.split("\x1f") if text else []) for text in different.to_list()]
    return joined.replace_strict(different, pl.Series(texts, dtype=pl.String)).alias(lists.name)


def beside_stored(
    wanted: pl.DataFrame, stored: pl.DataFrame, fields: Sequence[Sets], *, key: str, pk: str
) -> pl.DataFrame:
    """Join stored values to wanted rows as ``<attribute>__stored``, with ``<attribute>__differs`` for each field.

    ``key`` is the wanted rows' column that holds the stored rows' primary key ``pk``. A blank in the file means *as
    it was* and never differs. ``version__stored`` comes along where the register has it.
    """
    fields = present(fields, wanted)
    needed = {attribute for field in fields for attribute in (field.attribute, field.compared[1])}
    needed |= {VERSION} & set(stored.columns)
    renamed = stored.select(pl.col(pk).alias(key), *(pl.col(n).alias(f"{n}__stored") for n in sorted(needed)))
    joined = wanted.join(renamed, on=key, how="left", maintain_order="left")
    return joined.with_columns(
        (pl.col(given).is_not_null() & pl.col(given).ne_missing(pl.col(f"{attribute}__stored"))).alias(
            f"{f.attribute}__differs"
        )
        for f in fields
        for given, attribute in [f.compared]
    )


def any_differs(fields: Sequence[Sets]) -> pl.Expr:
    """Tell for each row whether any field differs."""
    return pl.any_horizontal(pl.lit(False), *(field.differs for field in fields))


def to_insert(
    model: type[Model], new: pl.DataFrame, fields: Sequence[Sets], *columns: pl.Expr | pl.Series
) -> pl.DataFrame:
    """Return rows to insert: the fields the file has, the further columns, and the model's defaults for the rest."""
    values: list[pl.Expr | pl.Series] = list(columns)
    for field in present(fields, new):
        if field.sealed:
            values += [
                sealed(new[field.name]).alias(field.attribute),
                pl.col(f"{field.name}_index").alias(f"{field.attribute}_index"),
            ]
        else:
            values.append(pl.col(field.name).alias(field.attribute))
    return _completed(model, new.select(values))


def _completed(model: type[Model], frame: pl.DataFrame) -> pl.DataFrame:
    """Add the defaults of columns that may not be null."""
    defaults = {field.attname: _default(field) for field in model._meta.concrete_fields if not field.null}
    return frame.with_columns(
        (pl.col(name).fill_null(value) if name in frame.columns else pl.lit(value)).alias(name)
        for name, value in defaults.items()
        if value is not None
    )


def _default(field: Field) -> Any:
    """Return what the database holds where nothing was said, or None where something must be said."""
    if isinstance(field, JSONField):
        return json.dumps(field.get_default())
    if field.has_default():
        return field.get_default()
    return "" if isinstance(field, CharField | TextField) and field.blank else None


def to_update(
    model: type[Model], changed: pl.DataFrame, fields: Sequence[Sets], *columns: pl.Expr, key: str
) -> pl.DataFrame:
    """Return rows to update: primary key, version as compared, new or stored values, and the further columns."""
    pk = model._meta.pk.attname
    values: list[pl.Expr | pl.Series] = [pl.col(key).alias(pk)]
    if VERSION in schema_of(model):
        values.append(pl.col(f"{VERSION}__stored").alias(VERSION))
    for field in present(fields, changed):
        new = pl.col(field.name)
        if field.sealed:
            fresh = sealed(changed.select(pl.when(field.differs).then(new)).to_series())
            index = f"{field.attribute}_index"
            values += [
                pl.when(field.differs).then(fresh).otherwise(field.stored).alias(field.attribute),
                pl.when(field.differs).then(f"{field.name}_index").otherwise(f"{index}__stored").alias(index),
            ]
        else:
            values.append(pl.when(field.differs).then(new).otherwise(field.stored).alias(field.attribute))
    return changed.select(*values, *columns)


def sealed(plain: pl.Series) -> pl.Series:
    """Return the ciphertexts of numbers; blank for none."""
    return pl.Series(plain.name, encrypt_all(plain.fill_null("").to_list()), dtype=pl.String)
