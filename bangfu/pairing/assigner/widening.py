"""Solve with few candidates first, and widen only for those who stay without a helper."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .assignment import Assignment
from .candidates import WANTED, Pairs, Places, widen
from .flow import solve
from .problem import Problem, positions

ROUNDS = 4
"""Times the search is widened at most; each round doubles the helpers asked for a recipient."""


def solve_widening(
    build: Callable[[Pairs], Problem],
    pairs: Pairs,
    helpers: Places,
    recipients: Places,
    *,
    wanted: int = WANTED,
    widest: int = 6,
    rounds: int = ROUNDS,
) -> tuple[Assignment, Pairs]:
    """The best assignment for `pairs`, widened for uncovered recipients while that can help.

    `build` makes the problem for a list of candidates: it adds terms of cost and may drop pairs that rules
    exclude. Its people stand in the same order as `helpers` and `recipients`. New candidates are helpers with
    time to spare, from the same village first. Returns the last assignment, optimal for the pairs returned.
    """
    problem = build(pairs)
    assignment = solve(problem)
    for round_number in range(rounds):
        if not len(assignment.unpaired):
            break
        asking = positions(problem.recipients.ids, assignment.unpaired_ids)
        spare = assignment.load < assignment.problem.helpers.capacity
        free = np.sort(positions(problem.helpers.ids, assignment.problem.helpers.ids[spare]))
        wider = widen(
            helpers, recipients, pairs, np.sort(asking), among=free, wanted=wanted << round_number, widest=widest
        )
        if len(wider.helper) == len(pairs.helper):
            break
        pairs, problem = wider, build(wider)
        assignment = solve(problem)
    return assignment, pairs
