"""Rewriting a chapter: the writer's words, live figures."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bangfu.figures.declared import figures
from bangfu.figures.reporting import ReportChapter
from bangfu.kernel.areas_of import significant
from bangfu.kernel.asking import flag_in
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.scope import require
from bangfu.reports.actions import restore_chapter, write_chapter
from bangfu.reports.chips import chips_of
from bangfu.reports.composing import chapter_title, chapters_of, compose, period_named, report_named
from bangfu.reports.document import Document
from bangfu.reports.models import ChapterText
from bangfu.reports.naming import figure_names
from bangfu.reports.outputs.appendix import exact_value
from bangfu.reports.outputs.html import parts_of
from bangfu.reports.pages.checking import VERDICTS
from bangfu.reports.pages.choosing import Wanted, offered, wanted
from bangfu.reports.pages.places import COMPARE, address
from bangfu.reports.pages.writing_words import editor_words, tag_help
from bangfu.reports.permissions import WRITE
from bangfu.reports.prose import read_prose, with_live_figure
from bangfu.reports.queries import chapter_texts, texts_of
from bangfu.reports.remarks import remarked
from bangfu.reports.template.naming import codes_in

TYPED = {
    "equal": (gettext_lazy("与账本相等"), "good"),
    "rounded": (gettext_lazy("取整后与账本相等"), "good"),
    "different": (gettext_lazy("与账本不同"), "bad"),
    "unknown": (gettext_lazy("账本中没有对应的数"), "neutral"),
}


def chapter_page(request: HttpRequest, name: str, chapter: str) -> HttpResponse:
    """Show a chapter's text with its tags beside how it reads; keep, try or take back what the writer wrote."""
    values = request.POST if request.method == "POST" else request.GET
    asked = {"area": significant(values.get("area", "")), "period": period_named(values.get("period", "")).code}
    if flag_in(values, COMPARE):
        asked[COMPARE] = "1"  # the report is shown again as it was
    require(request.user, WRITE, asked["area"])
    declared = next((c for c in chapters_of(report_named(name).name) if c.name == chapter), None)
    if declared is None:
        raise Http404
    row = chapter_texts(name, asked["area"], asked["period"]).filter(chapter=chapter).first()
    if request.method != "POST":
        text = declared.read() if row is None or row.text is None else row.text
        return _page(request, name, declared, asked, row, text)
    return _answer(request, name, declared, asked, row)


@require_POST
def findings_part(request: HttpRequest, name: str, chapter: str) -> HttpResponse:
    """Answer with how the text in the form reads and what the checker says of it; for the script, while one writes."""
    declared, asked = _written(request, name, chapter)
    try:
        preview = _preview(name, declared, asked, _text(request))
        context = _prose(preview, asked) | {"preview": _shown(preview)}
    except Refused as refused:
        context = {"problem": refused.message}
    return HttpResponse(render_to_string("reports/beside.html", context, request))


@require_POST
def chips_part(request: HttpRequest, name: str, chapter: str) -> JsonResponse:
    """Answer with the tags of the text in the form as the editor shows them; for the script."""
    _declared, asked = _written(request, name, chapter)
    return JsonResponse({"chips": chips_of(request.POST.get("text", ""), name, asked["area"], asked["period"])})


@require_POST
def choices_part(request: HttpRequest, name: str, chapter: str) -> HttpResponse:
    """Answer with the figures that match what is typed into the search; for the script."""
    declared, asked = _written(request, name, chapter)
    context = _choices(name, declared, asked, codes_in(_text(request)), wanted(request.POST))
    return HttpResponse(render_to_string("reports/figure_choices.html", context, request))


def _written(request: HttpRequest, name: str, chapter: str) -> tuple[ReportChapter, dict[str, str]]:
    """Return the chapter of a form under way, its place and period; refuse who may not write there."""
    period = period_named(request.POST.get("period", "")).code
    asked = {"area": significant(request.POST.get("area", "")), "period": period}
    require(request.user, WRITE, asked["area"])
    declared = next((c for c in chapters_of(report_named(name).name) if c.name == chapter), None)
    if declared is None:
        raise Http404
    return declared, asked


def _text(request: HttpRequest) -> str:
    """Return what was written, with the codes of figures: writers see their titles."""
    return figure_names().coded(request.POST.get("text", "").replace("\r\n", "\n"))


def _choices(
    name: str, declared: ReportChapter, asked: dict[str, str], used: list[str], find: Wanted
) -> dict[str, Any]:
    return {
        "choices": offered(name, declared, asked, used, find),
        "choices_url": reverse("report-chapter-figures", args=[name, declared.name]),
    }


def _shown(preview: Document) -> dict[str, Any] | None:
    return parts_of(preview) | {"rows": []} if preview.chapters else None


def _prose(preview: Document | None, asked: dict[str, str]) -> dict[str, Any]:
    """What stands in the panel beside the composer."""
    if preview is None or not preview.chapters:
        return {"prose": None}
    prose = read_prose(preview, asked["area"], asked["period"])
    rows = [
        {
            "typed": one,
            "tag": figure_names().readable(one.tag),
            "verdict": TYPED[one.comparison.verdict],
            "title": str(figures[one.comparison.figure].title) if one.comparison.figure else "",
            "value": exact_value(one.comparison.value, figures[one.comparison.figure].unit)
            if one.comparison.figure
            else "",
        }
        for one in prose.typed
    ]
    order = ("different", "unknown", "rounded", "equal")
    return {
        "prose": prose,
        "typed": sorted(rows, key=lambda row: order.index(row["typed"].comparison.verdict)),
        "broken": [(where, remarked(why)) for where, why in prose.broken],
        "relations": [
            (relation, VERDICTS[relation.verdict], numbers, remarked(relation.note))
            for relation, numbers in prose.relations
        ],
    }


def _answer(
    request: HttpRequest, name: str, declared: ReportChapter, asked: dict[str, str], row: ChapterText | None
) -> HttpResponse:
    text = _text(request)
    version = int(request.POST.get("version") or 0)
    where = {"report": name, "area_code": asked["area"], "period": asked["period"], "chapter": declared.name}
    try:
        match request.POST.get("do"):
            case "restore":
                restore_chapter(request.user, version=version, **where)
                messages.success(request, _("已恢复为原文。"))
            case "save":
                write_chapter(request.user, text=text, version=version, **where)
                messages.success(request, _("已保存。数字仍随账本变化。"))
            case str(do) if do.startswith("live:"):
                text = _made_live(name, declared, asked, text, do.removeprefix("live:"))
                return _page(request, name, declared, asked, row, text, version=version)
            case str(do) if do.startswith("add:") and do.removeprefix("add:") in figures:
                text = f"{text.rstrip()}{{{{{do.removeprefix('add:')}}}}}"
                return _page(request, name, declared, asked, row, text, version=version)
            case _:
                return _page(request, name, declared, asked, row, text, version=version)
    except Refused as refused:
        if isinstance(refused, Conflict):
            return _both(request, name, declared, asked, text, refused.message)
        return _page(request, name, declared, asked, row, text, problem=refused.message, status=422, version=version)
    return redirect(address("report", name, **asked))


def _both(
    request: HttpRequest, name: str, declared: ReportChapter, asked: dict[str, str], text: str, problem: str
) -> HttpResponse:
    """The writer's text again, and beside it what somebody else saved meanwhile; saving now replaces that."""
    theirs = chapter_texts(name, asked["area"], asked["period"]).filter(chapter=declared.name).first()
    return _page(request, name, declared, asked, theirs, text, problem=problem, status=409)


def _page(
    request: HttpRequest,
    name: str,
    declared: ReportChapter,
    asked: dict[str, str],
    row: ChapterText | None,
    text: str,
    *,
    problem: str = "",
    status: int = 200,
    version: int | None = None,
) -> HttpResponse:
    preview: Document | None = None
    try:
        preview = _preview(name, declared, asked, text)
    except Refused as refused:
        problem = problem or refused.message
    title = chapter_title(declared, asked["area"], period_named(asked["period"]))
    do = request.POST.get("do", "")
    find = wanted(request.POST if request.method == "POST" else request.GET)
    if do.startswith("find:"):
        find = wanted({"q": find.words, "figures_page": do.removeprefix("find:")})
    readable = figure_names().readable(text)
    context = {
        "title": title,
        "text": readable,
        "chips": chips_of(readable, name, asked["area"], asked["period"]),
        "chips_url": reverse("report-chapter-chips", args=[name, declared.name]),
        "editor_words": editor_words(),
        "version": (row.version if row else 0) if version is None else version,
        "row": row,
        "theirs": figure_names().readable(declared.read() if row.text is None else row.text)
        if row and status == 409
        else "",
        "asked": asked,
        "problem": problem,
        "preview": _shown(preview) if preview else None,
        "help": tag_help(),
        **_prose(preview, asked),
        "findings_url": reverse("report-chapter-findings", args=[name, declared.name]),
        **_choices(name, declared, asked, codes_in(text), find),
        "back_url": address("report", name, **asked),
    }
    crumbs = [(reverse("reports"), _("报告")), (context["back_url"], str(report_named(name).title)), ("", title)]
    return show(request, "reports/chapter.html", context, crumbs=crumbs, status=status)


def _made_live(name: str, declared: ReportChapter, asked: dict[str, str], text: str, number: str) -> str:
    """The text with one typed number replaced by its live figure; nothing is kept yet."""
    typed = read_prose(_preview(name, declared, asked, text), asked["area"], asked["period"]).typed
    chosen = next((one for one in typed if str(one.number) == number and one.tag), None)
    return text if chosen is None else with_live_figure(text, chosen)


def _preview(name: str, declared: ReportChapter, asked: dict[str, str], text: str) -> Document:
    """The report with this chapter only."""
    others = {c.name: "" for c in chapters_of(name) if c.name != declared.name}
    texts = texts_of(name, asked["area"], asked["period"]) | others | {declared.name: text}
    return compose(report_named(name), asked["area"], period_named(asked["period"]), texts=texts)
