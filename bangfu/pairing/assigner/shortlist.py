"""Long lists of candidates, solved by short ones: exact all the same.

Of all pairs of a county only the cheapest few of each recipient matter. They are solved first; the prices of that
answer then show which of the others would be worth having. Those join, until none is left outside: then the
answer is the optimum of the whole list, and its prices are the proof.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .certificate import reduced_cost
from .network import chosen_by, flows_of, network_of
from .objective import Objective
from .prices import Prices, prices_of
from .problem import Ints, Mask, Problem
from .refusals import ProblemRefused

FIRST = 16
"""Candidates of a recipient on the first short list."""

MORE = 16
"""Candidates of a recipient that join in one round, at most."""

ROUNDS = 16
"""Rounds after which the whole list is solved at once."""

LONG = 64
"""Candidates of a recipient, on average, from which on a list is long."""

KEY_BITS = 63

SCATTER = 0x9E3779B1
"""Odd, so that multiplying by it modulo a power of two can be undone."""


def is_long(problem: Problem) -> bool:
    """Whether short lists are worth their trouble."""
    return len(problem.candidates) >= LONG * len(problem.recipients)


def cheapest_by_shortlist(problem: Problem, objective: Objective) -> tuple[Mask, Prices] | None:
    """Candidates and prices of a cheapest assignment.

    None when the first short list admits no assignment, or too many rounds would be needed.
    """
    recipient = problem.candidates.recipient
    listed = problem.frozen | problem.current
    listed[cheapest_each(recipient, objective.arc, np.arange(len(listed)), FIRST)] = True
    for _ in range(ROUNDS):
        short, costs = problem.only(listed), objective.only(listed)
        try:
            found = chosen_by(short, flows_of(short, network_of(short, costs)))
        except ProblemRefused:
            return None
        prices = prices_of(short, costs, found)
        reduced = reduced_cost(problem, objective, prices)
        missed = np.flatnonzero((reduced < 0) & ~listed)
        if not missed.size:
            chosen = np.zeros(len(listed), dtype=bool)
            chosen[np.flatnonzero(listed)[found]] = True
            return chosen, prices
        listed[cheapest_each(recipient, reduced[missed], missed, MORE)] = True
    return None


def cheapest_each(person: NDArray[np.int32], cost: Ints, arcs: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """About the `count` cheapest of `arcs` for each person; `cost` is that of `arcs`, `person` that of all candidates.

    One sort of plain integers made of person, cost (coarser where bits run short) and candidate. Candidates are
    scattered by a multiplication that can be undone, so that not everybody lists the same of equal ones.
    """
    arc_bits = max(len(person) - 1, 1).bit_length()
    cost_bits = KEY_BITS - arc_bits - int(person.max(initial=0)).bit_length()
    cheap = cost - cost.min(initial=0)
    cheap >>= max(int(cheap.max(initial=0)).bit_length() - cost_bits, 0)
    scattered = (arcs * SCATTER) & ((1 << arc_bits) - 1)
    key = np.sort((((person[arcs].astype(np.int64) << cost_bits) | cheap) << arc_bits) | scattered)
    sorted_person = key >> (cost_bits + arc_bits)
    first = np.searchsorted(sorted_person, np.arange(int(person.max(initial=0)) + 1))
    chosen = key[np.arange(len(key)) - first[sorted_person] < count]
    return (chosen * pow(SCATTER, -1, 1 << arc_bits)) & ((1 << arc_bits) - 1)
