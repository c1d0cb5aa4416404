"""Growth: from one figure to another (由…增加到…), against a stated base, or with a base only implied."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot, core
from bangfu.reports.checker.relations.arithmetic import Interval, decimal_of, figure, interval, judged, shown, slack
from bangfu.reports.checker.relations.finding import ReadingOf, Relation, open_relation, relation
from bangfu.reports.checker.relations.moments import moment
from bangfu.reports.checker.relations.nearness import is_yardstick
from bangfu.reports.checker.relations.shares import COMPLETION, GROWTH
from bangfu.reports.checker.relations.subject import pairs_of_letters

_FROM = re.compile(r"(?:由|从)[^，。；]{0,24}$")
_TO = re.compile(
    r"(?:增加|增长|提高|提升|扩大|扩容|上升|发展|下降|减少|降低|降|缩短|增|升|减|压缩|扩展|攀升|增至|降至|升至|减至)?(?:到|至|为)"
)
_UP = re.compile(r"增|提|升|扩|翻|涨|多")
_DOWN = re.compile(r"降|减|缩|少")
_YEARLY = re.compile(r"年均|年平均|年复合|年递增|月均|平均每年|人均|户均|日均")
_AGAIN = re.compile(r"[，；](?P<name>[一-鿿]{2,8}?)(?:是|为|相当于)")
_BASE = re.compile(r"上年|去年|同期|年初|上一年|前一年|上月|上季|(?:19|20)\d\d年|基期")
_MORE = re.compile(r"增(?!加值)|减|下降|降低|提高|扩大|多|少")
_TIMES_OF = re.compile(r"(?:是|为|相当于|达到?)[^，。；]*(?:的)?$")
_BARE_GROWTH = re.compile(r"(?:同比|环比|比上年|较上年)?(?:增长|增幅|下降|提高|增加|减少|降幅)(?:为|达|了)?$")
_THEN = re.compile(r"去年|上年|上一年|往年|年初|此前|原来")
_NOW = re.compile(r"今年|本年|当年|目前|现在|现|如今")
_TOWARDS = re.compile(r"[到至](?:每[^，。；\d]{1,3})?$")
_GROWN = re.compile(
    r"增长|增加|增多|增幅|增速|提高|提升|上升|上涨|扩大|扩容|下降|减少|降低|降幅|压减|缩短|回落|升|降|增|减"
    r"|累计|同比|环比|分别|总|净|共|[\d一二两三四五六七八九十]+年|[了达到为的至来间较比了率值量]"
)
_RELATIVE = ("percent", "permille", "percentage_point", "multiple")
_WHOLE = ("person", "household", "organisation", "village", "project", "township", "post", "item")


def growth(page: Page) -> Iterator[Relation]:
    """All growth statements of a page."""
    for spot in page.spots:
        if not spot.claim.exact:
            continue
        found = (
            _from_to(page, spot)
            or _on_base(page, spot)
            or _on_increase(page, spot)
            or _times(page, spot)
            or _on_any_base(page, spot)
            or _implied(page, spot)
        )
        if found:
            yield found


def _plain(spot: Spot) -> bool:
    return spot.claim.exact and spot.claim.value > 0 and spot.claim.unit not in ("percentage_point",)


def _from_to(page: Page, spot: Spot) -> Relation | None:
    """由A增加到B，增加D: D is a percentage of A, a difference, a difference of percentages, or times."""
    words = spot.lead + spot.label
    changed = _UP.search(words) or _DOWN.search(words) or re.search(r"累计|脱贫", words)
    if not changed or _YEARLY.search(words) or _TOWARDS.search(words.strip()):
        return None
    earlier = page.before(spot, 3)
    if len(earlier) == 3 and re.search(r"(?:净增|增加|增收|减少|下降)$", earlier[0].label):
        earlier = earlier[1:]  # 由7250元提高到12180元，净增4930元，增长68%
    earlier = earlier[:2]
    if len(earlier) < 2 or not all(map(_plain, earlier)) or earlier[0].claim.unit != earlier[1].claim.unit:
        return _from_to_apart(page, spot)
    end, start = earlier
    between = page.text[start.claim.until : end.claim.at]
    if not _FROM.search(start.clause) or not _TO.search(between) or re.search(r"[。；]", between):
        return None
    return _change(spot, start, end)


def _from_to_apart(page: Page, spot: Spot) -> Relation | None:
    """由12653户43870人减少到486户1372人，累计脱贫12167户42498人: two units; only agreement counts."""
    same = [s for s in page.before(spot, 6) if s.claim.unit == spot.claim.unit and _plain(s)]
    if len(same) < 2 or spot.claim.unit in _RELATIVE:
        return None
    end, start = same[:2]
    between = page.text[start.claim.until : end.claim.at]
    opening = page.text[max(page.sentence_span(start.sentence)[0], start.claim.at - 40) : start.claim.at]
    if (
        not _TO.search(between)
        or not re.search(r"由|从", opening)
        or re.search(r"[。；]", page.text[start.claim.until : spot.claim.at])
    ):
        return None
    if abs(start.claim.value - end.claim.value) != spot.claim.value:
        return None
    high, low = (start, end) if start.claim.value > end.claim.value else (end, start)
    computed = Fraction(spot.claim.value)
    formula = f"{figure(high.claim)} − {figure(low.claim)} = {shown(computed, spot.claim.unit, spot.claim)}"
    return relation("growth", spot.claim, [end.claim, start.claim], formula, computed, "consistent")


def _change(spot: Spot, start: Spot, end: Spot) -> Relation | None:
    first, last = Fraction(start.claim.value), Fraction(end.claim.value)
    down = last < first
    if not _UP.search(spot.label) and not _DOWN.search(spot.label):
        return None
    if down != bool(_DOWN.search(spot.label) and not _UP.search(spot.label)):
        return None
    unit = spot.claim.unit
    difference = abs(last - first)
    width = slack(start.claim) + slack(end.claim)
    names = figure(end.claim), figure(start.claim)
    if unit == start.claim.unit or (unit == "percentage_point" and start.claim.unit == "percent"):
        if unit in _RELATIVE and unit != "percentage_point":
            return None
        formula = f"{names[1]} − {names[0]}" if down else f"{names[0]} − {names[1]}"
        possible = Interval(difference - width, difference + width)
        return _checked(spot, [end, start], difference, possible, formula, _of_the_same(spot, start))
    if unit not in ("percent", "multiple"):
        return None
    scale = 100 if unit == "percent" else 1
    possible = interval(end.claim).over(interval(start.claim))
    low, high = abs(possible.low - 1) * scale, abs(possible.high - 1) * scale
    formula = f"({names[0]} − {names[1]}) ÷ {names[1]}"
    possible = Interval(min(low, high), max(low, high))
    return _checked(spot, [end, start], difference / first * scale, possible, formula, _of_the_same(spot, start))


def _of_the_same(spot: Spot, start: Spot) -> bool:
    """Whether a growth has no subject of its own beside what grew (航线由1条增加到22条，发货量增长10倍 has)."""
    subject = _GROWN.sub("", core(spot.lead + spot.label))
    return set(subject) <= set(start.clause)


def _checked(
    spot: Spot, others: list[Spot], computed: Fraction, possible: Interval, formula: str, certain: bool = True
) -> Relation | None:
    verdict = judged(spot.claim, computed, possible)
    claims = [other.claim for other in others]
    formula = f"{formula} = {shown(computed, spot.claim.unit, spot.claim)}"
    if verdict:
        return relation("growth", spot.claim, claims, formula, computed, verdict)
    if (
        spot.claim.unit == "multiple"
        and GROWTH.search(spot.label)
        and judged(spot.claim, computed + 1, Interval(possible.low + 1, possible.high + 1))
    ):
        note = "“增长N倍”宜指增量；按“为原来的N倍”理解则相符"
        readings = [
            ReadingOf("增量为基数的倍数", decimal_of(computed)),
            ReadingOf("为基数的倍数", decimal_of(computed + 1)),
        ]
        return open_relation("growth", spot.claim, claims, formula, "ambiguous", note, readings)
    if not certain:
        return None
    return relation(
        "growth",
        spot.claim,
        claims,
        formula,
        computed,
        "conflict",
        f"按文中两数计算应为{shown(computed, spot.claim.unit, spot.claim)}",
    )


def _on_base(page: Page, spot: Spot) -> Relation | None:
    """去年1.26亿元，较上年的0.9亿元增长40%."""
    if spot.claim.unit not in ("percent", "multiple") or not GROWTH.search(spot.label) or _YEARLY.search(spot.label):
        return None
    earlier = page.before(spot, 2)
    if len(earlier) < 2 or not all(_plain(s) and s.claim.unit not in _RELATIVE for s in earlier):
        return None
    base, now = earlier
    between = page.text[now.claim.until : base.claim.at]
    if base.claim.unit == now.claim.unit and _THEN.search(now.label) and _NOW.search(base.label):
        return _change(spot, now, base) if spot.claim.at - base.claim.until <= 12 else None  # 去年9860元，今年11240元
    if base.claim.unit != now.claim.unit or not re.search(r"[，,](?:较|比)", between) or _MORE.search(between):
        return None
    if spot.claim.at - base.claim.until > 12:
        return None
    if (now.claim.value < base.claim.value) != bool(_DOWN.search(spot.label)):
        return None
    return _change(spot, base, now)


def _on_increase(page: Page, spot: Spot) -> Relation | None:
    """务工9865人，同比增加215人，增长2.2%: the base is what is left without the increase."""
    if spot.claim.unit != "percent" or not GROWTH.search(spot.label) or _YEARLY.search(spot.label):
        return None
    near = page.before(spot, 4)
    if (
        not near
        or not _plain(near[0])
        or not _MORE.search(near[0].label)
        or len(re.findall("[。；]", page.text[near[0].claim.until : spot.claim.at]))
    ):
        return None
    more, doubtful = near[0], None
    for now in near[1:]:
        if now.claim.unit != more.claim.unit or not now.claim.exact or now.claim.unit in _RELATIVE:
            continue
        if is_yardstick(page, now):
            continue
        sign = -1 if _DOWN.search(more.label) else 1
        base = Fraction(now.claim.value) - sign * Fraction(more.claim.value)
        if base <= 0:
            continue
        width = slack(now.claim) + slack(more.claim)
        computed = Fraction(more.claim.value) / base * 100
        low = (Fraction(more.claim.value) - slack(more.claim)) / (base + width) * 100
        high = (Fraction(more.claim.value) + slack(more.claim)) / max(base - width, Fraction(1, 1000)) * 100
        formula = f"{figure(more.claim)} ÷ ({figure(now.claim)} {'+' if sign < 0 else '−'} {figure(more.claim)})"
        certain = bool(_BARE_GROWTH.match(spot.label.strip())) and bool(re.search(r"[比较年同]", more.label))
        certain = certain and now.index == more.index - 1 and not _is_base(page, now)
        found = _checked(spot, [more, now], computed, Interval(low, high), formula, certain and not _is_part(page, now))
        if found and found.verdict != "conflict":
            return found
        doubtful = doubtful or found
    return doubtful


def _is_base(page: Page, spot: Spot) -> bool:
    """Whether a figure is what there was before (去年同期，供应商为228家)."""
    said = re.split(r"[。；]", page.text[max(0, spot.claim.at - 24) : spot.claim.at])[-1]
    return bool(_THEN.search(said) or _BASE.search(spot.label) or re.search(r"同期", said))


def _is_part(page: Page, spot: Spot) -> bool:
    """Whether a figure stands behind 其中, so that a later sentence part may speak of the total again."""
    return "其中" in page.text[page.sentence_span(spot.sentence)[0] : spot.claim.at] or spot.depth > 0


def _on_any_base(page: Page, spot: Spot) -> Relation | None:
    """2019年1840万元，2020年2208万元，同比增长20%; 55人，比2019年的44人增加11人: only exact agreement counts."""
    if not GROWTH.search(spot.label) or _YEARLY.search(spot.label):
        return None
    near = [s for s in page.before(spot, 6) if _plain(s) and s.claim.unit not in _RELATIVE]
    for now, base in ((now, base) for now in near[:3] for base in near if base is not now):
        if now.claim.unit != base.claim.unit or (now.claim.value < base.claim.value) != bool(_DOWN.search(spot.label)):
            continue
        between = page.text[min(now.claim.until, base.claim.until) : spot.claim.at]
        if not re.search(r"比|较|\d年|去年|上年|今年", between) or "其中" in between:
            continue
        found = _change(spot, base, now)
        if found and found.verdict == "consistent":
            return found
    return None


def _times(page: Page, spot: Spot) -> Relation | None:
    """9870元，是2015年2350元的4.2倍; 275名…是2019年总数的3倍 (base implied)."""
    words = spot.clause
    if (
        spot.claim.unit not in ("multiple", "percent")
        or GROWTH.search(spot.label)
        or COMPLETION.search(words)
        or not _BASE.search(words)
    ):
        return None
    if not re.search(r"是|为|相当于", words):
        return None
    earlier = [s for s in page.before(spot, 4) if _plain(s)]
    if (
        len(earlier) >= 2
        and earlier[0].claim.unit == earlier[1].claim.unit
        and _BASE.search(page.text[earlier[1].claim.until : earlier[0].claim.at])
        and re.fullmatch("[^，。；]{0,4}的?", page.text[earlier[0].claim.until : spot.claim.at])
    ):
        base, now = earlier[0], _named_again(page, earlier[0], earlier[1])
        scale = 100 if spot.claim.unit == "percent" else 1
        computed = Fraction(now.claim.value) / Fraction(base.claim.value) * scale
        formula = f"{figure(now.claim)} ÷ {figure(base.claim)}"
        found = _checked(
            spot, [now, base], computed, interval(now.claim).over(interval(base.claim)).times(scale), formula
        )
        return found
    if spot.claim.unit != "multiple":
        return None
    totals = [s for s in page.before(spot, 5) if _plain(s) and s.claim.unit not in _RELATIVE]
    return _implied_multiple(spot, totals) if totals else None


def _named_again(page: Page, base: Spot, beside: Spot) -> Spot:
    """What grew: the figure beside its base, or the one of the sentence that is named once more before the base.

    捐款612万元，捐物折款451万元；捐款额为上年294万元的2.1倍: the gifts of money.
    """
    again = _AGAIN.search(page.text[beside.claim.until : base.claim.at])
    if again is None:
        return beside
    name = pairs_of_letters(again["name"])
    same = [s for s in [beside, *page.before(beside, 3)] if s.claim.unit == base.claim.unit and _plain(s)]
    return max(same, key=lambda s: len(name & pairs_of_letters(s.label)))


def _implied_multiple(spot: Spot, totals: list[Spot]) -> Relation:
    """A multiple of a figure the text does not give; of several counts in the sentence the largest is the total."""
    unit = totals[0].claim.unit
    now = max((s for s in totals if s.claim.unit == unit), key=lambda s: s.claim.value)
    base = Fraction(now.claim.value) / Fraction(spot.claim.value)
    whole = base.denominator == 1 or unit not in _WHOLE
    note = f"基数未写明，隐含约{shown(decimal_of(base, 2), unit)}" + ("" if whole else "，不是整数，倍数为约数")
    formula = f"{shown(now.claim.value, unit)} ÷ {spot.claim.value}倍 = {shown(decimal_of(base, 2), unit)}"
    readings = [ReadingOf("隐含基数", decimal_of(base, 2))]
    return open_relation(
        "growth", spot.claim, [now.claim], formula, "unstated" if whole else "rounding", note, readings
    )


def _implied(page: Page, spot: Spot) -> Relation | None:
    """3408人，同比增长5.12%: is there a whole number that grew so?"""
    if (
        spot.claim.unit != "percent"
        or not re.search(r"增长|下降|增加|减少|增幅|提高", spot.label)
        or _YEARLY.search(spot.clause)
    ):
        return None
    if len(spot.label) > 12 or not re.search(r"同比|比上年|较上年|比去年|较去年|环比|增长$|下降$", spot.label.strip()):
        return None
    now = next(iter(page.before(spot, 1)), None)
    if now is None or not _plain(now) or now.claim.unit in _RELATIVE or _MORE.search(now.label):
        return None
    if _base_is_stated(page, spot, now):
        return None
    between = page.text[now.claim.until : spot.claim.at]
    if re.search(r"[。；、]", between) or len(between) - len(now.tail) > 14 or re.search("分别", between + now.label):
        return None
    sign = -1 if _DOWN.search(spot.label) else 1
    rate = 1 + sign * Fraction(spot.claim.value) / 100
    if rate <= 0:
        return None
    base = Fraction(now.claim.value) / rate
    if now.claim.unit in _WHOLE and slack(now.claim) == 0:
        return _whole_base(spot, now, base, sign)
    formula = f"{figure(now.claim)} ÷ {decimal_of(rate)} = {shown(decimal_of(base, 2), now.claim.unit)}"
    readings = [ReadingOf("隐含基数", decimal_of(base, 2))]
    return open_relation("growth", spot.claim, [now.claim], formula, "unstated", "基数未写明，无从核对", readings)


def _base_is_stated(page: Page, spot: Spot, now: Spot) -> bool:
    """Whether the sentence gives another figure of the same unit for another moment: then nothing is implied."""
    others = [s for s in [*page.before(spot, 6), *page.after(spot, 2)] if s.claim.unit == now.claim.unit]
    others = [s for s in others if s is not now]
    return any(moment(page, s) != moment(page, now) for s in others) or (moment(page, now) or ("", 0))[1] < 0


def _whole_base(spot: Spot, now: Spot, base: Fraction, sign: int) -> Relation:
    """Looks for a whole number near `base` from which the growth comes out as printed."""
    for candidate in sorted(range(max(1, int(base) - 1), int(base) + 3), key=lambda whole: abs(whole - base)):
        computed = abs(Fraction(now.claim.value) / candidate - 1) * 100
        verdict = judged(spot.claim, computed, Interval(computed, computed))
        if verdict:
            formula = f"{figure(now.claim)} ÷ {candidate} − 1 = {'−' if sign < 0 else ''}{shown(computed, 'percent')}"
            step = Fraction(spot.claim.step or 1)
            if candidate * step >= 100:  # so fine are the steps of the base that every percentage has one
                verdict = "unstated"
            note = f"上期数未写明，隐含为{candidate}"
            return relation("growth", spot.claim, [now.claim], formula, computed, verdict, note)
    factor = decimal_of(1 + sign * Fraction(spot.claim.value) / 100)
    formula = f"{figure(now.claim)} ÷ {factor} = {shown(decimal_of(base, 2), now.claim.unit)}"
    readings = [ReadingOf("隐含基数", Decimal(decimal_of(base, 2)))]
    return open_relation(
        "growth", spot.claim, [now.claim], formula, "ambiguous", "没有整数基数能得出所写增幅，口径可能不同", readings
    )
