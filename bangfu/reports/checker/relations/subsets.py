"""Parts that cannot exceed their whole: 达成意向95人，其中贫困户58人."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import Verdict, figure, interval
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import is_yardstick
from bangfu.reports.checker.relations.parts import CHANGE, EACH, RATES

_OF_THEM = re.compile(
    r"^[，,]?(?:当年|本年|今年|年内|当月|本月)?(?:新增|新建|新开|新投|新认定|已有?|仅有?|只有|有)|(?:已有|仅有|只有)$"
)
_TARGET = re.compile(r"(?:目标|任务|计划|协议|指标)数?(?:为|是)?$")
_BESIDE = re.compile(r"另|还有|此外|同时")
_AMONG = re.compile(r"中，?(?:共|现|还)?有")


def subsets(page: Page) -> Iterator[Relation]:
    """For every 其中: the first part of each unit against the nearest total of that unit before it."""
    starts = [spot.claim.at for spot in page.spots]
    among = ((match.start(), bisect_left(starts, match.end())) for match in _AMONG.finditer(page.text))
    for cue, first in sorted([*page.nested(), *among]):
        if not page.text.startswith(("其中", "中"), cue) or not 0 < first < len(page.spots):
            continue
        head = page.spots[first]
        for part in page.spots[first : first + 6]:
            if (
                part.part != head.part
                or part.claim.unit in RATES
                or EACH.search(part.label)
                or CHANGE.search(part.label)
            ):
                continue
            total = next(
                (
                    t
                    for t in page.before(page.spots[first], 6, 1)
                    if t.claim.unit == part.claim.unit
                    and t.claim.at < cue
                    and not EACH.search(t.label)
                    and not CHANGE.search(t.label)
                    and not t.is_base
                    and not is_yardstick(page, t)
                    and not ("新增" in t.label and t.claim.value < part.claim.value)
                    and not _TARGET.search(t.label)
                ),
                None,
            )
            if total and not CHANGE.search(total.label) and (found := _bounded(page, total, part)):
                yield found


def told_subsets(page: Page) -> Iterator[Relation]:
    """Parts without 其中: 入园企业33家，当年新增12家; 闲置的14处…已有12处…; 新认定31个，累计达到1087个."""
    for spot in page.spots:
        if spot.claim.unit in RATES or not spot.claim.exact or EACH.search(spot.label):
            continue
        same = [s for s in page.before(spot, 4) if _comparable(s, spot) and s.claim.exact and s.part == spot.part]
        if not same or EACH.search(same[0].label):
            continue
        total, part = (spot, same[-1]) if "累计" in spot.label else (same[0], spot)
        if part is spot and not _OF_THEM.search(spot.label):
            continue
        if 0 < part.claim.value < total.claim.value and (found := _bounded(page, total, part)):
            yield found


def _comparable(one: Spot, other: Spot) -> bool:
    return one.claim.unit == other.claim.unit or one.claim.word == other.claim.word == "家"


def _bounded(page: Page, total: Spot, part: Spot) -> Relation | None:
    formula = f"{figure(part.claim)} ≤ {figure(total.claim)}"
    if part.claim.bound == "exact" and total.claim.bound == "exact" and part.claim.exact and total.claim.exact:
        excess = interval(part.claim).low > interval(total.claim).high
        certain = total.part == part.part and _listed(page, total, part) and not _other_measure(total, part)
        certain = certain and not _larger_before(page, total, part) and not _BESIDE.search(part.clause)
        certain = certain and not re.search("总|共|合计|累计", part.label)
        verdict: Verdict = "conflict" if excess and certain else "consistent"
        if excess and verdict == "consistent":
            return None
        note = "部分大于整体" if excess else ""
        return relation("subset", part.claim, [total.claim], formula, Fraction(total.claim.value), verdict, note)
    if part.claim.bound == "exact" and total.claim.bound == "at_least" and part.claim.value <= total.claim.value:
        return relation("subset", part.claim, [total.claim], formula, Fraction(total.claim.value), "consistent")
    return None


def _listed(page: Page, total: Spot, part: Spot) -> bool:
    """Whether a part is the first behind its whole, or stands in an enumeration of figures of one unit behind it."""
    if part.index - total.index <= 2:
        return True
    between = page.spots[total.index + 1 : part.index]
    joined = all(page.text[one.claim.until] == "、" for one in between)
    return joined and all(s.claim.unit == part.claim.unit for s in between)


def _larger_before(page: Page, total: Spot, part: Spot) -> bool:
    """Whether the part may be of another figure of the sentence (68名乘客和4名机组人员，其中15名外国公民)."""
    same = [s for s in page.before(total, 8) if s.claim.unit == part.claim.unit]
    together = total.claim.value + sum(s.claim.value for s in same)
    return together >= part.claim.value


def _other_measure(total: Spot, part: Spot) -> bool:
    """Whether the two plainly count different things (35个村 … 培训120人 shares the unit only by chance)."""
    between = part.label
    return len(between) > 20 or (
        total.claim.unit in ("item", "facility", "organisation", "time", "session", "CNY")
        and total.tail[:2] != part.tail[:2]
    )
