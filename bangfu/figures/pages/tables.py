"""Statistical tables: the list by working group, each table open to its figures, and its files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from bangfu.figures.addresses import cell_address
from bangfu.figures.answers import years_of
from bangfu.figures.pages.asking import SIDES, Period, partner_of, period_of, place_of
from bangfu.figures.pages.listing import fields, group_title
from bangfu.figures.tables.asking import Asked, asked, pairs_of, table_named
from bangfu.figures.tables.composing import compose_table, tables_for
from bangfu.figures.tables.declared import Table
from bangfu.figures.tables.document import Cell, Document, Sheet
from bangfu.figures.tables.wording import about, cell_title, cell_words, footnotes, groups_of, head_words, signing
from bangfu.figures.tables.writers import table_file_name, table_writers, written_table
from bangfu.kernel.asking import WAYS, conditions
from bangfu.kernel.errors import Refused
from bangfu.kernel.history.actions import record_changes
from bangfu.kernel.history.models import Change
from bangfu.kernel.manifest import manifests
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scope_of

VIEW = "figures.figure.view"
SHOWN = 300  # rows of one part on a page; files have them all


def tables_page(request: HttpRequest) -> HttpResponse:
    """List the tables by working group; place and period go along to each."""
    user = request.user
    require(user, VIEW)
    conditions(request.GET, WAYS)
    reach = scope_of(user, "ledger.entry.view")
    place, period = place_of(request, reach), period_of(request)
    kept = parameters(place, period, request.GET.get("side", ""), partner_of(request))
    groups = tables_for(user)
    ordered = sorted(groups, key=lambda name: manifests[name].order if name in manifests else 100)
    context = {
        "groups": [
            {"title": group_title(name), "tables": [_entry(table, kept) for table in groups[name]]} for name in ordered
        ],
        "count": sum(len(members) for members in groups.values()),
        "fields": fields(user, reach, place, period),
        "period": period,
    }
    return show(request, "figures/tables.html", context, crumbs=[("", _("统计表"))])


def table_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one table for a place and a period."""
    table, question, period = read(request, code)
    document = compose_table(request.user, table, question)
    reach = scope_of(request.user, "ledger.entry.view")
    kept = parameters(question.place, period, question.side, question.pair)
    context = {
        "document": document,
        "about": about(document),
        "signing": signing(document),
        "footnotes": footnotes(document),
        "sheets": [drawn(sheet) for sheet in document.sheets],
        "fields": [*fields(request.user, reach, question.place, period), *_side_fields(question)],
        "years": _years(request.user, table, kept, period),
        "files": [
            {
                "title": writer.title,
                "url": f"{reverse('table-file', args=[table.name, writer.name])}?{urlencode(kept)}",
                "icon": "download",
                "download": True,
            }
            for writer in table_writers
        ],
    }
    crumbs = [(reverse("tables"), _("统计表")), ("", f"{table.name} {table.title}")]
    return show(request, "figures/table.html", context, crumbs=crumbs)


def table_file(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """Send a table as a file; that it left the house is kept in the history."""
    table, question, _period = read(request, code)
    document = compose_table(request.user, table, question)
    content = written_table(document, ending, settings.PUBLIC_ADDRESS)
    _record(request.user, document, ending)
    answer = HttpResponse(content, content_type=table_writers[ending].content_type)
    name = table_file_name(document, ending)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def read(request: HttpRequest, code: str) -> tuple[Table, Asked, Period]:
    """Return the table and question of an address. Raises Refused for what cannot be read."""
    require(request.user, VIEW)
    table = table_named(code)
    conditions(request.GET, WAYS)
    side = request.GET.get("side", "")
    if side and side not in SIDES:
        raise Refused(_("没有“%(text)s”这一方。") % {"text": side[:20]}, field="side")
    place = place_of(request, scope_of(request.user, "ledger.entry.view"))
    period = period_of(request)
    question = asked(table, place=place, from_=period.from_, to=period.to, side=side, pair=partner_of(request))
    return table, question, replace(period, to=question.to)


def parameters(place: str, period: Period, side: str = "", pair: str = "") -> dict[str, str]:
    """Return what the address of a table carries."""
    given = {
        "place": place,
        "from": period.from_.isoformat() if period.from_ else "",
        "to": period.to.isoformat() if period.to else "",
        "side": side,
        "pair": pair,
    }
    return {name: value for name, value in given.items() if value}


def drawn(sheet: Sheet) -> dict[str, Any]:
    """Return a part of a table as the page draws it."""
    groups = groups_of(sheet)
    rows = [
        {"title": row.title, "level": row.level, "cells": [_drawn(sheet, cell) for cell in row.cells]}
        for row in sheet.rows[:SHOWN]
    ]
    return {
        "blank": bool(rows) and not sheet.lacking and not any(cell["text"] for row in rows for cell in row["cells"]),
        "title": sheet.title,
        "head": sheet.head,
        "groups": groups if any(title for title, _span in groups) else [],
        "columns": [{"title": head_words(head), "words": head.words} for head in sheet.columns],
        "rows": rows,
        "more": max(len(sheet.rows) - SHOWN, 0),
        "total": [_drawn(sheet, cell) for cell in sheet.total.cells] if sheet.total else None,
        "total_title": sheet.total.title if sheet.total else "",
    }


def _drawn(sheet: Sheet, cell: Cell) -> dict[str, str]:
    return {"text": cell_words(cell, mixed=sheet.mixed), "title": cell_title(cell), "url": cell_address(cell)}


def _entry(table: Table, kept: dict[str, str]) -> dict[str, str]:
    return {
        "code": table.name,
        "title": str(table.title),
        "url": f"{reverse('table', args=[table.name])}?{urlencode(kept)}",
        "source": str(table.source),
    }


def _side_fields(question: Asked) -> list[dict[str, Any]]:
    sides = [("receiver", _("受援方口径")), ("giver", _("帮扶方口径"))]
    pairs = pairs_of(question.place)
    found = [{"name": "side", "label": _("口径"), "kind": "select", "options": sides, "value": question.side}]
    if pairs:
        found.append({"name": "pair", "label": _("结对方"), "kind": "select", "options": pairs, "value": question.pair})
    return found


def _years(user: User, table: Table, kept: dict[str, str], period: Period) -> list[dict[str, Any]]:
    base = reverse("table", args=[table.name])
    found = []
    for year in years_of(user, most=6):
        given = {**kept, "from": str(date(year, 1, 1)), "to": str(date(year, 12, 31))}
        found.append({"title": str(year), "url": f"{base}?{urlencode(given)}", "active": period.year == year})
    given = {name: value for name, value in kept.items() if name != "from"}
    whole = {"title": _("历年累计"), "url": f"{base}?{urlencode(given)}", "active": period.from_ is None}
    return [*found, whole]


def _record(user: User, document: Document, ending: str) -> None:
    """History keeps that numbers left, which and as what."""
    record_changes(
        [
            Change(
                actor=user,
                action="export",
                object_type="figures.table",
                object_id=0,
                area_code=document.place,
                after={"table": document.code, "file": ending, "from": document.from_, "to": document.to},
            )
        ]
    )
