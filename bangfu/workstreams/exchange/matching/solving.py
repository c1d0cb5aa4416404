"""The best allocation, with the bound that proves it: as many needs met as can be, and of those the most points.

The problem is cut where nothing joins it (``parts``). Where each offer gives the same amount to each of its candidates,
a part is a flow, whose optimum OR-Tools finds exactly (``flow``). Where amounts differ (budgets, larger quantities) it
is an integer programme for SCIP, with the bound it states. Larger ones of that kind are filled in order of points and
measured against the bound of the flow with the smallest amounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from bangfu.workstreams.exchange.matching.candidates import Candidates, Ints, Mask, Objective
from bangfu.workstreams.exchange.matching.flow import by_flow, groups_of
from bangfu.workstreams.exchange.matching.parts import compact, parts_of

SECONDS, SECONDS_EACH = 20.0, 0.2
METHODS = ("min_cost_flow", "integer_programme", "in_order")
FOUND = (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE)
MOST_INTEGERS = 60_000
"""More candidates of differing amounts than this are not given to the integer programme."""


@dataclass(frozen=True, eq=False)
class Solved:
    """An allocation: which candidates are chosen, its points, and what no allocation that meets as many can exceed.

    As many is meant part by part. Where it is not proved that no more needs can be met, the bound lies above what was
    found.
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
    others: a policy's weights decide between allocations that meet as many. What nothing joins is solved by itself;
    ``seconds`` is for all that is not a flow together. The method told is that of the part that was hardest.
    """
    chosen = np.zeros(len(candidates.need), dtype=bool)
    if not len(candidates.need):
        return Solved(candidates, chosen, 0, 0, "none")
    pieces = sorted(parts_of(candidates, _capacities(candidates)[1]), key=len)
    ends, points, bound, method = monotonic() + seconds, 0, 0, METHODS[0]
    for number, positions in enumerate(pieces):
        share = max((ends - monotonic()) / (len(pieces) - number), SECONDS_EACH)
        found = _solve_part(compact(candidates, positions), objective, share)
        chosen[positions] = found.chosen
        points, bound, method = points + found.points, bound + found.bound, max(method, found.method, key=METHODS.index)
    return Solved(candidates, chosen, points, bound, method)


def _solve_part(candidates: Candidates, objective: Objective, seconds: float) -> Solved:
    capacity, differing = _capacities(candidates)
    if not differing.any():
        chosen, points = by_flow(candidates, objective, capacity)
        return Solved(candidates, chosen, points, points, "min_cost_flow")
    if len(candidates.need) <= MOST_INTEGERS:
        return by_integers(candidates, objective, seconds)
    chosen = _best_fill(candidates, objective)
    points = points_of(candidates, objective, chosen)
    relaxed, bound = by_flow(candidates, objective, capacity)
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


def _capacities(candidates: Candidates) -> tuple[Ints, Mask]:
    """Return how many of its candidates each offer could meet at most, and which offers have differing uses."""
    count = len(candidates.offers)
    least = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(least, candidates.offer, candidates.use)
    most = np.zeros(count, dtype=np.int64)
    np.maximum.at(most, candidates.offer, candidates.use)
    left = np.array([offer.left for offer in candidates.offers], dtype=np.int64)
    used = most > 0
    capacity = np.zeros(count, dtype=np.int64)
    capacity[used] = left[used] // least[used]
    return capacity, used & (least < most)


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
