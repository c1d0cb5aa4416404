"""The first page: what is needed now, by kind, age and amount; what was done; what is published; how to answer."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bangfu.kernel.pages.addresses import local_address
from bangfu.kernel.publishing.declared import Asked, PublicListing, public_links, public_listings
from bangfu.kernel.rows.visibility import Absent
from bangfu.portal.pages.results import shown_results
from bangfu.portal.pages.shown import cards
from bangfu.portal.pages.site import LARGE, absolute, page, public, site_name
from bangfu.portal.queries.asking import place_of
from bangfu.portal.queries.counting import total
from bangfu.portal.queries.letters import answered
from bangfu.portal.queries.listings import found
from bangfu.portal.queries.notices import current_notices
from bangfu.portal.sites import LETTERS, NOTICES, RESULTS, open_site, places_for

NEWEST, OTHERS, LATEST, MOST_RESULTS, YEAR = 6, 3, 5, 4, 365 * 24 * 3600


@public(kept=True)
def home_page(request: HttpRequest) -> HttpResponse:
    """Show the site's first page, of all open counties or of the one asked for."""
    place = place_of(request.GET)
    county = open_site().county(place) if place else None
    if place and county is None:
        raise Absent(_("这个地区没有开放公开网站。"))
    listings = [one for one in sorted(public_listings, key=lambda one: one.order) if open_site().showing(one.name)]
    blocks = [_block(one, place, NEWEST if number == 0 else OTHERS) for number, one in enumerate(listings)]
    counties = open_site().counties
    name = site_name(place)
    context: dict[str, Any] = {
        "blocks": [block for block in blocks if block],
        "place": place,
        "counties": [(c.code, c.name) for c in counties] if len(counties) > 1 else [],
        "note": (county or counties[0]).words.get("note", "") if county or len(counties) == 1 else "",
        "results": shown_results(place, MOST_RESULTS) if _shows(RESULTS, place) else [],
        "year": timezone.localdate().year,
        "notices": list(current_notices(places_for(NOTICES, place))[:LATEST]) if _shows(NOTICES, place) else [],
        "links": [
            {"title": one.title, "about": one.about, "url": one.url(county.code if county else "")}
            for one in sorted(public_links, key=lambda one: one.order)
            if _shows(one.name, place)
        ],
        "answers": list(answered(places_for(LETTERS, place))[:OTHERS]) if _shows(LETTERS, place) else [],
    }
    described = _("看看乡亲们需要什么，认领一个心愿；查看捐款物资去向、公示公告，反映问题。")
    return page(
        request,
        "portal/home.html",
        context,
        description=described,
        canonical={"place": place},
        data=_data(request, name, listings),
    )


def _shows(section: str, place: str) -> bool:
    shown = open_site().showing(section)
    return bool(shown) and (not place or any(place.startswith(code) for code in shown))


def _block(listing: PublicListing, place: str, count: int) -> dict[str, Any] | None:
    if not _shows(listing.name, place):
        return None
    places = places_for(listing.name, place)
    rows, number = found(listing, Asked(places=places, limit=count))
    ways = [(one.name, one.title, _options(listing, places, one.name, one.options())) for one in listing.filters]
    return {
        "listing": listing,
        "url": reverse("portal-list", args=[listing.address]),
        "cards": cards(listing, rows),
        "total": number,
        "ways": ways,
    }


def _options(listing: PublicListing, places: tuple[str, ...], name: str, options: Any) -> list[tuple[Any, Any, Any]]:
    counted = [(value, word, total(listing, places, **{name: value})) for value, word in options]
    return [(value, word, number) for value, word, number in counted if number != 0]


def _data(request: HttpRequest, name: str, listings: list[PublicListing]) -> str:
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": name,
        "url": absolute(request, reverse("portal-home")),
    }
    if listings:
        address = absolute(request, reverse("portal-list", args=[listings[0].address]))
        told["potentialAction"] = {
            "@type": "SearchAction",
            "target": f"{address}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        }
    return json.dumps(told, ensure_ascii=False)


@login_not_required
@require_GET
def text_size(request: HttpRequest) -> HttpResponse:
    """Remember in this browser whether letters are large, and go back."""
    response = redirect(local_address(request, request.GET.get("next", ""), reverse("portal-home")))
    if request.GET.get("size") == "large":
        response.set_cookie(LARGE, "large", max_age=YEAR, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(LARGE)
    return response


@public()
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """Tell in the site's frame that there is no such page."""
    raise Absent(_("没有这个页面。可能地址打错了，或者内容已经撤下。"))
