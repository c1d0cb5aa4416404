"""Small random problems, and the plainest way to solve them: try everything."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from bangfu.pairing.assigner import (
    Assignment,
    Candidates,
    Coverage,
    Helpers,
    Problem,
    ProblemRefused,
    Recipients,
    solve,
)
from bangfu.pairing.assigner.problem import Ints, Mask

MOST_CANDIDATES = 9
Value = tuple[int, int]


@st.composite
def problems(draw: st.DrawFn, priced: bool = True, contradictory: bool = True) -> Problem:
    """Problems of up to four people a side, in any order, with every kind of bound or without those that contradict."""
    helpers, recipients = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    every = [(h, r) for h in range(helpers) for r in range(recipients)]
    pairs = draw(st.lists(st.sampled_from(every), min_size=1, max_size=MOST_CANDIDATES, unique=True))

    def column(length: int, low: int, high: int) -> np.ndarray:
        return np.array(draw(st.lists(st.integers(low, high), min_size=length, max_size=length)))

    least = column(recipients, 0, 2)
    coverage = draw(st.sampled_from(list(Coverage))) if priced else Coverage.FIRST
    return Problem(
        Helpers(
            np.array(draw(st.permutations(range(helpers)))),
            column(helpers, 0, 3),
            column(helpers, 0, 1) * contradictory,
        ),
        Recipients(
            np.array([f"户{number}" for number in draw(st.permutations(range(recipients)))]),
            least,
            least + column(recipients, 0, 1),
            column(recipients, 1, 3),
        ),
        Candidates(*np.array(pairs).T, terms={"distance": column(len(pairs), -2, 9)}),
        weights={"distance": draw(st.integers(1, 3))},
        frozen=(column(len(pairs), 0, 5) == 0) & contradictory,
        current=column(len(pairs), 0, 1) == 1,
        keep_bonus=draw(st.integers(0, 4)),
        load_cost=np.cumsum(column(draw(st.integers(1, 3)), 0, 3)),
        coverage=coverage,
        unpaired_cost=draw(st.integers(0, 12)),
    )


def answer(problem: Problem) -> Assignment | ProblemRefused:
    """What the assigner says: an assignment or a refusal."""
    try:
        return solve(problem)
    except ProblemRefused as refusal:
        return refusal


def all_choices(problem: Problem) -> Choices:
    """Every choice of candidates that keeps all bounds, one row each, and what it is worth."""
    count = len(problem.candidates)
    chosen = (np.arange(1 << count)[:, None] >> np.arange(count) & 1).astype(bool)
    load = chosen @ np.eye(len(problem.helpers), dtype=int)[problem.candidates.helper]
    received = chosen @ np.eye(len(problem.recipients), dtype=int)[problem.candidates.recipient]
    keeps = (load >= problem.helpers.minimum).all(axis=1) & (load <= problem.helpers.capacity).all(axis=1)
    keeps &= (received <= problem.recipients.most).all(axis=1) & (chosen | ~problem.frozen).all(axis=1)
    steps = [problem.load_cost[min(taken, len(problem.load_cost) - 1)] for taken in range(count)]
    cost = chosen @ problem.cost + np.concatenate([[0], np.cumsum(steps)])[load].sum(axis=1)
    unfilled = np.maximum(problem.recipients.least - received, 0)
    weights = sorted(set(problem.recipients.weight.tolist()))
    rank = np.array([1 + weights.index(weight) for weight in problem.recipients.weight.tolist()])
    if problem.coverage is Coverage.PRICED:
        cost = cost + unfilled @ (problem.recipients.weight * problem.unpaired_cost)
        rank = rank * 0
    return Choices(chosen[keeps], (unfilled @ rank)[keeps], cost[keeps])


class Choices(NamedTuple):
    """Choices of candidates, and for each the empty places by rank of weight (0 if priced) and the cost."""

    chosen: NDArray[np.bool_]
    unfilled: Ints
    cost: Ints

    def best(self, allowed: NDArray[np.bool_] | None = None) -> Value | None:
        """The best value among all choices, or those allowed; None if there are none."""
        values = np.column_stack([self.unfilled, self.cost])
        values = values if allowed is None else values[allowed]
        return min(map(tuple, values.tolist()), default=None)

    def value(self, chosen: Mask) -> Value | None:
        """What one choice is worth; None if it breaks a bound."""
        row = np.flatnonzero((self.chosen == chosen).all(axis=1))
        return (int(self.unfilled[row[0]]), int(self.cost[row[0]])) if len(row) else None


def county(helpers: int, recipients: int, candidates: int, capacity: int, seed: int = 7) -> Problem:
    """A random problem of some size: each recipient may have `candidates` helpers, at random cost."""
    random = np.random.default_rng(seed)
    helper = np.argsort(random.random((recipients, helpers)), axis=1)[:, :candidates].ravel()
    recipient = np.repeat(np.arange(recipients), candidates)
    return Problem(
        Helpers(np.arange(helpers), capacity),
        Recipients(np.arange(recipients)),
        Candidates(helper, recipient, {"distance": random.integers(0, 1000, len(helper))}),
    )
