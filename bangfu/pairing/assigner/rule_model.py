"""A problem with side rules as a CP-SAT model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from bangfu.kernel.late import late

from .certificate import breaches_of
from .objective import Objective
from .problem import Mask, Problem
from .refusals import refused
from .rules import (
    OUTSIDE,
    ApartHelpers,
    ApartRecipients,
    Counting,
    Quota,
    Rule,
    TogetherRecipients,
    Variety,
    obliged_groups,
)

if TYPE_CHECKING:
    from ortools.sat.python import cp_model
else:
    cp_model = late("ortools.sat.python.cp_model")


class Model:
    """Candidates, bounds and side rules of a canonical problem as variables and constraints."""

    def __init__(self, problem: Problem, rules: Sequence[Rule]) -> None:
        self.problem = problem
        self.rules = rules
        self.model = cp_model.CpModel()
        candidates = problem.candidates
        self.pair = [self.model.new_bool_var("") for _ in range(len(candidates))]
        self.helper, self.recipient = candidates.helper.tolist(), candidates.recipient.tolist()
        self.by_helper: dict[int, list[int]] = defaultdict(list)
        self.by_recipient: dict[int, list[int]] = defaultdict(list)
        for arc, (helper, recipient) in enumerate(zip(self.helper, self.recipient, strict=True)):
            self.by_helper[helper].append(arc)
            self.by_recipient[recipient].append(arc)
        for arc in np.flatnonzero(problem.frozen).tolist():
            self.model.add(self.pair[arc] == 1)
        self.steps = [step for helper in self.by_helper for step in self.bound_load(helper)]
        self.empty = [self.bound_places(recipient) for recipient in range(len(problem.recipients))]
        for rule in rules:
            self.add_rule(rule)

    def bound_load(self, helper: int) -> list[tuple[int, cp_model.IntVar]]:
        """Minimum and capacity of a helper; returns a variable for each recipient in turn, with its rank from 0."""
        load = cp_model.LinearExpr.sum([self.pair[arc] for arc in self.by_helper[helper]])
        ceiling = min(int(self.problem.helpers.capacity[helper]), len(self.by_helper[helper]))
        self.model.add_linear_constraint(load, int(self.problem.load_floor[helper]), ceiling)
        if not self.problem.load_cost.any():
            return []
        steps = [self.model.new_bool_var("") for _ in range(ceiling)]
        self.model.add(cp_model.LinearExpr.sum(steps) == load)
        return list(enumerate(steps))

    def bound_places(self, recipient: int) -> cp_model.IntVar:
        """Most helpers of a recipient; returns its empty places."""
        least, most = (
            int(column[recipient]) for column in (self.problem.recipients.least, self.problem.recipients.most)
        )
        received = cp_model.LinearExpr.sum([self.pair[arc] for arc in self.by_recipient[recipient]])
        self.model.add(received <= most)
        empty = self.model.new_int_var(0, least, "")
        self.model.add(empty + received >= least)
        return empty

    def total(self, objective: Objective) -> cp_model.LinearExpr:
        """What an objective counts."""
        ranks = np.array([rank for rank, _ in self.steps], dtype=np.int64)
        step_costs = objective.step(ranks).tolist()
        variables = [*self.pair, *self.empty, *(variable for _, variable in self.steps)]
        return cp_model.LinearExpr.weighted_sum(
            variables, [*objective.arc.tolist(), *objective.place.tolist(), *step_costs]
        )

    def limit(self, objective: Objective, most: int) -> None:
        """Only assignments worth at most `most` by `objective`."""
        self.model.add(self.total(objective) <= most)

    def add_rule(self, rule: Rule) -> None:
        """The constraints of one side rule."""
        match rule:
            case Quota():
                self.add_quota(rule)
            case Variety():
                self.add_variety(rule)
            case ApartHelpers():
                self.add_apart_helpers(rule)
            case ApartRecipients() | TogetherRecipients():
                self.add_recipient_pairs(rule)

    def add_quota(self, rule: Quota) -> None:
        """Bounds on the pairs or the different helpers of each two groups."""
        members: dict[tuple[int, int], list[int]] = {where: [] for where in obliged_groups(rule)}
        for arc in range(len(self.pair)):
            where = int(rule.helper_group[self.helper[arc]]), int(rule.recipient_group[self.recipient[arc]])
            if OUTSIDE not in where:
                members.setdefault(where, []).append(arc)
        for arcs in members.values():
            counted = [self.pair[arc] for arc in arcs]
            if rule.counting is Counting.HELPERS:
                counted = self.different_helpers(arcs)
            most = len(counted) if rule.most is None else rule.most
            if rule.least > 0 or most < len(counted):
                self.model.add_linear_constraint(sum(counted), rule.least, most)

    def different_helpers(self, arcs: list[int]) -> list[cp_model.IntVar]:
        """One variable for each helper of `arcs`: whether any of the candidates is chosen."""
        by_helper = defaultdict(list)
        for arc in arcs:
            by_helper[self.helper[arc]].append(self.pair[arc])
        return [self.any_of(pairs) for pairs in by_helper.values()]

    def add_variety(self, rule: Variety) -> None:
        """At most so many different groups in each bounded group."""
        found: dict[int, dict[int, list[cp_model.IntVar]]] = defaultdict(lambda: defaultdict(list))
        bounded, counted = rule.sides(np.array(self.helper, dtype=int), np.array(self.recipient, dtype=int))
        for arc, (where, group) in enumerate(zip(bounded.tolist(), counted.tolist(), strict=True)):
            if where != OUTSIDE:
                found[where][group].append(self.pair[arc])
        for groups in found.values():
            if len(groups) > rule.most:
                self.model.add(sum(self.any_of(pairs) for pairs in groups.values()) <= rule.most)

    def any_of(self, pairs: list[cp_model.IntVar]) -> cp_model.IntVar:
        """Whether any of the pairs is chosen."""
        if len(pairs) == 1:
            return pairs[0]
        some = self.model.new_bool_var("")
        self.model.add_max_equality(some, pairs)
        return some

    def add_apart_helpers(self, rule: ApartHelpers) -> None:
        """Two helpers never in one group."""
        group = np.arange(len(self.problem.recipients)) if rule.recipient_group is None else rule.recipient_group
        for pair in rule.pairs.tolist():
            places = []
            for helper in pair:
                found = defaultdict(list)
                for arc in self.by_helper[helper]:
                    found[int(group[self.recipient[arc]])].append(self.pair[arc])
                places.append(found)
            for where in (places[0].keys() & places[1].keys()) - {OUTSIDE}:
                self.model.add_at_most_one(self.any_of(places[0][where]), self.any_of(places[1][where]))

    def add_recipient_pairs(self, rule: ApartRecipients | TogetherRecipients) -> None:
        """Two recipients with the same helpers, or with no common one."""
        for pair in rule.pairs.tolist():
            first, second = ({self.helper[arc]: self.pair[arc] for arc in self.by_recipient[one]} for one in pair)
            for helper in first.keys() | second.keys():
                if isinstance(rule, TogetherRecipients):
                    self.model.add(first.get(helper, 0) == second.get(helper, 0))
                elif helper in first and helper in second:
                    self.model.add_at_most_one(first[helper], second[helper])

    def minimise(self, objective: Objective, hint: Mask, effort: float) -> tuple[Mask, int]:
        """The best candidates found by `objective`, starting from a hint, and the bound proved.

        Raises `ProblemRefused` when the rules contradict each other, `TimeoutError` when nothing was found.
        """
        self.model.minimize(self.total(objective))
        for variable, value in zip(self.pair, hint.tolist(), strict=True):
            self.model.add_hint(variable, value)
        solver = deterministic_solver(effort)
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            names = contradicting(self.problem, self.rules, effort)
            raise refused("side_rules_contradict" if len(names) > 1 else "side_rule_impossible", rules=names)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise TimeoutError("no assignment was found within the effort")
        chosen = np.array([solver.boolean_value(variable) for variable in self.pair], dtype=bool)
        if broken := breaches_of(self.problem, chosen):
            raise AssertionError(f"the solver broke {broken}")
        return chosen, round(solver.best_objective_bound)


def contradicting(problem: Problem, rules: Sequence[Rule], effort: float) -> list[str]:
    """Names of rules that contradict each other, none of which can be left out of the contradiction."""
    kept = list(rules)
    for rule in rules:
        others = [other for other in kept if other is not rule]
        if deterministic_solver(effort).solve(Model(problem, others).model) == cp_model.INFEASIBLE:
            kept = others
    return [rule.name for rule in kept]


def deterministic_solver(effort: float, linear: int = 2) -> cp_model.CpSolver:
    """A solver whose answer depends on nothing but its input; `linear`: how much linear relaxation (0 to 2)."""
    solver = cp_model.CpSolver()
    solver.parameters.max_deterministic_time = effort
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = linear
    solver.parameters.random_seed = 1
    return solver
