"""The best allocation, with the bound that proves it: as many needs met as can be, and of those the most points.

Where each offer gives the same amount to each of its candidates, the problem is a flow: from villages, whose arcs grow
dearer with every further match, through households and needs to offers; OR-Tools finds its optimum exactly. Where
amounts differ (budgets, larger quantities) it is an integer programme for SCIP, with the bound it states. Larger
ones of that kind are filled in order of points and measured against the bound of the flow with the smallest amounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow
from ortools.linear_solver import pywraplp

from bangfu.workstreams.exchange.matching.candidates import Candidates, Ints, Mask, Objective

SECONDS = 20.0
FOUND = (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE)
MOST_INTEGERS = 60_000
"""More candidates of differing amounts than this are not given to the integer programme."""


@dataclass(frozen=True, eq=False)
class Solved:
    """An allocation: which candidates are chosen, its points, and what no allocation that meets as many can exceed.

    Where it is not proved that no more needs can be met, the bound lies above the points.
    """

    candidates: Candidates
    chosen: Mask
    points: int
    bound: int
    method: str

    @property
    def optimal(self) -> bool:
        """Whether it is proved that nothing better exists."""
        return self.points >= self.bound

    @property
    def pairs(self) -> Ints:
        """Positions of the chosen candidates."""
        return np.flatnonzero(self.chosen)


def solve(candidates: Candidates, objective: Objective, *, seconds: float = SECONDS) -> Solved:
    """Return the allocation that meets the most needs and among those has the most points.

    Offers give no more than their quantities, and a need has one offer. A need met is worth more than any points of
    others: a policy's weights decide between allocations that meet as many.
    """
    if not len(candidates.need):
        return Solved(candidates, np.zeros(0, dtype=bool), 0, 0, "none")
    capacity, uniform = _capacities(candidates)
    if uniform:
        chosen, points = _flow(candidates, objective, capacity)
        return Solved(candidates, chosen, points, points, "min_cost_flow")
    if len(candidates.need) <= MOST_INTEGERS:
        return by_integers(candidates, objective, seconds)
    chosen = _best_fill(candidates, objective)
    points = points_of(candidates, objective, chosen)
    relaxed, bound = _flow(candidates, objective, capacity)
    met_by_bound = int(relaxed.sum())
    proved = max(bound, points) if met_by_bound == int(chosen.sum()) else max(bound, points + 1)
    return Solved(candidates, chosen, points, proved, "in_order")


def _best_fill(candidates: Candidates, objective: Objective) -> Mask:
    """Return the best of three orders: most points first, least use of the offer first, offers in turn."""
    score, size = -candidates.score, candidates.use
    orders = (
        np.argsort(score, kind="stable"),
        np.lexsort((score, size)),
        np.lexsort((candidates.need, candidates.offer)),
    )
    filled = [fill(candidates, objective, order) for order in orders]
    return max(filled, key=lambda chosen: (int(chosen.sum()), points_of(candidates, objective, chosen)))


def lift_of(candidates: Candidates, objective: Objective) -> int:
    """Return points for each need met that outweigh all other points together: met first, then the objective."""
    least = objective.steps * (objective.village_step + objective.household_step)
    span = int(candidates.score.max() - candidates.score.min()) + least + 1
    return span * len(np.unique(candidates.need)) + 1


def _capacities(candidates: Candidates) -> tuple[Ints, bool]:
    """Return how many of its candidates each offer could meet at most, and whether all of them ask for the same."""
    count = len(candidates.offers)
    least = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(least, candidates.offer, candidates.use)
    most = np.zeros(count, dtype=np.int64)
    np.maximum.at(most, candidates.offer, candidates.use)
    left = np.array([offer.left for offer in candidates.offers], dtype=np.int64)
    used = most > 0
    capacity = np.zeros(count, dtype=np.int64)
    capacity[used] = left[used] // least[used]
    return capacity, bool(np.all(least[used] == most[used]))


def groups_of(candidates: Candidates) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each need the number of its village and of its household, each household in one village."""
    villages = np.unique(np.array([n.area_code[:12] for n in candidates.needs], dtype=str), return_inverse=True)[1]
    people = np.unique(np.array([n.asker for n in candidates.needs], dtype=np.int64), return_inverse=True)[1]
    askers = np.unique(villages.astype(np.int64) * (people.max() + 1) + people, return_inverse=True)[1]
    return villages.astype(np.int64), askers.astype(np.int64)


def points_of(candidates: Candidates, objective: Objective, chosen: Mask) -> int:
    """Return the points of an allocation: those of its pairs, less the steps of villages and households."""
    villages, askers = groups_of(candidates)
    needs = candidates.need[chosen]
    total = int(candidates.score[chosen].sum())
    for group, step in ((villages, objective.village_step), (askers, objective.household_step)):
        counts = np.bincount(group[needs]) if len(needs) else np.zeros(0, dtype=np.int64)
        for level in range(1, int(counts.max(initial=0))):
            total -= int((counts > level).sum()) * step * min(level, objective.steps)
    return total


def fill(candidates: Candidates, objective: Objective, order: NDArray[np.integer]) -> Mask:
    """Return what comes of taking candidates in an order, each where need and offer still allow it."""
    left = [offer.left for offer in candidates.offers]
    met = np.zeros(len(candidates.needs), dtype=bool)
    chosen = np.zeros(len(candidates.need), dtype=bool)
    need, offer, use = candidates.need.tolist(), candidates.offer.tolist(), candidates.use.tolist()
    for arc in order.tolist():
        if not met[need[arc]] and use[arc] <= left[offer[arc]]:
            met[need[arc]] = chosen[arc] = True
            left[offer[arc]] -= use[arc]
    return chosen


def _flow(candidates: Candidates, objective: Objective, capacity: Ints) -> tuple[Mask, int]:
    """Return the allocation that meets most and has the most points, and its points, by min-cost flow."""
    lift = lift_of(candidates, objective)
    wanted, needs = np.unique(candidates.need, return_inverse=True)
    villages, askers = groups_of(candidates)
    village = np.unique(villages[wanted], return_inverse=True)[1]
    home, first_need, asker = np.unique(askers[wanted], return_index=True, return_inverse=True)
    n_village, n_home, n_need, n_offer = village.max() + 1, len(home), len(wanted), len(candidates.offers)
    at_village = 2 + np.arange(n_village)
    at_home = 2 + n_village + np.arange(n_home)
    at_need = 2 + n_village + n_home + np.arange(n_need)
    at_offer = 2 + n_village + n_home + n_need + np.arange(n_offer)
    source, sink = 0, 1
    tails, heads, most, costs = [], [], [], []

    def arcs(tail: NDArray, head: NDArray, room: NDArray, cost: NDArray) -> None:
        for kept, part in ((tails, tail), (heads, head), (most, room), (costs, cost)):
            kept.append(np.broadcast_to(part, np.broadcast_shapes(tail.shape, head.shape)).astype(np.int64))

    arcs(
        needs + at_need[0], candidates.offer + at_offer[0], np.array(1), -(candidates.score + lift)
    )  # first: their flows are read
    for group, count, head, step in (
        (village, n_village, at_village, objective.village_step),
        (asker, n_home, at_home, objective.household_step),
    ):
        sizes = np.bincount(group, minlength=count)
        tail = np.full(count, source) if head is at_village else at_village[village[first_need]]
        for level in range(objective.steps + 1):
            rest = level == objective.steps
            has = sizes > level
            room = (sizes - level)[has] if rest else np.ones(int(has.sum()), dtype=np.int64)
            arcs(tail[has], head[has], room, np.full(int(has.sum()), step * level))
    arcs(at_home[asker], at_need, np.array(1), np.array(0))
    arcs(at_offer, np.full(n_offer, sink), capacity, np.array(0))
    flow = min_cost_flow.SimpleMinCostFlow()
    added = flow.add_arcs_with_capacity_and_unit_cost(*(np.concatenate(kept) for kept in (tails, heads, most, costs)))
    # Every need may also stay unmet, at no points: what does not flow goes straight from source to sink.
    spare = flow.add_arc_with_capacity_and_unit_cost(source, sink, int(n_need), 0)
    flow.set_node_supply(source, int(n_need))
    flow.set_node_supply(sink, -int(n_need))
    if flow.solve() != flow.OPTIMAL:
        raise AssertionError("a network in which everything may stay unmet has an optimum")
    del spare
    chosen = flow.flows(added[: len(candidates.need)]) > 0
    return chosen, -int(flow.optimal_cost()) - lift * int(chosen.sum())


def by_integers(candidates: Candidates, objective: Objective, seconds: float = SECONDS) -> Solved:
    """Return the allocation by integer programming, with the bound that the solver proves."""
    solver = pywraplp.Solver.CreateSolver("SCIP")
    solver.SetTimeLimit(int(seconds * 500))  # half for how many, half for which
    picks = [solver.BoolVar("") for _arc in range(len(candidates.need))]
    by_need: dict[int, list[Any]] = {}
    by_offer: dict[int, list[tuple[Any, int]]] = {}
    for pick, need, offer, use in zip(
        picks, candidates.need.tolist(), candidates.offer.tolist(), candidates.use.tolist(), strict=True
    ):
        by_need.setdefault(need, []).append(pick)
        by_offer.setdefault(offer, []).append((pick, use))
    for choices in by_need.values():
        solver.Add(solver.Sum(choices) <= 1)
    for offer, uses in by_offer.items():
        unit = gcd(*(use for _pick, use in uses))
        solver.Add(solver.Sum([pick * (use // unit) for pick, use in uses]) <= candidates.offers[offer].left // unit)
    started = _best_fill(candidates, objective)
    solver.SetHint(picks, [float(begun) for begun in started.tolist()])
    solver.Maximize(solver.Sum(picks))
    most = solver.Solve()
    if most in FOUND:
        more = np.array([pick.solution_value() > 0.5 for pick in picks], dtype=bool)
        started = more if more.sum() > started.sum() else started
    solver.Add(solver.Sum(picks) >= int(started.sum()))
    gained = [pick * points for pick, points in zip(picks, candidates.score.tolist(), strict=True)]
    solver.Maximize(solver.Sum([*gained, *_steps_lost(solver, candidates, objective, picks)]))
    solver.SetHint(picks, [float(begun) for begun in started.tolist()])
    status = solver.Solve()
    found = status in FOUND
    chosen = np.array([pick.solution_value() > 0.5 for pick in picks], dtype=bool) if found else started
    points = points_of(candidates, objective, chosen)
    bound = max(points, int(solver.Objective().BestBound() + 1e-6)) if found else int(candidates.score.sum())
    if status == pywraplp.Solver.OPTIMAL:
        bound = points if most == pywraplp.Solver.OPTIMAL else points + 1
    return Solved(candidates, chosen, points, bound, "integer_programme")


def _steps_lost(solver: pywraplp.Solver, candidates: Candidates, objective: Objective, picks: list[Any]) -> list[Any]:
    """Return the points that further matches in one village and household cost, as terms of the objective.

    Levels grow dearer, so that they fill in order without being whole numbers.
    """
    lost: list[Any] = []
    for group, step in zip(groups_of(candidates), (objective.village_step, objective.household_step), strict=True):
        members: dict[int, list[Any]] = {}
        for pick, name in zip(picks, group[candidates.need].tolist(), strict=True):
            members.setdefault(name, []).append(pick)
        rooms: dict[int, list[tuple[int, int]]] = {}
        for name, room, level in _levels(group[candidates.need], candidates.need, objective.steps):
            rooms.setdefault(name, []).append((room, level))
        for name, levels in rooms.items():
            if step == 0 or len(levels) < 2:
                continue
            filled = [(solver.NumVar(0, room, ""), level) for room, level in levels]
            solver.Add(solver.Sum(members[name]) <= solver.Sum([count for count, _level in filled]))
            lost += [count * (-step * level) for count, level in filled if level]
    return lost


def _levels(groups: Ints, needs: Ints, steps: int) -> list[tuple[int, int, int]]:
    """Return (group, room, level) for every level of every group with more than one need."""
    pairs = np.unique(np.stack([groups, needs]), axis=1)
    names, sizes = np.unique(pairs[0], return_counts=True)
    found = []
    for name, size in zip(names.tolist(), sizes.tolist(), strict=True):
        for level in range(min(size, steps + 1)):
            room = size - level if level == steps else 1
            found.append((name, room, level))
    return found
