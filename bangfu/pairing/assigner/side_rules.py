"""Assignments under side rules, by CP-SAT, with a stated bound when the effort runs out.

The flow without the side rules comes first: if its answer keeps them, it is the optimum and has a certificate.
If not, its answer is repaired by further flows, and whatever has more slack than the repaired answer lies above
the bound cannot be part of a better one: only the rest goes to CP-SAT, first for empty places, then for cost.
Effort is counted in the solver's deterministic time, so that the same input gives the same answer anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .assignment import Assignment, Proof
from .flow import solve
from .objective import cost_objective, coverage_objective
from .problem import Coverage, Mask, Problem
from .repair import repaired
from .residual import slack_of
from .rule_model import Model
from .rules import Rule, breaches, canonical_rules

EFFORT = 3.0
"""Deterministic time for each level: a second or so for a township, a minute or so for a county."""


def solve_with_rules(problem: Problem, rules: Sequence[Rule], effort: float = EFFORT) -> Assignment:
    """The best assignment found that keeps all side rules; its proof states the gap left, 0 if none.

    Raises `ProblemRefused` when the rules contradict each other, naming a set of rules none of which can be left
    out of the contradiction, and `TimeoutError` when no assignment at all was found within the effort.
    """
    rules = canonical_rules(problem, rules)
    relaxed = solve(problem)
    if not breaches(relaxed.problem, relaxed.chosen, rules):
        return relaxed
    start = repaired(relaxed, rules)
    if relaxed.problem.coverage is Coverage.PRICED:
        return cheapest_of(relaxed, rules, start, None, effort)
    start, coverage_gap = best_covering(relaxed, rules, start, effort)
    unfilled = coverage_objective(relaxed.problem).value(relaxed.problem, start)
    found = cheapest_of(relaxed, rules, start, unfilled, effort)
    return replace(found, proof=replace(found.proof, coverage_gap=coverage_gap))


def best_covering(relaxed: Assignment, rules: Sequence[Rule], start: Mask | None, effort: float) -> tuple[Mask, int]:
    """An assignment that covers as much as was found possible, and by how much it may fall short."""
    problem = relaxed.problem
    covering = coverage_objective(problem)
    bound = covering.value(problem, relaxed.chosen)
    if start is not None and covering.value(problem, start) == bound:
        return start, 0
    hint = relaxed.chosen if start is None else start
    chosen, proved = Model(problem, rules).minimise(covering, hint, effort)
    return chosen, covering.value(problem, chosen) - max(bound, proved)


def cheapest_of(
    relaxed: Assignment, rules: Sequence[Rule], start: Mask | None, unfilled: int | None, effort: float
) -> Assignment:
    """The cheapest assignment found that keeps the rules, with `unfilled` places by rank at most (None: any)."""
    problem = relaxed.problem
    covering, costing = coverage_objective(problem), cost_objective(problem, 0)
    kept, fixed = np.ones(len(problem.candidates), dtype=bool), problem.frozen
    if start is not None:
        kept, fixed = worthwhile(relaxed, start)
    narrow = replace(problem, frozen=fixed).only(kept)
    model = Model(narrow, rules)
    if unfilled is not None:
        model.limit(coverage_objective(narrow), unfilled)
    same_coverage = unfilled in (None, covering.value(problem, relaxed.chosen))
    hint = relaxed.chosen if start is None else start
    found, bound = model.minimise(cost_objective(narrow, 0), hint[kept], effort)
    chosen = np.zeros(len(kept), dtype=bool)
    chosen[np.flatnonzero(kept)[found]] = True
    bound = max(bound, relaxed.proof.bound) if same_coverage else bound
    gap = costing.value(problem, chosen) - bound
    return Assignment(problem, chosen, Proof("cp_sat", bound, gap))


def worthwhile(relaxed: Assignment, start: Mask) -> tuple[Mask, Mask]:
    """Candidates that an assignment better than `start` may use, and those it must keep.

    Every assignment costs at least the bound of the relaxed problem plus the slack of each of its choices.
    """
    problem, certificate = relaxed.problem, relaxed.certificate
    objective = cost_objective(problem, certificate.place_price)
    room = objective.value(problem, start) - objective.value(problem, relaxed.chosen)
    slack = slack_of(problem, objective, relaxed.chosen, certificate.cost)
    movable = ~problem.frozen
    must = problem.frozen | (movable & relaxed.chosen & (slack.leave > room))
    may = must | (movable & relaxed.chosen) | (movable & (slack.enter <= room))
    return may, must
