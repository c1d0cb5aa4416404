"""Today: what is late, what waits for me, how far we are. One page for everybody, made of what concerns them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.figures.answers import reading, state_of_books, years_of
from bangfu.figures.pages.asking import default_year, place_of
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.navigation import navigation
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import Scope, may, scope_of
from bangfu.ledger.panels import table_of
from bangfu.office.pages.progress import headlines, monthly, place_table, scheme_cards, standings, tiles
from bangfu.office.queries.coverage import coverages
from bangfu.office.queries.own import helped_by, own_entries_latest, paired_with
from bangfu.office.queries.waiting import tasks_of
from bangfu.parties.queries import area_names, party_id_of
from bangfu.parties.queries.names import names_of

HOUSEHOLDS, ENTRIES = "parties.household.view", "ledger.entry.view"


def today_page(request: HttpRequest) -> HttpResponse:
    """Show the first page: for an office its place, for helpers and units what is their own."""
    user = request.user
    year = year_of(request)
    context: dict[str, Any] = {"tasks": tasks_of(user), "year": year, "today": timezone.localdate(), "kind": "other"}
    context |= {"years": year_tabs(request, year), "may_record": may(user, "ledger.entry.record")}
    reach = scope_of(user, HOUSEHOLDS)
    if reach.prefixes:
        context |= office(request, reach, year)
    elif reach.own or scope_of(user, ENTRIES).own:
        context |= own(user, year)
    else:
        context |= {"groups": links(request)}
    return show(request, "office/today.html", context)


def links(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what the user may open besides this page."""
    home = reverse("home")
    groups = [{**g, "items": [item for item in g["items"] if item["url"] != home]} for g in navigation(request)]
    return [group for group in groups if group["items"]]


def year_of(request: HttpRequest) -> int:
    """Return the year asked for; by default the last one the books tell something of."""
    text = request.GET.get("year", "")
    if not text:
        return default_year(request.user)
    if not text.isdigit() or not 1949 <= int(text) <= 2200:
        raise Refused(_("“%(text)s”不是年份。") % {"text": text[:20]}, field="year")
    return int(text)


def year_tabs(request: HttpRequest, year: int) -> list[dict[str, Any]]:
    """Return the years one may look at, as links."""
    place = request.GET.get("place", "")
    shown = sorted({*years_of(request.user, 4), year, timezone.localdate().year}, reverse=True)
    return [
        {
            "title": _("%(year)s 年") % {"year": y},
            "url": f"{reverse('home')}?{urlencode({'year': y, **({'place': place} if place else {})})}",
            "active": y == year,
        }
        for y in shown
    ]


def office(request: HttpRequest, reach: Scope, year: int) -> dict[str, Any]:
    """Return the page of a county, township or village office: coverage, headline figures, parts, map."""
    user, place = request.user, place_of(request, reach)
    if place and not reach.covers(place):
        raise Denied(_("这个地区不在您的管辖范围内。"))
    with reading(("today", place, year, user.pk)) as books:
        return {
            "kind": "office",
            "place": place,
            "place_name": area_names([place]).get(place, place) if place else _("全部地区"),
            "above": _above(place, reach),
            "as_of": None if books.fresh else books.at,
            "may_import": may(user, "parties.household.import"),
            **numbers(user, place, year, books.state),
        }


def numbers(user: User, place: str, year: int, state: tuple[int, ...]) -> dict[str, Any]:
    """Return the numbers of a place, all of one state of the books."""
    covered = coverages(place, state=state)
    return {
        "schemes": scheme_cards(place, covered),
        "headlines": headlines(user, place, year, state),
        "months": monthly(user, place, year, state),
        "parts": place_table(user, place, year, covered, state),
        "standings": standings(user, place, timezone.localdate().year, state),
        "tiles": tiles(user, place, covered),
        "registered": any(c.by_village for c in covered if c.scheme.recipient_kind == "household"),
    }


def _above(place: str, reach: Scope) -> list[tuple[str, str]]:
    """The way back up to the user's own place."""
    codes = [place[:n] for n in (2, 4, 6, 9) if n < len(place) and reach.covers(place[:n])]
    names = area_names(codes)
    return [(f"{reverse('home')}?place={code}", names[code]) for code in codes if code in names]


def own(user: User, year: int) -> dict[str, Any]:
    """Return the page of a helper or a unit: whom they help, their figures, their latest records."""
    party, state = party_id_of(user), state_of_books()
    if party is None:
        return {"kind": "unlinked"}
    entries = own_entries_latest(user)
    return {
        "kind": "own",
        "own_name": names_of([party]).get(party, user.name),
        "helped": helped_by(user, year),
        "paired": paired_with(user),
        "headlines": [card for card in headlines(user, "", year, state) if card["entries"]],
        "entries": table_of(entries) if entries else None,
    }
