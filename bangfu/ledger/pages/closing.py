"""The periods of a year at a place: which are closed, what came in since, and the buttons to close."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.kernel import periods
from bangfu.kernel.areas_of import is_code, prefix_range
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.pages.frame import show
from bangfu.kernel.periods import Kind, Period
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require
from bangfu.ledger.actions import close_period
from bangfu.ledger.actions.closing import CLOSE
from bangfu.ledger.closing_declared import VIEW, workstream_choices
from bangfu.ledger.closing_models import Closing
from bangfu.ledger.models import Entry
from bangfu.ledger.queries.closings import closings_in, counts_by_period, late_for
from bangfu.ledger.queries.years import years_in
from bangfu.parties.queries import area_names

KINDS = (Kind.QUARTER, Kind.MONTH, Kind.YEAR)


def periods_page(request: HttpRequest) -> HttpResponse:
    """List the periods of a year with their state; a POST closes one."""
    user = request.user
    reach = require(user, VIEW)
    place = request.GET.get("place", "") or (reach.prefixes[0] if reach.prefixes else "")
    if place and not is_code(place):
        raise Refused(_("“%(text)s”不是地区代码。") % {"text": place[:20]}, field="place")
    if not reach.covers(place):
        raise Denied(_("这个地区不在您的管辖范围内。"))
    if request.method == "POST":
        return _close(request, place)
    year, kind = _year(request), _kind(request)
    context = {
        "place": place,
        "place_name": area_names([place]).get(place, place) or _("全部地区"),
        "years": _tabs(place, kind, year),
        "kinds": _kind_tabs(place, kind, year),
        "rows": [_row(user, place, line) for line in _lines(place, periods.split(periods.year(year), kind))],
        "may_close": may(user, CLOSE, place),
        "hidden": {"year": year, "kind": kind.value},
    }
    return show(request, "ledger/periods.html", context, crumbs=[("", _("关账"))])


def _close(request: HttpRequest, place: str) -> HttpResponse:
    try:
        period = periods.parse(request.POST.get("period", ""))
    except periods.NoPeriod as error:
        raise Refused(_("没有这个时期。"), field="period") from error
    row = close_period(request.user, area_code=place, starts_on=period.starts_on, ends_on=period.ends_on)
    messages.success(request, _("%(period)s已关账。") % {"period": row.period.words})
    return redirect(_address(place, period.starts_on.year, _kind(request)))


def _lines(place: str, wanted: list[Period]) -> list[tuple[Period, int, list[Closing]]]:
    whole = Period(wanted[0].starts_on, wanted[-1].ends_on)
    counts = counts_by_period(place, wanted)
    found = closings_in(place, whole)
    return [
        (period, count, [row for row in found if period.contains(row.period) or row.period.contains(period)])
        for period, count in zip(wanted, counts, strict=True)
    ]


def _row(user: User, place: str, line: tuple[Period, int, list[Closing]]) -> dict[str, Any]:
    """One period: its state in words, who closed it and when, what came in since; the earlier closings below."""
    period, count, closings = line
    held = next((row for row in closings if row.reopened_at is None and not row.workstream), None)
    ended = period.ends_on < timezone.localdate()
    groups = dict(workstream_choices())
    return {
        "period": period,
        "entries": count,
        "state": _state(held, closings, ended),
        "may_close": ended and held is None and may(user, CLOSE, place),
        "closings": [
            {
                "url": reverse("ledger.closing.detail", args=[row.pk]),
                "words": row.period.words,
                "group": groups.get(row.workstream, ""),
                "row": row,
                "late": late_for(row).count(),
            }
            for row in closings
        ],
    }


def _state(held: Closing | None, closings: list[Closing], ended: bool) -> tuple[str, str]:
    if held is not None:
        return _("已关账"), "good"
    if any(row.reopened_at is None for row in closings):
        return _("部分已关账"), "waiting"
    if closings:
        return _("已重新开账"), "warning"
    return (_("未关账"), "neutral") if ended else (_("进行中"), "waiting")


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "") or str(timezone.localdate().year)
    if not text.isdigit() or not 1949 <= int(text) <= 2200:
        raise Refused(_("“%(text)s”不是年份。") % {"text": text[:20]}, field="year")
    return int(text)


def _kind(request: HttpRequest) -> Kind:
    text = request.GET.get("kind", Kind.QUARTER.value)
    return Kind(text) if text in {kind.value for kind in KINDS} else Kind.QUARTER


def _address(place: str, year: int, kind: Kind) -> str:
    return f"{reverse('ledger-periods')}?{urlencode({'place': place, 'year': year, 'kind': kind.value})}"


def _tabs(place: str, kind: Kind, year: int) -> list[dict[str, Any]]:
    """The years of which the book of the place tells, the running one and the one looked at."""
    low, high = prefix_range(place)
    rows = Entry.objects.filter(area_code__gte=low, area_code__lt=high) if place else Entry.objects.all()
    shown = sorted({*years_in(rows), timezone.localdate().year, year}, reverse=True)
    return [
        {"title": _("%(year)s 年") % {"year": y}, "url": _address(place, y, kind), "active": y == year} for y in shown
    ]


def _kind_tabs(place: str, kind: Kind, year: int) -> list[dict[str, Any]]:
    titles = {Kind.QUARTER: _("按季"), Kind.MONTH: _("按月"), Kind.YEAR: _("按年")}
    return [{"title": titles[k], "url": _address(place, year, k), "active": k is kind} for k in KINDS]
