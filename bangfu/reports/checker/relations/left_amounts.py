"""Amounts that nothing near explains: products with a time, means over a time, what is left, lists far from totals.

Only agreement to the last digit is asserted, where chance hardly gives it.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from math import prod

from bangfu.reports.checker.context import Page, Spot, likeness
from bangfu.reports.checker.relations.arithmetic import figure, interval, judged_mean, shown
from bangfu.reports.checker.relations.chance import LIKELY, Trials, roughly
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import (
    CHANGE,
    EACH,
    RELATIVE,
    REST,
    TIMES,
    alike,
    is_amount,
    is_rounded_down,
    words_of,
)
from bangfu.reports.checker.relations.parts import sum_relation, total_of

_MONEY = "CNY"
_LEAST = 3  # digits of a product or a sum that is believed
_FAR = 60  # figures back
_LEFT = re.compile(r"剩下的?$|没[一-鿿]{1,6}的?$|唯一|需[一-鿿]{0,4}$|还[要需有差]|不合格")
_A_TIME = re.compile(r"(?:日|天|年|月|周|季)均|平均(?:每|一)?(?:个)?(?:天|日|年|月|周)|每(?:天|日|年|月)")
_MOST = re.compile(r"最[多高]")
_OVER = re.compile(r"以上的?(?:[一-鿿]{1,2})?$")
_STEPS = re.compile(
    r"(?:^|要|已|将)[，,]?(?:已|其中)?(?:批复|开工|完工|竣工|合格|录用|通过|对接|达标|验收|投产|办结|建成|落实|开通|审核通过|开放|入驻|复工|到位)(?:率)?(?:实施|了|的)?$"
)
_SUCH = re.compile(r"的(?:[只仅已]?有|共有|达)?$")
_NEW = re.compile(r"新增|新认定|新识别|新纳入|本[月季年]|上半年")
_NEWLY = re.compile(r"新(?:增|认定|识别|纳入|建|开|引进)的?(?P<noun>[一-鿿]{2,8})$")
_SUMMED = re.compile(r"累计|总数|共计|存量")


def left_amounts(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Relations of amounts that `known` does not have as stated ones."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    parts = {claim for found in known if found.kind == "sum" for claim in found.claims[1:]}
    totals = {found.claims[0] for found in known if found.kind == "sum" and len(found.claims) > 2}
    for spot in page.spots:
        if spot.claim.bound == "at_least" and is_rounded_down(spot) and (bound := _step_of(page, spot, totals)):
            yield bound
        if not _is_figure(spot):
            continue
        if spot.claim.id not in stated:
            found = _paid(page, spot) or _mean_over_time(page, spot) or _added(page, spot) or _far_mean(page, spot)
            if found:
                yield found
        if spot.claim.id not in parts and (rest := _rest(page, spot)):
            yield rest
        if bound := _step_of(page, spot, totals) or _over(page, spot) or _new_of_all(page, spot) or _such(page, spot):
            yield bound
    yield from _lists(page, known)


def _is_figure(spot: Spot) -> bool:
    return is_amount(spot) or (_MOST.match(spot.claim.text) is not None and spot.claim.unit not in (*RELATIVE, *TIMES))


def _digits(spot: Spot) -> int:
    return len(spot.claim.value.normalize().as_tuple().digits)


def _paid(page: Page, total: Spot) -> Relation | None:
    """省内县外200元…发给省内的3214人、64.28万元; 2.86万名学生，每生每天5元，供餐100天，支出1430万元."""
    if total.claim.unit != _MONEY:
        return None
    near = [*page.before(total, 12, 3), *page.after(total, 3)]
    rates = [s for s in near if _is_figure(s) and s.claim.unit == _MONEY and s.claim.value * 4 < total.claim.value]
    beside = [*page.before(total, 5, 1), *page.after(total, 2)]
    counts = [s for s in beside if is_amount(s) and s.claim.unit != _MONEY and s.claim.value > 1]
    times = [s for s in beside if s.claim.unit in TIMES and s.claim.value > 1 and s.claim.upper is None]
    trials = Trials(LIKELY / 4)
    for others in [
        *([count, rate] for rate in rates for count in counts),
        *([count, rate, time] for rate in rates for count in counts for time in times),
        *([rate, time] for rate in rates for time in times if time.claim.unit == "month"),
    ]:
        trials.tried += 1
        value = prod(one.claim.value for one in others)
        if value == total.claim.value and (
            _digits(total) >= _LEAST or trials.believes(Fraction(total.claim.step or 1) / Fraction(total.claim.value))
        ):
            formula = " × ".join(figure(one.claim) for one in others)
            computed = Fraction(value)
            formula = f"{formula} = {shown(computed, total.claim.unit, total.claim)}"
            claims = [one.claim for one in others]
            return relation("product", total.claim, claims, formula, computed, "consistent")
    return None


def _mean_over_time(page: Page, mean: Spot) -> Relation | None:
    """五天带动销售2140万元，日均428万元; 用47天走完683户，平均每天14.5户."""
    if not _A_TIME.search(mean.clause[-8:]):
        return None
    near = page.before(mean, 5, 1)
    for total in (s for s in near if is_amount(s) and s.claim.unit == mean.claim.unit):
        for time in (s for s in near if s.claim.unit in TIMES and s.claim.value > 1 and s.claim.bound == "exact"):
            computed = Fraction(total.claim.value) / Fraction(time.claim.value)
            verdict = judged_mean(mean.claim, computed, interval(total.claim).over(interval(time.claim)))
            if verdict and _digits(mean) > 1:
                formula = (
                    f"{figure(total.claim)} ÷ {figure(time.claim)} = {shown(computed, mean.claim.unit, mean.claim)}"
                )
                return relation("product", mean.claim, [total.claim, time.claim], formula, computed, verdict)
    return None


def _added(page: Page, total: Spot) -> Relation | None:
    """加上上半年的1506.8万元，全年3302万元: the other part stands anywhere before."""
    step = next(iter(page.before(total, 1)), None)
    if step is None or not is_amount(step) or not alike(step.claim, total.claim) or "加上" not in step.label:
        return None
    trials = Trials(LIKELY)
    for other in reversed(page.spots[max(0, step.index - _FAR) : step.index]):
        trials.tried += other.claim.unit == total.claim.unit
        if is_amount(other) and alike(other.claim, total.claim):
            computed, _ = total_of([other, step])
            if computed == Fraction(total.claim.value) and trials.believes(Fraction(1, 100)):
                return sum_relation(total, [step, other], computed, "consistent")
    return None


def _far_mean(page: Page, mean: Spot) -> Relation | None:
    """每格管75户, 村均21万元: the count right before it, or the total, with the other one anywhere before."""
    if not EACH.search(words_of(mean)) or _digits(mean) < 2:
        return None
    near = [s for s in page.before(mean, 2) if is_amount(s)]
    far = [s for s in page.spots[max(0, mean.index - _FAR) : mean.index] if is_amount(s)]
    pairs = [(total, count) for count in near for total in far if total.claim.unit == mean.claim.unit]
    pairs += [(total, count) for total in near for count in far if total.claim.unit == mean.claim.unit]
    trials = Trials(LIKELY)
    for total, count in pairs:
        if count.claim.unit in (_MONEY, mean.claim.unit) or count.claim.value <= 1:
            continue
        trials.tried += 1
        if not roughly(float(total.claim.value) / float(count.claim.value), mean.claim):
            continue
        computed = Fraction(total.claim.value) / Fraction(count.claim.value)
        chance = Fraction(mean.claim.step or 1) / Fraction(mean.claim.value)
        verdict = judged_mean(mean.claim, computed, interval(total.claim).over(interval(count.claim)))
        if verdict == "consistent" and trials.believes(chance):
            formula = f"{figure(total.claim)} ÷ {figure(count.claim)}"
            formula = f"{formula} = {shown(computed, mean.claim.unit, mean.claim)}"
            return relation("product", mean.claim, [total.claim, count.claim], formula, computed, verdict)
    return None


def _rest(page: Page, rest: Spot) -> Relation | None:
    """梳理出214个问题…198个已解决，剩下的16个: what a figure far before leaves of another."""
    words = words_of(rest)
    if not (REST.search(words) or _LEFT.search(words)):
        return None
    before = [s for s in page.spots[max(0, rest.index - _FAR) : rest.index] if is_amount(s)]
    before = [s for s in before if alike(s.claim, rest.claim) and s.claim.value > rest.claim.value / 100]
    trials = Trials(LIKELY)
    for part in reversed(before):
        if rest.paragraph - part.paragraph > 2:
            break
        for whole in reversed(before):
            if whole.claim.value != part.claim.value + rest.claim.value:
                trials.tried += part is not whole
                continue
            near = part.sentence >= rest.sentence - 1 and whole.sentence >= rest.sentence - 2
            if near or trials.believes(Fraction(rest.claim.step or 1) / Fraction(part.claim.value)):
                computed, _ = total_of([part, rest])
                return sum_relation(whole, [part, rest], computed, "consistent")
    return None


def _step_of(page: Page, spot: Spot, totals: set[str]) -> Relation | None:
    """项目241个，开工229个，完工88个: each step is taken by those of the step before, or of the total of a list."""
    if not _STEPS.search(spot.label.strip()):
        return None
    last = next((s for s in page.before(spot, 2) if s.claim.unit == spot.claim.unit), None)
    near = last is not None and page.text[last.claim.until : spot.claim.at].count("，") <= 2
    if last and near and is_amount(last) and last.part == spot.part:
        return _within(page, spot, last)
    whole = next((s for s in page.before(spot, 10) if s.claim.id in totals and s.claim.unit == spot.claim.unit), None)
    return _within(page, spot, whole) if whole else None


def _such(page: Page, spot: Spot) -> Relation | None:
    """接送1935人。……满半年的有1548人: those of whom something holds are of the last figure of their unit."""
    if not _SUCH.search(spot.label.strip()) or spot.claim.unit == _MONEY or CHANGE.search(words_of(spot)):
        return None
    same = [s for s in page.before(spot, 6, 2) if is_amount(s) and s.claim.unit == spot.claim.unit]
    same = [s for s in same if not EACH.search(words_of(s)) and not CHANGE.search(words_of(s))]
    return _within(page, spot, same[0]) if same and same[0].claim.value > spot.claim.value else None


def _over(page: Page, spot: Spot) -> Relation | None:
    """10万元以上的村231个，50万元以上的38个，100万元以上的9个: the higher the bound, the fewer."""
    if not _OVER.search(page.text[max(0, spot.claim.at - 6) : spot.claim.at]) or spot.claim.unit == _MONEY:
        return None
    same = [s for s in page.before(spot, 5) if is_amount(s) and s.claim.unit == spot.claim.unit]
    if not same or not _OVER.search(page.text[max(0, same[0].claim.at - 6) : same[0].claim.at]):
        return None
    return _within(page, spot, same[0])


def _new_of_all(page: Page, spot: Spot) -> Relation | None:
    """新增监测对象94户338人…累计1487户5206人: what is new is in what there is, told before or behind it."""
    if _SUMMED.search(words_of(spot)):
        same = [s for s in page.before(spot, 12, 2) if is_amount(s) and s.claim.unit == spot.claim.unit]
        new = next((s for s in same if _NEW.search(words_of(s)) or likeness(words_of(s), words_of(spot)) > 0), None)
        if new is None or CHANGE.search(words_of(new)) or EACH.search(words_of(new)) or _SUMMED.search(words_of(new)):
            return None
        return _within(page, new, spot)
    said = _NEWLY.search(spot.label.strip())
    if said is None:
        return None
    for whole in reversed(page.spots[max(0, spot.index - _FAR) : spot.index]):
        if whole.claim.unit != spot.claim.unit or not is_amount(whole) or whole.claim.value <= spot.claim.value:
            continue
        if whole.label.strip().endswith(said["noun"]) and not _NEWLY.search(whole.label.strip()):
            return _within(page, spot, whole)
    return None


def _within(page: Page, part: Spot, whole: Spot) -> Relation | None:
    if part.claim.value > whole.claim.value or not alike(part.claim, whole.claim):
        return None
    formula = f"{figure(part.claim)} ≤ {figure(whole.claim)}"
    return relation("subset", part.claim, [whole.claim], formula, Fraction(whole.claim.value), "consistent")


def _lists(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Three figures of a unit or more in one sentence that make up a total given up to sixty figures before."""
    summed = {claim for found in known if found.kind == "sum" for claim in found.claims[1:]}
    for spots in page.sentences.values():
        for unit in dict.fromkeys(s.claim.unit for s in spots) if len(spots) >= _LEAST else ():
            own = [s for s in spots if s.claim.unit == unit and is_amount(s) and s.claim.id not in summed]
            own = [s for s in own if not EACH.search(words_of(s)) and not CHANGE.search(words_of(s))]
            if len(own) < _LEAST:
                continue
            computed, _ = total_of(own)
            trials = Trials(LIKELY / 4)
            for total in reversed(page.spots[max(0, own[0].index - _FAR) : own[0].index]):
                if total.claim.unit != unit or not is_amount(total):
                    continue
                trials.tried += 1
                chance = Fraction(total.claim.step or 1) / Fraction(total.claim.value)
                if computed == Fraction(total.claim.value) and trials.believes(chance):
                    yield sum_relation(total, own, computed, "consistent")
                    break
