"""The nearest helpers of every recipient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bangfu.kernel.late import late

if TYPE_CHECKING:
    from scipy import spatial
else:
    spatial = late("scipy.spatial")

Floats = NDArray[np.float64]
Positions = NDArray[np.int32]

EARTH_RADIUS = 6_371_000.0
"""Metres."""

SAME_PLACE = 10.0
"""Helpers in one square of so many metres count as being at the same place (an office, a village committee)."""


def metres(longitude: Floats, latitude: Floats, *, around: float) -> Floats:
    """Flat coordinates in metres, one row a person, for degrees near latitude `around`; good within a province."""
    width = np.cos(np.radians(around))
    return np.radians(np.column_stack([longitude * width, latitude])) * EARTH_RADIUS


def nearest(helper_xy: Floats, recipient_xy: Floats, wanted: int) -> tuple[Positions, Positions]:
    """The `wanted` nearest helpers of each recipient: positions of helpers and of recipients, pair by pair.

    Coordinates are metres, one row a person; people whose place is unknown (NaN) are left out. Where more helpers
    share a place than a recipient needs, the recipients who look there take turns, so that not all of them are
    offered the same few.
    """
    known = np.flatnonzero(np.isfinite(helper_xy).all(axis=1))
    asking = np.flatnonzero(np.isfinite(recipient_xy).all(axis=1))
    if not len(known) or not len(asking):
        return np.empty(0, np.int32), np.empty(0, np.int32)
    squares, square_of = np.unique(helper_xy[known] // SAME_PLACE, axis=0, return_inverse=True)
    order = np.argsort(square_of, kind="stable")
    start = np.searchsorted(square_of[order], np.arange(len(squares) + 1))
    there = np.diff(start)
    looked_at = min(wanted, len(squares))
    square = spatial.KDTree((squares + 0.5) * SAME_PLACE).query(recipient_xy[asking], k=looked_at)[1]
    square = square.reshape(len(asking), looked_at)
    still_wanted = wanted - (np.cumsum(there[square], axis=1) - there[square])
    taking = np.clip(still_wanted, 0, there[square]).ravel()
    used = np.flatnonzero(taking)
    square, taking = square.ravel()[used], taking[used]
    offset = np.empty(len(used), dtype=np.int64)
    by_square = np.argsort(square, kind="stable")
    offset[by_square] = turns(square[by_square], there[square[by_square]])
    helper = known[order[in_turn(start[square], there[square], offset, taking)]]
    return helper.astype(np.int32), np.repeat(asking[used // looked_at], taking).astype(np.int32)


def turns(sorted_group: NDArray[np.int64], there: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where in its group's list of `there` helpers each recipient starts, evenly spread over the list."""
    if not len(sorted_group):
        return np.empty(0, dtype=np.int64)
    starts = np.flatnonzero(np.diff(sorted_group, prepend=sorted_group[0] - 1))
    size = np.diff(np.append(starts, len(sorted_group)))
    rank = np.arange(len(sorted_group)) - np.repeat(starts, size)
    return rank * there // np.repeat(size, size)


def in_turn(
    first: NDArray[np.int64], there: NDArray[np.int64], offset: NDArray[np.int64], taking: NDArray[np.int64]
) -> NDArray[np.int64]:
    """`taking` positions out of each list `first:first + there`, from `offset` on and round again."""
    ends = np.cumsum(taking)
    step = np.arange(int(taking.sum())) - np.repeat(ends - taking, taking)
    return np.repeat(first, taking) + (np.repeat(offset, taking) + step) % np.repeat(np.maximum(there, 1), taking)
