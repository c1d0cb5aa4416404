"""Candidates: nearest, by area in turn, related, and wider only where needed."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.pairing.assigner import Candidates, Helpers, Problem, Recipients, positions
from bangfu.pairing.assigner.candidates import (
    Pairs,
    Places,
    all_pairs,
    area_numbers,
    by_area,
    contains,
    generate,
    shared_digits,
    union,
)
from bangfu.pairing.assigner.nearest import metres, nearest
from bangfu.pairing.assigner.widening import solve_widening

VILLAGE_A, VILLAGE_B, OTHER_TOWN, OTHER_COUNTY = 420302101201, 420302101202, 420302102201, 420303101201


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.integers(1, 40), st.integers(1, 8), st.integers(0, 2**32))
def test_nearest_are_the_nearest(helpers: int, recipients: int, wanted: int, seed: int) -> None:
    """Against sorting all distances; equal up to the size of the square that counts as one place."""
    random = np.random.default_rng(seed)
    helper_xy, recipient_xy = random.random((helpers, 2)) * 20_000, random.random((recipients, 2)) * 25_000
    helper, recipient = nearest(helper_xy, recipient_xy, wanted)
    for place in range(recipients):
        every = np.sort(np.hypot(*(helper_xy - recipient_xy[place]).T))
        mine = np.sort(np.hypot(*(helper_xy[helper[recipient == place]] - recipient_xy[place]).T))
        assert len(mine) == min(wanted, helpers)
        assert len(set(helper[recipient == place])) == len(mine)
        np.testing.assert_allclose(mine, every[: len(mine)], atol=15)


def test_helpers_at_one_place_take_turns() -> None:
    """Thirty cadres in one office, ten households nearby, three candidates each: all thirty are asked."""
    helper, recipient = nearest(np.zeros((30, 2)), np.full((10, 2), 500.0), wanted=3)
    assert sorted(helper) == list(range(30))
    assert np.bincount(recipient).tolist() == [3] * 10


def test_people_whose_place_is_unknown_have_no_neighbours() -> None:
    unknown = np.array([[np.nan, np.nan], [0.0, 0.0]])
    helper, recipient = nearest(unknown, unknown, wanted=2)
    assert (helper.tolist(), recipient.tolist()) == ([1], [1])


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    xy = metres(np.array([110.0, 110.0]), np.array([32.0, 33.0]), around=32.5)
    assert 111_000 < np.hypot(*(xy[1] - xy[0])) < 111_400


def test_an_area_shares_its_helpers_evenly() -> None:
    pairs = by_area(
        np.arange(10, dtype=np.int32),
        np.full(10, VILLAGE_A),
        np.arange(5, dtype=np.int32),
        np.array([VILLAGE_A, VILLAGE_A, VILLAGE_B, VILLAGE_A, 0]),
        digits=12,
        wanted=4,
    )
    assert np.bincount(pairs.recipient, minlength=5).tolist() == [4, 4, 0, 4, 0]
    assert np.bincount(pairs.helper).max() == 2


def test_wider_areas_are_asked_only_where_nearer_ones_have_too_few() -> None:
    helpers = Places(np.array([VILLAGE_A, VILLAGE_A, OTHER_TOWN, OTHER_COUNTY]))
    recipients = Places(np.array([VILLAGE_A, VILLAGE_B, OTHER_COUNTY]))
    pairs = generate(helpers, recipients, wanted=2)
    found = {place: set(pairs.helper[pairs.recipient == place].tolist()) for place in range(3)}
    assert found == {0: {0, 1}, 1: {0, 1}, 2: {3}}


def test_all_sources_are_united_once() -> None:
    helpers = Places(np.array([VILLAGE_A, OTHER_TOWN, OTHER_COUNTY]), np.array([[0.0, 0], [10, 10], [9e5, 9e5]]))
    recipients = Places(np.array([VILLAGE_A]), np.array([[0.0, 0]]))
    pairs = generate(
        helpers,
        recipients,
        wanted=1,
        kin=Pairs.of([2, 0], [0, 0]),
        duty=Pairs.of([1], [0]),
        duty_area=np.array([VILLAGE_A]),
    )
    assert list(zip(pairs.helper.tolist(), pairs.recipient.tolist(), strict=True)) == [(0, 0), (1, 0), (2, 0)]
    assert contains(pairs, Pairs.of([2], [0])).tolist() == [False, False, True]


def test_the_uncovered_find_helpers_further_away() -> None:
    """Village A has one helper for two households; the second household gets the one in the next town."""
    helpers, recipients = Places(np.array([VILLAGE_A, OTHER_TOWN])), Places(np.array([VILLAGE_A, VILLAGE_A]))

    def build(pairs: Pairs) -> Problem:
        apart = 12 - shared_digits(helpers.area[pairs.helper], recipients.area[pairs.recipient])
        return Problem(
            Helpers(np.array(["乙", "甲"]), 1),
            Recipients(np.array(["东户", "西户"])),
            Candidates(*pairs, {"apart": apart}),
        )

    start = generate(helpers, recipients, wanted=1)
    assert set(start.helper.tolist()) == {0}
    assignment, pairs = solve_widening(build, start, helpers, recipients, wanted=1)
    assert not assignment.unpaired_ids
    assert assignment.cost == 12 - 6
    assert len(pairs.helper) == 3


def test_all_pairs_and_union_are_in_order() -> None:
    pairs = all_pairs(2, 3)
    again = union(3, Pairs(pairs.helper[::-1], pairs.recipient[::-1]), pairs)
    assert again.helper.tolist() == pairs.helper.tolist() == [0, 0, 0, 1, 1, 1]
    assert again.recipient.tolist() == pairs.recipient.tolist() == [0, 1, 2, 0, 1, 2]


def test_codes_of_every_level_become_numbers() -> None:
    codes = ["420302", "420302101", "420302101201", "420302101201003", ""]
    assert area_numbers(codes).tolist() == [420302000000, 420302101000, VILLAGE_A, VILLAGE_A, 0]


def test_positions_of_strangers_are_negative() -> None:
    assert positions(np.array([30, 10, 20]), [10, 5, 30, 99]).tolist() == [1, -1, 0, -1]
