"""Slips: figures that are expected to belong together and do not fit, in a way that a slip of the pen explains.

Looked for in the sentences around a figure only. The relation expected most there is held against the arithmetic; a
conflict is told where signs, the kind of difference (one digit altered, two swapped, the point shifted), and how
unlikely chance would make it, say that it is neither another relation nor none. The limits were set by published text
of which nothing was learnt (docs/measurements.md).
"""

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.relations.arithmetic import altered_digit
from bangfu.reports.checker.weighing.figures import Figures, Floats
from bangfu.reports.checker.weighing.hypotheses import Hypotheses, scale_of
from bangfu.reports.checker.weighing.means import counted
from bangfu.reports.checker.weighing.weights import Weights

FEATURES = (
    "expected", "ahead", "altered", "part_altered", "off_2", "off_6", "off_15", "off_more", "digits", "saved",
    "whole", "unlikely", "part_unlikely", "nearness", "tenfold", "least_telling", "most_telling", "telling",
    "reversed",
)  # fmt: skip
LEAST_EXPECTED = 0.02
_ABOUT = 0.06  # nearer than that without a digit altered: told in round numbers
_SHIFTED = 4.0  # −log of the chance to be just a power of ten off
_TELLING_CHANCE = 3.0  # −log of the chance of one slip between figures of three digits
_NEARLY = Fraction(1, 50)  # of the last digit shown
_SAVED = 0.001  # another relation that fits is hardly expected less


@dataclass(frozen=True, slots=True)
class Slip:
    """The relation expected most of a figure that it does not fit: its row among the hypotheses, and its signs.

    `of_a_digit`: one altered digit, two swapped ones or a shifted point would set it right.
    """

    row: int
    features: Floats
    of_a_digit: bool


def slip_of(figures: Figures, place: int, found: Hypotheses, weight: Weights, kind: str) -> Slip | None:
    """What is expected most of the figure at `place`, if that does not fit."""
    if not len(found.fits):
        return None
    odds = np.append(found.features @ weight.signs, found.none @ weight.none).astype(np.float64)
    expected = np.exp(odds - odds.max())
    expected /= expected.sum()
    row = int(expected[:-1].argmax())
    if found.fits[row] or expected[row] < LEAST_EXPECTED:
        return None
    others = [int(other) for other in found.others[row]]
    computed, stated = computed_of(figures, place, others, kind), float(figures.value[place])
    if computed <= 0 or stated <= 0 or _is_saved(figures, place, others, kind, computed):
        return None
    signs = _signs(figures, place, others, kind, computed)
    if kind == "run" and not (signs[0] or signs[1]):
        return None  # a list of different things comes near a total by chance, but seldom by one digit
    runner_up = np.delete(expected[:-1], row).max() if len(expected) > 2 else 1e-6
    saved = float(expected[:-1][found.fits].sum()) > _SAVED
    ahead = [np.log(expected[row] / (expected[-1] + 1e-9)), np.log(expected[row] / (runner_up + 1e-9))]
    claim = figures.items[place].claim
    step = float(claim.step or 1)
    evidence = _evidence(figures, place, others, kind, computed)
    if kind == "run" and signs[-1] and max(evidence[:2]) < _TELLING_CHANCE:
        return None
    last = [np.log10(max(stated / step, 1)), saved, step >= 1, *evidence]
    of_a_digit = bool(signs[0] or signs[1] or evidence[3] or evidence[-1])
    if not of_a_digit and abs(computed / stated - 1) < _ABOUT:
        return None  # 22 instead of 17 makes 29.4 percent: 30 percent is no slip
    features = np.concatenate([found.features[row], found.none, ahead, signs, last]).astype(np.float32)
    return Slip(row, features, of_a_digit)


def _is_saved(figures: Figures, place: int, others: list[int], kind: str, computed: float) -> bool:
    """Whether a figure told vaguely, or the rounding of the figures to the digits shown, explains the difference."""
    told = [other for other in (others if kind == "run" else others[:2]) if other >= 0]
    if not all(figures.exact[other] for other in told):
        return True
    rounding = figures.step[told] / 2 * ((figures.step[told] != 1) & ~figures.goal[told])  # a target is exact
    own = float(figures.step[place]) / 2
    if kind in ("run", "difference"):
        return abs(computed - float(figures.value[place])) <= own * (own != 0.5) + float(rounding.sum())
    apart = float((rounding / figures.value[told]).sum())
    width = (
        computed * apart * (1 + scale_of(figures.items[place].claim.unit) / computed if kind == "growth" else 1)
    )  # of the base
    return abs(computed - float(figures.value[place])) <= own + width


def computed_of(figures: Figures, place: int, others: list[int], kind: str) -> float:
    """What the other figures of a relation make."""
    value, scale = figures.value, scale_of(figures.items[place].claim.unit)
    if kind == "run":
        return float(sum(value[other] for other in others if other >= 0))
    one, two = float(value[others[0]]), float(value[others[1]])
    if kind == "mean":
        return one / float(counted(figures, place)[others[1]])
    if kind == "difference":
        return one + two if others[2] else one - two
    if kind == "growth":
        return _grown(figures, place, (one, two), bool(others[2])) * scale
    return one / two * (scale if kind == "share" else 1)


def _grown(figures: Figures, place: int, pair: tuple[float, float], by_step: bool) -> float:
    one, two = pair
    if not by_step:
        return abs(one / two - 1)
    base = two - figures.way(place) * one
    return one / base if base > 0 else -1.0


def _signs(figures: Figures, place: int, others: list[int], kind: str, computed: float) -> list[float]:
    claim, stated = figures.items[place].claim, float(figures.value[place])
    off = abs(computed / stated - 1)
    added = kind in ("run", "difference")
    altered = _is_altered(claim, computed, added)
    elsewhere = not altered and any(
        _is_altered(figures.items[other].claim, needed, added)
        for other, needed in _needed(figures, place, others, kind, computed)
    )
    return [altered, elsewhere, off < 0.02, 0.02 <= off < 0.06, 0.06 <= off < 0.15, off >= 0.15]


def _evidence(figures: Figures, place: int, others: list[int], kind: str, computed: float) -> list[float]:
    """How unlikely it is that figures which are no business of each other come so near to agreement by one slip."""
    claim, stated = figures.items[place].claim, float(figures.value[place])
    told = [other for other in (others if kind == "run" else others[:2]) if other >= 0]
    tenfold = _is_tenfold(computed / stated)
    added = kind in ("run", "difference")
    own = _SHIFTED if tenfold else _unlikely([claim]) if _is_altered(claim, computed, added) else 0.0
    needed = _needed(figures, place, others, kind, computed)
    in_part = not own and any(_is_altered(figures.items[other].claim, wanted, added) for other, wanted in needed)
    parts = _unlikely([figures.items[other].claim for other, _ in needed]) if in_part else 0.0
    telling = [_telling(figures.items[other].claim) for other in told]
    near = -np.log(max(abs(computed / stated - 1), 1e-4))
    wrong_base = kind == "growth" and _is_reversed(figures, place, others)
    return [own, parts, near, tenfold, min(telling), max(telling), _telling(claim), wrong_base]


def _is_reversed(figures: Figures, place: int, others: list[int]) -> bool:
    """Whether growth was divided by what it led to: from 3600元 to 4860元, 25.9% instead of 35%."""
    claim, value = figures.items[place].claim, figures.value
    if claim.unit != "percent" or claim.step is None:
        return False
    step = float(value[others[0]]) if others[2] else abs(float(value[others[0]] - value[others[1]]))
    now = float(value[others[1] if others[2] else others[0]])
    return abs(step / now * 100 - float(value[place])) <= float(claim.step) / 2 * 1.001


def _is_tenfold(ratio: float) -> bool:
    """Whether only the decimal point, or 万, is in the wrong place, but for rounding."""
    power = round(math.log10(ratio))
    return 1 <= abs(power) <= 4 and abs(ratio / 10.0**power - 1) < 0.006


def _unlikely(claims: list[Claim]) -> float:
    """Minus the logarithm of the chance that one slip in any of `claims` makes a wanted value of it."""
    digits = [len(str(abs(round(claim.value / (claim.step or 1))))) for claim in claims]
    chance = sum(10 * many / (9 * 10.0 ** (many - 1)) for many in digits)  # a slip of one digit, or two swapped
    return max(0.0, -math.log(chance))


def _telling(claim: Claim) -> int:
    """How many digits a figure shows, without the zeros at its end."""
    return len(str(abs(round(claim.value / (claim.step or 1)))).rstrip("0")) or 1


def _needed(figures: Figures, place: int, others: list[int], kind: str, computed: float) -> list[tuple[int, float]]:
    """What each of the other figures would have to be."""
    value, stated = figures.value, float(figures.value[place])
    if kind == "run":
        return [(other, float(value[other]) + stated - computed) for other in others if other >= 0]
    one, two = others[:2]
    if kind == "difference":
        more = stated - computed
        return [(one, float(value[one]) + more), (two, float(value[two]) + (more if others[2] else -more))]
    if kind == "growth":
        return []
    return [(one, float(value[one]) * stated / computed), (two, float(value[two]) * computed / stated)]


def _is_altered(claim: Claim, wanted: float, exactly: bool = False) -> bool:
    """Whether one digit makes `wanted` of a claim; `exactly`: what is added up has to be met to the digits shown."""
    step = claim.step or Decimal(1)
    if wanted <= 0:
        return False
    quotient = Fraction(wanted).limit_denominator(10**7) / Fraction(step)
    steps = round(quotient)
    if exactly and abs(quotient - steps) > _NEARLY:
        return False
    return altered_digit(claim.value, steps * Fraction(step), step)
