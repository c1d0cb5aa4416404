"""Rows of public lists, each through the last gate; what is stopped there is noted for the office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from bangfu.kernel.publishing.declared import Asked, PublicListing
from bangfu.kernel.publishing.releasing import Withheld, released
from bangfu.kernel.remembered import RememberedEach
from bangfu.portal.models import WithheldRow
from bangfu.portal.sites import places_for

_noted: RememberedEach[tuple[str, str], bool] = RememberedEach(seconds=3600)


def found(listing: PublicListing, asked: Asked) -> tuple[list[dict[str, Any]], int | None]:
    """Return the rows of a page that may be shown, and how many there are in all (None: more than were counted)."""
    answer = listing.find(asked)
    return list(passed(listing, answer.rows)), answer.total


def passed(listing: PublicListing, rows: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """Yield what may be shown of each row; leave out, and note, those that hold an identifying number."""
    for row in rows:
        try:
            yield released(listing.columns, row)
        except Withheld as withheld:
            _note(listing, row, withheld)


def one(listing: PublicListing, pk: str) -> dict[str, Any] | None:
    """Return one row as everybody may see it, or None when there is none or it is withheld."""
    row = listing.one(pk, places_for(listing.name))
    return next(iter(passed(listing, [row])), None) if row is not None else None


def _note(listing: PublicListing, row: Mapping[str, Any], withheld: Withheld) -> None:
    """Remember that a row was stopped; once, however often it is asked for."""
    key = (listing.name, str(row["id"])[:40])

    def write() -> bool:
        titles = {column.name: str(column.title) for column in listing.columns}
        WithheldRow.objects.get_or_create(
            listing=key[0],
            row=key[1],
            defaults={
                "area_code": str(row.get("area_code") or ""),
                "found": ",".join(withheld.kinds),
                "columns": "、".join(titles[name] for name in withheld.columns),
                "first_seen": timezone.localdate(),
            },
        )
        return True

    _noted.get(key, write)
