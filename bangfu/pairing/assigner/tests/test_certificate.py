"""The certificate convinces of the optimum and of nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bangfu.pairing.assigner import Problem, ProblemRefused, solve
from bangfu.pairing.assigner.certificate import verify
from bangfu.pairing.assigner.prices import Prices

from .instances import all_choices, answer, county, problems


@settings(max_examples=40, deadline=None)
@given(problems())
def test_accepts_exactly_the_optimal_choices(problem: Problem) -> None:
    assignment = answer(problem)
    assume(not isinstance(assignment, ProblemRefused))
    problem, choices = assignment.problem, all_choices(assignment.problem)
    best = choices.best()
    for chosen in choices.chosen[:: max(1, len(choices.chosen) // 40)]:
        verdict = verify(problem, chosen, assignment.certificate)
        assert verdict.optimal == (choices.value(chosen) == best)
        assert verdict.cost_gap >= 0
        assert verdict.coverage_gap >= 0


@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(0, 8))
def test_a_single_changed_pair_is_found_out(problem: Problem, place: int) -> None:
    assignment = answer(problem)
    assume(not isinstance(assignment, ProblemRefused))
    chosen = assignment.chosen.copy()
    place %= len(chosen)
    chosen[place] = ~chosen[place]
    verdict = verify(assignment.problem, chosen, assignment.certificate)
    choices = all_choices(assignment.problem)
    assert verdict.optimal == (choices.value(chosen) == choices.best())


def test_the_gap_of_a_worse_choice_is_what_it_costs_more() -> None:
    assignment = solve(county(helpers=20, recipients=30, candidates=5, capacity=3))
    problem, arc = assignment.problem, int(assignment.arcs[0])
    same = problem.candidates.recipient == problem.candidates.recipient[arc]
    spare = assignment.load[problem.candidates.helper] < 3
    other = int(np.flatnonzero(same & spare & ~assignment.chosen)[0])
    chosen = assignment.chosen.copy()
    chosen[[arc, other]] = False, True
    verdict = verify(problem, chosen, assignment.certificate)
    assert verdict.cost_gap == problem.cost[other] - problem.cost[arc] > 0


def test_wrong_prices_prove_nothing() -> None:
    assignment = solve(county(helpers=20, recipients=30, candidates=5, capacity=1))
    certificate = assignment.certificate
    wrong = Prices(certificate.cost.helper + 1, certificate.cost.recipient)
    verdict = verify(assignment.problem, assignment.chosen, replace(certificate, cost=wrong))
    assert not verdict.optimal


def test_a_large_tight_problem_is_proved() -> None:
    assignment = solve(county(helpers=400, recipients=400, candidates=4, capacity=1))
    assert len(assignment.unpaired) > 0
    assert assignment.optimal
