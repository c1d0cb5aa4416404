"""The desk of the county, a township or a village: what is late, what is next, and how it goes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel import maps
from bangfu.kernel.areas_of import VILLAGE
from bangfu.kernel.calendars import months_later
from bangfu.kernel.codelists.queries import label, labels
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require, scope_of
from bangfu.parties.maps import Shown, area_map
from bangfu.parties.queries import area_names
from bangfu.workstreams.monitoring.cases.flow import STATES
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.permissions import CASE_DESK, CASE_OPEN, CASE_SENSITIVE
from bangfu.workstreams.monitoring.cases.queries import clock_words
from bangfu.workstreams.monitoring.channels import Channel
from bangfu.workstreams.monitoring.desk import queries

PER_PAGE = 50
MONTHS = 12
"""So far back channels and pace look."""


def desk_page(request: HttpRequest) -> HttpResponse:
    """Show one heap of cases, and around it the counts: stages, causes and kinds, channels, pace, places."""
    user, today = request.user, timezone.localdate()
    require(user, CASE_DESK)
    heaps = queries.heaps(user, today)
    counts = {heap.name: heap.count for heap in heaps}
    chosen = request.GET.get("show", "")
    if chosen not in counts:
        chosen = next((name for name, number in counts.items() if number), heaps[0].name)
    heap = next(heap for heap in heaps if heap.name == chosen)
    pages = Paginator(heap.rows, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    since = months_later(today, -MONTHS)
    context = {
        "tabs_": [
            {"title": title, "count": counts[name], "url": f"?show={name}", "active": name == chosen}
            for name, title in _titles().items()
        ],
        "columns": _columns(),
        "rows": _rows(list(page.object_list), today),
        "page": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: f"?show={chosen}&page={number}",
        "stages": _stages(user, today),
        "pace": queries.pace(user, since),
        "since": since,
        "causes": _causes(user) if may(user, CASE_SENSITIVE) else None,
        "channels": _channels(user, since),
        "places": _places(user, today),
        "drawing": _map(user, today),
        "may_open": may(user, CASE_OPEN),
    }
    return show(request, "monitoring/desk.html", context, crumbs=[("", _("监测工作台"))])


def _titles() -> dict[str, str]:
    return {
        "late": _("本环节逾期"),
        "soon": _("今明两天到期"),
        "whole": _("超过审定期限"),
        "papers": _("先行帮扶待补手续"),
        "unseen": _("长期没有人入户"),
        "unhelped": _("有计划还没有帮扶记录"),
        "repeat": _("再次纳入"),
    }


def _columns() -> list[dict[str, Any]]:
    return [
        {"key": "household", "title": _("农户")},
        {"key": "place", "title": _("地区")},
        {"key": "state", "title": _("环节")},
        {"key": "clock", "title": _("时限")},
        {"key": "due", "title": _("审定期限")},
        {"key": "seen", "title": _("最近一次入户")},
    ]


def _rows(cases: list[Case], today: date) -> list[dict[str, Any]]:
    names = area_names({case.area_code[:12] for case in cases})
    rows = []
    for case in cases:
        words, tone = clock_words(case, today)
        title, state_tone = STATES[case.state]
        rows.append(
            {
                "row_url": f"/monitoring/cases/{case.pk}/",
                "cells": (
                    {"text": case.household.head_name or case.household.number, "url": f"/monitoring/cases/{case.pk}/"},
                    str(names.get(case.area_code[:12], case.area_code)),
                    {"text": title, "tone": state_tone},
                    {"text": words, "tone": tone} if words else None,
                    case.due_on.isoformat(),
                    case.seen_on.isoformat() if case.seen_on else None,
                ),
            }
        )
    return rows


def _stages(user: User, today: date) -> list[dict[str, Any]]:
    return [
        {
            "cells": (
                {"text": STATES[state][0], "url": f"/monitoring/case/?state={state}"},
                number,
                {"text": late, "tone": "bad"} if late else 0,
            )
        }
        for state, number, late in queries.by_stage(user, today)
    ]


def _causes(user: User) -> dict[str, Any]:
    found = queries.causes_by_kind(user)
    kinds = sorted({kind for _risk, kind in found})
    risks = [risk for risk in labels("risk") if any(risk == r for r, _k in found)]
    columns = [{"key": "risk", "title": _("主要风险")}]
    columns += [{"key": k or "none", "title": label("monitored_kind", k) or _("未定"), "align": "right"} for k in kinds]
    columns.append({"key": "sum", "title": _("合计"), "align": "right"})
    words = labels("risk")
    rows = []
    for risk in risks:
        numbers = [found.get((risk, kind), 0) for kind in kinds]
        rows.append((words[risk], *numbers, sum(numbers)))
    sums = [sum(found.get((risk, kind), 0) for risk in risks) for kind in kinds]
    return {"columns": columns, "rows": rows, "totals": (_("合计"), *sums, sum(sums))}


def _channels(user: User, since: date) -> list[tuple[Any, ...]]:
    words = dict(Channel.choices)
    return [(str(words.get(name, name)), number, taken) for name, number, taken in queries.by_channel(user, since)]


def _places(user: User, today: date) -> list[dict[str, Any]]:
    """One level below what the user looks after."""
    prefixes = scope_of(user, CASE_DESK).prefixes
    longest = max((len(prefix) for prefix in prefixes), default=0)
    level = 9 if longest <= 6 else 12
    found = queries.places(user, today, level)
    names = area_names({code for code, _open, _late in found})
    return [
        {
            "cells": (
                {"text": str(names.get(code, code)), "url": f"/monitoring/case/?area_code={code}"},
                opened,
                {"text": late, "tone": "bad"} if late else 0,
            )
        }
        for code, opened, late in found
    ]


def _map(user: User, today: date) -> Any:
    """Draw the villages by their households being decided about or on watch."""
    found = queries.places(user, today, VILLAGE)
    if not found:
        return None
    none = dict.fromkeys(queries.villages(user), (0, 0))
    found = [(code, *numbers) for code, numbers in sorted((none | {c: (n, late) for c, n, late in found}).items())]
    shown = {
        code: Shown(opened, _("%(n)s 户") % {"n": opened}, note=_("其中逾期 %(n)s 户") % {"n": late} if late else "")
        for code, opened, late in found
    }
    scale = maps.amounts((opened for _code, opened, _late in found), unit=_("户"))
    title = _("各村在办和监测中的户")
    return area_map(title, shown, scale, address=lambda code: f"/monitoring/case/?area_code={code}", measure=_("户"))


urlpatterns = [path("monitoring/desk/", desk_page, name="monitoring-desk")]
