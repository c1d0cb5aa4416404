"""What the first page counts, remembered for a minute."""

from __future__ import annotations

from bangfu.kernel.publishing.declared import Asked, PublicListing
from bangfu.kernel.remembered import RememberedEach

SECONDS = 60.0
_totals: RememberedEach[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]], int | None] = RememberedEach(SECONDS)


def total(listing: PublicListing, places: tuple[str, ...], **values: str) -> int | None:
    """Return how many rows a listing has; None for more than it counts."""
    key = (listing.name, places, tuple(sorted(values.items())))
    return _totals.get(key, lambda: listing.find(Asked(places=places, values=values, limit=0)).total)
