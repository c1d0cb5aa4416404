"""Statements in which the language ties the figures: both moments dated, target and result named, 由…到.

Nothing of what stands here is a guess at which figures are meant, so a disagreement is a conflict whatever its size.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from bangfu.reports.checker.context import Page, Spot, core
from bangfu.reports.checker.relations.arithmetic import Interval, Verdict, decimal_of, figure, interval, judged, shown
from bangfu.reports.checker.relations.finding import ReadingOf, Relation, open_relation, relation
from bangfu.reports.checker.relations.moments import direction, is_earlier
from bangfu.reports.checker.relations.nearness import CHANGE, alike, is_amount, words_of
from bangfu.reports.checker.tables import longest_first, table

_INCOMPARABLE = re.compile("|".join(longest_first(table("cues")["incomparable"]["words"])))
_BARE_GROWTH = re.compile(
    r"[，,]?(?:同比|环比|比(?:去年|上年|前年|上月)(?:同期)?|较(?:去年|上年|前年|上月)(?:同期)?)?"
    r"(?:增长|下降|增加|减少|提高|增幅|降幅|上升|涨幅|幅度|多|少)(?:了|为|达|达到|是)?"
)
_DATED = re.compile(r"(?:19|20)\d\d年度?|今年|本年|去年|上年|前年|同期|为|是|达到?|的|则|只有|仅")
_PLANNED = re.compile(r"(?:计划|目标|任务|指标|应)(?:数|人数|任务|目标|完成|实现)?(?:为|是)?$")
_DONE = re.compile(r"(?:实际|已经?|实)(?:完成|达到|到位|到账|实现|培训|参加|有|为)?(?:为|了)?$|完成数?(?:为|了)?$")
_SHARE_OF_PLAN = re.compile(
    r"(?:完成|达到?|占)[^，。；\d]{0,6}(?:计划|目标|任务|指标)(?:任务|数|目标)?的|完成率(?:为|达到?)?$"
)
_MOVED = re.compile(
    r"[^，。；、\d]{0,4}(?:(?P<up>增加|增长|提高|上升|上涨|扩大|增|提|涨)|(?P<down>减少|下降|降低|缩短|减|降))[到至]"
)
_FROM = re.compile(r"[由从](?![^，。；]*[到至])[^，。；\d]{0,8}(?:(?:19|20)\d\d年)?[^，。；\d]{0,6}$")
_REACH = 5


def tied(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Statements of growth and completion that `known` does not explain, and moves against their own word."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat") and len(found.claims) > 2}
    sets = {frozenset(found.claims) for found in known}
    for spot in page.spots:
        if spot.claim.unit == "percent" and _BARE_GROWTH.fullmatch(words_of(spot).strip()):
            moved = _moved_by(page, spot)
            if moved and frozenset(moved.claims) not in sets:
                yield moved
                continue
        if spot.claim.unit in ("percent", "multiple") and spot.claim.id not in stated and spot.claim.upper is None:
            if found := _dated_growth(page, spot) or _named_target(page, spot):
                yield found
        elif found := _moved_backwards(page, spot):
            yield found


def _dated_growth(page: Page, spot: Spot) -> Relation | None:
    """2020年销售额110万元，2019年销售额100万元，增长15%: two dated figures of one measure, and nothing beside them."""
    if not _BARE_GROWTH.fullmatch(words_of(spot).strip()) or spot.claim.bound not in ("exact", "at_least"):
        return None
    if _INCOMPARABLE.search(page.text[slice(*page.sentence_span(spot.sentence))]):
        return None
    before = [s for s in page.before(spot, _REACH) if is_amount(s)]
    behind = [
        s for s in page.after(spot, 1) if is_amount(s) and re.match("[，,（(、]", page.text[spot.claim.until :][:1])
    ]
    if not before:
        return None
    last = before[0]
    other = next((s for s in [*before[1:2], *behind] if alike(s.claim, last.claim)), None)
    if other is None or any(CHANGE.search(_said(s)) for s in (last, other)):
        return None
    if is_earlier(page, last, other):
        now, base = other, last
    elif is_earlier(page, other, last):
        now, base = last, other
    else:
        return None
    return _grown(spot, now, base) if _one_measure(now, base) else None


def _moved_by(page: Page, spot: Spot) -> Relation | None:
    """由5640元提到6120元，提高了480元，幅度是8.5%: from where to where, with or without the step."""
    near = [s for s in page.before(spot, 3) if is_amount(s)]
    for end, start in list(pairwise(near))[-2:]:
        between = page.text[start.claim.until : end.claim.at]
        opening = page.text[page.sentence_span(start.sentence)[0] : start.claim.at]
        moved = _MOVED.match(between)
        if (
            moved
            and start.claim.unit == end.claim.unit
            and len(between) <= moved.end() + 4
            and _FROM.search(opening[-20:])
        ):
            sign = 1 if moved["up"] else -1
            change = Fraction(end.claim.value) / Fraction(start.claim.value) - 1
            computed = change * sign * 100
            spread = interval(end.claim).over(interval(start.claim))
            ends = sorted(((spread.low - 1) * 100 * sign, (spread.high - 1) * 100 * sign))
            if verdict := judged(spot.claim, computed, Interval(*ends)):
                formula = f"({figure(end.claim)} − {figure(start.claim)}) ÷ {figure(start.claim)}"
                formula = f"{formula} = {shown(change * 100, 'percent')}"
                return relation("growth", spot.claim, [end.claim, start.claim], formula, computed, verdict)
    return None


def _said(spot: Spot) -> str:
    return _DATED.sub("", words_of(spot))


def _one_measure(one: Spot, other: Spot) -> bool:
    """Whether two figures are of one measure: the later mention repeats the words of the first, or says nothing."""
    first, second = sorted((one, other), key=lambda spot: spot.index)
    return set(core(_said(second))) <= set(first.clause)


def _grown(spot: Spot, now: Spot, base: Spot) -> Relation | None:
    way, change = direction(words_of(spot).strip()), Fraction(now.claim.value) / Fraction(base.claim.value) - 1
    if not way:
        return None
    spread, claims = interval(now.claim).over(interval(base.claim)), [now.claim, base.claim]
    ends = sorted(((spread.low - 1) * 100 * way, (spread.high - 1) * 100 * way))
    if spot.claim.unit == "multiple":
        return _times(spot, now, base, change)
    computed = change * 100 * way
    formula = f"({figure(now.claim)} − {figure(base.claim)}) ÷ {figure(base.claim)} = {shown(change * 100, 'percent')}"
    verdict: Verdict | None = judged(spot.claim, computed, Interval(*ends)) if computed > 0 else None
    if spot.claim.bound == "at_least":
        verdict = "consistent" if ends[1] >= Fraction(spot.claim.value) else None
    if verdict:
        return relation("growth", spot.claim, claims, formula, computed, verdict)
    note = "增减方向与文中两数相反" if computed < 0 else f"按文中两数计算应为{shown(change * 100, 'percent')}"
    return relation("growth", spot.claim, claims, formula, abs(computed), "conflict", note)


def _times(spot: Spot, now: Spot, base: Spot, change: Fraction) -> Relation | None:
    """7500万元，上年为3000万元，增长了2.5倍: grown by, and become, are told apart by the figures."""
    if spot.claim.step is None or spot.claim.bound != "exact":
        return None
    claims = [now.claim, base.claim]
    formula = f"({figure(now.claim)} − {figure(base.claim)}) ÷ {figure(base.claim)} = {shown(change, 'multiple')}"
    if verdict := judged(spot.claim, change, Interval(change, change)):
        return relation("growth", spot.claim, claims, formula, change, verdict)
    if judged(spot.claim, change + 1, Interval(change + 1, change + 1)) is None:
        return None
    note = "“增长N倍”宜指增量；按“为原来的N倍”理解则相符"
    readings = [ReadingOf("增量为基数的倍数", decimal_of(change)), ReadingOf("为基数的倍数", decimal_of(change + 1))]
    return open_relation("growth", spot.claim, claims, formula, "ambiguous", note, readings)


def _named_target(page: Page, spot: Spot) -> Relation | None:
    """完成计划的120%，计划100人，实际130人: one figure called the target and one the result, in either order."""
    if not _SHARE_OF_PLAN.search(words_of(spot)) or not spot.claim.exact or "超" in words_of(spot):
        return None
    own = [s for s in [*page.before(spot, _REACH), *page.after(spot, _REACH)] if is_amount(s) and s.part == spot.part]
    targets = [s for s in own if _PLANNED.search(words_of(s).strip())]
    results = [s for s in own if _DONE.search(words_of(s).strip()) and s not in targets]
    if len(targets) != 1 or len(results) != 1 or not alike(targets[0].claim, results[0].claim):
        return None
    target, result = targets[0], results[0]
    if sum(alike(s.claim, target.claim) for s in own) != 2:
        return None
    computed = Fraction(result.claim.value) / Fraction(target.claim.value) * 100
    possible = interval(result.claim).over(interval(target.claim)).times(100)
    verdict = judged(spot.claim, computed, possible)
    formula = f"{figure(result.claim)} ÷ {figure(target.claim)} × 100 = {shown(computed, 'percent')}"
    note = "" if verdict else f"按文中目标计算应为{shown(computed, 'percent')}"
    claims = [result.claim, target.claim]
    return relation("completion", spot.claim, claims, formula, computed, verdict or "conflict", note)


def _moved_backwards(page: Page, end: Spot) -> Relation | None:
    """由100万元增加到80万元: the words say more, the figures say less."""
    start = next(iter(page.before(end, 1)), None)
    if start is None or start.claim.unit != end.claim.unit or not (start.claim.exact and end.claim.exact):
        return None
    between = page.text[start.claim.until : end.claim.at]
    moved = _MOVED.match(between)
    opening = page.text[page.sentence_span(start.sentence)[0] : start.claim.at]
    if moved is None or len(between) > moved.end() + 6 or not _FROM.search(opening[-20:]):
        return None
    first, last = Fraction(start.claim.value), Fraction(end.claim.value)
    if first == last or (last > first) == bool(moved["up"]):
        return None
    formula = f"{figure(end.claim)} {'<' if last < first else '>'} {figure(start.claim)}"
    note = f"文字称“{moved['up'] or moved['down']}”，后一数却{'较小' if last < first else '较大'}"
    return relation("growth", end.claim, [start.claim], formula, first, "conflict", note)
