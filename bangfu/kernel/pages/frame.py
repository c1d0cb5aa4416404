"""Answering with a page: the layout's surroundings for whoever asks, whatever the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel.notices.queries import unread_count
from bangfu.kernel.pages.navigation import family_tabs, navigation, navigation_key
from bangfu.kernel.remembered import RememberedEach
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.roles import roles
from bangfu.kernel.rights.scope import active_grants
from bangfu.kernel.rows.values import names_of, word

Crumb = tuple[str, Any]  # address (empty for where one is) and title
_unread: RememberedEach[int, int] = RememberedEach()


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    crumbs: Sequence[Crumb] = (),
    status: int = 200,
) -> HttpResponse:
    """Answer with a page inside the layout: navigation, place, notices and account of the user who asks.

    ``crumbs`` are the steps between the first page and this one.
    """
    return render(request, template, {**surroundings(request, crumbs), **(context or {})}, status=status)


def part(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Answer with a piece of a page, for htmx."""
    return render(request, template, dict(context), status=status)


def wants_part(request: HttpRequest, target: str) -> bool:
    """Tell whether htmx asks only for the element of that id."""
    return request.headers.get("HX-Target") == target


def surroundings(request: HttpRequest, crumbs: Sequence[Crumb] = ()) -> dict[str, Any]:
    """Return what the layout shows around a page; to a stranger only the language switch."""
    around: dict[str, Any] = {"language_url": reverse("language")}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return around
    return around | {
        "navigation": (groups := navigation(request)),
        "navigation_key": navigation_key(groups),
        "family": family_tabs(request),
        "scope_name": scope_name(user),
        "search_url": reverse("search"),
        "search_query": request.GET.get("q", "") if request.path == reverse("search") else "",
        "notices": {"url": reverse("notices"), "count": _unread.get(user.pk, lambda: unread_count(user))},
        "account": {"name": user.name, "role": role_names(user), "items": account_items()},
        "logout_url": reverse("logout"),
        "breadcrumbs": [{"title": title, "url": address} for address, title in (("/", _("首页")), *crumbs)]
        if crumbs
        else [],
    }


def forget_unread(user: User) -> None:
    """Count a user's unread notices anew on the next page."""
    _unread.forget(user.pk)


def scope_name(user: User) -> str:
    """Return the names of the places the user works for."""
    if user.is_operator:
        return _("全部地区")
    prefixes = list(dict.fromkeys(grant.area_code for grant in active_grants(user)))
    names = names_of("area", [p for p in prefixes if p])
    return "、".join(word(names, p) if p else _("全部地区") for p in prefixes[:3])


def role_names(user: User) -> str:
    """Return the titles of the user's roles."""
    if user.is_operator:
        return _("系统操作员")
    names = dict.fromkeys(grant.role for grant in active_grants(user))
    return "、".join(str(roles[name].title) if name in roles else name for name in names)


def account_items() -> list[dict[str, str]]:
    """Return the menu under the user's name."""
    return [
        {"title": _("修改密码"), "url": reverse("password"), "icon": "lock"},
        {"title": _("接口令牌"), "url": reverse("tokens"), "icon": "key"},
    ]
