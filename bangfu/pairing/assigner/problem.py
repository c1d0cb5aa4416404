"""An assignment problem as arrays: who may help whom, at which cost, under which bounds.

Everything is an integer, so that an optimum can be proved exactly. People are named by identifiers of any
sortable NumPy type; candidates refer to them by position.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Coverage(StrEnum):
    """What an unfilled place of a recipient costs."""

    FIRST = "first"
    """Covering comes before any cost: as many as possible, and the heaviest weights first."""

    PRICED = "priced"
    """An unfilled place costs `unpaired_cost × weight`, and a helper dearer than that is not sent."""


@dataclass(frozen=True, eq=False)
class Helpers:
    """The helping side: `ids`, most (`capacity`) and fewest (`minimum`, default 0) recipients of each."""

    ids: NDArray[Any]
    capacity: Ints
    minimum: Ints = None  # type: ignore[assignment]  # filled in below

    def __post_init__(self) -> None:
        set_column(self, "ids", np.asarray(self.ids))
        set_column(self, "capacity", integers(self.capacity, len(self.ids)))
        set_column(self, "minimum", integers(0 if self.minimum is None else self.minimum, len(self.ids)))

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, order: NDArray[np.intp]) -> Helpers:
        """The same helpers in another order."""
        return Helpers(self.ids[order], self.capacity[order], self.minimum[order])


@dataclass(frozen=True, eq=False)
class Recipients:
    """The helped side: `ids`, fewest and most helpers of each (default exactly one), and `weight`.

    A place below `least` that stays empty counts as a gap. `weight` (positive, default 1) orders who is
    covered first when capacity runs short: the weakest households have the largest.
    """

    ids: NDArray[Any]
    least: Ints = None  # type: ignore[assignment]  # filled in below
    most: Ints = None  # type: ignore[assignment]
    weight: Ints = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        set_column(self, "ids", np.asarray(self.ids))
        least = integers(1 if self.least is None else self.least, len(self.ids))
        set_column(self, "least", least)
        most = np.maximum(least, 1) if self.most is None else integers(self.most, len(self.ids))
        set_column(self, "most", most)
        set_column(self, "weight", integers(1 if self.weight is None else self.weight, len(self.ids)))

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, order: NDArray[np.intp]) -> Recipients:
        """The same recipients in another order."""
        return Recipients(self.ids[order], self.least[order], self.most[order], self.weight[order])


@dataclass(frozen=True, eq=False)
class Candidates:
    """The pairs that rules allow: positions of both sides, and named integer `terms` of their cost."""

    helper: NDArray[np.int32]
    recipient: NDArray[np.int32]
    terms: Mapping[str, NDArray[np.integer]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        set_column(self, "helper", np.asarray(self.helper, dtype=np.int32))
        set_column(self, "recipient", np.asarray(self.recipient, dtype=np.int32))
        for name, term in self.terms.items():
            if np.shape(term) != self.helper.shape or np.asarray(term).dtype.kind not in "iub":
                raise ValueError(f"term {name!r} must be one integer per candidate")

    def __len__(self) -> int:
        return len(self.helper)

    def take(self, order: NDArray[np.intp] | Mask) -> Candidates:
        """The same candidates in another order, or some of them."""
        terms = {name: np.asarray(term)[order] for name, term in self.terms.items()}
        return Candidates(self.helper[order], self.recipient[order], terms)


@dataclass(frozen=True, eq=False)
class Problem:
    """All that decides an assignment.

    `weights` multiplies each term of the candidates (1 where absent). `frozen` pairs stay whatever they cost;
    each `current` pair is made cheaper by `keep_bonus`, so that a re-run moves few families. `load_cost[k]` is
    what a helper's (k+1)-th recipient costs on top (its last value goes on); it may not fall from one recipient to
    the next, which is what makes balanced load exact in a flow.
    """

    helpers: Helpers
    recipients: Recipients
    candidates: Candidates
    weights: Mapping[str, int] = field(default_factory=dict)
    frozen: Mask = None  # type: ignore[assignment]  # filled in below
    current: Mask = None  # type: ignore[assignment]
    keep_bonus: int = 0
    load_cost: Ints = None  # type: ignore[assignment]
    coverage: Coverage = Coverage.FIRST
    unpaired_cost: int = 0

    def __post_init__(self) -> None:
        arcs = len(self.candidates)
        for name in ("frozen", "current"):
            given = getattr(self, name)
            mask = np.zeros(arcs, dtype=bool) if given is None else np.asarray(given, dtype=bool)
            if mask.shape != (arcs,):
                raise ValueError(f"{name!r} must be one boolean per candidate")
            set_column(self, name, mask)
        load_cost = [0] if self.load_cost is None else self.load_cost
        set_column(self, "load_cost", np.atleast_1d(np.asarray(load_cost, dtype=np.int64)))

    @cached_property
    def cost(self) -> Ints:
        """Cost of each candidate: weighted terms, less the bonus of a current pair."""
        total = np.zeros(len(self.candidates), dtype=np.int64)
        for name, term in self.candidates.terms.items():
            total += np.asarray(term, dtype=np.int64) * int(self.weights.get(name, 1))
        if self.keep_bonus:
            total -= self.current * np.int64(self.keep_bonus)
        return total

    @cached_property
    def frozen_load(self) -> Ints:
        """Recipients each helper keeps because the pair is frozen."""
        return np.bincount(self.candidates.helper[self.frozen], minlength=len(self.helpers))

    @cached_property
    def frozen_received(self) -> Ints:
        """Helpers each recipient keeps because the pair is frozen."""
        return np.bincount(self.candidates.recipient[self.frozen], minlength=len(self.recipients))

    @cached_property
    def load_floor(self) -> Ints:
        """Fewest recipients a helper can end with: the minimum, or more when frozen."""
        return np.maximum(self.helpers.minimum, self.frozen_load)

    @cached_property
    def helper_start(self) -> Ints:
        """Where each helper's candidates begin (canonical order only); one more than there are helpers."""
        return np.searchsorted(self.candidates.helper, np.arange(len(self.helpers) + 1))

    def only(self, kept: NDArray[np.intp] | Mask) -> Problem:
        """The problem with some of its candidates, in the same order."""
        return replace(
            self,
            candidates=self.candidates.take(kept),
            frozen=self.frozen[kept],
            current=self.current[kept],
        )

    def candidate_at(self, helper: int, recipient: int) -> int | None:
        """Position of the candidate for two people by position (canonical order only); None if there is none."""
        start, end = int(self.helper_start[helper]), int(self.helper_start[helper + 1])
        arc = start + int(np.searchsorted(self.candidates.recipient[start:end], recipient))
        return arc if arc < end and self.candidates.recipient[arc] == recipient else None

    def canonical(self) -> Problem:
        """The same problem with people by identifier and candidates by (helper, recipient).

        Solving starts from here, so that the answer does not depend on the order of the input.
        """
        helper_order, helper_place = sorting(self.helpers.ids)
        recipient_order, recipient_place = sorting(self.recipients.ids)
        helper = helper_place[self.candidates.helper]
        recipient = recipient_place[self.candidates.recipient]
        key = helper.astype(np.int64) * len(self.recipients) + recipient
        if is_sorted(key) and is_sorted(helper_order) and is_sorted(recipient_order):
            return self
        order = np.argsort(key, kind="stable")
        terms = {name: np.asarray(term)[order] for name, term in self.candidates.terms.items()}
        return replace(
            self,
            helpers=self.helpers.take(helper_order),
            recipients=self.recipients.take(recipient_order),
            candidates=Candidates(helper[order], recipient[order], terms),
            frozen=self.frozen[order],
            current=self.current[order],
        )


def positions(ids: ArrayLike, wanted: ArrayLike) -> NDArray[np.int32]:
    """Position in `ids` of every identifier of `wanted`; -1 where it is absent."""
    known, sought = np.asarray(ids), np.asarray(wanted)
    if not len(known):
        return np.full(len(sought), -1, dtype=np.int32)
    order = np.argsort(known, kind="stable")
    place = order[np.minimum(np.searchsorted(known, sought, sorter=order), len(known) - 1)]
    return np.where(known[place] == sought, place, -1).astype(np.int32)


def sorting(ids: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """The order that sorts `ids`, and the place each identifier takes in it."""
    order = np.argsort(ids, kind="stable")
    place = np.empty(len(ids), dtype=np.int32)
    place[order] = np.arange(len(ids), dtype=np.int32)
    return order, place


def is_sorted(values: NDArray[np.integer]) -> bool:
    """Whether no value is smaller than the one before it."""
    return bool(np.all(values[1:] >= values[:-1]))


def integers(values: ArrayLike, length: int) -> Ints:
    """A whole column of integers: one value for all, or one for each."""
    column = np.asarray(values)
    if column.size and column.dtype.kind not in "iub":
        raise ValueError("bounds, weights and costs must be integers")
    return np.ascontiguousarray(np.broadcast_to(column, (length,)), dtype=np.int64)


def set_column(instance: object, name: str, value: object) -> None:
    """Fill a field of a frozen dataclass while it is being built."""
    object.__setattr__(instance, name, value)
