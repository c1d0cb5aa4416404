"""Rates whose base is told behind them, in brackets or in the next sentence: targets, bases, wholes, years, rests.

Only agreement is asserted, but for a list of shares (分别占…) whose other members all fit.
"""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.numbers import chinese_value
from bangfu.reports.checker.relations.arithmetic import Interval, altered_digit, figure, interval, judged, shown
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import (
    COMPLETION,
    EACH,
    GROWTH,
    REST,
    alike,
    is_amount,
    is_rounded_down,
    shared_part,
    words_of,
)
from bangfu.reports.checker.relations.parts import sum_relation, total_of
from bangfu.reports.checker.relations.shares import ratio_relation

_TARGET = re.compile(r"(?:目标|任务|计划|协议|指标)[一-鿿]{0,3}$")
_BASE = re.compile(r"上年|去年|同期|年初|上一年|前一年|上月|上季|(?:19|20)\d\d年")
_YEARS = re.compile(r"([二两三四五六七八九十]|(?<!\d)[2-9]|10)年(?:来|间)")
_SHARES = re.compile(r"分别占|各占|占比分别|分别占比|比例分别|分别为|依次")
_LEFT = re.compile(r"未|没|剩|余|还[有差]")
_DOWN = re.compile(r"降|减|缩|少|回落|低|跌")
_ROOM = Fraction(8)


def left_bases(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Relations of rates that `known` does not have as stated ones."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    for spot in page.spots:
        if spot.claim.value <= 0 or spot.claim.id in stated:
            continue
        for read in (_completed, _points, _rest, _growth_to_base, _yearly):
            if found := read(page, spot):
                yield found
                break
    yield from _listed(page, stated)
    yield from _whole_behind(page, stated)


def _completed(page: Page, spot: Spot) -> Relation | None:
    """就业近1800人，完成协议目标的128%（协议目标为1400人）: the target right behind, what was reached right before."""
    if spot.claim.unit != "percent" or not spot.claim.exact or not COMPLETION.search(words_of(spot)):
        return None
    target = next(iter(page.after(spot, 1)), None)
    if target is None or not is_amount(target) or not _TARGET.search(re.sub("[为是的]+$", "", target.label.strip())):
        return None
    reached = (s for s in page.before(spot, 3) if alike(s.claim, target.claim) and s.claim.step is not None)
    part = next((s for s in reached if s.claim.upper is None), None)
    if part is None:
        return None
    computed = Fraction(part.claim.value) / Fraction(target.claim.value) * 100
    verdict = judged(spot.claim, computed, Interval(computed, computed))
    return ratio_relation("completion", spot, part, target, computed, verdict) if verdict else None


def _points(page: Page, spot: Spot) -> Relation | None:
    """98.5%，比上年提高1.3个百分点，上年为97.2%; 84.9%，比省定85%差0.1个百分点: the two nearest percentages."""
    if spot.claim.unit != "percentage_point" or not spot.claim.exact:
        return None
    before = [s for s in page.before(spot, 3) if s.claim.unit == "percent" and s.claim.exact]
    behind = [s for s in page.after(spot, 1) if s.claim.unit == "percent" and _BASE.search(words_of(s))]
    for one, other in [*((now, base) for now in before[:1] for base in behind), *itertools.pairwise(before)]:
        high, low = sorted((one, other), key=lambda s: -s.claim.value)
        computed = Fraction(high.claim.value) - Fraction(low.claim.value)
        if computed == Fraction(spot.claim.value):
            formula = f"{figure(high.claim)} − {figure(low.claim)} = {shown(computed, spot.claim.unit)}"
            return relation("growth", spot.claim, [high.claim, low.claim], formula, computed, "consistent")
    return None


def _rest(page: Page, spot: Spot) -> Relation | None:
    """到账率91.2%，未到账88万元，计划1000万元; 三分之二已完工，剩余127户，共计381户."""
    if spot.claim.unit != "percent" or spot.claim.bound != "exact" or GROWTH.search(words_of(spot)):
        return None
    near = [s for s in [*page.before(spot, 3), *page.after(spot, 3)] if is_amount(s)]
    for rest in (s for s in near if REST.search(words_of(s)) or _LEFT.search(words_of(s))):
        for whole in (s for s in near if s is not rest and alike(s.claim, rest.claim)):
            computed = (1 - Fraction(rest.claim.value) / Fraction(whole.claim.value)) * 100
            fits = computed > 0 and _fits(spot, computed)
            if fits and abs(rest.index - spot.index) <= 2:
                formula = f"({figure(whole.claim)} − {figure(rest.claim)}) ÷ {figure(whole.claim)} × 100"
                formula = f"{formula} = {shown(computed, 'percent', spot.claim)}"
                return relation("ratio", spot.claim, [rest.claim, whole.claim], formula, computed, "consistent")
    return None


def _fits(spot: Spot, computed: Fraction) -> bool:
    stated = Fraction(spot.claim.value)
    if spot.claim.step is None:
        return abs(computed / stated - 1) <= Fraction(1, 200)
    return judged(spot.claim, computed, Interval(computed, computed)) == "consistent"


def _growth_to_base(page: Page, spot: Spot) -> Relation | None:
    """10.3亿元，同比增长15%以上，去年为8.9亿元: the base is called so right behind its growth, or as 与去年的…相比."""
    if spot.claim.unit != "percent" or spot.claim.step is None or not GROWTH.search(words_of(spot)):
        return None
    if re.search("年均|[到至为]$", words_of(spot).strip()):
        return None
    behind = [s for s in page.after(spot, 1) if is_amount(s) and _BASE.search(words_of(s))]
    pairs = [(now, base) for base in behind for now in page.before(spot, 2) if is_amount(now)]
    last = next(iter(page.before(spot, 1)), None)
    if last and is_amount(last) and _BASE.search(words_of(last)) and "相比" in page.text[last.claim.until :][:4]:
        pairs += [(now, last) for now in page.before(spot, 30, 8)[1:] if is_amount(now)]
    for now, base in pairs:
        if not alike(now.claim, base.claim):
            continue
        change = Fraction(now.claim.value) / Fraction(base.claim.value) - 1
        computed, stated = abs(change) * 100, Fraction(spot.claim.value)
        if not change or (change < 0) != bool(_DOWN.search(words_of(spot))):
            continue
        low, high = {"at_least": (0, _ROOM), "about": (-_ROOM / 2, _ROOM / 2)}.get(spot.claim.bound, (1, 0))
        if stated + low <= computed <= stated + high or (spot.claim.exact and _fits(spot, computed)):
            formula = f"({figure(now.claim)} − {figure(base.claim)}) ÷ {figure(base.claim)}"
            formula = f"{formula} = {shown(computed, 'percent', spot.claim)}"
            return relation("growth", spot.claim, [now.claim, base.claim], formula, computed, "consistent")
    return None


def _yearly(page: Page, spot: Spot) -> Relation | None:
    """五年来由8450元增长到13210元，年均增长9.3%: the root of the quotient by the years that open the sentence."""
    if spot.claim.unit != "percent" or spot.claim.step is None or not re.search("年均|年平均", words_of(spot)):
        return None
    said = _YEARS.findall(page.text[page.sentence_span(spot.sentence)[0] : spot.claim.at])
    near = [s for s in page.before(spot, 3) if is_amount(s)]
    if len(said) != 1 or len(near) < 2 or near[0].claim.unit != near[1].claim.unit:
        return None
    now, base = near[:2]
    count = int(said[0]) if said[0].isdigit() else int(chinese_value(said[0]) or 0)
    for years in (count, count - 1):
        if years < 2:
            continue
        rate = (float(now.claim.value / base.claim.value) ** (1 / years) - 1) * 100
        if abs(rate - float(spot.claim.value)) <= float(spot.claim.step):
            computed = Fraction(rate).limit_denominator(10**6)
            formula = f"({figure(now.claim)} ÷ {figure(base.claim)})^(1/{years}) − 1"
            formula = f"{formula} = {shown(computed, 'percent', spot.claim)}"
            verdict = judged(spot.claim, computed, Interval(computed, computed)) or "rounding"
            return relation("growth", spot.claim, [now.claim, base.claim], formula, computed, verdict)
    return None


def _listed(page: Page, stated: set[str]) -> Iterator[Relation]:
    """分别占41.9%、27%、31.1%; 217个、68家，同比分别增长24.7%和15.3%: each rate belongs to the figure of its place."""
    for first in page.spots:
        if first.claim.unit != "percent" or not re.search("分别|各占|依次", words_of(first)):
            continue
        rates = [first, *itertools.takewhile(lambda s: _is_rate(page, s), page.after(first, 8))]
        if len(rates) < 2 or not all(rate.claim.exact for rate in rates):
            continue
        if GROWTH.search(words_of(first)):
            yield from _listed_growth(page, rates, stated)
        elif _SHARES.search(words_of(first)):
            yield from _listed_shares(page, rates, stated)


def _is_rate(page: Page, spot: Spot) -> bool:
    return spot.claim.unit == "percent" and page.text[spot.claim.at - 1] in "、和及与，,"


def _listed_growth(page: Page, rates: list[Spot], stated: set[str]) -> Iterator[Relation]:
    first, last = rates[0], rates[-1]
    chain = [s for s in reversed(page.before(first, 2 * len(rates), 1)) if is_amount(s)][-len(rates) - 1 :]
    if len(chain) == len(rates) + 1:  # 2022年A，2023年B，2024年C，分别比上一年增长x和y
        found = [_grown(*one) for one in zip(rates, chain[1:], chain, strict=False)]
        if all(found):
            yield from (one for one in found if one and one.claims[0] not in stated)
            return
    now = [s for s in reversed(page.before(first, 2 * len(rates), 1)) if is_amount(s)][-len(rates) :]
    behind = [s for s in page.after(last, len(rates)) if is_amount(s)]
    for base in (behind, [s for s in reversed(page.before(first, 4 * len(rates), 2)) if s not in now]):
        if len(now) != len(rates) or len(base[-len(rates) :]) != len(rates):
            continue
        found = [_grown(*one) for one in zip(rates, now, base[-len(rates) :], strict=True)]
        if all(found):
            yield from (one for one in found if one and one.claims[0] not in stated)
            return


def _grown(rate: Spot, now: Spot, base: Spot) -> Relation | None:
    if not alike(now.claim, base.claim) or not is_amount(base):
        return None
    computed = abs(Fraction(now.claim.value) / Fraction(base.claim.value) - 1) * 100
    if judged(rate.claim, computed, Interval(computed, computed)) != "consistent":
        return None
    formula = f"({figure(now.claim)} − {figure(base.claim)}) ÷ {figure(base.claim)}"
    formula = f"{formula} = {shown(computed, 'percent', rate.claim)}"
    return relation("growth", rate.claim, [now.claim, base.claim], formula, computed, "consistent")


def _listed_shares(page: Page, rates: list[Spot], stated: set[str]) -> Iterator[Relation]:
    """All shares but one fit the parts in their order: the one that does not is off by a digit, or is left alone."""
    near = [s for s in reversed(page.before(rates[0], 14, 1)) if is_amount(s) and not EACH.search(words_of(s))]
    for whole in near:
        parts = [s for s in near if s.index > whole.index and s.claim.unit == whole.claim.unit][-len(rates) :]
        if len(parts) != len(rates):
            continue
        found = [_share(rate, part, whole) for rate, part in zip(rates, parts, strict=True)]
        wrong = [place for place, one in enumerate(found) if one is None]
        if len(wrong) > (len(rates) >= 3):
            continue
        yield from (one for one in found if one and one.claims[0] not in stated)
        for place in wrong:
            yield from _altered_share(rates[place], parts[place], whole)
        return


def _altered_share(rate: Spot, part: Spot, whole: Spot) -> Iterator[Relation]:
    computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * 100
    step = Fraction(rate.claim.step or 1)
    possible = interval(part.claim).over(interval(whole.claim)).times(100)
    if interval(rate.claim).meets(possible):
        return
    if altered_digit(rate.claim.value, round(computed / step) * step, rate.claim.step or Decimal(1)):
        note = f"按文中两数计算应为{shown(computed, 'percent', rate.claim)}"
        yield ratio_relation("ratio", rate, part, whole, computed, "conflict", note)


def _share(rate: Spot, part: Spot, whole: Spot) -> Relation | None:
    if part.claim.value >= whole.claim.value:
        return None
    computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * 100
    verdict = judged(rate.claim, computed, interval(part.claim).over(interval(whole.claim)).times(100))
    return ratio_relation("ratio", rate, part, whole, computed, verdict) if verdict else None


def _whole_behind(page: Page, stated: set[str]) -> Iterator[Relation]:
    """142个，占全部项目的61.2%；67个，占28.9%；23个，占9.9%。全部项目232个: the whole opens the next sentence."""
    for number, spots in page.sentences.items():
        pairs = [(s, part) for s in spots if s.claim.id not in stated and (part := shared_part(page, s))]
        pairs = [(share, part) for share, part in pairs if share.claim.exact]
        for whole in page.in_sentence(number + 1)[:3] if len(pairs) >= 2 else []:
            if not (is_amount(whole) or is_rounded_down(whole)) or whole.paragraph != spots[0].paragraph:
                continue
            like = [(share, part) for share, part in pairs if alike(part.claim, whole.claim)]
            found = [one for share, part in like if (one := _share(share, part, whole))]
            if len(found) == len(pairs):
                yield from found
                computed, _ = total_of([part for _, part in pairs])
                if computed == Fraction(whole.claim.value):
                    yield sum_relation(whole, [part for _, part in pairs], computed, "consistent")
                break
