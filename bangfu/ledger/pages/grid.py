"""Recording a paper list in a grid. The page works as a plain form; the script adds keys, pasting and a draft."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.edits import KEY
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.rights.scope import require
from bangfu.ledger.actions import record_entries
from bangfu.ledger.grid.columns import grid_columns
from bangfu.ledger.grid.judging import judge
from bangfu.ledger.grid.rows import MOST, REASON, GridRow, filled
from bangfu.ledger.kinds import EntryKind, entry_kinds
from bangfu.ledger.queries import posted_sources

BLANK_ROWS = 8
CHECK, ALL, GOOD = "check", "all", "good"  # what the pressed button asks for


def grid_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the grid of a kind; judge what was typed, and record it when all of it is good or the good rows are chosen.

    Asked for JSON, answers ``{message, rows: {number: [{field, message, level}]}, recorded: [number], key, url}``.
    """
    declared = entry_kinds.get(kind)
    if declared is None:
        raise Http404
    require(request.user, "ledger.entry.record")
    if request.method != "POST":
        return _page(request, declared, [], new_key())
    key = request.POST.get(KEY) or new_key()
    rows, wanted = _sent(request, declared), request.POST.get("do", CHECK)
    if len(rows) > MOST:
        raise Refused(_("一次最多 %(n)s 行；更多的请用 Excel 导入。") % {"n": MOST})
    try:
        count, fresh = submit_once(request.user, key, lambda: _record(request, declared, rows, key, wanted))
    except NotRecorded:
        return _told(request, declared, rows, key, _verdict(rows, wanted))
    except Refused as refused:
        return _told(request, declared, rows, key, refused.message)
    return _recorded(request, declared, rows, key, int(count), fresh)


class NotRecorded(Exception):
    """Nothing was asked to be recorded, or not all of it is good; the submission's key stays free."""


def _sent(request: HttpRequest, kind: EntryKind) -> list[GridRow]:
    """The rows of the form, or those the script sent as one field: a browser may send a thousand fields at most."""
    if text := request.POST.get("grid"):
        try:
            given = [{str(name): str(value) for name, value in row.items()} for row in json.loads(text)]
        except (ValueError, AttributeError, TypeError):
            raise Refused(_("提交的表格无法读取，请刷新页面后再试。")) from None
        return filled(given)
    names = [*(column.name for column in grid_columns(kind)), REASON]
    columns = {name: request.POST.getlist(name) for name in names}
    count = max(map(len, columns.values()))
    return filled([{name: values[n] for name, values in columns.items() if n < len(values)} for n in range(count)])


def _year(request: HttpRequest) -> int:
    text = request.POST.get("year") or request.GET.get("year") or ""
    return int(text) if text.isdigit() and len(text) == 4 else timezone.localdate().year


def _chosen(rows: Sequence[GridRow], wanted: str) -> list[GridRow]:
    ready = [row for row in rows if row.ready]
    if wanted == GOOD or (wanted == ALL and len(ready) == len(rows)):
        return ready
    return []


def _verdict(rows: Sequence[GridRow], wanted: str) -> str:
    faulty = sum(bool(row.faults) for row in rows)
    asked = sum(not row.faults and not row.ready for row in rows)
    if not rows:
        return _("表里还没有内容。")
    if not faulty and not asked:
        return _("%(n)s 行都没有问题，可以记账。") % {"n": len(rows)}
    told = [_("%(n)s 行有错误，请改正。") % {"n": faulty}] if faulty else []
    if asked:
        told.append(_("%(n)s 行请核对；确实无误的，在这一行的“照记的理由”里写明。") % {"n": asked})
    return "".join([*told, *([] if wanted == CHECK else [_("一行也没有记账。")])])


def _record(request: HttpRequest, kind: EntryKind, rows: Sequence[GridRow], key: str, wanted: str) -> str:
    judge(request.user, kind, rows, _year(request))
    chosen = _chosen(rows, wanted)
    if not chosen:
        raise NotRecorded
    drafts = []
    for row in chosen:
        if row.draft is not None:
            row.draft.source = _source(row, key)
            drafts.append(row.draft)
    return str(len(record_entries(request.user, drafts, [row.reason for row in chosen])))


def _source(row: GridRow, key: str) -> str:
    return row.cells.get("source") or f"grid:{key}:{row.number}"


def _recorded(
    request: HttpRequest, kind: EntryKind, rows: Sequence[GridRow], key: str, count: int, fresh: bool
) -> HttpResponse:
    """Say how many were recorded; on a second click, that they were before. The rows left get a key of their own."""
    posted = posted_sources(kind.name, [_source(row, key) for row in rows])
    recorded = [row.number for row in rows if _source(row, key) in posted]
    left = [row for row in rows if row.number not in recorded]
    message = _("已记账 %(n)s 笔“%(kind)s”。") if fresh else _("这 %(n)s 笔刚才已经记过，没有重复记账。")
    message %= {"n": count, "kind": kind.title}
    message += "".join(row.meaning for row in rows if row.meaning and row.number in recorded)
    if left:
        message += _("还有 %(n)s 行留在表里，请改正后再提交。") % {"n": len(left)}
    return _told(request, kind, left, new_key(), message, recorded)


def _told(
    request: HttpRequest,
    kind: EntryKind,
    rows: Sequence[GridRow],
    key: str,
    message: str,
    recorded: Sequence[int] = (),
) -> HttpResponse:
    """Answer the script with what there is to say, a plain browser with the page of the rows that are left."""
    address = f"{reverse('ledger.entry.list')}?kind={kind.name}"
    sound = bool(recorded) or all(row.ready for row in rows)
    if "application/json" in request.headers.get("Accept", ""):
        answer = {
            "message": message,
            "rows": {row.number: row.told() for row in rows},
            "recorded": list(recorded),
            "key": key,
            "url": address if recorded and not rows else "",
        }
        if answer["url"]:
            messages.success(request, message)
        return JsonResponse(answer, status=200 if sound else 422)
    (messages.success if sound else messages.warning)(request, message)
    if recorded and not rows:
        return redirect(address)
    return _page(request, kind, rows, key, status=200 if sound else 422)


def _page(request: HttpRequest, kind: EntryKind, rows: Sequence[GridRow], key: str, status: int = 200) -> HttpResponse:
    columns = grid_columns(kind)
    blank = [GridRow(0, {}) for _row in range(BLANK_ROWS)]
    context = {
        "kind": kind,
        "columns": columns,
        "described": [column.described() for column in columns],
        "rows": [_shown(row) for row in [*rows, *blank]],
        "key": key,
        "key_name": KEY,
        "year": _year(request),
        "reason": REASON,
        "buttons": {"check": CHECK, "all": ALL, "good": GOOD},
        "draft": f"grid:{request.user.pk}:{kind.name}",
        "some_ready": any(row.ready for row in rows) and not all(row.ready for row in rows),
    }
    steps = [(reverse("ledger-record"), _("记一笔")), ("", _("%(kind)s：成批录入") % {"kind": kind.title})]
    return show(request, "ledger/grid.html", context, crumbs=steps, status=status)


def _shown(row: GridRow) -> Mapping[str, Any]:
    told: dict[str, list[dict[str, str]]] = {}
    for one in row.told():
        told.setdefault(one["field"], []).append(one)
    return {
        "cells": row.cells,
        "told": told,
        "faulty": bool(row.faults),
        "asked": bool(row.cautions) and not row.faults,
    }
