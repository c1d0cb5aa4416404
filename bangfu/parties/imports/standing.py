"""The statuses of households: each ends the day before the next begins; one of the same day is corrected."""

from datetime import date

import polars as pl

from bangfu.kernel.imports.sets import new_ids
from bangfu.kernel.imports.writing import Writing
from bangfu.parties.imports.homes import Homes
from bangfu.parties.imports.register import Register
from bangfu.parties.models import HouseholdStatus

DAY = pl.duration(days=1)


def write_standings(writing: Writing, households: pl.DataFrame, homes: Homes, register: Register, today: date) -> None:
    """Write the statuses that the file changes, and end those of households that nobody is left in."""
    present = register.statuses.with_columns(last_day=pl.max_horizontal(pl.lit(today) - DAY, "valid_from"))
    ended = present.join(homes.emptied, on="household_id", how="semi")
    writing.update(HouseholdStatus, ended.select("id", pl.col("last_day").alias("valid_to")))
    if "standing" in households.columns:
        _change_standings(writing, households, register.statuses, today)


def _change_standings(writing: Writing, households: pl.DataFrame, statuses: pl.DataFrame, today: date) -> None:
    since = pl.col("standing_from") if "standing_from" in households.columns else pl.lit(None, pl.Date)
    wanted = (
        households.filter(pl.col("standing").is_not_null() & (pl.col("new") | pl.col("standing__differs")))
        .select("household_id", "standing", since=pl.coalesce(since, pl.lit(today)), area_code="place")
        .join(statuses, on="household_id", how="left", maintain_order="left")
        .with_columns(
            # A day before the present status began cannot be meant for its end: the change is dated today.
            since=pl.when(pl.col("since") < pl.col("valid_from")).then(pl.lit(today)).otherwise("since")
        )
    )
    corrected = (pl.col("valid_from") == pl.col("since")).fill_null(False)
    writing.update(HouseholdStatus, wanted.filter(corrected).select("id", value="standing"))
    ended = wanted.filter(pl.col("id").is_not_null() & ~corrected)
    writing.update(HouseholdStatus, ended.select("id", (pl.col("since") - DAY).alias("valid_to")))
    opened = wanted.filter(~corrected)
    writing.insert(
        HouseholdStatus,
        opened.select(
            new_ids(HouseholdStatus, len(opened)).alias("id"),
            "household_id",
            "area_code",
            value="standing",
            valid_from="since",
            cause=pl.lit(""),
            document=pl.lit(""),
        ),
    )
