"""Parties that an import puts at another place: where they were is noted, and what repeats their place follows.

The set-wise counterpart of ``actions.places.move_parties``.
"""

from datetime import date, timedelta

import polars as pl
from django.db.models import Model

from bangfu.kernel.imports.sets import new_ids, read_rows, schema_of
from bangfu.kernel.imports.writing import Writing
from bangfu.parties.models import FormerPlace, HouseholdIncome, HouseholdStatus
from bangfu.parties.registries import place_followers

ASKED_AT_ONCE = 5000
OWN: tuple[type[Model], ...] = (HouseholdStatus, HouseholdIncome)


def write_moves(writing: Writing, moves: pl.DataFrame, today: date) -> None:
    """Take note of moves from today on: ``party_id``, ``was`` and ``area_code`` of each party that moved.

    The parties' own rows are the caller's to update.
    """
    moves = moves.filter(pl.col("was") != pl.col("area_code"))
    if moves.is_empty():
        return
    _leave_traces(writing, moves, today - timedelta(days=1))
    places = moves.select("party_id", "area_code")
    for model in OWN:
        rows = read_rows(model, ["id", "household_id"], key="household_id", keys=moves["party_id"])
        _follow(writing, model, rows.rename({"household_id": "party_id"}), "area_code", places)
    for follower in (f for f in place_followers if f.moves):
        rows = follower.rows()
        found: list[tuple[int, int]] = []
        for part in places["party_id"].sort().to_frame().iter_slices(ASKED_AT_ONCE):
            there = rows.filter(**{f"{follower.party}__in": part["party_id"].to_list()})
            found += there.values_list("pk", follower.party)
        frame = pl.DataFrame(found, schema={"id": pl.Int64, "party_id": pl.Int64}, orient="row")
        _follow(writing, rows.model, frame, follower.area, places)


def _follow(writing: Writing, model: type[Model], rows: pl.DataFrame, column: str, places: pl.DataFrame) -> None:
    moved = rows.join(places, on="party_id").select(
        pl.col("id").alias(model._meta.pk.attname), pl.col("area_code").alias(column)
    )
    writing.update(model, moved)


def _leave_traces(writing: Writing, moves: pl.DataFrame, last_day: date) -> None:
    """Note where parties were until the day before; those that moved later than that keep the note they have."""
    known = read_rows(FormerPlace, ["party_id", "until"], key="party_id", keys=moves["party_id"])
    fresh = moves.join(known.filter(pl.col("until") >= last_day), on="party_id", how="anti")
    frame = fresh.select(
        new_ids(FormerPlace, len(fresh)).alias("id"),
        "party_id",
        pl.col("was").alias("area_code"),
        until=pl.lit(last_day),
    )
    writing.insert(FormerPlace, frame.select(list(schema_of(FormerPlace))))
