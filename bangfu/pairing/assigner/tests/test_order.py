"""The same people get the same answer, in whatever order they are given."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.pairing.assigner import Candidates, Problem, ProblemRefused, solve

from .instances import answer, county, problems


def shuffled(problem: Problem, random: np.random.Generator) -> Problem:
    helpers, recipients = random.permutation(len(problem.helpers)), random.permutation(len(problem.recipients))
    arcs = random.permutation(len(problem.candidates))
    candidates = problem.candidates.take(arcs)
    return replace(
        problem,
        helpers=problem.helpers.take(helpers),
        recipients=problem.recipients.take(recipients),
        candidates=Candidates(
            np.argsort(helpers)[candidates.helper], np.argsort(recipients)[candidates.recipient], candidates.terms
        ),
        frozen=problem.frozen[arcs],
        current=problem.current[arcs],
    )


@settings(max_examples=30, deadline=None)
@given(problems(), st.integers(0, 2**32))
def test_order_does_not_matter(problem: Problem, seed: int) -> None:
    other = shuffled(problem, np.random.default_rng(seed))
    expected, found = answer(problem), answer(other)
    if isinstance(expected, ProblemRefused):
        assert found.message == expected.message
        return
    assert found.pairs() == expected.pairs()
    assert found.unpaired_ids == expected.unpaired_ids
    assert found.cost == expected.cost


def test_order_does_not_matter_among_many_ties() -> None:
    problem = county(helpers=60, recipients=100, candidates=8, capacity=2)
    terms = {"distance": problem.candidates.terms["distance"] // 400}
    problem = replace(problem, candidates=replace(problem.candidates, terms=terms))
    expected = solve(problem).pairs()
    for seed in range(3):
        assert solve(shuffled(problem, np.random.default_rng(seed))).pairs() == expected
