"""The smallest change of rules that would cover everybody: one more for this helper, one helper more there.

Every empty place needs exactly one more unit of somebody's time, so the question is whose. Some can be had by
raising capacities by up to a limit: the maximum of these is found by a flow in which raised capacity is priced
so high that it is used for nothing else. The rest needs new helpers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .assignment import Assignment
from .flow import FIRST_PLACE_PRICE, PRICE_GROWTH, coverage_prices
from .network import chosen_by, flows_of, network_of
from .objective import cost_objective, unfilled_of
from .problem import Coverage, Helpers, Ints, Problem
from .shortlist import FIRST, cheapest_each, is_long

RAISE_LIMIT = 1
"""How many recipients above capacity a helper may be asked to take, by default."""


@dataclass(frozen=True)
class Raise:
    """A helper whose capacity would go from `old` to `new`."""

    helper: Any
    old: int
    new: int


@dataclass(frozen=True)
class Newcomers:
    """New helpers needed in one group of recipients (a village, say), each with the usual capacity."""

    group: Any
    helpers: int
    recipients: tuple[Any, ...]


@dataclass(frozen=True)
class Remedy:
    """Raises that cover as many empty places as their limit allows, and newcomers for the rest.

    Proved smallest: no raises within the limit cover more places, and no fewer raises cover as many.
    """

    raises: tuple[Raise, ...]
    newcomers: tuple[Newcomers, ...]

    @property
    def units(self) -> int:
        """Recipients above today's capacities, all raises together."""
        return sum(change.new - change.old for change in self.raises)


def smallest_change(
    assignment: Assignment,
    *,
    raise_limit: int = RAISE_LIMIT,
    groups: Mapping[Any, Any] | None = None,
    newcomer_capacity: int | None = None,
) -> Remedy:
    """What would cover everybody.

    `groups` tells the village (or the like) of a recipient, so that newcomers are counted where they are needed;
    recipients it does not know form the group None. `newcomer_capacity`: how many a new helper takes (default:
    the median of today's capacities). Raises `ValueError` for places that are empty because of their price.
    """
    problem = assignment.problem
    if problem.coverage is Coverage.PRICED:
        raise ValueError("with priced places a gap is a decision, not a shortage")
    if not len(assignment.unpaired):
        return Remedy((), ())
    missing = int(assignment.unfilled.sum())
    extra, unfilled = stretched(likely(assignment), raise_limit, missing)
    if unfilled.any() and is_long(problem):
        extra, unfilled = stretched(problem, raise_limit, missing)
    capacity = int(np.median(problem.helpers.capacity)) if newcomer_capacity is None else newcomer_capacity
    return Remedy(
        raises=raises_of(problem.helpers, extra),
        newcomers=newcomers_of(problem, unfilled, groups or {}, max(capacity, 1)),
    )


def likely(assignment: Assignment) -> Problem:
    """The problem with the cheapest few candidates of a long list only.

    Where these cover everybody that is the smallest change of the whole list too: coverage within the capacities is
    proved to be at its most, so that each empty place takes one unit beyond them, whoever gives it.
    """
    problem = assignment.problem
    if not is_long(problem):
        return problem
    listed = assignment.chosen.copy()
    every = np.arange(len(listed))
    listed[cheapest_each(problem.candidates.recipient, problem.cost, every, FIRST)] = True
    return problem.only(listed)


def stretched(problem: Problem, limit: int, missing: int) -> tuple[Ints, Ints]:
    """The cheapest assignment that goes beyond capacities, by `limit` at most, only to cover more.

    `missing` is how many places are empty within the capacities. Returns units beyond capacity by helper, and
    empty places by recipient. Prices rise until both levels are proved: as many places covered as the raised
    capacities allow, and not a unit more used than that takes.
    """
    helpers = problem.helpers
    raised = replace(problem, helpers=Helpers(helpers.ids, helpers.capacity + limit, helpers.minimum))
    room = np.full(len(helpers), limit)
    root = len(helpers) + len(problem.recipients)
    price = FIRST_PLACE_PRICE * cost_objective(problem, 0).spread()
    while True:
        objective = cost_objective(problem, 3 * price)
        network = network_of(problem, objective)
        above = price + int(objective.load_cost[-1])
        flows = flows_of(problem, network.with_arcs(np.arange(len(helpers)), root, room, above))
        chosen, extra = chosen_by(problem, flows), flows[len(network.tail) :]
        unfilled = unfilled_of(problem, chosen)
        if extra.sum() == missing - unfilled.sum() and coverage_prices(raised, chosen) is not None:
            return extra, unfilled
        price *= PRICE_GROWTH


def raises_of(helpers: Helpers, extra: Ints) -> tuple[Raise, ...]:
    """The helpers who would take more, by identifier."""
    return tuple(
        Raise(helpers.ids[place].item(), int(helpers.capacity[place]), int(helpers.capacity[place] + extra[place]))
        for place in np.flatnonzero(extra).tolist()
    )


def newcomers_of(problem: Problem, unfilled: Ints, groups: Mapping[Any, Any], capacity: int) -> tuple[Newcomers, ...]:
    """New helpers for the places still empty, the largest group first."""
    waiting: dict[Any, dict[Any, int]] = defaultdict(dict)
    for place in np.flatnonzero(unfilled).tolist():
        recipient = problem.recipients.ids[place].item()
        waiting[groups.get(recipient)][recipient] = int(unfilled[place])
    needed = [
        Newcomers(group, max(-(-sum(places.values()) // capacity), max(places.values())), tuple(places))
        for group, places in waiting.items()
    ]
    return tuple(sorted(needed, key=lambda new: (-new.helpers, -len(new.recipients), str(new.group))))
