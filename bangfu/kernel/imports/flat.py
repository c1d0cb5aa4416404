"""Registers of one row a thing: what templates without further structure share."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from django.db.models import Model
from django.utils.translation import gettext as _

from bangfu.kernel.imports.comparing import Sets, any_differs, present
from bangfu.kernel.imports.declared import Offer, Plan
from bangfu.kernel.imports.showing import Differences, arrivals, changed_cells, in_order
from bangfu.kernel.workbooks import ROW


def refuse_repeated(offer: Offer, rows: pl.DataFrame, name: str) -> None:
    """Refuse what stands in a file twice under the same key."""
    if name not in rows.columns:
        return
    found = rows.select(
        repeated=pl.col(name).is_not_null() & ~pl.col(name).is_first_distinct(), first=pl.col(ROW).first().over(name)
    )
    told = found.select(pl.format(_("与第 {} 行重复：同一对象只能出现一次。"), pl.col("first"))).to_series()
    offer.error(found["repeated"], name, "repeated", told)


def refuse_blank(offer: Offer, rows: pl.DataFrame, names: Sequence[str], *, key: str) -> None:
    """Refuse new rows (``key`` is null) without what a new row must have."""
    for name in names:
        blank = pl.col(name).is_null() if name in rows.columns else pl.lit(True)
        offer.error_at(rows.filter(pl.col(key).is_null() & blank)[ROW], name, "needed", _("新登记的必须填写这一项。"))


def refuse_unknown(offer: Offer, rows: pl.DataFrame, given: str, found: str, message: str) -> None:
    """Refuse rows that name something (column ``given``) that was not found (column ``found`` is null)."""
    if given in rows.columns:
        offer.error_at(
            rows.filter(pl.col(given).is_not_null() & pl.col(found).is_null())[ROW], given, "unknown", message
        )


def flat_plan(
    offer: Offer,
    model: type[Model],
    rows: pl.DataFrame,
    fields: Sequence[Sets],
    *,
    key: str,
    title: str,
    also: pl.Expr | None = None,
    shown: Differences | None = None,
) -> Plan:
    """Return the plan of rows compared with ``beside_stored``; ``also`` tells what else changes a row."""
    differs = any_differs(present(fields, rows))
    rows = rows.with_columns(changed=(differs if also is None else differs | also.fill_null(False)))
    new, changed = pl.col(key).is_null(), pl.col("changed")
    differences = in_order(
        changed_cells(offer, model, rows.filter(~new), fields, title=title),
        arrivals(rows.filter(new), "new", _("新增"), title=title),
        shown or [],
    )
    return Plan(
        created=rows.filter(new)[ROW],
        updated=rows.filter(~new & changed)[ROW],
        differences=differences,
        frames={"rows": rows},
    )
