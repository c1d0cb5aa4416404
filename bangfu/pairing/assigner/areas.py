"""Areas divided among districts: connected, balanced, near. Seven hospitals take twenty-four townships, say.

Loads are balanced first, in proportion to the districts' shares, or kept within a tolerance; then cost is
minimised. On a map as small as a county's townships all connected blocks are listed (`area_blocks`); on a large
one districts are trees (`area_trees`). Both by CP-SAT, with the gap stated. On a large map ask for a tolerance: the
best balance there is takes long to prove.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .area_blocks import TooManyBlocksError, choose_blocks
from .area_map import AreaMap, Plan, parts_of
from .area_trees import TreeModel
from .problem import Ints, integers, positions, set_column
from .refusals import refused

EFFORT = 5.0
"""Deterministic time for each level."""


@dataclass(frozen=True, eq=False)
class Areas:
    """Areas with what each weighs (households, patients), and the pairs of identifiers that border each other."""

    ids: NDArray[Any]
    weight: Ints
    borders: Sequence[tuple[Any, Any]]

    def __post_init__(self) -> None:
        set_column(self, "ids", np.asarray(self.ids))
        set_column(self, "weight", integers(self.weight, len(self.ids)))

    def links(self) -> list[tuple[int, int]]:
        """Borders by position, each once. Raises `ProblemRefused` for an area that is not in the list."""
        flat = [area for border in self.borders for area in border]
        places = positions(self.ids, flat)
        if (places < 0).any():
            raise refused("unknown_area", areas=sorted({flat[place] for place in np.flatnonzero(places < 0)}))
        pairs = np.sort(places.reshape(-1, 2), axis=1)
        return sorted({(int(a), int(b)) for a, b in pairs if a != b})


@dataclass(frozen=True, eq=False)
class Districts:
    """Who takes areas: `share` of the whole load (default: equal), and the area each holds (`seat`, None: any)."""

    ids: NDArray[Any]
    share: Ints = None  # type: ignore[assignment]  # filled in below
    seat: Sequence[Any] | None = None

    def __post_init__(self) -> None:
        set_column(self, "ids", np.asarray(self.ids))
        set_column(self, "share", integers(1 if self.share is None else self.share, len(self.ids)))


@dataclass(frozen=True)
class Partition:
    """Which district takes each area, by identifiers.

    `imbalance`: the furthest a load is from its fair share, in weight. `balance_gap`, `cost_gap`: by how much imbalance
    and cost might still fall; 0 when proved.
    """

    district_of: dict[Any, Any]
    load: dict[Any, int]
    imbalance: float
    cost: int
    balance_gap: float
    cost_gap: int

    @property
    def optimal(self) -> bool:
        """Both levels proved."""
        return self.balance_gap == 0 and self.cost_gap == 0


def partition(
    areas: Areas,
    districts: Districts,
    cost: NDArray[np.integer] | None = None,
    *,
    tolerance: float | None = None,
    effort: float = EFFORT,
) -> Partition:
    """The best connected partition.

    `cost[d, a]`: cost of area a in district d, in the order given. `tolerance`: how far a load may be from its
    fair share, as a fraction of it; None asks for the best balance there is. Raises `ProblemRefused` when no
    partition can be connected, or balanced as asked, and `TimeoutError` when none was found within the effort.
    """
    area_order, district_order = np.argsort(areas.ids, kind="stable"), np.argsort(districts.ids, kind="stable")
    seat = None if districts.seat is None else [districts.seat[place] for place in district_order]
    areas = Areas(areas.ids[area_order], areas.weight[area_order], areas.borders)
    districts = Districts(districts.ids[district_order], districts.share[district_order], seat)
    shape = (len(districts.ids), len(areas.ids))
    costs = np.zeros(shape, np.int64) if cost is None else np.asarray(cost, np.int64)[district_order][:, area_order]
    seats = seats_of(areas, districts)
    area_map = AreaMap(areas.weight, areas.links(), districts.share, seats, costs, tolerance)
    check_connected(areas, area_map)
    try:
        plan = choose_blocks(area_map, effort)
    except TooManyBlocksError:
        plan = TreeModel(area_map).solve(effort)
    if plan is None and tolerance is None:
        raise refused("areas_not_connected", districts=len(districts.ids), parts=areas.ids.tolist())
    if plan is None:
        raise refused("balance_unreachable", **load_bounds(area_map))
    return partition_of(areas, districts, area_map, plan)


def check_connected(areas: Areas, area_map: AreaMap) -> None:
    """Raise `ProblemRefused` when there are too many districts, or too few for the parts of the map."""
    count, numbers = len(area_map.weight), len(area_map.share)
    if numbers > count:
        raise refused("more_districts_than_areas", districts=numbers, count=count)
    parts, seats = parts_of(count, area_map.links), set(area_map.seats)
    lonely = [part for part in parts if -1 not in seats and not seats & set(part)]
    if len(parts) > numbers or lonely:
        named = ["、".join(areas.ids[part].astype(str)) for part in sorted(lonely or parts, key=len)]
        raise refused("areas_not_connected", districts=numbers, parts=named)


def seats_of(areas: Areas, districts: Districts) -> list[int]:
    """Position of each district's seat, -1 where it has none. Raises `ProblemRefused` for an unknown or shared area."""
    wanted = districts.seat or [None] * len(districts.ids)
    known = [seat for seat in wanted if seat is not None]
    places = dict(zip(known, positions(areas.ids, known).tolist(), strict=True))
    if unknown := sorted(seat for seat, place in places.items() if place < 0):
        raise refused("unknown_area", areas=unknown)
    if len(places) < len(known):
        raise refused("seat_taken_twice", areas=sorted({seat for seat in known if known.count(seat) > 1}))
    return [-1 if seat is None else places[seat] for seat in wanted]


def load_bounds(area_map: AreaMap) -> dict[str, int]:
    """The least and most load that the tolerance allows any district."""
    bounds = [area_map.bounds(number) for number in range(len(area_map.share))]
    least, most = min(low for low, _ in bounds), max(high for _, high in bounds)
    return {"least": -(-least // area_map.shares), "most": most // area_map.shares}


def partition_of(areas: Areas, districts: Districts, area_map: AreaMap, plan: Plan) -> Partition:
    """A plan by identifiers, its connection checked apart from the solver."""
    number_of = plan.number_of
    inner = [(a, b) for a, b in area_map.links if number_of[a] == number_of[b]]
    if len(parts_of(len(number_of), inner)) != len(districts.ids):
        raise AssertionError("the solver left a district in pieces")
    load = np.bincount(number_of, weights=areas.weight, minlength=len(districts.ids)).astype(np.int64)
    fair = districts.share * area_map.whole / area_map.shares
    return Partition(
        district_of=dict(zip(areas.ids.tolist(), districts.ids[number_of].tolist(), strict=True)),
        load=dict(zip(districts.ids.tolist(), load.tolist(), strict=True)),
        imbalance=float(np.abs(load - fair).max()),
        cost=int(area_map.cost[number_of, np.arange(len(number_of))].sum()),
        balance_gap=plan.balance_gap / area_map.shares,
        cost_gap=plan.cost_gap,
    )
