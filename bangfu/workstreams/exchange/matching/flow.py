"""The best allocation where every need takes as much of its offer as any other: a flow, solved exactly.

From the source through villages, whose arcs grow dearer with every further match, and through households with several
needs, to needs, offers and the sink. First how much can flow at all, which is how many needs can be met; then the
cheapest of the flows of that size. So no points have to be weighed against a need met, and costs stay small.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow, min_cost_flow

from bangfu.workstreams.exchange.matching.candidates import Candidates, Ints, Mask, Objective

SOURCE, SINK = 0, 1


def groups_of(candidates: Candidates) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each need the number of its village and of its household, each household in one village."""
    villages = np.unique(np.array([n.area_code[:12] for n in candidates.needs], dtype=str), return_inverse=True)[1]
    people = np.unique(np.array([n.asker for n in candidates.needs], dtype=np.int64), return_inverse=True)[1]
    askers = np.unique(villages.astype(np.int64) * (people.max() + 1) + people, return_inverse=True)[1]
    return villages.astype(np.int64), askers.astype(np.int64)


def by_flow(candidates: Candidates, objective: Objective, capacity: Ints) -> tuple[Mask, int]:
    """Return the allocation that meets most and of those has the most points, and its points.

    ``capacity`` is how many needs each offer can meet.
    """
    tails, heads, room, costs = _network(candidates, objective, capacity)
    widest: Any = max_flow.SimpleMaxFlow()
    widest.add_arcs_with_capacity(tails, heads, room)
    if widest.solve(SOURCE, SINK) != widest.OPTIMAL:
        raise AssertionError("every network has a widest flow")
    met = int(widest.optimal_flow())
    cheapest: Any = min_cost_flow.SimpleMinCostFlow()
    arcs = cheapest.add_arcs_with_capacity_and_unit_cost(tails, heads, room, costs)
    cheapest.set_node_supply(SOURCE, met)
    cheapest.set_node_supply(SINK, -met)
    if cheapest.solve() != cheapest.OPTIMAL:
        raise AssertionError("a flow of the widest size exists")
    chosen = cheapest.flows(arcs[: len(candidates.need)]) > 0
    return chosen, met * objective.base - int(cheapest.optimal_cost())


def _network(candidates: Candidates, objective: Objective, capacity: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the arcs as tails, heads, room and cost; those of the candidates come first, in their order.

    What every match earns alike (``base``) is left out of the costs. A household with one need costs no step and needs
    no node.
    """
    wanted, needs = np.unique(candidates.need, return_inverse=True)
    offered, offers = np.unique(candidates.offer, return_inverse=True)
    villages_, askers = groups_of(candidates)
    village = np.unique(villages_[wanted], return_inverse=True)[1]
    asker, sizes = np.unique(askers[wanted], return_inverse=True, return_counts=True)[1:]
    several = sizes > 1
    home = np.cumsum(several) - 1
    of_home = np.flatnonzero(several[asker])
    villages, homes = int(village.max()) + 1, int(several.sum())
    at_village = 2 + np.arange(villages)
    at_home = at_village[-1] + 1 + np.arange(homes)
    at_need = 2 + villages + homes + np.arange(len(wanted))
    at_offer = at_need[-1] + 1 + np.arange(len(offered))
    arcs = _Arcs()
    arcs.add(at_need[needs], at_offer[offers], 1, objective.base - candidates.score)
    alone = ~several[asker]
    arcs.add(at_village[village[alone]], at_need[alone], 1, 0)
    arcs.add(at_home[home[asker[of_home]]], at_need[of_home], 1, 0)
    above = np.zeros(homes, dtype=np.int64)
    above[home[asker[of_home]]] = at_village[village[of_home]]
    arcs.add_steps(np.full(villages, SOURCE), at_village, np.bincount(village), objective.village_step, objective.steps)
    arcs.add_steps(above, at_home, sizes[several], objective.household_step, objective.steps)
    arcs.add(at_offer, np.full(len(offered), SINK), capacity[offered], 0)
    return arcs.all()


class _Arcs:
    """Arcs in pieces, joined at the end."""

    def __init__(self) -> None:
        self._pieces: list[list[Ints]] = []

    def add(self, tails: Ints, heads: Ints, room: Ints | int, costs: Ints | int) -> None:
        """Add one arc for each tail."""
        self._pieces.append(
            [np.broadcast_to(part, tails.shape).astype(np.int64) for part in (tails, heads, room, costs)]
        )

    def add_steps(self, tails: Ints, heads: Ints, sizes: Ints, step: int, steps: int) -> None:
        """Add for each head arcs of room 1 for further matches, each dearer by ``step``; the last takes the rest."""
        for level in range(steps + 1):
            has = sizes > level
            self.add(tails[has], heads[has], sizes[has] - level if level == steps else 1, step * level)

    def all(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Return tails, heads, room and costs of all arcs, in the order in which they were added."""
        tails, heads, room, costs = (np.concatenate(parts) for parts in zip(*self._pieces, strict=True))
        return tails, heads, room, costs
