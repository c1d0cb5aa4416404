"""How a figure moved since another time, in words: 增长 and 下降, 增加 and 减少, percentages by points. Pure.

=====================  =====================================================
比例（%）               提高2.3个百分点 / 下降2.3个百分点; never a rate of a rate
其余                    增加3万元，增长12.3% / 减少2户，下降5%
增长十倍以上            增加2053笔，增长24.73倍: a percentage of five digits is hard to read
上年同期为零            the difference only: nothing is divided by zero
不到所写的位数          基本持平; 持平 where both are equal
=====================  =====================================================
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from bangfu.reports.wording import EXACT, VAGUE, Wording, Words, loosest, worded

PERCENT, POINT = "percent", "point"
HUNDRED = Decimal(100)
MANIFOLD = Decimal(1000)
LEVEL, NEARLY = "持平", "基本持平"
APPROXIMATE = "含概数，不计增减"


@dataclass(frozen=True)
class Movement:
    """What became of a figure: in words, by how much in its unit (points for percentages), by how many percent.

    ``change`` and ``growth`` are None where they have no meaning; ``how`` the words were come by, as in ``Words``.
    """

    words: str
    change: Decimal | None = None
    growth: Decimal | None = None
    how: str = EXACT


def difference_words(difference: Decimal, unit: str, wording: Wording | None = None) -> Words:
    """Return a difference with its word: 增加3万元, 减少2户, 提高2.3个百分点."""
    wording = wording or Wording()
    if unit in (PERCENT, POINT):
        return _moved(difference, POINT, replace(wording, unit=""), ("提高", "下降"))
    return _moved(difference, unit, wording, ("增加", "减少"))


def growth_words(percent: Decimal, wording: Wording | None = None) -> Words:
    """Return a rate of growth with its word: 增长12.3%, 下降5%; from ten times on 增长24.73倍 unless % is asked for."""
    if percent >= MANIFOLD and not (wording and wording.unit):
        return _moved(percent / HUNDRED, "multiple", wording or Wording(), ("增长", "下降"))
    return _moved(percent, PERCENT, wording or Wording(), ("增长", "下降"))


def growth_of(now: Decimal, before: Decimal) -> Decimal | None:
    """Return by how many percent a value grew; None from zero or below, which nothing can be measured by."""
    return (now - before) / before * HUNDRED if before > 0 else None


def moved(now: Decimal, before: Decimal, unit: str, wording: Wording | None = None) -> Movement:
    """Return how a figure moved since the same time a year before, as one column of a table says it."""
    change = now - before
    difference = difference_words(change, unit, wording)
    if unit == PERCENT:
        return Movement(difference.text, change, None, difference.how)
    if not before:
        return Movement(f"上年同期为零，{difference.text}" if change else LEVEL, change, None, difference.how)
    growth = growth_of(now, before)
    if growth is None or not change:
        return Movement(difference.text, change, growth, difference.how)
    rate = growth_words(growth)
    return Movement(f"{difference.text}，{rate.text}", change, growth, loosest((difference, rate)))


def _moved(value: Decimal, unit: str, wording: Wording, words: tuple[str, str]) -> Words:
    if not value:
        return Words(LEVEL, value, EXACT)
    said = worded(abs(value), unit, wording)
    if not said.shown and said.how != VAGUE:
        return Words(NEARLY, value, said.how)
    return Words(f"{words[0] if value > 0 else words[1]}{said.text}", value, said.how)
