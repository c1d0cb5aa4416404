"""A proof anyone can check: prices for which an assignment leaves nothing to gain.

For *any* prices, every assignment costs at least a bound (Lagrangian weak duality): each pair, each load and
each unfilled place is charged at its price and then chosen for itself alone. The gap is the sum of what these
choices could gain at the given prices. All its terms are non-negative integers, so a gap of 0 proves the
optimum, whoever computed it. The check reads nothing of the solver that found the assignment.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .objective import Objective, cost_objective, coverage_objective, load_of, received_of
from .prices import Prices
from .problem import Coverage, Ints, Mask, Problem


@dataclass(frozen=True, eq=False)
class Certificate:
    """Prices for both levels; `place_price` is what an unfilled place costs per weight rank at the second."""

    coverage: Prices
    cost: Prices
    place_price: int


@dataclass(frozen=True)
class Verdict:
    """What a certificate proves about an assignment.

    `coverage_gap`: weight ranks that might still be covered (0: coverage cannot be improved).
    `cost_gap`: cost units that might still be saved at that coverage (0: cost cannot be improved).
    """

    breaches: tuple[str, ...]
    coverage_gap: int
    cost_gap: int

    @property
    def optimal(self) -> bool:
        """All bounds kept and neither level can be improved."""
        return not self.breaches and self.coverage_gap == 0 and self.cost_gap == 0


def verify(problem: Problem, chosen: Mask, certificate: Certificate) -> Verdict:
    """Check an assignment of a canonical problem against a certificate, in one pass over the candidates."""
    coverage_gap = 0
    if problem.coverage is Coverage.FIRST:
        coverage_gap = gap_of(problem, coverage_objective(problem), chosen, certificate.coverage)
    objective = cost_objective(problem, certificate.place_price)
    cost_gap = gap_of(problem, objective, chosen, certificate.cost)
    return Verdict(breaches_of(problem, chosen), coverage_gap, cost_gap)


def breaches_of(problem: Problem, chosen: Mask) -> tuple[str, ...]:
    """Which bounds an assignment breaks: `capacity`, `minimum`, `demand`, `frozen`."""
    load, received = load_of(problem, chosen), received_of(problem, chosen)
    broken = {
        "capacity": (load > problem.helpers.capacity).any(),
        "minimum": (load < problem.helpers.minimum).any(),
        "demand": (received > problem.recipients.most).any(),
        "frozen": (problem.frozen & ~chosen).any(),
    }
    return tuple(name for name, is_broken in broken.items() if is_broken)


def gap_of(problem: Problem, objective: Objective, chosen: Mask, prices: Prices) -> int:
    """How far the assignment may be from the optimum of `objective`, at most."""
    return (
        pairs_gap(problem, objective, chosen, prices)
        + loads_gap(problem, objective, load_of(problem, chosen), prices.helper)
        + places_gap(problem, objective, received_of(problem, chosen), prices.recipient)
    )


def reduced_cost(problem: Problem, objective: Objective, prices: Prices) -> Ints:
    """Cost of each candidate with both people's time charged at its price."""
    candidates = problem.candidates
    return objective.arc + prices.helper[candidates.helper] - prices.recipient[candidates.recipient]


def pairs_gap(problem: Problem, objective: Objective, chosen: Mask, prices: Prices) -> int:
    """Chosen pairs that cost more than they are worth, and pairs left out that are worth more."""
    reduced = reduced_cost(problem, objective, prices)
    loss = np.where(chosen, np.maximum(reduced, 0), np.maximum(-reduced, 0))
    return int(loss[~problem.frozen].sum())


def loads_gap(problem: Problem, objective: Objective, load: Ints, price: Ints) -> int:
    """Helpers who, at the price of their time, should have another load within their bounds."""
    worthwhile = np.searchsorted(objective.load_cost, price, side="left")
    worthwhile = np.where(price > objective.load_cost[-1], problem.helpers.capacity, worthwhile)
    best = np.clip(worthwhile, problem.load_floor, problem.helpers.capacity)
    loss = objective.loads(load) - objective.loads(best) - price * (load - best)
    return int(loss.sum())


def places_gap(problem: Problem, objective: Objective, received: Ints, price: Ints) -> int:
    """Recipients who, at the price of a helper there, should have more or fewer of them."""
    least, most = problem.recipients.least, problem.recipients.most
    fewest = problem.frozen_received
    unfilled = np.maximum(least - received, 0)
    loss = np.zeros(len(price), dtype=np.int64)
    for other in (fewest, np.clip(least, fewest, most), most):
        saved = objective.place * (unfilled - np.maximum(least - other, 0)) + price * (received - other)
        loss = np.maximum(loss, saved)
    return int(loss.sum())
