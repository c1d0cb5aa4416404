"""What is minimised, at each of the two levels: first the unfilled places, then the cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .problem import Coverage, Ints, Mask, Problem


@dataclass(frozen=True, eq=False)
class Objective:
    """Integer costs: of each candidate, of a helper's next recipient, of each unfilled place of a recipient."""

    arc: Ints
    load_cost: Ints
    place: Ints

    def only(self, kept: Mask) -> Objective:
        """The objective for some of the candidates."""
        return Objective(self.arc[kept], self.load_cost, self.place)

    def step(self, load: Ints) -> Ints:
        """What one more recipient costs a helper who has `load` already, on top of the pair's own cost."""
        return self.load_cost[np.minimum(load, len(self.load_cost) - 1)]

    def loads(self, load: Ints) -> Ints:
        """The whole load cost of helpers who have `load` recipients each."""
        known = len(self.load_cost)
        summed = np.concatenate([[0], np.cumsum(self.load_cost)])
        return summed[np.minimum(load, known)] + np.maximum(load - known, 0) * self.load_cost[-1]

    def spread(self) -> int:
        """The most that exchanging one pair for another can change the cost."""
        arc = int(np.ptp(self.arc)) if self.arc.size else 0
        return arc + int(self.load_cost[-1] - self.load_cost[0]) + 1

    def value(self, problem: Problem, chosen: Mask) -> int:
        """Pairs, loads and unfilled places of an assignment together."""
        load = load_of(problem, chosen)
        unfilled = unfilled_of(problem, chosen)
        total = self.arc[chosen].sum() + self.loads(load).sum() + (self.place * unfilled).sum()
        return int(total)


def coverage_objective(problem: Problem) -> Objective:
    """First level: only unfilled places count, by rank of the recipient's weight.

    The recipients that can be covered together form a matroid, so only the order of the weights matters:
    the best choice has the most places filled *and* the heaviest weights among them.
    """
    arcs = np.zeros(len(problem.candidates), dtype=np.int64)
    return Objective(arcs, np.zeros(1, dtype=np.int64), weight_rank(problem))


def cost_objective(problem: Problem, place_price: int) -> Objective:
    """Second level: costs, with `place_price` (times weight rank) for a place, or its own price if priced."""
    if problem.coverage is Coverage.PRICED:
        place = problem.recipients.weight * np.int64(problem.unpaired_cost)
    else:
        place = weight_rank(problem) * np.int64(place_price)
    return Objective(problem.cost, problem.load_cost, place)


def weight_rank(problem: Problem) -> Ints:
    """1 for the lightest weight, 2 for the next, and so on."""
    _, rank = np.unique(problem.recipients.weight, return_inverse=True)
    return rank.astype(np.int64) + 1


def load_of(problem: Problem, chosen: Mask) -> Ints:
    """Recipients of each helper."""
    return np.bincount(problem.candidates.helper[chosen], minlength=len(problem.helpers))


def received_of(problem: Problem, chosen: Mask) -> Ints:
    """Helpers of each recipient."""
    return np.bincount(problem.candidates.recipient[chosen], minlength=len(problem.recipients))


def unfilled_of(problem: Problem, chosen: Mask) -> Ints:
    """Places below the least that stay empty, for each recipient."""
    return np.maximum(problem.recipients.least - received_of(problem, chosen), 0)
