"""What the register holds of the households and persons that a file names, in a handful of reads."""

from dataclasses import dataclass

import polars as pl

from bangfu.kernel.imports.sets import read_rows
from bangfu.parties.models import Household, HouseholdIncome, HouseholdStatus, Membership, Person

HOUSEHOLD_SCHEMA: dict[str, pl.DataType] = {
    "party_id": pl.Int64(), "number": pl.String(), "area_code": pl.String(), "version": pl.Int64(),
    "closed_on": pl.Date(), "address": pl.String(), "head_name": pl.String(), "member_count": pl.Int64(),
    "standing": pl.String(), "attribute": pl.String(), "identified_by": pl.String(), "main_cause": pl.String(),
    "other_causes": pl.String(), "phone": pl.String(), "phone_index": pl.String(), "bank_name": pl.String(),
    "bank_account": pl.String(), "bank_account_index": pl.String(), "housing_area": pl.Int64(),
    "housing_structure": pl.String(), "housing_year": pl.Int64(), "housing_safety": pl.String(),
    "water": pl.String(), "fuels": pl.String(), "electricity": pl.Boolean(), "relocated": pl.Boolean(),
}  # fmt: skip
PERSON_SCHEMA: dict[str, pl.DataType] = {
    "party_id": pl.Int64(), "number": pl.String(), "area_code": pl.String(), "version": pl.Int64(),
    "name": pl.String(), "household_id": pl.Int64(), "relation": pl.String(), "sex": pl.String(),
    "birth_date": pl.Date(), "id_number": pl.String(), "id_number_index": pl.String(),
    "disability_number": pl.String(), "disability_number_index": pl.String(), "phone": pl.String(),
    "phone_index": pl.String(), "ethnicity": pl.String(), "political": pl.String(), "education": pl.String(),
    "schooling": pl.String(), "health": pl.String(), "labour": pl.String(), "work_area": pl.String(),
    "work_months": pl.Int64(), "medical_insured": pl.Boolean(), "pension_insured": pl.Boolean(),
    "minimum_living": pl.Boolean(), "died_on": pl.Date(), "left_on": pl.Date(),
}  # fmt: skip
INCOME_SCHEMA: dict[str, pl.DataType] = {
    "id": pl.Int64(), "household_id": pl.Int64(), "year": pl.Int64(), "persons": pl.Int64(), "wages": pl.Int64(),
    "business": pl.Int64(), "property": pl.Int64(), "transfers": pl.Int64(), "costs": pl.Int64(),
}  # fmt: skip
MEMBERSHIP_SCHEMA: dict[str, pl.DataType] = {
    "id": pl.Int64(), "person_id": pl.Int64(), "household_id": pl.Int64(), "relation": pl.String(),
    "registered": pl.Boolean(), "living": pl.Boolean(), "valid_from": pl.Date(),
}  # fmt: skip
STATUS_SCHEMA: dict[str, pl.DataType] = {
    "id": pl.Int64(), "household_id": pl.Int64(), "value": pl.String(), "valid_from": pl.Date(),
}  # fmt: skip

Model = type[Household] | type[Person] | type[HouseholdIncome] | type[Membership] | type[HouseholdStatus]
OPEN = "t.valid_to IS NULL"


@dataclass(frozen=True)
class Register:
    """The stored rows that matter to a file: households it names or whose members it names, and all their members."""

    households: pl.DataFrame
    persons: pl.DataFrame
    memberships: pl.DataFrame
    statuses: pl.DataFrame
    incomes: pl.DataFrame


def read_register(
    household_numbers: pl.Series, person_numbers: pl.Series, id_indexes: pl.Series, income_years: pl.Series
) -> Register:
    """Read what a file may touch; the number of statements does not depend on the number of rows."""
    named = _read(Person, PERSON_SCHEMA, "number", person_numbers)
    by_id = _read(Person, PERSON_SCHEMA, "id_number_index", id_indexes.filter(id_indexes != ""))
    by_number = _read(Household, HOUSEHOLD_SCHEMA, "number", household_numbers)
    ids = pl.concat([named["household_id"], by_id["household_id"], by_number["party_id"]]).drop_nulls().unique()
    further = ids.filter(~ids.is_in(by_number["party_id"].implode()))
    households = pl.concat([by_number, _read(Household, HOUSEHOLD_SCHEMA, "party_id", further)])
    members = _read(Person, PERSON_SCHEMA, "household_id", ids)
    persons = pl.concat([members, named, by_id]).unique("party_id", keep="first", maintain_order=True)
    years = income_years.drop_nulls().unique()
    incomes = _read(HouseholdIncome, INCOME_SCHEMA, "household_id", ids if len(years) else ids.head(0))
    return Register(
        households=households,
        persons=persons,
        memberships=_read(Membership, MEMBERSHIP_SCHEMA, "person_id", persons["party_id"], OPEN),
        statuses=_read(HouseholdStatus, STATUS_SCHEMA, "household_id", ids, OPEN),
        incomes=incomes,
    )


def _read(model: Model, schema: dict[str, pl.DataType], key: str, keys: pl.Series, where: str = "") -> pl.DataFrame:
    if keys.drop_nulls().is_empty():
        return pl.DataFrame(schema=schema)
    return read_rows(model, list(schema), key=key, keys=keys, schema=schema, where=where)
