"""Pairs inside pairs: a doctor's patients live where the doctor's hospital helps, a community's village lies in the
township that its street is paired with.

An outer pair holds an inner one when the inner helper belongs to the outer helper and the inner recipient to the outer
recipient. A party belongs to itself; a person to the unit it works for and to its household; everybody to the areas
that contain the place where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from bangfu.kernel.areas_of import LEVELS
from bangfu.pairing.models import Pairing
from bangfu.pairing.queries.sides import in_force
from bangfu.parties.models import Area, Organisation, Person
from bangfu.parties.queries import places_of

MANY = 5000


@dataclass(frozen=True)
class Nest:
    """Outer pairs, and to which outer parties the inner helpers and recipients belong (−1: to none), by way of
    belonging: one column each."""

    pairs: NDArray[np.int64]
    helper_of: NDArray[np.int64]
    recipient_of: NDArray[np.int64]

    def holds(self, helper: NDArray[np.integer[Any]], recipient: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
        """Tell for each candidate (positions of both sides) whether an outer pair holds it."""
        found = np.zeros(len(helper), dtype=bool)
        if not len(self.pairs):
            return found
        width = np.int64(self.pairs.max()) + 2
        outer = self.pairs[:, 0] * width + self.pairs[:, 1]
        for mine in self.helper_of.T:
            for theirs in self.recipient_of.T:
                known = (mine[helper] >= 0) & (theirs[recipient] >= 0)
                found |= known & np.isin(mine[helper] * width + theirs[recipient], outer)
        return found

    def candidates(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return all inner pairs that outer pairs hold, as positions; some may stand there twice."""
        helpers: list[NDArray[np.int64]] = []
        recipients: list[NDArray[np.int64]] = []
        mine, theirs = _members(self.helper_of), _members(self.recipient_of)
        for outer_helper, outer_recipient in self.pairs.tolist():
            inner, helped = mine.get(outer_helper), theirs.get(outer_recipient)
            if inner is not None and helped is not None:
                helpers.append(np.repeat(inner, len(helped)))
                recipients.append(np.tile(helped, len(inner)))
        empty = np.empty(0, dtype=np.int64)
        return (np.concatenate(helpers), np.concatenate(recipients)) if helpers else (empty, empty)


def _members(belongs: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    found: dict[int, list[int]] = {}
    for position, row in enumerate(belongs.tolist()):
        for outer in set(row) - {-1}:
            found.setdefault(outer, []).append(position)
    return {outer: np.array(positions, dtype=np.int64) for outer, positions in found.items()}


def nest_of(outer: Q, helpers: Sequence[int], recipients: Sequence[int], on: date) -> Nest:
    """Return how inner helpers and recipients (party ids) lie in the outer pairs that satisfy a condition on a day."""
    rows = Pairing.objects.filter(in_force(on)).filter(outer)
    pairs = np.array(list(rows.values_list("helper_id", "recipient_id")), dtype=np.int64).reshape(-1, 2)
    return Nest(
        pairs, _belonging(helpers, set(pairs[:, 0].tolist())), _belonging(recipients, set(pairs[:, 1].tolist()))
    )


def _belonging(parties: Sequence[int], outer: set[int]) -> NDArray[np.int64]:
    """Return for each party the outer parties it belongs to: itself, its unit, its household, and areas by level."""
    found = np.full((len(parties), 3 + len(LEVELS)), -1, dtype=np.int64)
    if not outer or not len(parties):
        return found
    areas = dict(Area.objects.filter(pk__in=outer).values_list("code", "pk")) if len(outer) <= MANY else {
        code: pk for code, pk in Area.objects.values_list("code", "pk") if pk in outer
    }  # fmt: skip
    places = places_of(parties) if areas else {}
    units, homes = _tied(parties, outer)
    for position, party in enumerate(parties):
        if party in outer:
            found[position, 0] = party
        found[position, 1] = units.get(party, -1)
        found[position, 2] = homes.get(party, -1)
        place = places.get(party, "")
        for column, level in enumerate(LEVELS, start=3):
            if len(place) >= level:
                found[position, column] = areas.get(place[:level], -1)
    return found


def _tied(parties: Sequence[int], outer: set[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Return units (of persons: who they work for; of units: their superior) and households among the outer ones."""
    units: dict[int, int] = {}
    homes: dict[int, int] = {}
    for start in range(0, len(parties), MANY):
        chunk = list(parties[start : start + MANY])
        for pk, unit, home in Person.objects.filter(pk__in=chunk).values_list("pk", "works_for_id", "household_id"):
            if unit in outer:
                units[pk] = unit
            if home in outer:
                homes[pk] = home
        rows = Organisation.objects.filter(pk__in=chunk, superior__isnull=False)
        units |= {pk: above for pk, above in rows.values_list("pk", "superior_id") if above in outer}
    return units, homes


def schemes_named(name: str) -> Q:
    """Return the condition for pairings of a scheme or of a county's copies of it."""
    return Q(scheme__name=name) | Q(scheme__copied_from__name=name)
