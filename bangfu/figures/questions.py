"""What a figure is asked: a place, a period, perhaps a dimension."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from bangfu.kernel.areas_of import COUNTY, LEVELS, TOWNSHIP, VILLAGE

Number = Decimal | int | None
PERIODS = {"month": len("2026-11"), "year": len("2026")}
PLACES = {"county": COUNTY, "township": TOWNSHIP, "village": VILLAGE}
PARTNER = "partner"


@dataclass(frozen=True, kw_only=True)
class Question:
    """A place, a period and perhaps a dimension. ``from_`` is None for *since ever*; a state is taken on ``to``.

    ``side`` is *receiver* (help that arrived in the place) or *giver* (help that came from it). ``within`` bounds the
    rows of each source by name to what the asker may see (``scoping.bounded``); a source not named is not bounded.
    ``partner`` is a place on the other side: with ``side="giver"`` the one that received. ``exact`` leaves out what
    lies inside the place. ``by`` may also be *county*, *township*, *village* (at any depth) and *partner*, the county
    on the other side; a source that knows no other side has no parts by it, and nothing to count for a partner.
    """

    area_code: str = ""
    from_: date | None = None
    to: date | None = None
    by: str = ""
    side: str = "receiver"
    where: tuple[tuple[str, str, Any], ...] = ()
    partner: str = ""
    exact: bool = False
    within: Mapping[str, Q] = field(default_factory=dict, compare=False)


def next_level(area_code: str) -> int:
    """Return the code length of the areas one level below."""
    return next((n for n in LEVELS if n > len(area_code)), LEVELS[-1])
