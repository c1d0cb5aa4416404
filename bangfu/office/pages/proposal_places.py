"""A proposal beside today by place: on a map with who helps across places, and in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bangfu.kernel import maps
from bangfu.kernel.areas_of import TOWNSHIP, VILLAGE
from bangfu.kernel.pages.frame import show
from bangfu.office.pages.proposals import address_of, crumbs_of, frame_of, proposal_of, tabs_of
from bangfu.office.queries.proposals import Part, crossings_of, parts_of
from bangfu.pairing.models import Proposal
from bangfu.parties.maps import Shown, area_map
from bangfu.parties.queries import area_names

MOST_VILLAGES, MOST_LINES = 240, 40
Crossings = Sequence[tuple[tuple[str, str], int]]


def places_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a proposal does in each village, or where these are too many in each township."""
    proposal = proposal_of(request.user, pk)
    place = request.GET.get("place", "")
    if not place.startswith(proposal.area_code):
        place = ""
    parts = parts_of(proposal, place, MOST_VILLAGES)
    digits = len(parts[0].area_code) if parts else VILLAGE
    crossings = sorted(crossings_of(proposal, digits).items(), key=lambda one: (-one[1], one[0]))
    shown = {part.area_code for part in parts}
    crossings = [one for one in crossings if one[0][1] in shown]
    names = area_names(shown | {code[:TOWNSHIP] for code in shown} | {a for (a, _b), _n in crossings})
    context = frame_of(request, proposal) | {
        "parts": table_of(proposal, parts, names),
        "map": map_of(proposal, parts, names, crossings[:MOST_LINES]) if parts else None,
        "crossings": [
            (names.get(start, start), names.get(end, end), f"{n:,}") for (start, end), n in crossings[:MOST_LINES]
        ],
        "more_crossings": max(len(crossings) - MOST_LINES, 0),
        "above": address_of(proposal, "proposal-places") if place else "",
        "place_below": area_names([place]).get(place, "") if place else "",
    }
    context["tabs"] = tabs_of(proposal, context["counts"], {"show": "places"})
    return show(request, "office/proposal_places.html", context, crumbs=crumbs_of(proposal))


def tone_of(part: Part) -> str:
    """Return a place's tone: bad where somebody stays without, warning where families move, good where all stays."""
    if part.unpaired:
        return "bad"
    return "warning" if part.changed else "good"


def map_of(proposal: Proposal, parts: Sequence[Part], names: dict[str, str], crossings: Crossings) -> maps.Drawing:
    """Return the map of a proposal: where all stays, where families move, where somebody stays without."""
    scale = maps.classes(
        {
            "good": (_("全部不变"), "good"),
            "warning": (_("有更换或新结对"), "warning"),
            "bad": (_("有未结对的"), "bad"),
        }
    )
    values = {part.area_code: Shown(tone_of(part), _changed_words(part), _detail_words(part)) for part in parts}
    below = {part.area_code: _below(proposal, part) for part in parts}
    lines = [
        maps.MapLine(
            start,
            end,
            n,
            _("%(from)s → %(to)s：%(n)s 对")
            % {"from": names.get(start, start), "to": names.get(end, end), "n": f"{n:,}"},
        )
        for (start, end), n in crossings
    ]
    note = _("线从帮扶方的帮扶村指向受助方所在地。") if lines else ""
    return area_map(
        _("建议 %(n)s：各地变化") % {"n": proposal.pk},
        values,
        scale,
        address=below.__getitem__,
        measure=_("变化"),
        note=note,
        lines=lines,
    )


def _changed_words(part: Part) -> str:
    if part.unpaired:
        return _("缺 %(n)s") % {"n": f"{part.unpaired:,}"}
    return _("变 %(changed)s / %(all)s") % {"changed": f"{part.changed:,}", "all": f"{part.all:,}"}


def _detail_words(part: Part) -> str:
    return _(
        "今天 %(today)s，建议 %(proposed)s；更换 %(moved)s，新结对 %(started)s，失去帮扶 %(ended)s，未结对 %(missing)s"
    ) % {
        "today": f"{part.today:,}",
        "proposed": f"{part.proposed:,}",
        "moved": f"{part.moved:,}",
        "started": f"{part.started:,}",
        "ended": f"{part.ended:,}",
        "missing": f"{part.unpaired:,}",
    }


def _below(proposal: Proposal, part: Part) -> str:
    """A township opens its villages, a village its rows."""
    if len(part.area_code) < VILLAGE:
        return address_of(proposal, "proposal-places", place=part.area_code)
    return address_of(proposal, show="all", place=part.area_code)


def table_of(proposal: Proposal, parts: Sequence[Part], names: dict[str, str]) -> dict[str, Any]:
    """Return today and the proposal side by side, place by place."""
    columns = [
        {"key": "place", "title": _("地区")},
        {"key": "above", "title": _("所属")},
        {"key": "all", "title": proposal.scheme.recipient_words, "align": "right"},
        {"key": "today", "title": _("今天已结对"), "align": "right"},
        {"key": "proposed", "title": _("建议已结对"), "align": "right"},
        {"key": "kept", "title": _("不变"), "align": "right"},
        {"key": "moved", "title": _("更换"), "align": "right"},
        {"key": "started", "title": _("新结对"), "align": "right"},
        {"key": "ended", "title": _("失去帮扶"), "align": "right"},
        {"key": "unpaired", "title": _("未结对"), "align": "right"},
    ]
    counts = [(part.all, part.today, part.proposed, part.kept) for part in parts]
    changes = [(part.moved, part.started, part.ended, part.unpaired) for part in parts]
    totals = [f"{sum(column):,}" for rows in (counts, changes) for column in zip(*rows, strict=True)]
    return {
        "columns": columns,
        "rows": [_row_of(proposal, part, names) for part in parts],
        "totals": (_("合计"), "", *totals),
    }


def _row_of(proposal: Proposal, part: Part, names: dict[str, str]) -> dict[str, Any]:
    code = part.area_code
    above = names.get(code[:TOWNSHIP], "") if len(code) > TOWNSHIP else ""

    def opened(count: int, show: str) -> Any:
        return {"text": f"{count:,}", "url": address_of(proposal, show=show, place=code)} if count else "0"

    return {
        "cells": (
            {"text": names.get(code, code), "url": _below(proposal, part)},
            above,
            f"{part.all:,}",
            f"{part.today:,}",
            f"{part.proposed:,}",
            f"{part.kept:,}",
            opened(part.moved, "changed"),
            opened(part.started, "changed"),
            opened(part.ended, "changed"),
            opened(part.unpaired, "unpaired"),
        ),
        "row_tone": {"bad": "bad", "warning": "warning"}.get(tone_of(part), ""),
    }
