"""A public list with its conditions, and the page of one row with its share card."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from markupsafe import Markup

from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.publishing.declared import PublicListing, public_listings
from bangfu.kernel.rows.visibility import Absent
from bangfu.portal.pages.shown import cards, facts
from bangfu.portal.pages.site import absolute, page, public
from bangfu.portal.queries.asking import MOST_PAGES, PER_PAGE, asked_of, condition_of, page_of, place_of
from bangfu.portal.queries.listings import found, one
from bangfu.portal.queries.places import choices
from bangfu.portal.sites import LETTERS, open_site

DESCRIBED = 120  # characters of a description for search engines


def listing_at(address: str) -> PublicListing:
    """Return the list with this address. Raises Absent when there is none or nobody shows it."""
    listing = next((one for one in public_listings if one.address == address), None)
    if listing is None or not open_site().showing(listing.name):
        raise Absent(_("没有这个栏目，或它没有开放。"))
    return listing


@public(kept=True)
def list_page(request: HttpRequest, address: str) -> HttpResponse:
    """Show a page of a public list as the address asks for it."""
    listing = listing_at(address)
    number = page_of(request.GET)
    asked = asked_of(listing, request.GET, page=number)
    rows, total = found(listing, asked)
    place = place_of(request.GET)
    conditions = {"q": asked.text, "place": place, **asked.values}
    parameters = {**conditions, "order": asked.order}
    pages = MOST_PAGES if total is None else min(MOST_PAGES, max(1, -(-total // PER_PAGE)))
    here = reverse("portal-list", args=[listing.address])
    if number > pages:
        raise Absent(_("没有这一页。"))
    context = {
        "listing": listing,
        "cards": cards(listing, rows),
        "filters": [(one, asked.values.get(one.name, "")) for one in listing.filters],
        "place": place,
        "place_choices": choices(listing.name, place),
        "asked": asked,
        "filtered": any(conditions.values()),
        "total": total,
        "page_number": number,
        "pages": pages,
        "page_url": lambda n: _address(here, {**parameters, "page": n if n > 1 else ""}),
        "order_url": lambda name: _address(here, {**conditions, "order": name}),
        "list_url": here,
        "query": condition_of(listing, request.GET),
    }
    return page(
        request,
        "portal/list.html",
        context,
        title=str(listing.title),
        section=listing.name,
        description=str(listing.about),
        canonical={**conditions, "page": number if number > 1 else ""},
        index=number == 1 and not asked.text,
        data=_list_data(request, listing, context["cards"]),
    )


def _address(path: str, parameters: Mapping[str, Any]) -> str:
    given = {name: value for name, value in parameters.items() if value not in ("", None)}
    return f"{path}?{urlencode(given)}" if given else path


def _list_data(request: HttpRequest, listing: PublicListing, shown: list[dict[str, Any]]) -> str:
    entries = [
        {"@type": "ListItem", "position": n, "url": absolute(request, card["url"]), "name": card["heading"]}
        for n, card in enumerate(shown, start=1)
    ]
    kind = {"@context": "https://schema.org", "@type": "ItemList", "name": str(listing.title)}
    return json.dumps({**kind, "itemListElement": entries}, ensure_ascii=False)


@public()
def row_page(request: HttpRequest, address: str, pk: str) -> HttpResponse:
    """Show one row: what it says, how to answer it, and how to pass it on."""
    listing, row = row_at(address, pk)
    [card] = cards(listing, [row])
    here = reverse("portal-row", args=[listing.address, pk])
    picture = reverse("portal-picture", args=[listing.address, pk])
    described = card["text"] or "，".join(str(tag) for tag in card["tags"])
    context = {
        "listing": listing,
        "card": card,
        "facts": facts(listing, row),
        "is_open": listing.open_(row),
        "answer_url": listing.answer(str(row["id"])) if listing.answer else "",
        "share_url": absolute(request, here),
        "qr": qr_of(absolute(request, here)),
        "picture_url": picture,
        "county": row["area_code"][:COUNTY],
        "letters": bool(open_site().showing(LETTERS)),
    }
    crumbs = [(reverse("portal-list", args=[listing.address]), str(listing.title))]
    return page(
        request,
        "portal/row.html",
        context,
        title=card["heading"],
        section=listing.name,
        description=described[:DESCRIBED],
        crumbs=crumbs,
        data=_row_data(request, listing, row, card),
        picture=picture,
        index=listing.open_(row),
    )


def row_at(address: str, pk: str) -> tuple[PublicListing, dict[str, Any]]:
    """Return a list and one of its rows. Raises Absent for what is not, or no longer, for everybody."""
    listing = listing_at(address)
    row = one(listing, pk) if pk.isascii() and pk.isdigit() and len(pk) < 18 else None
    if row is None:
        raise Absent(_("没有找到，或者已经撤下。"))
    return listing, row


def qr_of(address: str) -> Markup:
    """Return a QR code as SVG, to be read from the screen or a printed page."""
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=2, dark="#1c2733", light="#fff", omitsize=True)
    return Markup(drawn)  # noqa: S704 - drawn from modules, no text of the address is in it


def _row_data(request: HttpRequest, listing: PublicListing, row: Mapping[str, Any], card: Mapping[str, Any]) -> str:
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": listing.thing,
        "name": card["heading"],
        "url": absolute(request, card["url"]),
    }
    if card["text"]:
        told["description"] = card["text"]
    if row.get("day"):
        told["validFrom" if listing.thing == "Demand" else "dateModified"] = str(row["day"])
    return json.dumps(told, ensure_ascii=False)
