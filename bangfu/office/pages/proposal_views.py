"""A proposal seen otherwise: by place, as tiles and (where coordinates are known) as a map; by helper; as a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import cos, radians, sqrt
from pathlib import Path
from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import VILLAGE
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.pages.exports import sent
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.scope import require
from bangfu.kernel.workbooks.columns import Column, Sheet, Type
from bangfu.kernel.workbooks.writing import write_export
from bangfu.office.pages.proposal_words import change_word, reasons
from bangfu.office.pages.proposals import EXPORT, address_of, crumbs_of, frame_of, proposal_of, tabs_of
from bangfu.office.queries.proposals import Part, crossings_of, exported_rows, loads_of, losses_of, parts_of
from bangfu.pairing.models import Proposal
from bangfu.parties.models import Area, Person
from bangfu.parties.queries import area_names, names_of

PER_PAGE, WIDTH, HEIGHT, MARGIN = 100, 900, 560, 60
MOST_LINES = 40


@dataclass(frozen=True)
class Spot:
    """A place on the map, in the drawing's units."""

    part: Part
    name: str
    url: str
    x: float
    y: float
    radius: float
    tone: str


def places_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a proposal does in each township, or in each village of one."""
    proposal = proposal_of(request.user, pk)
    place = request.GET.get("place", "")
    if not place.startswith(proposal.area_code):
        place = ""
    parts = parts_of(proposal, place)
    names = area_names([part.area_code for part in parts])
    digits = len(parts[0].area_code) if parts else VILLAGE
    spots = spots_of(proposal, parts, names)
    context = frame_of(request, proposal) | {
        "parts": [_part_row(proposal, part, names) for part in parts],
        "tiles": [_tile(proposal, part, names) for part in parts],
        "spots": spots,
        "lines": lines_between(spots, crossings_of(proposal, digits)) if spots else [],
        "size": (WIDTH, HEIGHT),
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


def _below(proposal: Proposal, part: Part) -> str:
    """A township opens its villages, a village its rows."""
    if len(part.area_code) < VILLAGE:
        return address_of(proposal, "proposal-places", place=part.area_code)
    return address_of(proposal, show="all", place=part.area_code)


def _tile(proposal: Proposal, part: Part, names: dict[str, str]) -> dict[str, Any]:
    said = _("变 %(changed)s / %(all)s") % {"changed": f"{part.changed:,}", "all": f"{part.all:,}"}
    if part.unpaired:
        said += " · " + _("缺 %(n)s") % {"n": f"{part.unpaired:,}"}
    return {
        "name": names.get(part.area_code, part.area_code),
        "said": said,
        "tone": tone_of(part),
        "url": _below(proposal, part),
    }


def _part_row(proposal: Proposal, part: Part, names: dict[str, str]) -> tuple[Any, ...]:
    rows = address_of(proposal, show="changed", place=part.area_code)
    return (
        {"text": names.get(part.area_code, part.area_code), "url": _below(proposal, part)},
        f"{part.all:,}",
        f"{part.all - part.changed - part.unpaired + _both(part):,}",
        {"text": f"{part.moved:,}", "url": rows} if part.moved else "0",
        {"text": f"{part.started:,}", "url": rows} if part.started else "0",
        {"text": f"{part.unpaired:,}", "url": address_of(proposal, show="unpaired", place=part.area_code)}
        if part.unpaired
        else "0",
    )


def _both(part: Part) -> int:
    """Those who lose their helper and stay without are counted on both sides."""
    return min(part.ended, part.unpaired)


def spots_of(proposal: Proposal, parts: list[Part], names: dict[str, str]) -> list[Spot]:
    """Return the places where they lie, when coordinates of nearly all are known; else nothing."""
    rows = Area.objects.filter(
        code__in=[part.area_code for part in parts], longitude__isnull=False, latitude__isnull=False
    )
    known = {code: (float(x), float(y)) for code, x, y in rows.values_list("code", "longitude", "latitude")}
    if len(known) < 2 or len(known) * 3 < len(parts) * 2:
        return []
    middle = cos(radians(sum(y for _x, y in known.values()) / len(known)))
    flat = {code: (x * middle, -y) for code, (x, y) in known.items()}
    left, top = (min(point[axis] for point in flat.values()) for axis in (0, 1))
    spread = [max(point[axis] for point in flat.values()) - start for axis, start in ((0, left), (1, top))]
    scale = min((WIDTH - 2 * MARGIN) / (spread[0] or 1), (HEIGHT - 2 * MARGIN) / (spread[1] or 1))
    largest = max(part.all for part in parts)
    return [
        Spot(
            part,
            names.get(part.area_code, part.area_code),
            _below(proposal, part),
            round(MARGIN + (flat[part.area_code][0] - left) * scale, 1),
            round(MARGIN + (flat[part.area_code][1] - top) * scale, 1),
            round(6 + 20 * sqrt(part.all / largest), 1),
            tone_of(part),
        )
        for part in parts
        if part.area_code in flat
    ]


def lines_between(spots: list[Spot], crossings: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    """Return the strongest crossings as lines: from where helpers are meant to where they would help."""
    at = {spot.part.area_code: spot for spot in spots}
    drawn = [(n, at[a], at[b]) for (a, b), n in crossings.items() if a in at and b in at]
    drawn.sort(key=lambda line: (-line[0], line[1].part.area_code, line[2].part.area_code))
    most = drawn[0][0] if drawn else 1
    return [
        {
            "x1": a.x,
            "y1": a.y,
            "x2": b.x,
            "y2": b.y,
            "width": round(1 + 5 * n / most, 1),
            "title": _("%(from)s → %(to)s：%(n)s 对") % {"from": a.name, "to": b.name, "n": f"{n:,}"},
        }
        for n, a, b in drawn[:MOST_LINES]
    ]


def helpers_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal by helper: whom each would have, how many of them are new, how many it gives up."""
    proposal = proposal_of(request.user, pk)
    pages = Paginator(loads_of(proposal), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    ids = [row["helper_id"] for row in rows]
    names, losses = names_of(ids), losses_of(proposal, ids)
    units = dict(Person.objects.filter(pk__in=ids).values_list("pk", "works_for__name"))
    context = frame_of(request, proposal) | {
        "rows": [
            (
                {
                    "text": names.get(row["helper_id"], ""),
                    "url": address_of(proposal, show="all", helper=row["helper_id"]),
                },
                units.get(row["helper_id"]) or "",
                f"{row['load']}",
                f"{row['new']}",
                f"{losses.get(row['helper_id'], 0)}",
            )
            for row in rows
        ],
        "page_number": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: address_of(proposal, "proposal-helpers", page=number),
    }
    context["tabs"] = tabs_of(proposal, context["counts"], {"show": "helpers"})
    return show(request, "office/proposal_helpers.html", context, crumbs=crumbs_of(proposal))


COLUMNS = ("number", "recipient", "place", "code", "today", "proposed", "unit", "change", "cost", "reason")


def export_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the whole proposal as a workbook: beside today, with costs and reasons."""
    proposal = proposal_of(request.user, pk)
    require(request.user, EXPORT, proposal.area_code)
    with tempfile.TemporaryDirectory(prefix="bangfu-proposal-") as folder:
        path = Path(folder) / "proposal.xlsx"
        write_export(path, sheet_of(proposal), pl.DataFrame(list(_lines(proposal)), schema=SCHEMA, orient="row"))
        record_change(request.user, "export", proposal, after={"rows": counted(proposal)})
        file = path.open("rb")  # stays readable after the folder is gone
    return sent(file, f"{_('结对建议')}-{proposal.pk}.xlsx", "xlsx")


def counted(proposal: Proposal) -> int:
    """Return how many rows a proposal has."""
    return proposal.rows.count()


SCHEMA = {name: pl.Int64 if name in ("number", "cost") else pl.String for name in COLUMNS}


def sheet_of(proposal: Proposal) -> Sheet:
    """Return the headings of the workbook, in the words of the scheme."""
    scheme = proposal.scheme
    who = scheme.recipient_words
    titles = {
        "number": _("编号"),
        "recipient": who,
        "place": _("地区"),
        "code": _("地区代码"),
        "today": _("现%(helper)s") % {"helper": scheme.helper_words},
        "proposed": _("拟%(helper)s") % {"helper": scheme.helper_words},
        "unit": _("所在单位"),
        "change": _("变化"),
        "cost": _("代价"),
        "reason": _("理由"),
    }
    numbers = ("number", "cost")
    columns = tuple(
        Column(name=name, heading=str(titles[name]), type=Type.INTEGER if name in numbers else Type.TEXT)
        for name in COLUMNS
    )
    return Sheet(columns=columns, title=str(_("结对建议")))


def _lines(proposal: Proposal) -> Iterator[tuple[Any, ...]]:
    rows = exported_rows(proposal)
    while chunk := list(islice(rows, 2000)):
        units = dict(
            Person.objects.filter(pk__in={one.row.helper_id for one, _pk in chunk if one.row.helper_id}).values_list(
                "pk", "works_for__name"
            )
        )
        for one, number in chunk:
            yield (
                number,
                one.recipient,
                one.place,
                one.code,
                one.today,
                one.proposed,
                units.get(one.row.helper_id or 0) or "",
                change_word(one.row)[0],
                one.row.cost,
                "；".join(reasons(one)),
            )
