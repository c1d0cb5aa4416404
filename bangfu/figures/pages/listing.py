"""All figures, one working group at a time: a page computes only what it shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.figures.answers import answer, state_of_books
from bangfu.figures.computing import Question
from bangfu.figures.declared import Figure, figures
from bangfu.figures.formulas import Formulas
from bangfu.figures.pages.asking import Period, figure_address, period_of, place_of
from bangfu.figures.pages.words import place_name, places_offered
from bangfu.figures.scoping import may_ask, reach_of, sources_of
from bangfu.figures.units import exact, written
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
    groups = groups_for(user)
    chosen = request.GET.get("workstream") or next(iter(groups), "")
    if chosen and chosen not in groups:
        raise Refused(_("没有“%(text)s”这一组指标。") % {"text": chosen[:40]}, field="workstream")
    reach = scope_of(user, "ledger.entry.view")
    place, period = place_of(request, reach), period_of(request)
    state, formulas = state_of_books(), Formulas()
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
        "rows": [row(user, figure, place, period, state, formulas) for figure in groups.get(chosen, [])[:PER_PAGE]],
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


def row(
    user: User,
    figure: Figure,
    place: str,
    period: Period,
    state: Any,
    formulas: Formulas,
    *,
    side: str = "receiver",
) -> dict[str, Any]:
    """Return one line of the list; a figure that cannot be asked about the place says so. ``told``: it has a value.

    ``side`` is *giver* for help that came from the place, where the figure knows of givers.
    """
    side = side if all(source.giver_place for source in sources_of(figure)) else "receiver"
    reach = reach_of(user, figure)
    asked = place if not place or not reach.prefixes or reach.covers(place) else None
    title = {"text": figure.title, "url": figure_address(figure.name, _parameters(place, period, side))}
    if asked is None:
        return {"cells": (title, _("超出您的范围"), formulas.definition(figure)), "told": False}
    question = Question(area_code=asked, from_=period.from_, to=period.to, side=side)
    found = answer(user, figure, question, state=state)
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
