"""How the board does, by place and month, and what would raise the match rate."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.pages.filters import area_options
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scope_of
from bangfu.parties.queries import area_names
from bangfu.workstreams.exchange.pages.words import REMEDIES
from bangfu.workstreams.exchange.permissions import NEED_VIEW
from bangfu.workstreams.exchange.queries.results import Result, latest_matching, results_of, whole

STEPS = {2: 4, 4: 6, 6: 9, 9: 12, 12: 12}
DAYS = 365


def results_page(request: HttpRequest) -> HttpResponse:
    """Show a place and period; without a choice the user's own place and the last year."""
    user = request.user
    require(user, NEED_VIEW)
    place = _place(user, request.GET.get("place", ""))
    from_, to = _period(request)
    places, months = results_of(place, from_, to, length=STEPS.get(len(place), 12) if place else 2)
    total = whole(months.values())
    names = area_names(places)
    batch = latest_matching(place)
    context = {
        "place": area_names([place]).get(place, "") if place else _("全部地区"),
        "fields": [
            {
                "name": "place",
                "label": _("地区"),
                "kind": "select",
                "options": area_options(user, NEED_VIEW, place),
                "value": place,
            },
            {"name": "from", "label": _("发布日期起"), "kind": "date", "value": from_.isoformat()},
            {"name": "to", "label": _("止"), "kind": "date", "value": to.isoformat()},
        ],
        "total": total,
        "places": [_row(_link(code, names.get(code, code), place), one) for code, one in places.items()],
        "months": [_row(month, one) for month, one in months.items()],
        "totals": (_("合计"), *_cells(total)),
        "batch": batch,
        "batch_url": reverse("exchange-matching", args=[batch["id"]]) if batch else "",
        "remedies": [
            (REMEDIES.get(row["name"], row["name"]), _("多对接 %(n)s 条") % {"n": row["more"]})
            for row in batch["remedies"]
        ]
        if batch
        else [],
    }
    crumbs = [(reverse("exchange-desk"), _("需求办理台")), ("", _("对接情况"))]
    return show(request, "exchange/results.html", context, crumbs=crumbs)


def _place(user: User, asked: str) -> str:
    scope = scope_of(user, NEED_VIEW)
    if not asked:
        return min(scope.prefixes, key=len) if scope.prefixes else _nowhere()
    if not asked.isdigit():
        raise Refused(_("请填区划代码。"), field="place")
    if not scope.covers(asked):
        raise Denied(_("这个地区不在您的管辖范围内。"))
    return asked


def _nowhere() -> str:
    raise Denied(_("这个地区不在您的管辖范围内。"))


def _period(request: HttpRequest) -> tuple[date, date]:
    today = timezone.localdate()
    try:
        from_, to = (parse_date(request.GET.get(name, "")) for name in ("from", "to"))
    except ValueError as error:
        raise Refused(_("日期不对。"), field="from") from error
    to = to or today
    return from_ or to - timedelta(days=DAYS), to


def _link(code: str, name: str, place: str) -> Any:
    return {"text": name, "url": f"?place={code}"} if len(code) > len(place) and len(code) < 12 else name


def _row(head: Any, one: Result) -> dict[str, Any]:
    return {"cells": (head, *_cells(one))}


def _cells(one: Result) -> tuple[Any, ...]:
    return (
        formats.number(one.posted),
        formats.number(one.matched),
        formats.number(one.completed),
        None if one.rate is None else formats.percent(one.rate),
        None if one.median_days is None else formats.number(one.median_days, 1),
    )
