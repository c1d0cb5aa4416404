"""From the registers to an assignment problem: both sides of a scheme, candidate pairs, and the terms of their cost.

Pure reading; ``actions.proposals`` stores what the assigner answers. Costs are whole numbers: a scheme's weight
times a term. The terms of a pair:

``own_village``  1 when the recipient lies outside the village the helper is meant for
``township``     1 when it lies in another township
``county``       1 when it lies in another county
``load``         the k-th recipient of a helper costs k − 1 times the weight, so that load is even
``kept``         what a pair of today is cheaper by, so that a new proposal moves few families

and those of ``preferring``: distance, own unit's village, kinship, skills, last year's helper.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangfu.kernel.areas_of import COUNTY, TOWNSHIP, VILLAGE
from bangfu.pairing.assigner import Candidates, Helpers, Problem, Recipients
from bangfu.pairing.models import Pairing, Scheme
from bangfu.pairing.narrowing import allowed, nest_for
from bangfu.pairing.needs import weights_of
from bangfu.pairing.preferring import Candidates as Offered
from bangfu.pairing.preferring import class_capacities, further_terms
from bangfu.pairing.queries.sides import helpers_for, in_force, place_field, recipients_for
from bangfu.parties.queries import places_of

ALL_PAIRS = 6_000_000
UNLIMITED = 1_000_000


@dataclass(frozen=True)
class Sides:
    """Helpers and recipients of a scheme in a place, as parallel arrays."""

    helper_ids: NDArray[np.int64]
    helper_places: NDArray[np.str_]
    capacity: NDArray[np.int64]
    recipient_ids: NDArray[np.int64]
    recipient_places: NDArray[np.str_]
    weight: NDArray[np.int64]


def sides_of(scheme: Scheme, area_code: str, on: date) -> Sides:
    """Read both sides; two statements."""
    most = scheme.per_helper_max if scheme.per_helper_max is not None else UNLIMITED
    helpers = list(
        helpers_for(scheme, area_code, on).order_by("party_id").values_list("party_id", "area_code", "capacity")
    )
    rows = recipients_for(scheme, area_code, on).order_by("pk")
    fields = ["pk", place_field(scheme), *ATTRIBUTE.get(scheme.recipient_kind, [])]
    recipients = list(rows.values_list(*fields))
    weights = weights_of(scheme, area_code, on, [(r[0], (r[2] or "") if len(r) > 2 else "") for r in recipients])
    ids = np.array([h[0] for h in helpers], dtype=np.int64)
    of_class = class_capacities(scheme, ids)
    elsewhere = _load_elsewhere(scheme, {r[0] for r in recipients}, on)
    capacity = [
        max(min(of_class.get(h[0], most), UNLIMITED if h[2] is None else h[2]) - elsewhere.get(h[0], 0), 0)
        for h in helpers
    ]
    return Sides(
        helper_ids=ids,
        helper_places=np.array([h[1] for h in helpers], dtype=str),
        capacity=np.array(capacity, dtype=np.int64),
        recipient_ids=np.array([r[0] for r in recipients], dtype=np.int64),
        recipient_places=np.array([r[1] for r in recipients], dtype=str),
        weight=np.array(weights, dtype=np.int64),
    )


ATTRIBUTE = {"household": ["attribute"], "person": ["household__attribute"]}


def _load_elsewhere(scheme: Scheme, asked: set[int], on: date) -> dict[int, int]:
    """Return how many recipients beyond those asked about each helper keeps: they take up capacity as well."""
    rows = Pairing.objects.filter(in_force(on), scheme=scheme).values_list("helper_id", "recipient_id")
    return dict(Counter(helper for helper, recipient in rows if recipient not in asked))


def problem_for(scheme: Scheme, area_code: str, on: date) -> Problem:
    """Return the problem the assigner is to solve.

    Pairs of today are always candidates, frozen ones stay. A large county is not given all pairs: each recipient
    gets the helpers meant for its village, then its township, then the county, until there are enough.
    """
    sides = sides_of(scheme, area_code, on)
    today = _pairs_today(scheme, area_code, on)
    helper, recipient = _arcs(scheme, sides, today, on)
    current, frozen = _marks(sides, helper, recipient, today)
    weights = {name: int(value) for name, value in scheme.weights.items()}
    terms = _terms(sides, helper, recipient) | further_terms(
        Offered(
            scheme, sides.helper_ids, sides.recipient_ids, _seats(sides), sides.recipient_places, helper, recipient, on
        )
    )
    return Problem(
        helpers=Helpers(sides.helper_ids, sides.capacity, np.full(len(sides.helper_ids), scheme.per_helper_min)),
        recipients=Recipients(
            sides.recipient_ids,
            np.full(len(sides.recipient_ids), scheme.per_recipient_min),
            np.full(len(sides.recipient_ids), max(scheme.per_recipient_max or 1, scheme.per_recipient_min, 1)),
            sides.weight,
        ),
        candidates=Candidates(helper, recipient, terms),
        weights={name: weights.get(name, 0) for name in terms},
        frozen=frozen,
        current=current,
        keep_bonus=weights.get("kept", 0),
        load_cost=np.arange(UNLIMITED if not len(sides.capacity) else min(int(sides.capacity.max()), 50) or 1)
        * weights.get("load", 0),
    )


def _pairs_today(scheme: Scheme, area_code: str, on: date) -> NDArray[np.int64]:
    """Pairs in force below the place: rows of (helper, recipient, frozen)."""
    rows = Pairing.objects.filter(in_force(on), scheme=scheme, area_code__startswith=area_code)
    found = [(h, r, int(f)) for h, r, f in rows.values_list("helper_id", "recipient_id", "frozen")]
    return np.array(found, dtype=np.int64).reshape(-1, 3)


def _seats(sides: Sides) -> NDArray[np.str_]:
    """Where helpers are meant to help, or else where they are."""
    seats = places_of(
        [pk for pk, place in zip(sides.helper_ids.tolist(), sides.helper_places, strict=True) if not place]
    )
    found = zip(sides.helper_ids.tolist(), sides.helper_places.tolist(), strict=True)
    return np.array([place or seats.get(pk, "") for pk, place in found], dtype=str)


def _arcs(
    scheme: Scheme, sides: Sides, today: NDArray[np.int64], on: date
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the candidate pairs that the scheme allows; a pair of today that is frozen stays one."""
    if scheme.eligible.get("inside"):
        at_helper, at_recipient = nest_for(scheme, sides.helper_ids, sides.recipient_ids, on).candidates()
        helper, recipient = _with_pairs_of_today(sides, at_helper, at_recipient, today)
    else:
        helper, recipient = _near_or_all(sides, today)
    kept = allowed(
        scheme, sides.helper_ids, sides.recipient_ids, (_seats(sides), sides.recipient_places), (helper, recipient), on
    )
    if kept.all():
        return helper, recipient
    kept |= _marks(sides, helper, recipient, today)[1]
    return helper[kept], recipient[kept]


def _with_pairs_of_today(
    sides: Sides, at_helper: NDArray[np.int64], at_recipient: NDArray[np.int64], today: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    m = max(len(sides.recipient_ids), 1)
    kept = _positions_of(sides, today)
    keys = np.unique(np.concatenate([at_helper * m + at_recipient, kept[0].astype(np.int64) * m + kept[1]]))
    return (keys // m).astype(np.int32), (keys % m).astype(np.int32)


def _near_or_all(sides: Sides, today: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    n, m = len(sides.helper_ids), len(sides.recipient_ids)
    if n * m <= ALL_PAIRS:
        helper, recipient = np.divmod(np.arange(n * m, dtype=np.int64), max(m, 1))
        return helper.astype(np.int32), recipient.astype(np.int32)
    near = _near_arcs(sides)
    return _with_pairs_of_today(sides, near // m, near % m, today)


ENOUGH = 20


def _near_arcs(sides: Sides) -> NDArray[np.int64]:
    """Keys (helper · m + recipient) of nearby pairs: own village, then township, then county, ``ENOUGH`` each.

    Helpers of a place are taken in turn, so that neighbours are not all offered the same few.
    """
    m = len(sides.recipient_ids)
    keys: list[NDArray[np.int64]] = []
    missing = np.full(m, ENOUGH, dtype=np.int64)
    for length in (VILLAGE, TOWNSHIP, COUNTY, 0):
        groups = _by_prefix(sides.helper_places, length)
        prefixes = np.array([place[:length] for place in sides.recipient_places])
        for prefix in np.unique(prefixes[missing > 0]):
            helpers = groups.get(str(prefix))
            if helpers is None:
                continue
            wanting = np.flatnonzero((prefixes == prefix) & (missing > 0))
            take = min(ENOUGH, len(helpers))
            turn = (np.arange(len(wanting))[:, None] * take + np.arange(take)[None, :]) % len(helpers)
            keys.append((helpers[turn].astype(np.int64) * m + wanting[:, None]).ravel())
            missing[wanting] -= take
    return np.unique(np.concatenate(keys)) if keys else np.empty(0, dtype=np.int64)


def _by_prefix(places: NDArray[np.str_], length: int) -> dict[str, NDArray[np.intp]]:
    prefixes = np.array([place[:length] for place in places])
    order = np.argsort(prefixes, kind="stable")
    values, starts = np.unique(prefixes[order], return_index=True)
    return {str(v): part for v, part in zip(values, np.split(order, starts[1:]), strict=True)} if len(order) else {}


def _positions_of(
    sides: Sides, today: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_]]:
    """Positions of today's pairs whose both sides are still there."""
    helper_at = {pk: i for i, pk in enumerate(sides.helper_ids.tolist())}
    recipient_at = {pk: i for i, pk in enumerate(sides.recipient_ids.tolist())}
    found = [
        (helper_at[h], recipient_at[r], bool(f)) for h, r, f in today.tolist() if h in helper_at and r in recipient_at
    ]
    helper, recipient, frozen = zip(*found, strict=True) if found else ((), (), ())
    return np.array(helper, dtype=np.intp), np.array(recipient, dtype=np.intp), np.array(frozen, dtype=bool)


def _marks(
    sides: Sides, helper: NDArray[np.int32], recipient: NDArray[np.int32], today: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which candidates are pairs of today, and which of them are frozen."""
    m = max(len(sides.recipient_ids), 1)
    keys = helper.astype(np.int64) * m + recipient
    at_helper, at_recipient, frozen = _positions_of(sides, today)
    wanted = at_helper.astype(np.int64) * m + at_recipient
    return np.isin(keys, wanted), np.isin(keys, wanted[frozen])


def _terms(
    sides: Sides, helper: NDArray[np.int32], recipient: NDArray[np.int32]
) -> dict[str, NDArray[np.integer[Any]]]:
    """A helper meant for no place in particular is equally near everywhere."""
    terms = {}
    for name, length in (("own_village", VILLAGE), ("township", TOWNSHIP), ("county", COUNTY)):
        _, codes = np.unique(
            np.concatenate([_cut(sides.helper_places, length), _cut(sides.recipient_places, length)]),
            return_inverse=True,
        )
        of_helper, of_recipient = codes[: len(sides.helper_ids)], codes[len(sides.helper_ids) :]
        anywhere = np.array([len(place) < length for place in sides.helper_places], dtype=bool)
        far = (of_helper[helper] != of_recipient[recipient]) & ~anywhere[helper]
        terms[name] = far.astype(np.int32)
    return terms


def _cut(places: NDArray[np.str_], length: int) -> NDArray[np.str_]:
    return np.array([place[:length] for place in places], dtype=str)


def terms_of_pair(scheme: Scheme, helper_place: str, recipient_place: str, *, kept: bool = False) -> dict[str, int]:
    """Return the weighted terms of one pair that are not zero, as a proposal stores them: for a row set by hand."""
    one = np.zeros(1, dtype=np.int32)
    sides = Sides(
        helper_ids=one.astype(np.int64),
        helper_places=np.array([helper_place], dtype=str),
        capacity=one.astype(np.int64),
        recipient_ids=one.astype(np.int64),
        recipient_places=np.array([recipient_place], dtype=str),
        weight=one.astype(np.int64),
    )
    weights = {name: int(value) for name, value in scheme.weights.items()}
    terms = {name: int(term[0]) * weights.get(name, 0) for name, term in _terms(sides, one, one).items()}
    if kept:
        terms["kept"] = -weights.get("kept", 0)
    return {name: value for name, value in terms.items() if value}
