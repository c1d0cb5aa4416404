"""Rows of a file as drafts of entries."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from bangfu.kernel.workbooks import ROW, Type
from bangfu.ledger.drafts import Draft
from bangfu.ledger.imports.sheets import COUNTS, DetailColumn, detail_columns

SCALES = {Type.MONEY: 2, Type.QUANTITY: 3}


def drafts_of(rows: pl.DataFrame, workstream: str = "") -> Iterator[tuple[int, Draft]]:
    """Yield each row's number and its draft, numbers as decimals; ``workstream`` as of the sheet they come from."""
    shared = [column for column in detail_columns(workstream) if column.column.name in rows.columns]
    for row in rows.iter_rows(named=True):
        yield (
            row[ROW],
            Draft(
                kind=row["kind"],
                happened_on=row["happened_on"],
                area_code=row["place"],
                source=row["post_as"],
                giver_id=row["giver_id"],
                receiver_id=row["receiver_id"],
                giver_area_code=row["giver_area_code"] or row["giver_place"] or "",
                campaign_id=row["campaign_id"],
                amount=_decimal(row["amount"], 2),
                quantity=_decimal(row["quantity"], 3),
                unit=row["unit"] or "",
                bound=row["bound"] or "exact",
                note=row["note"] or "",
                reason=row["reason"] or "",
                person_ids=tuple(row["person_ids"] or ()),
                details=_details(row, shared),
                **{name: row[name] for name in COUNTS},
            ),
        )


def _details(row: dict[str, Any], shared: list[DetailColumn]) -> dict[str, Any]:
    found = {}
    for one in shared:
        value = row[one.column.name]
        if value is not None and (detail := one.details.get(row["kind"])):
            found[detail.name] = _decimal(value, SCALES[one.column.type]) if one.column.type in SCALES else value
    return found


def _decimal(value: int | None, places: int) -> Decimal | None:
    return None if value is None else Decimal(value).scaleb(-places)
