"""The exact optimum by min-cost flow, with a certificate checked apart from the solver.

Covering comes before cost by a price on unfilled places. The price starts low, because a solver's time grows
with the range of costs, and is raised until the coverage certificate proves that no place more can be filled.
"""

from __future__ import annotations

from .assignment import Assignment, proof_by
from .certificate import Certificate, breaches_of, gap_of
from .network import chosen_by, flows_of, network_of
from .objective import Objective, cost_objective, coverage_objective, unfilled_of
from .prices import Prices, prices_of, zero_prices
from .problem import Coverage, Mask, Problem
from .shortlist import cheapest_by_shortlist, is_long
from .validation import checked

FIRST_PLACE_PRICE = 64
"""Price of an unfilled place at the first try, as a multiple of what one exchange can change."""

PRICE_GROWTH = 32
"""Factor by which the price rises when coverage was given up for cost."""


def solve(problem: Problem) -> Assignment:
    """The best assignment, proved. Raises `ProblemRefused` when rules contradict each other."""
    problem = checked(problem)
    place_price = FIRST_PLACE_PRICE * cost_objective(problem, 0).spread()
    while True:
        objective = cost_objective(problem, place_price)
        shortlisted = cheapest_by_shortlist(problem, objective) if is_long(problem) else None
        chosen, prices = shortlisted or (cheapest(problem, objective), None)
        coverage = coverage_prices(problem, chosen)
        if coverage is not None:
            break
        place_price *= PRICE_GROWTH
    if broken := breaches_of(problem, chosen):
        raise AssertionError(f"the solver broke {broken}")
    certificate = Certificate(coverage, prices or prices_of(problem, objective, chosen), place_price)
    return Assignment(problem, chosen, proof_by(problem, chosen, certificate, "min_cost_flow"))


def coverage_prices(problem: Problem, chosen: Mask) -> Prices | None:
    """Prices that prove coverage cannot be improved, or None when it can."""
    if problem.coverage is Coverage.PRICED or not unfilled_of(problem, chosen).any():
        return zero_prices(problem)
    objective = coverage_objective(problem)
    prices = prices_of(problem, objective, chosen)
    return prices if gap_of(problem, objective, chosen, prices) == 0 else None


def cheapest(problem: Problem, objective: Objective) -> Mask:
    """Candidates of a cheapest assignment within all bounds, frozen ones included."""
    return chosen_by(problem, flows_of(problem, network_of(problem, objective)))
