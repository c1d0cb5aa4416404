"""A table as the API and the command line tell it: plain values, exact, with the address that opens each cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bangfu.figures.addresses import cell_address
from bangfu.figures.tables.document import Cell, Document, Head, Row, Sheet


def told_table(document: Document) -> dict[str, Any]:
    """Return a table as JSON can hold it; money in CNY, ``null`` where nothing is recorded."""
    return {
        "code": document.code,
        "title": document.title,
        "workstream": document.workstream,
        "place": document.place,
        "place_name": document.place_name,
        "side": document.side,
        "pair": document.pair,
        "from": document.from_,
        "to": document.to,
        "computed_at": document.computed_at,
        "notes": list(document.notes),
        "parts": [_sheet(sheet) for sheet in document.sheets],
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "columns": [
            {"key": head.key, "title": head.title, "group": head.group, "unit": head.unit} for head in sheet.columns
        ],
        "rows": [_row(sheet.columns, row) for row in sheet.rows],
        "total": _row(sheet.columns, sheet.total) if sheet.total else None,
        "left_out": sheet.cut,
    }


def _row(columns: tuple[Head, ...], row: Row) -> dict[str, Any]:
    cells = {head.key: _cell(cell) for head, cell in zip(columns, row.cells, strict=True)}
    return {"key": row.key, "title": row.title, "cells": cells}


def _number(value: Decimal | int) -> int | float:
    """Return an exact number as JSON has it."""
    return int(value) if value == int(value) else float(value)


def _cell(cell: Cell) -> dict[str, Any]:
    if cell.value is None:
        return {"value": cell.text or None}
    told: dict[str, Any] = {"value": _number(cell.value), "unit": cell.unit, "entries": cell.entries}
    if cell.figure:
        told["figure"] = cell.figure
    if cell.formula is not None:
        told["formula"] = [cell.formula.operator, *filter(None, (cell.formula.left, cell.formula.right))]
    if address := cell_address(cell):
        told["address"] = address
    return told
