"""Writing entries out in the form they are read in."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from django.db.models import QuerySet

from bangfu.kernel.imports.declared import Wanted
from bangfu.kernel.imports.sets import read_rows
from bangfu.kernel.rights.scope import scope_of
from bangfu.kernel.workbooks import Column, Type
from bangfu.ledger.imports.drafting import SCALES
from bangfu.ledger.imports.people import people_of
from bangfu.ledger.imports.sheets import COUNTS, detail_columns
from bangfu.ledger.imports.sources import AGAIN
from bangfu.ledger.kinds import Detail
from bangfu.ledger.models import Entry, EntryStanding
from bangfu.parties.imports.reading import stored_values
from bangfu.parties.models import Area, Household, Organisation, Person

OWN = {
    name: name
    for name in (
        "id", "kind", "happened_on", "giver_id", "receiver_id", "giver_area_code", "amount", "quantity", "unit",
        "bound", "note", "source", "details", *COUNTS,
    )
} | {"area_code": "village_code", "campaign__name": "campaign"}  # fmt: skip


def export_entries(wanted: Wanted, workstream: str = "") -> pl.DataFrame:
    """Return the entries in force at the places the actor may see; reversed ones and reversals are left out."""
    scope = scope_of(wanted.actor, "ledger.entry.export").within(wanted.area_code)
    entries = _in_force(Entry.objects.filter(scope.q(), **({"workstream": workstream} if workstream else {})))
    frame = stored_values(entries.order_by("area_code", "happened_on", "id"), OWN)
    frame = frame.join(people_of(frame["id"]), on="id", how="left", maintain_order="left")
    known = _written(frame["giver_id"].append(frame["receiver_id"]).drop_nulls().unique())
    for side in ("giver", "receiver"):
        named = known.rename({"party_id": f"{side}_id", "text": side})
        frame = frame.join(named, on=f"{side}_id", how="left", maintain_order="left")
    frame = frame.with_columns(
        source=pl.col("source").str.replace(AGAIN, ""),
        unit=pl.when(pl.col("quantity").is_not_null() & (pl.col("unit") != "")).then("unit"),
        giver_area_code=pl.when(pl.col("giver_area_code") != "").then("giver_area_code"),
        note=pl.when(pl.col("note") != "").then("note"),
    )
    return frame.with_columns(_detail_columns(frame, workstream))


def _in_force(entries: QuerySet[Any]) -> QuerySet[Any]:
    return entries.filter(reverses=None).exclude(standing__state=EntryStanding.State.REVERSED)


def _written(ids: pl.Series) -> pl.DataFrame:
    """How a party is written so that it is found again: code or number, a name only where there is neither."""
    units = read_rows(Organisation, ["party_id", "name", "credit_code"], key="party_id", keys=ids)
    code = pl.when(pl.col("credit_code") != "").then("credit_code")
    found = [units.select("party_id", text=pl.coalesce(code, "name"))]
    for model, attribute in ((Household, "number"), (Person, "number"), (Area, "code")):
        rows = read_rows(model, ["party_id", attribute], key="party_id", keys=ids)
        found.append(rows.select("party_id", text=attribute))
    return pl.concat(found)


def _detail_columns(frame: pl.DataFrame, workstream: str) -> list[pl.Series]:
    kinds, details = frame["kind"].to_list(), [json.loads(text) for text in frame["details"].to_list()]
    columns = []
    for shared in detail_columns(workstream):
        values = [
            _value(shared.column, detail, given.get(detail.name)) if (detail := shared.details.get(kind)) else None
            for kind, given in zip(kinds, details, strict=True)
        ]
        columns.append(pl.Series(shared.column.name, values, dtype=shared.column.polars_type, strict=False))
    return columns


def _value(column: Column, detail: Detail, stored: Any) -> Any:
    if stored is None:
        return None
    if column.type is Type.TEXT:  # a choice in a column that kinds with other choices share: its word, not its code
        return detail.label(stored)
    if column.type in SCALES:
        return int(Decimal(stored).scaleb(SCALES[column.type]))
    return date.fromisoformat(stored) if column.type is Type.DATE else stored
