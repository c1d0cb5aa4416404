"""Shares one behind another (产业4875万元，占60%；就业1625万元，占20%；…) have one whole, the sum of their parts."""

from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import interval, judged
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.nearness import alike, is_amount, shared_part
from bangfu.reports.checker.relations.parts import sum_relation, total_of
from bangfu.reports.checker.relations.shares import ratio_relation

_LEAST = 3
_BACK = 160  # figures of the document before the list


def grouped_shares(page: Page) -> Iterator[Relation]:
    """The shares and the sum of every list of three parts or more whose whole stands anywhere before it."""
    for spots in page.sentences.values():
        pairs = [(s, part) for s in spots if s.claim.exact and (part := shared_part(page, s))]
        if len(pairs) < _LEAST or len({part.claim.unit for _, part in pairs}) != 1:
            continue
        parts = [part for _, part in pairs]
        computed, _ = total_of(parts)
        for whole in reversed(page.spots[max(0, parts[0].index - _BACK) : parts[0].index]):
            if is_amount(whole) and alike(whole.claim, parts[0].claim) and Fraction(whole.claim.value) == computed:
                found = [_share(rate, part, whole) for rate, part in pairs]
                if sum(one is not None for one in found) * 3 >= len(pairs) * 2:
                    yield sum_relation(whole, parts, computed, "consistent")
                    yield from (one for one in found if one)
                break


def _share(rate: Spot, part: Spot, whole: Spot) -> Relation | None:
    scale = 100 if rate.claim.unit == "percent" else 1000
    computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * scale
    verdict = judged(rate.claim, computed, interval(part.claim).over(interval(whole.claim)).times(scale))
    return ratio_relation("ratio", rate, part, whole, computed, verdict) if verdict else None
