"""Choosing a report, reading it, taking it out as a file, sealing it."""

from collections.abc import Callable
from urllib.parse import quote

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangfu.figures.reporting import reports
from bangfu.kernel.areas_of import significant
from bangfu.kernel.asking import flag_in
from bangfu.kernel.pages.edits import KEY
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require, scoped
from bangfu.kernel.traditional import in_script_around
from bangfu.reports.actions import seal_report
from bangfu.reports.composing import period_named, place_name, report_named, side_of
from bangfu.reports.document import Document, Seal
from bangfu.reports.models import ReportDraft
from bangfu.reports.outputs.html import parts_of
from bangfu.reports.outputs.writing import WRITERS, file_name, written
from bangfu.reports.pages.places import (
    COMPARE,
    address,
    asked_report,
    chosen_place,
    partners_of,
    period_choices,
    places_of,
    site_of,
    usual_period,
)
from bangfu.reports.permissions import SEAL, VIEW, WRITE
from bangfu.reports.queries import sealed_visible_to

RECENT = 8
ENDINGS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel", "html": "HTML", "md": "Markdown"}


def reports_page(request: HttpRequest) -> HttpResponse:
    """List the reports there are, with place and period to choose, drafts under way and what was sealed."""
    require(request.user, VIEW)
    area_code = chosen_place(request)
    context = {
        "reports": [{"title": r.title, "about": r.about, "url": reverse("report", args=[r.name])} for r in reports],
        "places": places_of(request.user),
        "area": area_code,
        "period": usual_period(area_code),
        "periods": period_choices(),
        "drafts": [_draft(draft) for draft in _drafts(request.user)[:RECENT]],
        "sealed": [
            (sealed, in_script_around(place_name(sealed.area_code), sealed.title), period_named(sealed.period).words)
            for sealed in sealed_visible_to(request.user).defer("content")[:RECENT]
        ],
        "sealed_url": reverse("reports.sealed.list"),
    }
    return show(request, "reports/list.html", context, crumbs=[("", _("报告"))])


def _drafts(user: User) -> QuerySet[ReportDraft]:
    return scoped(ReportDraft.objects.select_related("started_by"), user, VIEW)


def _draft(draft: ReportDraft) -> dict[str, object]:
    title = reports[draft.report].title if draft.report in reports else draft.report
    url = address("report", draft.report, area=draft.area_code, period=draft.period)
    place = place_name(draft.area_code)
    title = in_script_around(place, str(title))
    return {"title": title, "url": url, "draft": draft, "place": place, "period": period_named(draft.period).words}


def report_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a report for a place and period, every figure a link to its records."""
    document, partner = asked_report(request, name)
    area_code = document.area_code
    asked = {"area": area_code, "period": document.period, "side": document.side, "pair": partner}
    if compared := flag_in(request.GET, COMPARE):
        asked[COMPARE] = "1"
    whole = not partner and document.side == side_of(report_named(name), area_code)
    may_write = whole and may(request.user, WRITE, area_code)
    context = {
        "parts": parts_of(document)
        | {"edit_url": (lambda chapter: address("report-chapter", name, chapter, **asked)) if may_write else None},
        "downloads": [
            {"title": title, "url": address("report-file", name, ending, **asked), "icon": "download", "download": True}
            for ending, title in ENDINGS.items()
        ],
        "report": name,
        "asked": asked,
        "compared": compared,
        "period_words": period_named(document.period).words,
        "periods": period_choices(),
        "places": places_of(request.user),
        "partners": partners_of(area_code, partner),
        "sides": [("receiver", _("当地得到的帮扶")), ("giver", _("当地提供的帮扶"))],
        "left_out": document.left_out,
        "may_seal": may(request.user, SEAL, area_code) and document.chapters,
        "seal_url": reverse("report-seal", args=[name]),
        "key": new_key(),
    }
    return show(request, "reports/report.html", context, crumbs=_crumbs(document))


def _crumbs(document: Document) -> list[tuple[str, str]]:
    return [(reverse("reports"), _("报告")), ("", document.title)]


def report_file(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    """Send a report as a file."""
    document, _partner = asked_report(request, name)
    return as_file(document, ending, site_of(request))


def as_file(document: Document, ending: str, base: str, seal: Seal | None = None) -> HttpResponse:
    """Answer with a report as a file to be saved."""
    content = written(document, ending, seal=seal, base=base)
    return saved(content, WRITERS[ending][1], file_name(document, ending))


def saved(content: bytes, kind: str, name: str) -> HttpResponse:
    """Answer with a file to be saved."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def seal_page(request: HttpRequest, name: str) -> HttpResponse:
    """Seal a report as it reads now, and show it; pressed twice, it is sealed once."""

    def work() -> str:
        sealed = seal_report(
            request.user,
            report=name,
            area_code=request.POST.get("area", ""),
            period=request.POST.get("period", ""),
            side=request.POST.get("side", ""),
            partner=significant(request.POST.get("pair", "")),
            compared=flag_in(request.POST, COMPARE),
        )
        return reverse("sealed", args=[sealed.digest])

    return sealed_once(request, work)


def sealed_once(request: HttpRequest, work: Callable[[], str]) -> HttpResponse:
    """Seal unless the form that was sent has been sealed already, and show what it became."""
    address_of_sealed, new = submit_once(request.user, request.POST.get(KEY, ""), work)
    if new:
        messages.success(request, _("已封存。以后账本再有变化，差异会列在旁边，正文不变。"))
    else:
        messages.info(request, _("刚才已经封存过，没有再封存一份。"))
    return redirect(address_of_sealed)
