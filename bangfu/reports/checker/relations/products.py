"""Products and averages: unit price × count, total ÷ count, and rates that only the arithmetic shows."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot, core
from bangfu.reports.checker.numbers import chinese_value
from bangfu.reports.checker.relations.arithmetic import (
    Interval,
    altered_digit,
    figure,
    interval,
    judged,
    judged_mean,
    shown,
)
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import STOCK, is_short_of, of_something_else
from bangfu.reports.checker.relations.shares import GROWTH
from bangfu.reports.checker.tables import table

_PER = re.compile(
    r"每(?P<each>[^，。；每\d]{0,8})|(?P<price>单价|均价)|(?P<mean>平均每[户人亩村家]|[户人亩村校年场头例次笔家单件生台]均)"
)
_NOUN = re.compile(r"每(?P<each>[^，。；、\d]{1,8})|(?P<of>[一-鿿])均(?!价)")
_PER_BEHIND = re.compile(r"^(?:的标准|/|／|每)[^，。；]{0,4}|^的标准")
_OUTSIDE_MEASURE = re.compile(r"年|月|天|日")
_COUNTS = {
    "户": "household",
    "人": "person",
    "亩": "mu",
    "村": "village",
    "生": "person",
    "名": "person",
    "家": "organisation",
    "企": "organisation",
    "校": "organisation",
    "队": "team",
    "车间": "facility",
}
_HIGHEST_RATE = 10_000  # a rate nobody states is believed only if it is a usual one
_YEARS = re.compile(r"([一二两三四五六七八九十]{1,3}|\d{1,2})年")
_RELATIVE = ("percent", "permille", "percentage_point", "multiple", "year", "month", "day", "hour")
_MONEY = "CNY"
_PAID = re.compile(r"补贴|补助|资助|救助|发放|支付|奖补|捐款|捐赠|代缴|缴纳|补偿|奖励|慰问|生活费|资金")
_STANDARDS = [
    (re.compile(row["words"]), [Decimal(amount) for amount in row["amounts"]], row["note"])
    for row in table("standards")["programme"]
]


def products(page: Page) -> Iterator[Relation]:
    """Unit prices and averages that the figures beside them must give."""
    for spot in page.spots:
        if spot.claim.unit in _RELATIVE or spot.claim.value == 0 or spot.claim.upper is not None:
            continue
        if found := _yearly(page, spot):
            yield found
            continue
        per = per_of(page, spot)
        if per is not None and (found := _with_total(page, spot, per)):
            yield found


def _yearly(page: Page, rate: Spot) -> Relation | None:
    """三年共减贫21666人，年均减贫7222人; 五年来…: the years are said in words before the total."""
    if (
        not re.search(r"年均|平均每年", rate.label)
        or not rate.claim.exact
        or GROWTH.search(rate.label.replace("年均", ""))
    ):
        return None
    for total in page.before(rate, 6, 1):
        said = list(_YEARS.finditer(page.text[max(0, total.claim.at - 60) : total.claim.at]))
        if total.claim.unit != rate.claim.unit or not total.claim.exact or not said:
            continue
        years = chinese_value(said[-1][1]) or Decimal(0) if not said[-1][1].isdigit() else Decimal(said[-1][1])
        if not 2 <= years <= 20:
            continue
        computed = Fraction(total.claim.value) / Fraction(years)
        verdict = judged(rate.claim, computed, Interval(computed, computed))
        if verdict:
            formula = f"{figure(total.claim)} ÷ {years}年 = {shown(computed, rate.claim.unit, rate.claim)}"
            return relation("product", rate.claim, [total.claim], formula, computed, verdict)
    return None


def per_of(page: Page, spot: Spot) -> str | None:
    """The unit a figure is given per (每户 → household), "" when it is not said, None when it is no rate."""
    words = spot.clause[-16:]
    said = "".join(match.group() for match in _PER.finditer(words))
    if (
        not said
        and re.search(r"(?:和|及|、)?价值$", spot.label)
        and re.search(r"每[户人]", page.text[max(0, spot.claim.at - 24) : spot.claim.at])
    ):
        return ""
    if not said:
        return "" if _PER_BEHIND.match(page.text[spot.claim.until : spot.claim.until + 4]) else None
    if re.search(r"每年|每月|每天|每日|年均|月均", said) and not re.search(r"[户人亩村家生]", said):
        return None
    return per_of_words(said) or ""


def goes_with(rate: Spot, count: Spot) -> bool:
    """Whether a rate may be held against a count: the noun of 每组, 每个村, 户均 is what is counted, or its unit.

    A rate whose noun is not said (单价, 标准) goes with every count.
    """
    said = list(_NOUN.finditer((rate.label if rate.label.strip() else rate.lead)[-14:]))
    if not said or (per_of_words(said[-1].group()) or "") == count.claim.unit:
        return True
    noun, word = said[-1]["each"] or said[-1]["of"], count.claim.word
    if word and noun.startswith(word):
        noun = noun[len(word) :]
        return not noun or not core(count.tail) or noun[:2] in count.words
    return noun[:1] in word + count.tail if len(noun) == 1 else noun[:2] in count.words


def per_of_words(said: str) -> str | None:
    """The unit that the words of a rate name (每户 → household), None when they name none."""
    return next((unit for word, unit in _COUNTS.items() if word in said), None)


def _with_total(page: Page, rate: Spot, per: str) -> Relation | None:
    near = [*page.before(rate, 8, 2), *page.after(rate, 4)]
    near = [s for s in near if s.claim.exact and s.claim.unit not in _RELATIVE and s.claim.value > 0]
    totals = [
        s
        for s in near
        if s.claim.unit == rate.claim.unit and s.claim.value > rate.claim.value and per_of(page, s) is None
    ]
    counts = [s for s in near if s.claim.unit != rate.claim.unit and s.claim.value > 1 and s.claim.unit != _MONEY]
    if own := [s for s in counts if s.sentence == rate.sentence and s.claim.unit in (per, f"{per}_time")]:
        counts = own
    rates = [s for s in near if s.claim.unit == rate.claim.unit and s.part == rate.part and per_of(page, s) is not None]
    if rates:
        return _with_several_rates(rate, rates, totals, counts) or _agreeing(rate, totals, counts)
    counts.sort(key=lambda count: count.claim.unit != per)
    return _agreeing(rate, totals, counts) or _contradiction(page, rate, per, totals, counts)


def _agreeing(rate: Spot, totals: list[Spot], counts: list[Spot]) -> Relation | None:
    return next((found for total in totals for count in counts if (found := _product(rate, count, total))), None)


def _with_several_rates(rate: Spot, rates: list[Spot], totals: list[Spot], counts: list[Spot]) -> Relation | None:
    """每户500元慰问金和200元物资: together they may make the total; either alone contradicts nothing."""
    for other in rates:
        for total in totals:
            for count in counts:
                together = Fraction(rate.claim.value) + Fraction(other.claim.value)
                computed = together * Fraction(count.claim.value)
                if computed == Fraction(total.claim.value) and other.index > rate.index:
                    rates_said = f"({figure(rate.claim)} + {figure(other.claim)})"
                    formula = f"{rates_said} × {figure(count.claim)} = {shown(computed, _MONEY, total.claim)}"
                    return relation(
                        "product", total.claim, [rate.claim, other.claim, count.claim], formula, computed, "consistent"
                    )
    return None


def _product(rate: Spot, count: Spot, total: Spot) -> Relation | None:
    if re.search(r"均", rate.clause[-8:]):
        computed = Fraction(total.claim.value) / Fraction(count.claim.value)
        possible = interval(total.claim).over(interval(count.claim))
        verdict = judged_mean(rate.claim, computed, possible)
        if verdict is None or abs(computed / Fraction(rate.claim.value) - 1) > Fraction(1, 50):
            return None
        formula = f"{figure(total.claim)} ÷ {figure(count.claim)} = {shown(computed, rate.claim.unit, rate.claim)}"
        return relation("product", rate.claim, [total.claim, count.claim], formula, computed, verdict)
    computed = Fraction(rate.claim.value) * Fraction(count.claim.value)
    one, other = interval(rate.claim), interval(count.claim)
    verdict = judged(total.claim, computed, Interval(one.low * other.low, one.high * other.high))
    if verdict is None or abs(computed / Fraction(total.claim.value) - 1) > Fraction(1, 200):
        return None
    note = "单价为上限，合计恰等于上限与数量之积" if rate.claim.bound == "at_most" else ""
    return relation(
        "product", total.claim, [rate.claim, count.claim], _formula(rate, count, computed), computed, verdict, note
    )


def _formula(rate: Spot, count: Spot, computed: Fraction) -> str:
    return f"{figure(rate.claim)} × {figure(count.claim)} = {shown(computed, rate.claim.unit, rate.claim)}"


def _contradiction(page: Page, rate: Spot, per: str, totals: list[Spot], counts: list[Spot]) -> Relation | None:
    """A conflict, only with one total and one count in the sentence, and one altered digit that explains it."""
    own_totals = [s for s in totals if s.sentence == rate.sentence and abs(s.index - rate.index) <= 2]
    own_counts = [s for s in counts if s.sentence == rate.sentence and abs(s.index - rate.index) <= 2]
    if len(own_totals) != 1 or len(own_counts) != 1 or not rate.claim.exact or _OUTSIDE_MEASURE.search(rate.label):
        return None
    total, count = own_totals[0], own_counts[0]
    if STOCK.search(total.label):
        return None
    named = per == count.claim.unit or (count.claim.word and count.claim.word in rate.clause[-8:])
    if (per and count.claim.unit != per) or not (named or _PAID.search(total.words + rate.words)):
        return None
    first, last = sorted((rate, count, total), key=lambda s: s.index)[::2]
    if not goes_with(rate, count) or is_short_of(page, first, last):
        return None
    computed = Fraction(rate.claim.value) * Fraction(count.claim.value)
    fixed_count = Fraction(total.claim.value) / Fraction(rate.claim.value)
    if judged(total.claim, computed, Interval(computed, computed)) or of_something_else(page, total, count):
        return None
    if "均" in rate.clause and is_rounded_mean(rate, Fraction(total.claim.value) / Fraction(count.claim.value)):
        return None
    wanted = (
        (total, computed),
        (count, fixed_count),
        (rate, Fraction(total.claim.value) / Fraction(count.claim.value)),
    )
    if not any(altered_digit(spot.claim.value, value, spot.claim.step or Decimal(1)) for spot, value in wanted):
        return None
    note = f"按单价与数量计算应为{shown(computed, total.claim.unit, total.claim)}"
    return relation(
        "product", total.claim, [rate.claim, count.claim], _formula(rate, count, computed), computed, "conflict", note
    )


def is_rounded_mean(rate: Spot, mean: Fraction) -> bool:
    """Whether a stated mean is the exact one rounded, or cut off by no more than a tenth: 平均每村3家 of 45 in 14."""
    stated, step = Fraction(rate.claim.value), Fraction(rate.claim.step or 1)
    return abs(mean - stated) * 2 <= step or 0 <= mean - stated < min(step, stated / 10)


def implied_rates(page: Page) -> Iterator[Relation]:
    """7129人 and 178.23万元: one round amount each explains the total; a known standard that does not is a conflict."""
    for total in page.spots:
        if total.claim.unit != _MONEY or not total.claim.exact or not _PAID.search(total.words):
            continue
        count = _payees(page, total)
        if count is None:
            continue
        known = _against_standard(page, count, total)
        if known:
            yield known
        elif found := _round_rate(count, total):
            yield found


def _payees(page: Page, total: Spot) -> Spot | None:
    """The one count of people or households right before the money."""
    earlier = page.before(total, 1)
    if (
        not earlier
        or earlier[0].claim.unit not in ("person", "household", "person_time", "item")
        or not earlier[0].claim.exact
    ):
        return None
    count = earlier[0]
    between = page.text[count.claim.until : total.claim.at]
    return count if len(between) <= 36 and count.claim.value >= 20 and not re.search(r"其中|。", between) else None


def _round_rate(count: Spot, total: Spot) -> Relation | None:
    rate = Fraction(total.claim.value) / Fraction(count.claim.value)
    for unit in (100, 50) if rate >= 1000 else (100, 50, 10):
        whole = round(rate / unit) * unit
        if whole and whole <= _HIGHEST_RATE and abs(rate - whole) * 1000 <= rate:
            computed = Fraction(whole) * Fraction(count.claim.value)
            verdict = judged(total.claim, computed, Interval(computed, computed))
            if verdict:
                formula = f"{figure(count.claim)} × {whole}元 = {shown(computed, _MONEY)}"
                return relation(
                    "product", total.claim, [count.claim], formula, computed, verdict, f"单价未写明，隐含每份{whole}元"
                )
    return None


def _against_standard(page: Page, count: Spot, total: Spot) -> Relation | None:
    start, end = count.claim.at, total.claim.until
    for words, amounts, note in _STANDARDS:
        if not words.search(page.text, start, end):
            continue
        possible = [Fraction(amount) * Fraction(count.claim.value) for amount in amounts]
        if any(judged(total.claim, value, Interval(value, value)) for value in possible):
            return None
        for amount, value in zip(amounts, possible, strict=True):
            fitting = Fraction(total.claim.value) / Fraction(amount)
            if altered_digit(count.claim.value, fitting, count.claim.step or Decimal(1)):
                formula = f"{figure(count.claim)} × {amount}元 = {shown(value, _MONEY)}"
                remark = f"{note}；文中金额相当于{int(fitting)}份，人数或金额有一处有误，或标准、批次不一"
                return relation("product", total.claim, [count.claim], formula, value, "conflict", remark)
    return None
