"""Who stays without a helper, why, and which helpers are the bottleneck."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .assignment import Assignment
from .prices import within
from .problem import Coverage, positions


@dataclass(frozen=True)
class Gap:
    """Why a recipient has `missing` empty places, with how many `candidates` it has.

    `reason`: `no_candidate` (all who are eligible help it already, or nobody is); `capacity` (all who could come,
    directly or by exchanges, have no time left, or are with weaker households); `too_dear` (a helper would cost
    more than the price set on an unfilled place).
    """

    recipient: Any
    reason: str
    candidates: int
    missing: int


@dataclass(frozen=True)
class Bottleneck:
    """Helpers who have no time left, with all the recipients they help, and those who wait for them.

    Within the rules these helpers can serve no one else than `served` and `waiting`, and not all of them.
    """

    helpers: tuple[Any, ...]
    served: tuple[Any, ...]
    waiting: tuple[Any, ...]


def gaps_of(assignment: Assignment) -> tuple[Gap, ...]:
    """All recipients with an empty place, by identifier."""
    problem, unpaired = assignment.problem, assignment.unpaired
    candidates = np.bincount(problem.candidates.recipient, minlength=len(problem.recipients))
    usable = candidates - assignment.received
    reason = "too_dear" if problem.coverage is Coverage.PRICED else "capacity"
    return tuple(
        Gap(
            recipient=problem.recipients.ids[place].item(),
            reason=reason if usable[place] else "no_candidate",
            candidates=int(candidates[place]),
            missing=int(assignment.unfilled[place]),
        )
        for place in unpaired.tolist()
    )


def bottleneck(assignment: Assignment, recipient_ids: Iterable[Any]) -> Bottleneck:
    """The helpers all of whose time is taken, directly or by exchanges, when `recipient_ids` ask for one.

    Starts from their candidates, goes to the recipients these help, to the other candidates of those, and so on.
    Meant for recipients with an empty place for want of `capacity`.
    """
    problem = assignment.problem
    candidates = problem.candidates
    by_recipient = np.argsort(candidates.recipient, kind="stable")
    recipient_start = np.searchsorted(candidates.recipient[by_recipient], np.arange(len(problem.recipients) + 1))
    waiting = positions(problem.recipients.ids, list(recipient_ids))
    recipients = np.zeros(len(problem.recipients), dtype=bool)
    helpers = np.zeros(len(problem.helpers), dtype=bool)
    movable = assignment.chosen & ~problem.frozen
    frontier = np.unique(waiting[waiting >= 0]).astype(np.intp)
    while frontier.size:
        recipients[frontier] = True
        arcs = by_recipient[within(recipient_start, frontier, len(by_recipient))]
        new = fresh(helpers, candidates.helper[arcs[~assignment.chosen[arcs]]])
        arcs = np.arange(len(candidates))[within(problem.helper_start, new, len(candidates))]
        frontier = fresh(recipients, candidates.recipient[arcs[movable[arcs]]])
    served = np.zeros_like(recipients)
    served[candidates.recipient[assignment.chosen & helpers[candidates.helper]]] = True
    unfilled = recipients & (assignment.unfilled > 0)
    ids = problem.recipients.ids
    return Bottleneck(
        helpers=tuple(problem.helpers.ids[helpers].tolist()),
        served=tuple(ids[served & ~unfilled].tolist()),
        waiting=tuple(ids[unfilled].tolist()),
    )


def fresh(known: NDArray[np.bool_], places: NDArray[np.integer]) -> NDArray[np.intp]:
    """Those `places` not yet `known`, once each; they are known from then on."""
    new = np.unique(places[~known[places]]).astype(np.intp)
    known[new] = True
    return new
