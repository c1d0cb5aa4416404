"""What a handful of changes to an assignment costs, without adding up the rest again."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from .assignment import Assignment
from .objective import cost_objective

NOBODY = -1


class Changes:
    """Helpers exchanged for some recipients, by position (`NOBODY` for an empty place)."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.objective = cost_objective(assignment.problem, 0)
        self.pair_cost = 0
        self.load: Counter[int] = Counter()
        self.received: Counter[int] = Counter()

    def change(self, recipient: int, old: int, new: int) -> None:
        """`recipient` leaves helper `old` for helper `new`, both candidates of it."""
        for helper, sign in ((old, -1), (new, 1)):
            if helper != NOBODY:
                arc = self.assignment.problem.candidate_at(helper, recipient)
                self.pair_cost += sign * int(self.objective.arc[arc])
                self.load[helper] += sign
                self.received[recipient] += sign

    def cost(self) -> int:
        """What the assignment would cost more."""
        helpers, added = people(self.load)
        load = self.assignment.load[helpers]
        loads = self.objective.loads(load + added) - self.objective.loads(load)
        recipients, gained = people(self.received)
        places = self.objective.place[recipients] * self.more_unfilled(recipients, gained)
        return self.pair_cost + int(loads.sum()) + int(places.sum())

    def unpaired(self) -> tuple[Any, ...]:
        """Recipients who would have more empty places than now."""
        recipients, gained = people(self.received)
        worse = recipients[self.more_unfilled(recipients, gained) > 0]
        return tuple(self.assignment.problem.recipients.ids[worse].tolist())

    def more_unfilled(self, recipients: np.ndarray, gained: np.ndarray) -> np.ndarray:
        """Empty places that would be added (negative: filled)."""
        least, received = self.assignment.problem.recipients.least[recipients], self.assignment.received[recipients]
        return np.maximum(least - received - gained, 0) - np.maximum(least - received, 0)


def people(counted: Counter[int]) -> tuple[np.ndarray, np.ndarray]:
    """Positions in order, and the number counted for each."""
    places = sorted(counted)
    return np.array(places, dtype=np.intp), np.array([counted[place] for place in places], dtype=np.int64)
