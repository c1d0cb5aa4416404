"""Figures within a user's reach: nobody is told a number that counts rows they may not see.

A figure is asked about a place. Whoever holds a source's permission over places may ask about those and what lies
inside them; whoever reaches only their own rows gets the figure over these. A place that merely contains one's own is
refused: a part shown as the whole would be a wrong number.
"""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext as _

from bangfu.figures.computing import Question
from bangfu.figures.declared import Figure
from bangfu.figures.expressions import measures
from bangfu.figures.sources import Source, sources
from bangfu.kernel.errors import Denied
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import Scope, scope_of


def sources_of(figure: Figure) -> list[Source]:
    """Return the sources a figure counts, each once."""
    return [sources[name] for name in dict.fromkeys(m.source for m in measures(figure.expression))]


def may_ask(user: User, figure: Figure) -> bool:
    """Tell whether the user reaches rows of every source of the figure."""
    return all(reaches(user, source) for source in sources_of(figure))


def reach_of(user: User, figure: Figure) -> Scope:
    """Return the places a user may ask the figure about; ``own`` when it is over their own rows only."""
    found: Scope | None = None
    for source in sources_of(figure):
        scope = scope_of(user, source.permission)
        found = scope if found is None else _both(found, scope)
    return found or Scope()


def bounded(user: User, figure: Figure, question: Question) -> Question:
    """Return the question over the rows the user may see. Raises Denied outside the user's places."""
    return Bounds(user).of(figure, question)


class Bounds:
    """What a user may see of each source, made once for each place and side: questions about the same rows then show
    that they are (``computing.compute_all``).
    """

    def __init__(self, user: User) -> None:
        self._user = user
        self._made: dict[tuple[str, str, str], Q] = {}

    def of(self, figure: Figure, question: Question) -> Question:
        """Return the question over the rows the user may see. Raises Denied outside the user's places."""
        return replace(question, within={one.name: self._bound(figure, one, question) for one in sources_of(figure)})

    def _bound(self, figure: Figure, source: Source, question: Question) -> Q:
        key = (source.name, question.area_code, question.side)
        if key not in self._made:
            if not reaches(self._user, source):
                raise Denied(_("您没有查看指标“%(what)s”的权限。") % {"what": figure.title})
            self._made[key] = bound_of(self._user, source, question)
        return self._made[key]


def reaches(user: User, source: Source) -> bool:
    """Tell whether the user may see any row of a source."""
    scope = scope_of(user, source.permission)
    return bool(scope.prefixes) or (scope.own and source.visible_to is not None)


def bound_of(user: User, source: Source, question: Question) -> Q:
    """Return which rows of a source the user may see. Raises Denied outside their places."""
    scope = scope_of(user, source.permission)
    if scope.everywhere:
        return Q()
    if not scope.prefixes:
        return Q(pk__in=source.visible_to(user).values("pk")) if source.visible_to else Q(pk__in=[])
    if question.area_code:
        if not scope.covers(question.area_code):
            raise Denied(_("这个地区不在您的管辖范围内。"))
        return Q()  # the place itself is the bound
    giver = question.side == "giver" and source.giver_place
    return scope.q(source.giver_place if giver else source.place)


def _both(one: Scope, other: Scope) -> Scope:
    inside = {p for p in one.prefixes if other.covers(p)} | {p for p in other.prefixes if one.covers(p)}
    return Scope(tuple(sorted(inside)), one.own and other.own)
