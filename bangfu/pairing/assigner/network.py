"""A problem as a flow network, and the flow through it.

Every recipient sends its places to helpers or, at the price of an unfilled place, straight to the root; every
helper passes them on to the root through one arc per step of load cost. Minimum loads are demands of helpers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from .minimums import explain_minimums
from .objective import Objective
from .problem import Ints, Mask, Problem
from .refusals import refused


@dataclass(frozen=True, eq=False)
class Network:
    """Arcs of a flow network as columns, and the supply of each node."""

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    capacity: Ints
    cost: Ints
    supply: Ints

    def with_arcs(self, tail: ArrayLike, head: ArrayLike, capacity: Ints, cost: ArrayLike) -> Network:
        """The network with more arcs behind the others; a single tail, head or cost stands for all of them."""
        tails, heads = (np.broadcast_to(node, capacity.shape).astype(np.int32) for node in (tail, head))
        return Network(
            np.concatenate([self.tail, tails]),
            np.concatenate([self.head, heads]),
            np.concatenate([self.capacity, capacity]),
            np.concatenate([self.cost, np.broadcast_to(cost, capacity.shape).astype(np.int64)]),
            self.supply,
        )


def network_of(problem: Problem, objective: Objective) -> Network:
    """The flow network of a canonical problem; its first arcs are the candidates that are not frozen."""
    free = np.flatnonzero(~problem.frozen)
    helpers, recipients, candidates = len(problem.helpers), len(problem.recipients), problem.candidates
    root = helpers + recipients
    recipient_nodes = np.arange(helpers, root, dtype=np.int32)
    places = np.maximum(problem.recipients.least - problem.frozen_received, 0)
    extra = problem.recipients.most - problem.frozen_received - places
    optional = np.flatnonzero(extra > 0)
    step_helper, step_width, step_cost = load_steps(problem, objective)
    owed = problem.load_floor - problem.frozen_load
    pairs = Network(
        tail=candidates.recipient[free] + np.int32(helpers),
        head=candidates.helper[free],
        capacity=np.ones(len(free), dtype=np.int64),
        cost=objective.arc[free],
        supply=np.concatenate([-owed, places, [owed.sum() - places.sum()]]),
    )
    loads = pairs.with_arcs(step_helper, root, step_width, step_cost)
    unfilled = loads.with_arcs(recipient_nodes, root, places, objective.place)
    return unfilled.with_arcs(root, recipient_nodes[optional], extra[optional], 0)


def load_steps(problem: Problem, objective: Objective) -> tuple[NDArray[np.int32], Ints, Ints]:
    """Steps of load above each helper's floor: helper, width in recipients, cost of each recipient in it."""
    starts = np.flatnonzero(np.diff(objective.load_cost, prepend=objective.load_cost[0] - 1))
    ends = np.append(starts[1:], max(int(problem.helpers.capacity.max(initial=0)), int(starts[-1]) + 1))
    helper, width, cost = [], [], []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        room = np.minimum(problem.helpers.capacity, end) - np.maximum(problem.load_floor, start)
        having = np.flatnonzero(room > 0)
        helper.append(having.astype(np.int32))
        width.append(room[having])
        cost.append(np.full(len(having), objective.load_cost[start]))
    return np.concatenate(helper), np.concatenate(width), np.concatenate(cost)


def flows_of(problem: Problem, network: Network) -> Ints:
    """The cheapest flow, arc by arc. Raises `ProblemRefused` when minimum loads or costs make it impossible."""
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
    return flow.flows(np.arange(len(network.tail), dtype=np.int32))


def chosen_by(problem: Problem, flows: Ints) -> Mask:
    """The candidates a flow uses, and those that are frozen."""
    chosen = problem.frozen.copy()
    free = np.flatnonzero(~problem.frozen)
    chosen[free] = flows[: len(free)] > 0
    return chosen
