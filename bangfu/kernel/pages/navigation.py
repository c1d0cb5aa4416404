"""The navigation of one user: what they may open, in the groups that pages and resources name."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from bangfu.kernel.resources import Page, Resource, menus, pages, resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may

LATER = 100


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups with their items, as the layout shows them; empty groups are left out."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in sorted(_items(), key=lambda item: getattr(item, "order", LATER) if isinstance(item, Page) else LATER):
        if may_open(request.user, item):
            groups.setdefault(item.menu, []).append(_entry(request, item))
    _mark_current(request, [entry for entries in groups.values() for entry in entries])
    return [
        {"title": menus[name].title if name in menus else name, "items": groups[name]}
        for name in sorted(groups, key=lambda name: menus[name].order if name in menus else LATER)
    ]


def navigation_key(groups: list[dict[str, Any]]) -> tuple[Any, ...]:
    """Return what tells one navigation from another, so that its markup can be kept."""
    return tuple((e["url"], e["active"], e.get("count", 0)) for group in groups for e in group["items"])


def may_open(user: User, item: Page | Resource) -> bool:
    """Tell whether the user may open a page or list; a page without a permission is open to all who log in."""
    return not item.permission or may(user, item.permission)


@cache
def address_of(item: Page | Resource) -> str:
    """Where a page or list is."""
    return reverse(item.name if isinstance(item, Page) else f"{item.name}.list")


def _items() -> list[Page | Resource]:
    return [item for item in (*pages, *resources) if item.menu]


def _entry(request: HttpRequest, item: Page | Resource) -> dict[str, Any]:
    pinned = isinstance(item, Page) and item.pinned
    return {"title": item.title, "url": address_of(item), "icon": item.icon, "active": False, "pinned": pinned}


def _mark_current(request: HttpRequest, entries: list[dict[str, Any]]) -> None:
    """Mark the item whose address is the longest beginning of this one."""
    above = [e for e in entries if request.path.startswith(e["url"]) and (e["url"] != "/" or request.path == "/")]
    if above:
        max(above, key=lambda e: len(e["url"]))["active"] = True
