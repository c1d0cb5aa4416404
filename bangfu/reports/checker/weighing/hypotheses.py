"""Possible relations of one figure, what speaks for each, and how far the arithmetic bears it out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bangfu.reports.checker.weighing.figures import Figures, Floats, Indexes

_SLIPS = 0.07  # share of stated relations that do not hold: slips, and readings that are not known here
_COARSE = 0.01  # roundings of the other figures explain no more than this part of a figure


@dataclass(slots=True)
class Hypotheses:
    """All relations that one figure may be stated by.

    `others` are the places of the other figures, one row for each hypothesis (rows of unequal length end in −1);
    `features` what speaks for it, `none` what speaks for there being no such relation; `fits` whether the arithmetic
    holds, `chance` how likely it would hold for a figure that is no business of theirs.
    """

    others: Indexes
    features: Floats
    none: Floats
    fits: NDArray[np.bool_]
    chance: Floats

    def best(self, signs: Floats, none: Floats) -> tuple[int, float] | None:
        """The fitting hypothesis that is believed most, and how much of all belief it has."""
        if not self.fits.any():
            return None
        belief, nothing = self._beliefs(signs, none)
        fitting = np.where(self.fits, belief, -1)
        chosen = int(fitting.argmax())
        return chosen, float(fitting[chosen] / (belief.sum() + nothing))

    def believed(self, signs: Floats, none: Floats, least: float) -> list[int]:
        """All fitting hypotheses that have `least` of all belief but that in other fitting ones.

        A total may be divided in several ways (by place, and by kind), all of them true.
        """
        belief, nothing = self._beliefs(signs, none)
        rest = belief[~self.fits].sum() + nothing
        return [int(one) for one in np.flatnonzero(self.fits) if belief[one] / (belief[one] + rest) >= least]

    def _beliefs(self, signs: Floats, none: Floats) -> tuple[NDArray[np.float64], float]:
        odds = np.append(self.features @ signs, self.none @ none).astype(np.float64)
        expected = np.exp(odds - odds.max())
        expected /= expected.sum()
        evidence = np.where(self.fits, (1 - _SLIPS) / np.maximum(self.chance, 1e-9), _SLIPS)
        return expected[:-1] * evidence, float(expected[-1])


def scale_of(unit: str) -> int:
    """How many of a unit make one: 100 percent, 1000 per mille."""
    return {"percent": 100, "permille": 1000}.get(unit, 1)


def room_of(figures: Figures, place: int) -> tuple[float, float]:
    """The lowest and the highest value that the figure at `place` may stand for: rounded, cut off or told vaguely."""
    claim, value = figures.items[place].claim, float(figures.value[place])
    if claim.step is None:  # a third, a half
        spread = 0.015 if claim.bound == "exact" else 0.06
        low, high = value * (1 - spread), value * (1 + spread)
    else:
        step = float(figures.step[place])
        if claim.word == "成":
            step = 10.0 if value % 10 == 0 else 1.0
        low, high = value - step * 0.5001, value + step * (0.5001 if claim.unit == "multiple" else 0.9999)  # or cut off
    if claim.bound == "at_least":
        low, high = value * (1 - 1e-9), max(value * 1.12, value + float(figures.step[place] or 0))
    elif claim.bound == "at_most":
        low, high = min(value * 0.85, value - float(figures.step[place] or 0)), value * (1 + 1e-9)
    elif claim.bound == "about":
        low, high = min(low, value * 0.93), max(high, value * 1.07)
    return low, high


def coarseness(figures: Figures, places: Indexes) -> Floats:
    """How far figures may be off by rounding, as a part of themselves."""
    return np.minimum(figures.slack[places] / figures.value[places], _COARSE)
