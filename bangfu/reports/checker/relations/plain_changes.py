"""Differences, remainders and multiples whose sides the sentence all states.

比上年增加12个，上年为32个; 已整改81个，尚有25个未整改; 是去年的2.5倍，去年为320万元.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot, core
from bangfu.reports.checker.relations.arithmetic import Interval, figure, interval, judged, shown
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import RELATIVE, around, is_amount
from bangfu.reports.checker.relations.parts import CHANGE, EACH, sum_relation, total_of
from bangfu.reports.checker.tables import table

_TABLE = table("plain")["remainder"]
_HOLLOW = re.compile(table("plain")["total"]["hollow"])
_THEN = r"(?:上年度?|去年|上一年|前一年)(?:同期)?|同期|前年|上月|上季度|年初|(?:19|20)\d\d年"
_MORE = re.compile(
    rf"[比较](?P<then>{_THEN})的?[一-鿿]{{0,6}}?(?P<way>增加|增长|净增|新增|多|减少|下降|少)[一-鿿]{{0,3}}$"
)
_UP = re.compile("增|多")
_MULTIPLE = re.compile(rf"(?:是|为|相当于|达到?)(?P<then>{_THEN})的?[一-鿿]{{0,4}}的?$")
_NOW = re.compile(r"今年|本年|当年|目前|现|(?:19|20)\d\d年")
_LAST_YEAR = re.compile(r"上年|去年|上一年|前一年|同期")
_CLOSED = re.compile(_TABLE["closed"])
_STATE = re.compile(_TABLE["state"])
_SPENT = re.compile(_TABLE["spent"])
_CARRIED = re.compile(_TABLE["carried"])


def plain_changes(page: Page) -> Iterator[Relation]:
    """Conflicts of a stated change, rest or multiple with both figures it lies between."""
    for spot in page.spots:
        if spot.claim.exact and (found := _difference(page, spot) or _multiple(page, spot) or _rest(page, spot)):
            yield found


def _difference(page: Page, spot: Spot) -> Relation | None:
    said = _MORE.search(spot.label)
    if not said or not is_amount(spot):
        return None
    now = _beside(page, spot)
    base = _called(page, spot, said["then"], now) if now else None
    if now is None or base is None or re.search("其中", page.text[now.claim.until : spot.claim.at]):
        return None
    up = bool(_UP.search(said["way"]))
    high, low = (now, base) if up else (base, now)
    computed = Fraction(high.claim.value) - Fraction(low.claim.value)
    one, other = interval(high.claim), interval(low.claim)
    if interval(spot.claim).meets(Interval(one.low - other.high, one.high - other.low)):
        return None
    value = shown(computed, spot.claim.unit, spot.claim)
    formula = f"{figure(high.claim)} − {figure(low.claim)} = {value}"
    note = f"按文中两数计算应为{value}"
    return relation("growth", spot.claim, [now.claim, base.claim], formula, computed, "conflict", note)


def _beside(page: Page, spot: Spot) -> Spot | None:
    """The figure right before a change, which changed."""
    earlier = page.before(spot, 1)
    if not earlier or not is_amount(earlier[0]) or earlier[0].claim.unit != spot.claim.unit:
        return None
    now = earlier[0]
    usable = now.depth == spot.depth and not (CHANGE.search(now.label) and "新增" not in now.label)
    return now if usable and not EACH.search(now.label) and not _LAST_YEAR.search(now.label) else None


def _called(page: Page, spot: Spot, then: str, now: Spot) -> Spot | None:
    """The third figure of the unit in the sentence, if it is of the time a change is compared with."""
    same = [s for s in around(page, spot) if is_amount(s) and s.claim.unit == now.claim.unit]
    base = next((s for s in same if s not in (spot, now)), None)
    if base is None or len(same) != 3 or base.depth != spot.depth:
        return None
    return base if _is_of(page, base, then) else None


def _is_of(page: Page, spot: Spot, then: str) -> bool:
    """Whether a figure's own clause says that it is of a time, and nothing that the sentence did not speak of."""
    if CHANGE.search(spot.clause.replace("同期", "")) or EACH.search(spot.clause) or "目标" in spot.clause:
        return False
    said = re.search(_THEN, spot.clause)
    if not said or not (said.group() == then or (_LAST_YEAR.search(said.group()) and _LAST_YEAR.search(then))):
        return False
    return has_no_other_subject(page, spot)


def has_no_other_subject(page: Page, spot: Spot) -> bool:
    """Whether a figure's clause speaks only of what its sentence spoke of before (not 入学128人…，去年毕业105人)."""
    start = page.sentence_span(spot.sentence)[0]
    told = page.text[start : spot.claim.at - len(spot.clause)]
    subject = _HOLLOW.sub("", core(re.sub(_THEN, "", spot.clause)))
    return all(letter in told for letter in subject)


def _multiple(page: Page, spot: Spot) -> Relation | None:
    said = _MULTIPLE.search(spot.clause) if spot.claim.unit == "multiple" else None
    if said is None:
        return None
    earlier = next(iter(page.before(spot, 1)), None)
    now = earlier if earlier and is_amount(earlier) and earlier.claim.unit not in RELATIVE else None
    if now and (_LAST_YEAR.search(now.clause) or EACH.search(now.clause) or CHANGE.search(now.label)):
        return None
    base = _called_alone(page, spot, said["then"], now)
    if now is None and base:
        later = [s for s in page.after(spot, 3) if s is not base and s.claim.unit == base.claim.unit and is_amount(s)]
        now = later[0] if len(later) == 1 and _NOW.search(later[0].clause) else None
    if now is None or base is None or now.claim.unit != base.claim.unit or base.claim.value <= 0:
        return None
    computed = Fraction(now.claim.value) / Fraction(base.claim.value)
    verdict = judged(spot.claim, computed, interval(now.claim).over(interval(base.claim)))
    value = shown(computed, "multiple", spot.claim)
    formula = f"{figure(now.claim)} ÷ {figure(base.claim)} = {value}"
    note = "" if verdict else f"按文中两数计算应为{value}"
    return relation("growth", spot.claim, [now.claim, base.claim], formula, computed, verdict or "conflict", note)


def _called_alone(page: Page, spot: Spot, then: str, now: Spot | None) -> Spot | None:
    found = [
        other
        for other in around(page, spot)
        if other is not now and is_amount(other) and other.depth == spot.depth and _is_of(page, other, then)
    ]
    found = [other for other in found if now is None or other.claim.unit == now.claim.unit]
    return found[0] if len(found) == 1 else None


def _rest(page: Page, rest: Spot) -> Relation | None:
    """A whole, what is done of it, and what is left of it, the only figures of their unit in the sentence."""
    if not (_CLOSED.search(rest.label) or _STATE.search(rest.label + rest.tail)) or not is_amount(rest):
        return None
    same = [s for s in around(page, rest) if s.claim.unit == rest.claim.unit and s.depth == rest.depth]
    if len(same) != 3 or same[2] is not rest or not all(is_amount(s) for s in same):
        return None
    total, done = same[0], same[1]
    if not _SPENT.search(done.label) or total.is_base or any(CHANGE.search(s.label) for s in same):
        return None
    between = page.text[total.claim.at : rest.claim.until]
    if any(EACH.search(s.label) for s in same) or _CARRIED.search(between) or re.search("其中|[；;]", between):
        return None
    if not _is_left(done, rest) or total.claim.value <= done.claim.value:
        return None
    computed, possible = total_of([done, rest])
    if interval(total.claim).meets(possible):
        return None
    gap = shown(abs(computed - Fraction(total.claim.value)), total.claim.unit, total.claim)
    return sum_relation(total, [done, rest], computed, "conflict", f"已有与剩余之和与总数相差{gap}")


def _is_left(done: Spot, rest: Spot) -> bool:
    """Whether a figure is all that is left: 剩余2.8万只; 还有6个未出列 where others 已出列."""
    words = rest.label + rest.tail
    if _CLOSED.search(rest.label):
        return True
    state = _STATE.search(words)
    verb = (
        _HOLLOW.sub("", re.sub("^.*已经?", "", done.label.strip("，, ")))[:2] or re.sub("^.*已经?", "", done.label)[:2]
    )
    return bool(state and verb and verb in words)
