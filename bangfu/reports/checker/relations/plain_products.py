"""Products whose factors stand side by side: 32期，每期50人，培训1800人次; 每人每月600元，1500人，全年….

A rate without 平均 holds for each (每班45人 is no mean): the total is the product. Persons may come twice to occasions
that repeat, payments may begin within the year: there only a total of more than the product contradicts it. A mean
contradicts its total where neither rounding nor cutting off makes them agree.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot, core, likeness
from bangfu.reports.checker.relations.arithmetic import (
    Interval,
    altered_digit,
    figure,
    interval,
    shown,
    stated_step,
)
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import around, is_short_of, of_something_else
from bangfu.reports.checker.relations.parts import CHANGE, RATES
from bangfu.reports.checker.relations.products import goes_with, is_rounded_mean
from bangfu.reports.checker.tables import longest_first, table

_TABLE = table("plain")
_TOTAL = re.compile(_TABLE["total"]["words"] + "|总|全年")
_HOLLOW = re.compile(_TABLE["total"]["hollow"])
_EACH = re.compile(
    r"(?P<mean>平均)?每(?!年|月|天|日|周|季)[^，。；\d]{1,10}$|(?P<short>[人户村校班场期家])均$|各[^，。；\d]{0,8}$"
)
_MONTHLY = re.compile(r"每[人户名][^，。；\d]{0,2}每月[^，。；\d]{0,6}$|每月每[人户名][^，。；\d]{0,6}$")
_DAYS = re.compile(r"(?P<mean>平均)?每月[^，。；\d]{0,6}$")
_MONTHS = {word: Fraction(count) for word, count in _TABLE["months"].items()}
_SPAN = re.compile("|".join(longest_first(list(_MONTHS))))
_REPEATING = tuple(_TABLE["repeating"]["words"])
_VAGUE = re.compile(r"其中|另|最多|最少|至多|至少|计划|拟|不等|左右|等(?!奖)|实际|陆续|部分|标准|已|还|含|除")
_MOST = 8
_ENOUGH = 20  # months of pay: a fiftieth and more over the product contradicts it


def plain_products(page: Page) -> Iterator[Relation]:
    """Conflicts between a rate, the count beside it and their total."""
    for rate in page.spots:
        if not rate.claim.exact or rate.claim.value <= 0:
            continue
        if found := _of_month(page, rate) or _of_three(page, rate):
            yield found


def _of_three(page: Page, rate: Spot) -> Relation | None:
    """Rate, count and total next to each other, the only figures of their kinds in the sentence."""
    each, monthly = _EACH.search(rate.label), _MONTHLY.search(rate.label)
    if not (each or monthly) or rate.claim.unit in RATES or CHANGE.search(rate.label):
        return None
    for first in (rate.index - 2, rate.index - 1, rate.index):
        three = page.spots[max(0, first) : first + 3]
        if first < 0 or len(three) < 3 or any(spot.sentence != rate.sentence for spot in three):
            continue
        others = [spot for spot in three if spot is not rate]
        for count, total in (others, others[::-1]):
            if _fits(page, rate, count, total):
                if monthly:
                    return _paid_by_month(page, rate, count, total)
                mean = bool(each and (each["mean"] or each["short"] or "均" in each.group()))  # 每期平均166人次
                return _mean(rate, count, total) if mean else _product(page, rate, count, total)
    return None


def _fits(page: Page, rate: Spot, count: Spot, total: Spot) -> bool:
    """Whether two figures are the count and the total of a rate, and the sentence holds no rival of either."""
    units = {rate.claim.unit, f"{rate.claim.unit}_time"}
    if total.claim.unit not in units or count.claim.unit in (*RATES, *units, "CNY"):
        same = rate.claim.unit == count.claim.unit and total.claim.unit in units
        if not same or total.claim.unit not in units or not count.claim.word:
            return False
    if not (count.claim.exact and total.claim.exact) or count.claim.value < 2 or count.claim.value % 1:
        return False
    if total.claim.value <= rate.claim.value or not _of_each(rate, count) or CHANGE.search(total.label):
        return False
    if _EACH.search(total.label) or _EACH.search(count.label):
        return False
    first, last = sorted((rate, count, total), key=lambda spot: spot.index)[::2]
    rivals = [s for s in around(page, rate) if s.claim.unit in units and s not in (rate, count, total)]
    if (
        rivals
        or is_short_of(page, first, last)
        or of_something_else(page, total, count)
        or _VAGUE.search(page.text[first.claim.at : last.claim.until])
    ):
        return False
    if len([s for s in around(page, rate) if s.claim.unit == count.claim.unit and s.index < rate.index]) > 2:
        return False  # 县级50户、乡镇级90户、村级180户；对县级每户奖励2000元
    if total is not last and not _EACH.search(rate.label[-8:]):
        return False
    return bool(_MONTHLY.search(rate.label)) or _is_all(rate, total)


def _of_each(rate: Spot, count: Spot) -> bool:
    """Whether a count is of what the rate is given for each of: its unit, its noun, or words before it (班次18个)."""
    if "每" not in rate.label and "均" not in rate.label:  # 65个村各配备4套
        return rate.index == count.index + 1 and count.claim.at >= rate.claim.at - len(rate.clause)
    noun = re.search("每[个一]?([一-鿿])", rate.label)
    return goes_with(rate, count) or bool(noun and noun[1] in count.label[-6:] + count.claim.word)


def _is_all(rate: Spot, total: Spot) -> bool:
    """Whether a figure is the total of what the rate tells: it says so, or counts attendance, or a mean follows."""
    if rate.index > total.index:
        return rate.label.strip("，, ").endswith("均")
    if not (_TOTAL.search(total.clause) or total.claim.unit.endswith("_time")):
        return False
    measure = _HOLLOW.sub("", core(_TOTAL.sub("", total.label)))
    if total.claim.unit != "CNY" or not measure:
        return True
    return likeness(measure, rate.clause) > 0


def _mean(rate: Spot, count: Spot, total: Spot) -> Relation | None:
    computed = Fraction(total.claim.value) / Fraction(count.claim.value)
    possible = interval(total.claim).over(interval(count.claim))
    stated = Fraction(rate.claim.value)
    if any(is_rounded_mean(rate, mean) for mean in (computed, possible.low, possible.high)):
        return None
    if abs(computed / stated - 1) < Fraction(1, 25):
        return None
    if count.claim.unit.endswith("_time") and stated > computed:
        return None  # a person who came twice has more than one attendance gives
    formula = f"{figure(total.claim)} ÷ {figure(count.claim)} = {shown(computed, rate.claim.unit, rate.claim)}"
    note = f"按总数与数量计算，平均应为{shown(computed, rate.claim.unit, rate.claim)}"
    return relation("product", rate.claim, [total.claim, count.claim], formula, computed, "conflict", note)


def _product(page: Page, rate: Spot, count: Spot, total: Spot) -> Relation | None:
    computed = Fraction(rate.claim.value) * Fraction(count.claim.value)
    one, other = interval(rate.claim), interval(count.claim)
    possible = Interval(one.low * other.low, one.high * other.high)
    if interval(total.claim).meets(possible):
        return None
    fewer = Fraction(total.claim.value) < computed
    if fewer and total.claim.unit == "person" and _repeats(page, rate, count):
        return None
    return _conflict(rate, count, total, computed, "")


def _repeats(page: Page, rate: Spot, count: Spot) -> bool:
    words = rate.label[-4:] + count.claim.word
    return any(word in words for word in _REPEATING)


def _paid_by_month(page: Page, rate: Spot, count: Spot, total: Spot) -> Relation | None:
    span = _SPAN.search(total.clause)
    if span is None:
        return None
    months = _MONTHS[span.group()]
    computed = Fraction(rate.claim.value) * Fraction(count.claim.value) * months
    stated = Fraction(total.claim.value)
    one, other = interval(rate.claim), interval(count.claim)
    if interval(total.claim).meets(Interval(one.low * other.low * months, one.high * other.high * months)):
        return None
    slip = altered_digit(total.claim.value, computed, stated_step(total.claim))
    if not slip and (stated - computed) * _ENOUGH < computed:
        return None
    return _conflict(rate, count, total, computed, f" × {months}月")


def _conflict(rate: Spot, count: Spot, total: Spot, computed: Fraction, months: str) -> Relation:
    value = shown(computed, total.claim.unit, total.claim)
    formula = f"{figure(rate.claim)} × {figure(count.claim)}{months} = {value}"
    note = f"按每份与数量计算应为{value}"
    return relation("product", total.claim, [rate.claim, count.claim], formula, computed, "conflict", note)


def _of_month(page: Page, rate: Spot) -> Relation | None:
    """平均每月驻村24天，全年驻村318天: the months of the year are the count."""
    said = _DAYS.search(rate.label)
    following = page.after(rate, 1)
    if not said or not following or "每" in rate.label[: said.start()]:
        return None
    total = following[0]
    span = _SPAN.search(total.clause)
    if span is None or total.claim.unit != rate.claim.unit or not total.claim.exact:
        return None
    if _VAGUE.search(page.text[rate.claim.at : total.claim.until]) or len(total.label) > 14:
        return None
    months = _MONTHS[span.group()]
    mean = Fraction(total.claim.value) / months
    if abs(mean - Fraction(rate.claim.value)) < Fraction(stated_step(rate.claim)):
        return None
    if not said["mean"] and mean < Fraction(rate.claim.value):
        return None  # not every month of the year
    value = Fraction(rate.claim.value) * months
    shown_value = shown(value, total.claim.unit, total.claim)
    formula = f"{figure(rate.claim)} × {months}月 = {shown_value}"
    return relation("product", total.claim, [rate.claim], formula, value, "conflict", f"按每月计算应为{shown_value}")
