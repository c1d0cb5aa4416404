"""Altered amounts: differences, means, means a year, products, sums."""

import re
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot, core
from bangfu.reports.checker.numbers import chinese_value
from bangfu.reports.checker.relations.arithmetic import (
    Interval,
    figure,
    interval,
    shown,
    telling_digits,
)
from bangfu.reports.checker.relations.nearness import (
    CHANGE,
    EACH,
    RELATIVE,
    REST,
    STOCK,
    alike,
    is_amount,
    is_short_of,
    of_something_else,
    words_of,
)
from bangfu.reports.checker.relations.parts import total_of
from bangfu.reports.checker.relations.products import goes_with, per_of
from bangfu.reports.checker.relations.slip_reading import Reading, minus, now_and_base, only, quotient_of, rounded
from bangfu.reports.checker.relations.sum_conflicts import parallel

_GROUP = re.compile(r"^[^，。；\d]{0,14}(?:中|里|之中)(?:[，,]|有|共有)")
_LEFT_OVER = re.compile(r"其余|剩余|余下|余额|结余|尚余|还剩|自付|自筹|缺口|还差|未")
_RATE = re.compile(r"每|均|单价|客单价|标准|各")
_PER = re.compile(r"平均每([^，。；\d]{0,8})|每([^，。；\d]{0,8}?)(?:平均|均)|每([一-鿿]{1,2})$|([一-鿿]{1,2})均")
_TOTAL = re.compile(r"(?:共计?|合计|总计|总共|一共|加起来)(?:[一-鿿]{0,3})$")
_ADDED_UP = re.compile(r"(?:合计|共计|加起来)[为达]?$")


def difference(page: Page, spot: Spot) -> Reading | None:
    """比计划4000名多1230名, 其余3个: a figure, a base called so right behind it, and what they differ by."""
    words = words_of(spot)
    if not REST.search(words):
        if not re.search(r"(?:超额|净增|多[一-鿿]?|增加|减少|少[一-鿿]?|高出|下降)了?$", words.strip()):
            return None
        pair = now_and_base(page, spot)
        if pair is None or not alike(pair[0].claim, spot.claim):
            return None
        high, low = sorted(pair, key=lambda s: -s.claim.value)
        return minus("growth", spot, high, low)
    same = [s for s in page.before(spot, 6) if is_amount(s) and alike(s.claim, spot.claim)]
    if len(same) != 2 or any(EACH.search(words_of(s)) or CHANGE.search(words_of(s)) for s in same):
        return None
    high, low = sorted(same, key=lambda s: -s.claim.value)
    if not _LEFT_OVER.search(words) and "其中" not in page.text[high.claim.until : spot.claim.at]:
        return None  # 对其他国家出口…: one item of a list
    if high.part != spot.part and "其中" not in page.text[high.claim.until : spot.claim.at]:
        return None  # 花了1.02亿元；…5400万元；其余8400万元: of a total before all of them
    return minus("sum", spot, high, low) if high.claim.value > low.claim.value else None


def mean(page: Page, spot: Spot) -> Reading | None:
    """72场…1.08万人次，场均150人次: the total right before it, and one count of what it is given per."""
    said = _PER.search(spot.clause[-14:])
    if not said:
        return None
    thing = next((word for word in said.groups() if word), "")
    per, thing = per_of(page, spot), re.sub(r"^[个所家名支条](?=.)", "", thing)
    near = [s for s in page.before(spot, 6) if s.claim.exact and s.claim.value > 0 and s.claim.unit not in RELATIVE]
    near = [s for s in near if not EACH.search(words_of(s))]
    near = [s for s in near if not CHANGE.search(words_of(s))]
    unit = spot.claim.unit if any(s.claim.unit == spot.claim.unit for s in near) else None
    near = [
        s for s in near if unit is None or s.claim.unit == unit or not alike(s.claim, spot.claim) or s.claim.unit == per
    ]
    total = next((s for s in near if _same_kind(s, spot, unit) and not CHANGE.search(words_of(s))), None)
    beside = total in near[:2] and total is not None and total.part == spot.part
    if beside and any(_counts(s, per, thing, said.group()) for s in near[:2] if s is not total):
        near = near[:2]
    elif total is None or total.part != spot.part or total.claim.value <= spot.claim.value or total is not near[0]:
        total = only(s for s in near if alike(s.claim, spot.claim) and s.claim.value > spot.claim.value)
    counts = [s for s in near if s is not total and s.claim.unit != "CNY" and s.claim.value > 1]
    count = only(s for s in counts if _counts(s, per, thing, said.group()))
    if count is None and total and total.index == spot.index - 1:  # the total right before, the count sentences back
        far = [s for s in page.before(spot, 16, 4) if is_amount(s) and s.claim.unit != "CNY" and s.claim.value > 1]
        far = [s for s in far if not EACH.search(words_of(s)) and s is not total]
        count = only(s for s in far if thing and (s.claim.word == thing or s.claim.word == thing[-2:]))
    if not (total and count) or of_something_else(page, total, count):
        return None
    return quotient_of("product", spot, total, count, 1)


def _same_kind(total: Spot, mean_of: Spot, unit: str | None) -> bool:
    """Whether a mean may be of a total: of its unit, where one of its unit stands near it."""
    return total.claim.unit == unit if unit else alike(total.claim, mean_of.claim)


def yearly(page: Page, spot: Spot) -> Reading | None:
    """五年来投入38.6亿元，年均7.72亿元: the years said once in the sentence, the total right before the mean."""
    total = next(iter(page.before(spot, 1)), None)
    if total is None or not re.search("年均$|平均每年$", words_of(spot).strip()) or total.sentence != spot.sentence:
        return None
    opening = page.text[page.sentence_span(spot.sentence)[0] : total.claim.at]
    said = re.findall(r"([二两三四五六七八九十]|(?<!\d)[2-9]|10)年(?:来|间|共|累计)", opening)
    if len(said) != 1 or not is_amount(total) or not alike(total.claim, spot.claim):
        return None
    years = int(chinese_value(said[0]) or 0) if not said[0].isdigit() else int(said[0])
    computed = Fraction(total.claim.value) / years
    stated = Fraction(spot.claim.value)
    return Reading(
        "product",
        spot.claim,
        [total.claim],
        f"{figure(total.claim)} ÷ {years}年 = {shown(computed, spot.claim.unit, spot.claim)}",
        computed,
        rounded(spot.claim, interval(total.claim).over(Interval(Fraction(years), Fraction(years)))),
        [(spot.claim, computed), (total.claim, stated * years)],
    )


def _counts(spot: Spot, per: str | None, thing: str, said: str) -> bool:
    """Whether a figure counts what a mean is given per: 72场 for 场均, 86个 of 扶贫车间 for 每个车间平均."""
    if per and spot.claim.unit in (per, f"{per}_time"):
        return True
    if spot.claim.word and (said.startswith(f"{spot.claim.word}均") or said.startswith(f"每{spot.claim.word}")):
        return True
    if len(spot.claim.word) > 1 and thing.startswith(spot.claim.word):
        return True  # 平均每公里花了
    return bool(thing) and (thing in spot.words or thing == spot.claim.word or spot.claim.word.endswith(thing))


def product(page: Page, spot: Spot) -> Reading | None:
    """21万单，客单价48元，销售额1008万元: a count, what each costs, and the total, one behind the other."""
    three = [s for s in page.spots[max(0, spot.index - 3) : spot.index + 4] if s.claim.unit not in RELATIVE]
    for start in range(len(three) - 2):
        group = three[start : start + 3]
        if spot not in group or any(s.part != spot.part or not is_amount(s) for s in group):
            continue
        rates = [s for s in group if s is not spot and _RATE.search(words_of(s)) and alike(s.claim, spot.claim)]
        counts = [s for s in group if s is not spot and s not in rates and not alike(s.claim, spot.claim)]
        if (
            len(rates) != 1
            or len(counts) != 1
            or _RATE.search(words_of(spot))
            or STOCK.search(words_of(spot))
            or rates[0].claim.value >= spot.claim.value
        ):
            continue
        rate, count = rates[0], counts[0]
        if count.claim.unit == "CNY" or abs(group.index(rate) - group.index(count)) != 1:
            continue
        said = page.text[group[0].claim.until : group[-1].claim.at]
        if of_something_else(page, spot, count) or re.search("其中|分别", said):
            continue
        if not goes_with(rate, count) or is_short_of(page, group[0], group[-1]):
            continue
        return _times(spot, rate, count)
    return None


def _times(spot: Spot, rate: Spot, count: Spot) -> Reading:
    each, many, stated = Fraction(rate.claim.value), Fraction(count.claim.value), Fraction(spot.claim.value)
    one, other = interval(rate.claim), interval(count.claim)
    return Reading(
        "product",
        spot.claim,
        [rate.claim, count.claim],
        f"{figure(rate.claim)} × {figure(count.claim)} = {shown(each * many, spot.claim.unit, spot.claim)}",
        each * many,
        Interval(one.low * other.low, one.high * other.high),
        [(spot.claim, each * many), (rate.claim, stated / many), (count.claim, stated / each)],
    )


def sum_in_sentence(page: Page, spot: Spot) -> Reading | None:
    """45件…38件，加起来83件; 在3624名中，省派186人、市派642人、县派2796人: all figures of its unit in the sentence."""
    before = [s for s in reversed(page.before(spot, 12)) if is_amount(s) and alike(s.claim, spot.claim)]
    total = words_of(spot).strip()
    each = "分别" in page.text[page.sentence_span(spot.sentence)[0] : spot.claim.at]
    parts = before if _TOTAL.search(total) or (each and total.endswith("累计")) else []
    if not parts and _GROUP.match(page.text[spot.claim.until :][:24]):
        parts = [s for s in page.after(spot, 8) if s.part == spot.part and is_amount(s) and alike(s.claim, spot.claim)]
        labels = [core(words_of(part)) for part in parts]
        if len(labels) < 2 or not all(labels) or not parallel(labels):
            return None
    claims = [spot.claim, *(part.claim for part in parts)]
    if len({claim.unit for claim in claims}) > 1 and len({claim.word for claim in claims}) > 1:
        return None  # 参加6个项目获得6枚奖牌，共10枚
    if len(parts) < 2 or any(EACH.search(words_of(s)) or CHANGE.search(words_of(s)) for s in parts):
        return None
    larger = any(s.claim.value >= spot.claim.value for s in parts) and not _ADDED_UP.search(total)
    if telling_digits(claims) < (2 if len(parts) == 2 else 3) or larger:
        return None
    computed, possible = total_of(parts)
    missing = Fraction(spot.claim.value) - computed
    remedies = [(spot.claim, computed), *((s.claim, Fraction(s.claim.value) + missing) for s in parts)]
    formula = " + ".join(figure(s.claim) for s in parts) + f" = {shown(computed, spot.claim.unit, spot.claim)}"
    return Reading("sum", spot.claim, [s.claim for s in parts], formula, computed, possible, remedies)
