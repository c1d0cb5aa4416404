"""An assignment and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .certificate import Certificate, verify
from .objective import cost_objective, load_of, received_of, unfilled_of
from .problem import Ints, Mask, Problem


class Pair(NamedTuple):
    """One pairing by identifiers; `cost` is the pair's own, without load cost."""

    helper: Any
    recipient: Any
    cost: int


@dataclass(frozen=True)
class Proof:
    """How good an assignment is known to be.

    `gap`: cost that might still be saved, `bound` = cost - gap. `coverage_gap`: empty places, counted by the rank
    of their recipient's weight, that might still be filled. `method`: `min_cost_flow` and `by_hand` are checked by
    the certificate, `cp_sat` is what that solver stated.
    """

    method: str
    bound: int
    gap: int
    coverage_gap: int = 0
    certificate: Certificate | None = None

    @property
    def optimal(self) -> bool:
        """Whether neither coverage nor cost can be improved under the rules."""
        return self.gap == 0 and self.coverage_gap == 0


@dataclass(frozen=True, eq=False)
class Assignment:
    """Who helps whom. `problem` is in canonical order, and `chosen` marks its candidates."""

    problem: Problem
    chosen: Mask
    proof: Proof

    @cached_property
    def arcs(self) -> NDArray[np.intp]:
        """Positions of the chosen candidates, by helper and recipient."""
        return np.flatnonzero(self.chosen)

    @cached_property
    def load(self) -> Ints:
        """Recipients of each helper."""
        return load_of(self.problem, self.chosen)

    @cached_property
    def received(self) -> Ints:
        """Helpers of each recipient."""
        return received_of(self.problem, self.chosen)

    @cached_property
    def unfilled(self) -> Ints:
        """Empty places of each recipient below the least."""
        return unfilled_of(self.problem, self.chosen)

    @property
    def unpaired(self) -> NDArray[np.intp]:
        """Positions of the recipients with an empty place."""
        return np.flatnonzero(self.unfilled)

    @property
    def unpaired_ids(self) -> list[Any]:
        """Identifiers of the recipients with an empty place."""
        return self.problem.recipients.ids[self.unpaired].tolist()

    @cached_property
    def cost(self) -> int:
        """What was minimised after coverage: pairs, loads, and unfilled places where these have a price."""
        return cost_of(self.problem, self.chosen)

    @property
    def certificate(self) -> Certificate:
        """The certificate of the proof. Raises `ValueError` where there is none."""
        if self.proof.certificate is None:
            raise ValueError(f"an assignment by {self.proof.method} has no certificate")
        return self.proof.certificate

    @property
    def optimal(self) -> bool:
        """Whether the proof shows that nothing better exists."""
        return self.proof.optimal

    def pairs(self) -> list[Pair]:
        """Every pairing by identifiers, sorted by helper and recipient."""
        candidates = self.problem.candidates
        helpers = self.problem.helpers.ids[candidates.helper[self.arcs]].tolist()
        recipients = self.problem.recipients.ids[candidates.recipient[self.arcs]].tolist()
        return list(map(Pair, helpers, recipients, self.problem.cost[self.arcs].tolist()))

    def pair_ids(self) -> list[tuple[Any, Any]]:
        """Every pairing as (helper, recipient), for comparing."""
        return [(pair.helper, pair.recipient) for pair in self.pairs()]

    def loads(self) -> dict[Any, int]:
        """Recipients of each helper by identifier."""
        return dict(zip(self.problem.helpers.ids.tolist(), self.load.tolist(), strict=True))


def cost_of(problem: Problem, chosen: Mask) -> int:
    """Cost of any choice of candidates; see `Assignment.cost`."""
    return cost_objective(problem, 0).value(problem, chosen)


def proof_by(problem: Problem, chosen: Mask, certificate: Certificate, method: str) -> Proof:
    """What a certificate of the problem proves about an assignment, whoever made it."""
    verdict = verify(problem, chosen, certificate)
    bound = cost_of(problem, chosen) - verdict.cost_gap
    return Proof(method, bound, verdict.cost_gap, verdict.coverage_gap, certificate)
