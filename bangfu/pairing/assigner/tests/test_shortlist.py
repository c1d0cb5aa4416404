"""Long lists of candidates are solved by short ones, with the same result and a proof for the whole list."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from bangfu.pairing.assigner import Candidates, Helpers, Problem, ProblemRefused, Recipients, shortlist, solve
from bangfu.pairing.assigner.candidates import all_pairs
from bangfu.pairing.assigner.shortlist import cheapest_each, is_long

from .instances import all_choices, answer, problems


@pytest.fixture
def shortest_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every list counts as long, and starts with one candidate for each recipient."""
    for name in ("LONG", "FIRST", "MORE"):
        monkeypatch.setattr(shortlist, name, 1 if name != "LONG" else 0)


@pytest.mark.usefixtures("shortest_lists")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(problems())
def test_is_as_good_as_the_best_of_all_choices(problem: Problem) -> None:
    choices, assignment = all_choices(problem.canonical()), answer(problem)
    if isinstance(assignment, ProblemRefused):
        assert choices.best() is None or assignment.code == "no_capacity"
        return
    assert choices.value(assignment.chosen) == choices.best()
    assert assignment.optimal


@pytest.mark.parametrize("capacity", [1, 3])
def test_all_pairs_of_a_township_cost_the_same_either_way(capacity: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(capacity)
    helper_place, recipient_place = random.integers(0, 9, 90), random.integers(0, 9, 88 * capacity)
    pairs = all_pairs(90, 88 * capacity)
    problem = Problem(
        Helpers(np.arange(90), capacity),
        Recipients(np.arange(88 * capacity)),
        Candidates(*pairs, {"apart": np.abs(helper_place[pairs.helper] - recipient_place[pairs.recipient])}),
    )
    assert is_long(problem)
    short = solve(problem)
    monkeypatch.setattr(shortlist, "LONG", 10**6)
    assert not is_long(problem)
    assert solve(problem).cost == short.cost
    assert short.optimal


def test_equal_candidates_are_spread() -> None:
    """Sixty recipients to whom forty helpers are equally near do not all list the same four."""
    pairs = all_pairs(40, 60)
    listed = cheapest_each(pairs.recipient, np.zeros(2400, np.int64), np.arange(2400), 4)
    assert np.bincount(pairs.recipient[listed]).tolist() == [4] * 60
    assert np.bincount(pairs.helper[listed], minlength=40).max() <= 12


def test_the_cheapest_are_listed_whatever_the_range_of_costs() -> None:
    recipient = np.repeat(np.arange(3, dtype=np.int32), 50)
    cost = np.random.default_rng(1).permutation(150).astype(np.int64) - 75
    listed = cheapest_each(recipient, cost, np.arange(150), 5)
    for place in range(3):
        mine = np.flatnonzero(recipient == place)
        assert sorted(cost[listed[recipient[listed] == place]]) == sorted(cost[mine])[:5]
