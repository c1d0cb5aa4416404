"""Which stored household and person a row means."""

from dataclasses import dataclass

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.imports.declared import Offer
from bangfu.kernel.imports.flat import refuse_repeated
from bangfu.kernel.rights.scope import scope_of
from bangfu.kernel.workbooks import ROW
from bangfu.parties.codes import HEAD
from bangfu.parties.imports.places import without_strangers
from bangfu.parties.imports.register import Register, read_register


@dataclass(frozen=True)
class Matched:
    """A file beside the register.

    ``persons`` is the file, a row a person, with ``<number>_index`` for each number, ``person_id`` (null: new)
    and ``household_id`` (null: new household); ``households`` likewise with ``household_id``.
    """

    persons: pl.DataFrame
    households: pl.DataFrame
    register: Register


def match(offer: Offer, persons: pl.DataFrame, households: pl.DataFrame) -> Matched:
    """Find the stored rows; what contradicts them is reported on the offer."""
    none = pl.Series(dtype=pl.String)
    register = read_register(
        households["household_number"],
        persons["person_number"] if "person_number" in persons.columns else none,
        persons["id_number_index"] if "id_number_index" in persons.columns else none,
        households["income_year"] if "income_year" in households.columns else pl.Series(dtype=pl.Int64),
    )
    for name in ("id_number", "person_number"):
        refuse_repeated(offer, persons, name)
    persons = _with_person_ids(offer, persons, register)
    households = _with_household_ids(households, persons, register)
    visible = register.within(scope_of(offer.actor, offer.template.permission).within(offer.area_code))
    persons = without_strangers(offer, persons, "person_id", visible.persons)
    households = without_strangers(offer, households, "household_id", visible.households)
    households = _without_closed(offer, households, visible)
    persons = persons.join(households.select("hkey", "household_id"), on="hkey", how="left", maintain_order="left")
    persons = _by_name(persons, visible)
    _refuse_unnamed(offer, persons, visible)
    _refuse_dead(offer, persons, visible)
    return Matched(persons, households, visible)


def _with_person_ids(offer: Offer, persons: pl.DataFrame, register: Register) -> pl.DataFrame:
    known = register.persons
    persons = persons.with_columns(by_number=pl.lit(None, pl.Int64), by_id=pl.lit(None, pl.Int64))
    if "person_number" in persons.columns:
        found = known.select(pl.col("number").alias("person_number"), pl.col("party_id").alias("by_number"))
        persons = persons.drop("by_number").join(found, on="person_number", how="left", maintain_order="left")
    if "id_number_index" in persons.columns:
        found = known.filter(pl.col("id_number_index") != "").select(
            "id_number_index", pl.col("party_id").alias("by_id")
        )
        persons = persons.drop("by_id").join(found, on="id_number_index", how="left", maintain_order="left")
    clash = persons.select(
        pl.col("by_number").is_not_null() & pl.col("by_id").is_not_null() & (pl.col("by_number") != pl.col("by_id"))
    ).to_series()
    offer.error(clash, "id_number", "id_of_another", _("这个身份证号在名册中属于另一个人：请核对身份证号和人编号。"))
    return persons.with_columns(person_id=pl.coalesce("by_number", "by_id")).drop("by_number", "by_id")


def _with_household_ids(households: pl.DataFrame, persons: pl.DataFrame, register: Register) -> pl.DataFrame:
    """By household number, else by the head: a household without a number is the one its head heads today."""
    by_number = register.households.select(
        pl.col("number").alias("household_number"), pl.col("party_id").alias("by_number")
    )
    heads = (
        persons.filter((pl.col("relation") == HEAD) & pl.col("household_number").is_null())
        .join(
            register.persons.filter(pl.col("relation") == HEAD).select(
                pl.col("party_id").alias("person_id"), pl.col("household_id").alias("by_head")
            ),
            on="person_id",
        )
        .select("hkey", "by_head")
        .unique("hkey", keep="first")
    )
    households = households.join(by_number, on="household_number", how="left", maintain_order="left")
    households = households.join(heads, on="hkey", how="left", maintain_order="left")
    return households.with_columns(household_id=pl.coalesce("by_number", "by_head")).drop("by_number", "by_head")


def _by_name(persons: pl.DataFrame, register: Register) -> pl.DataFrame:
    """A row without any number of a person means the one member of the household with that name."""
    members = (
        register.persons.filter(pl.col("household_id").is_not_null() & pl.col("died_on").is_null())
        .select("household_id", "name", pl.col("party_id").alias("by_name"))
        .unique(["household_id", "name"], keep="none")
    )
    taken = persons["person_id"].drop_nulls().implode()
    members = members.filter(~pl.col("by_name").is_in(taken))
    joined = persons.join(members, on=["household_id", "name"], how="left", maintain_order="left")
    return joined.with_columns(
        pl.when(_plain(persons)).then(pl.coalesce("person_id", "by_name")).otherwise("person_id").alias("person_id")
    ).drop("by_name")


def _plain(persons: pl.DataFrame) -> pl.Expr:
    """Whether a row has no number of a person: its name alone says who is meant."""
    plain = pl.lit(True)
    for name in ("person_number", "id_number"):
        if name in persons.columns:
            plain &= pl.col(name).is_null()
    return plain


def _refuse_unnamed(offer: Offer, persons: pl.DataFrame, register: Register) -> None:
    """A name must mean one person, and a household must be found again: else a second import would make new ones."""
    members = register.persons.filter(pl.col("household_id").is_not_null() & pl.col("died_on").is_null())
    several = members.group_by("household_id", "name").agg(namesakes=pl.len()).filter(pl.col("namesakes") > 1)
    found = persons.join(several, on=["household_id", "name"], how="left", maintain_order="left")
    repeated = pl.len().over("hkey", "name") > 1
    unclear = found.select(
        _plain(persons) & pl.col("hkey").is_not_null() & (repeated | pl.col("namesakes").is_not_null())
    )
    offer.error(
        unclear.to_series(), "name", "namesakes", _("同一户里有两个人同名：请填写人编号或公民身份号码，以便分清。")
    )
    nameless = persons.select(
        _plain(persons)
        & (pl.col("relation") == HEAD)
        & pl.col("household_number").is_null()
        & pl.col("household_id").is_null()
    )
    offer.error(
        nameless.to_series(),
        "household_number",
        "not_found_again",
        _("没有户编号的新户，请填写户主的公民身份号码：否则同一份表再导入一次会重复建户。"),
    )


def _without_closed(offer: Offer, households: pl.DataFrame, register: Register) -> pl.DataFrame:
    closed = pl.col("household_id").is_in(
        register.households.filter(pl.col("closed_on").is_not_null())["party_id"].implode()
    )
    offer.error_at(
        households.filter(closed)[ROW],
        "household_number",
        "closed",
        _("这一户已经销户：请核对户编号，或换一个新编号。"),
    )
    return households.with_columns(pl.when(~closed.fill_null(False)).then("household_id").alias("household_id"))


def _refuse_dead(offer: Offer, persons: pl.DataFrame, register: Register) -> None:
    dead = register.persons.filter(pl.col("died_on").is_not_null())["party_id"].implode()
    offer.error_at(
        persons.filter(pl.col("person_id").is_in(dead))[ROW],
        "name",
        "dead",
        _("这个人已登记死亡：请核对；登记有误的，请先在名册中更正。"),
    )
