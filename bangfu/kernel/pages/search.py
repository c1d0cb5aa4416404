"""Looking for something in everything one may see."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.addresses import list_address, row_addresses
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.lists import crumbs_to
from bangfu.kernel.resources import Resource, resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows.paging import Turn, page_and_count
from bangfu.kernel.rows.selection import select
from bangfu.kernel.rows.values import NamesOfPage, cells, columns_of_values, reading_of
from bangfu.kernel.rows.visibility import may_see

MOST = 8
SHORT = 5  # columns of a row that tell what it is


def search_page(request: HttpRequest) -> HttpResponse:
    """Show what was found, by kind. One query a kind, and one for the names in it."""
    text = request.GET.get("q", "").strip()
    problem = ""
    groups: list[dict[str, Any]] = []
    if text:
        try:
            groups = [group for resource in searched(request.user) if (group := found(request.user, resource, text))]
        except Refused as refused:
            problem = refused.message
    context = {"query": text, "groups": groups, "problem": problem}
    return show(request, "kernel/pages/search.html", context, crumbs=[("", _("查找"))])


def searched(user: User) -> list[Resource]:
    """Return the resources the user may search."""
    return [resource for resource in resources if resource.search and may_see(user, resource)]


def found(user: User, resource: Resource, text: str) -> dict[str, Any] | None:
    """Return the first rows found of one resource, as a table; None when there are none."""
    selection = select(user, resource, {"q": [text]})
    reading = reading_of(user, resource, lambda column: column.in_list)
    page, _count = page_and_count(selection, reading.paths, Turn(size=MOST))
    if not (rows := page.rows):
        return None
    values = columns_of_values(reading, rows)
    names = NamesOfPage(reading, values)
    shown = [cells(c, v, names) for c, v in zip(reading.columns[:SHORT], values, strict=False)]
    addresses = row_addresses(resource, [row[0] for row in rows])
    lines = [{"cells": line, "row_url": url} for line, url in zip(zip(*shown, strict=True), addresses, strict=True)]
    return {
        "title": resource.title,
        "group": crumbs_to(resource)[0][1],
        "columns": [{"key": c.name, "title": str(c.title)} for c in reading.columns[:SHORT]],
        "rows": lines,
        "more_url": f"{list_address(resource)}?{selection.query()}" if page.has_next else "",
    }
