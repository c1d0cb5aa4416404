"""Coverage of a scheme on any day, as a map, a table and the list of gaps; for all its recipients or one class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.figures.addresses import figure_address
from bangfu.figures.answers import remembered
from bangfu.figures.coverage_sources import class_words
from bangfu.figures.pages.words import place_name
from bangfu.figures.tables.declared import tables
from bangfu.kernel import maps
from bangfu.kernel.areas_of import LEVELS, TOWNSHIP, VILLAGE
from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.scope import may, require
from bangfu.office.pages.pairing import (
    VIEW,
    checked_place,
    new_pair_address,
    offered,
    place_field_of,
    recipient_address,
)
from bangfu.office.pages.pairing import scheme_of as chosen_scheme
from bangfu.office.pages.pairing_history import day_of
from bangfu.office.pages.progress import coverage_words, pairing_address
from bangfu.office.queries.coverage import in_order
from bangfu.office.queries.covering import classes_there, coverage_by_village, gaps_of
from bangfu.pairing.models import Scheme
from bangfu.pairing.queries.coverage import Covered
from bangfu.pairing.queries.sides import place_field
from bangfu.parties.maps import Shown, area_map
from bangfu.parties.queries import area_names, area_paths

PER_PAGE, MOST_ON_MAP = 50, 600
TABLES = ("T09", "T10", "T43", "T44")


@dataclass(frozen=True)
class Asked:
    """What the page was asked: scheme, place, day and class (empty for all)."""

    scheme: Scheme
    place: str
    day: date
    class_: str

    def address(self, *, place: str | None = None, **more: Any) -> str:
        """Return the address of this page with other conditions."""
        given = {
            "scheme": self.scheme.name,
            "place": self.place if place is None else place,
            "on": "" if self.day == timezone.localdate() else self.day.isoformat(),
            "class": self.class_,
            **more,
        }
        return f"{reverse('pairing-coverage')}?{urlencode({key: value for key, value in given.items() if value})}"


def coverage_page(request: HttpRequest) -> HttpResponse:
    """Show where a scheme reaches everybody and where it does not."""
    user = request.user
    reach = require(user, VIEW)
    schemes = in_order(Scheme.objects.all())
    if not schemes:
        raise Refused(_("还没有结对方案。"))
    scheme, place = chosen_scheme(request, schemes), checked_place(request, reach)
    asked = Asked(scheme, place, day_of(request), request.GET.get("class", "").strip()[:20])
    by_village = _by_village(asked)
    level = level_of(place, by_village)
    parts = grouped(by_village, level)
    total = Covered(place, sum(c.recipients for c in parts), sum(c.paired for c in parts))
    context = {
        "scheme": scheme,
        "place_name": place_name(user, reach, place),
        "day": asked.day,
        "class_words": class_words([asked.class_]).get(asked.class_, "") if asked.class_ else "",
        "fields": fields_of(asked, offered(schemes, scheme, place), place_field_of(user, reach, place)),
        "total": total,
        "shown": coverage_words(total),
        "map": map_of(asked, parts),
        "table_": table_of(asked, parts, total),
        "gaps": gaps_part(request, asked, total.missing),
        "figure_url": figure_of(asked),
        "tables": tables_part(asked),
        "back": pairing_address(scheme.name, place),
    }
    steps = [(pairing_address(scheme.name, place), _("结对总览")), ("", _("覆盖地图"))]
    return show(request, "office/coverage.html", context, crumbs=steps)


def _by_village(asked: Asked) -> list[Covered]:
    key = ("coverage-map", asked.scheme.pk, asked.scheme.version, asked.place, asked.day, asked.class_)
    return remembered(
        (*key, timezone.localdate()), lambda: coverage_by_village(asked.scheme, asked.place, asked.day, asked.class_)
    )


def level_of(place: str, rows: Sequence[Covered]) -> int:
    """Return the level a place is shown by: its villages, or where these are too many the level below the place."""
    if len(rows) <= MOST_ON_MAP:
        return VILLAGE
    return next(level for level in LEVELS if level > len(place))


def grouped(rows: Sequence[Covered], level: int) -> list[Covered]:
    """Add up the coverage of villages by the areas of a level."""
    if level >= VILLAGE:
        return list(rows)
    sums: dict[str, tuple[int, int]] = {}
    for row in rows:
        recipients, paired = sums.get(row.area_code[:level], (0, 0))
        sums[row.area_code[:level]] = (recipients + row.recipients, paired + row.paired)
    return [Covered(code, recipients, paired) for code, (recipients, paired) in sorted(sums.items())]


def fields_of(asked: Asked, schemes: Sequence[Scheme], places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the conditions: scheme, place, class, day."""
    codes = list(dict.fromkeys([*classes_there(asked.scheme, asked.place, asked.day), *filter(None, [asked.class_])]))
    words = class_words(codes)
    found: list[dict[str, Any]] = [
        {
            "name": "scheme",
            "label": _("方案"),
            "kind": "select",
            "options": [(scheme.name, scheme.words) for scheme in schemes],
            "value": asked.scheme.name,
        },
        *places,
    ]
    if len(codes) > 1 or asked.class_:
        options = [(code, words[code]) for code in codes]
        found.append({"name": "class", "label": _("类别"), "kind": "select", "options": options, "value": asked.class_})
    return [*found, {"name": "on", "label": _("哪一天"), "kind": "date", "value": asked.day.isoformat()}]


def map_of(asked: Asked, parts: Sequence[Covered]) -> maps.Drawing | None:
    """Return the map of a place; none where nobody is to be helped."""
    values = {
        part.area_code: Shown(
            part.paired / part.recipients,
            coverage_words(part),
            _("应结对 %(all)s，已结对 %(paired)s，未结对 %(missing)s")
            % {"all": f"{part.recipients:,}", "paired": f"{part.paired:,}", "missing": f"{part.missing:,}"},
        )
        for part in parts
        if part.recipients
    }
    if not values:
        return None
    title = _("%(scheme)s：各地覆盖率") % {"scheme": asked.scheme.words}
    return area_map(title, values, maps.shares(), address=lambda code: asked.address(place=code), measure=_("覆盖率"))


def table_of(asked: Asked, parts: Sequence[Covered], total: Covered) -> dict[str, Any]:
    """Return the same place by place, those with gaps first marked."""
    names = area_names({part.area_code for part in parts} | {part.area_code[:TOWNSHIP] for part in parts})
    rows = [
        {
            "cells": (
                {"text": names.get(part.area_code, part.area_code), "url": asked.address(place=part.area_code)},
                names.get(part.area_code[:TOWNSHIP], "") if len(part.area_code) > TOWNSHIP else "",
                f"{part.recipients:,}",
                f"{part.paired:,}",
                coverage_words(part),
                {"text": f"{part.missing:,}", "url": asked.address(place=part.area_code) + "#gaps"}
                if part.missing
                else "0",
            ),
            "row_tone": "warning" if part.missing else "",
        }
        for part in parts
        if part.recipients
    ]
    columns = [
        {"key": "place", "title": _("地区")},
        {"key": "above", "title": _("所属")},
        {"key": "all", "title": _("应结对%s") % asked.scheme.recipient_words, "align": "right"},
        {"key": "paired", "title": _("已结对"), "align": "right"},
        {"key": "share", "title": _("覆盖率"), "align": "right"},
        {"key": "missing", "title": _("未结对"), "align": "right"},
    ]
    sums = (f"{total.recipients:,}", f"{total.paired:,}", coverage_words(total), f"{total.missing:,}")
    return {"columns": columns, "rows": rows, "totals": (_("合计"), "", *sums)}


class _Counted(Paginator):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count


def gaps_part(request: HttpRequest, asked: Asked, missing: int) -> dict[str, Any]:
    """Return one page of those who had nobody on the day."""
    pages = _Counted(gaps_of(asked.scheme, asked.place, asked.day, asked.class_), PER_PAGE, missing)
    page = pages.get_page(request.GET.get("page"))
    found = list(page.object_list)
    field = place_field(asked.scheme)
    paths = area_paths({getattr(row, field) for row in found}, top=TOWNSHIP)
    words = class_words({str(row.recipient_class) for row in found if row.recipient_class})
    pairs_now = asked.day >= timezone.localdate() and may(request.user, "pairing.pairing.change", asked.place or None)
    rows = [
        (
            {"text": str(row), "url": recipient_address(asked.scheme, row.pk)},
            paths.get(getattr(row, field), getattr(row, field)),
            words.get(str(row.recipient_class), ""),
            {"text": _("结对"), "url": new_pair_address(asked.scheme, row.pk)} if pairs_now else None,
        )
        for row in found
    ]
    return {
        "columns": [
            {"key": "r", "title": asked.scheme.recipient_words},
            {"key": "p", "title": _("地区")},
            {"key": "c", "title": _("类别")},
            {"key": "d", "title": ""},
        ],
        "rows": rows,
        "total": missing,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "url_for": lambda number: asked.address(page=number) + "#gaps",
    }


def figure_of(asked: Asked) -> str:
    """Return the figure behind the page, with its definition and the rows it counts."""
    given = {"place": asked.place, "scheme": asked.scheme.name, "class": asked.class_}
    return figure_address("pairing.coverage", {**given, "from": "", "to": asked.day.isoformat(), "by": "area"})


def tables_part(asked: Asked) -> list[dict[str, str]]:
    """Return the report tables that tell of pairing, at this place and day."""
    given = {"to": asked.day.isoformat(), **({"place": asked.place} if asked.place else {})}
    return [
        {
            "title": _("%(code)s %(title)s") % {"code": name, "title": tables[name].title},
            "url": f"{reverse('table', args=[name])}?{urlencode(given)}",
        }
        for name in TABLES
        if name in tables
    ]
