"""How likely it is that figures agree by chance, and what still counts as agreement."""

from dataclasses import dataclass
from fractions import Fraction

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.context import Spot
from bangfu.reports.checker.relations.arithmetic import (
    Interval,
    Verdict,
    judged,
    slack,
)
from bangfu.reports.checker.relations.nearness import (
    alike,
)

LIKELY, UNLED = Fraction(35, 100), Fraction(3, 100)  # accepted chance with a cue word, and without


@dataclass(slots=True)
class Trials:
    """Counts the combinations tried for one figure, and says whether an agreement can be believed."""

    limit: Fraction
    tried: int = 0

    def believes(self, share: Fraction) -> bool:
        """`share`: the part of all values, as large as the stated one, that would have agreed."""
        return share * max(self.tried, 1) <= self.limit


def roughly(computed: float, stated: Claim) -> bool:
    """A quick look in floating point: whether an exact comparison of `computed` with `stated` could agree at all."""
    value, step = float(stated.value), float(stated.step or 0)
    return abs(computed - value) <= 0.05 * max(abs(value), abs(computed)) + 2 * step


def close(stated: Claim, computed: Fraction, possible: Interval) -> Verdict | None:
    """A verdict, without those that only coarse figures would allow."""
    if stated.step is None:  # 三分之一, 一半
        verdict = "consistent" if abs(computed / Fraction(stated.value) - 1) <= Fraction(1, 200) else None
    else:
        verdict = judged(stated, computed, possible)
    if verdict == "truncation" and stated.unit == "multiple":
        return None  # nobody calls 3.9 times three times
    if verdict != "rounding":
        return verdict
    wide = possible.high - possible.low > Fraction(stated.value) / 25
    return None if wide or abs(computed / Fraction(stated.value) - 1) > Fraction(1, 100) else verdict


def chance_of_rate(stated: Claim, possible: Interval, scale: Fraction) -> Fraction:
    """The part of the values up to `scale` (100 percent) that would have agreed."""
    width = Fraction(stated.step or 1) + min(possible.high - possible.low, Fraction(stated.value) / 25)
    return width / max(scale / 2, Fraction(stated.value))


def width_of(stated: Claim, half: Fraction) -> Fraction:
    return (Fraction(stated.step or 1) + 2 * half) / Fraction(stated.value)


def chance_of_amount(stated: Claim, computed: Fraction, possible: Interval) -> Fraction:
    """The part of the values around `stated` that would have agreed as well; equality to the last digit says most."""
    step = Fraction(stated.step or 1)
    if computed == Fraction(stated.value):
        return step / Fraction(stated.value)
    return (2 * slack(stated) + possible.high - possible.low + step) / Fraction(stated.value)


def pairs_of(near: list[Spot]) -> list[tuple[Spot, Spot]]:
    """All comparable pairs, those that stand closest to the figure first."""
    pairs = [
        (index + place, one, other)
        for index, one in enumerate(near)
        for place, other in enumerate(near)
        if one is not other and alike(one.claim, other.claim)
    ]
    return [(one, other) for _, one, other in sorted(pairs, key=lambda pair: pair[0])]
