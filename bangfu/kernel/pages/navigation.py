"""The navigation of one user: what they may open, in the groups that pages and resources name."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from bangfu.kernel.resources import Page, Resource, menus, pages, resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may

LATER = 100
Item = Page | Resource


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups with their items, as the layout shows them; empty groups are left out.

    What is a tab of another page or list is left to it, unless the user may not open that one.
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    addresses: list[tuple[str, dict[str, Any]]] = []
    entries: dict[str, dict[str, Any]] = {}
    for item in sorted(_items(), key=lambda item: (bool(item.under), place_of(item))):
        if not may_open(request.user, item):
            continue
        entry = entries.get(item.under)
        if entry is None:
            entry = entries[item.name] = _entry(request, item)
            groups.setdefault(item.menu, []).append(entry)
        addresses.append((address_of(item), entry))
    _mark_current(request, addresses)
    return [
        {"title": menus[name].title if name in menus else name, "items": groups[name]}
        for name in sorted(groups, key=lambda name: menus[name].order if name in menus else LATER)
    ]


def place_of(item: Item) -> int:
    """Return an item's place in its group."""
    return item.order if isinstance(item, Page) else item.menu_order


def family_tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the tabs of a page or list that shares its place in the navigation with others; else nothing."""
    here = next((item for item in _items() if address_of(item) == request.path), None)
    if here is None:
        return []
    lead = here.under or here.name
    family = [item for item in _items() if lead in (item.name, item.under) and may_open(request.user, item)]
    family.sort(key=lambda item: (item.name != lead, place_of(item)))
    if len(family) < 2:
        return []
    return [{"title": item.title, "url": address_of(item), "active": item is here} for item in family]


def navigation_key(groups: list[dict[str, Any]]) -> tuple[Any, ...]:
    """Return what tells one navigation from another, so that its markup can be kept."""
    return tuple((e["url"], e["active"], e.get("count", 0)) for group in groups for e in group["items"])


def may_open(user: User, item: Item) -> bool:
    """Tell whether the user may open a page or list; a page without a permission is open to all who log in."""
    return not item.permission or may(user, item.permission)


def address_of(item: Item) -> str:
    """Where a page or list is."""
    return _address(item.name if isinstance(item, Page) else f"{item.name}.list")


@cache
def _address(route: str) -> str:
    return reverse(route)  # kept by name: to hash an item would translate its title


def _items() -> list[Item]:
    return [item for item in (*pages, *resources) if item.menu]


def _entry(request: HttpRequest, item: Item) -> dict[str, Any]:
    pinned = isinstance(item, Page) and item.pinned
    return {"title": item.title, "url": address_of(item), "icon": item.icon, "active": False, "pinned": pinned}


def _mark_current(request: HttpRequest, addresses: list[tuple[str, dict[str, Any]]]) -> None:
    """Mark the item whose address, or that of a tab of it, is the longest beginning of this one."""
    path = request.path
    above = [(url, entry) for url, entry in addresses if path.startswith(url) and (url != "/" or path == "/")]
    if above:
        max(above, key=lambda one: len(one[0]))[1]["active"] = True
