"""Parties as people write them in a cell: a name, a code or a number of any kind of party."""

from __future__ import annotations

import polars as pl

from bangfu.kernel.ciphers import index_of
from bangfu.kernel.imports.sets import read_rows
from bangfu.kernel.workbooks.identifiers import ID_PATTERN
from bangfu.parties.imports.units import units_named
from bangfu.parties.models import Area, Household, Person

FOUND = ["text", "party_id", "noun", "place"]


def parties_named(texts: pl.Series) -> pl.DataFrame:
    """Return ``text, party_id, noun, place`` for texts that mean exactly one party.

    Numbers and codes go before names. A place given by name must be the only one of that name.
    """
    texts = texts.drop_nulls().unique()
    ranked = pl.concat(
        frame.select(*FOUND).with_columns(rank=pl.lit(rank))
        for rank, frame in enumerate(
            (_areas(texts, "code"), _persons_by_id(texts), _numbered(texts), _units(texts), _areas(texts, "name"))
        )
    )
    best = ranked.filter(pl.col("rank") == pl.col("rank").min().over("text"))
    return best.unique(["text", "party_id"]).unique("text", keep="none").select(FOUND)


def _areas(texts: pl.Series, key: str) -> pl.DataFrame:
    rows = read_rows(Area, ["party_id", "code", "name"], key=key, keys=texts, where="t.valid_to IS NULL")
    return rows.select("party_id", text=key, noun=pl.lit("area"), place="code")


def _persons_by_id(texts: pl.Series) -> pl.DataFrame:
    shaped = texts.filter(texts.str.to_uppercase().str.contains(ID_PATTERN))
    indexes = pl.Series([index_of(text) for text in shaped.to_list()], dtype=pl.String)
    rows = read_rows(Person, ["party_id", "id_number_index", "area_code"], key="id_number_index", keys=indexes)
    given = pl.DataFrame({"text": shaped, "id_number_index": indexes})
    return rows.join(given, on="id_number_index").select("text", "party_id", noun=pl.lit("person"), place="area_code")


def _numbered(texts: pl.Series) -> pl.DataFrame:
    found = [
        read_rows(model, ["party_id", "number", "area_code"], key="number", keys=texts).select(
            "party_id", text="number", noun=pl.lit(noun), place="area_code"
        )
        for model, noun in ((Household, "household"), (Person, "person"))
    ]
    return pl.concat(frame.select(FOUND) for frame in found)


def _units(texts: pl.Series) -> pl.DataFrame:
    return units_named(texts).select("text", "party_id", noun=pl.lit("organisation"), place="area_code")


def with_party(rows: pl.DataFrame, given: str) -> pl.DataFrame:
    """Add ``<given>_id``, ``<given>_noun`` and ``<given>_place`` of the party that a column names."""
    if given not in rows.columns:
        rows = rows.with_columns(pl.lit(None, pl.String).alias(given))
    named = parties_named(rows[given]).rename(
        {"text": given, "party_id": f"{given}_id", "noun": f"{given}_noun", "place": f"{given}_place"}
    )
    return rows.join(named, on=given, how="left", maintain_order="left")
