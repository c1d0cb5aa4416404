"""The filters above a list, and the conditions that apply, in words."""

from collections.abc import Sequence
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import parents
from bangfu.kernel.remembered import RememberedEach
from bangfu.kernel.resources import Filter, resolvers
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import active_grants, scope_of
from bangfu.kernel.rows.selection import Selection, choices_of
from bangfu.kernel.rows.values import names_of, word
from bangfu.kernel.rows.visibility import hidden_paths, reads_hidden

SECONDS = 30
_options: RememberedEach[Any, list[tuple[str, str]]] = RememberedEach(SECONDS)


def filter_fields(selection: Selection) -> list[dict[str, Any]]:
    """Return the fields as the filter macro takes them; those that read hidden columns are left out."""
    resource, hidden = selection.resource, hidden_paths(selection.user, selection.resource)
    fields = []
    if resource.search:
        hint = resource.search_hint or _("查找")
        fields.append(
            {"name": "q", "label": _("查找"), "kind": "search", "value": selection.search, "placeholder": hint}
        )
    for declared in resource.filters:
        if not reads_hidden(declared.source, hidden):
            fields.extend(_fields(selection, declared))
    return fields


def filters_key(selection: Selection) -> tuple[Any, ...] | None:
    """Return what tells these filters from others, so that their markup can be kept; None when some are filled in.

    Choices may change at any time: a key is good for half a minute.
    """
    if selection.given:
        return None
    return (selection.user.pk, *_reach(selection.user), selection.sort, int(monotonic() // SECONDS))


def _reach(user: User) -> tuple[Any, ...]:
    """What decides which areas and choices somebody is offered."""
    return user.is_operator, tuple(sorted((grant.role, grant.area_code) for grant in active_grants(user)))


def chips(selection: Selection) -> list[dict[str, Any]]:
    """Return the conditions that apply, each with the address that takes it away."""
    found = []
    titles = {name: declared for declared in selection.resource.filters for name in declared.parameters}
    for name, values in selection.given.items():
        declared = titles.get(name)
        label = _title(declared, name) if declared else _("查找")
        shown = _words(selection, declared, values) if declared else values[0]
        found.append({"label": label, "value": shown, "remove_url": "?" + selection.query(**{name: None})})
    return found


def area_options(user: User, permission: str, chosen: str) -> list[tuple[str, str]]:
    """Return the areas one may choose from: those above the chosen one, itself, and those right below it.

    Only what lies within the user's reach is offered; with nothing chosen, the places of the user's own grants.
    Users of the same grants are offered the same, and areas hardly ever change: it is remembered for a while.
    """
    key = (*_reach(user), permission, chosen)
    return _options.get(key, lambda: _area_options(user, permission, chosen))


def _area_options(user: User, permission: str, chosen: str) -> list[tuple[str, str]]:
    scope, resolver = scope_of(user, permission), resolvers.get("area")
    if resolver is None or resolver.below is None:
        return []
    if not chosen:
        roots = [p for p in scope.prefixes if p]
        below = resolver.below(user, roots[0] if len(roots) == 1 else "") if len(roots) < 2 else []
        return [*_named(roots), *below]
    above = [code for code in (*parents(chosen), chosen) if scope.covers(code)]
    return [*_named(above), *resolver.below(user, chosen)]


def _named(codes: Sequence[str]) -> list[tuple[str, str]]:
    names = names_of("area", codes)
    return [(code, word(names, code)) for code in codes]


def _fields(selection: Selection, declared: Filter) -> list[dict[str, Any]]:
    more = {"more": True} if declared.more else {}
    if declared.kind == "date":
        return [
            {"name": name, "label": _title(declared, name), "kind": "date", "value": _value(selection, name), **more}
            for name in declared.parameters
        ]
    field = {"name": declared.name, "label": declared.title, "value": _value(selection, declared.name), **more}
    if declared.kind == "area":
        options = area_options(selection.user, selection.resource.permission, field["value"])
        return [{**field, "kind": "select", "options": options} if options else {**field, "kind": "text"}]
    if declared.kind == "text":
        return [{**field, "kind": "text"}]
    return [{**field, "kind": "select", "options": choices_of(selection.user, selection.resource, declared)}]


def _title(declared: Filter, name: str) -> str:
    if declared.kind != "date":
        return str(declared.title)
    return (_("%(what)s起") if name.endswith("_from") else _("%(what)s止")) % {"what": declared.title}


def _words(selection: Selection, declared: Filter, values: list[str]) -> str:
    if declared.kind == "area":
        return word(names_of("area", values), values[0])
    titles = dict(choices_of(selection.user, selection.resource, declared))
    return "、".join(str(titles.get(value, value)) for value in values)


def _value(selection: Selection, name: str) -> str:
    return selection.given.get(name, [""])[0]
