"""An office's own templates: adding one, filling it for a place and a period, sealing what came out."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangfu.figures.declared import figures
from bangfu.kernel.areas_of import significant
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.submissions import new_key
from bangfu.kernel.rights.scope import may, require
from bangfu.kernel.rows.visibility import Absent
from bangfu.parties.queries import area_names
from bangfu.reports.composing import period_named
from bangfu.reports.document import Document
from bangfu.reports.models import WordTemplate
from bangfu.reports.outputs.html import parts_of
from bangfu.reports.outputs.writing import WRITERS, file_name
from bangfu.reports.pages.places import address, chosen_place, period_choices, places_of, site_of, usual_period
from bangfu.reports.pages.studio import ENDINGS, as_file, sealed_once
from bangfu.reports.pages.writing import tag_help
from bangfu.reports.permissions import SEAL, VIEW, WRITE
from bangfu.reports.word.actions import add_template, drop_template, seal_template_report
from bangfu.reports.word.gathering import Filled
from bangfu.reports.word.queries import filled_for, templates_visible_to
from bangfu.reports.word.web import check_page, fill_page
from bangfu.reports.word.web_places import MOST_BYTES


def word_templates_page(request: HttpRequest) -> HttpResponse:
    """List the templates there are, and take a new one."""
    require(request.user, VIEW)
    problem, status = "", 200
    if request.method == "POST":
        try:
            return _added(request)
        except Denied:
            raise
        except Refused as refused:
            problem, status = refused.message, 422
    return _templates(request, problem, status)


def _templates(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    rows = templates_visible_to(request.user)
    area_code = request.POST.get("area") or chosen_place(request)
    period = usual_period(area_code)
    context = {
        "rows": rows,
        "areas": area_names({row.area_code for row in rows}),
        "kinds": {row.pk: ENDINGS[row.ending] for row in rows},
        "open_to": {row.pk: address("word-report", row.pk, area=area_code, period=period) for row in rows},
        "places": places_of(request.user),
        "area": area_code,
        "title": request.POST.get("title", ""),
        "may_write": may(request.user, WRITE, area_code),
        "problem": problem,
        "period": period,
        "web_url": reverse("web-report"),
        "help_rows": [{"cells": row} for row in tag_help()],
        "figure_rows": [
            {"cells": ("{{" + figure.name + "}}", str(figure.title))}
            for figure in sorted(figures, key=lambda f: f.name)
        ],
    }
    crumbs = [(reverse("reports"), _("报告")), ("", _("本单位的模板"))]
    return show(request, "reports/word_templates.html", context, crumbs=crumbs, status=status)


def _added(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("请选择一个 .docx 或 .html 文件。"), field="file")
    row = add_template(
        request.user,
        area_code=significant(request.POST.get("area", "")),
        title=request.POST.get("title", ""),
        file=file,
    )
    messages.success(request, _("模板已保存，共 %(tags)s 处标签。") % {"tags": row.tags})
    return redirect("word-templates")


def word_report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a template filled for a place and a period."""
    row = _row(request, pk)
    asked = _asked(request)
    document = filled_for(request.user, row, asked["area"], asked["period"], base=site_of(request)).document
    context = {
        "row": row,
        "asked": asked,
        "parts": parts_of(document),
        "period_words": period_named(document.period).words,
        "places": places_of(request.user),
        "periods": period_choices(),
        "own": ENDINGS[row.ending],
        "downloads": [
            {"title": title, "url": address("word-file", pk, ending, **asked), "icon": "download", "download": True}
            for ending, title in ENDINGS.items()
        ],
        "may_seal": may(request.user, SEAL, asked["area"]) and bool(document.chapters),
        "key": new_key(),
        "may_write": may(request.user, WRITE, row.area_code),
    }
    crumbs = [(reverse("reports"), _("报告")), (reverse("word-templates"), _("本单位的模板")), ("", row.title)]
    return show(request, "reports/word_report.html", context, crumbs=crumbs)


def word_file(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """Send a filled template: as a file of its own kind in its own look, otherwise as every report is written."""
    asked, row, base = _asked(request), _row(request, pk), site_of(request)
    filled = filled_for(request.user, row, asked["area"], asked["period"], base=base)
    if ending != row.ending:
        return as_file(filled.document, ending, base)
    return own_answer(filled.content, ending, filled.document)


def own_answer(content: bytes, ending: str, document: Document) -> HttpResponse:
    """Answer with a filled template to be saved: a page of somebody's making is never shown by this site."""
    kind = "application/octet-stream" if ending == "html" else WRITERS[ending][1]
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name(document, ending))}"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def web_report(request: HttpRequest) -> HttpResponse:
    """Fill a web page with tags and send it to be saved; nothing of it is kept, and it is never shown on this site."""
    try:
        filled = _filled_page(request)
    except Denied:
        raise
    except Refused as refused:
        return _templates(request, refused.message, 422)
    return own_answer(filled.content, "html", filled.document)


def _filled_page(request: HttpRequest) -> Filled:
    area_code = significant(request.POST.get("place", ""))
    require(request.user, VIEW, area_code)
    file = request.FILES.get("page")
    if file is None:
        raise Refused(_("请选择一个 .html 文件。"), field="page")
    content, period = file.read(MOST_BYTES + 1), period_named(request.POST.get("period", ""))
    check_page(content)
    title = (file.name or "").rpartition(".")[0]
    return fill_page("web", title, content, area_code, period, base=site_of(request))


@require_POST
def word_seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Seal a filled template, and show it; pressed twice, it is sealed once."""
    row = _row(request, pk)

    def work() -> str:
        area_code, period = request.POST.get("area", ""), request.POST.get("period", "")
        sealed = seal_template_report(request.user, row, area_code=area_code, period=period, base=site_of(request))
        return reverse("sealed", args=[sealed.digest])

    return sealed_once(request, work)


@require_POST
def word_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a template no longer."""
    drop_template(request.user, _row(request, pk), reason=request.POST.get("reason", ""))
    messages.success(request, _("模板已停用；用它封存过的报告不变。"))
    return redirect("word-templates")


def _row(request: HttpRequest, pk: int) -> WordTemplate:
    require(request.user, VIEW)
    row = templates_visible_to(request.user).filter(pk=pk).first()
    if row is None:
        raise Absent(_("没有这个模板，或它不在您的管辖范围内。"))
    return row


def _asked(request: HttpRequest) -> dict[str, str]:
    area_code = chosen_place(request)
    return {"area": area_code, "period": request.GET.get("period", "").strip() or usual_period(area_code)}
