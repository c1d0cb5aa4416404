"""Which offers come into question for which needs, what each pair is worth, and what each would use of the offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bangfu.workstreams.exchange.matching.rows import NeedRow, OfferRow
from bangfu.workstreams.exchange.similarity import Likeness

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
FEN_TO_THOUSANDTHS = 10  # of a yuan
ALIKE = ("article", "service", "skill", "job", "sale")
"""Kinds whose texts must be alike; money is money, and an adoption is chosen by place."""


@dataclass(frozen=True, kw_only=True)
class Objective:
    """What a match is worth, in points; whole numbers, so that the best can be proved.

    ``base`` for any match, ``urgency`` for each step of urgency, ``wait`` for each week on the board (``wait_most`` at
    most), ``first`` for a wish carried over, ``likeness`` for texts wholly alike (below ``likeness_least`` per cent
    they are no candidates), ``near_…`` where donor and asker share village, township or county. Each further match in
    one village earns ``village_step`` less, each further one of a household ``household_step``, up to ``steps`` times.
    """

    base: int = 10000
    urgency: int = 120
    wait: int = 20
    wait_most: int = 12
    first: int = 200
    likeness: int = 300
    likeness_least: int = 20
    near_village: int = 90
    near_township: int = 60
    near_county: int = 30
    village_step: int = 40
    household_step: int = 400
    steps: int = 10

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Objective:
        """Return the objective of a policy table; raise ValueError for a name that does not exist."""
        known = {f.name for f in fields(cls)}
        if unknown := set(table) - known:
            raise ValueError(", ".join(sorted(unknown)))
        return cls(**{name: int(value) for name, value in table.items()})


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs by position, their points by term, and what each uses of its offer."""

    needs: Sequence[NeedRow]
    offers: Sequence[OfferRow]
    need: Ints
    offer: Ints
    use: Ints
    terms: Mapping[str, Ints]

    @property
    def score(self) -> Ints:
        """Points of each pair, before the steps for village and household."""
        return np.sum(list(self.terms.values()), axis=0) if len(self.need) else np.zeros(0, np.int64)

    def take(self, kept: NDArray[np.integer] | Mask) -> Candidates:
        """Return some of the pairs."""
        terms = {name: term[kept] for name, term in self.terms.items()}
        return Candidates(self.needs, self.offers, self.need[kept], self.offer[kept], self.use[kept], terms)


@dataclass(frozen=True)
class Relaxed:
    """Which conditions are left aside, to see what they cost."""

    places: bool = False
    conditions: bool = False
    likeness: bool = False


class _Columns:
    """Needs as arrays, ordered by place so that a place is a slice."""

    def __init__(self, needs: Sequence[NeedRow]) -> None:
        self.order = np.array(sorted(range(len(needs)), key=lambda n: needs[n].area_code), dtype=np.int64)
        rows = [needs[n] for n in self.order]
        self.area = np.array([r.area_code for r in rows], dtype=str)
        self.text = [r.text for r in rows]
        self.asker = np.array([r.asker for r in rows], dtype=np.int64)
        self.quantity = np.array([r.quantity for r in rows], dtype=np.int64)
        self.value = np.array([-1 if r.value is None else r.value for r in rows], dtype=np.int64)
        self.wish = np.array([r.wish for r in rows], dtype=bool)
        self.codes = {
            name: np.array([getattr(r, name) for r in rows], dtype=str)
            for name in ("kind", "unit", "standing", "band", "category")
        }

    def below(self, prefix: str) -> slice:
        """Return the needs at places that begin with a prefix."""
        low = int(np.searchsorted(self.area, prefix))
        return slice(low, int(np.searchsorted(self.area, f"{prefix}:")))


def candidates_of(
    needs: Sequence[NeedRow],
    offers: Sequence[OfferRow],
    objective: Objective,
    synonyms: Sequence[Sequence[str]] = (),
    *,
    most: int = 12,
    relaxed: Relaxed = Relaxed(),
) -> Candidates:
    """Return the pairs that every condition allows, for each need the ``most`` best.

    The work is one pass over the offers, each with the needs of its places as arrays.
    """
    columns = _Columns(needs)
    texts, place = np.unique(np.array(columns.text or [""], dtype=str), return_inverse=True)
    offered, which = np.unique(np.array([o.text for o in offers] or [""], dtype=str), return_inverse=True)
    likeness = Likeness(texts.tolist(), offered.tolist(), synonyms)
    found: list[tuple[Ints, int, Ints, Ints]] = []
    alike: dict[int, Ints] = {}
    for number, offer in enumerate(offers):
        if which[number] not in alike:
            columns_of = np.full(len(texts), which[number])
            alike[which[number]] = (likeness.of(np.arange(len(texts)), columns_of) * 100).astype(np.int64)
        found += _of_offer(columns, offer, number, alike[which[number]][place], objective, relaxed)
    return _gathered(needs, offers, columns, found, objective, most)


def _of_offer(
    columns: _Columns, offer: OfferRow, number: int, alike: Ints, objective: Objective, relaxed: Relaxed
) -> list[tuple[Ints, int, Ints, Ints]]:
    prefixes = [""] if relaxed.places else list(offer.places or (offer.area_code,))
    found = []
    for prefix in prefixes:
        part = columns.below(prefix) if prefix else slice(0, len(columns.area))
        fits, use = _fits(columns, offer, part, relaxed)
        if not relaxed.likeness:
            near = alike[part] >= objective.likeness_least
            fits &= near | ~np.isin(columns.codes["kind"][part], ALIKE) | (columns.wish[part] & offer.is_budget)
        rows = np.flatnonzero(fits)
        found.append((rows + part.start, number, use[rows], alike[part][rows]))
    return found


def _fits(columns: _Columns, offer: OfferRow, part: slice, relaxed: Relaxed) -> tuple[Mask, Ints]:
    """Return which needs of a slice an offer may meet, and what each would use of it."""
    codes, quantity, value = columns.codes, columns.quantity[part], columns.value[part]
    same = (codes["kind"][part] == offer.kind) & (codes["unit"][part] == offer.unit)
    use = quantity
    if offer.is_budget:
        paid = columns.wish[part] & (value > 0) & (codes["kind"][part] != "money")
        use = np.where(paid, value * FEN_TO_THOUSANDTHS, quantity)
        same |= paid
    fits = same & (columns.asker[part] != offer.donor) & (use <= offer.left)
    if relaxed.conditions:
        return fits, use
    for name, wanted in (("standing", offer.standings), ("band", offer.bands), ("category", offer.categories)):
        if wanted:
            fits &= np.isin(codes[name][part], sorted(wanted))
    if offer.each_max is not None:
        fits &= use <= offer.each_max
    if offer.value_max is not None:
        fits &= (value >= 0) & (value <= offer.value_max)
    return fits, use


def _gathered(
    needs: Sequence[NeedRow],
    offers: Sequence[OfferRow],
    columns: _Columns,
    found: Sequence[tuple[Ints, int, Ints, Ints]],
    objective: Objective,
    most: int,
) -> Candidates:
    empty = np.zeros(0, np.int64)
    rows = np.concatenate([f[0] for f in found]) if found else empty
    offer = np.concatenate([np.full(len(f[0]), f[1]) for f in found]) if found else empty
    use = np.concatenate([f[2] for f in found]) if found else empty
    alike = np.concatenate([f[3] for f in found]) if found else empty
    need = columns.order[rows] if len(rows) else empty
    terms = _terms(needs, offers, need, offer, alike, objective)
    made = Candidates(needs, offers, need, offer, use, terms)
    return made.take(_shortlist(made, most)) if len(need) else made


def _terms(
    needs: Sequence[NeedRow], offers: Sequence[OfferRow], need: Ints, offer: Ints, alike: Ints, objective: Objective
) -> dict[str, Ints]:
    def of_need(values: list[int]) -> Ints:
        return np.array(values or [0], dtype=np.int64)[need] if len(need) else np.zeros(0, np.int64)

    return {
        "base": np.full(len(need), objective.base, dtype=np.int64),
        "urgency": of_need([n.urgency * objective.urgency for n in needs]),
        "wait": of_need([min(n.weeks, objective.wait_most) * objective.wait for n in needs]),
        "first": of_need([n.first * objective.first for n in needs]),
        "likeness": alike * objective.likeness // 100,
        "near": _nearness(needs, offers, need, offer, objective),
    }


def _nearness(
    needs: Sequence[NeedRow], offers: Sequence[OfferRow], need: Ints, offer: Ints, objective: Objective
) -> Ints:
    points = np.zeros(len(need), dtype=np.int64)
    if not len(need):
        return points
    for length, worth in ((6, objective.near_county), (9, objective.near_township), (12, objective.near_village)):
        mine = np.array([n.area_code[:length] if len(n.area_code) >= length else "-" for n in needs], dtype=str)
        theirs = np.array([o.area_code[:length] if len(o.area_code) >= length else "+" for o in offers], dtype=str)
        points = np.where(mine[need] == theirs[offer], worth, points)
    return points


def _shortlist(made: Candidates, most: int) -> Ints:
    """Return the best candidates of each need. Equals are taken in turn, so that not all needs list the same offers."""
    turn = (made.offer + made.need * 7919) % max(len(made.offers), 1)
    order = np.lexsort((turn, -made.score, made.need))
    starts = np.searchsorted(made.need[order], made.need[order])
    return order[np.arange(len(order)) - starts < most]
