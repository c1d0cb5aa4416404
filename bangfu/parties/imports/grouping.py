"""Households out of rows: which rows are one household, and what the file says of it."""

from dataclasses import dataclass

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.imports.declared import Offer
from bangfu.kernel.workbooks import ROW
from bangfu.parties.codes import HEAD
from bangfu.parties.imports.places import located

HOUSEHOLD_COLUMNS = (
    "village_code", "township", "village", "address", "household_phone", "bank_name", "bank_account", "standing",
    "standing_from", "attribute", "identified_by", "main_cause", "other_causes", "member_count", "housing_area",
    "housing_structure", "housing_year", "housing_safety", "water", "fuels", "electricity", "relocated",
    "income_year", "wages", "business", "property", "transfers", "costs", "net_per_head",
)  # fmt: skip


@dataclass(frozen=True)
class Grouped:
    """The file as households and persons.

    ``rows`` is the file, in its order, with ``hkey``, the household's key within the file. ``households`` has one
    row a household: ``hkey``, ``row_number`` of its first row, ``household_number`` (null when the file has none),
    ``area_code`` (null when the file does not say) and the household columns the file has.
    """

    rows: pl.DataFrame
    households: pl.DataFrame

    def has(self, name: str) -> bool:
        """Tell whether the file has the household column."""
        return name in self.households.columns


def group(offer: Offer) -> Grouped:
    """Group the offer's rows into households; faults are reported on the offer."""
    rows = _with_keys(offer)
    columns = [name for name in rows.columns if name in HOUSEHOLD_COLUMNS]
    _refuse_contradictions(offer, rows, columns)
    households = (
        rows.filter(pl.col("hkey").is_not_null())
        .group_by("hkey", maintain_order=True)
        .agg(
            pl.col(ROW).first(),
            pl.col("household_number").first(),
            *(pl.col(name).drop_nulls().first().alias(name) for name in columns),
        )
    )
    return Grouped(rows, located(offer, households))


def _with_keys(offer: Offer) -> pl.DataFrame:
    rows = offer.frame
    if "household_number" not in rows.columns:
        rows = rows.with_columns(pl.lit(None, pl.String).alias("household_number"))
    started = (pl.col("relation") == HEAD).fill_null(False).cum_sum()
    rows = rows.with_columns(
        pl.when(pl.col("household_number").is_not_null())
        .then(pl.concat_str(pl.lit("="), pl.col("household_number")))
        .when(started > 0)
        .then(pl.concat_str(pl.lit("#"), started.cast(pl.String)))
        .alias("hkey")
    )
    offer.error(
        rows["hkey"].is_null(),
        "household_number",
        "no_household",
        _("看不出属于哪一户：请填写户编号，或把户主写在本户的第一行。"),
    )
    return rows


def _refuse_contradictions(offer: Offer, rows: pl.DataFrame, columns: list[str]) -> None:
    """A household's columns may stand on any of its rows, but must not differ between them."""
    for name in columns:
        first = pl.col(name).drop_nulls().first().over("hkey")
        differs = rows.select((pl.col(name).is_not_null() & (pl.col(name) != first)).fill_null(False)).to_series()
        if differs.any():
            where = rows.select(pl.col(ROW).filter(pl.col(name).is_not_null()).first().over("hkey")).to_series()
            told = pl.select(
                pl.format(_("与本户第 {} 行写的不一致：同一户的户信息必须相同。"), where.cast(pl.String))
            ).to_series()
            offer.error(differs, name, "contradiction", told)
