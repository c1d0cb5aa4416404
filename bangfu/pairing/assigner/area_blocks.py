"""Connected districts on a small map: every connected block of areas with a suitable load, and the best choice of them.

Listing the blocks first leaves CP-SAT a plain choice of one block for each district, which it proves at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from bangfu.kernel.late import late

from .area_map import AreaMap, Plan
from .rule_model import deterministic_solver

if TYPE_CHECKING:
    from ortools.sat.python import cp_model
else:
    cp_model = late("ortools.sat.python.cp_model")

MOST_BLOCKS = 5_000
"""Blocks (times districts that may take them) beyond which the map counts as large."""

FIRST_TOLERANCE = 0.05
"""Tolerance tried first when the best balance is sought; doubled until a partition exists."""

ROUNDING = 1e-9
"""Keeps a block that is exactly as far off as allowed."""


class TooManyBlocksError(Exception):
    """The map is too large to list its blocks."""


def choose_blocks(area_map: AreaMap, effort: float) -> Plan | None:
    """The best partition, or None when none keeps the tolerance. Raises `TooManyBlocksError` on a large map.

    For the best balance the tolerance grows until a partition exists. A better balanced one may need a block that is
    further off for a small district than the tolerance allowed, though not further than the furthest found: so the
    blocks are listed once more up to there.
    """
    if area_map.tolerance is not None:
        return BlockModel(area_map).solve(effort)
    smallest = min(area_map.fair(number) for number in range(len(area_map.share)))
    tolerance = FIRST_TOLERANCE
    while True:
        allowing = replace(area_map, tolerance=tolerance)
        plan = BlockModel(allowing).solve(effort, balance_first=True)
        if allowing.allows_everything or not smallest:
            return plan
        needed = tolerance * 2 if plan is None else furthest_off(area_map, plan) / smallest + ROUNDING
        if plan is not None and needed <= tolerance:
            return plan
        tolerance = needed


def furthest_off(area_map: AreaMap, plan: Plan) -> int:
    """How far the worst district is from its fair share, multiplied by the sum of shares."""
    loads = np.bincount(plan.number_of, weights=area_map.weight * area_map.shares, minlength=len(area_map.share))
    return max(abs(round(load) - area_map.fair(number)) for number, load in enumerate(loads.tolist()))


class BlockModel:
    """One variable for each block and district that may take it."""

    def __init__(self, area_map: AreaMap) -> None:
        self.map = area_map
        self.model = cp_model.CpModel()
        self.choices: list[tuple[int, int, cp_model.IntVar]] = []
        covering, taking = defaultdict(list), defaultdict(list)
        for block in blocks_of(area_map):
            for number in takers(area_map, block):
                if len(self.choices) >= MOST_BLOCKS:
                    raise TooManyBlocksError
                taken = self.model.new_bool_var("")
                self.choices.append((block, number, taken))
                taking[number].append(taken)
                for place in places_in(block):
                    covering[place].append(taken)
        for place in range(len(area_map.weight)):
            self.model.add_exactly_one(covering[place])
        for number in range(len(area_map.share)):
            self.model.add_exactly_one(taking[number])

    def solve(self, effort: float, balance_first: bool = False) -> Plan | None:
        """The best choice of blocks, or None when there is none."""
        area_map, balance_gap = self.map, 0
        cost = [int(area_map.cost[number, places_in(block)].sum()) for block, number, _ in self.choices]
        variables = [taken for _, _, taken in self.choices]
        if balance_first:
            deviation = self.deviation()
            solver = self.minimise(deviation, effort)
            if solver is None:
                return None
            balance_gap = solver.value(deviation) - round(solver.best_objective_bound)
            self.model.add(deviation <= solver.value(deviation))
            for variable in variables:
                self.model.add_hint(variable, solver.value(variable))
        total = cp_model.LinearExpr.weighted_sum(variables, cost)
        solver = self.minimise(total, effort)
        if solver is None:
            return None
        number_of = np.zeros(len(area_map.weight), dtype=np.intp)
        for block, number, taken in self.choices:
            if solver.boolean_value(taken):
                number_of[places_in(block)] = number
        return Plan(number_of, balance_gap, solver.value(total) - round(solver.best_objective_bound))

    def deviation(self) -> cp_model.IntVar:
        """The furthest a district's load is from its fair share, multiplied by the sum of shares."""
        furthest = self.model.new_int_var(0, self.map.whole * self.map.shares, "")
        by_number = defaultdict(list)
        for block, number, taken in self.choices:
            by_number[number].append((taken, abs(load_of(self.map, block) - self.map.fair(number))))
        for pairs in by_number.values():
            variables, off = zip(*pairs, strict=True)
            self.model.add(cp_model.LinearExpr.weighted_sum(variables, off) <= furthest)
        return furthest

    def minimise(self, goal: cp_model.LinearExprT, effort: float) -> cp_model.CpSolver | None:
        """A solver that holds the best choice found for `goal`, or None when there is none."""
        self.model.minimize(goal)
        solver = deterministic_solver(effort)
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            return None
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise TimeoutError("no partition was found within the effort")
        return solver


def blocks_of(area_map: AreaMap) -> Iterator[int]:
    """Every connected set of areas, as a bit set, that is not too heavy and has at most one seat.

    Each set is grown once, from its first area, by neighbours that no earlier branch has taken.
    """
    count = len(area_map.weight)
    neighbours = [0] * count
    for a, b in area_map.links:
        neighbours[a] |= 1 << b
        neighbours[b] |= 1 << a
    weight = (area_map.weight * area_map.shares).tolist()
    most = max(area_map.bounds(number)[1] for number in range(len(area_map.share)))
    seated = sum(1 << seat for seat in area_map.seats if seat >= 0)
    for first in range(count):
        banned = (1 << (first + 1)) - 1
        growing = [(1 << first, neighbours[first] & ~banned, weight[first], banned)]
        while growing:
            block, open_places, load, banned = growing.pop()
            if load > most or (block & seated).bit_count() > 1:
                continue
            yield block
            while open_places:
                bit = open_places & -open_places
                place = bit.bit_length() - 1
                open_places ^= bit
                banned |= bit
                growing.append((block | bit, (open_places | neighbours[place]) & ~banned, load + weight[place], banned))


def takers(area_map: AreaMap, block: int) -> list[int]:
    """Districts that may take a block: by load, and by the seat in it."""
    load = load_of(area_map, block)
    seats = [number for number, seat in enumerate(area_map.seats) if seat >= 0 and block >> seat & 1]
    free = [number for number, seat in enumerate(area_map.seats) if seat < 0]
    fitting = ((number, area_map.bounds(number)) for number in (seats or free))
    return [number for number, (least, most) in fitting if least <= load <= most]


def load_of(area_map: AreaMap, block: int) -> int:
    """Weight of a block, multiplied by the sum of shares."""
    return int(area_map.weight[places_in(block)].sum()) * area_map.shares


def places_in(block: int) -> list[int]:
    """Positions of the areas of a block."""
    return [place for place in range(block.bit_length()) if block >> place & 1]
