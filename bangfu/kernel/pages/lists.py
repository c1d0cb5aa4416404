"""The list of a resource: searched, filtered, sorted, paged, within what the user may see."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel import grids
from bangfu.kernel.pages.addresses import list_address, row_addresses
from bangfu.kernel.pages.filters import chips, filter_fields, filters_key
from bangfu.kernel.pages.frame import Crumb, part, show, wants_part
from bangfu.kernel.resources import Column, Resource, menus
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may
from bangfu.kernel.rows.paging import COUNTED, SIZES, Count, Slice, Turn, page_and_count, turn_of
from bangfu.kernel.rows.selection import Selection, select
from bangfu.kernel.rows.values import (
    RIGHT,
    NamesOfPage,
    Reading,
    cells,
    columns_of_values,
    reading_of,
)
from bangfu.kernel.rows.visibility import may_export

PART = "list"  # the element that htmx replaces


def list_page(request: HttpRequest, resource: Resource) -> HttpResponse:
    """Show one page of a list; to htmx only the part that changes."""
    given = dict(request.GET.lists())
    selection = select(request.user, resource, given)
    turn = turn_of(given)
    reading = reading_of(request.user, resource, lambda column: column.in_list)
    page, count = page_and_count(selection, reading.paths, turn, exact=given.get("count") == ["exact"])
    context = {
        "resource": resource,
        "selection": selection,
        "columns": _headings(selection, reading),
        "rows": _rows(selection, reading, page),
        "page": page,
        "pager": pager(selection, page, turn, count),
        "filters": lambda: filter_fields(selection),
        "filters_key": filters_key(selection),
        "hidden": {"size": turn.size} if turn.size != SIZES[1] else {},
        "chips": chips(selection),
        "address": list_address(resource),
        "bulk_acts": bulk_acts(request.user, resource),
        "actions": list_actions(request.user, selection),
    }
    if wants_part(request, PART):
        return part(request, "kernel/pages/list_part.html", context)
    return show(request, "kernel/pages/list.html", context, crumbs=crumbs_to(resource)[:-1])


def crumbs_to(resource: Resource) -> list[Crumb]:
    """The steps to a list: its group, and itself."""
    group = menus[resource.menu].title if resource.menu in menus else resource.menu
    steps = [("", group)] if group else []
    return [*steps, (list_address(resource), resource.title)]


def bulk_acts(user: User, resource: Resource) -> list[dict[str, Any]]:
    """What the user may do to selected rows."""
    return [
        {"title": act.title, "url": reverse(f"{resource.name}.bulk", args=[act.name]), "tone": act.tone}
        for act in resource.acts
        if act.bulk and may(user, act.permission)
    ]


def list_actions(user: User, selection: Selection) -> list[dict[str, Any]]:
    """The buttons at the head of a list: add, take out."""
    resource, query = selection.resource, selection.query()
    actions: list[dict[str, Any]] = []
    if resource.create and may(user, resource.create_permission):
        actions.append(
            {"title": _("新增"), "url": reverse(f"{resource.name}.new"), "icon": "plus", "primary": True, "key": "n"}
        )
    if may_export(user, resource):
        address = reverse(f"{resource.name}.export")
        for kind, title in (("xlsx", _("导出 Excel")), ("csv", _("导出 CSV"))):
            url = f"{address}?{query}&format={kind}" if query else f"{address}?format={kind}"
            actions.append({"title": title, "url": url, "icon": "download"})
    return actions


def pager(selection: Selection, page: Slice, turn: Turn, count: Count) -> dict[str, Any]:
    """What the foot of a list needs: the number of rows, and addresses of other pages."""
    size = None if turn.size == SIZES[1] else str(turn.size)

    def address(**changes: Any) -> str:
        texts = {name: str(value) for name, value in changes.items() if value is not None}
        return "?" + selection.query(size=size, **texts)

    return {
        "count": count.rows,
        "more": count.more,
        "exact_url": address(count="exact", **_position(turn)) if count.more else "",
        "numbers": _numbers(page, count),
        "url_for": lambda number: address(page=number if number > 1 else None),
        "first_url": address() if page.has_previous else "",
        "previous_url": _previous(page, address),
        "next_url": _next(page, address),
        "last_url": address(last=1) if page.has_next and (count.more or not _numbers(page, count)) else "",
        "sizes": [(n, "?" + selection.query(size=str(n)), n == turn.size) for n in SIZES],
    }


def _position(turn: Turn) -> dict[str, Any]:
    given = {"page": turn.number, "after": turn.after, "before": turn.before, "last": int(turn.last)}
    return {name: value for name, value in given.items() if value and (name, value) != ("page", 1)}


def _numbers(page: Slice, count: Count) -> tuple[int, int] | None:
    """This page's number and the highest; None where pages are not numbered."""
    if page.number is None or count.rows > COUNTED:
        return None
    return page.number, max(1, -(-count.rows // page.size))


def _previous(page: Slice, address: Any) -> str:
    if not page.has_previous or page.first is None:
        return ""
    return address(page=page.number - 1 if page.number > 2 else None) if page.number else address(before=page.first)


def _next(page: Slice, address: Any) -> str:
    if not page.has_next:
        return ""
    numbered = page.number is not None and (page.number + 1) * page.size <= COUNTED
    return address(page=page.number + 1) if numbered else address(after=page.last)


def _headings(selection: Selection, reading: Reading) -> list[grids.Column]:
    return [_heading(selection, seen.column, open_=seen.where is None) for seen in reading.seen]


def _heading(selection: Selection, column: Column, *, open_: bool) -> grids.Column:
    way = {column.name: "ascending", f"-{column.name}": "descending"}.get(selection.sort, "")
    onward = f"-{column.name}" if way == "ascending" else column.name
    return grids.Column(
        key=column.name,
        title=str(column.title),
        align="right" if column.kind in RIGHT else "left",
        sort_url="?" + selection.query(sort=onward) if column.sort and open_ else "",
        sorted=way,
    )


def _rows(selection: Selection, reading: Reading, page: Slice) -> list[dict[str, Any]]:
    if not page.rows:
        return []
    values = columns_of_values(reading, page.rows)
    names = NamesOfPage(reading, values)
    shown = [cells(column, one, names) for column, one in zip(reading.columns, values, strict=True)]
    pks = [row[0] for row in page.rows]
    query = selection.query()
    suffix = f"?in={quote(query)}" if query and not selection.resource.page else ""
    addresses = row_addresses(selection.resource, pks)
    return [
        {"cells": line, "row_url": address + suffix, "row_id": pk}
        for line, address, pk in zip(zip(*shown, strict=True), addresses, pks, strict=True)
    ]
