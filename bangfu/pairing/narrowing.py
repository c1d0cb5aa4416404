"""Which candidate pairs a scheme allows: its conditions on both parties together."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangfu.kernel.areas_of import COUNTY
from bangfu.pairing.models import Scheme
from bangfu.pairing.nesting import Nest, nest_of, schemes_named
from bangfu.parties.models import Person

Positions = NDArray[np.integer[Any]]
FEW = 500
PAIR_CONDITIONS = ("same_area", "other_county", "own_unit", "inside")


def has_pair_conditions(scheme: Scheme) -> bool:
    """Tell whether anything is demanded of both parties together."""
    return any(scheme.eligible.get(name) for name in PAIR_CONDITIONS)


def allowed(
    scheme: Scheme,
    helpers: NDArray[np.int64],
    recipients: NDArray[np.int64],
    places: tuple[NDArray[np.str_], NDArray[np.str_]],
    arcs: tuple[Positions, Positions],
    on: date,
) -> NDArray[np.bool_]:
    """Tell for each candidate whether the scheme's conditions on pairs allow it, and that nobody is given themselves.

    ``helpers`` and ``recipients`` are party ids, ``places`` their area codes, ``arcs`` positions in both.
    """
    helper, recipient = arcs
    kept = helpers[helper] != recipients[recipient]
    if length := int(scheme.eligible.get("same_area") or 0):
        kept &= _same(places, helper, recipient, length)
    if scheme.eligible.get("other_county"):
        kept &= ~_same(places, helper, recipient, COUNTY)
    if scheme.eligible.get("own_unit"):
        units = dict(Person.objects.filter(works_for_id__in=recipients.tolist()).values_list("pk", "works_for_id"))
        mine = np.array([units.get(pk, -1) for pk in helpers.tolist()], dtype=np.int64)
        kept &= mine[helper] == recipients[recipient]
    if scheme.helper_kind in ("person", Scheme.ANY) and scheme.recipient_kind in ("household", "person"):
        kept &= ~_own_household(scheme, helpers, recipients, helper, recipient)
    if scheme.eligible.get("inside"):
        kept &= nest_for(scheme, helpers, recipients, on).holds(helper, recipient)
    return kept


def nest_for(scheme: Scheme, helpers: NDArray[np.int64], recipients: NDArray[np.int64], on: date) -> Nest:
    """Return how the two sides lie in the pairs of the scheme that this one is inside of."""
    return nest_of(schemes_named(scheme.eligible["inside"]), helpers.tolist(), recipients.tolist(), on)


def _same(
    places: tuple[NDArray[np.str_], NDArray[np.str_]], helper: Positions, recipient: Positions, length: int
) -> NDArray[np.bool_]:
    mine, theirs = (np.array([place[:length] for place in side], dtype=str) for side in places)
    _, codes = np.unique(np.concatenate([mine, theirs]), return_inverse=True)
    whole = np.array([len(place) >= length for place in places[0]], dtype=bool)
    return (codes[: len(mine)][helper] == codes[len(mine) :][recipient]) & whole[helper]


def _own_household(
    scheme: Scheme,
    helpers: NDArray[np.int64],
    recipients: NDArray[np.int64],
    helper: Positions,
    recipient: Positions,
) -> NDArray[np.bool_]:
    """Nobody is paired with the household they live in, or with another member of it."""
    rows = Person.objects.filter(household__isnull=False)
    rows = (
        rows.filter(pk__in=helpers.tolist()) if len(helpers) <= FEW else rows.filter(party__enrolments__scheme=scheme)
    )
    homes = dict(rows.values_list("pk", "household_id"))
    mine = np.array([homes.get(pk, -1) for pk in helpers.tolist()], dtype=np.int64)
    if not (mine >= 0).any():
        return np.zeros(len(helper), dtype=bool)
    theirs = recipients
    if scheme.recipient_kind == "person":
        members = dict(Person.objects.filter(household_id__in=set(homes.values())).values_list("pk", "household_id"))
        theirs = np.array([members.get(pk, -2) for pk in recipients.tolist()], dtype=np.int64)
    return mine[helper] == theirs[recipient]
