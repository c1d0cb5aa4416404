"""The first differences of a file, as people read them: before and after, codes as words, numbers masked."""

import json
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.ciphers import MASKS, decrypt
from bangfu.kernel.imports.declared import Offer
from bangfu.kernel.workbooks import ROW, Column, Sheet, Type
from bangfu.parties.imports.differing import JSON_LISTS, Field, any_differs

SHOWN = 500
SEALED_KINDS = {
    "id_number": "id_number",
    "disability_number": "id_number",
    "phone": "phone",
    "household_phone": "phone",
    "bank_account": "bank_account",
}


def differences(
    offer: Offer,
    persons: pl.DataFrame,
    households: pl.DataFrame,
    person_fields: list[Field],
    household_fields: list[Field],
) -> list[dict[str, Any]]:
    """Return up to ``SHOWN`` differences: changed cells, then new persons, in the order of the file."""
    found = _changed(offer, households, household_fields, "household_id", "household_number")
    found += _changed(offer, persons, person_fields, "person_id", "name")
    found += _arrived(persons)
    return sorted(found, key=lambda d: d["row"])[:SHOWN]


def _changed(offer: Offer, frame: pl.DataFrame, fields: list[Field], key: str, shown_as: str) -> list[dict[str, Any]]:
    rows = frame.filter(pl.col(key).is_not_null() & any_differs(fields)).head(SHOWN)
    found = []
    for row in rows.iter_rows(named=True):
        for field in fields:
            if row[f"{field.attribute}__differs"]:
                column = offer.sheet.column("village_code" if field.name == "area_code" else field.name)
                found.append(
                    {
                        "row": row[ROW],
                        "what": "change",
                        "key": row[shown_as] or "",
                        "column": column.heading,
                        "before": _shown(field, column, row.get(f"{field.attribute}__stored")),
                        "after": _given(field, column, row[field.name]),
                    }
                )
    return found


def history_of(sheet: Sheet, changed: pl.DataFrame, fields: list[Field]) -> list[tuple[str, str]]:
    """Return the JSON of before and after for each changed row, only what differs, as history keeps it."""
    told = []
    for row in changed.iter_rows(named=True):
        before, after = {}, {}
        for field in fields:
            if row[f"{field.attribute}__differs"]:
                column = sheet.column("village_code" if field.name == "area_code" else field.name)
                before[field.attribute] = _kept(field, column, row.get(f"{field.attribute}__stored"), stored=True)
                after[field.attribute] = _kept(field, column, row[field.name], stored=False)
        told.append((json.dumps(before, ensure_ascii=False), json.dumps(after, ensure_ascii=False)))
    return told


def _kept(field: Field, column: Column, value: Any, *, stored: bool) -> Any:
    if field.name in SEALED_KINDS:
        return _shown(field, column, value) if stored else _given(field, column, value)
    if field.name in JSON_LISTS:
        return json.loads(value) if value else []
    return value if value is None or isinstance(value, int) else str(value)


def _arrived(persons: pl.DataFrame) -> list[dict[str, Any]]:
    new = persons.filter(pl.col("person_id").is_null()).head(SHOWN)
    moved = persons.filter(pl.col("moved")).head(SHOWN)
    found = [
        {"row": row[ROW], "what": "new", "key": row["name"], "column": "", "before": "", "after": _("新增人员")}
        for row in new.iter_rows(named=True)
    ]
    return found + [
        {"row": row[ROW], "what": "move", "key": row["name"], "column": "", "before": "", "after": _("迁入本户")}
        for row in moved.iter_rows(named=True)
    ]


def _given(field: Field, column: Column, value: Any) -> str:
    kind = SEALED_KINDS.get(field.name)
    return MASKS[kind](value) if kind and value else _words(field, column, value)


def _shown(field: Field, column: Column, stored: Any) -> str:
    kind = SEALED_KINDS.get(field.name)
    if kind:
        return MASKS[kind](decrypt(stored)) if stored else ""
    return _words(field, column, stored)


def _words(field: Field, column: Column, value: Any) -> str:
    if value is None or value == "":
        return ""
    labels = column.labels()
    if field.name in JSON_LISTS:
        codes = [part.strip(' "') for part in str(value).strip("[]").split(",") if part.strip(' "')]
        return "、".join(labels.get(code, code) for code in codes)
    match column.type:
        case Type.CODE:
            return labels.get(value, value)
        case Type.BOOLEAN:
            return _("是") if value else _("否")
        case Type.QUANTITY:
            return f"{value / 1000:g}"
        case _:
            return str(value)
