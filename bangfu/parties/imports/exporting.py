"""Writing households with their members out in the form they are read in."""

import json

import polars as pl
from django.utils import timezone

from bangfu.kernel.areas_of import TOWNSHIP, VILLAGE
from bangfu.kernel.imports.declared import Wanted
from bangfu.kernel.rights.scope import Scope, require, scope_of
from bangfu.parties.imports.masks import unmasked
from bangfu.parties.imports.reading import stored_values
from bangfu.parties.models import Area, HouseholdIncome, HouseholdStatus, Membership, Person

PERMISSION = "parties.household.export"
PERSON = (
    "number", "name", "relation", "sex", "id_number", "birth_date", "disability_number", "disability_level",
    "phone", "ethnicity", "political", "education", "schooling", "health", "labour", "work_area", "work_months",
    "medical_insured", "pension_insured", "minimum_living",
)  # fmt: skip
HOUSEHOLD = (
    "number", "area_code", "address", "phone", "bank_name", "bank_account", "standing", "attribute",
    "identified_by", "main_cause", "other_causes", "member_count", "housing_area", "housing_structure",
    "housing_year", "housing_safety", "water", "fuels", "electricity", "relocated",
)  # fmt: skip
NAMES = {
    **{name: name for name in PERSON},
    **{f"household__{name}": name for name in HOUSEHOLD},
    "number": "person_number",
    "household__number": "household_number",
    "household__area_code": "village_code",
    "household__phone": "household_phone",
    "party_id": "person_id",
    "household_id": "household_id",
}
SEALED = {
    "id_number": "id_number",
    "disability_number": "id_number",
    "phone": "phone",
    "household_phone": "phone",
    "bank_account": "bank_account",
}
AMOUNTS = ("wages", "business", "property", "transfers", "costs")


def export_persons(wanted: Wanted) -> pl.DataFrame:
    """Return households with their members as the ``persons`` sheet has them; numbers masked without a purpose."""
    if wanted.purpose:
        require(wanted.actor, "parties.unmask", wanted.area_code or None)
    scope = scope_of(wanted.actor, PERMISSION).within(wanted.area_code)
    rows = Person.objects.filter(scope.q(), household__isnull=False, died_on=None, left_on=None)
    frame = stored_values(rows.order_by("area_code", "household_id", "pk"), NAMES)
    for added, keys in (
        (_memberships(scope), ["person_id", "household_id"]),
        (_standings(scope), ["household_id"]),
        (_incomes(scope), ["household_id"]),
    ):
        frame = frame.join(added, on=keys, how="left", maintain_order="left")
    frame = with_lists(_with_village_names(frame), "health", "other_causes", "fuels")
    return unmasked(wanted, frame, SEALED)


def _with_village_names(frame: pl.DataFrame) -> pl.DataFrame:
    places = stored_values(Area.objects.filter(level__in=(TOWNSHIP, VILLAGE)), {"code": "code", "name": "place"})
    for name, length in (("township", TOWNSHIP), ("village", VILLAGE)):
        frame = frame.with_columns(code=pl.col("village_code").str.slice(0, length))
        named = places.rename({"place": name})
        frame = frame.join(named, on="code", how="left", maintain_order="left").drop("code")
    return frame


def _memberships(scope: Scope) -> pl.DataFrame:
    names = ("person_id", "household_id", "registered", "living")
    rows = Membership.objects.filter(scope.q("household__area_code"), valid_to=None)
    return stored_values(rows, {name: name for name in names})


def _standings(scope: Scope) -> pl.DataFrame:
    rows = HouseholdStatus.objects.filter(scope.q(), valid_to=None)
    return stored_values(rows, {"household_id": "household_id", "valid_from": "standing_from"})


def _incomes(scope: Scope) -> pl.DataFrame:
    """The latest income of each household."""
    rows = HouseholdIncome.objects.filter(scope.q(), year__lte=timezone.localdate().year).order_by("-year")
    names = {"household_id": "household_id", "year": "income_year", **{name: name for name in AMOUNTS}}
    return stored_values(rows, names).unique("household_id", keep="first", maintain_order=True)


def with_lists(frame: pl.DataFrame, *names: str) -> pl.DataFrame:
    """Turn JSON text into lists of codes."""
    for name in names:
        texts = frame[name].unique()
        lists = pl.Series([json.loads(text) if text else [] for text in texts.to_list()], dtype=pl.List(pl.String))
        known = pl.DataFrame({name: texts, "codes": lists})
        frame = frame.join(known, on=name, how="left", maintain_order="left", nulls_equal=True)
        frame = frame.drop(name).rename({"codes": name})
    return frame
