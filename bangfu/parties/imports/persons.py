"""The ``persons`` workbook: comparing a file with the register."""

from dataclasses import dataclass

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.imports.comparing import Sets, any_differs, beside_stored, present, with_indexes, with_json
from bangfu.kernel.imports.declared import Offer, Plan
from bangfu.kernel.imports.showing import Differences, arrivals, changed_cells, in_order
from bangfu.kernel.workbooks import ROW, disability_level, id_birth_date, id_sex
from bangfu.parties.imports.checks import check_households, check_persons
from bangfu.parties.imports.grouping import group
from bangfu.parties.imports.homes import Homes, homes_after
from bangfu.parties.imports.masks import refuse_wrong_mask
from bangfu.parties.imports.matching import Matched, match
from bangfu.parties.imports.register import Register
from bangfu.parties.imports.seating import beside_seats, seats_after
from bangfu.parties.models import Household, HouseholdIncome, Membership, Person

HOUSEHOLD_SETS = (
    Sets("area_code"),
    Sets("address"),
    Sets("household_phone", "phone", sealed=True),
    Sets("bank_name"),
    Sets("bank_account", sealed=True),
    Sets("standing"),
    Sets("attribute"),
    Sets("identified_by"),
    Sets("main_cause"),
    Sets("other_causes"),
    Sets("housing_area"),
    Sets("housing_structure"),
    Sets("housing_year"),
    Sets("housing_safety"),
    Sets("water"),
    Sets("fuels"),
    Sets("electricity"),
    Sets("relocated"),
)
PERSON_SETS = (
    Sets("name"),
    Sets("sex"),
    Sets("birth_date"),
    Sets("id_number", sealed=True),
    Sets("disability_number", sealed=True),
    Sets("disability_level"),
    Sets("phone", sealed=True),
    Sets("ethnicity"),
    Sets("political"),
    Sets("education"),
    Sets("schooling"),
    Sets("health"),
    Sets("labour"),
    Sets("work_area"),
    Sets("work_months"),
    Sets("medical_insured"),
    Sets("pension_insured"),
    Sets("minimum_living"),
)
DEGREES = ["1", "2", "3", "4"]
SEAT_SETS = (Sets("relation"),)
INCOME_SETS = (Sets("wages"), Sets("business"), Sets("property"), Sets("transfers"), Sets("costs"))
PERSON_MASKS = {"id_number": "id_number", "disability_number": "id_number", "phone": "phone"}
HOUSEHOLD_MASKS = {"household_phone": "phone", "bank_account": "bank_account"}


@dataclass(frozen=True)
class Compared:
    """A file beside the register: everything that writing it needs.

    ``persons`` and ``households`` are the file's with ``person_id`` and ``household_id`` (null: new), stored values
    and ``changed``; ``seats`` what the reseated persons hold afterwards; ``homes`` heads and numbers of members.
    """

    persons: pl.DataFrame
    households: pl.DataFrame
    seats: pl.DataFrame
    homes: Homes
    register: Register


def compare_persons(offer: Offer) -> Plan:
    """Compare a file of households and members with the register; all faults are reported on the offer."""
    grouped = group(offer)
    rows = with_indexes(with_json(_completed(grouped.rows)), PERSON_SETS)
    matched = match(offer, rows, with_indexes(with_json(grouped.households), HOUSEHOLD_SETS))
    register = matched.register
    _refuse_wrong_masks(offer, matched)
    households = beside_stored(
        matched.households, register.households, HOUSEHOLD_SETS, key="household_id", pk="party_id"
    )
    households = _beside_incomes(households, register)
    persons = beside_stored(matched.persons, register.persons, PERSON_SETS, key="person_id", pk="party_id")
    persons = beside_seats(persons, register.memberships)
    seats = seats_after(persons, register.memberships)
    _refuse_homeless(offer, households)
    homes = homes_after(offer, persons, households, seats, register)
    check_persons(offer, persons)
    check_households(offer, persons, households, homes, register)
    persons = persons.with_columns(changed=any_differs(present(PERSON_SETS, persons)) | pl.col("reseated"))
    households = households.with_columns(
        changed=any_differs(present(HOUSEHOLD_SETS, households)) | pl.col("income_changed")
    )
    return _plan(offer, Compared(persons, households, seats, homes, register))


def _completed(rows: pl.DataFrame) -> pl.DataFrame:
    """Take apart what one column may hold, and read birth date and sex from an ID number where the file has neither.

    Registers keep the number of a disability certificate, which begins with the ID number, in its place.
    """
    if "id_number" not in rows.columns:
        return rows
    given, certificate = pl.col("id_number"), pl.lit(None, pl.String)
    if "disability_number" in rows.columns:
        certificate = pl.col("disability_number")
    rows = rows.with_columns(
        id_number=given.str.slice(0, 18),
        disability_number=pl.coalesce(certificate, pl.when(given.str.len_chars() > 18).then(given)),
    )
    stated = pl.col("disability_level") if "disability_level" in rows.columns else pl.lit(None, pl.String)
    rows = rows.with_columns(disability_level=pl.coalesce(stated, _level_in(pl.col("disability_number"))))
    for name, found in (("birth_date", id_birth_date(given)), ("sex", id_sex(given))):
        if name in rows.columns:
            found = pl.coalesce(pl.col(name), found.cast(rows[name].dtype))
        rows = rows.with_columns(found.alias(name))
    return rows


def _level_in(certificate: pl.Expr) -> pl.Expr:
    """The degree that the number of a certificate says; null where it says none of the four."""
    level = disability_level(certificate)
    return pl.when(level.is_in(DEGREES)).then(level)


def _refuse_wrong_masks(offer: Offer, matched: Matched) -> None:
    persons, register = matched.persons, matched.register
    for name, kind in PERSON_MASKS.items():
        refuse_wrong_mask(offer, persons, "person_id", name, register.persons, name, kind)
    for name, kind in HOUSEHOLD_MASKS.items():
        refuse_wrong_mask(offer, persons, "household_id", name, register.households, kind, kind)


def _beside_incomes(households: pl.DataFrame, register: Register) -> pl.DataFrame:
    """Compare the income of the stated year; ``income_changed`` is false where the file states none."""
    stated = present(INCOME_SETS, households)
    if "income_year" not in households.columns or not stated:
        return households.with_columns(income_changed=pl.lit(False), income_id=pl.lit(None, pl.Int64))
    stored = register.incomes.select(
        "household_id",
        pl.col("year").alias("income_year"),
        pl.col("id").alias("income_id"),
        pl.col("persons").alias("income_persons"),
        *(pl.col(f.attribute).alias(f"{f.attribute}__stored") for f in INCOME_SETS),
    )
    households = households.join(stored, on=["household_id", "income_year"], how="left", maintain_order="left")
    households = households.with_columns(
        (pl.col(f.name).is_not_null() & pl.col(f.name).ne_missing(f.stored))
        .fill_null(False)
        .alias(f"{f.attribute}__differs")
        for f in stated
    )
    return households.with_columns(
        income_changed=(any_differs(stated) & pl.col("income_year").is_not_null()).fill_null(False)
    )


def _refuse_homeless(offer: Offer, households: pl.DataFrame) -> None:
    """A new household needs a village."""
    rows = households.filter(pl.col("household_id").is_null() & pl.col("area_code").is_null())[ROW]
    offer.error_at(
        rows,
        "village_code" if offer.has("village_code") else "household_number",
        "no_village",
        _("新登记的户必须填写村代码（或乡镇和村名）。"),
    )


def _plan(offer: Offer, compared: Compared) -> Plan:
    persons, households = compared.persons, compared.households
    touched = households.select("hkey", pl.col("changed").alias("household_changed"), pl.col(ROW).alias("first_row"))
    rows = persons.join(touched, on="hkey", how="left", maintain_order="left")
    new = pl.col("person_id").is_null()
    updated = ~new & (pl.col("changed") | (pl.col("household_changed") & (pl.col(ROW) == pl.col("first_row"))))
    return Plan(
        created=rows.filter(new)[ROW],
        updated=rows.filter(updated)[ROW],
        differences=_differences(offer, persons, households),
        frames={"compared": compared, "today": timezone.localdate()},
    )


def _differences(offer: Offer, persons: pl.DataFrame, households: pl.DataFrame) -> Differences:
    known_homes = households.filter(pl.col("household_id").is_not_null())
    known = persons.filter(pl.col("person_id").is_not_null())
    incomes = households.filter("income_changed")
    return in_order(
        changed_cells(offer, Household, known_homes, HOUSEHOLD_SETS, title="household_number"),
        changed_cells(offer, HouseholdIncome, incomes, INCOME_SETS, title="household_number"),
        changed_cells(offer, Person, known, PERSON_SETS, title="name"),
        changed_cells(offer, Membership, known, SEAT_SETS, title="name"),
        arrivals(persons.filter(pl.col("person_id").is_null()), "new", _("新增人员"), title="name"),
        arrivals(persons.filter("moved"), "move", _("迁入本户"), title="name"),
    )
