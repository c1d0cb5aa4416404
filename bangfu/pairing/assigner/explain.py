"""Why this helper, what the next best choice would cost, and why somebody has none.

The extra cost of an alternative is exact where a certificate proves the optimum: it is what the best assignment that
contains the alternative costs more than the best of all, found by the cheapest chain of exchanges, and it says who
would move. For any other assignment (changed by hand, or made under side rules, which are not looked at here) an
alternative is priced as a plain exchange of one helper for another, and `exact` is False.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .assignment import Assignment
from .changes import NOBODY, Changes
from .exchange import ROOT, Chain, Chains, Step
from .gaps import Gap, gaps_of
from .objective import Objective, cost_objective
from .prices import zero_prices
from .problem import positions
from .residual import NEVER, Slack, slack_of

ALTERNATIVES = 3
"""Other choices shown for a recipient."""


@dataclass(frozen=True)
class Term:
    """One named part of a cost: `amount` × `weight` = `cost`."""

    name: str
    amount: int
    weight: int

    @property
    def cost(self) -> int:
        """What this part contributes."""
        return self.amount * self.weight


@dataclass(frozen=True)
class Move:
    """A recipient whose helper changes: from `old` to `new` (None: nobody)."""

    recipient: Any
    old: Any
    new: Any


@dataclass(frozen=True)
class Alternative:
    """Another helper for the recipient.

    `extra_cost`: what the whole assignment would cost more. `moves`: others who would change, `unpaired`: those
    who would lose their helper (both empty for a plain exchange). `exact`: nothing cheaper with this helper exists.
    """

    helper: Any
    terms: tuple[Term, ...]
    extra_cost: int
    moves: tuple[Move, ...]
    unpaired: tuple[Any, ...]
    exact: bool


@dataclass(frozen=True)
class Choice:
    """Why a recipient has this helper. `load_cost` is what the helper's last recipient adds for balance."""

    recipient: Any
    helper: Any
    terms: tuple[Term, ...]
    load_cost: int
    frozen: bool
    alternatives: tuple[Alternative, ...]

    @property
    def cost(self) -> int:
        """Cost of the pair, without load cost."""
        return sum(term.cost for term in self.terms)


@dataclass(frozen=True)
class Unpaired:
    """Why a place is empty, and whom the recipient could get at whose expense."""

    gap: Gap
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, eq=False)
class Explainer:
    """Answers questions about one assignment; keep it for several questions, as it prepares once."""

    assignment: Assignment

    def why(self, recipient_id: Any, alternatives: int = ALTERNATIVES) -> tuple[Choice | Unpaired, ...]:
        """One `Choice` for each helper of a recipient, and an `Unpaired` if a place is empty.

        Raises `KeyError` for an unknown recipient.
        """
        recipients = self.assignment.problem.recipients
        recipient = int(positions(recipients.ids, [recipient_id])[0])
        if recipient < 0:
            raise KeyError(recipient_id)
        arcs = np.flatnonzero(self.assignment.problem.candidates.recipient == recipient)
        chosen = arcs[self.assignment.chosen[arcs]]
        answers: list[Choice | Unpaired] = [self.choice(int(arc), arcs, alternatives) for arc in chosen]
        if self.assignment.unfilled[recipient]:
            answers.append(self.unpaired(recipient, arcs, alternatives))
        return tuple(answers)

    def choice(self, arc: int, arcs: NDArray[np.intp], wanted: int) -> Choice:
        """The answer for one chosen candidate; `arcs` are all candidates of its recipient."""
        problem, assignment = self.assignment.problem, self.assignment
        helper, recipient = self.people(arc)
        frozen = bool(problem.frozen[arc])
        others = () if frozen else self.alternatives(recipient, helper, arc, arcs, wanted)
        last = np.maximum(assignment.load[helper] - 1, 0)
        return Choice(
            recipient=problem.recipients.ids[recipient].item(),
            helper=problem.helpers.ids[helper].item(),
            terms=self.terms(arc),
            load_cost=int(self.objective.step(last)),
            frozen=frozen,
            alternatives=others,
        )

    def unpaired(self, recipient: int, arcs: NDArray[np.intp], wanted: int) -> Unpaired:
        """Why `recipient` has an empty place."""
        room = self.slack.gain[recipient] < NEVER
        others = self.alternatives(recipient, ROOT, None, arcs, wanted) if room else ()
        return Unpaired(self.gaps[self.assignment.problem.recipients.ids[recipient].item()], others)

    def terms(self, arc: int) -> tuple[Term, ...]:
        """Named parts of the cost of a candidate; the bonus of a current pair is `keep`."""
        problem = self.assignment.problem
        named = problem.candidates.terms.items()
        parts = [Term(name, int(term[arc]), int(problem.weights.get(name, 1))) for name, term in named]
        if problem.keep_bonus and problem.current[arc]:
            parts.append(Term("keep", 1, -problem.keep_bonus))
        return tuple(parts)

    def alternatives(
        self, recipient: int, end: int, arc: int | None, arcs: NDArray[np.intp], wanted: int
    ) -> tuple[Alternative, ...]:
        """The cheapest other helpers for `recipient` in the place of helper `end` (`ROOT`: of nobody)."""
        problem = self.assignment.problem
        open_arcs = arcs[self.slack.enter[arcs] < NEVER]
        by_helper = dict(zip(problem.candidates.helper[open_arcs].tolist(), open_arcs.tolist(), strict=True))
        if not by_helper:
            return ()
        if not self.has_chains:
            return self.plain_exchanges(recipient, end, arc, by_helper, wanted)
        freed = self.slack.gain[recipient] if arc is None else self.slack.leave[arc]
        entry = {helper: int(self.slack.enter[other] + freed) for helper, other in by_helper.items()}
        chains = self.chains.cheapest(end, recipient, entry, wanted)
        return tuple(self.alternative(arc, by_helper[chain.start], chain, recipient) for chain in chains)

    def alternative(self, arc: int | None, other: int, chain: Chain, recipient: int) -> Alternative:
        """What choosing candidate `other` in the place of `arc` would entail, by the cheapest chain."""
        problem = self.assignment.problem
        steps = [step for step in chain.steps() if step.recipient >= 0]
        changes = Changes(self.assignment)
        changes.change(recipient, NOBODY if arc is None else self.people(arc)[0], self.people(other)[0])
        for step in steps:
            changes.change(step.recipient, step.origin, step.target)
        return Alternative(
            helper=problem.helpers.ids[self.people(other)[0]].item(),
            terms=self.terms(other),
            extra_cost=changes.cost(),
            moves=tuple(self.move(step) for step in steps),
            unpaired=changes.unpaired(),
            exact=True,
        )

    def plain_exchanges(
        self, recipient: int, end: int, arc: int | None, by_helper: dict[int, int], wanted: int
    ) -> tuple[Alternative, ...]:
        """Exchanges of one helper for another with time to spare, cheapest first."""
        problem, load = self.assignment.problem, self.assignment.load
        if end != ROOT and load[end] <= problem.load_floor[end]:
            return ()
        priced = []
        for helper, other in by_helper.items():
            if load[helper] < problem.helpers.capacity[helper]:
                changes = Changes(self.assignment)
                changes.change(recipient, end, helper)
                priced.append((changes.cost(), helper, other))
        return tuple(
            Alternative(problem.helpers.ids[helper].item(), self.terms(other), cost, (), (), exact=False)
            for cost, helper, other in sorted(priced)[:wanted]
        )

    def move(self, step: Step) -> Move:
        """A step of a chain by identifiers."""
        ids = self.assignment.problem.helpers.ids
        old, new = (None if node == ROOT else ids[node].item() for node in (step.origin, step.target))
        return Move(self.assignment.problem.recipients.ids[step.recipient].item(), old, new)

    def people(self, arc: int) -> tuple[int, int]:
        """Helper and recipient of a candidate, by position."""
        candidates = self.assignment.problem.candidates
        return int(candidates.helper[arc]), int(candidates.recipient[arc])

    @property
    def has_chains(self) -> bool:
        """Whether a certificate proves the assignment, so that chains of exchanges are exact."""
        return self.assignment.optimal and self.assignment.proof.certificate is not None

    @cached_property
    def gaps(self) -> dict[Any, Gap]:
        """Why each unpaired recipient is so."""
        return {gap.recipient: gap for gap in gaps_of(self.assignment)}

    @cached_property
    def objective(self) -> Objective:
        """The costs that were minimised, unfilled places included."""
        certificate = self.assignment.proof.certificate
        return cost_objective(self.assignment.problem, 0 if certificate is None else certificate.place_price)

    @cached_property
    def slack(self) -> Slack:
        """What could change, at the prices of the certificate (at no price without one)."""
        assignment, certificate = self.assignment, self.assignment.proof.certificate
        prices = zero_prices(assignment.problem) if certificate is None else certificate.cost
        return slack_of(assignment.problem, self.objective, assignment.chosen, prices)

    @cached_property
    def chains(self) -> Chains:
        """Chains of exchanges of this assignment."""
        return Chains.of(self.assignment.problem, self.slack)
