"""Work that passes from hand to hand: what is late, and what waits for a step of whoever looks."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.flows.declarations import flows
from bangfu.kernel.flows.models import FlowStep
from bangfu.kernel.flows.queries import overdue, waiting
from bangfu.kernel.pages.addresses import row_address
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import resource_of
from bangfu.kernel.rows.values import names_of
from bangfu.kernel.rows.visibility import rows_visible_to

PER_PAGE = 50
Named = dict[tuple[str, int], str]


def overdue_page(request: HttpRequest) -> HttpResponse:
    """List overdue steps of one flow or of all, the longest overdue first."""
    asked = {"flow": _flow(request)}
    nothing = (_("没有逾期事项"), _("各流程到期未办的会列在这里，最久的在前。"))
    return _listed(request, overdue(request.user, flow=asked["flow"]), asked, _("逾期事项"), nothing)


def waiting_page(request: HttpRequest) -> HttpResponse:
    """List what waits for a step that the user may take, the nearest deadline first."""
    asked = {"flow": _flow(request), "state": request.GET.get("state", "")}
    if asked["state"] and asked["state"] not in {s.name for flow in flows for s in flow.states}:
        raise Refused(_("没有名为“%(text)s”的状态。") % {"text": asked["state"][:40]}, field="state")
    nothing = (_("没有等您办的事"), _("轮到您办理的会列在这里，期限近的在前。"))
    return _listed(request, waiting(request.user, **asked), asked, _("等您办的事"), nothing)


def _flow(request: HttpRequest) -> str:
    flow = request.GET.get("flow", "")
    if flow and flow not in flows:
        raise Refused(_("没有名为“%(text)s”的流程。") % {"text": flow[:40]}, field="flow")
    return flow


def _listed(
    request: HttpRequest, found: QuerySet[FlowStep], asked: dict[str, str], title: str, nothing: tuple[str, str]
) -> HttpResponse:
    pages = Paginator(found, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    steps = list(page.object_list)
    places = names_of("area", {step.area_code for step in steps if step.area_code})
    names = _names(request.user, steps)
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "title": title,
        "nothing": nothing,
        "rows": [_row(step, names, str(places.get(step.area_code, step.area_code))) for step in steps],
        "page": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: "?" + urlencode(kept | {"page": number}),
    }
    return show(request, "office/steps.html", context, crumbs=[("", title)])


def _names(user: User, steps: list[FlowStep]) -> Named:
    """What the objects are called, of those the user may see: one query a type."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for step in steps:
        numbers[step.object_type].add(step.object_id)
    found: Named = {}
    for object_type, ids in numbers.items():
        if (resource := resource_of(object_type)) is None:
            continue
        try:
            # Names often are those of what a row points at: follow what it points at in the same query.
            rows = rows_visible_to(user, resource, by_place=False).filter(pk__in=ids).select_related()
        except Denied:
            continue
        found |= {(object_type, row.pk): str(row) for row in rows}
    return found


def _row(step: FlowStep, names: Named, place: str) -> dict[str, Any]:
    declared, resource = flows[step.flow], resource_of(step.object_type)
    key = (step.object_type, step.object_id)
    number = f"{resource.title} {step.object_id}" if resource else f"{step.object_type} {step.object_id}"
    days = (timezone.localdate() - step.due_on).days if step.due_on else None
    return {
        "cells": (
            names.get(key, number),
            declared.title,
            declared.state(step.state).title,
            place,
            step.due_on.isoformat() if step.due_on else None,
            _standing(days),
        ),
        "row_url": row_address(resource, step.object_id) if resource and key in names else "",
        "row_tone": "bad" if days is not None and days > 0 else "",
    }


def _standing(days: int | None) -> dict[str, str] | None:
    """How a deadline stands that ended so many days ago; nothing where there is none."""
    if days is None:
        return None
    if days > 0:
        return {"text": _("逾期 %(days)s 天") % {"days": days}, "tone": "bad"}
    if days == 0:
        return {"text": _("今天到期"), "tone": "warning"}
    return {"text": _("还有 %(days)s 天") % {"days": -days}, "tone": "warning" if days == -1 else "neutral"}
