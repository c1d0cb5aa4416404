"""Before and after, side by side; and a re-run that moves as few families as possible."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.pairing.assigner import Helpers, solve
from bangfu.pairing.assigner.compare import Moved, compare

from .instances import county

PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), unique=True)


def test_every_kind_of_change_is_told_apart() -> None:
    found = compare(
        [("甲", 1), ("甲", 2), ("乙", 3), ("乙", 4)], [("甲", 1), ("乙", 2), ("甲", 5), ("乙", 3), ("甲", 3)]
    )
    assert found.kept == (("乙", 3), ("甲", 1))
    assert found.moved == (Moved(2, ("甲",), ("乙",)),)
    assert found.started == (Moved(3, (), ("甲",)), Moved(5, (), ("甲",)))
    assert found.ended == (Moved(4, ("乙",), ()),)
    assert found.stability == 0.5


@settings(max_examples=50, deadline=None)
@given(PAIRS, PAIRS)
def test_today_and_the_changes_give_the_proposal(before: list[tuple[int, int]], after: list[tuple[int, int]]) -> None:
    found = compare(before, after)
    changes = (*found.moved, *found.started, *found.ended)
    gained = {(helper, change.recipient) for change in changes for helper in change.new}
    lost = {(helper, change.recipient) for change in changes for helper in change.old}
    assert set(found.kept) | gained == set(after)
    assert set(found.kept) | lost == set(before)
    assert found.stability == 1 or lost


def test_when_a_helper_leaves_only_their_families_move() -> None:
    today = solve(county(helpers=30, recipients=60, candidates=8, capacity=3))
    problem, leaver = today.problem, today.pairs()[0].helper
    capacity = np.where(problem.helpers.ids == leaver, 0, 3)
    left = replace(problem, helpers=Helpers(problem.helpers.ids, capacity), current=today.chosen, keep_bonus=10_000)
    found = compare(today.pair_ids(), solve(left).pair_ids())
    families = {pair.recipient for pair in today.pairs() if pair.helper == leaver}
    assert {change.recipient for change in found.moved} == families
    assert not found.ended
