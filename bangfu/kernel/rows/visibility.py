"""Which rows and which columns of a resource one user sees."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Model, Q, QuerySet
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import prefix_range
from bangfu.kernel.errors import Denied
from bangfu.kernel.resources import Column, Resource
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.roles import permissions
from bangfu.kernel.rights.scope import Scope, may, require, scope_of
from bangfu.kernel.rows.lookups import Unindexed


class Absent(Denied):
    """The row does not exist, or lies outside the user's reach: which of the two is not told."""


def rows_visible_to(
    user: User, resource: Resource, permission: str = "", *, area_code: str = "", by_place: bool = True
) -> QuerySet[Any]:
    """Return the rows the user may see and, if a permission is named, holds it over; below one area if given.

    ``by_place`` False says that another condition finds the rows faster than their place does. Raises Denied when
    the user holds it nowhere, or when the area lies wholly outside.
    """
    rows = resource.rows() if resource.rows else resource.model._default_manager.all()
    view = require(user, resource.permission)
    scope = require(user, permission) if permission else view
    if not resource.scope_field:
        return rows
    field = resource.scope_field
    if not by_place:
        rows, field = rows.alias(_place=Unindexed(F(field))), "_place"
    own = resource.own(user) if resource.own and (scope.own or view.own) else None
    if scope != view:
        rows = rows.filter(_within(resource, view, field, own if view.own else None))
    if not area_code:
        return rows.filter(_within(resource, scope, field, own if scope.own else None))
    if own is not None and scope.own:
        low, high = prefix_range(area_code)
        below = {f"{field}__gte": low, f"{field}__lt": high}
        return rows.filter(scope.q(field, own), **below)
    narrowed = scope.within(area_code)
    if narrowed.prefixes:
        return rows.filter(narrowed.q(field) | (Scope((area_code,)).q(field) & _from_sides(resource, scope)))
    rows = rows.filter(Scope((area_code,)).q(field) & _from_sides(resource, scope))
    if not resource.sides or not rows.exists():
        require(user, permission or resource.permission, area_code)
    return rows


def _within(resource: Resource, scope: Scope, field: str, own: Q | None) -> Q:
    """Return the condition on rows that a scope reaches by their place, by a further one, or as the user's own."""
    inside = scope.q(field, own)
    return inside | _from_sides(resource, scope) if inside and resource.sides else inside


def _from_sides(resource: Resource, scope: Scope) -> Q:
    """Return the condition on rows that a scope reaches by one of their further places."""
    condition = Q(pk__in=[])
    for side in resource.sides:
        condition |= scope.q(side)
    return condition


def row_visible_to(user: User, resource: Resource, pk: Any, permission: str = "") -> Model:
    """Return one row; raise Absent alike when it does not exist and when it lies outside the user's reach."""
    try:
        row = rows_visible_to(user, resource, permission).filter(pk=pk).first()
    except (ValueError, ValidationError, OverflowError):  # an address that no row could have
        row = None
    if row is None:
        raise Absent(_("没有这条“%(what)s”记录，或它不在您的管辖范围内。") % {"what": resource.title})
    return row


def area_of(resource: Resource, obj: Any) -> str:
    """Return the area code of a row, following the resource's scope field; empty when it has none."""
    return value_at(obj, resource.scope_field) if resource.scope_field else ""


def sides_of(resource: Resource, obj: Any) -> list[str]:
    """Return the further places of a row at which its resource may be acted on."""
    return [value_at(obj, side) for side in resource.sides] if resource.sides_act else []


def value_at(obj: Any, path: str) -> str:
    """Return the text at the end of an ORM path from a row; empty where there is none."""
    for name in path.split("__"):
        obj = getattr(obj, name, None)
    return obj if isinstance(obj, str) else ""


def may_see(user: User, resource: Resource) -> bool:
    """Tell whether the user may list the resource at all."""
    return may(user, resource.permission)


def may_export(user: User, resource: Resource) -> bool:
    """Tell whether the user may take rows out as a file: declared, and held somewhere."""
    return resource.export_permission in permissions and may(user, resource.export_permission)


@dataclass(frozen=True)
class Seen:
    """A column as one user sees it: everywhere, or (``where``) only on rows whose area lies inside a scope."""

    column: Column
    where: Scope | None = None

    def shows(self, area_code: str) -> bool:
        """Tell whether the value of a row at this area may be shown."""
        return self.where is None or self.where.covers(area_code or "")


def columns_visible_to(user: User, resource: Resource) -> list[Seen]:
    """Return the columns the user may see, in order; those seen nowhere are left out.

    They are found once for a user object, as its grants are.
    """
    known: dict[Resource, list[Seen]] = user.__dict__.setdefault("_columns_visible", {})
    if resource not in known:
        view = scope_of(user, resource.permission)
        seen = [_seen(user, resource, column, view) for column in resource.columns]
        known[resource] = [column for column in seen if column is not None]
    return known[resource]


def _seen(user: User, resource: Resource, column: Column, view: Scope) -> Seen | None:
    if not column.permission:
        return Seen(column)
    scope = scope_of(user, column.permission)
    if not scope:
        return None
    if not resource.scope_field or scope.everywhere:
        return Seen(column)
    inside = all(scope.covers(prefix) for prefix in view.prefixes)
    return Seen(column, None if inside and (scope.own or not view.own) else scope)


def hidden_paths(user: User, resource: Resource) -> set[str]:
    """Return the ORM paths by which the user may neither filter, nor sort, nor search: some values are hidden."""
    if not any(column.permission for column in resource.columns):
        return set()
    open_columns = {s.column.name for s in columns_visible_to(user, resource) if s.where is None}
    return {c.source for c in resource.columns if c.name not in open_columns}


def reads_hidden(path: str, hidden: Collection[str]) -> bool:
    """Tell whether an ORM path, or the keyed index of it, is among the hidden ones."""
    return path in hidden or path.removesuffix("_index") in hidden


def field_at(model: type[Model], path: str) -> Field[Any, Any] | None:
    """Return the model field at the end of an ORM path; None for an annotation."""
    field: Any = None
    for name in path.split("__"):
        if name == "pk":
            field = model._meta.pk
        else:
            try:
                field = model._meta.get_field(name)
            except FieldDoesNotExist:
                return None
        model = field.related_model or model
    return field
