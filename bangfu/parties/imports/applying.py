"""Writing a plan of the ``persons`` workbook: whole frames, in the engine's transaction."""

from __future__ import annotations

from datetime import date

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.imports.comparing import to_insert, to_update
from bangfu.kernel.imports.declared import Offer, Plan
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.sets import new_ids
from bangfu.kernel.imports.writing import Writing
from bangfu.parties.actions.numbering import household_number, person_number
from bangfu.parties.imports.moving import write_moves
from bangfu.parties.imports.numbering import with_party_ids
from bangfu.parties.imports.persons import HOUSEHOLD_SETS, INCOME_SETS, PERSON_SETS, Compared
from bangfu.parties.imports.seating import SEAT, begin_seats, write_seats
from bangfu.parties.imports.standing import write_standings
from bangfu.parties.models import Household, HouseholdIncome, Person
from bangfu.parties.models.party import PartyKind
from bangfu.parties.registries import parted, requalified


def apply_persons(offer: Offer, plan: Plan, run: ImportRun) -> None:
    """Write the plan's frames; ``run.pk`` is the batch of history and names the journal for undoing."""
    _Application(offer, plan.frames["compared"], plan.frames["today"], run).write()


class _Application:
    """One application of a plan; the steps share the numbers given to new rows."""

    def __init__(self, offer: Offer, compared: Compared, today: date, run: ImportRun) -> None:
        self.writing = Writing(run, offer.actor)
        self.register, self.homes, self.today = compared.register, compared.homes, today
        self.households = self._known(compared.households)
        self.persons = self._placed(compared.persons)
        self.seats = self._seats(compared.seats)

    def write(self) -> None:
        """Households first, then persons, then what hangs on both."""
        self._write_households()
        self._write_persons()
        self._write_seats()
        write_standings(self.writing, self.households, self.homes, self.register, self.today)
        self._write_incomes()
        self._write_moves()
        self._follow()

    def _follow(self) -> None:
        """Let whatever depends on statuses, and on households that are no more, follow."""
        if "standing" in self.households.columns:
            changed = self.households.filter(~pl.col("new") & pl.col("standing__differs"))
            requalified(self.writing.actor, changed["household_id"].to_list(), self.today)
        parted(self.writing.actor, self.homes.emptied["household_id"].to_list(), self.today)

    # Numbers and places

    def _known(self, households: pl.DataFrame) -> pl.DataFrame:
        """Number the new households; give every household its place, and its members afterwards."""
        numbered = with_party_ids(households, "household_id", PartyKind.HOUSEHOLD, self.writing)
        made = pl.Series([household_number(pk) for pk in numbered["household_id"].to_list()], dtype=pl.String)
        stored = self.register.households.select(
            pl.col("party_id").alias("household_id"), was="area_code", number_was="number"
        )
        summary = self.homes.summary.rename({"home": "hkey"})
        return (
            numbered.join(stored, on="household_id", how="left", maintain_order="left")
            .join(summary, on="hkey", how="left", maintain_order="left")
            .with_columns(
                place=pl.coalesce("area_code", "was"),
                household_number=pl.coalesce("household_number", "number_was", made),
                opened=self._opened(numbered),
            )
        )

    def _opened(self, households: pl.DataFrame) -> pl.Expr:
        """The day a new household was opened: since when the file says it stands, but never in the future."""
        if "standing_from" not in households.columns:
            return pl.lit(self.today)
        return pl.min_horizontal(pl.coalesce("standing_from", pl.lit(self.today)), pl.lit(self.today))

    def _placed(self, persons: pl.DataFrame) -> pl.DataFrame:
        """Number the new persons; give every person the household where they live afterwards, and its place."""
        homes = self.households.select(
            "hkey",
            file_home="household_id",
            file_place="place",
            since=pl.when("new").then("opened").otherwise(pl.lit(self.today)),
        )
        numbered = with_party_ids(persons, "person_id", PartyKind.PERSON, self.writing)
        return numbered.join(homes, on="hkey", how="left", maintain_order="left").with_columns(household_id="file_home")

    def _seats(self, seats: pl.DataFrame) -> pl.DataFrame:
        """The seats of the reseated, with the numbers of new households."""
        file_homes = self.persons.select("person_id", "file_home")
        joined = seats.join(file_homes, on="person_id", how="left", maintain_order="left")
        return joined.with_columns(household_id=pl.when("target").then("file_home").otherwise("household_id")).drop(
            "file_home"
        )

    # Households

    def _write_households(self) -> None:
        new = self.households.filter("new")
        self.writing.insert(
            Household,
            to_insert(
                Household,
                new,
                HOUSEHOLD_SETS,
                pl.col("household_id").alias("party_id"),
                pl.col("household_number").alias("number"),
                pl.col("head_name"),
                pl.col("members").alias("member_count"),
                pl.col("opened").alias("opened_on"),
            ),
            areas=new["place"],
        )
        self._update_households()
        self._update_origins()

    def _update_households(self) -> None:
        counts = self.register.households.select(
            pl.col("party_id").alias("household_id"), head_was="head_name", members_was="member_count"
        )
        known = self.households.filter(~pl.col("new")).join(counts, on="household_id", maintain_order="left")
        recounted = (pl.col("head_name") != pl.col("head_was")) | (pl.col("members") != pl.col("members_was"))
        differing = pl.any_horizontal(pl.col(n) for n in known.columns if n.endswith("__differs") and n not in INCOMES)
        changed = known.filter(recounted | differing)
        frame = to_update(
            Household,
            changed,
            HOUSEHOLD_SETS,
            pl.col("head_name"),
            pl.col("members").alias("member_count"),
            key="household_id",
        )
        self.writing.update(Household, frame, areas=changed["place"])

    def _update_origins(self) -> None:
        """Count the households that somebody left; close those that nobody is left in."""
        stored = self.register.households
        outside = self.homes.summary.filter(pl.col("home").str.starts_with("@")).with_columns(
            party_id=pl.col("home").str.slice(1).cast(pl.Int64)
        )
        counted = stored.join(outside, on="party_id", suffix="_now").filter(
            (pl.col("members") != pl.col("member_count")) | (pl.col("head_name_now") != pl.col("head_name"))
        )
        frame = counted.select(
            "party_id", "version", pl.col("head_name_now").alias("head_name"), member_count="members"
        )
        self.writing.update(Household, frame, areas=counted["area_code"])
        emptied = stored.join(self.homes.emptied.rename({"household_id": "party_id"}), on="party_id", suffix="_now")
        last_day = pl.max_horizontal(pl.lit(self.today).dt.offset_by("-1d"), "opened_on")
        closed = emptied.select(
            "party_id",
            "version",
            member_count=pl.lit(0, pl.Int64),
            closed_on=last_day,
            closed_reason=pl.lit(_("无在册成员")),
            successor_id="successor_id_now",
            standing=pl.lit(""),
        )
        self.writing.update(Household, closed, areas=emptied["area_code"])

    # Persons

    def _write_persons(self) -> None:
        new = self.persons.filter("new")
        made = pl.Series([person_number(pk) for pk in new["person_id"].to_list()], dtype=pl.String)
        given = pl.col("person_number") if "person_number" in new.columns else pl.lit(None, pl.String)
        self.writing.insert(
            Person,
            to_insert(
                Person,
                new.with_columns(made.alias("made_number")),
                PERSON_SETS,
                pl.col("person_id").alias("party_id"),
                pl.coalesce(given, "made_number").alias("number"),
                pl.col("file_place").alias("area_code"),
                "household_id",
                "relation",
            ),
            areas=new["file_place"],
        )
        self._update_persons()

    def _update_persons(self) -> None:
        stored = self.register.persons.select(
            pl.col("party_id").alias("person_id"),
            home_was="household_id",
            relation_was="relation",
            place_was="area_code",
        )
        known = self.persons.filter(~pl.col("new")).join(stored, on="person_id", maintain_order="left")
        places = self._places_after()
        mains = self._mains()
        known = known.join(mains, on="person_id", how="left", maintain_order="left").with_columns(
            home=pl.coalesce("main_home", "home_was"), main_relation=pl.coalesce("main_relation", "relation_was")
        )
        known = known.join(places, left_on="home", right_on="household_id", how="left", maintain_order="left")
        known = known.with_columns(place_after=pl.coalesce("place_after", "place_was"))
        self.moves = [known.select("person_id", was="place_was", area_code="place_after")]
        changed = known.filter(pl.col("changed") | (pl.col("place_was") != pl.col("place_after")))
        frame = to_update(
            Person,
            changed,
            PERSON_SETS,
            pl.col("home").alias("household_id"),
            pl.col("main_relation").alias("relation"),
            pl.col("place_after").alias("area_code"),
            pl.lit(None, pl.Date).alias("left_on"),
            key="person_id",
        )
        self.writing.update(Person, frame, areas=changed["place_after"])
        self._carry_along(known["person_id"])

    def _mains(self) -> pl.DataFrame:
        ids = self.households.select(home="hkey", main_home="household_id")
        mains = self.homes.mains.rename({"relation": "main_relation"}).join(ids, on="home", how="left")
        outside = pl.col("home").str.extract(r"^@(\d+)$").cast(pl.Int64)
        return mains.select("person_id", pl.coalesce("main_home", outside).alias("main_home"), "main_relation")

    def _places_after(self) -> pl.DataFrame:
        ours = self.households.select("household_id", place_after="place")
        others = self.register.households.select(pl.col("party_id").alias("household_id"), place_after="area_code")
        return pl.concat([ours, others.join(ours, on="household_id", how="anti")])

    def _carry_along(self, named: pl.Series) -> None:
        """Members whom the file does not name go with a household that it puts elsewhere."""
        moved = self.households.filter(~pl.col("new") & (pl.col("place") != pl.col("was"))).select(
            "household_id", "place"
        )
        others = self.register.persons.filter(~pl.col("party_id").is_in(named.implode())).join(moved, on="household_id")
        frame = others.select("party_id", "version", pl.col("place").alias("area_code"))
        self.writing.update(Person, frame, areas=others["place"])
        self.moves.append(others.select(person_id="party_id", was="area_code", area_code="place"))

    # What hangs on both

    def _write_seats(self) -> None:
        write_seats(self.writing, self.seats, self.register.memberships, self.today)
        new = self.persons.filter("new")
        wanted = {name: pl.col(f"{name}__wanted") for name in ("registered", "living")}
        if "birth_date" in new.columns:  # nobody belongs to a household before birth
            wanted["since"] = pl.max_horizontal("since", "birth_date")
        begin_seats(self.writing, new.with_columns(**wanted).select(*SEAT, "since"))

    def _write_incomes(self) -> None:
        stated = self.households.filter("income_changed")
        if stated.is_empty():
            return
        people = pl.col("member_count") if "member_count" in stated.columns else pl.lit(None, pl.Int64)
        new = stated.filter(pl.col("income_id").is_null())
        self.writing.insert(
            HouseholdIncome,
            to_insert(
                HouseholdIncome,
                new,
                INCOME_SETS,
                new_ids(HouseholdIncome, len(new)).alias("id"),
                pl.col("household_id"),
                pl.col("place").alias("area_code"),
                pl.col("income_year").alias("year"),
                pl.coalesce(people, "members").alias("persons"),
            ),
        )
        known = stated.filter(pl.col("income_id").is_not_null())
        persons = pl.coalesce(people, "income_persons").alias("persons")
        frame = to_update(HouseholdIncome, known, INCOME_SETS, persons, key="income_id")
        self.writing.update(HouseholdIncome, frame)

    def _write_moves(self) -> None:
        homes = self.households.filter(~pl.col("new")).select(party_id="household_id", was="was", area_code="place")
        people = [moves.rename({"person_id": "party_id"}) for moves in self.moves]
        write_moves(self.writing, pl.concat([homes, *people]), self.today)


INCOMES = {f"{field.attribute}__differs" for field in INCOME_SETS}
