"""How far a place is: headline figures, coverage, its parts side by side, its villages as tiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.figures.answers import answer, answer_all
from bangfu.figures.computing import Question
from bangfu.figures.declared import Figure, figures
from bangfu.figures.pages.asking import figure_address, year_period
from bangfu.figures.scoping import may_ask
from bangfu.figures.units import MONEY, exact, written
from bangfu.kernel import formats
from bangfu.kernel.areas_of import TOWNSHIP, VILLAGE
from bangfu.kernel.rights.models import User
from bangfu.office.queries.coverage import SchemeCoverage
from bangfu.pairing.queries.coverage import Covered
from bangfu.parties.queries import area_names, areas_visible_to, children_of
from bangfu.parties.queries.areas import below, existing_on

OPEN_TILES = 40  # more villages than these are folded, township by township
MOST_TILES, SIDE_BY_SIDE, CARDS, ALWAYS = 400, 3, 8, 5
STANDINGS = "parties.registered_households"
State = tuple[int, ...]


def headline_figures(user: User) -> list[Figure]:
    """Return the figures every office sees first, as far as the user may ask them."""
    chosen = [figure for figure in figures if figure.headline and may_ask(user, figure)]
    return sorted(chosen, key=lambda figure: figure.headline)


def headlines(user: User, place: str, year: int, state: State) -> list[dict[str, Any]]:
    """Return the headline figures of a year beside those of the year before; every number opens.

    The first are always shown, even at nothing; the others where something was recorded in either year.
    """
    cards: list[dict[str, Any]] = []
    chosen = headline_figures(user)
    this, last = ([(figure, _year(place, y)) for figure in chosen] for y in (year, year - 1))
    found = answer_all(user, [*this, *last], state=state)
    for figure, now, before in zip(chosen, found[: len(chosen)], found[len(chosen) :], strict=True):
        cards.append(
            {
                "label": figure.title,
                "value": written(now.value, figure.unit),
                "exact": exact(now.value, figure.unit),
                "url": _address(figure, place, year),
                "before": written(before.value, figure.unit),
                "before_url": _address(figure, place, year - 1),
                "entries": now.entries + before.entries,
            }
        )
    return [card for number, card in enumerate(cards) if number < ALWAYS or card["entries"]][:CARDS]


def _of_year(user: User, figure: Figure, place: str, year: int, state: State, by: str = "") -> Any:
    return answer(user, figure, _year(place, year, by), state=state)


def _year(place: str, year: int, by: str = "") -> Question:
    period = year_period(year)
    return Question(area_code=place, from_=period.from_, to=period.to, by=by)


def _address(figure: Figure, place: str, year: int, by: str = "") -> str:
    return figure_address(figure.name, {"place": place, "year": str(year), "by": by})


def monthly(user: User, place: str, year: int, state: State) -> dict[str, Any] | None:
    """Return the first headline figure in money by month, this year and the year before; None without any."""
    figure = next((f for f in headline_figures(user) if f.unit == MONEY), None)
    if figure is None:
        return None
    series = []
    for y in (year - 1, year):
        found = _of_year(user, figure, place, y, state, by="month")
        by_month = {part.key.month: part.value for part in found.parts if part.key}
        if by_month:
            values = [round(float(by_month.get(m, 0) or 0) / 10_000, 2) for m in range(1, 13)]
            series.append({"type": "bar", "name": _("%(year)s 年") % {"year": y}, "data": values, "barMaxWidth": 18})
    if not series:
        return None
    if len(series) > 1:
        series[0]["color"], series[1]["color"] = "#a9b4bf", "#14599c"
    months = [_("%(month)s 月") % {"month": m} for m in range(1, 13)]
    return {
        "title": figure.title,
        "url": _address(figure, place, year, by="month"),
        "options": {
            "legend": {},
            "xAxis": {"type": "category", "data": months},
            "yAxis": {"type": "value", "name": _("万元")},
            "grid": {"top": 48},
            "series": series,
        },
    }


def scheme_cards(place: str, covered: Sequence[SchemeCoverage]) -> list[dict[str, Any]]:
    """Return the coverage of each scheme that must reach everybody, with its gap."""
    return [
        {
            "label": one.scheme.words,
            "covered": total,
            "shown": coverage_words(total),
            "share": total.paired / total.recipients,
            "what": one.scheme.recipient_words,
            "url": pairing_address(one.scheme.name, place),
            "gap_url": pairing_address(one.scheme.name, place) + "#unpaired",
        }
        for one in covered
        if (total := one.within()).recipients
    ]


def coverage_words(covered: Covered) -> str:
    """Return a coverage in percent, rounded down: 100% is said only where nobody is missing."""
    return f"{covered.paired * 1000 // covered.recipients / 10:.1f}%" if covered.recipients else formats.MISSING


def pairing_address(scheme: str, place: str) -> str:
    """Return the pairing overview of a scheme and place."""
    return f"{reverse('pairing')}?{urlencode({'scheme': scheme, **({'place': place} if place else {})})}"


def place_table(
    user: User, place: str, year: int, covered: Sequence[SchemeCoverage], state: State
) -> dict[str, Any] | None:
    """Return the parts of a place side by side: coverage of each scheme, and the first headline figure."""
    parts = list(children_of(areas_visible_to(user), place).order_by("code").values_list("code", "name"))
    if not parts:
        return None
    figure = next((f for f in headline_figures(user) if f.unit == MONEY), None)
    found = _of_year(user, figure, place, year, state, by="area") if figure else None
    sold = {part.key: part.value for part in found.parts} if found else {}
    shown = [one for one in covered if one.within().recipients][:SIDE_BY_SIDE]
    columns: list[dict[str, Any]] = [{"key": "place", "title": _("地区")}]
    columns += [_column(key, one.scheme.recipient_words) for key, one in _counted(shown)]
    columns += [_column(one.scheme.name, one.scheme.words, _("已结对占应结对的比例")) for one in shown]
    if figure is not None:
        columns.append(_column("figure", f"{figure.title}（{year}）"))
    rows = [_part_row(code, name, year, shown, figure, sold.get(code)) for code, name in parts]
    if sold.get(place):
        rows.append(_part_row(place, "", year, [], figure, sold[place], blanks=len(columns) - 2))
    return {"columns": columns, "rows": rows, "totals": _totals(shown, figure, found)}


def _column(key: str, title: Any, help_: str = "") -> dict[str, Any]:
    return {"key": key, "title": title, "align": "right", "help": help_}


def _counted(shown: Sequence[SchemeCoverage]) -> list[tuple[str, SchemeCoverage]]:
    """The schemes whose recipients are counted in a column: each kind of recipient once."""
    return list({f"n-{one.scheme.recipient_words}": one for one in reversed(shown)}.items())[::-1]


def _part_row(
    code: str,
    name: str,
    year: int,
    shown: Sequence[SchemeCoverage],
    figure: Figure | None,
    value: Any,
    *,
    blanks: int = 0,
) -> dict[str, Any]:
    """One part of a place; without a name, what is recorded for the place itself and for none of its parts."""
    address = f"{reverse('home')}?{urlencode({'place': code, 'year': year})}"
    cells: list[Any] = [{"text": name, "url": address} if name else _("未分到下级"), *[None] * blanks]
    cells += [_recipients(one.within(code)) for _key, one in _counted(shown)]
    cells += [_share(one.within(code), pairing_address(one.scheme.name, code)) for one in shown]
    if figure is not None:
        opens = {"url": _address(figure, code, year)} if name else {}
        cells.append({"text": written(value, MONEY), "title": exact(value, MONEY), **opens} if value else None)
    return {"cells": tuple(cells)}


def _recipients(covered: Covered) -> str | None:
    return f"{covered.recipients:,}" if covered.recipients else None


def _share(covered: Covered, address: str) -> Any:
    if not covered.recipients:
        return None
    if not covered.missing:
        return {"text": coverage_words(covered), "url": address}
    lacking = _("缺 %(n)s") % {"n": f"{covered.missing:,}"}
    return {"text": f"{coverage_words(covered)}（{lacking}）", "url": f"{address}#unpaired"}


def _totals(shown: Sequence[SchemeCoverage], figure: Figure | None, found: Any) -> tuple[Any, ...]:
    cells: list[Any] = [_("合计"), *(_recipients(one.within()) for _key, one in _counted(shown))]
    cells += [coverage_words(one.within()) for one in shown]
    if figure is not None:
        cells.append(written(found.value, MONEY))
    return tuple(cells)


def standings(user: User, place: str, year: int, state: State) -> list[tuple[str, str, str]]:
    """Return the households of a place by status on the last day of a year: word, how many, and the figure."""
    figure = figures.get(STANDINGS)
    if figure is None or not may_ask(user, figure):
        return []
    found = _of_year(user, figure, place, year, state, by="standing")
    parameters = {"place": place, "year": str(year)}
    return [
        (
            part.label,
            written(part.value, figure.unit),
            figure_address(STANDINGS, {**parameters, "standing": str(part.key)}),
        )
        for part in found.parts
    ]


def tiles(user: User, place: str, covered: Sequence[SchemeCoverage]) -> list[dict[str, Any]]:
    """Return the villages of a place as tiles by township, toned by what they lack; none where there are too many."""
    if len(place) > TOWNSHIP or not place:
        return []
    rows = existing_on(below(areas_visible_to(user), place)).filter(level=VILLAGE).order_by("code")
    villages = list(rows.values_list("code", "name")[: MOST_TILES + 1])
    if not villages or len(villages) > MOST_TILES:
        return []
    towns = area_names({code[:TOWNSHIP] for code, _name in villages})
    groups: dict[str, list[dict[str, Any]]] = {}
    for code, name in villages:
        groups.setdefault(code[:TOWNSHIP], []).append(_tile(code, name, covered))
    return [
        {
            "title": towns.get(code, code),
            "tiles": members,
            "told": _told(members),
            "open": len(villages) <= OPEN_TILES,
        }
        for code, members in groups.items()
    ]


def _told(members: list[dict[str, Any]]) -> dict[str, str]:
    """What the villages of a township come to, for its heading: those that lack something, else how all of them are."""
    lacking = [tile for tile in members if tile["tone"] in ("bad", "warning")]
    if lacking:
        tone = "bad" if any(tile["tone"] == "bad" for tile in lacking) else "warning"
        return {"tone": tone, "word": _("%(n)s 个村有缺口") % {"n": len(lacking)}}
    best = next((tile for tile in members if tile["tone"] == "good"), members[0])
    return {"tone": best["tone"], "word": best["word"]}


def _tile(code: str, name: str, covered: Sequence[SchemeCoverage]) -> dict[str, Any]:
    lacking, helped = [], False
    for one in covered:
        here = one.within(code)
        helped = helped or bool(here.recipients)
        if here.missing and one.scheme.recipient_kind == "household":
            lacking.append(("warning", _("%(n)s 户未结对") % {"n": f"{here.missing:,}"}))
        elif here.missing:
            lacking.append(("bad", _("缺%(who)s") % {"who": one.scheme.helper_words}))
    tone, word = sorted(lacking)[0] if lacking else ("good", _("已全覆盖")) if helped else ("neutral", _("无任务"))
    words = "；".join(text for _tone, text in lacking) or word
    return {"name": name, "url": f"{reverse('home')}?place={code}", "tone": tone, "word": word, "title": words}
