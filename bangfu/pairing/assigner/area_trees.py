"""Connected districts on a large map, as rooted trees of neighbouring areas in CP-SAT."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bangfu.kernel.late import late

from .area_map import AreaMap, Plan
from .rule_model import deterministic_solver

if TYPE_CHECKING:
    from ortools.sat.python import cp_model
else:
    cp_model = late("ortools.sat.python.cp_model")


class TreeModel:
    """A map as a CP-SAT model: which district each area is in, and what it hangs on."""

    def __init__(self, area_map: AreaMap) -> None:
        self.map = area_map
        self.model = cp_model.CpModel()
        self.places, self.numbers = range(len(area_map.weight)), range(len(area_map.share))
        self.within = [[self.model.new_bool_var("") for _ in self.numbers] for _ in self.places]
        for place in self.places:
            self.model.add_exactly_one(self.within[place])
        self.connect()
        self.deviation = self.model.new_int_var(0, area_map.whole * area_map.shares, "")
        for number in self.numbers:
            self.balance(number)
        cost = area_map.cost
        self.cost = self.model.new_int_var(int(cost.min(axis=0).sum()), int(cost.max(axis=0).sum()), "")
        flat = [self.within[place][number] for number in self.numbers for place in self.places]
        self.model.add(self.cost == cp_model.LinearExpr.weighted_sum(flat, cost.ravel().tolist()))

    def connect(self) -> None:
        """Each area is its district's root or hangs on a neighbour of the same district that is nearer the root."""
        roots = [[self.model.new_bool_var("") for _ in self.numbers] for _ in self.places]
        depth = [self.model.new_int_var(0, len(self.places) - 1, "") for _ in self.places]
        hanging: list[list[cp_model.IntVar]] = [list(row) for row in roots]
        for a, b in self.map.links:
            for upper, lower in ((a, b), (b, a)):
                hangs = self.model.new_bool_var("")
                hanging[lower].append(hangs)
                self.model.add(depth[lower] == depth[upper] + 1).only_enforce_if(hangs)
                for number in self.numbers:
                    self.model.add_implication(self.within[upper][number], self.within[lower][number]).only_enforce_if(
                        hangs
                    )
        for place in self.places:
            self.model.add_exactly_one(hanging[place])
            for number in self.numbers:
                self.model.add_implication(roots[place][number], self.within[place][number])
                self.model.add(depth[place] == 0).only_enforce_if(roots[place][number])
        seats = self.map.seats
        for number in self.numbers:
            self.model.add_exactly_one(row[number] for row in roots)
            if seats[number] >= 0:
                self.model.add(roots[seats[number]][number] == 1)
            else:
                self.root_first(number, roots)

    def root_first(self, number: int, roots: list[list[cp_model.IntVar]]) -> None:
        """Without a seat the first area of a district is its root: of many equal trees only one is looked at."""
        for root in self.places:
            for earlier in range(root):
                self.model.add_implication(roots[root][number], self.within[earlier][number].negated())

    def balance(self, number: int) -> None:
        """The load of a district against its fair share, both multiplied by the sum of shares to stay whole."""
        mine = [row[number] for row in self.within]
        load = cp_model.LinearExpr.weighted_sum(mine, (self.map.weight * self.map.shares).tolist())
        fair = self.map.fair(number)
        self.model.add(load - fair <= self.deviation)
        self.model.add(fair - load <= self.deviation)
        if self.map.tolerance is not None:
            self.model.add_linear_constraint(load, *self.map.bounds(number))

    def solve(self, effort: float) -> Plan | None:
        """Balance first unless a tolerance is set, then cost; None when nothing fits the tolerance."""
        balance_gap = 0
        if self.map.tolerance is None:
            found = self.minimise(self.deviation, effort)
            if found is None:
                return None
            balance_gap = found.value(self.deviation) - round(found.best_objective_bound)
            self.model.add(self.deviation <= found.value(self.deviation))
            for variable in (variable for row in self.within for variable in row):
                self.model.add_hint(variable, found.value(variable))
        found = self.minimise(self.cost, effort)
        if found is None:
            return None
        number_of = np.array([next(n for n in self.numbers if found.boolean_value(row[n])) for row in self.within])
        return Plan(number_of, balance_gap, found.value(self.cost) - round(found.best_objective_bound))

    def minimise(self, goal: cp_model.IntVar, effort: float) -> cp_model.CpSolver | None:
        """A solver that holds the best solution found for `goal`, or None when there is none."""
        self.model.minimize(goal)
        solver = deterministic_solver(effort, linear=1)
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            return None
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise TimeoutError("no partition was found within the effort")
        return solver
