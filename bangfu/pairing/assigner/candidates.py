"""Who comes into question for whom, without a list of all pairs.

A large county cannot list every pair. Each recipient gets the nearest helpers, those whose unit answers for its
village, its kin, and helpers of the same village, township, county as far as needed; what stays uncovered after
solving is widened by `widening.py`. Pairs are positions on both sides; for the same answer from the same people
pass both sides sorted by identifier.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .nearest import Floats, in_turn, nearest, turns

Positions = NDArray[np.int32]

CODE_DIGITS = 12
"""Digits of a village's area code; a group's three more are dropped."""

LEVELS = (12, 9, 6, 4, 2, 0)
"""Digits that name a village, township, county, city, province, and the whole country."""

WANTED = 20
"""Candidates of a recipient, by default, before widening."""


class Pairs(NamedTuple):
    """Candidate pairs by position."""

    helper: Positions
    recipient: Positions

    @classmethod
    def of(cls, helper: ArrayLike, recipient: ArrayLike) -> Pairs:
        """Pairs from any two sequences of positions."""
        return cls(np.asarray(helper, dtype=np.int32), np.asarray(recipient, dtype=np.int32))


@dataclass(frozen=True, eq=False)
class Places:
    """Where people are: area codes (0 unknown) and, if known, coordinates in metres (NaN unknown)."""

    area: NDArray[np.int64]
    xy: Floats | None = None

    def __len__(self) -> int:
        return len(self.area)


def area_numbers(codes: ArrayLike) -> NDArray[np.int64]:
    """Area codes of any level as 12-digit numbers; an empty code is 0."""
    text = np.asarray(codes, dtype=str)
    if not text.size:
        return np.empty(0, dtype=np.int64)
    filled = np.char.ljust(np.char.strip(text).astype("U12"), CODE_DIGITS, "0")
    return filled.astype(np.int64)


def generate(
    helpers: Places,
    recipients: Places,
    *,
    wanted: int = WANTED,
    duty: Pairs | None = None,
    duty_area: NDArray[np.int64] | None = None,
    kin: Pairs | None = None,
    widest: int = 6,
) -> Pairs:
    """Candidates from all sources together, at least `wanted` for each recipient where the area has so many.

    `duty.helper` with `duty_area`: the villages a helper's unit answers for, one row each.
    `kin`: pairs related to each other. `widest`: digits of the widest area to look in (6: the county).
    """
    everybody = np.arange(len(recipients), dtype=np.int32)
    found = [] if kin is None else [kin]
    if duty is not None and duty_area is not None:
        found.append(by_area(duty.helper, duty_area, everybody, recipients.area, digits=CODE_DIGITS, wanted=wanted))
    if helpers.xy is not None and recipients.xy is not None:
        found.append(Pairs(*nearest(helpers.xy, recipients.xy, wanted)))
    pairs = union(len(recipients), *found)
    return widen(helpers, recipients, pairs, everybody, wanted=wanted, widest=widest)


def widen(
    helpers: Places,
    recipients: Places,
    pairs: Pairs,
    asking: Positions,
    *,
    among: Positions | None = None,
    wanted: int = WANTED,
    widest: int = 6,
) -> Pairs:
    """`pairs`, and more for the recipients `asking`: from ever wider areas until each has `wanted` helpers.

    `among`: the only helpers to look at and to count, such as those with time to spare.
    """
    among = np.arange(len(helpers), dtype=np.int32) if among is None else among
    eligible = np.zeros(len(helpers), dtype=bool)
    eligible[among] = True
    for digits in (level for level in LEVELS if level >= widest):
        having = np.bincount(pairs.recipient[eligible[pairs.helper]], minlength=len(recipients))
        asking = asking[having[asking] < wanted]
        if not len(asking):
            break
        more = by_area(among, helpers.area[among], asking, recipients.area[asking], digits=digits, wanted=wanted)
        pairs = union(len(recipients), pairs, more)
    return pairs


def by_area(
    helper: Positions,
    helper_area: NDArray[np.int64],
    recipient: Positions,
    recipient_area: NDArray[np.int64],
    *,
    digits: int,
    wanted: int,
) -> Pairs:
    """Helpers and recipients whose area codes share the first `digits` digits.

    Where an area has more helpers than `wanted`, its recipients take turns: each gets the next `wanted` of them,
    so that all are asked about equally often. Unknown areas (0) match only at the level of the country.
    """
    shift = np.int64(10 ** (CODE_DIGITS - digits))
    helper_key, recipient_key = helper_area // shift, recipient_area // shift
    known = np.flatnonzero((helper_area > 0) | (digits == 0))
    order = known[np.argsort(helper_key[known], kind="stable")]
    known = np.flatnonzero((recipient_area > 0) | (digits == 0))
    asking = known[np.argsort(recipient_key[known], kind="stable")]
    first = np.searchsorted(helper_key[order], recipient_key[asking], side="left")
    there = np.searchsorted(helper_key[order], recipient_key[asking], side="right") - first
    taking = np.minimum(there, wanted)
    offset = turns(recipient_key[asking], there)
    chosen = order[in_turn(first, there, offset, taking)]
    return Pairs(helper[chosen], np.repeat(recipient[asking], taking))


def all_pairs(helpers: int, recipients: int) -> Pairs:
    """Every helper with every recipient, by helper and recipient; for thousands, not for a large county."""
    helper = np.repeat(np.arange(helpers, dtype=np.int32), recipients)
    return Pairs(helper, np.tile(np.arange(recipients, dtype=np.int32), helpers))


def union(recipients: int, *lists: Pairs) -> Pairs:
    """All pairs of the lists once, sorted by helper and recipient; `recipients` is how many there are."""
    width = np.int64(max(recipients, 1))
    keys = [pairs.helper * width + pairs.recipient for pairs in lists]
    key = np.concatenate(keys) if keys else np.empty(0, dtype=np.int64)
    key.sort()  # NumPy's own unique hashes integers, which takes ten times as long on millions
    key = key[np.diff(key, prepend=-1) > 0]
    return Pairs.of(key // width, key % width)


def contains(pairs: Pairs, other: Pairs) -> NDArray[np.bool_]:
    """For each pair of `pairs` whether `other` has it too: for marks such as kin, frozen or current."""
    width = np.int64(max(pairs.recipient.max(initial=0), other.recipient.max(initial=0))) + 1
    return np.isin(pairs.helper * width + pairs.recipient, other.helper * width + other.recipient)


def shared_digits(helper_area: NDArray[np.int64], recipient_area: NDArray[np.int64]) -> NDArray[np.int64]:
    """Level (0, 2, 4, 6, 9 or 12 digits) down to which two people's areas agree; a term of the cost."""
    level = np.zeros(np.broadcast(helper_area, recipient_area).shape, dtype=np.int64)
    for digits in reversed(LEVELS[:-1]):
        shift = np.int64(10 ** (CODE_DIGITS - digits))
        level[(helper_area // shift == recipient_area // shift) & (helper_area > 0)] = digits
    return level
