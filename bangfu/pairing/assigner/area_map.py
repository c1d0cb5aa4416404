"""A map of areas and the districts that take them, as plain arrays in order of identifiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .problem import Ints


@dataclass(frozen=True, eq=False)
class AreaMap:
    """`links`: positions that border. `seats`: the area each district holds (-1: any). `cost[d, a]`: of area a in d.

    `tolerance`: how far a load may be from its fair share, as a fraction of it; None: as little as possible.
    Loads are compared multiplied by the sum of shares (`shares`), so that fair shares are whole numbers.
    """

    weight: Ints
    links: Sequence[tuple[int, int]]
    share: Ints
    seats: Sequence[int]
    cost: NDArray[np.int64]
    tolerance: float | None = None

    @property
    def whole(self) -> int:
        """Weight of all areas."""
        return int(self.weight.sum())

    @property
    def shares(self) -> int:
        """Sum of the districts' shares."""
        return int(self.share.sum())

    @property
    def allows_everything(self) -> bool:
        """Whether any district may take nothing, or all."""
        bounds = [self.bounds(number) for number in range(len(self.share))]
        return all(least <= 0 and most >= self.whole * self.shares for least, most in bounds)

    def fair(self, number: int) -> int:
        """Fair load of a district, multiplied by the sum of shares."""
        return int(self.share[number]) * self.whole

    def bounds(self, number: int) -> tuple[int, int]:
        """Least and most load of a district within the tolerance, multiplied by the sum of shares."""
        fair = self.fair(number)
        if self.tolerance is None:
            return 0, self.whole * self.shares
        return int(np.ceil(fair * (1 - self.tolerance))), int(np.floor(fair * (1 + self.tolerance)))


class Plan(NamedTuple):
    """District of each area; by how much imbalance (multiplied by the sum of shares) and cost might still fall."""

    number_of: NDArray[np.integer]
    balance_gap: int
    cost_gap: int


def parts_of(count: int, links: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Connected parts of a map of `count` areas, each sorted."""
    neighbours: dict[int, list[int]] = {place: [] for place in range(count)}
    for a, b in links:
        neighbours[a].append(b)
        neighbours[b].append(a)
    parts, seen = [], set()
    for start in range(count):
        part, stack = [], [start]
        while stack:
            place = stack.pop()
            if place not in seen:
                seen.add(place)
                part.append(place)
                stack += neighbours[place]
        if part:
            parts.append(sorted(part))
    return parts
