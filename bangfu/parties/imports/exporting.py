"""Writing registers out in the form they are read in."""

import json

import polars as pl
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from bangfu.kernel.ciphers import MASKS, decrypt
from bangfu.kernel.imports.declared import Wanted
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scope_of
from bangfu.parties.models import Area, HouseholdIncome, HouseholdStatus, Membership, Person, Unmasking

PERSON_COLUMNS = (
    "number", "name", "relation", "sex", "id_number", "birth_date", "disability_number", "phone", "ethnicity",
    "political", "education", "schooling", "health", "labour", "work_area", "work_months", "medical_insured",
    "pension_insured", "minimum_living",
)  # fmt: skip
HOUSEHOLD_COLUMNS = (
    "number", "area_code", "address", "phone", "bank_name", "bank_account", "standing", "attribute",
    "identified_by", "main_cause", "other_causes", "member_count", "housing_area", "housing_structure",
    "housing_year", "housing_safety", "water", "fuels", "electricity", "relocated",
)  # fmt: skip
SEALED = {
    "id_number": "id_number",
    "disability_number": "id_number",
    "phone": "phone",
    "household_phone": "phone",
    "bank_account": "bank_account",
}


def export_persons(wanted: Wanted) -> pl.DataFrame:
    """Return households with their members as the ``persons`` sheet has them; numbers masked without a purpose."""
    if wanted.purpose:
        require(wanted.actor, "parties.unmask", wanted.area_code or None)
    frame = _with_relations(_members(wanted))
    for name, kind in SEALED.items():
        frame = frame.with_columns(_opened(frame[name], kind, bool(wanted.purpose)))
    for name in ("health", "other_causes", "fuels"):
        frame = frame.with_columns(
            pl.Series(name, [json.loads(t) if t else [] for t in frame[name].to_list()], dtype=pl.List(pl.String))
        )
    if wanted.purpose:
        _log(wanted.actor, wanted, len(frame))
    return frame


def _members(wanted: Wanted) -> pl.DataFrame:
    scope = scope_of(wanted.actor, wanted_permission()).within(wanted.area_code)
    rows = Person.objects.filter(scope.q(), household__isnull=False, died_on=None, left_on=None)
    paths = [*PERSON_COLUMNS, *(f"household__{name}" for name in HOUSEHOLD_COLUMNS), "pk", "household_id"]
    names = [
        *("person_number" if n == "number" else n for n in PERSON_COLUMNS),
        *(_household_name(n) for n in HOUSEHOLD_COLUMNS),
        "person_id",
        "household_id",
    ]
    return _frame(rows.order_by("area_code", "household_id", "pk"), paths, names)


def wanted_permission() -> str:
    """The permission whose scope decides which households an export holds."""
    return "parties.household.export"


def _household_name(name: str) -> str:
    return {"number": "household_number", "area_code": "village_code", "phone": "household_phone"}.get(name, name)


def _frame(rows: QuerySet, paths: list[str], names: list[str]) -> pl.DataFrame:
    """Read a query's values as stored: raw numbers, JSON as text, one pass."""
    sql, params = rows.values_list(*paths).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchall()
    schema = {name: TYPES.get(name, pl.String()) for name in names}
    return pl.DataFrame(found, schema=schema, orient="row")


TYPES: dict[str, pl.DataType] = {
    "birth_date": pl.Date(), "work_months": pl.Int64(), "medical_insured": pl.Boolean(),
    "pension_insured": pl.Boolean(), "minimum_living": pl.Boolean(), "member_count": pl.Int64(),
    "housing_area": pl.Int64(), "housing_year": pl.Int64(), "electricity": pl.Boolean(), "relocated": pl.Boolean(),
    "person_id": pl.Int64(), "household_id": pl.Int64(), "registered": pl.Boolean(), "living": pl.Boolean(),
    "standing_from": pl.Date(), "income_year": pl.Int64(), "wages": pl.Int64(), "business": pl.Int64(),
    "property": pl.Int64(), "transfers": pl.Int64(), "costs": pl.Int64(),
}  # fmt: skip


def _with_relations(frame: pl.DataFrame) -> pl.DataFrame:
    """Add what stands in the dated tables: village names, memberships, statuses in force, the latest income."""
    places = pl.DataFrame(
        list(Area.objects.filter(level__in=(9, 12)).values_list("code", "name")),
        schema={"code": pl.String, "place": pl.String},
        orient="row",
    )
    frame = frame.with_columns(
        township_code=pl.col("village_code").str.slice(0, 9), home=pl.col("village_code").str.slice(0, 12)
    )
    frame = frame.join(
        places.rename({"code": "township_code", "place": "township"}),
        on="township_code",
        how="left",
        maintain_order="left",
    )
    frame = frame.join(
        places.rename({"code": "home", "place": "village"}), on="home", how="left", maintain_order="left"
    )
    memberships = _frame(
        Membership.objects.filter(valid_to=None),
        ["person_id", "household_id", "registered", "living"],
        ["person_id", "household_id", "registered", "living"],
    )
    frame = frame.join(memberships, on=["person_id", "household_id"], how="left", maintain_order="left")
    statuses = _frame(
        HouseholdStatus.objects.filter(valid_to=None), ["household_id", "valid_from"], ["household_id", "standing_from"]
    ).unique("household_id", keep="last")
    frame = frame.join(statuses, on="household_id", how="left", maintain_order="left")
    amounts = ["wages", "business", "property", "transfers", "costs"]
    incomes = (
        _frame(
            HouseholdIncome.objects.filter(year__lte=timezone.localdate().year),
            ["household_id", "year", *amounts],
            ["household_id", "income_year", *amounts],
        )
        .sort("income_year")
        .unique("household_id", keep="last", maintain_order=True)
    )
    return frame.join(incomes, on="household_id", how="left", maintain_order="left")


def _opened(sealed: pl.Series, kind: str, in_full: bool) -> pl.Series:
    mask = (lambda text: text) if in_full else MASKS[kind]
    return pl.Series(sealed.name, [mask(decrypt(text)) if text else None for text in sealed.to_list()], dtype=pl.String)


def _log(actor: User, wanted: Wanted, rows: int) -> None:
    Unmasking.objects.create(
        actor=actor, field="export", purpose=wanted.purpose[:200], area_code=wanted.area_code, rows=rows
    )
