"""What could change in an assignment, and at which cost: its residual graph, without a list of it.

One node for each helper, each recipient, and a root where loads and unfilled places end. `Slack` holds what is
left of each cost once people's time is charged at its price; at an optimum none of it is negative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .certificate import reduced_cost
from .objective import Objective, load_of, received_of
from .prices import Prices
from .problem import Ints, Mask, Problem

NEVER = np.int64(2**60)
"""Cost of a change that bounds forbid."""


@dataclass(frozen=True, eq=False)
class Slack:
    """Reduced costs, all non-negative at an optimum; `NEVER` where bounds forbid the change.

    `enter`: choosing a candidate. `leave`: giving up a chosen one. `busier`, `freer`: one recipient more or fewer
    for a helper. `lose`, `gain`: one helper fewer or more for a recipient.
    """

    enter: Ints
    leave: Ints
    busier: Ints
    freer: Ints
    lose: Ints
    gain: Ints


def slack_of(problem: Problem, objective: Objective, chosen: Mask, prices: Prices) -> Slack:
    """The slack of an assignment at the prices that prove it."""
    load, received = load_of(problem, chosen), received_of(problem, chosen)
    recipients = problem.recipients
    reduced = reduced_cost(problem, objective, prices)
    busier = objective.step(load) - prices.helper
    freer = prices.helper - objective.step(np.maximum(load - 1, 0))
    lose = np.where(received <= recipients.least, objective.place, 0) - prices.recipient
    gain = prices.recipient - np.where(received < recipients.least, objective.place, 0)
    return Slack(
        enter=np.where(chosen | problem.frozen, NEVER, reduced),
        leave=np.where(chosen & ~problem.frozen, -reduced, NEVER),
        busier=np.where(load < problem.helpers.capacity, busier, NEVER),
        freer=np.where(load > problem.load_floor, freer, NEVER),
        lose=np.where(received > problem.frozen_received, lose, NEVER),
        gain=np.where(received < recipients.most, gain, NEVER),
    )
