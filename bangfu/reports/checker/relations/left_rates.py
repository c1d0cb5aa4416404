"""Rates that nothing near explains: of parts told in other units, of two parts together, of a list told line by line.

Only agreement is asserted; a percentage where percentage points are meant is told as ambiguous.
"""

import itertools
import re
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import Interval, decimal_of, figure, interval, judged, shown
from bangfu.reports.checker.relations.chance import LIKELY, Trials, chance_of_rate
from bangfu.reports.checker.relations.finding import ReadingOf, Relation, open_relation, relation
from bangfu.reports.checker.relations.nearness import EACH, GROWTH, TIMES, alike, is_amount, is_called_base, words_of
from bangfu.reports.checker.relations.parts import sum_relation, total_of
from bangfu.reports.checker.relations.shares import ratio_relation

_MONEY = "CNY"
_NAMED = re.compile(r"([一-鿿])([一-鿿])率")
_TOGETHER = re.compile(r"含|前?[两二]项|合计|加起来|一共|两者|和|及|与")
_LINE = re.compile(
    r"\s*(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]|[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．])"
)
_DIFFERS = re.compile(r"(?:多|少|低|高|增加|减少|增长|下降|跌幅?|降幅?|涨幅?|提速|扩大)(?:了|约)?$")
_DOWN = re.compile(r"降|减|缩|少|回落|低|跌|提速")
_ROOM = Fraction(8)


def left_rates(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Relations of percentages that `known` does not have as stated ones."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    for spot in page.spots:
        if spot.claim.unit != "percent" or spot.claim.value <= 0 or spot.claim.id in stated:
            continue
        words = words_of(spot)
        if GROWTH.search(words) or _DIFFERS.search(words.strip()):
            found = _points_meant(page, spot) or _changed(page, spot)
        else:
            found = _across_units(page, spot) or _of_two(page, spot)
        if found:
            yield found
    yield from _line_by_line(page, stated)


def _across_units(page: Page, spot: Spot) -> Relation | None:
    """投递9845份，录用1744人，录用率17.7%: the rate is named after the part, the whole counted in another unit."""
    named = _NAMED.search(spot.label)
    part = next(iter(page.before(spot, 1)), None)
    if named is None or part is None or not spot.claim.exact or not is_amount(part) or part.claim.unit == _MONEY:
        return None
    if spot.claim.step is None:
        return None
    own = named[1] in part.words or named[2] in part.words
    trials = Trials(LIKELY)
    for whole in page.before(part, 16, 4) if own else page.before(part, 2):
        if not is_amount(whole) or whole.claim.unit == _MONEY or whole.claim.value < part.claim.value:
            continue
        trials.tried += 1
        computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * 100
        exact = Interval(computed, computed)
        if judged(spot.claim, computed, exact) == "consistent" and trials.believes(
            chance_of_rate(spot.claim, exact, Fraction(100))
        ):
            return ratio_relation("ratio", spot, part, whole, computed, "consistent")
    return None


def _of_two(page: Page, spot: Spot) -> Relation | None:
    """500户，满意476户、基本满意19户，满意率（含基本满意）99%: two parts of a whole, or a part of two wholes."""
    if not spot.claim.exact or not _TOGETHER.search(page.text[max(0, spot.claim.at - 30) : spot.claim.at]):
        return None
    near = [s for s in page.before(spot, 10, 3) if is_amount(s) and not EACH.search(words_of(s))]
    trials = Trials(LIKELY)
    for one, other in itertools.pairwise(near):
        if not alike(one.claim, other.claim):
            continue
        both = Fraction(one.claim.value) + Fraction(other.claim.value)
        for third in near:
            if third in (one, other) or not alike(third.claim, one.claim):
                continue
            trials.tried += 1
            inside = Fraction(third.claim.value) > both
            computed = (both / Fraction(third.claim.value) if inside else Fraction(third.claim.value) / both) * 100
            exact = Interval(computed, computed)
            if judged(spot.claim, computed, exact) != "consistent" or not trials.believes(
                chance_of_rate(spot.claim, exact, Fraction(100))
            ):
                continue
            pair = f"({figure(other.claim)} + {figure(one.claim)})"
            formula = f"{pair} ÷ {figure(third.claim)}" if inside else f"{figure(third.claim)} ÷ {pair}"
            formula = f"{formula} × 100 = {shown(computed, 'percent', spot.claim)}"
            claims = [other.claim, one.claim, third.claim]
            return relation("ratio", spot.claim, claims, formula, computed, "consistent")
    return None


def _points_meant(page: Page, spot: Spot) -> Relation | None:
    """51.2%，较三季度末的47.9%提高3.3%: what is called per cent is the difference of two percentages."""
    pair = [s for s in page.before(spot, 2) if s.claim.unit == "percent" and s.claim.exact]
    if len(pair) < 2 or not spot.claim.exact:
        return None
    now, base = sorted(pair, key=lambda s: -s.claim.value)
    difference = Fraction(now.claim.value) - Fraction(base.claim.value)
    if difference != Fraction(spot.claim.value) or not base.claim.value:
        return None
    grown = difference / Fraction(base.claim.value) * 100
    readings = [
        ReadingOf("相差的百分点", decimal_of(difference)),
        ReadingOf("增长的百分比", decimal_of(grown)),
    ]
    formula = f"{figure(now.claim)} − {figure(base.claim)} = {decimal_of(difference)}个百分点"
    claims = [pair[1].claim, pair[0].claim]
    note = "两个百分数之差应写“个百分点”"
    return open_relation("growth", spot.claim, claims, formula, "ambiguous", note, readings)


def _changed(page: Page, spot: Spot) -> Relation | None:
    """意向4亿元，比去年多四分之一; 18.4元，比去年低2.6元，跌幅12.4%; 460万元，比计划的500万元少8%."""
    if re.search("年均|[到至为]$", words_of(spot).strip()):
        return None
    down = bool(_DOWN.search(words_of(spot)))
    near = [s for s in page.before(spot, 12, 3) if s.claim.exact and s.claim.value > 0]
    near = [s for s in near if is_amount(s) or s.claim.unit in TIMES]
    trials = Trials(LIKELY)
    for now in (one for one in near[:2] if not is_called_base(page, one)):
        for base in near:
            if base is now or not alike(now.claim, base.claim) or base.sentence > now.sentence:
                continue
            trials.tried += 1
            step = Fraction(now.claim.value), Fraction(base.claim.value)
            for change, computed in _changes(*step, down, near.index(base) > near.index(now)):
                exact = Interval(computed, computed)
                if _fits(spot, computed) and (
                    spot.claim.step is None or trials.believes(chance_of_rate(spot.claim, exact, Fraction(100)))
                ):
                    formula = change.format(figure(now.claim), figure(base.claim))
                    formula = f"{formula} = {'-' if down else ''}{shown(computed, 'percent', spot.claim)}"
                    claims = [now.claim, base.claim]
                    return relation("growth", spot.claim, claims, formula, computed, "consistent")
    return None


def _changes(now: Fraction, base: Fraction, down: bool, told_before: bool) -> Iterator[tuple[str, Fraction]]:
    """What `now` is against `base`: grown from it, or itself the step that led to it."""
    if (now < base) == down and now != base:
        yield "({0} − {1}) ÷ {1}", abs(now / base - 1) * 100
    before = base + now if down else base - now
    if told_before and 0 < now < base and before > 0:
        yield "{0} ÷ ({1} " + ("+" if down else "−") + " {0})", now / before * 100


def _fits(spot: Spot, computed: Fraction) -> bool:
    stated = Fraction(spot.claim.value)
    if spot.claim.step is None:  # 四分之一
        if spot.claim.bound == "at_least":
            return stated <= computed <= stated + _ROOM
        return spot.claim.bound == "exact" and abs(computed / stated - 1) <= Fraction(1, 200)
    return spot.claim.exact and judged(spot.claim, computed, Interval(computed, computed)) == "consistent"


def _line_by_line(page: Page, stated: set[str]) -> Iterator[Relation]:
    """一是产业，投入516.2万元，占40.1%；⏎二是…: sums and shares of a list whose parts begin a line each."""
    for lines in _lists(page):
        for unit in dict.fromkeys(s.claim.unit for s in lines[0]):
            parts = [next((s for s in line if s.claim.unit == unit and is_amount(s)), None) for line in lines]
            own = [part for part in parts if part]
            if len(own) < 3 or len(own) < len(lines):
                continue
            around = page.spots[max(0, own[0].index - 30) : own[0].index] + page.spots[lines[-1][-1].index :][:16]
            wholes = [s for s in around if is_amount(s) and s.claim.unit == unit and s not in own]
            yield from _fitting(page, own, wholes, stated)


def _fitting(page: Page, parts: list[Spot], wholes: list[Spot], stated: set[str]) -> Iterator[Relation]:
    computed, _ = total_of(parts)
    for whole in wholes:
        shares = [page.spots[part.index + 1] for part in parts if part.index + 1 < len(page.spots)]
        found = [
            one
            for share, part in zip(shares, parts, strict=False)
            if share.claim.unit == "percent" and share.claim.id not in stated and (one := _share(share, part, whole))
        ]
        exact = computed == Fraction(whole.claim.value)
        if exact:
            yield sum_relation(whole, parts, computed, "consistent")
        if len(found) >= 3 and (exact or len(found) == len(parts)):
            yield from found
        if exact:
            return


def _share(share: Spot, part: Spot, whole: Spot) -> Relation | None:
    if part.claim.value >= whole.claim.value:
        return None
    computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * 100
    verdict = judged(share.claim, computed, interval(part.claim).over(interval(whole.claim)).times(100))
    return ratio_relation("ratio", share, part, whole, computed, verdict) if verdict else None


def _lists(page: Page) -> Iterator[list[list[Spot]]]:
    """Runs of three paragraphs or more that begin with a number of order, each with its figures."""
    run: list[list[Spot]] = []
    last = -2
    by_paragraph: dict[int, list[Spot]] = {}
    for spot in page.spots:
        by_paragraph.setdefault(spot.paragraph, []).append(spot)
    for number, spots in by_paragraph.items():
        if _LINE.match(page.text, page.paragraph_span(number)[0]) and (number == last + 1 or not run):
            run.append(spots)
            last = number
            continue
        if len(run) >= 3:
            yield run
        run, last = [], -2
    if len(run) >= 3:
        yield run
