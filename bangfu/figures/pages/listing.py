"""All figures, one working group at a time: a page computes only what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.figures.answers import answer_all, state_of_books
from bangfu.figures.computing import Answer, Question
from bangfu.figures.declared import Figure, figures
from bangfu.figures.formulas import Formulas
from bangfu.figures.pages.asking import Period, figure_address, period_of, place_of
from bangfu.figures.pages.words import place_name, places_offered
from bangfu.figures.scoping import may_ask, reach_of, sources_of
from bangfu.figures.units import exact, written
from bangfu.kernel.asking import DAYS, PLACE, conditions
from bangfu.kernel.errors import Refused
from bangfu.kernel.manifest import manifests
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scope_of

PER_PAGE = 100


def figures_page(request: HttpRequest) -> HttpResponse:
    """List the figures of one working group with their values for a place and a period."""
    user = request.user
    require(user, "figures.figure.view")
    conditions(request.GET, (*PLACE, *DAYS, "workstream"))
    groups = groups_for(user)
    chosen = request.GET.get("workstream") or next(iter(groups), "")
    if chosen and chosen not in groups:
        raise Refused(_("没有“%(text)s”这一组指标。") % {"text": chosen[:40]}, field="workstream")
    reach = scope_of(user, "ledger.entry.view")
    place, period = place_of(request, reach), period_of(request)
    state = state_of_books()
    kept = {"place": place, "from": period.from_.isoformat() if period.from_ else "", "to": _text(period)}
    context = {
        "groups": [
            {
                "title": group_title(name),
                "url": f"{reverse('figures')}?{urlencode({**kept, 'workstream': name})}",
                "active": name == chosen,
                "count": len(members),
            }
            for name, members in groups.items()
        ],
        "rows": rows(user, groups.get(chosen, [])[:PER_PAGE], place, period, state),
        "fields": fields(user, reach, place, period),
        "hidden": {"workstream": chosen},
        "place_name": place_name(user, reach, place),
        "period": period,
    }
    return show(request, "figures/list.html", context, crumbs=[("", _("指标"))])


def groups_for(user: User) -> dict[str, list[Figure]]:
    """Return the figures a user may ask, by working group, in the order of the declarations."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        if may_ask(user, figure):
            groups.setdefault(figure.workstream, []).append(figure)
    return dict(sorted(groups.items(), key=lambda item: manifests[item[0]].order if item[0] in manifests else 100))


def group_title(name: str) -> str:
    """Return the title of a working group."""
    return str(manifests[name].title) if name in manifests else name


def rows(
    user: User, members: Sequence[Figure], place: str, period: Period, state: Any, *, side: str = "receiver"
) -> list[dict[str, Any]]:
    """Return the lines of a list; a figure that cannot be asked about the place says so. ``told``: it has a value.

    ``side`` is *giver* for help that came from the place, where the figure knows of givers.
    """
    formulas = Formulas()
    asked = [(one, question) for one in members if (question := _question(user, one, place, period, side)) is not None]
    found = {one.figure.name: one for one in answer_all(user, asked, state=state)}
    return [_row(one, _parameters(place, period, _side(one, side)), found.get(one.name), formulas) for one in members]


def _side(figure: Figure, side: str) -> str:
    return side if all(source.giver_place for source in sources_of(figure)) else "receiver"


def _question(user: User, figure: Figure, place: str, period: Period, side: str) -> Question | None:
    reach = reach_of(user, figure)
    if place and reach.prefixes and not reach.covers(place):
        return None
    return Question(area_code=place, from_=period.from_, to=period.to, side=_side(figure, side))


def _row(figure: Figure, parameters: dict[str, str | None], found: Answer | None, formulas: Formulas) -> dict[str, Any]:
    title = {"text": figure.title, "url": figure_address(figure.name, parameters)}
    if found is None:
        return {"cells": (title, _("超出您的范围"), formulas.definition(figure)), "told": False}
    shown = {"text": written(found.value, figure.unit), "url": title["url"], "title": exact(found.value, figure.unit)}
    return {"cells": (title, shown, formulas.definition(figure)), "told": bool(found.told and found.value)}


def fields(user: User, reach: Any, place: str, period: Period) -> list[dict[str, Any]]:
    """Return the conditions above a figure: place and period."""
    offered = places_offered(user, reach, place)
    choice = {"name": "place", "label": _("地区"), "kind": "select", "options": offered, "value": place}
    if len(reach.prefixes) == 1 and reach.prefixes[0]:
        choice["placeholder"] = place_name(user, reach, "")
    return [
        *([choice] if offered else []),
        {"name": "from", "label": _("从"), "kind": "date", "value": period.from_.isoformat() if period.from_ else ""},
        {"name": "to", "label": _("到"), "kind": "date", "value": _text(period)},
    ]


def _parameters(place: str, period: Period, side: str) -> dict[str, str | None]:
    return {
        "side": side if side != "receiver" else None,
        "place": place or None,
        "from": period.from_.isoformat() if period.from_ else None,
        "to": _text(period) or None,
    }


def _text(period: Period) -> str:
    return period.to.isoformat() if period.to else ""
