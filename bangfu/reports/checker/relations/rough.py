"""Shares and growth said in words, which hold without rest: 正好一半, 七成, 比去年增加三分之一."""

from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import figure, shown
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.moments import direction, is_earlier
from bangfu.reports.checker.relations.nearness import (
    GROWTH,
    alike,
    is_amount,
    is_called_base,
    is_rounded_down,
    words_of,
)
from bangfu.reports.checker.relations.shares import is_together, ratio_relation

_CLOSE = 12  # characters between a part and the fraction that it is
_EXACTLY = Fraction(1, 1000)
_BACK = 60  # figures of the document that may be what there was before


def rough(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Relations of fractions and tenths that `known` does not have as stated ones; only what divides without rest."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    for spot in page.spots:
        claim = spot.claim
        if claim.unit != "percent" or claim.bound != "exact" or claim.id in stated or claim.upper is not None:
            continue
        if claim.step is None or claim.word == "成":
            found = _grown_by(page, spot) if GROWTH.search(words_of(spot)) else _share(page, spot)
            if found:
                yield found


def _share(page: Page, spot: Spot) -> Relation | None:
    """完工32个，正好一半; 六成销往瀚海，约6600吨: an amount right beside it, of one of the paragraph before."""
    if is_together(spot):
        return None
    beside = [*page.before(spot, 2), *page.after(spot, 1)]
    beside = [s for s in beside if (is_amount(s) or is_rounded_down(s)) and s.part == spot.part]
    for part in beside:
        gap = max(spot.claim.at - part.claim.until, part.claim.at - spot.claim.until)
        for whole in page.before(part, 12, 3) if gap <= _CLOSE else []:
            if not is_amount(whole) or not alike(part.claim, whole.claim):
                continue
            computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * 100
            if abs(computed / Fraction(spot.claim.value) - 1) < _EXACTLY:
                return ratio_relation("ratio", spot, part, whole, computed, "consistent")
    return None


def _grown_by(page: Page, spot: Spot) -> Relation | None:
    """扩到1200亩，比去年增加三分之一: grown without rest from a figure of the same unit, the nearest one before."""
    beside = [s for s in page.before(spot, 2) if is_amount(s) and s.part == spot.part]
    way = direction(words_of(spot).strip()) or 1
    for base in beside[:1]:  # 比起2022年的5200头，规模扩大了两成: what there is now was told before
        for now in page.before(base, 12, 3) if base.is_base or is_called_base(page, base) else []:
            if is_amount(now) and now.claim.unit == base.claim.unit:
                change = (Fraction(now.claim.value) / Fraction(base.claim.value) - 1) * 100 * way
                if abs(change / Fraction(spot.claim.value) - 1) < _EXACTLY:
                    formula = f"({figure(now.claim)} − {figure(base.claim)}) ÷ {figure(base.claim)}"
                    formula = f"{formula} = {shown(way * change, 'percent')}"
                    return relation("growth", spot.claim, [now.claim, base.claim], formula, change, "consistent")
    for now in beside:
        for base in reversed(page.spots[max(0, now.index - _BACK) : now.index]):
            if not is_amount(base) or base.claim.unit != now.claim.unit:
                continue
            computed = (Fraction(now.claim.value) / Fraction(base.claim.value) - 1) * 100 * way
            if abs(computed / Fraction(spot.claim.value) - 1) < _EXACTLY and not is_earlier(page, now, base):
                formula = f"({figure(now.claim)} − {figure(base.claim)}) ÷ {figure(base.claim)}"
                formula = f"{formula} = {shown(way * computed, 'percent')}"
                return relation("growth", spot.claim, [now.claim, base.claim], formula, computed, "consistent")
    return None
