"""Gaps have a reason, a bottleneck, and a smallest change that would close them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bangfu.pairing.assigner import Candidates, Coverage, Helpers, Problem, ProblemRefused, Recipients, solve
from bangfu.pairing.assigner.explain import Explainer, Unpaired
from bangfu.pairing.assigner.gaps import bottleneck, gaps_of
from bangfu.pairing.assigner.remedies import Newcomers, Raise, smallest_change

from .instances import answer, problems


def crowded() -> Problem:
    """Two helpers with time for two each; households 0-4 want them, 5 has nobody, 6 has its own helper."""
    helper = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2]
    recipient = [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 6]
    return Problem(
        Helpers(np.array(["张", "赵", "孙"]), np.array([2, 2, 3])),
        Recipients(np.arange(7), weight=np.array([5, 5, 5, 5, 1, 1, 1])),
        Candidates(helper, recipient, {"distance": np.arange(11)}),
    )


def test_reasons_tell_shortage_from_exclusion() -> None:
    gaps = gaps_of(solve(crowded()))
    assert [(gap.recipient, gap.reason, gap.candidates) for gap in gaps] == [(4, "capacity", 2), (5, "no_candidate", 0)]


def test_the_bottleneck_is_who_has_no_time_left() -> None:
    found = bottleneck(solve(crowded()), [4])
    assert (found.helpers, found.served, found.waiting) == (("张", "赵"), (0, 1, 2, 3), (4,))


def test_an_unpaired_household_hears_at_whose_expense_it_could_be_helped() -> None:
    (told,) = Explainer(solve(crowded())).why(4)
    assert isinstance(told, Unpaired)
    assert told.gap.reason == "capacity"
    assert all(len(other.unpaired) == 1 for other in told.alternatives)


def test_too_dear_is_a_reason_of_its_own() -> None:
    priced = replace(crowded(), coverage=Coverage.PRICED, unpaired_cost=0)
    assert {gap.reason for gap in gaps_of(solve(priced))} == {"too_dear", "no_candidate"}
    with pytest.raises(ValueError, match="decision"):
        smallest_change(solve(priced))


def test_the_smallest_change_raises_one_and_asks_for_one_newcomer() -> None:
    remedy = smallest_change(solve(crowded()), groups={5: "康家村"}, newcomer_capacity=2)
    assert remedy.raises == (Raise("张", 2, 3),)
    assert remedy.newcomers == (Newcomers("康家村", 1, (5,)),)


def test_newcomers_are_counted_where_nothing_may_be_raised() -> None:
    remedy = smallest_change(solve(crowded()), raise_limit=0, groups={4: "卡子村", 5: "康家村"}, newcomer_capacity=2)
    assert remedy.raises == ()
    assert {(new.group, new.helpers) for new in remedy.newcomers} == {("卡子村", 1), ("康家村", 1)}


@settings(max_examples=25, deadline=None)
@given(problems(priced=False, contradictory=False), st.integers(0, 2))
def test_no_smaller_change_covers_as_many(problem: Problem, limit: int) -> None:
    assignment = answer(problem)
    assume(not isinstance(assignment, ProblemRefused))
    assume(len(assignment.unpaired))
    remedy = smallest_change(assignment, raise_limit=limit)
    outcomes = []
    for extra in product(range(limit + 1), repeat=len(problem.helpers)):
        helpers = assignment.problem.helpers
        raised = Helpers(helpers.ids, helpers.capacity + np.array(extra), helpers.minimum)
        outcome = answer(replace(assignment.problem, helpers=raised))
        if not isinstance(outcome, ProblemRefused):
            outcomes.append((int(outcome.unfilled.sum()), sum(extra)))
    assert (int(assignment.unfilled.sum()) - remedy.units, remedy.units) == min(outcomes)


@settings(max_examples=25, deadline=None)
@given(problems(priced=False, contradictory=False))
def test_nobody_in_a_bottleneck_could_take_one_more(problem: Problem) -> None:
    assignment = answer(problem)
    assume(not isinstance(assignment, ProblemRefused))
    short = [gap.recipient for gap in gaps_of(assignment) if gap.reason == "capacity"]
    found = bottleneck(assignment, short)
    load, helpers = assignment.loads(), assignment.problem.helpers
    capacity = dict(zip(helpers.ids.tolist(), helpers.capacity.tolist(), strict=True))
    assert all(load[helper] == capacity[helper] for helper in found.helpers)
    assert set(short) <= set(found.waiting)


def test_nothing_needs_to_change_when_all_are_covered() -> None:
    pairs = Candidates([0] * 7, list(range(7)))
    assignment = solve(Problem(Helpers(np.array(["张"]), 9), Recipients(np.arange(7)), pairs))
    assert smallest_change(assignment).units == 0
