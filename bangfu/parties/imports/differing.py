"""What a file would change: stored and wanted values side by side, a column at a time."""

import json
from dataclasses import dataclass

import polars as pl

JSON_LISTS = ("other_causes", "fuels", "health")


@dataclass(frozen=True)
class Field:
    """A column of a file and the attribute it sets; ``compare`` names another pair of columns that is compared."""

    name: str
    attribute: str
    compare: str = ""  # the index column of a sealed number, both in the file and in the register


def as_json(frame: pl.DataFrame, names: tuple[str, ...] = JSON_LISTS) -> pl.DataFrame:
    """Turn lists of codes into the JSON text that is stored; null stays null."""
    for name in names:
        if name in frame.columns and frame[name].dtype == pl.List(pl.String):
            different = frame[name].drop_nulls().unique()
            texts = pl.DataFrame(
                {name: different, "json": [json.dumps(list(codes)) for codes in different.to_list()]},
                schema={name: pl.List(pl.String), "json": pl.String},
            )
            frame = frame.join(texts, on=name, how="left", maintain_order="left").drop(name).rename({"json": name})
    return frame


def wanted_and_stored(
    wanted: pl.DataFrame, stored: pl.DataFrame, key: str, fields: tuple[Field, ...]
) -> tuple[pl.DataFrame, list[Field]]:
    """Join stored values to wanted rows as ``<attribute>__stored`` with ``<attribute>__differs`` for each field.

    A blank in the file means *as it was* and never differs. Fields the file does not have are left out.
    """
    present = [f for f in fields if (f.compare or f.name) in wanted.columns]
    needed = {f.attribute for f in present} | {_stored_compared(f) for f in present if f.compare}
    renamed = stored.select(pl.col("party_id").alias(key), *(pl.col(n).alias(f"{n}__stored") for n in sorted(needed)))
    joined = wanted.join(renamed, on=key, how="left", maintain_order="left")
    differs = []
    for f in present:
        new = pl.col(f.compare or f.name)
        old = pl.col(f"{_stored_compared(f)}__stored")
        if f.name in JSON_LISTS:
            old = old.str.replace_all(" ", "")
            new = new.str.replace_all(" ", "")
        differs.append((new.is_not_null() & new.ne_missing(old)).alias(f"{f.attribute}__differs"))
    return joined.with_columns(differs), present


def _stored_compared(field: Field) -> str:
    return f"{field.attribute}_index" if field.compare else field.attribute


def any_differs(fields: list[Field]) -> pl.Expr:
    """Tell for each row whether any field differs."""
    if not fields:
        return pl.lit(False)
    return pl.any_horizontal(pl.col(f"{f.attribute}__differs") for f in fields)
