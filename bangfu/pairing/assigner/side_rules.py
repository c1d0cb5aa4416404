"""Assignments under side rules, by CP-SAT, with a stated bound when the effort runs out.

The flow without the side rules comes first: if its answer keeps them, it is the optimum and has a certificate.
If not, its answer is repaired by further flows, and whatever has more slack than the repaired answer lies above
the bound cannot be part of a better one: only the rest goes to CP-SAT, first for empty places, then for cost.
Where that is still more than a model can hold, CP-SAT gets the cheapest few of each recipient, and the bound stays
that of the flow, which holds for all. Effort is counted in the solver's deterministic time, so that the same input
gives the same answer anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .assignment import Assignment, Proof
from .flow import solve
from .objective import Objective, cost_objective, coverage_objective
from .problem import Coverage, Ints, Mask, Problem
from .refusals import ProblemRefused
from .repair import repaired
from .residual import NEVER, slack_of
from .rule_checks import out_of_reach
from .rule_model import Model
from .rules import Rule, breaches, canonical_rules
from .shortlist import FIRST, cheapest_each

EFFORT = 3.0
"""Deterministic time for each level: a second or so for a township, a minute or so for a county."""


LARGEST = 120_000
"""Candidates a model is built for; beyond them the cheapest few of each recipient."""


def solve_with_rules(problem: Problem, rules: Sequence[Rule], effort: float = EFFORT) -> Assignment:
    """The best assignment found that keeps all side rules; its proof states the gap left, 0 if none.

    Raises `ProblemRefused` when a rule asks for what no candidates allow, naming whom it concerns, or when the rules
    contradict each other, naming a set of rules none of which can be left out of the contradiction; and `TimeoutError`
    when no assignment at all was found within the effort.
    """
    rules = canonical_rules(problem, rules)
    relaxed = solve(problem)
    if reasons := out_of_reach(relaxed.problem, rules):
        raise ProblemRefused(*reasons)
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
    kept = few_enough(problem, np.ones(len(problem.candidates), dtype=bool), relaxed.chosen | hint, problem.cost)
    narrow = problem.only(kept)
    found, proved = attempt(narrow, rules, covering.only(kept), hint[kept], effort, whole=bool(kept.all()))
    chosen = hint if found is None else spread(kept, found)
    if kept.all():
        bound = max(bound, proved)
    return chosen, covering.value(problem, chosen) - bound


def attempt(
    narrow: Problem, rules: Sequence[Rule], objective: Objective, hint: Mask, effort: float, *, whole: bool
) -> tuple[Mask | None, int]:
    """What CP-SAT finds for some of the candidates, and its bound.

    Nothing found is no contradiction where these are not the `whole` list and the hint will do; else it is raised.
    """
    try:
        return Model(narrow, rules).minimise(objective, hint, effort)
    except (ProblemRefused, TimeoutError) as problem:
        if breaches(narrow, hint, rules):
            raise problem if whole or isinstance(problem, TimeoutError) else TimeoutError(str(problem)) from problem
        return None, 0


def cheapest_of(
    relaxed: Assignment, rules: Sequence[Rule], start: Mask | None, unfilled: int | None, effort: float
) -> Assignment:
    """The cheapest assignment found that keeps the rules, with `unfilled` places by rank at most (None: any)."""
    problem, costing = relaxed.problem, cost_objective(relaxed.problem, 0)
    worth, fixed, slack = np.ones(len(problem.candidates), dtype=bool), problem.frozen, problem.cost
    if start is not None:
        worth, fixed, slack = worthwhile(relaxed, start)
    hint = relaxed.chosen if start is None else start
    kept = few_enough(problem, worth, relaxed.chosen | hint | fixed, slack)
    narrow = replace(problem, frozen=fixed).only(kept)
    model = Model(narrow, rules)
    if unfilled is not None:
        model.limit(coverage_objective(narrow), unfilled)
    bound = floor_at(relaxed, unfilled)
    try:
        found, proved = model.minimise(cost_objective(narrow, 0), hint[kept], effort)
    except (ProblemRefused, TimeoutError) as problem_found:
        if start is None:
            raise problem_found if (kept == worth).all() else TimeoutError(str(problem_found)) from problem_found
        chosen = start
    else:
        chosen = spread(kept, found)
        bound = max(bound, proved) if (kept == worth).all() else bound
    return Assignment(problem, chosen, Proof("cp_sat", bound, costing.value(problem, chosen) - bound))


def floor_at(relaxed: Assignment, unfilled: int | None) -> int:
    """What any assignment with so many empty places costs at least: the flow's optimum less what these cost in it."""
    if unfilled is None:
        return relaxed.proof.bound
    price = relaxed.certificate.place_price
    missing = unfilled - coverage_objective(relaxed.problem).value(relaxed.problem, relaxed.chosen)
    return relaxed.proof.bound - price * missing


def spread(kept: Mask, found: Mask) -> Mask:
    """A choice among some of the candidates as one among all."""
    chosen = np.zeros(len(kept), dtype=bool)
    chosen[np.flatnonzero(kept)[found]] = True
    return chosen


def few_enough(problem: Problem, worth: Mask, needed: Mask, cost: Ints) -> Mask:
    """Of the candidates worth looking at those a model can hold: all, or the cheapest few of each recipient."""
    if worth.sum() <= LARGEST:
        return worth
    kept, arcs = worth & needed, np.flatnonzero(worth)
    each = max(min(FIRST, LARGEST // max(len(problem.recipients), 1)), 1)
    kept[cheapest_each(problem.candidates.recipient, cost[arcs], arcs, each)] = True
    return kept


def worthwhile(relaxed: Assignment, start: Mask) -> tuple[Mask, Mask, Ints]:
    """Candidates that an assignment better than `start` may use, those it must keep, and the slack of each.

    Every assignment costs at least the bound of the relaxed problem plus the slack of each of its choices.
    """
    problem, certificate = relaxed.problem, relaxed.certificate
    objective = cost_objective(problem, certificate.place_price)
    room = objective.value(problem, start) - objective.value(problem, relaxed.chosen)
    slack = slack_of(problem, objective, relaxed.chosen, certificate.cost)
    movable = ~problem.frozen
    must = problem.frozen | (movable & relaxed.chosen & (slack.leave > room))
    may = must | (movable & relaxed.chosen) | (movable & (slack.enter <= room))
    return may, must, np.where(slack.enter < NEVER, slack.enter, 0)
