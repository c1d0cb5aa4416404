"""The exact optimum by min-cost flow, with a certificate checked apart from the solver.

Every recipient sends its places to helpers or, at the price of an unfilled place, straight to the root; every
helper passes them on to the root through one arc per step of load cost. Minimum loads are demands of helpers.
Covering comes before cost by a price on unfilled places. The price starts low, because a solver's time grows
with the range of costs, and is raised until the coverage certificate proves that no place more can be filled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from .assignment import Assignment, Proof, cost_of
from .certificate import Certificate, gap_of, verify
from .minimums import explain_minimums
from .objective import Objective, cost_objective, coverage_objective, unfilled_of
from .prices import Prices, prices_of, zero_prices
from .problem import Coverage, Ints, Mask, Problem
from .refusals import refused
from .validation import checked

FIRST_PLACE_PRICE = 64
"""Price of an unfilled place at the first try, as a multiple of what one exchange can change."""

PRICE_GROWTH = 32
"""Factor by which the price rises when coverage was given up for cost."""


def solve(problem: Problem) -> Assignment:
    """The best assignment, proved. Raises `ProblemRefused` when rules contradict each other."""
    problem = checked(problem)
    place_price = FIRST_PLACE_PRICE * cost_objective(problem, 0).spread()
    while True:
        objective = cost_objective(problem, place_price)
        chosen = cheapest(problem, objective)
        coverage = coverage_prices(problem, chosen)
        if coverage is not None:
            break
        place_price *= PRICE_GROWTH
    certificate = Certificate(coverage, prices_of(problem, objective, chosen), place_price)
    return proved(problem, chosen, certificate)


def proved(problem: Problem, chosen: Mask, certificate: Certificate) -> Assignment:
    """The assignment with whatever its certificate proves."""
    verdict = verify(problem, chosen, certificate)
    if verdict.breaches:
        raise AssertionError(f"the solver broke {verdict.breaches}")
    bound = cost_of(problem, chosen) - verdict.cost_gap
    proof = Proof("min_cost_flow", bound, verdict.cost_gap, verdict.coverage_gap, certificate)
    return Assignment(problem, chosen, proof)


def coverage_prices(problem: Problem, chosen: Mask) -> Prices | None:
    """Prices that prove coverage cannot be improved, or None when it can."""
    if problem.coverage is Coverage.PRICED or not unfilled_of(problem, chosen).any():
        return zero_prices(problem)
    objective = coverage_objective(problem)
    prices = prices_of(problem, objective, chosen)
    return prices if gap_of(problem, objective, chosen, prices) == 0 else None


@dataclass(frozen=True, eq=False)
class Network:
    """Arcs of a flow network as columns, and the supply of each node."""

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    capacity: Ints
    cost: Ints
    supply: Ints


def cheapest(problem: Problem, objective: Objective) -> Mask:
    """Candidates of a cheapest assignment within all bounds, frozen ones included."""
    free = np.flatnonzero(~problem.frozen)
    network = network_of(problem, objective, free)
    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(network.tail, network.head, network.capacity, network.cost)
    flow.set_nodes_supplies(np.arange(len(network.supply), dtype=np.int32), network.supply)
    status = flow.solve()
    if status == flow.INFEASIBLE:
        raise explain_minimums(problem)
    if status == flow.BAD_COST_RANGE:
        raise refused("cost_out_of_range", largest=int(np.abs(network.cost).max()))
    if status != flow.OPTIMAL:
        raise AssertionError(f"min-cost flow ended with {status}")
    chosen = problem.frozen.copy()
    chosen[free] = flow.flows(np.arange(len(free), dtype=np.int32)) > 0
    return chosen


def network_of(problem: Problem, objective: Objective, free: NDArray[np.intp]) -> Network:
    """The flow network; its first arcs are the `free` candidates in their order."""
    helpers, recipients, candidates = len(problem.helpers), len(problem.recipients), problem.candidates
    root = helpers + recipients
    recipient_nodes = np.arange(helpers, root, dtype=np.int32)
    places = np.maximum(problem.recipients.least - problem.frozen_received, 0)
    extra = problem.recipients.most - problem.frozen_received - places
    optional = np.flatnonzero(extra > 0)
    step_helper, step_width, step_cost = load_steps(problem, objective)
    roots = np.full(max(recipients, len(step_helper)), root, dtype=np.int32)
    columns = (
        (candidates.recipient[free] + np.int32(helpers), candidates.helper[free], None, objective.arc[free]),
        (step_helper, roots[: len(step_helper)], step_width, step_cost),
        (recipient_nodes, roots[:recipients], places, objective.place),
        (roots[: len(optional)], recipient_nodes[optional], extra[optional], np.zeros(len(optional), np.int64)),
    )
    tail, head, capacity, cost = zip(*columns, strict=True)
    capacity = (np.ones(len(free), dtype=np.int64), *capacity[1:])
    owed = problem.load_floor - problem.frozen_load
    supply = np.concatenate([-owed, places, [owed.sum() - places.sum()]])
    return Network(*map(np.concatenate, (tail, head, capacity, cost)), supply)


def load_steps(problem: Problem, objective: Objective) -> tuple[NDArray[np.int32], Ints, Ints]:
    """Steps of load above each helper's floor: helper, width in recipients, cost of each recipient in it."""
    starts = np.flatnonzero(np.diff(objective.load_cost, prepend=objective.load_cost[0] - 1))
    ends = np.append(starts[1:], max(int(problem.load_ceiling.max(initial=0)), int(starts[-1]) + 1))
    helper, width, cost = [], [], []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        room = np.minimum(problem.load_ceiling, end) - np.maximum(problem.load_floor, start)
        having = np.flatnonzero(room > 0)
        helper.append(having.astype(np.int32))
        width.append(room[having])
        cost.append(np.full(len(having), objective.load_cost[start]))
    return np.concatenate(helper), np.concatenate(width), np.concatenate(cost)
