"""An officer changes a proposal by hand, and sees at once what that costs and breaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .assignment import Assignment, Proof, cost_of, proof_by
from .certificate import Certificate
from .problem import Problem, positions


class Exchange(NamedTuple):
    """A recipient leaves helper `old` for helper `new`; None is nobody."""

    recipient: Any
    old: Any
    new: Any


@dataclass(frozen=True, eq=False)
class Adjustment:
    """The assignment after a change by hand. Its proof says how much worse than the best it is.

    `extra_cost` against the assignment before. People for whom a bound is broken: helpers `over_capacity` or
    `below_minimum`, recipients with `too_many` helpers, and those `newly_unpaired`.
    """

    assignment: Assignment
    extra_cost: int
    over_capacity: tuple[Any, ...]
    below_minimum: tuple[Any, ...]
    too_many: tuple[Any, ...]
    newly_unpaired: tuple[Any, ...]


def adjust(assignment: Assignment, exchanges: Iterable[Exchange | tuple[Any, Any, Any]]) -> Adjustment:
    """What an assignment becomes by exchanges, one after another.

    Raises `KeyError` for a pair that is no candidate, and `ValueError` for leaving a helper the recipient has not.
    """
    problem, chosen = assignment.problem, assignment.chosen.copy()
    for recipient, old, new in exchanges:
        if old is not None:
            arc = candidate(problem, old, recipient)
            if not chosen[arc]:
                raise ValueError(f"{recipient!r} does not have helper {old!r}")
            chosen[arc] = False
        if new is not None:
            chosen[candidate(problem, new, recipient)] = True
    after = assigned(problem, chosen, assignment.proof.certificate)
    helpers, recipients = problem.helpers, problem.recipients
    return Adjustment(
        assignment=after,
        extra_cost=after.cost - assignment.cost,
        over_capacity=tuple(helpers.ids[after.load > helpers.capacity].tolist()),
        below_minimum=tuple(helpers.ids[after.load < helpers.minimum].tolist()),
        too_many=tuple(recipients.ids[after.received > recipients.most].tolist()),
        newly_unpaired=tuple(recipients.ids[after.unfilled > assignment.unfilled].tolist()),
    )


def by_hand(
    problem: Problem, helper_ids: ArrayLike, recipient_ids: ArrayLike, certificate: Certificate | None = None
) -> Assignment:
    """An assignment somebody drew up, pair by pair, so that it can be priced, compared and explained.

    With the `certificate` of an optimum of the same problem its proof says how far it is from the best. Raises
    `KeyError` for a pair that is no candidate. Whether it keeps the bounds says `certificate.breaches_of`.
    """
    problem = problem.canonical()
    chosen = np.zeros(len(problem.candidates), dtype=bool)
    for helper, recipient in zip(np.asarray(helper_ids).tolist(), np.asarray(recipient_ids).tolist(), strict=True):
        chosen[candidate(problem, helper, recipient)] = True
    return assigned(problem, chosen, certificate)


def assigned(problem: Problem, chosen: np.ndarray, certificate: Certificate | None) -> Assignment:
    """An assignment by hand with what the certificate proves about it; without one its gap is its whole cost."""
    if certificate is None:
        cost = cost_of(problem, chosen)
        return Assignment(problem, chosen, Proof("by_hand", 0, cost, int(problem.recipients.least.sum())))
    return Assignment(problem, chosen, proof_by(problem, chosen, certificate, "by_hand"))


def candidate(problem: Problem, helper_id: Any, recipient_id: Any) -> int:
    """Position of a pair among the candidates. Raises `KeyError` where it is none."""
    helper = int(positions(problem.helpers.ids, [helper_id])[0])
    recipient = int(positions(problem.recipients.ids, [recipient_id])[0])
    if helper >= 0 and recipient >= 0:
        arc = problem.candidate_at(helper, recipient)
        if arc is not None:
            return arc
    raise KeyError((helper_id, recipient_id))
