"""The one question every read and write asks: over which rows does this user hold this permission?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import prefix_range
from bangfu.kernel.errors import Denied
from bangfu.kernel.rights.models import Grant, User
from bangfu.kernel.rights.roles import permissions, roles

M = TypeVar("M", bound=Model)
OwnRows = Callable[[User], Q]


@dataclass(frozen=True)
class Scope:
    """Where a permission holds: area prefixes (``""`` is everywhere), and whether the user's own rows count."""

    prefixes: tuple[str, ...] = ()
    own: bool = False

    def __bool__(self) -> bool:
        return bool(self.prefixes) or self.own

    @property
    def everywhere(self) -> bool:
        """Whether no area is excluded."""
        return "" in self.prefixes

    def covers(self, area_code: str) -> bool:
        """Tell whether a row at this area lies inside by its place."""
        return any(area_code.startswith(p) for p in self.prefixes)

    def q(self, field: str = "area_code", own: Q | None = None) -> Q:
        """Return the condition on rows; it matches nothing when the scope is empty."""
        if self.everywhere:
            return Q()
        condition = Q(pk__in=[])
        for prefix in self.prefixes:
            low, high = prefix_range(prefix)
            condition |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
        if self.own and own is not None:
            condition |= own
        return condition

    def within(self, area_code: str | None) -> Scope:
        """Narrow the scope to one area: what of it lies below, or the area itself if it lies inside."""
        if not area_code:
            return self
        inside = [p for p in self.prefixes if p.startswith(area_code)]
        if self.covers(area_code):
            inside = [area_code]
        return Scope(tuple(inside), self.own)


EVERYWHERE = Scope(("",))


def active_grants(user: User, on: date | None = None) -> list[Grant]:
    """Return the user's grants in force on a day (default today); today's are read once per user object."""
    if not user.is_authenticated or not user.is_active:
        return []
    today = timezone.localdate()
    day = on or today
    cached = getattr(user, "_grants", None)
    if cached is None:
        cached = user._grants = list(user.grants.all())
    return [g for g in cached if g.valid_from <= day and (g.valid_to is None or day <= g.valid_to)]


def scope_of(user: User, permission: str, on: date | None = None) -> Scope:
    """Return where the user holds the permission; raise KeyError for one that nobody declared."""
    declared = permissions[permission]
    if getattr(user, "is_operator", False) and user.is_active:
        return EVERYWHERE
    prefixes: set[str] = set()
    own = False
    for grant in active_grants(user, on):
        if grant.role not in declared.roles:
            continue
        if roles[grant.role].reach == "own":
            own = True
        else:
            prefixes.add(grant.area_code)
    shortest = [p for p in prefixes if not any(p != q and p.startswith(q) for q in prefixes)]
    return Scope(tuple(sorted(shortest)), own)


def may(user: User, permission: str, area_code: str | None = None) -> bool:
    """Tell whether the user holds the permission at the place (or anywhere, when none is given)."""
    scope = scope_of(user, permission)
    return bool(scope) if area_code is None else scope.covers(area_code)


def require(user: User, permission: str, area_code: str | None = None) -> Scope:
    """Return the scope, or raise Denied in words that do not tell what lies outside it."""
    scope = scope_of(user, permission)
    if not scope or (area_code is not None and not scope.covers(area_code)):
        raise Denied(_("您没有“%(what)s”的权限，或对象不在您的管辖范围内。") % {"what": permissions[permission].title})
    return scope


def scoped(
    rows: QuerySet[M], user: User, permission: str, *, field: str = "area_code", own: OwnRows | None = None
) -> QuerySet[M]:
    """Return the rows over which the user holds the permission: the one filter of lists, counts, search and exports."""
    scope = scope_of(user, permission)
    return rows.filter(scope.q(field, own(user) if own and scope.own else None))
