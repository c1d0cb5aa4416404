"""Prices that prove an optimum, found by correcting labels in the residual graph of an assignment.

A helper's price is what one more unit of their time is worth, a recipient's price what one more helper there
is worth. At an optimum prices exist for which no candidate, load or place could be changed with profit; they
are the shortest distances in the residual graph. Work goes only where a price has just changed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .objective import Objective, load_of, received_of
from .problem import Ints, Mask, Problem

UNREACHABLE = np.int64(2**60)
"""Cost of a candidate that may not change; no sum of real costs comes near it."""

STRIDE = 8
"""How far above the lowest price a round reaches, in exchanges; between few long and many short rounds."""

ROUNDS = 1_000
"""Rounds granted beyond one for each person, before an assignment is taken for not optimal."""


@dataclass(frozen=True, eq=False)
class Prices:
    """Dual prices of both sides, in cost units, in canonical order."""

    helper: Ints
    recipient: Ints


def zero_prices(problem: Problem) -> Prices:
    """Prices of a problem where nothing is scarce."""
    return Prices(np.zeros(len(problem.helpers), np.int64), np.zeros(len(problem.recipients), np.int64))


def prices_of(problem: Problem, objective: Objective, chosen: Mask) -> Prices:
    """Prices of an assignment; they prove it optimal exactly if it is (`certificate.gap_of` is then 0).

    Helpers with low prices pass theirs on first, as those rarely fall again. For an assignment that is not
    optimal the search gives up, and the prices returned prove only a bound.
    """
    helper, recipient = starting_prices(problem, objective, chosen)
    candidates = problem.candidates
    entering = np.where(chosen | problem.frozen, UNREACHABLE, objective.arc)
    taken = np.flatnonzero(chosen & ~problem.frozen)
    taken = taken[np.argsort(candidates.recipient[taken], kind="stable")]
    taken_start = np.searchsorted(candidates.recipient[taken], np.arange(len(recipient) + 1))

    def release(arcs: NDArray[np.intp]) -> NDArray[np.intp]:
        freed = recipient[candidates.recipient[arcs]] - objective.arc[arcs]
        return lower(helper, candidates.helper[arcs], freed)

    release(taken)
    waiting = np.ones(len(helper), dtype=bool)
    stride = STRIDE * objective.spread()
    lowest = -highest(problem, objective)
    for _ in range(ROUNDS + len(helper) + len(recipient)):
        queue = np.flatnonzero(waiting)
        if not queue.size or helper[queue].min() < lowest:
            break
        batch = queue[helper[queue] <= helper[queue].min() + stride]
        waiting[batch] = False
        arcs = within(problem.helper_start, batch, len(candidates))
        offer = entering[arcs] + helper[candidates.helper[arcs]]
        lowered = lower(recipient, candidates.recipient[arcs], offer)
        waiting[release(taken[within(taken_start, lowered, len(taken))])] = True
    return Prices(helper, recipient)


def starting_prices(problem: Problem, objective: Objective, chosen: Mask) -> tuple[Ints, Ints]:
    """Upper bounds that need no path: spare capacity, and dropping a recipient's helper outright."""
    load, received = load_of(problem, chosen), received_of(problem, chosen)
    top = highest(problem, objective)
    helper = np.where(load < problem.helpers.capacity, objective.step(load), top)
    dropping = np.where(received <= problem.recipients.least, objective.place, 0)
    recipient = np.where(received > problem.frozen_received, dropping, top)
    return helper, recipient


def highest(problem: Problem, objective: Objective) -> int:
    """More than any path in the residual graph can cost."""
    people = len(problem.helpers) + len(problem.recipients)
    ends = int(objective.place.max(initial=0)) + int(np.abs(objective.load_cost).max())
    return ends + people * (int(np.abs(objective.arc).max(initial=0)) + 1)


def lower(price: Ints, place: NDArray[np.int32], offer: Ints) -> NDArray[np.intp]:
    """Lower prices to the offers made at their places; returns the places that changed."""
    better = np.flatnonzero(offer < price[place])
    place = place[better]
    np.minimum.at(price, place, offer[better])
    changed = np.zeros(len(price), dtype=bool)
    changed[place] = True
    return np.flatnonzero(changed)


def within(start: NDArray[np.integer], groups: NDArray[np.intp], total: int) -> NDArray[np.intp] | slice:
    """Positions of all members of `groups`, where group g holds `start[g]:start[g + 1]`."""
    if len(groups) == len(start) - 1:
        return slice(0, total)
    count = start[groups + 1] - start[groups]
    ends = np.cumsum(count)
    offset = np.repeat(start[groups] - (ends - count), count)
    return offset + np.arange(len(offset))
