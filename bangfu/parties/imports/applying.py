"""Writing a plan of the ``persons`` workbook: whole frames, in the engine's transaction."""

from datetime import date
from typing import Any

import polars as pl
from django.utils import timezone

from bangfu.kernel.history.models import Change
from bangfu.kernel.imports.declared import Offer, Plan
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.sets import insert_rows, update_rows
from bangfu.parties.actions.numbering import household_number, new_party_ids, person_number
from bangfu.parties.codes import HEAD
from bangfu.parties.imports.differing import Field
from bangfu.parties.imports.journal import Journal
from bangfu.parties.imports.matching import sealed_all
from bangfu.parties.imports.persons import INCOME
from bangfu.parties.imports.register import Register
from bangfu.parties.imports.showing import history_of
from bangfu.parties.models import Household, HouseholdIncome, HouseholdStatus, Membership, Person
from bangfu.parties.models.party import PartyKind

SEALED_HOUSEHOLD = {"household_phone": "phone", "bank_account": "bank_account"}
SEALED_PERSON = {"id_number": "id_number", "disability_number": "disability_number", "phone": "phone"}


def apply_persons(offer: Offer, plan: Plan, run: ImportRun) -> None:
    """Write the plan's frames; ``run.pk`` is the batch of history and names the journal for undoing."""
    writing = Writing(offer, plan, run)
    writing.write_households()
    writing.write_persons()
    writing.write_incomes()
    writing.finish_households()
    writing.write_history()
    writing.journal.save()


class Writing:
    """One application of a plan; the steps share the numbers given to new rows."""

    def __init__(self, offer: Offer, plan: Plan, run: ImportRun) -> None:
        self.run, self.offer = run, offer
        self.today: date = timezone.localdate()
        self.register: Register = plan.frames["register"]
        self.person_fields: list[Field] = plan.frames["person_fields"]
        self.household_fields: list[Field] = plan.frames["household_fields"]
        self.households: pl.DataFrame = plan.frames["households"].with_columns(new=pl.col("household_id").is_null())
        self.persons: pl.DataFrame = plan.frames["persons"].with_columns(new=pl.col("person_id").is_null())
        self.journal = Journal(run.pk)
        self.changes: list[pl.DataFrame] = []

    # Households

    def write_households(self) -> None:
        ids = new_party_ids(PartyKind.HOUSEHOLD, int(self.households["new"].sum()))
        self.households = _numbered(self.households, "household_id", ids)
        numbers = pl.Series("given", [household_number(i) for i in self.households["household_id"].to_list()])
        self.households = self.households.with_columns(
            household_number=pl.coalesce("household_number", numbers), number_made=pl.col("household_number").is_null()
        )
        self._insert_households()
        self._update_households()
        self._write_statuses()

    def _insert_households(self) -> None:
        new = self.households.filter("new")
        frame = new.select(
            pl.col("household_id").alias("party_id"),
            pl.col("household_number").alias("number"),
            "area_code",
            *_texts(new, ("address", "bank_name", "standing", "attribute", "identified_by", "main_cause",
                          "housing_structure", "housing_safety", "water")),
            *_lists(new, ("other_causes", "fuels")),
            *_nullable(new, {"housing_area": pl.Int64, "housing_year": pl.Int64, "electricity": pl.Boolean,
                             "relocated": pl.Boolean}),
            *_sealed(new, SEALED_HOUSEHOLD),
            pl.lit("").alias("head_name"), pl.lit(0).alias("member_count"), pl.lit("").alias("closed_reason"),
            pl.lit(self.today).alias("opened_on"), pl.lit(1).alias("version"),
        )  # fmt: skip
        insert_rows(Household, frame)
        self.journal.keep("created_households", frame.select("party_id"))
        self._told(frame["party_id"], frame["area_code"], Household, "import_created")

    def _update_households(self) -> None:
        changed = self.households.filter(~pl.col("new") & pl.col("changed"))
        stored = self.register.households.join(
            changed.select(pl.col("household_id").alias("party_id")), on="party_id", how="semi"
        )
        self._update(Household, changed, stored, self.household_fields, "household_id", SEALED_HOUSEHOLD)
        self._move_with_household(changed)

    def _move_with_household(self, changed: pl.DataFrame) -> None:
        """Members, statuses and incomes stand where their household stands."""
        if "area_code__differs" not in changed.columns:
            return
        moved = changed.filter("area_code__differs").select("household_id", "area_code")
        if moved.is_empty():
            return
        members = self.register.persons.select("party_id", "household_id").join(moved, on="household_id")
        update_rows(Person, members.select("party_id", "area_code"))
        statuses = self.register.statuses.select("id", "household_id").join(moved, on="household_id")
        update_rows(HouseholdStatus, statuses.select("id", "area_code"))

    def _write_statuses(self) -> None:
        if "standing" not in self.households.columns:
            return
        wanted = self.households.filter(pl.col("standing").is_not_null())
        if "standing__differs" in wanted.columns:
            wanted = wanted.filter(pl.col("new") | pl.col("standing__differs"))
        since = pl.col("standing_from") if "standing_from" in wanted.columns else pl.lit(None, pl.Date)
        wanted = wanted.with_columns(since=pl.coalesce(since, pl.lit(self.today)))
        closing = self.register.statuses.join(wanted.select("household_id", "since"), on="household_id").with_columns(
            valid_to=pl.max_horizontal(pl.col("since") - pl.duration(days=1), pl.col("valid_from"))
        )
        update_rows(HouseholdStatus, closing.select("id", "valid_to"))
        self.journal.keep("closed_statuses", closing.select("id"))
        frame = wanted.join(
            self.register.households.select(
                pl.col("party_id").alias("household_id"), pl.col("area_code").alias("home")
            ),
            on="household_id",
            how="left",
        ).select(
            "household_id",
            pl.coalesce("area_code", "home").alias("area_code"),
            pl.col("standing").alias("value"),
            pl.col("since").alias("valid_from"),
            pl.lit("").alias("cause"),
            pl.lit("").alias("document"),
        )
        insert_rows(HouseholdStatus, frame)
        self.journal.keep("created_statuses", frame.select("household_id", "value", "valid_from"))

    # Persons

    def write_persons(self) -> None:
        places = self.households.join(
            self.register.households.select(
                pl.col("party_id").alias("household_id"), pl.col("area_code").alias("home")
            ),
            on="household_id",
            how="left",
        ).select("hkey", pl.col("household_id").alias("hid"), pl.coalesce("area_code", "home").alias("place"))
        self.persons = self.persons.join(places, on="hkey", how="left", maintain_order="left").with_columns(
            household_id=pl.col("hid")
        )
        self.persons = _numbered(
            self.persons, "person_id", new_party_ids(PartyKind.PERSON, int(self.persons["new"].sum()))
        )
        self._insert_persons()
        changed = self.persons.filter(~pl.col("new") & pl.col("changed"))
        stored = self.register.persons.join(
            changed.select(pl.col("person_id").alias("party_id")), on="party_id", how="semi"
        )
        extra = changed.filter("moved").select("person_id", "household_id", pl.col("place").alias("area_code"))
        self._update(Person, changed, stored, self.person_fields, "person_id", SEALED_PERSON)
        update_rows(Person, extra.rename({"person_id": "party_id"}))
        self._write_memberships()

    def _insert_persons(self) -> None:
        new = self.persons.filter("new")
        made = pl.Series("made", [person_number(i) for i in new["person_id"].to_list()], dtype=pl.String)
        given = pl.col("person_number") if "person_number" in new.columns else pl.lit(None, pl.String)
        frame = new.with_columns(made).select(
            pl.col("person_id").alias("party_id"),
            pl.coalesce(given, "made").alias("number"),
            "name",
            pl.col("place").alias("area_code"),
            "household_id",
            *_texts(new, ("relation", "sex", "ethnicity", "political", "education", "schooling", "labour", "work_area")),
            *_lists(new, ("health",)),
            *_nullable(new, {"birth_date": pl.Date, "work_months": pl.Int64, "medical_insured": pl.Boolean,
                             "pension_insured": pl.Boolean, "minimum_living": pl.Boolean}),
            *_sealed(new, SEALED_PERSON),
            pl.lit("").alias("post"), pl.lit("").alias("rank"), pl.lit(1).alias("version"),
        )  # fmt: skip
        insert_rows(Person, frame)
        self.journal.keep("created_persons", frame.select("party_id"))
        self._told(frame["party_id"], frame["area_code"], Person, "import_created")

    def _write_memberships(self) -> None:
        moved = self.persons.filter("moved")
        left = self.register.memberships.join(moved.select("person_id"), on="person_id", how="semi")
        closing = left.with_columns(valid_to=pl.max_horizontal(pl.lit(self.today), pl.col("valid_from")))
        update_rows(Membership, closing.select("id", "valid_to"))
        self.journal.keep("closed_memberships", left.select("id"))
        opened = self.persons.filter(pl.col("new") | pl.col("moved"))
        frame = opened.select(
            "person_id",
            "household_id",
            "relation",
            *(
                (pl.col(name) if name in opened.columns else pl.lit(None, pl.Boolean)).fill_null(True).alias(name)
                for name in ("registered", "living")
            ),
            pl.lit(self.today).alias("valid_from"),
            pl.lit("").alias("reason_in"),
            pl.lit("").alias("reason_out"),
        )
        insert_rows(Membership, frame)
        self.journal.keep("opened_memberships", frame.select("person_id", "household_id"))
        self._update_memberships()

    def _update_memberships(self) -> None:
        kept = self.persons.filter(~pl.col("new") & ~pl.col("moved") & pl.col("membership_id").is_not_null())
        changed = kept.filter(pl.col("kept_apart") | pl.col("relation__differs"))
        names = ["relation", *(n for n in ("registered", "living") if n in kept.columns)]
        before = self.register.memberships.join(
            changed.select(pl.col("membership_id").alias("id")), on="id", how="semi"
        )
        self.journal.keep("changed_memberships", before.select("id", *names))
        filled = changed.join(
            before.select(pl.col("id").alias("membership_id"), *(pl.col(n).alias(f"{n}__was") for n in names)),
            on="membership_id",
            how="left",
        )
        update_rows(
            Membership,
            filled.select(pl.col("membership_id").alias("id"), *(pl.coalesce(n, f"{n}__was").alias(n) for n in names)),
        )

    # Incomes and what households repeat of their members

    def write_incomes(self) -> None:
        stated = self.households.filter("income_changed")
        if stated.is_empty():
            return
        counts = self.persons.group_by("hkey").agg(listed=pl.len().cast(pl.Int64))
        stated = stated.join(counts, on="hkey", how="left").join(
            self.register.households.select(
                pl.col("party_id").alias("household_id"), pl.col("area_code").alias("home")
            ),
            on="household_id",
            how="left",
        )
        people = pl.col("member_count") if "member_count" in stated.columns else pl.lit(None, pl.Int64)
        amounts = [
            pl.coalesce(pl.col(n) if n in stated.columns else pl.lit(None, pl.Int64), f"{n}__stored", pl.lit(0)).alias(
                n
            )
            for n in INCOME
        ]
        ready = stated.select(
            pl.col("income_id").alias("id"),
            "household_id",
            pl.coalesce("area_code", "home").alias("area_code"),
            pl.col("income_year").alias("year"),
            pl.coalesce(people, "listed").alias("persons"),
            *amounts,
        )
        new = ready.filter(pl.col("id").is_null()).drop("id")
        insert_rows(HouseholdIncome, new)
        self.journal.keep("created_incomes", new.select("household_id", "year"))
        known = ready.filter(pl.col("id").is_not_null())
        before = self.register.incomes.join(known.select("id"), on="id", how="semi")
        self.journal.keep("changed_incomes", before.select("id", "persons", *INCOME))
        update_rows(HouseholdIncome, known.select("id", "persons", *INCOME))

    def finish_households(self) -> None:
        """Set the head's name and the number of members of every household whose people changed."""
        came = self.persons.filter(pl.col("new") | pl.col("moved") | pl.col("changed"))
        left = self.persons.filter("moved").select(pl.col("household_id__stored").alias("household_id"))
        touched = pl.concat([came.select("household_id"), left]).drop_nulls().unique()
        named = self.persons.select(
            pl.col("person_id").alias("party_id"), "household_id", "relation", pl.col("name").alias("name")
        )
        others = self.register.persons.filter(
            ~pl.col("party_id").is_in(named["party_id"].implode())
            & pl.col("died_on").is_null()
            & pl.col("left_on").is_null()
        ).select("party_id", "household_id", "relation", "name")
        summary = (
            pl.concat([named, others])
            .join(touched, on="household_id", how="semi")
            .group_by("household_id")
            .agg(
                head_name=pl.col("name").filter(pl.col("relation") == HEAD).first().fill_null(""),
                member_count=pl.len().cast(pl.Int64),
            )
            .rename({"household_id": "party_id"})
        )
        before = self.register.households.join(summary.select("party_id"), on="party_id", how="semi")
        self.journal.keep("household_summaries", before.select("party_id", "head_name", "member_count"))
        update_rows(Household, summary)

    # History

    def _update(
        self,
        model: type[Household] | type[Person],
        changed: pl.DataFrame,
        stored: pl.DataFrame,
        fields: list[Field],
        key: str,
        sealed: dict[str, str],
    ) -> None:
        if changed.is_empty():
            return
        columns = [pl.col(key).alias("party_id")]
        for field in fields:
            if field.attribute == "relation" and model is Household:
                continue
            old, new = pl.col(f"{field.attribute}__stored"), pl.col(field.name)
            if field.name in sealed:
                plain = changed.select(pl.when(pl.col(f"{field.attribute}__differs")).then(new)).to_series()
                fresh = sealed_all(plain)
                index = f"{field.attribute}_index"
                differs = pl.col(f"{field.attribute}__differs")
                columns += [
                    pl.when(differs).then(fresh).otherwise(old).alias(field.attribute),
                    pl.when(differs).then(pl.col(field.compare)).otherwise(pl.col(f"{index}__stored")).alias(index),
                ]
            else:
                columns.append(pl.coalesce(new, old).alias(field.attribute))
        versions = stored.select("party_id", (pl.col("version") + 1).alias("version"))
        update_rows(model, changed.select(columns).join(versions, on="party_id", how="left"))
        self.journal.keep(f"changed_{'households' if model is Household else 'persons'}", stored)
        self._told_changes(model, changed, fields, key)

    def _told(self, ids: pl.Series, places: pl.Series, model: Any, action: str) -> None:
        self.changes.append(
            pl.DataFrame({"object_id": ids, "area_code": places}).with_columns(
                object_type=pl.lit(model._meta.label_lower),
                action=pl.lit(action),
                before=pl.lit("{}"),
                after=pl.lit("{}"),
            )
        )

    def _told_changes(self, model: Any, changed: pl.DataFrame, fields: list[Field], key: str) -> None:
        told = history_of(self.offer.sheet, changed, fields)
        place = "place" if "place" in changed.columns else "area_code__stored"
        areas = changed[place] if place in changed.columns else pl.Series([""] * len(changed))
        self.changes.append(
            pl.DataFrame({"object_id": changed[key], "area_code": areas.fill_null("")}).with_columns(
                object_type=pl.lit(model._meta.label_lower),
                action=pl.lit("import_changed"),
                before=pl.Series([before for before, _after in told], dtype=pl.String),
                after=pl.Series([after for _before, after in told], dtype=pl.String),
            )
        )

    def write_history(self) -> None:
        """One line of history for every row that was made or changed, under the run's number."""
        now = timezone.now()
        for frame in self.changes:
            insert_rows(
                Change,
                frame.with_columns(
                    at=pl.lit(now).dt.convert_time_zone("UTC"),
                    actor_id=pl.lit(self.run.actor_id),
                    reason=pl.lit(""),
                    batch=pl.lit(self.run.pk),
                ),
            )


def _numbered(frame: pl.DataFrame, key: str, ids: list[int]) -> pl.DataFrame:
    """Give the new rows, in order, the numbers of new parties."""
    place = frame.select(pl.col("new").cum_sum() - 1).to_series()
    made = pl.Series(ids, dtype=pl.Int64)
    given = made.gather(place.clip(0)) if len(made) else pl.Series([None] * len(frame), dtype=pl.Int64)
    return frame.with_columns(pl.when("new").then(given).otherwise(pl.col(key)).alias(key))


def _texts(frame: pl.DataFrame, names: tuple[str, ...]) -> list[pl.Expr]:
    return [(pl.col(n).fill_null("") if n in frame.columns else pl.lit("")).alias(n) for n in names]


def _lists(frame: pl.DataFrame, names: tuple[str, ...]) -> list[pl.Expr]:
    return [(pl.col(n).fill_null("[]") if n in frame.columns else pl.lit("[]")).alias(n) for n in names]


def _nullable(frame: pl.DataFrame, names: dict[str, Any]) -> list[pl.Expr]:
    return [(pl.col(n) if n in frame.columns else pl.lit(None, kind)).alias(n) for n, kind in names.items()]


def _sealed(frame: pl.DataFrame, names: dict[str, str]) -> list[pl.Expr | pl.Series]:
    """Ciphertext and index of each number; blank where the file has none."""
    columns: list[pl.Expr | pl.Series] = []
    for name, attribute in names.items():
        if name in frame.columns:
            columns += [
                sealed_all(frame[name]).alias(attribute),
                frame[f"{name}_index"].fill_null("").alias(f"{attribute}_index"),
            ]
        else:
            columns += [pl.lit("").alias(attribute), pl.lit("").alias(f"{attribute}_index")]
    return columns
