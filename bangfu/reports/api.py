"""Reports and the checker in the JSON API: read-only, nothing that is sent is kept.

Keys and meaning are those of ``bangfu report --json`` and ``bangfu check --json``; rights and scope those of the pages.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from bangfu.figures.reporting import reports
from bangfu.kernel.api import api, plain_answer
from bangfu.kernel.api_words import TEXT, operation
from bangfu.kernel.areas_of import significant
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.scope import require
from bangfu.kernel.signing import told_keys
from bangfu.reports.checker.readers.document import Document as Text
from bangfu.reports.checking import checked
from bangfu.reports.composing import period_named
from bangfu.reports.pages.places import asked_report, site_of
from bangfu.reports.pages.studio import as_file
from bangfu.reports.permissions import CHECK, VIEW
from bangfu.reports.telling import told_report

LONGEST = 200_000  # characters of one text: some seconds of work
LARGEST = 4 * LONGEST + 10_000  # bytes of a request: no character takes more, escaped ones aside
PLACE = [
    ("area", "area code; by default the caller's own"),
    ("period", "2020, 2020-09, 2020Q3 or 2020-01-01..2020-09-30; by default the last year that tells much"),
    ("from", "first day, with to, instead of a period"),
    ("to", "last day"),
    ("side", "receiver or giver"),
    ("pair", "area code of the place on the other side"),
    ("compare", "1: with the same period a year before beside the figures"),
]
ROWS = {"type": "array", "items": {"type": "object"}}
NAMED = {"type": "array", "items": {"type": "object", "properties": {"name": TEXT, "title": TEXT}}}
REPORT = {
    "type": "object",
    "properties": dict.fromkeys(("report", "title", "area", "period"), TEXT)
    | dict.fromkeys(("chapters", "figures", "comparison", "not_compared"), ROWS),
}
FOUND = {"type": "object", "properties": {"claims": ROWS, "relations": ROWS, "ledger": ROWS}}
ASKED_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["text"],
                "properties": {
                    "text": TEXT | {"maxLength": LONGEST},
                    "area": TEXT | {"description": "compare with the ledger of this place"},
                    "period": TEXT | {"description": "2020, 2020-09 …; left out: all time"},
                },
            }
        }
    },
}
KEYS = {"type": "array", "items": {"type": "object", "properties": {"key": TEXT, "present": {}, "public": TEXT}}}
router, checker, seals = Router(tags=["报告"]), Router(tags=["核对文稿"]), Router(tags=["报告"])


@router.get("/", operation_id="list_reports", summary="列出报告", openapi_extra=operation(NAMED))
def list_(request: HttpRequest) -> HttpResponse:
    """Tell which reports there are."""
    require(request.user, VIEW)
    return plain_answer([{"name": report.name, "title": str(report.title)} for report in reports])


@router.get("/{name}/", operation_id="get_report", summary="写出报告的数字", openapi_extra=operation(REPORT, PLACE))
def get(request: HttpRequest, name: str) -> HttpResponse:
    """Tell the chapters and figures of a report for a place and a period."""
    return plain_answer(told_report(asked_report(request, name)[0]))


@router.get(
    "/{name}/file.{ending}",
    operation_id="get_report_file",
    summary="下载报告",
    openapi_extra=operation({"type": "string", "format": "binary"}, PLACE, media="application/octet-stream"),
)
def file(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    """Send a report as docx, pdf, html, md or xlsx."""
    return as_file(asked_report(request, name)[0], ending, site_of(request))


@seals.get("/keys/", operation_id="list_seal_keys", summary="封存签名的公钥", openapi_extra=operation(KEYS))
def keys(request: HttpRequest) -> HttpResponse:
    """Tell the public keys that sealed reports are signed with, the present one first."""
    require(request.user, VIEW)
    return plain_answer(told_keys())


@checker.post(
    "/", operation_id="check_text", summary="核对一段文字",
    openapi_extra=operation(FOUND) | {"requestBody": ASKED_BODY},
)  # fmt: skip
def check(request: HttpRequest) -> HttpResponse:
    """Check a text: the numbers it claims, the arithmetic between them and, with a place, what the ledger says."""
    require(request.user, CHECK)
    given = _sent(request)
    area_code, period = significant(given["area"]), given["period"]
    if area_code:
        require(request.user, VIEW, area_code)
    asked = period_named(period).code if period else ""
    text = Text(given["text"].replace("\r\n", "\n"), "text")
    return plain_answer(checked(text, area_code=area_code, period=asked).as_json())


def _sent(request: HttpRequest) -> dict[str, str]:
    """Return what was posted; raise Refused for what is no such object, empty or too long."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        raise _too_long()
    try:
        given: Any = json.loads(request.body or b"{}")
    except ValueError as error:
        raise Refused(_("请求内容不是有效的 JSON。")) from error
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise Refused(_("请求内容应为一个 JSON 对象，各项都是文字。"))
    if unknown := next((name for name in given if name not in ("text", "area", "period")), None):
        raise Refused(_("没有名为“%(name)s”的字段。") % {"name": unknown[:40]}, field=unknown[:40])
    if not given.get("text", "").strip():
        raise Refused(_("请写上要核对的文字。"), field="text")
    if len(given["text"]) > LONGEST:
        raise _too_long()
    return {
        name: given.get(name, "") if name == "text" else given.get(name, "").strip()
        for name in ("text", "area", "period")
    }


def _too_long() -> Refused:
    return Refused(
        _("文字太长：一次最多 %(most)s 万字，请分成几份再核对。") % {"most": LONGEST // 10_000}, field="text"
    )


api.add_router("reports", router)
api.add_router("check", checker)
api.add_router("seals", seals)
