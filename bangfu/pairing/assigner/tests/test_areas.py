"""Areas are divided into connected, balanced districts."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.pairing.assigner import ProblemRefused
from bangfu.pairing.assigner.area_map import AreaMap, parts_of
from bangfu.pairing.assigner.area_trees import TreeModel
from bangfu.pairing.assigner.areas import Areas, Districts, partition


def grid(columns: int, rows: int) -> list[tuple[int, int]]:
    """Borders of a chessboard of areas."""
    across = [(y * columns + x, y * columns + x + 1) for y in range(rows) for x in range(columns - 1)]
    down = [(y * columns + x, (y + 1) * columns + x) for y in range(rows - 1) for x in range(columns)]
    return across + down


def townships(seed: int = 5) -> Areas:
    """Twenty-four townships on a board of six by four."""
    weight = np.random.default_rng(seed).integers(40, 300, 24)
    ids = np.array([f"乡镇{number:02}" for number in range(24)])
    return Areas(ids, weight, [(ids[a], ids[b]) for a, b in grid(6, 4)])


def hospitals(areas: Areas) -> Districts:
    """Seven hospitals, each in a township of its own."""
    seats = areas.ids[[0, 5, 9, 14, 18, 21, 23]].tolist()
    return Districts(np.array([f"医院{number}" for number in range(7)]), seat=seats)


def best_imbalance(weight: np.ndarray, borders: list[tuple[int, int]], share: np.ndarray) -> float:
    """The least imbalance of all connected partitions, by trying everything."""
    fair, best = share * weight.sum() / share.sum(), np.inf
    for choice in product(range(len(share)), repeat=len(weight)):
        inner = [(a, b) for a, b in borders if choice[a] == choice[b]]
        if len(parts_of(len(weight), inner)) == len(share) == len(set(choice)):
            load = np.bincount(choice, weights=weight, minlength=len(share))
            best = min(best, float(np.abs(load - fair).max()))
    return best


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=6, max_size=6), st.lists(st.integers(1, 3), min_size=2, max_size=3))
def test_is_the_best_balance_of_all_partitions(weight: list[int], share: list[int]) -> None:
    borders = grid(3, 2)
    found = partition(Areas(np.arange(6), weight, borders), Districts(np.arange(len(share)), share))
    assert found.imbalance == pytest.approx(best_imbalance(np.array(weight), borders, np.array(share)))
    assert found.optimal


def test_a_small_district_may_be_further_off_than_a_large_one() -> None:
    weight, share, borders = [1, 3, 2, 6, 8, 4], [3, 1, 3], grid(3, 2)
    found = partition(Areas(np.arange(6), weight, borders), Districts(np.arange(3), share))
    assert found.imbalance == pytest.approx(best_imbalance(np.array(weight), borders, np.array(share)))


def test_seven_hospitals_take_twenty_four_townships() -> None:
    areas = townships()
    districts = hospitals(areas)
    found = partition(areas, districts)
    assert found.optimal
    assert sum(found.load.values()) == areas.weight.sum()
    for hospital, seat in zip(districts.ids.tolist(), districts.seat, strict=True):
        assert found.district_of[seat] == hospital
        mine = [area for area, district in found.district_of.items() if district == hospital]
        inner = [(mine.index(a), mine.index(b)) for a, b in areas.borders if {a, b} <= set(mine)]
        assert len(parts_of(len(mine), inner)) == 1


def test_within_a_tolerance_the_cheapest_is_taken() -> None:
    areas = townships()
    cost = np.random.default_rng(1).integers(0, 100, (7, 24))
    strict, loose = (partition(areas, hospitals(areas), cost, tolerance=share) for share in (0.25, 0.5))
    fair = areas.weight.sum() / 7
    assert strict.imbalance <= 0.25 * fair < loose.imbalance <= 0.5 * fair
    assert loose.cost < strict.cost
    assert strict.optimal
    assert loose.optimal


def test_trees_find_the_same_as_blocks() -> None:
    """The way taken on large maps, on a small one."""
    areas = townships()
    cost = np.random.default_rng(1).integers(0, 100, (2, 12))
    small = Areas(areas.ids[:12], areas.weight[:12], [(areas.ids[a], areas.ids[b]) for a, b in grid(6, 2)])
    listed = partition(small, Districts(np.arange(2)), cost, tolerance=0.1)
    area_map = AreaMap(small.weight, small.links(), np.ones(2, np.int64), [-1, -1], cost, 0.1)
    plan = TreeModel(area_map).solve(effort=5)
    assert (cost[plan.number_of, np.arange(12)].sum(), plan.cost_gap) == (listed.cost, 0)


def test_order_does_not_matter() -> None:
    areas, order = townships(), np.random.default_rng(2).permutation(24)
    districts = hospitals(areas)
    again = Areas(areas.ids[order], areas.weight[order], [(b, a) for a, b in reversed(areas.borders)])
    backwards = Districts(districts.ids[::-1], seat=districts.seat[::-1])
    assert partition(again, backwards) == partition(areas, districts)


@pytest.mark.parametrize(
    ("borders", "districts", "options", "code"),
    [
        ([(0, 1), (1, 2)], Districts(np.arange(4)), {}, "more_districts_than_areas"),
        ([(0, 1)], Districts(np.arange(1)), {}, "areas_not_connected"),
        ([(0, 1)], Districts(np.arange(2), seat=[0, 1]), {}, "areas_not_connected"),
        ([(0, 1), (1, 9)], Districts(np.arange(2)), {}, "unknown_area"),
        ([(0, 1), (1, 2)], Districts(np.arange(2), seat=[0, 8]), {}, "unknown_area"),
        ([(0, 1), (1, 2)], Districts(np.arange(2), seat=[1, 1]), {}, "seat_taken_twice"),
        ([(0, 1), (1, 2)], Districts(np.arange(2)), {"tolerance": 0.1}, "balance_unreachable"),
    ],
)
def test_impossible_divisions_are_refused(
    borders: list[tuple[int, int]], districts: Districts, options: dict[str, float], code: str
) -> None:
    with pytest.raises(ProblemRefused) as caught:
        partition(Areas(np.arange(3), [5, 5, 5], borders), districts, **options)
    assert caught.value.code == code
