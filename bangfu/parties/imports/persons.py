"""The ``persons`` workbook: comparing a file with the register."""

from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.ciphers import MASKS, decrypt
from bangfu.kernel.imports.declared import Offer, Plan
from bangfu.kernel.workbooks import ROW, id_birth_date, id_sex
from bangfu.parties.imports.checks import check_households, check_persons
from bangfu.parties.imports.differing import Field, any_differs, as_json, wanted_and_stored
from bangfu.parties.imports.grouping import Grouped, group
from bangfu.parties.imports.matching import Matched, match
from bangfu.parties.imports.showing import differences

HOUSEHOLD_FIELDS = (
    Field("area_code", "area_code"),
    Field("address", "address"),
    Field("household_phone", "phone", "household_phone_index"),
    Field("bank_name", "bank_name"),
    Field("bank_account", "bank_account", "bank_account_index"),
    Field("standing", "standing"),
    *(
        Field(name, name)
        for name in (
            "attribute", "identified_by", "main_cause", "other_causes", "housing_area", "housing_structure",
            "housing_year", "housing_safety", "water", "fuels", "electricity", "relocated",
        )
    ),
)  # fmt: skip
PERSON_FIELDS = (
    *(
        Field(name, name)
        for name in (
            "name", "relation", "sex", "birth_date", "ethnicity", "political", "education", "schooling", "health",
            "labour", "work_area", "work_months", "medical_insured", "pension_insured", "minimum_living",
        )
    ),
    Field("id_number", "id_number", "id_number_index"),
    Field("disability_number", "disability_number", "disability_number_index"),
    Field("phone", "phone", "phone_index"),
)  # fmt: skip
MASK_KINDS = {
    "id_number": "id_number",
    "disability_number": "id_number",
    "phone": "phone",
    "household_phone": "phone",
    "bank_account": "bank_account",
}
INCOME = ("wages", "business", "property", "transfers", "costs")


def compare_persons(offer: Offer) -> Plan:
    """Compare a file of households and members with the register; all faults are reported on the offer."""
    grouped = group(offer)
    grouped = Grouped(as_json(_completed(grouped.rows)), as_json(grouped.households))
    matched = match(offer, grouped)
    _refuse_wrong_masks(offer, matched)
    households, household_fields = wanted_and_stored(
        matched.households, matched.register.households, "household_id", HOUSEHOLD_FIELDS
    )
    persons, person_fields = wanted_and_stored(matched.persons, matched.register.persons, "person_id", PERSON_FIELDS)
    households = _with_income(households, matched)
    persons = _with_moves(persons, matched)
    _refuse_homeless(offer, households)
    check_persons(offer, persons)
    check_households(offer, persons, households, matched.register)
    persons = persons.with_columns(changed=any_differs(person_fields) | pl.col("moved") | pl.col("kept_apart"))
    households = households.with_columns(changed=any_differs(household_fields) | pl.col("income_changed"))
    return _plan(offer, persons, households, person_fields, household_fields, matched)


def _completed(rows: pl.DataFrame) -> pl.DataFrame:
    """An ID number says birth date and sex where the file does not."""
    if "id_number" not in rows.columns:
        return rows
    for name, found in (("birth_date", id_birth_date(pl.col("id_number"))), ("sex", id_sex(pl.col("id_number")))):
        if name in rows.columns:
            found = pl.coalesce(pl.col(name), found.cast(rows[name].dtype))
        rows = rows.with_columns(found.alias(name))
    return rows


def _refuse_wrong_masks(offer: Offer, matched: Matched) -> None:
    """A mask means *as it was*; one that is not the mask of the stored number was typed over by somebody."""
    stored_persons, stored_households = matched.register.persons, matched.register.households
    for name, kind in MASK_KINDS.items():
        if name not in offer.masks:
            continue
        of_person = name in ("id_number", "disability_number", "phone")
        wanted = matched.persons if of_person else matched.households
        key = "person_id" if of_person else "household_id"
        stored = stored_persons if of_person else stored_households
        column = {"household_phone": "phone"}.get(name, name)
        shown = wanted.filter(pl.col(f"{name}_mask").is_not_null()).join(
            stored.select(pl.col("party_id").alias(key), pl.col(column).alias("sealed")), on=key, how="left"
        )
        masks = [MASKS[kind](decrypt(sealed)) if sealed else None for sealed in shown["sealed"].to_list()]
        wrong = shown.select(pl.col(f"{name}_mask").ne_missing(pl.Series(masks, dtype=pl.String))).to_series()
        offer.error_at(
            shown[ROW].filter(wrong), name, "wrong_mask", _("带星号的号码与名册不符：请填写完整号码，或留空表示不变。")
        )


def _with_income(households: pl.DataFrame, matched: Matched) -> pl.DataFrame:
    """Compare the income of the stated year; ``income_changed`` is false where the file states none."""
    present = [name for name in INCOME if name in households.columns]
    if "income_year" not in households.columns or not present:
        return households.with_columns(income_changed=pl.lit(False), income_id=pl.lit(None, pl.Int64))
    stored = matched.register.incomes.select(
        "household_id",
        pl.col("year").alias("income_year"),
        pl.col("id").alias("income_id"),
        *(pl.col(name).alias(f"{name}__stored") for name in INCOME),
    )
    households = households.join(stored, on=["household_id", "income_year"], how="left", maintain_order="left")
    differs = pl.any_horizontal(
        pl.col(name).is_not_null() & pl.col(name).ne_missing(pl.col(f"{name}__stored")) for name in present
    )
    return households.with_columns(income_changed=(differs & pl.col("income_year").is_not_null()).fill_null(False))


def _with_moves(persons: pl.DataFrame, matched: Matched) -> pl.DataFrame:
    """``moved``: known, but in another household today; ``kept_apart``: registered or living flags differ."""
    persons = persons.join(
        matched.register.persons.select(
            pl.col("party_id").alias("person_id"), pl.col("household_id").alias("household_id__stored")
        ),
        on="person_id",
        how="left",
        maintain_order="left",
    ).with_columns(
        moved=pl.col("person_id").is_not_null() & pl.col("household_id").ne_missing(pl.col("household_id__stored"))
    )
    flags = [name for name in ("registered", "living") if name in persons.columns]
    open_ones = matched.register.memberships.select(
        "person_id",
        "household_id",
        pl.col("id").alias("membership_id"),
        *(pl.col(name).alias(f"{name}__stored") for name in flags),
    )
    persons = persons.join(open_ones, on=["person_id", "household_id"], how="left", maintain_order="left")
    differs = [pl.col(name).is_not_null() & pl.col(name).ne_missing(pl.col(f"{name}__stored")) for name in flags]
    apart = pl.any_horizontal(differs) if differs else pl.lit(False)
    return persons.with_columns(kept_apart=apart & pl.col("person_id").is_not_null() & ~pl.col("moved"))


def _refuse_homeless(offer: Offer, households: pl.DataFrame) -> None:
    """A new household needs a village."""
    rows = households.filter(pl.col("household_id").is_null() & pl.col("area_code").is_null())[ROW]
    offer.error_at(
        rows,
        "village_code" if offer.has("village_code") else "household_number",
        "no_village",
        _("新登记的户必须填写村代码（或乡镇和村名）。"),
    )


def _plan(
    offer: Offer,
    persons: pl.DataFrame,
    households: pl.DataFrame,
    person_fields: list[Field],
    household_fields: list[Field],
    matched: Matched,
) -> Plan:
    touched = households.select("hkey", pl.col("changed").alias("household_changed"), pl.col(ROW).alias("first_row"))
    rows = persons.join(touched, on="hkey", how="left", maintain_order="left")
    new = pl.col("person_id").is_null()
    updated = ~new & (pl.col("changed") | (pl.col("household_changed") & (pl.col(ROW) == pl.col("first_row"))))
    counts: dict[str, Any] = rows.select(created=new.sum(), updated=updated.fill_null(False).sum()).row(0, named=True)
    return Plan(
        created=counts["created"],
        updated=counts["updated"],
        unchanged=len(rows) - counts["created"] - counts["updated"],
        differences=differences(offer, persons, households, person_fields, household_fields),
        frames={
            "persons": persons,
            "households": households,
            "person_fields": person_fields,
            "household_fields": household_fields,
            "register": matched.register,
        },
    )
