"""Exact arithmetic with printed figures: intervals of rounding, verdicts, altered digits, figures in formulas."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.script import plain

Verdict = Literal["consistent", "rounding", "truncation", "conflict", "ambiguous", "unstated"]

_ROUNDED_UNITS = {
    "CNY",
    "USD",
    "HKD",
    "EUR",
    "JPY",
    "percent",
    "permille",
    "percentage_point",
    "multiple",
    "mu",
    "ton",
    "km",
    "hectare",
    "square_metre",
    "square_km",
    "kw",
    "mw",
    "kwh",
    "jin",
    "kilogram",
    "cubic_metre",
    "metre",
}
_OF_A_FRACTION = Fraction(1, 200)  # 三分之一 is 33.33 percent
_REMEMBERED = 4096  # figures whose interval is kept: each is compared with many others
_COARSEST = 40  # 2亿 is hardly 1.6亿: rounding explains at most a fortieth of a figure
_SCALES = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
_SUFFIX = {"percent": "%", "permille": "‰", "percentage_point": "个百分点", "multiple": "倍"}


@dataclass(frozen=True, slots=True)
class Interval:
    """All values that a printed figure may stand for."""

    low: Fraction
    high: Fraction

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def over(self, other: "Interval") -> "Interval":
        """Quotient of two positive intervals."""
        return Interval(self.low / other.high, self.high / other.low)

    def times(self, factor: int) -> "Interval":
        return Interval(self.low * factor, self.high * factor)

    def meets(self, other: "Interval") -> bool:
        return self.low <= other.high and other.low <= self.high


def slack(claim: Claim) -> Fraction:
    """How far a figure may be off by rounding: half the place value of its last digit; 0 for whole counts."""
    return _slack(claim.value, claim.step or Decimal(0), claim.unit, claim.word)


@lru_cache(maxsize=_REMEMBERED)
def _slack(value: Decimal, step: Decimal, unit: str, word: str) -> Fraction:
    if (unit in _ROUNDED_UNITS and not (unit == "CNY" and step == 1)) or step > 1 or step < 1:
        coarsest = abs(Fraction(value)) / _COARSEST
        return Fraction(step) / 2 if word == "成" else min(Fraction(step) / 2, coarsest)
    return Fraction(0)


def interval(claim: Claim) -> Interval:
    """What `claim` may stand for, given the digits it shows."""
    return _interval(claim.value, claim.step or Decimal(0), claim.unit, claim.word)


@lru_cache(maxsize=_REMEMBERED)
def _interval(value: Decimal, step: Decimal, unit: str, word: str) -> Interval:
    exact, half = Fraction(value), _slack(value, step, unit, word)
    return Interval(max(exact - half, Fraction(0)), exact + half)


def judged(stated: Claim, computed: Fraction, possible: Interval) -> Verdict | None:
    """How a stated figure agrees with a computed one, None when nothing makes them agree.

    `consistent`: equal, or equal once `computed` is rounded half-up to the digits `stated` shows. `truncation`: equal
    once cut off there. `rounding`: only the rounding of the figures it is computed from makes them agree.
    """
    value, step = Fraction(stated.value), Fraction(stated.step or 1)
    if value == computed or (stated.step is None and abs(value - computed) <= _OF_A_FRACTION):
        return "consistent"
    if step and slack(stated):
        ratio = (
            Decimal(computed.numerator)
            / Decimal(computed.denominator)
            / Decimal(step.numerator)
            * Decimal(step.denominator)
        )
        if ratio.quantize(Decimal(1), ROUND_HALF_UP) * stated_step(stated) == stated.value:
            return "consistent"
        if ratio.quantize(Decimal(1), ROUND_DOWN) * stated_step(stated) == stated.value:
            return "truncation"
    if interval(stated).meets(possible):
        return "rounding"
    return None


def judged_mean(stated: Claim, computed: Fraction, possible: Interval) -> Verdict | None:
    """Like `judged` for a mean, which is rounded even where its unit is counted in whole numbers (每村3名, 676元)."""
    step = Fraction(stated.step or 1)
    value = Fraction(stated.value)
    if computed <= 0 or abs(computed / value - 1) > Fraction(1, 25):
        return None
    if (computed / step + Fraction(1, 2)).__floor__() * step == value:
        return "consistent"
    if (computed / step).__floor__() * step == value:
        return "truncation"
    meets = Interval(value - step / 2, value + step / 2).meets(possible)
    return "rounding" if meets else None


def stated_step(claim: Claim) -> Decimal:
    return claim.step or Decimal(1)


def altered_digit(value: Decimal, wanted: Fraction, step: Decimal) -> bool:
    """Whether `wanted` is `value` with one digit changed or two neighbours swapped, at the precision printed."""
    if step <= 0 or wanted <= 0 or (wanted / Fraction(step)).denominator != 1:
        return False
    have, need = str(int(value / step)), str(int(wanted / Fraction(step)))
    if len(have) != len(need) or have == need:
        return False
    changed = [index for index in range(len(have)) if have[index] != need[index]]
    if len(changed) == 1:
        return True
    return (
        len(changed) == 2
        and changed[1] == changed[0] + 1
        and have[changed[0]] == need[changed[1]]
        and have[changed[1]] == need[changed[0]]
    )


def telling_digits(claims: list[Claim]) -> int:
    """How many decimal places a sum of these figures fixes: from its first digit to the last one any of them shows.

    A difference that happens to be one altered digit is likely chance for three places, hardly for five.
    """
    finest = min(_last_digit(claim.value) for claim in claims)
    return max(claim.value for claim in claims).adjusted() - finest + 1


def _last_digit(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def decimal_of(value: Fraction, places: int = 6) -> Decimal:
    """`value` as a decimal with at most `places` places, without trailing zeros."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return trimmed(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def trimmed(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value.normalize()


def shown(value: Decimal | Fraction, unit: str, like: Claim | None = None) -> str:
    """A value as a formula shows it (6379万元, 35.65%, 3408), in the scale of the figure `like` where one is given."""
    exact = decimal_of(value, 8) if isinstance(value, Fraction) else value
    if unit == "CNY":
        size, word = _scale(exact, like)
        return f"{trimmed((exact / size).quantize(Decimal('0.000001')))}{word}元"
    number = trimmed(exact.quantize(Decimal("0.0001")))
    return f"{number}{_SUFFIX.get(unit, '')}"


def figure(claim: Claim) -> str:
    """A figure in a formula, in the scale the text uses."""
    return shown(claim.value, claim.unit, claim)


def _scale(value: Decimal, like: Claim | None) -> tuple[Decimal, str]:
    if like is not None and like.cell is None:
        return next(
            ((size, word) for size, word in _SCALES if word in like.text or word in plain(like.text)), (Decimal(1), "")
        )
    return next(((size, word) for size, word in _SCALES if abs(value) >= size), (Decimal(1), ""))
