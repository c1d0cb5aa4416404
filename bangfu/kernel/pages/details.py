"""The page of one row: its facts, acts, panels of other layers, files and history."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.evidence.queries import evidence_of
from bangfu.kernel.history.models import Change
from bangfu.kernel.pages.addresses import list_address, row_address
from bangfu.kernel.pages.attachments import purposes_of, shown_files
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.lists import crumbs_to
from bangfu.kernel.pages.submissions import new_key
from bangfu.kernel.resources import Resource, panels
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import may_on
from bangfu.kernel.rows.acting import may_act
from bangfu.kernel.rows.history import Told, history_visible_to
from bangfu.kernel.rows.neighbours import neighbours
from bangfu.kernel.rows.selection import select
from bangfu.kernel.rows.values import NamesOfPage, cells, columns_of_values, reading_of
from bangfu.kernel.rows.visibility import area_of, row_visible_to, rows_visible_to


def detail_page(request: HttpRequest, resource: Resource, pk: Any) -> HttpResponse:
    """Show one row; a stranger's row answers as one that does not exist."""
    user = request.user
    obj = row_visible_to(user, resource, pk)
    if resource.page:
        return redirect(row_address(resource, pk))
    context = {
        "page": {"title": resource.named(obj), "note": resource.title, "actions": actions(user, resource, obj)},
        "sections": sections(user, resource, pk),
        "acts": offered_acts(user, resource, obj),
        "panels": shown_panels(user, resource, obj),
        "files": shown_files(evidence_of(obj)) if isinstance(obj.pk, int) else [],
        "upload": upload_offer(user, resource, obj),
        "changes": course(user, resource, obj),
        "turn": turn(request, resource, pk),
        "key": new_key(),
    }
    return show(request, "kernel/pages/detail.html", context, crumbs=[*crumbs_to(resource), ("", resource.named(obj))])


def sections(user: User, resource: Resource, pk: Any) -> list[dict[str, Any]]:
    """Return the facts of one row, grouped as the columns say; in order of first appearance."""
    reading = reading_of(user, resource, lambda column: column.in_detail)
    rows = list(rows_visible_to(user, resource).filter(pk=pk).values_list("pk", *reading.paths))
    values = columns_of_values(reading, rows)
    names = NamesOfPage(reading, values)
    groups: dict[str, list[tuple[str, Any]]] = {}
    for column, value in zip(reading.columns, values, strict=True):
        shown = cells(column, value, names)[0] if value else None
        groups.setdefault(str(column.section), []).append((str(column.title), fact(shown)))
    return [{"title": title or _("基本情况"), "items": facts} for title, facts in groups.items()]


def fact(cell: Any) -> Any:
    """Return one value as a description list shows it."""
    if not isinstance(cell, dict):
        return cell
    if cell.get("url"):
        return format_html('<a href="{}">{}</a>', cell["url"], cell["text"])
    if cell.get("tone"):
        return format_html('<span class="state state-{}">{}</span>', cell["tone"], cell["text"])
    return format_html('<span title="{}">{}</span>', cell.get("title", ""), cell["text"])


def actions(user: User, resource: Resource, obj: Any) -> list[dict[str, Any]]:
    """The buttons at the head of the page."""
    if resource.change is None or not may_on(user, resource.change_permission, obj):
        return []
    url = reverse(f"{resource.name}.edit", args=[obj.pk])
    return [{"title": _("修改"), "url": url, "icon": "edit", "primary": True, "key": "e"}]


def offered_acts(user: User, resource: Resource, obj: Any) -> list[dict[str, Any]]:
    """The acts that may be done to this row now."""
    return [
        {
            "title": act.title,
            "url": reverse(f"{resource.name}.act", args=[obj.pk, act.name]),
            "question": act.confirm or _("确定要“%(what)s”吗？") % {"what": act.title},
            "tone": act.tone,
            "has_form": act.form is not None,
        }
        for act in resource.acts
        if not act.bulk and act.when(obj) and may_act(user, act, obj)
    ]


def shown_panels(user: User, resource: Resource, obj: Any) -> list[dict[str, Any]]:
    """The blocks that other layers add; those that have nothing to show are left out."""
    mine = sorted((p for p in panels if p.of == resource.name), key=lambda p: p.order)
    seen = ("", resource.permission)  # the row was found among those that the user may see
    allowed = [p for p in mine if p.permission in seen or may_on(user, p.permission, obj)]
    return [{"title": p.title, "html": mark_safe(html)} for p in allowed if (html := p.render(user, obj))]  # noqa: S308


def upload_offer(user: User, resource: Resource, obj: Any) -> dict[str, Any] | None:
    """Where files are added to this row, and for which purposes; None when the user may not."""
    if not resource.evidence or not may_on(user, resource.file_permission, obj):
        return None
    return {"url": reverse(f"{resource.name}.files", args=[obj.pk]), "purposes": purposes_of(resource)}


def course(user: User, resource: Resource, obj: Any) -> list[dict[str, Any]]:
    """What was done to this row and what befell it, the newest first."""
    changes = [history_item(told) for told in history_visible_to(user, resource, obj, area_of(resource, obj))]
    befell = resource.happened(obj) if resource.happened else ()
    happened = [
        {
            "when": h.at,
            "title": h.title,
            "who": h.who,
            "reason": h.text,
            "differences": [],
            "hidden": 0,
            "url": h.url,
            "tone": h.tone,
        }
        for h in befell
    ]
    return sorted([*changes, *happened], key=lambda item: item["when"], reverse=True) if happened else changes


def history_item(told: Told) -> dict[str, Any]:
    """Return one change as the timeline shows it."""
    change: Change = told.change
    return {
        "when": change.at,
        "title": told.title,
        "who": str(change.actor) if change.actor else _("系统"),
        "reason": change.reason,
        "differences": told.differences,
        "hidden": told.hidden,
    }


def turn(request: HttpRequest, resource: Resource, pk: Any) -> dict[str, str]:
    """Return the addresses of the list and of the rows before and after this one in it."""
    query = request.GET.get("in", "")
    try:
        selection = select(request.user, resource, dict(QueryDict(query).lists()))
    except Refused:
        query, selection = "", select(request.user, resource, {})
    suffix = f"?in={quote(query)}" if query else ""
    addresses = [f"{row_address(resource, other)}{suffix}" if other else "" for other in neighbours(selection, pk)]
    back = f"{list_address(resource)}?{query}" if query else list_address(resource)
    return {"previous": addresses[0], "next": addresses[1], "list": back}
