"""What was achieved: each figure with what it means, how it is counted, and up to when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.units import unit_word
from bangfu.kernel import formats
from bangfu.kernel.asking import PLACE, conditions
from bangfu.kernel.errors import Refused
from bangfu.portal.pages.site import page, public
from bangfu.portal.queries.asking import place_of
from bangfu.portal.queries.places import choices
from bangfu.portal.queries.results import Result, results
from bangfu.portal.sites import RESULTS, open_site, places_for

FIRST_YEAR, YEARS = 2016, 12
ADDED = ("from", "isappinstalled")  # WeChat tells with them where a link was passed on


def shown_results(place: str, most: int | None = None, year: int | None = None) -> list[dict[str, Any]]:
    """Return the public figures as the page shows them; without a year, of all years together."""
    places = places_for(RESULTS, place)
    today = timezone.localdate()
    begins, ends = (date(year, 1, 1), min(date(year, 12, 31), today)) if year else (date(FIRST_YEAR, 1, 1), today)
    area_code = place or (places[0] if len(places) == 1 else "")
    if area_code or places == ("",):
        found = [_shown(one) for one in results(area_code, begins, ends)]
    else:
        found = _added([results(one, begins, ends) for one in places])
    told = [one for one in found if one["text"]]
    return told[:most] if most else told


def _shown(result: Result) -> dict[str, Any]:
    figure = result.answer.figure
    return {
        "title": figure.title,
        "text": _text(figure.unit, result.answer.value, result.fewer_than),
        "definition": figure.definition,
        "how": result.declared.how,
        "value": None if result.fewer_than else result.answer.value,
        "unit": figure.unit,
        "entries": result.answer.entries,
        "records": result.declared.records or _("%(n)s 条记录"),
    }


def _text(unit: str, value: Any, fewer_than: int | None) -> str:
    if fewer_than is not None:
        return _("少于 %(number)s") % {"number": fewer_than} + f" {unit_word(unit)}"
    if not value:
        return ""
    if unit == "CNY":
        return formats.money(value)
    if unit == "percent":
        return formats.percent(value / 100)
    return f"{formats.number(value)} {unit_word(unit)}"


def _added(counties: list[tuple[Result, ...]]) -> list[dict[str, Any]]:
    """Figures of several counties: counts and amounts add up; shares do not, and are left out."""
    shown = []
    for parts in zip(*counties, strict=True):
        first = _shown(parts[0])
        if first["unit"] == "percent":
            continue
        value = sum((part.answer.value or 0) for part in parts)
        first |= {"value": value, "text": _text(first["unit"], value, None)}
        first["entries"] = sum(part.answer.entries for part in parts)
        shown.append(first)
    return shown


def year_of(text: str) -> int | None:
    """Return the year asked for, or None for all. Raises Refused for what is none."""
    if not text:
        return None
    this_year = timezone.localdate().year
    if not text.isdigit() or not FIRST_YEAR <= int(text[:4]) <= this_year or len(text) != 4:
        raise Refused(_("没有这一年的数据。"), field="year")
    return int(text)


def _own(given: Mapping[str, str]) -> dict[str, str]:
    """Return what an address asks without what messengers and newsletters add to a link that is passed on."""
    return {name: text for name, text in given.items() if not name.startswith("utm_") and name not in ADDED}


@public(kept=True)
def results_page(request: HttpRequest) -> HttpResponse:
    """Show the results of a place, of all years or one."""
    asked = conditions(_own(request.GET), (*PLACE, "period"))
    place, year = place_of(asked), year_of(asked.get("period", ""))
    today = timezone.localdate()
    shown = shown_results(place, year=year)
    context = {
        "results": shown,
        "place": place,
        "place_choices": [(code, name) for code, name in choices(RESULTS, place) if len(code) == 6],
        "year": year,
        "years": list(range(today.year, max(FIRST_YEAR, today.year - YEARS), -1)),
        "cut_off": min(date(year, 12, 31), today) if year else today,
        "moment": timezone.now(),
        "several": len(open_site().counties) > 1,
    }
    return page(
        request,
        "portal/results.html",
        context,
        title=_("帮扶成效"),
        section=RESULTS,
        description=_("每个数字都写明怎么算、算到哪一天；数字直接来自台账，不是人工填报。"),
        canonical={"place": place, "year": year},
        data=_data(shown),
    )


def _data(shown: list[dict[str, Any]]) -> str:
    measured = [
        {"@type": "PropertyValue", "name": str(one["title"]), "value": str(one["value"]), "unitText": one["unit"]}
        for one in shown
        if one["value"] is not None
    ]
    described = {"@context": "https://schema.org", "@type": "Dataset", "name": _("帮扶成效")}
    return json.dumps({**described, "variableMeasured": measured}, ensure_ascii=False)
