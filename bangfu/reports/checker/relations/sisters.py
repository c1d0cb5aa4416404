"""Statements made alike: of several of one pattern that hold, the one that does not hold is a slip.

柏山镇2184人、目标2080人，105.0%；渔洞乡1326人、目标1300人，102.0%；坪上镇1653人、目标1740人，96.0%: the first two tell
which figures a percentage of this pattern is made of, so that the third can be held to it.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import figure, shown
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.moments import direction
from bangfu.reports.checker.relations.nearness import alike, is_amount, words_of
from bangfu.reports.checker.relations.slip_reading import quotient_of

_KINDS = ("ratio", "completion")
_REACH = 4  # figures before or behind a rate that its pattern may hold
_SAME_SIZE = Fraction(1, 3)  # a slip hardly makes a rate three times as large
_ENOUGH = 2  # statements of one pattern that hold
_NAMED = re.compile(r"([一-鿿]{2})(?:率|比例|比重)(?:为|达|达到|是)?$")


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where part and whole stand, counted from the rate, and the words between the figures from first to last."""

    part: int
    whole: int
    words: tuple[str, ...]


def sisters(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Conflicts of rates whose pattern other statements of the paragraph follow, or whose sister has the same whole."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    fitting: dict[tuple[int, _Shape], int] = defaultdict(int)
    wholes: dict[int, list[tuple[Spot, Spot]]] = defaultdict(list)
    for found in known:
        if found.kind not in _KINDS or len(found.claims) != 3 or found.verdict == "conflict":
            continue
        rate, part, whole = (page.by_claim.get(claim) for claim in found.claims)
        if rate and part and whole:
            wholes[rate.sentence].append((rate, whole))
            if shape := _shape(page, rate, part, whole):
                fitting[rate.paragraph, shape] += 1
    shapes: dict[int, list[_Shape]] = defaultdict(list)
    for (paragraph, shape), count in fitting.items():
        if count >= _ENOUGH:
            shapes[paragraph].append(shape)
    for spot in page.spots:
        if spot.claim.unit == "percent" and spot.claim.exact and spot.claim.id not in stated:
            found = _off_pattern(page, spot, shapes[spot.paragraph]) or _off_sister(page, spot, wholes[spot.sentence])
            if found:
                yield found


def _shape(page: Page, rate: Spot, part: Spot, whole: Spot) -> _Shape | None:
    ends = sorted((rate.index, part.index, whole.index))
    if ends[2] - ends[0] > _REACH or part.part != rate.part or whole.part != rate.part:
        return None
    run = page.spots[ends[0] : ends[2] + 1]
    words = [page.text[one.claim.until : other.claim.at] for one, other in itertools.pairwise(run)]
    return _Shape(part.index - rate.index, whole.index - rate.index, tuple(words))


def _off_pattern(page: Page, rate: Spot, shapes: list[_Shape]) -> Relation | None:
    for shape in shapes:
        places = [rate.index + shape.part, rate.index + shape.whole]
        if min(places) < 0 or max(places) >= len(page.spots):
            continue
        part, whole = (page.spots[place] for place in places)
        if _shape(page, rate, part, whole) == shape and is_amount(part) and is_amount(whole):
            return _conflict(rate, part, whole)
    return None


def _off_sister(page: Page, rate: Spot, wholes: list[tuple[Spot, Spot]]) -> Relation | None:
    """认识第一书记的1097人，知晓率93.0%，满意的1136人，满意率92.6%: each rate named after the part before it."""
    named = _NAMED.search(words_of(rate).strip())
    part = next(iter(page.before(rate, 1)), None)
    if named is None or part is None or not is_amount(part) or part.part != rate.part:
        return None
    if named[1] not in part.label or re.search("[，,].*[，,]", page.text[part.claim.until : rate.claim.at]):
        return None
    beside = [whole for sister, whole in wholes if sister.index == part.index - 1 and whole.index < sister.index]
    whole = beside[0] if beside else None
    if whole is None or not alike(part.claim, whole.claim) or whole.claim.value <= part.claim.value:
        return None
    return _conflict(rate, part, whole)


def _conflict(rate: Spot, part: Spot, whole: Spot) -> Relation | None:
    if not alike(part.claim, whole.claim) or direction(words_of(rate)):
        return None
    reading = quotient_of("ratio", rate, part, whole, 100)
    if reading.possible.low <= Fraction(rate.claim.value) <= reading.possible.high:
        return None
    if not _SAME_SIZE < reading.computed / Fraction(rate.claim.value) < 1 / _SAME_SIZE:
        return None  # 再就业1412人，城镇登记失业率3.1%: a rate of something else
    note = f"同样句式的其他各项都相符，此处按文中两数应为{shown(reading.computed, 'percent', rate.claim)}"
    formula = f"{figure(part.claim)} ÷ {figure(whole.claim)} × 100 = {shown(reading.computed, 'percent', rate.claim)}"
    return relation("ratio", rate.claim, [part.claim, whole.claim], formula, reading.computed, "conflict", note)
