"""Contradictions that show before anything is solved, each with the people it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .problem import Mask, Problem
from .refusals import ProblemRefused, Reason

LARGEST_COST = 10**12
"""Beyond this a cost times the number of people may leave 64 bits."""


def checked(problem: Problem) -> Problem:
    """The problem in canonical order. Raises `ProblemRefused` with every contradiction found.

    Raises `ValueError` when arrays do not fit together, which is a fault of the caller and not of the rules.
    """
    check_positions(problem)
    problem = problem.canonical()
    reasons = list(contradictions(problem))
    if reasons:
        raise ProblemRefused(*reasons)
    return problem


def check_positions(problem: Problem) -> None:
    """Candidates must point at people who exist."""
    sides = ((problem.candidates.helper, problem.helpers), (problem.candidates.recipient, problem.recipients))
    for place, people in sides:
        if place.size and (place.min() < 0 or place.max() >= len(people)):
            raise ValueError("a candidate points at nobody")


def contradictions(problem: Problem) -> Iterator[Reason]:
    """Every reason to refuse, the plainest first; later checks presume that the first ones hold."""
    plain = [*about_people(problem), *about_bounds(problem), *about_costs(problem)]
    yield from plain
    if not plain:
        yield from about_candidates(problem)
        yield from about_minimums(problem)


def about_people(problem: Problem) -> Iterator[Reason]:
    """Nobody there, or somebody twice."""
    if not len(problem.helpers):
        yield Reason("no_helpers")
    if not len(problem.recipients):
        yield Reason("no_recipients")
    if twice := repeated(problem.helpers.ids):
        yield Reason("duplicate_helpers", {"helpers": twice})
    if twice := repeated(problem.recipients.ids):
        yield Reason("duplicate_recipients", {"recipients": twice})


def about_bounds(problem: Problem) -> Iterator[Reason]:
    """Bounds that contradict themselves for one person."""
    helpers, recipients = problem.helpers, problem.recipients
    negative = (helpers.capacity < 0) | (helpers.minimum < 0), (recipients.least < 0) | (recipients.most < 0)
    if negative[0].any() or negative[1].any():
        where = {"helpers": named(helpers.ids, negative[0]), "recipients": named(recipients.ids, negative[1])}
        yield Reason("negative_bounds", where)
    if len(helpers) and not (helpers.capacity > 0).any():
        yield Reason("no_capacity", {"helpers": helpers.ids.tolist()})
    elif (above := helpers.minimum > helpers.capacity).any():
        yield Reason("minimum_above_capacity", {"helpers": named(helpers.ids, above)})
    if (above := recipients.least > recipients.most).any():
        yield Reason("demand_contradicts", {"recipients": named(recipients.ids, above)})
    if (light := recipients.weight <= 0).any():
        yield Reason("weight_not_positive", {"recipients": named(recipients.ids, light)})


def about_costs(problem: Problem) -> Iterator[Reason]:
    """Costs that no flow could carry."""
    if (np.diff(problem.load_cost) < 0).any():
        yield Reason("load_cost_not_convex", {"load_cost": problem.load_cost.tolist()})
    columns = (problem.cost, problem.load_cost, np.array([problem.unpaired_cost]) * problem.recipients.weight)
    largest = max((int(np.abs(column).max()) for column in columns if column.size), default=0)
    if largest > LARGEST_COST:
        yield Reason("cost_out_of_range", {"largest": largest})


def about_candidates(problem: Problem) -> Iterator[Reason]:
    """Pairs that are missing, doubled, or frozen beyond what both sides allow."""
    helpers, recipients, candidates = problem.helpers, problem.recipients, problem.candidates
    if not len(candidates):
        yield Reason("nobody_eligible", {"recipients": recipients.ids.tolist()})
    twice = doubled(problem)
    if twice.size:
        pairs = {"helpers": helpers.ids[candidates.helper[twice]].tolist()}
        pairs["recipients"] = recipients.ids[candidates.recipient[twice]].tolist()
        yield Reason("duplicate_candidates", pairs)
    for place in np.flatnonzero(problem.frozen_load > helpers.capacity).tolist():
        figures = {"frozen": int(problem.frozen_load[place]), "capacity": int(helpers.capacity[place])}
        yield Reason("frozen_beyond_capacity", {"helpers": [helpers.ids[place].item()], **figures})
    if (beyond := problem.frozen_received > recipients.most).any():
        yield Reason("frozen_beyond_demand", {"recipients": named(recipients.ids, beyond)})


def about_minimums(problem: Problem) -> Iterator[Reason]:
    """Minimum loads that counting alone shows to be out of reach."""
    helpers = problem.helpers
    within_reach = np.bincount(problem.candidates.helper, minlength=len(helpers))
    if len(problem.candidates) and (few := helpers.minimum > within_reach).any():
        yield Reason("minimum_beyond_candidates", {"helpers": named(helpers.ids, few)})
    needed, offered = int(problem.load_floor.sum()), int(problem.recipients.most.sum())
    if needed > offered:
        yield Reason("minimum_beyond_demand", {"needed": needed, "offered": offered})


def repeated(ids: NDArray[Any]) -> list[Any]:
    """Identifiers that occur more than once."""
    values, counts = np.unique(ids, return_counts=True)
    return values[counts > 1].tolist()


def doubled(problem: Problem) -> NDArray[np.intp]:
    """Candidates of a canonical problem that repeat the one before them."""
    candidates = problem.candidates
    same_helper = candidates.helper[1:] == candidates.helper[:-1]
    return 1 + np.flatnonzero(same_helper & (candidates.recipient[1:] == candidates.recipient[:-1]))


def named(ids: NDArray[Any], mask: Mask) -> list[Any]:
    """Identifiers of the people a mask marks."""
    return ids[mask].tolist()
