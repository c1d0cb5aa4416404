"""Parts behind 其中 that together are more than their whole, or that complete it and do not add up."""

import re
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import interval, shown
from bangfu.reports.checker.relations.cuts import is_rest, listed_behind, one_cut, parts_of, uniform
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.parts import CHANGE, EACH, RATES, sum_relation, total_of
from bangfu.reports.checker.tables import table

_TABLE = table("plain")
_OPEN = re.compile(_TABLE["listing"]["open"])
_OVERLAP = re.compile(_TABLE["listing"]["overlap"])
_TARGET = re.compile(r"(?:目标|任务|计划|协议|指标)数?(?:为|是)?$")
_MOST = 16


def plain_parts(page: Page) -> Iterator[Relation]:
    """For every 其中: the list of one unit behind it against the figure of that unit before it."""
    for cue, first in page.nested():
        if not page.text.startswith("其中", cue):
            continue
        head = page.spots[first]
        listed = page.spots[first : first + _MOST]
        again = page.text.find("其中", cue + 2)
        listed = [s for s in listed if s.part == head.part and (again < 0 or s.claim.at < again)]
        for unit in dict.fromkeys(spot.claim.unit for spot in listed):
            if unit in RATES or not (total := _whole(page, unit, first, cue)):
                continue
            spots = uniform(page, listed_behind(page, listed, unit, head.depth))
            if len(spots) > 1 and (found := _excess(page, total, spots) or _unfinished(page, total, spots)):
                yield found


def _whole(page: Page, unit: str, first: int, cue: int) -> Spot | None:
    """The figure of `unit` that 其中 refers to, if there is no choice."""
    head = page.spots[first]
    fresh = not page.text[page.sentence_span(head.sentence)[0] : cue].strip(" “")
    earlier = [
        spot
        for spot in page.spots[max(0, first - 8) : first]
        if spot.claim.unit == unit
        and head.sentence - (1 if fresh else 0) <= spot.sentence
        and spot.paragraph == head.paragraph
        and spot.depth <= head.depth
    ]
    if len(earlier) != 1:
        return None
    total = earlier[0]
    words = total.label + page.text[total.claim.until : total.claim.until + 6]
    if not total.claim.exact or total.is_base or EACH.search(total.label) or _TARGET.search(total.label):
        return None
    if (CHANGE.search(total.label) and "新增" not in total.label) or re.search("目标|任务|计划", words):
        return None
    return total


def _excess(page: Page, total: Spot, spots: list[Spot]) -> Relation | None:
    """The longest list of one cut that is certainly more than its whole."""
    for length in range(len(spots), 1, -1):
        run = spots[:length]
        if not all(spot.claim.exact for spot in run) or not one_cut(parts_of(page, run)):
            continue
        computed, possible = total_of(run)
        if possible.low > interval(total.claim).high and not _told(page, total, run, computed):
            over = shown(computed - Fraction(total.claim.value), total.claim.unit, total.claim)
            return sum_relation(total, run, computed, "conflict", f"其中各项之和比整体多{over}")
        return None
    return None


def _unfinished(page: Page, total: Spot, spots: list[Spot]) -> Relation | None:
    """A list that ends in 其余 and nevertheless does not make up its whole."""
    parts = parts_of(page, spots)
    if (
        not is_rest(spots[-1], wholly=True)
        or not all(spot.claim.exact for spot in [total, *spots])
        or not one_cut(parts)
    ):
        return None
    computed, possible = total_of(spots)
    if interval(total.claim).meets(possible) or _told(page, total, spots, computed):
        return None
    if _OPEN.search(page.text[total.claim.until : spots[-1].claim.until]):
        return None
    gap = shown(abs(computed - Fraction(total.claim.value)), total.claim.unit, total.claim)
    return sum_relation(total, spots, computed, "conflict", f"各项连同其余与整体相差{gap}")


def _told(page: Page, total: Spot, parts: list[Spot], computed: Fraction) -> bool:
    """Whether another figure nearby is what the parts add up to, or what is counted twice in them."""
    if _OVERLAP.search(page.text[total.claim.until : page.sentence_span(parts[-1].sentence)[1]]):
        return True
    twice = computed - Fraction(total.claim.value)
    near = page.spots[max(0, total.index - 12) : parts[-1].index + 8]
    return any(
        Fraction(spot.claim.value) in (computed, twice)
        for spot in near
        if spot.paragraph == total.paragraph and spot.claim.unit == total.claim.unit and spot not in parts
    )
