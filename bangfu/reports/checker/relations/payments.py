"""Payments at a rate that is fixed elsewhere in the text: 特困2318人、88.08万元, each of them 380元."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import Interval, figure, interval, judged, shown
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import is_amount

_MONEY = "CNY"
_PAID_UNITS = ("person", "household", "mu", "person_time")
_BESIDE = 16  # characters between a sum and the count of those who got it
_RATES_NEAR = 20
_DEAREST = 100_000  # a rate a head is less than this
_RATE = re.compile(r"每[人生户亩个件份名只头张]|标准|资助|补助|补贴|缴费|保费|[交缴付]|均")


def fixed_rates(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """特困2318人、88.08万元: what each of them gets is said elsewhere (每人380元)."""
    rates = [s for s in page.spots if _is_rate(s)]
    places = [s.index for s in rates]
    for total, count in _paid_counts(page):
        middle = bisect_left(places, total.index)
        near = rates[max(0, middle - _RATES_NEAR) : middle + _RATES_NEAR // 2]
        for rate in sorted(near, key=lambda rate: abs(rate.index - total.index)):
            if rate is not total and (found := _paid(total, count, rate)):
                yield found
                break


def _is_rate(spot: Spot) -> bool:
    claim = spot.claim
    if claim.unit != _MONEY or not claim.exact or not 0 < claim.value < _DEAREST:
        return False
    return bool(_RATE.search(spot.clause[-12:] + spot.tail[:3]))


def _paid_counts(page: Page) -> Iterator[tuple[Spot, Spot]]:
    """Sums of money with the number of those who got them right beside, in either order."""
    for one, other in itertools.pairwise(page.spots):
        if one.sentence != other.sentence or other.claim.at - one.claim.until > _BESIDE:
            continue
        for total, count in ((one, other), (other, one)):
            paid = total.claim.unit == _MONEY and count.claim.unit in _PAID_UNITS and count.claim.value >= 10
            if paid and is_amount(total) and is_amount(count):
                yield total, count


def _paid(total: Spot, count: Spot, rate: Spot) -> Relation | None:
    computed = Fraction(rate.claim.value) * Fraction(count.claim.value)
    if abs(computed / Fraction(total.claim.value) - 1) > Fraction(1, 500):
        return None
    one, other = interval(rate.claim), interval(count.claim)
    verdict = judged(total.claim, computed, Interval(one.low * other.low, one.high * other.high))
    if verdict is None:
        return None
    if computed != Fraction(total.claim.value):
        verdict = "rounding"
    formula = f"{figure(count.claim)} × {figure(rate.claim)} = {shown(computed, _MONEY, total.claim)}"
    return relation("product", total.claim, [count.claim, rate.claim], formula, computed, verdict)
