"""The ``targets`` workbook: targets stated or adjusted set-wise, each with its revision."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.actions import CHANGE, check_value
from bangfu.figures.covering import in_force
from bangfu.figures.declared import figures
from bangfu.figures.models import Bound, Target, TargetRevision
from bangfu.kernel.errors import Refused
from bangfu.kernel.imports.comparing import Sets, beside_stored, to_insert, to_update
from bangfu.kernel.imports.declared import Offer, Plan, Wanted
from bangfu.kernel.imports.flat import flat_plan, refuse_unknown
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.sets import new_ids, read_rows
from bangfu.kernel.imports.writing import Writing
from bangfu.kernel.periods import FORMS, NoPeriod, Period, parse
from bangfu.kernel.rights.scope import scope_of
from bangfu.kernel.workbooks import ROW
from bangfu.parties.imports.reading import stored_values
from bangfu.parties.imports.units import with_unit

SETS = (Sets("value"), Sets("bound"), Sets("document"), Sets("note"))
STORED = ("id", "version", "value", "bound", "document", "note")
KEY = ("use", "figure", "area_code", "giver_area_code", "organisation_id", "starts_on", "ends_on")
OPTIONAL = ("use", "giver_area_code", "organisation", "bound", "note", "reason")
VALUE_ONLY = ("value", "bound", "document")


def compare_targets(offer: Offer) -> Plan:
    """Compare a file of targets with those in force."""
    rows = offer.frame.with_columns(
        pl.lit(None, pl.String).alias(name) for name in OPTIONAL if name not in offer.frame.columns
    )
    rows = _with_periods(offer, with_unit(rows, "organisation", found="organisation_id"))
    refuse_unknown(offer, rows, "organisation", "organisation_id", _("没有找到这个单位：请填写信用代码或全称。"))
    rows = rows.with_columns(
        use=pl.col("use").fill_null(Target.Use.TARGET.value), giver_area_code=pl.col("giver_area_code").fill_null("")
    )
    _refuse_outside(offer, rows)
    repeated = rows.select(pl.struct(KEY).is_first_distinct().not_()).to_series()
    offer.error(repeated, "figure", "repeated", _("同一指标、地区、单位和时期的目标在文件中出现了两次。"))
    known = stored_values(in_force(), {"id": "target_id", **{name: name for name in KEY}})
    rows = rows.join(known, on=list(KEY), how="left", maintain_order="left", nulls_equal=True)
    stored = read_rows(Target, STORED, key="id", keys=rows["target_id"])
    rows = beside_stored(rows, stored, SETS, key="target_id", pk="id")
    _check_values(offer, rows)
    changed = pl.col("target_id").is_not_null() & pl.any_horizontal(f"{name}__differs" for name in VALUE_ONLY)
    silent = rows.filter(changed & pl.col("reason").is_null())
    offer.error_at(silent[ROW], "reason", "no_reason", _("改动已有目标，请写明调整原因。"))
    return flat_plan(offer, Target, rows.with_columns(title=_titles(rows)), SETS, key="target_id", title="title")


def _with_periods(offer: Offer, rows: pl.DataFrame) -> pl.DataFrame:
    read = {text: _read(text) for text in rows["period"].drop_nulls().unique().to_list()}
    table = pl.DataFrame(
        [(text, one.starts_on if one else None, one.ends_on if one else None) for text, one in read.items()],
        schema={"period": pl.String, "starts_on": pl.Date, "ends_on": pl.Date},
        orient="row",
    )
    rows = rows.join(table, on="period", how="left", maintain_order="left")
    wrong = rows.filter(pl.col("period").is_not_null() & pl.col("starts_on").is_null())
    offer.error_at(wrong[ROW], "period", "no_period", _("这不是时期，请写成：%s。") % FORMS)
    return rows


def _read(text: str) -> Period | None:
    try:
        return parse(text)
    except NoPeriod:
        return None


def _refuse_outside(offer: Offer, rows: pl.DataFrame) -> None:
    scope = scope_of(offer.actor, CHANGE).within(offer.area_code)
    outside = [code for code in rows["area_code"].drop_nulls().unique().to_list() if not scope.covers(code)]
    offer.error_at(
        rows.filter(pl.col("area_code").is_in(outside))[ROW],
        "area_code",
        "outside_scope",
        _("这个地区不在您的管辖范围（或本次导入的地区）内。"),
    )


def _check_values(offer: Offer, rows: pl.DataFrame) -> None:
    """Let the rules of a target judge each value; what they refuse is told of the row."""
    for row in rows.filter(pl.col("figure").is_not_null() & pl.col("value").is_not_null()).iter_rows(named=True):
        bound = row["bound"] or row["bound__stored"] or Bound.AT_LEAST
        try:
            check_value(figures[row["figure"]], Decimal(row["value"]).scaleb(-3), bound)
        except Refused as refused:
            offer.error_at(pl.Series([row[ROW]], dtype=pl.UInt32), "value", "value", refused.message)


def _titles(rows: pl.DataFrame) -> pl.Series:
    titles = {figure.name: str(figure.title) for figure in figures}
    named = rows["figure"].replace_strict(titles, default=None, return_dtype=pl.String)
    return rows.select(pl.concat_str([named, "period"], separator=" ", ignore_nulls=True)).to_series()


def apply_targets(offer: Offer, plan: Plan, run: ImportRun) -> None:
    """Write targets, and for each new or changed value its revision."""
    writing, rows = Writing(run, offer.actor), plan.frames["rows"]
    new = rows.filter(pl.col("target_id").is_null())
    new = new.with_columns(target_id=new_ids(Target, len(new)))
    units = {figure.name: figure.unit for figure in figures}
    inserted = to_insert(
        Target,
        new,
        SETS,
        pl.col("target_id").alias("id"),
        *(pl.col(name) for name in KEY),
        pl.col("figure").replace_strict(units, return_dtype=pl.String).alias("unit"),
    )
    writing.insert(Target, inserted, areas=new["area_code"])
    changed = rows.filter(pl.col("target_id").is_not_null() & pl.col("changed"))
    frame = to_update(Target, changed, SETS, key="target_id")
    writing.update(Target, frame, areas=changed["area_code"])
    adjusted = changed.filter(pl.any_horizontal(f"{name}__differs" for name in VALUE_ONLY))
    _revise(writing, offer, inserted.join(new.select(id="target_id", reason="reason"), on="id"), fresh=True)
    now = frame.join(adjusted.select(id="target_id", reason="reason"), on="id")
    _revise(writing, offer, now, fresh=False)


def _revise(writing: Writing, offer: Offer, rows: pl.DataFrame, *, fresh: bool) -> None:
    if rows.is_empty():
        return
    from_: Any = pl.col("starts_on") if fresh else pl.lit(timezone.localdate())
    revisions = rows.select(
        new_ids(TargetRevision, len(rows)).alias("id"),
        target_id="id",
        value="value",
        bound="bound",
        document="document",
        reason=pl.col("reason").fill_null(""),
        in_force_from=from_,
        at=pl.lit(timezone.now()).dt.convert_time_zone("UTC"),
        by_id=pl.lit(offer.actor.pk),
    )
    writing.insert(TargetRevision, revisions)


def export_targets(wanted: Wanted) -> pl.DataFrame:
    """Return the targets in force at the places the actor may see, in the form they are read in."""
    scope = scope_of(wanted.actor, "figures.target.export").within(wanted.area_code)
    rows = in_force().filter(scope.q()).order_by("area_code", "figure", "starts_on", "pk")
    names = {name: name for name in (*KEY, "value", "bound", "document", "note")}
    names |= {"organisation__name": "unit_name", "organisation__credit_code": "unit_code"}
    frame = stored_values(rows, names)
    spans = zip(frame["starts_on"].to_list(), frame["ends_on"].to_list(), strict=True)
    codes = [Period(first, last).code for first, last in spans]
    code = pl.when(pl.col("unit_code") != "").then("unit_code")
    given = pl.when(pl.col("giver_area_code") != "").then("giver_area_code")
    note = pl.when(pl.col("note") != "").then("note")
    return frame.with_columns(
        pl.Series("period", codes, dtype=pl.String),
        organisation=pl.coalesce(code, "unit_name"),
        giver_area_code=given,
        note=note,
    )
