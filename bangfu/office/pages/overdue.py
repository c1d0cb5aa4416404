"""What should have been done by now, the longest overdue first."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.flows.declarations import flows
from bangfu.kernel.flows.models import FlowStep
from bangfu.kernel.flows.queries import overdue
from bangfu.kernel.pages.addresses import row_address
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.objects import resource_of
from bangfu.kernel.rows.values import names_of

PER_PAGE = 50


def overdue_page(request: HttpRequest) -> HttpResponse:
    """List overdue steps of one flow or of all."""
    flow = request.GET.get("flow", "")
    if flow and flow not in flows:
        raise Refused(_("没有名为“%(text)s”的流程。") % {"text": flow[:40]}, field="flow")
    pages = Paginator(overdue(request.user, flow=flow), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    steps = list(page.object_list)
    places = names_of("area", {step.area_code for step in steps if step.area_code})
    context = {
        "rows": [_row(step, str(places.get(step.area_code, step.area_code))) for step in steps],
        "page": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: "?" + urlencode({"flow": flow, "page": number} if flow else {"page": number}),
    }
    return show(request, "office/overdue.html", context, crumbs=[("", _("逾期事项"))])


def _row(step: FlowStep, place: str) -> dict[str, Any]:
    declared, resource = flows[step.flow], resource_of(step.object_type)
    days = (timezone.localdate() - step.due_on).days if step.due_on else 0
    title = f"{resource.title} {step.object_id}" if resource else f"{step.object_type} {step.object_id}"
    return {
        "cells": (
            title,
            declared.title,
            declared.state(step.state).title,
            place,
            step.due_on.isoformat() if step.due_on else None,
            {"text": _("逾期 %(days)s 天") % {"days": days}, "tone": "bad"},
        ),
        "row_url": row_address(resource, step.object_id) if resource else "",
        "row_tone": "bad",
    }
