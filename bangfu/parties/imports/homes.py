"""Who lives where once a file is imported: heads and numbers of members of every household concerned."""

from dataclasses import dataclass

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.imports.declared import Offer
from bangfu.kernel.imports.sets import read_rows
from bangfu.kernel.workbooks import ROW
from bangfu.parties.codes import HEAD
from bangfu.parties.imports.register import OPEN, Register
from bangfu.parties.imports.seating import main_seats
from bangfu.parties.models import Membership


@dataclass(frozen=True)
class Homes:
    """Households after the import.

    ``summary``: ``home`` (the file's ``hkey``, or ``@`` and the id of a household that is not in the file), ``heads``,
    ``members``, ``head_name``. ``emptied``: ``household_id`` and ``successor_id`` of those whose last member leaves.
    ``mains``: ``person_id``, ``home``, ``relation`` of the reseated persons.
    """

    summary: pl.DataFrame
    emptied: pl.DataFrame
    mains: pl.DataFrame


def homes_after(
    offer: Offer, persons: pl.DataFrame, households: pl.DataFrame, seats: pl.DataFrame, register: Register
) -> Homes:
    """Work out the households; one that would lose its head and keep others is reported on the offer."""
    keys = households.select("household_id", "hkey").drop_nulls("household_id")
    mains = _mains(persons, seats, keys)
    summary = _summary(_everyone(persons, mains, keys, register))
    left = _left(persons, keys, register)
    emptied = left.join(summary, on="home", how="anti")
    _refuse_headless(offer, left.join(summary, on="home").filter(pl.col("heads") != 1), register)
    _refuse_still_registered(offer, emptied, seats)
    leaving = emptied.group_by("household_id").agg(pl.col("successor_id").first())
    return Homes(summary, leaving, mains)


def _home(keys: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``home`` to rows with ``household_id``."""
    joined = frame.join(keys, on="household_id", how="left", maintain_order="left")
    outside = pl.concat_str(pl.lit("@"), pl.col("household_id").cast(pl.String))
    return joined.with_columns(home=pl.coalesce("hkey", outside)).drop("hkey")


def _mains(persons: pl.DataFrame, seats: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Where reseated persons live afterwards; the file's own household may be new and have no number yet."""
    own = persons.select("person_id", own_key="hkey", own_id="household_id").drop_nulls("person_id")
    mains = _home(keys, main_seats(seats)).join(own, on="person_id", how="left")
    at_home = pl.col("household_id").eq_missing(pl.col("own_id"))
    return mains.select("person_id", pl.when(at_home).then("own_key").otherwise("home").alias("home"), "relation")


def _everyone(persons: pl.DataFrame, mains: pl.DataFrame, keys: pl.DataFrame, register: Register) -> pl.DataFrame:
    new = persons.filter(pl.col("person_id").is_null()).select("name", pl.col("hkey").alias("home"), "relation")
    names = persons.select("person_id", given="name").drop_nulls("person_id").unique("person_id", keep="first")
    stored = register.persons.filter(pl.col("household_id").is_not_null() & pl.col("died_on").is_null()).select(
        pl.col("party_id").alias("person_id"), "name", "household_id", "relation"
    )
    stored = stored.join(names, on="person_id", how="left", maintain_order="left")
    stored = stored.with_columns(name=pl.coalesce("given", "name"))
    staying = _home(keys, stored.join(mains, on="person_id", how="anti", maintain_order="left"))
    reseated = mains.join(names, on="person_id", how="left").select(name="given", home="home", relation="relation")
    return pl.concat([new, staying.select("name", "home", "relation"), reseated])


def _summary(everyone: pl.DataFrame) -> pl.DataFrame:
    is_head = pl.col("relation") == HEAD
    return everyone.group_by("home").agg(
        heads=is_head.sum().cast(pl.Int64),
        members=pl.len().cast(pl.Int64),
        head_name=pl.col("name").filter(is_head).first().fill_null(""),
    )


def _left(persons: pl.DataFrame, keys: pl.DataFrame, register: Register) -> pl.DataFrame:
    """The households not in the file that somebody in the file leaves, with the row that says so."""
    before = register.persons.select(pl.col("party_id").alias("person_id"), was="household_id")
    moved = persons.filter("moved").select(ROW, "person_id", successor_id="household_id")
    origins = moved.join(before, on="person_id").drop_nulls("was").rename({"was": "household_id"})
    origins = origins.filter(pl.col("household_id").ne_missing(pl.col("successor_id")))
    return _home(keys, origins.sort(ROW)).filter(pl.col("home").str.starts_with("@"))


def _refuse_headless(offer: Offer, left: pl.DataFrame, register: Register) -> None:
    numbers = register.households.select(pl.col("party_id").alias("household_id"), "number")
    told = left.join(numbers, on="household_id", how="left", maintain_order="left")
    message = told.select(
        pl.format(_("迁出后，原来的户（户编号 {}）还有成员而没有户主：请先变更那一户的户主。"), "number")
    ).to_series()
    offer.error_at(told[ROW], "name", "head_leaves", message)


def _refuse_still_registered(offer: Offer, emptied: pl.DataFrame, seats: pl.DataFrame) -> None:
    held = read_rows(
        Membership, ["person_id", "household_id"], key="household_id", keys=emptied["household_id"], where=OPEN
    )
    staying = held.join(seats.select("person_id").drop_nulls(), on="person_id", how="anti")
    kept = seats.select("household_id").drop_nulls()
    still = pl.concat([staying.select("household_id"), kept.join(held, on="household_id", how="semi")])
    rows = emptied.join(still.unique(), on="household_id", how="semi")[ROW]
    offer.error_at(
        rows, "name", "still_registered", _("迁出后，原来的户已无共同生活成员，但户籍上还有人：请先处理户籍。")
    )
