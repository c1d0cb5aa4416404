"""For programs: feeds, open data, robots.txt and the site map."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from bangfu.kernel.publishing.declared import PublicListing, public_listings
from bangfu.portal.pages.listings import listing_at
from bangfu.portal.pages.shown import cards, names_in, text_of
from bangfu.portal.pages.site import absolute, public, site_name
from bangfu.portal.queries.asking import asked_of, condition_of, place_of
from bangfu.portal.queries.listings import found
from bangfu.portal.sites import LETTERS, NOTICES, RESULTS, open_site, places_for

FED, FILED, MAPPED = 50, 2000, 10_000
SPREADSHEET_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@public(kept=True)
def feed(request: HttpRequest, address: str) -> HttpResponse:
    """Send what is new on a list as an Atom feed, under the same conditions as the page."""
    listing = listing_at(address)
    rows, _total = found(listing, asked_of(listing, {**request.GET.dict(), "order": ""}, limit=FED))
    entries = [
        {**card, "url": absolute(request, card["url"]), "day": row["day"] or timezone.localdate()}
        for card, row in zip(cards(listing, rows), rows, strict=True)
    ]
    query = condition_of(listing, request.GET)
    here = reverse("portal-list", args=[listing.address])
    context = {
        "title": f"{site_name(place_of(request.GET))} · {listing.title}",
        "self_url": absolute(request, request.get_full_path()),
        "page_url": absolute(request, f"{here}?{query}" if query else here),
        "updated": max((entry["day"] for entry in entries), default=timezone.localdate()),
        "entries": entries,
    }
    return render(request, "portal/feed.xml", context, content_type="application/atom+xml; charset=utf-8")


@public(kept=True)
def open_data(request: HttpRequest, address: str) -> HttpResponse:
    """Send the rows of a list as CSV: the declared columns only, each row through the same gate."""
    listing = listing_at(address)
    rows, _total = found(listing, asked_of(listing, request.GET, limit=FILED))
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([str(column.title) for column in listing.columns])
    writer.writerows(_lines(listing, rows))
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{listing.address}.csv"'
    return response


def _lines(listing: PublicListing, rows: list[dict[str, Any]]) -> Iterable[list[str]]:
    names = names_in(listing.columns, rows)
    for row in rows:
        line = [text_of(column, row[column.name], names, row["area_code"]) for column in listing.columns]
        yield [f"'{cell}" if cell.startswith(SPREADSHEET_FORMULA) else cell for cell in line]


@login_not_required
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines where they may go: the public site, when one is open, and nothing else."""
    lines = ["User-agent: *"]
    if open_site().counties:
        lines += ["Allow: /public/", "Allow: /static/", f"Sitemap: {absolute(request, reverse('portal-sitemap'))}"]
    return HttpResponse("\n".join([*lines, "Disallow: /", ""]), content_type="text/plain; charset=utf-8")


@public(kept=True)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Send the index of the site map: one part for the fixed pages, and parts of each list in order of id."""
    parts = [reverse("portal-sitemap-fixed")]
    for listing in public_listings:
        places = open_site().showing(listing.name)
        if listing.keys is None or not places:
            continue
        after = 0
        while rows := listing.keys(places, after, MAPPED):
            parts.append(f"{reverse('portal-sitemap-part', args=[listing.address])}?after={after}")
            after = rows[-1][0]
            if len(rows) < MAPPED:
                break
    urls = [absolute(request, part) for part in parts]
    return _xml(request, "portal/sitemap_index.xml", {"urls": urls})


@public(kept=True)
def sitemap_fixed(request: HttpRequest) -> HttpResponse:
    """Send the part of the site map with the fixed pages."""
    addresses = [reverse("portal-home")]
    addresses += [
        reverse("portal-list", args=[one.address]) for one in public_listings if open_site().showing(one.name)
    ]
    own = ((RESULTS, "portal-results"), (NOTICES, "portal-notices"), (LETTERS, "portal-letters"))
    addresses += [reverse(route) for section, route in own if open_site().showing(section)]
    return _xml(request, "portal/sitemap.xml", {"entries": [(absolute(request, one), None) for one in addresses]})


@public(kept=True)
def sitemap_part(request: HttpRequest, address: str) -> HttpResponse:
    """Send one part of a list's rows, those after an id."""
    listing = listing_at(address)
    after = request.GET.get("after", "0")
    rows = listing.keys(places_for(listing.name), int(after[:18]), MAPPED) if listing.keys and after.isdecimal() else ()
    base = absolute(request, reverse("portal-list", args=[listing.address]))
    return _xml(request, "portal/sitemap.xml", {"entries": [(f"{base}{pk}/", day) for pk, day in rows]})


def _xml(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    response = render(request, template, dict(context), content_type="application/xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=3600)
    return response
