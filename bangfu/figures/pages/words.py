"""The words of places: those a user may choose, and the one a number is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import parents
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import Scope, may
from bangfu.parties.queries import area_names, areas_visible_to, children_of

AREA_VIEW = "parties.area.view"


def places_offered(user: User, reach: Scope, chosen: str) -> list[tuple[str, str]]:
    """Return the places a user may choose: the way down to the chosen one, and what lies inside it; two queries."""
    if not reach.prefixes or not may(user, AREA_VIEW):
        return []
    above = [code for code in (*parents(chosen), chosen) if chosen and reach.covers(code)]
    tops = [] if chosen else [p for p in reach.prefixes if p]
    names = area_names([*above, *tops])
    inside = children_of(areas_visible_to(user), chosen).order_by("code").values_list("code", "name")
    below = [(code, name) for code, name in inside if code not in names] if chosen or not tops else []
    offered = [(code, _indented(names[code], depth)) for depth, code in enumerate(above) if code in names]
    offered += [(code, names.get(code, code)) for code in tops]
    return offered + [(code, _indented(name, len(above))) for code, name in below if reach.covers(code)]


def _indented(name: str, depth: int) -> str:
    return f"{'　' * depth}{name}"


def place_name(user: User, reach: Scope, code: str) -> str:
    """Return the name of the place a number is about."""
    if code:
        return area_names([code]).get(code, code)
    if reach.everywhere:
        return _("全部地区")
    if not reach.prefixes:
        return _("本人（本单位）参与的")
    names: Sequence[Any] = list(area_names(reach.prefixes).values())
    return "、".join(names)
