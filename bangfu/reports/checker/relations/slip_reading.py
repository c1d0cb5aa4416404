"""A statement read without doubt: what it says, what it should say, and what would make it right."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import (
    Interval,
    figure,
    interval,
    shown,
    slack,
)
from bangfu.reports.checker.relations.nearness import (
    EACH,
    alike,
    is_amount,
    words_of,
)

BASE = re.compile(
    r"上年|去年|同期|年初|上一年|前一年|上月|上季|(?:19|20)\d\d年|计划|目标|任务|全省平均|全国平均|要求|此前|原来"
)
CHANGED = re.compile(r"(?:增加|增长|净增|新增|减少|下降|提高|多|少)了?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement read without doubt: `stated` should be `computed` from `others`; `remedies` are what each would have
    to be for the rest to be right. `spelt`: the sentence spells it out (A，占B的C%), so that no digit need explain
    the difference, and no other figure saves it."""

    kind: str
    stated: Claim
    others: list[Claim]
    formula: str
    computed: Fraction
    possible: Interval
    remedies: list[tuple[Claim, Fraction]]
    spelt: bool = False


def quotient_of(kind: str, spot: Spot, part: Spot, whole: Spot, scale: int) -> Reading:
    first, last = Fraction(whole.claim.value), Fraction(part.claim.value)
    computed = last / first * scale
    share = Fraction(spot.claim.value) / scale
    times = f" × {scale}" if scale > 1 else ""
    return Reading(
        kind,
        spot.claim,
        [part.claim, whole.claim],
        f"{figure(part.claim)} ÷ {figure(whole.claim)}{times} = {shown(computed, spot.claim.unit, spot.claim)}",
        computed,
        rounded(spot.claim, interval(part.claim).over(interval(whole.claim)).times(scale)),
        [(spot.claim, computed), (part.claim, share * first), (whole.claim, last / share)],
    )


def rounded(stated: Claim, possible: Interval) -> Interval:
    """`possible` widened by what rounding a mean or a share to the printed digit may do."""
    half = Fraction(stated.step or 1)
    return Interval(possible.low - half, possible.high + half)


def minus(kind: str, spot: Spot, high: Spot, low: Spot) -> Reading:
    first, last, stated = Fraction(high.claim.value), Fraction(low.claim.value), Fraction(spot.claim.value)
    computed = first - last
    width = slack(high.claim) + slack(low.claim)
    return Reading(
        kind,
        spot.claim,
        [high.claim, low.claim],
        f"{figure(high.claim)} − {figure(low.claim)} = {shown(computed, spot.claim.unit, spot.claim)}",
        computed,
        Interval(computed - width, computed + width),
        [(spot.claim, computed), (high.claim, last + stated), (low.claim, first - stated)],
    )


def only(spots: Iterable[Spot]) -> Spot | None:
    found = list(spots)
    return found[0] if len(found) == 1 else None


def now_and_base(page: Page, spot: Spot) -> tuple[Spot, Spot] | None:
    """A figure called the base, and the one it is compared with right before it (423万元，同比上年的360万元增长…)."""
    own = [s for s in page.before(spot, 6) if is_amount(s) and s.part == spot.part]
    own = [s for s in own if not CHANGED.search(words_of(s)) and not EACH.search(words_of(s))]
    if len(own) < 2 or not alike(own[0].claim, own[1].claim):
        return None
    later, earlier = own[:2]
    between = page.text[earlier.claim.until : later.claim.at]
    called = BASE.search(words_of(later)) or re.search(r"[，,](?:同)?[比较](?!例)[^，。；\d]{2,12}$", between)
    if called and re.search(r"比|较|同", between) and len(between) <= 24:
        return earlier, later
    opening = page.text[page.sentence_span(spot.sentence)[0] : earlier.claim.at][-24:]
    if re.search(r"由|从", opening) and re.search(r"[到至为]$", between.rstrip()):
        return later, earlier
    years = _years(page, earlier), _years(page, later)
    if 0 < years[0] == years[1] - 1 and re.search(r"同比|比上年|较上年", words_of(spot)):
        return later, earlier
    if len(own) == 2 and BASE.search(words_of(earlier)) and not BASE.search(words_of(later)):
        return later, earlier
    return None


def _years(page: Page, spot: Spot) -> int:
    """The year named right before a figure; 0 if none is."""
    said = re.findall(r"((?:19|20)\d\d)年", page.text[max(0, spot.claim.at - 16) : spot.claim.at])
    return int(said[-1]) if said else 0
