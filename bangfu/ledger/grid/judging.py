"""Judging a grid as a whole: every cell typed, every party found, every fault at its cell, a few statements in all."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.rights.models import User
from bangfu.kernel.workbooks import ROW, RawTable, Severity, convert, no_issues
from bangfu.ledger.actions.recording import may_record
from bangfu.ledger.cells import SCALES, meaning, names_in, people_listed
from bangfu.ledger.drafts import Draft, fit
from bangfu.ledger.grid.columns import PEOPLE, GridColumn, grid_columns, sheet_of
from bangfu.ledger.grid.days import full_day
from bangfu.ledger.grid.finding import Found, apart, parties_found, places_found
from bangfu.ledger.grid.rows import GridRow
from bangfu.ledger.judging import Caution, Fault
from bangfu.ledger.kinds import EntryKind
from bangfu.ledger.models import Bound
from bangfu.ledger.queries.campaigns import campaigns_named
from bangfu.ledger.queries.cautions import cautions_for
from bangfu.ledger.queries.entries import posted_sources

SIDES = ("giver", "receiver")


def judge(actor: User, kind: EntryKind, rows: Sequence[GridRow], year: int) -> None:
    """Give each row its draft, its faults and its cautions. ``year`` is that of days typed without one."""
    if not rows:
        return
    columns = grid_columns(kind)
    typed = _typed(columns, rows, year)
    parties = parties_found(actor, {row.cells[side] for row in rows for side in SIDES if side in row.cells})
    listed = {row.number: names_in(row.cells.get("people", "")) for row in rows}
    parties |= parties_found(actor, {name for names in listed.values() for name in names} - parties.keys())
    places = places_found(actor, {row.cells["area_code"] for row in rows if "area_code" in row.cells})
    campaigns = campaigns_named(actor, {row.cells["campaign"] for row in rows if "campaign" in row.cells})
    for row, values in zip(rows, typed, strict=True):
        _require(columns, row)
        _find_parties(kind, row, values, parties)
        _find_one(row, values, "area_code", places, _("没有找到这个地区，或不止一个：请从提示中选。"))
        _find_one(row, values, "campaign", campaigns, _("没有找到这个活动，或同名的不止一个：请先登记活动。"))
        people = people_listed(listed[row.number], parties)
        row.faults += [Fault("people", problem) for problem in people.problems]
        values["person_ids"] = people.ids
        # A day that is wrong has been told; today stands in for it, so that the other faults are told as well.
        row.meaning = meaning(row.cells.get("amount", ""), values.get("amount"))
        row.draft = _draft(kind, {**values, "happened_on": values.get("happened_on") or timezone.localdate()})
        _fit(actor, row)
    _refuse_posted(kind, rows)
    _caution(rows)


def _typed(columns: Sequence[GridColumn], rows: Sequence[GridRow], year: int) -> list[dict[str, Any]]:
    """Type the cells column by column; what cannot be read is a fault of its row."""
    sheet = sheet_of(list(columns))
    texts = {
        column.name: pl.Series([row.cells.get(column.name) for row in rows], dtype=pl.String) for column in columns
    }
    texts["happened_on"] = pl.Series(
        [full_day(text, year) if (text := row.cells.get("happened_on")) else None for row in rows], dtype=pl.String
    )
    frame = pl.DataFrame({ROW: pl.Series([row.number for row in rows], dtype=pl.UInt32), **texts})
    headings = {column.name: column.column.heading for column in columns}
    table = convert(RawTable(frame, headings, (), {}, no_issues(), "", 1), sheet)
    by_number = {row.number: row for row in rows}
    for issue in table.issues.iter_rows(named=True):
        row = by_number[issue["row"]]
        if issue["severity"] == Severity.ERROR.value:
            row.faults.append(Fault(issue["name"], issue["message"]))
        else:
            row.cautions.append(Caution(issue["code"], issue["name"], issue["message"]))
    scaled = {column.name: SCALES[column.column.type] for column in columns if column.column.type in SCALES}
    return [
        {name: _decimal(value, scaled[name]) if name in scaled else value for name, value in values.items()}
        for values in table.frame.iter_rows(named=True)
    ]


def _decimal(value: int | None, places: int) -> Decimal | None:
    return None if value is None else Decimal(value).scaleb(-places)


def _require(columns: Sequence[GridColumn], row: GridRow) -> None:
    """The day is told here; what else is missing the kind itself tells."""
    named = {"happened_on", "area_code"}
    for column in columns:
        if column.required and column.name in named and column.name not in row.cells:
            row.faults.append(Fault(column.name, _("请填写%(what)s。") % {"what": column.column.heading}))


def _find_parties(
    kind: EntryKind, row: GridRow, values: dict[str, Any], parties: Mapping[str, Sequence[Found]]
) -> None:
    for side in SIDES:
        values[f"{side}_party"] = None
        text = row.cells.get(side)
        nouns = getattr(kind, side)
        if not text or not nouns:
            continue
        found = parties.get(text, ())
        fitting = apart([one for one in found if one.noun in nouns])
        if len(fitting) == 1:
            values[f"{side}_party"] = fitting[0]
        elif not found:
            row.faults.append(Fault(side, _("没有找到“%(text)s”，或它不在您的管辖范围内。") % {"text": text}))
        elif not fitting:
            message = _("“%(kind)s”的这一方不能是这一类主体。") % {"kind": kind.title}
            row.faults.append(Fault(side, message))
        else:
            row.faults.append(Fault(side, _("“%(text)s”不止一个，请从提示中选。") % {"text": text}))


def _find_one(
    row: GridRow, values: dict[str, Any], name: str, known: Mapping[str, Sequence[Any]], message: str
) -> None:
    text = row.cells.get(name)
    found = known.get(text, ()) if text else ()
    values[name] = found[0] if len(found) == 1 else None
    if text and len(found) != 1:
        row.faults.append(Fault(name, message))


def _draft(kind: EntryKind, values: Mapping[str, Any]) -> Draft:
    giver, receiver = values["giver_party"], values["receiver_party"]
    day: date = values["happened_on"]
    return Draft(
        kind=kind.name,
        happened_on=day,
        area_code=values.get("area_code") or (receiver.place if receiver else ""),
        source=values.get("source") or "",
        giver_id=giver.party_id if giver else None,
        giver_area_code=giver.place if giver else "",
        receiver_id=receiver.party_id if receiver else None,
        campaign_id=values.get("campaign"),
        amount=values.get("amount"),
        quantity=values.get("quantity"),
        unit=values.get("unit") or "",
        bound=values.get("bound") or Bound.EXACT,
        note=values.get("note") or "",
        details={
            detail.name: value
            for detail in kind.details
            if (value := values.get(f"detail_{detail.name}")) not in (None, "")
        },
        person_ids=values["person_ids"],
        **{name: values.get(name) for name in PEOPLE},
    )


def _fit(actor: User, row: GridRow) -> None:
    draft = row.draft
    if draft is None:
        return
    told = {fault.field for fault in row.faults}
    row.faults += [fault for fault in fit(draft) if fault.field not in told]
    if not row.faults and not may_record(actor, draft):
        where = "area_code" if "area_code" in row.cells or draft.receiver_id is None else "receiver"
        row.faults.append(Fault(where, _("受益地区不在您的管辖范围内，不能记账。")))


def _refuse_posted(kind: EntryKind, rows: Sequence[GridRow]) -> None:
    sources = [row.draft.source for row in rows if row.draft is not None and row.draft.source]
    posted, seen = posted_sources(kind.name, sources), set()
    for row in rows:
        source = row.draft.source if row.draft is not None else ""
        if source in posted:
            row.faults.append(Fault("source", _("这个单据号已经记过账。")))
        elif source and source in seen:
            row.faults.append(Fault("source", _("这个单据号在上面用过了。")))
        seen.add(source)


def _caution(rows: Sequence[GridRow]) -> None:
    sound = [row for row in rows if not row.faults and row.draft is not None]
    drafts = [row.draft for row in sound if row.draft is not None]
    for row, cautions in zip(sound, cautions_for(drafts, [row.number for row in sound]), strict=True):
        row.cautions += cautions
