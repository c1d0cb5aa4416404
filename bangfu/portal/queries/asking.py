"""What a visitor's address asks of a listing: read strictly, so that an unknown value is refused and never ignored."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import COUNTY, TOWNSHIP
from bangfu.kernel.errors import Refused
from bangfu.kernel.publishing.declared import Asked, PublicListing
from bangfu.portal.sites import places_for

PER_PAGE, MOST_PAGES, LONGEST_TEXT = 20, 200, 30
KEPT_BY_SUBSCRIPTIONS = ("q", "place")


def asked_of(listing: PublicListing, given: Mapping[str, str], *, page: int = 1, limit: int = PER_PAGE) -> Asked:
    """Return what is asked for. Raises Refused for a value the listing does not know, Absent for a closed place."""
    order = given.get("order", "")
    if order and order not in dict(listing.orders):
        raise Refused(_("没有这种排序。"), field="order")
    return Asked(
        places=places_for(listing.name, place_of(given)),
        text=" ".join(given.get("q", "").split())[:LONGEST_TEXT],
        values=chosen(listing, given),
        order=order,
        offset=(page - 1) * limit,
        limit=limit,
    )


def place_of(given: Mapping[str, str]) -> str:
    """Return the place asked for: a county or township, or empty. Raises Refused for anything else."""
    place = given.get("place", "") or given.get("area", "")
    if place and (not place.isascii() or not place.isdigit() or len(place) not in (COUNTY, TOWNSHIP)):
        raise Refused(_("没有这个地区。"), field="place")
    return place


def chosen(listing: PublicListing, given: Mapping[str, str]) -> dict[str, str]:
    """Return the chosen option of each filter that has one."""
    values = {}
    for one in listing.filters:
        value = given.get(one.name, "")
        if value and value not in dict(one.options()):
            raise Refused(_("“%(title)s”没有这个选项。") % {"title": one.title}, field=one.name)
        if value:
            values[one.name] = value
    return values


def page_of(given: Mapping[str, str]) -> int:
    """Return the page asked for, from 1. Raises Refused beyond the last that is served."""
    text = given.get("page", "") or "1"
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= MOST_PAGES:
        raise Refused(_("页数应在 1 到 %(most)s 之间；请用条件缩小范围。") % {"most": MOST_PAGES}, field="page")
    return int(text)


def condition_of(listing: PublicListing, given: Mapping[str, str]) -> str:
    """Return the conditions as a query string in a fixed order, checked: equal questions are equal texts."""
    asked = asked_of(listing, given)
    kept = {"q": asked.text, "place": place_of(given), **asked.values}
    return urlencode([(name, kept[name]) for name in sorted(kept) if kept[name]])
