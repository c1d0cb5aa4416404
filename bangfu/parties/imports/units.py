"""Organisations as people write them in a cell: by credit code, by name, or by another name."""

import polars as pl

from bangfu.kernel.imports.sets import read_rows
from bangfu.parties.models import Organisation, OrganisationAlias

COLUMNS = ("party_id", "name", "credit_code", "area_code")


def units_named(texts: pl.Series) -> pl.DataFrame:
    """Return ``text, party_id, area_code`` for texts that mean one organisation that still exists.

    A credit code goes before a name, a name before an alias; what means several organisations means none.
    """
    there = "t.valid_to IS NULL"
    by_code = read_rows(Organisation, COLUMNS, key="credit_code", keys=texts.str.to_uppercase(), where=there)
    by_name = read_rows(Organisation, COLUMNS, key="name", keys=texts, where=there)
    aliases = read_rows(OrganisationAlias, ["organisation_id", "name"], key="name", keys=texts)
    renamed = read_rows(Organisation, COLUMNS, key="party_id", keys=aliases["organisation_id"], where=there)
    by_alias = aliases.rename({"name": "text", "organisation_id": "party_id"}).join(renamed, on="party_id")
    ranked = pl.concat(
        [
            frame.select("text", "party_id", "area_code", rank=pl.lit(rank))
            for rank, frame in enumerate(
                (by_code.with_columns(text="credit_code"), by_name.with_columns(text="name"), by_alias)
            )
        ]
    )
    best = ranked.filter(pl.col("rank") == pl.col("rank").min().over("text")).unique(["text", "party_id"])
    return best.unique("text", keep="none").select("text", "party_id", "area_code")


def with_unit(rows: pl.DataFrame, given: str, *, found: str) -> pl.DataFrame:
    """Add the party of the organisation that column ``given`` names, as ``found``, and its seat, ``<found>_place``."""
    if given not in rows.columns:
        return rows.with_columns(pl.lit(None, pl.Int64).alias(found), pl.lit(None, pl.String).alias(f"{found}_place"))
    named = units_named(rows[given]).rename({"text": given, "party_id": found, "area_code": f"{found}_place"})
    return rows.join(named, on=given, how="left", maintain_order="left")
