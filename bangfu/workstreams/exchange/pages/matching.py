"""Batch matching: ask for it, look at it beside first-come, adjust, accept as one step, take the step back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bangfu.kernel.forms import ActorForm, AreaField
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.jobs.actions import enqueue
from bangfu.kernel.pages.addresses import job_address
from bangfu.kernel.pages.edits import KEY, attempt
from bangfu.kernel.pages.exports import sent
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.publishing.places import within
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require
from bangfu.kernel.rows.visibility import Absent, row_visible_to
from bangfu.kernel.workbooks import Column, Sheet, write_export
from bangfu.parties.queries import area_path, area_paths, names_of
from bangfu.workstreams.exchange.actions.matching import (
    accept_matching,
    adjust_match,
    undo_matching,
    withdraw_matching,
)
from bangfu.workstreams.exchange.forms import MatchForm
from bangfu.workstreams.exchange.models import Match, Matching
from bangfu.workstreams.exchange.pages.shown import amount
from bangfu.workstreams.exchange.pages.words import REASONS, REMEDIES, term_words
from bangfu.workstreams.exchange.permissions import MATCH_ACCEPT, MATCH_MAKE

PER_PAGE, WHOLE = 25, 500
JOB, EXPORT = "exchange.match", "exchange.offer.export"


class ProposeForm(ActorForm):
    """For which place."""

    area_code = AreaField(
        label=gettext_lazy("地区"), help_text=gettext_lazy("全县、一个乡镇或一个村；只提建议，采用前不会认领。")
    )


def matching_new(request: HttpRequest) -> HttpResponse:
    """Ask for the place, then work in the background."""
    user = request.user
    reach = require(user, MATCH_MAKE)
    given = {"area_code": request.GET.get("place") or next(iter(reach.prefixes), "")}
    form = ProposeForm(request.POST if request.method == "POST" else None, actor=user, initial=given)

    def work() -> str:
        place = form.cleaned_data["area_code"]
        require(user, MATCH_MAKE, place)
        return job_address(enqueue(user, JOB, area_code=place, place=place).pk)

    def once() -> str:
        return submit_once(user, request.POST.get(KEY, ""), work)[0]

    if request.method == "POST" and form.is_valid() and attempt(form, once):
        return redirect(form.answer)
    context = {
        "page": {"title": _("批量匹配"), "note": _("把待认领的需求和全部爱心供给一起安排，并与先到先得比较。")},
        "form": form,
        "hidden": {KEY: request.POST.get(KEY) or new_key()},
        "cancel_url": reverse("exchange.matching.list"),
        "submit_label": _("开始匹配"),
        "edited": None,
        "edited_by": None,
    }
    status = 422 if request.method == "POST" else 200
    return show(request, "kernel/pages/form.html", context, crumbs=[*_crumbs(), ("", _("批量匹配"))], status=status)


def matching_of(user: User, pk: int) -> Matching:
    """Return a batch the user may see; raise Absent otherwise."""
    found: Any = row_visible_to(user, resources["exchange.matching"], pk)
    return Matching.objects.get(pk=found.pk)


def matching_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a batch: what it does, beside first-come; why; row by row."""
    user, made = request.user, matching_of(request.user, pk)
    asked = {"show": request.GET.get("show", "met")} | {
        name: value for name in ("place", "q") if (value := request.GET.get(name, "").strip())
    }
    rows = rows_asked(made, **asked).select_related("need", "offer").order_by("-need__urgency", "pk")
    pages = Paginator(rows, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    is_open = made.state == Matching.State.OPEN
    best, listed = made.summary["best"], made.summary["first_come"]
    context = {
        "made": made,
        "place": area_path(made.area_code),
        "is_open": is_open,
        "best": best,
        "listed": listed,
        "more": best["met"] - listed["met"],
        "rate_more": (best["rate"] or 0) - (listed["rate"] or 0),
        "compared": _compared(best, listed),
        "reasons": [
            (REASONS.get(name, name), n) for name, n in sorted(made.summary["reasons"].items(), key=lambda i: -i[1])
        ],
        "remedies": [(REMEDIES.get(row["name"], row["name"]), row["more"]) for row in made.summary["remedies"]],
        "tabs_": _tabs(made, asked),
        "fields": _fields(made, asked),
        "hidden": {"show": asked["show"]},
        "filtered": len(asked) > 1,
        "file_url": f"{reverse('exchange-matching-file', args=[pk])}?{urlencode(asked)}"
        if may(user, EXPORT, made.area_code)
        else "",
        "rows": match_rows(made, list(page.object_list)),
        "page": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: "?" + urlencode({**asked, "page": number}),
        "may_accept": is_open and may(user, MATCH_ACCEPT, made.area_code),
        "may_withdraw": is_open and may(user, MATCH_MAKE, made.area_code),
        "may_undo": made.state == Matching.State.ACCEPTED and may(user, MATCH_ACCEPT, made.area_code),
    }
    return show(request, "exchange/matching.html", context, crumbs=[*_crumbs(), ("", _("匹配 %(n)s") % {"n": pk})])


def _compared(best: dict[str, Any], listed: dict[str, Any]) -> list[tuple[Any, ...]]:
    titles = (
        ("met", _("对接的需求")),
        ("urgent_met", _("其中紧急")),
        ("villages", _("惠及的村")),
        ("households", _("惠及的求助方")),
        ("weeks_left", _("未对接的还在等（周）")),
        ("points", _("目标得分")),
    )
    return [(title, f"{best[n]:,}", f"{listed[n]:,}", f"{best[n] - listed[n]:+,}") for n, title in titles]


def rows_asked(made: Matching, *, show: str = "met", place: str = "", q: str = "") -> QuerySet[Match]:
    """Return the rows of a batch under one tab, of one place, whose need has a word in it."""
    rows = made.matches.filter(HEAPS.get(show, HEAPS["met"]))
    if place.isdigit():
        rows = rows.filter(within((place,), "need__area_code"))
    return rows.filter(need__title__contains=q) if q else rows


HEAPS = {
    "met": Q(offer__isnull=False),
    "unmet": Q(offer=None),
    "by_hand": Q(by_hand=True),
    "skipped": ~Q(skipped=""),
}


def _tabs(made: Matching, asked: dict[str, str]) -> list[dict[str, Any]]:
    titles = {"met": _("匹配"), "unmet": _("未匹配"), "by_hand": _("人工调整"), "skipped": _("未落实")}
    return [
        {
            "title": title,
            "count": rows_asked(made, **{**asked, "show": name}).count(),
            "url": "?" + urlencode({**asked, "show": name}),
            "active": name == asked["show"],
        }
        for name, title in titles.items()
    ]


def _fields(made: Matching, asked: dict[str, str]) -> list[dict[str, Any]]:
    """The filters: a word of the need, and the villages that the batch has needs of."""
    codes = made.matches.order_by().values_list("need__area_code", flat=True).distinct()
    places = area_paths(sorted(codes), top=9)
    return [
        {"name": "q", "label": _("需求"), "kind": "search", "value": asked.get("q", "")},
        {
            "name": "place",
            "label": _("村"),
            "kind": "select",
            "options": [("", _("全部")), *sorted(places.items())],
            "value": asked.get("place", ""),
        },
    ]


def matching_file(request: HttpRequest, pk: int) -> FileResponse:
    """Send the rows asked for as a workbook, with the reasons; nobody who asks is named in it."""
    made = matching_of(request.user, pk)
    require(request.user, EXPORT, made.area_code)
    asked = {name: request.GET[name] for name in ("show", "place", "q") if request.GET.get(name)}
    rows = rows_asked(made, **asked).select_related("need", "offer").order_by("-need__urgency", "pk")
    titles = {
        "need": _("需求"), "place": _("地区"), "quantity": _("数量"), "offer": _("爱心供给"), "donor": _("提供方"),
        "why": _("为什么"),
    }  # fmt: skip
    frame = pl.DataFrame(list(_lines(made, rows)), schema=dict.fromkeys(titles, pl.String), orient="row")
    sheet = Sheet(columns=tuple(Column(name, title) for name, title in titles.items()), title=_("批量匹配"))
    with tempfile.TemporaryDirectory(prefix="bangfu-matching-") as folder:
        path = Path(folder) / "matching.xlsx"
        write_export(path, sheet, frame)
        record_change(request.user, "export", made, after={"rows": len(frame)})
        file = path.open("rb")  # stays readable after the folder is gone
    return sent(file, f"{_('批量匹配')}-{made.pk}.xlsx", "xlsx")


def _lines(made: Matching, rows: QuerySet[Match]) -> Iterator[tuple[str | None, ...]]:
    for start in range(0, rows.count(), WHOLE):
        for row in match_rows(made, list(rows[start : start + WHOLE])):
            yield tuple(_plain(cell) for cell in row["cells"][:6])


def _plain(cell: Any) -> str | None:
    return str(cell["text"] if isinstance(cell, dict) else cell or "") or None


def match_rows(made: Matching, matches: list[Match]) -> list[dict[str, Any]]:
    """Return rows of a batch with their reasons; three queries."""
    donors = names_of({m.offer.donor_id for m in matches if m.offer})
    places = area_paths({m.need.area_code for m in matches}, top=9)
    return [
        {
            "cells": (
                {"text": m.need.title, "url": reverse("exchange-board-need", args=[m.need_id])},
                places.get(m.need.area_code, ""),
                amount(m.quantity or m.need.left, m.need.unit),
                {"text": m.offer.title, "url": reverse("exchange.offer.detail", args=[m.offer_id])}
                if m.offer
                else {"text": _("未匹配"), "tone": "warning"},
                donors.get(m.offer.donor_id, "") if m.offer else "",
                m.skipped or _why(m),
                {"text": _("调整"), "url": reverse("exchange-match", args=[made.pk, m.pk])}
                if made.state == "open"
                else "",
            )
        }
        for m in matches
    ]


def _why(match: Match) -> str:
    if match.offer_id is None:
        return str(_("人工留空") if match.by_hand else REASONS.get(match.reason, match.reason))
    said = [str(_("人工调整"))] if match.by_hand else []
    return "；".join([*said, *(term_words(name, points) for name, points in match.terms.items() if name != "base")])


def match_page(request: HttpRequest, pk: int, match_pk: int) -> HttpResponse:
    """Choose another offer for one need of a batch, or none."""
    made = matching_of(request.user, pk)
    match = made.matches.select_related("need").filter(pk=match_pk).first()
    if match is None:
        raise Absent(_("没有这条匹配。"))
    form = MatchForm(request.POST if request.method == "POST" else None, actor=request.user, match=match)
    back = f"{reverse('exchange-matching', args=[pk])}?show=by_hand"

    def work() -> str:
        adjust_match(request.user, match, offer=form.cleaned_data["offer"])
        messages.success(request, _("已调整。"))
        return back

    if request.method == "POST" and form.is_valid() and attempt(form, work):
        return redirect(form.answer)
    context = {
        "page": {"title": match.need.title, "note": amount(match.need.left, match.need.unit)},
        "form": form,
        "hidden": {},
        "cancel_url": reverse("exchange-matching", args=[pk]),
        "submit_label": _("调整"),
        "edited": None,
        "edited_by": None,
    }
    status = 422 if request.method == "POST" else 200
    return show(
        request,
        "kernel/pages/form.html",
        context,
        crumbs=[*_crumbs(), (back, _("匹配 %(n)s") % {"n": pk}), ("", match.need.title)],
        status=status,
    )


@require_POST
def matching_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn a batch into claims."""
    count = accept_matching(request.user, matching_of(request.user, pk))
    messages.success(request, _("已采用，认领 %(n)s 个需求；需要时可以整批撤销。") % {"n": f"{count:,}"})
    return redirect("exchange-matching", pk)


@require_POST
def matching_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a batch aside."""
    withdraw_matching(request.user, matching_of(request.user, pk))
    messages.success(request, _("已撤回，没有认领任何需求。"))
    return redirect("exchange-matching", pk)


@require_POST
def matching_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an accepted batch back."""
    count = undo_matching(request.user, matching_of(request.user, pk), reason=request.POST.get("reason", ""))
    messages.success(request, _("已撤销，释放 %(n)s 笔认领。") % {"n": f"{count:,}"})
    return redirect("exchange-matching", pk)


def _crumbs() -> list[tuple[str, Any]]:
    return [(reverse("exchange-board"), _("需求榜")), (reverse("exchange.matching.list"), _("批量匹配"))]
