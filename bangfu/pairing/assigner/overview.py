"""Every pairing explained at once: its terms, the next best helper, and what that would cost.

One pass over the candidates. The cost of the next best is enclosed between a proved lower bound (the slack of
the alternative) and what a plain exchange costs, if its helper has time to spare; where both agree it is exact.
`explain.Explainer` answers exactly for one recipient.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .assignment import Assignment
from .objective import cost_objective
from .problem import Ints
from .residual import NEVER, slack_of


@dataclass(frozen=True, eq=False)
class Overview:
    """Columns, one row a pairing, in the order of `Assignment.arcs`.

    `terms`: weighted parts of the cost. `alternative`: position of the best other candidate of the recipient
    (-1: none). `at_least`, `at_most`: bounds of what forcing it would add to the whole cost (`at_most` is
    `residual.NEVER` when its helper has no time left, so that others would have to move).
    """

    helper: NDArray[np.int32]
    recipient: NDArray[np.int32]
    cost: Ints
    terms: dict[str, Ints]
    alternative: NDArray[np.intp]
    at_least: Ints
    at_most: Ints

    @property
    def exact(self) -> NDArray[np.bool_]:
        """Where the cost of the alternative is known exactly."""
        return self.at_least == self.at_most


def overview(assignment: Assignment) -> Overview:
    """All pairings of an assignment that a certificate proves. Raises `ValueError` for any other."""
    certificate, problem = assignment.certificate, assignment.problem
    if not assignment.optimal:
        raise ValueError("only an assignment proved by a certificate can be explained as a whole")
    objective = cost_objective(problem, certificate.place_price)
    slack = slack_of(problem, objective, assignment.chosen, certificate.cost)
    arcs = assignment.arcs
    helper, recipient = problem.candidates.helper[arcs], problem.candidates.recipient[arcs]
    best = best_alternatives(slack.enter, problem.candidates.recipient, len(problem.recipients))[recipient]
    exists = (best >= 0) & ~problem.frozen[arcs]
    at_least = np.where(exists, slack.enter[best] + np.where(exists, slack.leave[arcs], 0), NEVER)
    other = problem.candidates.helper[best]
    possible = exists & (slack.busier[other] < NEVER) & (slack.freer[helper] < NEVER)
    direct = objective.arc[best] - objective.arc[arcs] + objective.step(assignment.load[other])
    direct -= objective.step(np.maximum(assignment.load[helper] - 1, 0))
    return Overview(
        helper=helper,
        recipient=recipient,
        cost=problem.cost[arcs],
        terms=weighted_terms(assignment),
        alternative=np.where(exists, best, -1),
        at_least=at_least,
        at_most=np.where(possible, direct, NEVER),
    )


def best_alternatives(enter: Ints, recipient: NDArray[np.int32], recipients: int) -> NDArray[np.intp]:
    """For each recipient the candidate with least slack that is not chosen (the first of equals; -1: none)."""
    least = np.full(recipients, NEVER, dtype=np.int64)
    np.minimum.at(least, recipient, enter)
    ties = np.flatnonzero((enter == least[recipient]) & (enter < NEVER))[::-1]
    best = np.full(recipients, -1, dtype=np.intp)
    best[recipient[ties]] = ties
    return best


def weighted_terms(assignment: Assignment) -> dict[str, Ints]:
    """Parts of the cost of every chosen pair by name, as `explain.Term.cost`."""
    problem, arcs = assignment.problem, assignment.arcs
    parts = {
        name: np.asarray(term)[arcs].astype(np.int64) * int(problem.weights.get(name, 1))
        for name, term in problem.candidates.terms.items()
    }
    if problem.keep_bonus:
        parts["keep"] = problem.current[arcs] * np.int64(-problem.keep_bonus)
    return parts
