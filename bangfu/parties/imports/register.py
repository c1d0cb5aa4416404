"""What the register holds of the households and persons that a file names, in a handful of reads."""

from dataclasses import dataclass

import polars as pl

from bangfu.kernel.imports.sets import read_rows
from bangfu.kernel.rights.scope import Scope
from bangfu.parties.models import Household, HouseholdIncome, HouseholdStatus, Membership, Person

HOUSEHOLD = (
    "party_id", "number", "area_code", "version", "opened_on", "closed_on", "closed_reason", "successor_id", "address",
    "head_name", "member_count", "standing", "attribute", "identified_by", "main_cause", "other_causes", "phone",
    "phone_index", "bank_name", "bank_account", "bank_account_index", "housing_area", "housing_structure",
    "housing_year", "housing_safety", "water", "fuels", "electricity", "relocated",
)  # fmt: skip
PERSON = (
    "party_id", "number", "area_code", "version", "name", "household_id", "relation", "sex", "birth_date",
    "id_number", "id_number_index", "disability_number", "disability_number_index", "disability_level",
    "phone", "phone_index", "ethnicity", "political", "education", "schooling", "health", "labour", "work_area",
    "work_months", "medical_insured", "pension_insured", "minimum_living", "died_on", "left_on",
)  # fmt: skip
INCOME = ("id", "household_id", "year", "persons", "wages", "business", "property", "transfers", "costs")
MEMBERSHIP = ("id", "person_id", "household_id", "relation", "registered", "living", "valid_from")
STATUS = ("id", "household_id", "value", "valid_from")

OPEN = "t.valid_to IS NULL"


@dataclass(frozen=True)
class Register:
    """The stored rows that matter to a file: households it names or whose members it names, and all their members."""

    households: pl.DataFrame
    persons: pl.DataFrame
    memberships: pl.DataFrame
    statuses: pl.DataFrame
    incomes: pl.DataFrame

    def within(self, scope: Scope) -> "Register":
        """Return what of it lies inside a scope: what lies outside must not show in any message."""
        households, persons = _covered(self.households, scope), _covered(self.persons, scope)
        homes, people = households["party_id"].implode(), persons["party_id"].implode()
        return Register(
            households=households,
            persons=persons,
            memberships=self.memberships.filter(pl.col("person_id").is_in(people)),
            statuses=self.statuses.filter(pl.col("household_id").is_in(homes)),
            incomes=self.incomes.filter(pl.col("household_id").is_in(homes)),
        )


def _covered(rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    places = rows["area_code"].unique().to_list()
    return rows.filter(pl.col("area_code").is_in([code for code in places if scope.covers(code)]))


def read_register(
    household_numbers: pl.Series, person_numbers: pl.Series, id_indexes: pl.Series, income_years: pl.Series
) -> Register:
    """Read what a file may touch; the number of statements does not depend on the number of rows."""
    named = read_rows(Person, PERSON, key="number", keys=person_numbers)
    missing = id_indexes.filter(~id_indexes.is_in(named["id_number_index"].implode()))
    by_id = read_rows(Person, PERSON, key="id_number_index", keys=missing)
    by_number = read_rows(Household, HOUSEHOLD, key="number", keys=household_numbers)
    ids = pl.concat([named["household_id"], by_id["household_id"], by_number["party_id"]]).drop_nulls().unique()
    further = ids.filter(~ids.is_in(by_number["party_id"].implode()))
    households = pl.concat([by_number, read_rows(Household, HOUSEHOLD, key="party_id", keys=further)])
    known = pl.concat([named, by_id])
    persons = pl.concat([known, _others(ids, known)])
    stated = ids if income_years.count() else ids.head(0)
    return Register(
        households=households,
        persons=persons,
        memberships=read_rows(Membership, MEMBERSHIP, key="person_id", keys=persons["party_id"], where=OPEN),
        statuses=read_rows(HouseholdStatus, STATUS, key="household_id", keys=ids, where=OPEN),
        incomes=read_rows(HouseholdIncome, INCOME, key="household_id", keys=stated),
    )


def _others(household_ids: pl.Series, known: pl.DataFrame) -> pl.DataFrame:
    """Read the members whom the file does not name."""
    members = read_rows(Person, ["party_id"], key="household_id", keys=household_ids)["party_id"]
    return read_rows(Person, PERSON, key="party_id", keys=members.filter(~members.is_in(known["party_id"].implode())))
