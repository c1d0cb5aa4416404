"""The flow finds the best assignment there is: against trying everything, and against independent solvers."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import linear_sum_assignment

from bangfu.pairing.assigner import Candidates, Coverage, Helpers, Problem, ProblemRefused, Recipients, solve
from bangfu.pairing.assigner.candidates import all_pairs
from bangfu.pairing.assigner.flow import FIRST_PLACE_PRICE

from .instances import all_choices, answer, county, problems


@settings(max_examples=80, deadline=None)
@given(problems())
def test_is_as_good_as_the_best_of_all_choices(problem: Problem) -> None:
    choices = all_choices(problem.canonical())
    assignment = answer(problem)
    if isinstance(assignment, ProblemRefused):
        assert choices.best() is None or assignment.code == "no_capacity"
        return
    assert choices.value(assignment.chosen) == choices.best()
    assert assignment.optimal
    assert assignment.proof.bound == assignment.cost


@pytest.mark.parametrize("capacity", [1, 2, 5])
def test_agrees_with_scipy_on_all_pairs(capacity: int) -> None:
    random = np.random.default_rng(capacity)
    cost = random.integers(0, 100, (40, 60 if capacity > 1 else 35))
    helpers, recipients = cost.shape
    pairs = all_pairs(helpers, recipients)
    problem = Problem(
        Helpers(np.arange(helpers), capacity),
        Recipients(np.arange(recipients)),
        Candidates(*pairs, {"distance": cost.ravel()}),
    )
    repeated = np.repeat(cost, capacity, axis=0)
    assert solve(problem).cost == repeated[linear_sum_assignment(repeated)].sum()


@pytest.mark.parametrize("capacity", [1, 3])
def test_agrees_with_networkx_where_capacity_is_short(capacity: int) -> None:
    problem = county(helpers=30, recipients=34 * capacity, candidates=4, capacity=capacity)
    assignment = solve(problem)
    graph = nx.DiGraph()
    dear = 10**6
    recipients = len(problem.recipients)
    graph.add_node("all", demand=recipients)
    for helper in range(len(problem.helpers)):
        graph.add_edge(("helper", helper), "all", capacity=capacity, weight=0)
    for recipient in range(recipients):
        graph.add_node(("recipient", recipient), demand=-1)
        graph.add_edge(("recipient", recipient), "all", capacity=1, weight=dear)
    candidates = problem.candidates
    columns = candidates.helper.tolist(), candidates.recipient.tolist(), problem.cost.tolist()
    for helper, recipient, cost in zip(*columns, strict=True):
        graph.add_edge(("recipient", recipient), ("helper", helper), capacity=1, weight=cost)
    expected_gaps, expected_cost = divmod(nx.min_cost_flow_cost(graph), dear)
    assert len(assignment.unpaired) == expected_gaps > 0
    assert assignment.cost == expected_cost


def test_covers_the_weakest_first() -> None:
    """Two households, one helper with time for one: the heavier weight wins although it costs more."""
    problem = Problem(
        Helpers(np.array(["甲"]), 1),
        Recipients(np.array(["低保户", "一般户"]), weight=[3, 1]),
        Candidates([0, 0], [0, 1], {"distance": np.array([900, 1])}),
    )
    assert solve(problem).pair_ids() == [("甲", "低保户")]


def test_covering_comes_before_any_cost() -> None:
    """The last household can only have the first helper: all others must move on by one, each at a cost."""
    count = 200
    nearest, next_one = np.arange(count), np.arange(1, count + 1)
    problem = Problem(
        Helpers(np.arange(count + 1), 1),
        Recipients(np.arange(count + 1)),
        Candidates(
            np.concatenate([nearest, next_one, [0]]),
            np.concatenate([nearest, nearest, [count]]),
            {"distance": np.repeat([0, 1000, 0], [count, count, 1])},
        ),
    )
    assignment = solve(problem)
    assert assignment.unpaired_ids == []
    assert assignment.cost == 1000 * count
    assert assignment.certificate.place_price > FIRST_PLACE_PRICE * 1001
    assert assignment.optimal


def test_a_priced_place_stays_empty_when_a_helper_is_dearer() -> None:
    problem = Problem(
        Helpers(np.array([1]), 2),
        Recipients(np.array([1, 2])),
        Candidates([0, 0], [0, 1], {"distance": np.array([5, 50])}),
        coverage=Coverage.PRICED,
        unpaired_cost=20,
    )
    assignment = solve(problem)
    assert assignment.unpaired_ids == [2]
    assert assignment.cost == 25


def test_load_cost_spreads_recipients_evenly() -> None:
    pairs = all_pairs(3, 9)
    problem = Problem(Helpers(np.arange(3), 9), Recipients(np.arange(9)), Candidates(*pairs), load_cost=np.arange(9))
    assert solve(problem).loads() == {0: 3, 1: 3, 2: 3}


def test_frozen_pairs_stay_and_current_pairs_are_preferred() -> None:
    problem = Problem(
        Helpers(np.array(["a", "b"]), 2),
        Recipients(np.array([1, 2])),
        Candidates([0, 1, 0, 1], [0, 0, 1, 1], {"distance": np.array([9, 0, 4, 3])}),
        frozen=np.array([True, False, False, False]),
        current=np.array([False, False, True, False]),
        keep_bonus=2,
    )
    assert solve(problem).pair_ids() == [("a", 1), ("a", 2)]
