"""Writing up needs that were met elsewhere: tick them, say who gave and when; what looks recorded already is shown."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.edits import KEY, attempt
from bangfu.kernel.pages.filters import area_options
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scoped
from bangfu.ledger.queries.beside import Gift
from bangfu.parties.queries import names_of
from bangfu.workstreams.exchange.actions.met import Met, beside, record_met
from bangfu.workstreams.exchange.forms import MetForm
from bangfu.workstreams.exchange.models import Need
from bangfu.workstreams.exchange.pages.shown import desk_columns, desk_rows
from bangfu.workstreams.exchange.permissions import CLAIM_APPROVE

PER_PAGE, AT_ONCE = 20, 500


def met_page(request: HttpRequest) -> HttpResponse:
    """List the free needs of one's places; write the ticked ones up as met by one donor on one day."""
    user = request.user
    require(user, CLAIM_APPROVE)
    asked = {name: value for name in ("q", "place") if (value := request.GET.get(name, "").strip())}
    pages = Paginator(_free(user, **asked), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    form = MetForm(request.POST if request.method == "POST" else None, actor=user)
    ticked, doubles = _ticked(request), []
    if request.method == "POST" and form.is_valid():
        met = _met(user, ticked, form.cleaned_data)
        doubles = [] if form.cleaned_data["seen"] else beside(met)
        if not doubles and attempt(form, lambda: _written(request, met)):
            return redirect(form.answer)
    rows = desk_rows(user, page.object_list)
    context = {
        "form": form,
        "columns": desk_columns(),
        "rows": rows,
        "fields": _fields(user, asked),
        "ticked": [(need.pk, need.title) for need in Need.objects.filter(pk__in=ticked).order_by("pk")]
        if request.method == "POST"
        else [],
        "doubles": _double_rows(doubles),
        "double_columns": _double_columns(),
        "page": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: "?" + urlencode({**asked, "page": number}),
        "filtered": bool(asked),
        "hidden": {KEY: request.POST.get(KEY) or new_key()},
    }
    status = 422 if request.method == "POST" else 200
    crumbs = [(reverse("exchange-desk"), _("需求办理台")), ("", _("补记线下实现"))]
    return show(request, "exchange/met.html", context, crumbs=crumbs, status=status)


def _free(user: User, q: str = "", place: str = "") -> QuerySet[Need]:
    """The needs nobody has claimed here, those handed over to offline help first."""
    rows = scoped(Need.objects.filter(state__in=("published", "offline"), taken=0), user, CLAIM_APPROVE)
    if place:
        rows = rows.filter(area_code__startswith=place)
    if q:
        rows = rows.filter(title__contains=q)
    return rows.order_by("state", "area_code", "pk")


def _fields(user: User, asked: dict[str, str]) -> list[dict[str, Any]]:
    place = asked.get("place", "")
    options = area_options(user, CLAIM_APPROVE, place)
    fields = [{"name": "q", "label": _("需要什么"), "kind": "search", "value": asked.get("q", "")}]
    if options:
        fields.append({"name": "place", "label": _("地区"), "kind": "select", "options": options, "value": place})
    return fields


def _ticked(request: HttpRequest) -> list[int]:
    return list(dict.fromkeys(int(pk) for pk in request.POST.getlist("ids") if pk.isdigit()))[:AT_ONCE]


def _met(user: User, ids: list[int], given: dict[str, Any]) -> list[Met]:
    """What was ticked and lies within reach, with the donor, the day and the value of each."""
    if not ids:
        raise Refused(_("请先在表里勾选已经实现的需求。"))
    within = set(scoped(Need.objects.filter(pk__in=ids), user, CLAIM_APPROVE).values_list("pk", flat=True))
    return [Met(pk, given["donor"], given["on"], given["value"]) for pk in ids if pk in within]


def _written(request: HttpRequest, met: list[Met]) -> str:
    def work() -> str:
        claims = record_met(request.user, met)
        messages.success(request, _("已补记 %(n)s 个，已计入台账。") % {"n": len(claims)})
        return reverse("exchange-met")

    return submit_once(request.user, request.POST.get(KEY, ""), work)[0]


def _double_rows(pairs: list[tuple[Need, Gift]]) -> list[dict[str, Any]]:
    names = names_of({need.asker_id for need, _gift in pairs} | {gift.giver for _need, gift in pairs if gift.giver})
    return [
        {
            "cells": (
                need.title,
                names.get(need.asker_id, ""),
                {"text": gift.on.isoformat(), "url": reverse("ledger.entry.detail", args=[gift.entry])},
                names.get(gift.giver, "") if gift.giver else None,
                gift.words or None,
                None if gift.amount is None else formats.money(gift.amount),
            )
        }
        for need, gift in pairs
    ]


def _double_columns() -> list[dict[str, Any]]:
    return [
        {"key": "need", "title": _("要补记的需求"), "wrap": True},
        {"key": "asker", "title": _("求助方")},
        {"key": "on", "title": _("台账里的日期")},
        {"key": "giver", "title": _("提供方")},
        {"key": "words", "title": _("内容"), "wrap": True},
        {"key": "amount", "title": _("金额"), "align": "right"},
    ]
