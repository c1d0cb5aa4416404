"""Which household a person belongs to: what the file says beside the open memberships, and writing the difference.

The same rules as ``actions.seats``: a person is registered in one household and lives in one, which may differ;
what ends, ends the day before; what was changed on the day it began is put right in place.
"""

from datetime import date, timedelta

import polars as pl

from bangfu.kernel.imports.sets import new_ids
from bangfu.kernel.imports.writing import Writing
from bangfu.parties.models import Membership

FLAGS = ("registered", "living")
SEAT = ["person_id", "household_id", "relation", *FLAGS]


def beside_seats(persons: pl.DataFrame, memberships: pl.DataFrame) -> pl.DataFrame:
    """Add the seat held in the file's household and what the file makes of it.

    ``moved``: known, but without a seat there; ``reseated``: moved, or another relation or kind of seat;
    ``relation__stored`` and ``relation__differs`` for showing.
    """
    held = memberships.select(
        "person_id",
        "household_id",
        pl.col("id").alias("seat_id"),
        *(pl.col(name).alias(f"{name}__stored") for name in ("relation", *FLAGS)),
    )
    persons = persons.with_columns(
        pl.lit(None, pl.Boolean).alias(name) for name in FLAGS if name not in persons.columns
    ).join(held, on=["person_id", "household_id"], how="left", maintain_order="left")
    known, seated = pl.col("person_id").is_not_null(), pl.col("seat_id").is_not_null()
    changes = [pl.col(n).is_not_null() & pl.col(n).ne_missing(pl.col(f"{n}__stored")) for n in ("relation", *FLAGS)]
    return persons.with_columns(
        moved=known & ~seated,
        reseated=known & (~seated | pl.any_horizontal(changes)),
        relation__differs=seated & changes[0],
        **{f"{name}__wanted": pl.coalesce(name, f"{name}__stored", pl.lit(True)) for name in FLAGS},
    )


def seats_after(persons: pl.DataFrame, memberships: pl.DataFrame) -> pl.DataFrame:
    """Return every seat that the reseated persons of the file have afterwards, with ``target`` for the file's own."""
    target = persons.filter("reseated").select(
        "person_id",
        "household_id",
        "relation",
        *(pl.col(f"{name}__wanted").alias(name) for name in FLAGS),
        target=pl.lit(True),
    )
    taken = target.select(
        "person_id", pl.col("household_id").alias("to"), *(pl.col(n).alias(f"{n}_taken") for n in FLAGS)
    )
    left = (
        memberships.join(taken, on="person_id")
        .filter(pl.col("household_id").ne_missing(pl.col("to")))
        .with_columns(pl.col(name) & ~pl.col(f"{name}_taken") for name in FLAGS)
        .filter(pl.any_horizontal(*FLAGS))
        .select(*SEAT, target=pl.lit(False))
    )
    return pl.concat([target, left])


def main_seats(seats: pl.DataFrame) -> pl.DataFrame:
    """Return ``person_id, household_id, relation`` of the seat that the person's own row repeats: where one lives."""
    first = seats.sort("living", "target", descending=True, maintain_order=True).unique(
        "person_id", keep="first", maintain_order=True
    )
    return first.select("person_id", "household_id", "relation")


def write_seats(writing: Writing, seats: pl.DataFrame, memberships: pl.DataFrame, today: date) -> None:
    """End, put right and begin memberships so that exactly these seats are open."""
    held = memberships.join(seats.select("person_id").unique(), on="person_id", how="semi")
    ended = held.join(seats, on=SEAT, how="anti")
    wanted = seats.select(SEAT).join(held, on=SEAT, how="anti")
    righted = _put_right(ended.filter(pl.col("valid_from") == today), wanted)
    closed = ended.join(righted, on="id", how="anti")
    last_day = pl.max_horizontal("valid_from", pl.lit(today - timedelta(days=1)))
    writing.update(Membership, closed.select("id", last_day.alias("valid_to")))
    writing.update(Membership, righted.select("id", "household_id", "relation", *FLAGS))
    begun = wanted.join(righted, on=["person_id", "household_id"], how="anti")
    begin_seats(writing, begun.with_columns(since=pl.lit(today)))


def _put_right(ended: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """Give seats that began today the new content: of the same household if there is one, else of the next."""
    same = ended.select("id", "person_id", "household_id").join(wanted, on=["person_id", "household_id"])
    rest = ended.join(same, on="id", how="anti").select("id", "person_id")
    free = wanted.join(same, on=["person_id", "household_id"], how="anti")
    nth = pl.int_range(pl.len()).over("person_id")
    other = rest.with_columns(nth=nth).join(free.with_columns(nth=nth), on=["person_id", "nth"])
    columns = ["id", *SEAT]
    return pl.concat([same.select(columns), other.select(columns)])


def begin_seats(writing: Writing, seats: pl.DataFrame) -> None:
    """Open memberships, each from its own day (``since``) on."""
    writing.insert(
        Membership,
        seats.select(
            new_ids(Membership, len(seats)).alias("id"),
            *SEAT,
            valid_from="since",
            reason_in=pl.lit(""),
            reason_out=pl.lit(""),
        ),
    )
