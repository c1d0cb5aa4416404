"""From places of figures to relations with formula and verdict."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.relations.arithmetic import (
    Interval,
    Verdict,
    decimal_of,
    figure,
    interval,
    judged,
    judged_mean,
    shown,
)
from bangfu.reports.checker.relations.finding import ReadingOf, Relation, open_relation, relation
from bangfu.reports.checker.relations.nearness import COMPLETION, SPENDING
from bangfu.reports.checker.weighing.differences import is_step
from bangfu.reports.checker.weighing.figures import Figures
from bangfu.reports.checker.weighing.hypotheses import scale_of
from bangfu.reports.checker.weighing.means import count_of


def told_of(figures: Figures, kind: str, place: int, others: list[int]) -> Relation:
    """The relation of `kind` (run, share, growth, mean, difference) that the figure at `place` is stated by.

    `others` is a row of `Hypotheses.others`.
    """
    item = figures.items[place]
    claim = item.claim
    if kind == "run":
        return told_sum(claim, [figures.items[other].claim for other in others if other >= 0])
    one, two = figures.items[others[0]].claim, figures.items[others[1]].claim
    if kind == "share":
        done = item.spot and COMPLETION.search(item.spot.clause) and not SPENDING.search(item.spot.label)
        return told_share(claim, one, two, "completion" if done else "ratio")
    if kind == "growth":
        by_step = bool(others[2])
        return told_growth_by_step(claim, one, two, figures.way(place)) if by_step else told_growth(claim, one, two)
    if kind == "mean":
        return told_mean(claim, one, count_of(figures, place, others[1]))
    return _told_difference(figures, place, others)


def _told_difference(figures: Figures, place: int, others: list[int]) -> Relation:
    """Two parts and their sum, or a step between two figures, whichever of the three the text calls one."""
    claim, one, two = (figures.items[at].claim for at in (place, others[0], others[1]))
    if others[2]:
        return told_sum(claim, sorted([one, two], key=lambda part: part.at))
    if is_step(figures, place):
        return told_step(claim, one, two)
    if is_step(figures, others[1]):
        return told_step(two, one, claim)
    return told_sum(one, sorted([two, claim], key=lambda part: part.at))


def told_share(rate: Claim, part: Claim, whole: Claim, kind: str) -> Relation:
    """A share, completion or multiple: part ÷ whole."""
    scale = scale_of(rate.unit)
    computed = Fraction(part.value) / Fraction(whole.value) * scale
    possible = interval(part).over(interval(whole)).times(scale)
    factor = f" × {scale}" if scale != 1 else ""
    formula = f"{figure(part)} ÷ {figure(whole)}{factor} = {shown(computed, rate.unit, rate)}"
    return relation(kind, rate, [part, whole], formula, computed, _verdict(rate, computed, possible))


def told_growth(rate: Claim, now: Claim, base: Claim) -> Relation:
    """Growth or decline from `base` to `now`, as a percentage or so many times."""
    scale = scale_of(rate.unit)
    quotient = Fraction(now.value) / Fraction(base.value)
    computed = abs(quotient - 1) * scale
    if rate.unit == "multiple" and judged(rate, computed, Interval(computed, computed)) is None and rate.exact:
        formula = f"{figure(now)} ÷ {figure(base)} = {shown(quotient, 'multiple')}"
        readings = [
            ReadingOf("增量为基数的倍数", decimal_of(computed)),
            ReadingOf("为基数的倍数", decimal_of(quotient)),
        ]
        note = "“增长N倍”宜指增量；按“为原来的N倍”理解则相符"
        return open_relation("growth", rate, [now, base], formula, "ambiguous", note, readings)
    sign = "-" if quotient < 1 else ""
    formula = f"({figure(now)} − {figure(base)}) ÷ {figure(base)} = {sign}{shown(computed, rate.unit, rate)}"
    low, high = (interval(now).over(interval(base))).low - 1, (interval(now).over(interval(base))).high - 1
    ends = sorted((abs(low) * scale, abs(high) * scale))
    return relation(
        "growth", rate, [now, base], formula, computed, _verdict(rate, computed, Interval(ends[0], ends[1]))
    )


def told_growth_by_step(rate: Claim, step: Claim, now: Claim, way: int) -> Relation:
    """Growth told with the step that led to `now` (增加36家, 增长9%); `way` is 1 for more, −1 for less."""
    scale = scale_of(rate.unit)
    computed = Fraction(step.value) / (Fraction(now.value) - way * Fraction(step.value)) * scale
    sign = "−" if way > 0 else "+"
    formula = f"{figure(step)} ÷ ({figure(now)} {sign} {figure(step)}) = {shown(computed, rate.unit, rate)}"
    return relation(
        "growth", rate, [step, now], formula, computed, _verdict(rate, computed, Interval(computed, computed))
    )


def told_mean(mean: Claim, total: Claim, count: Claim) -> Relation:
    """So much for each: total ÷ count, or the product where the text tells the total last."""
    if total.at > max(mean.at, count.at):
        return told_product(total, mean, count)
    computed = Fraction(total.value) / Fraction(count.value)
    formula = f"{figure(total)} ÷ {figure(count)} = {shown(computed, mean.unit, mean)}"
    verdict = judged_mean(mean, computed, interval(total).over(interval(count))) or "consistent"
    return relation("product", mean, [total, count], formula, computed, verdict)


def told_product(total: Claim, each: Claim, many: Claim) -> Relation:
    """So much for each, times how many."""
    product = Fraction(each.value) * Fraction(many.value)
    formula = f"{figure(each)} × {figure(many)} = {shown(product, total.unit, total)}"
    ends = interval(each), interval(many)
    possible = Interval(ends[0].low * ends[1].low, ends[0].high * ends[1].high)
    return relation("product", total, [each, many], formula, product, _verdict(total, product, possible))


def told_sum(total: Claim, parts: list[Claim]) -> Relation:
    """Parts and what they make up."""
    computed = sum((Fraction(part.value) for part in parts), Fraction(0))
    possible = Interval(Fraction(0), Fraction(0))
    for part in parts:
        possible += interval(part)
    formula = " + ".join(figure(part) for part in parts) + f" = {shown(computed, total.unit, total)}"
    return relation("sum", total, parts, formula, computed, _verdict(total, computed, possible))


def told_step(step: Claim, larger: Claim, smaller: Claim) -> Relation:
    """How much more or less one figure is than another."""
    computed = Fraction(larger.value) - Fraction(smaller.value)
    formula = f"{figure(larger)} − {figure(smaller)} = {shown(computed, step.unit, step)}"
    verdict = _verdict(step, computed, Interval(computed, computed))
    return relation("growth", step, [larger, smaller], formula, computed, verdict)


def told_again(first: Claim, again: Claim) -> Relation:
    """The same fact said twice, the second time maybe rounded."""
    verdict: Verdict = "consistent" if first.value == again.value else "rounding"
    converted = first.word == first.unit != ""  # 84万斤 and 420吨: told as the text tells them
    formula = f"{first.text} = {again.text}" if converted else f"{figure(first)} = {figure(again)}"
    return relation("repeat", first, [again], formula, Fraction(again.value), verdict)


def told_otherwise(first: Claim, again: Claim) -> Relation:
    """The same fact said twice, with a digit altered."""
    formula = f"{figure(first)} ≠ {figure(again)}"
    return relation("repeat", again, [first], formula, Fraction(first.value), "conflict", "同一事实前后数字不一")


def told_part(part: Claim, whole: Claim) -> Relation:
    """A part and its whole, of which the text says no more."""
    formula = f"{figure(part)} ≤ {figure(whole)}"
    return relation("subset", part, [whole], formula, Fraction(whole.value), "consistent")


def contradicted(found: Relation) -> Relation:
    """The same relation as a conflict, with what should stand there."""
    note = f"各项之和与合计相差{_apart(found)}" if found.kind == "sum" else "与文中数字算出的结果不符"
    return replace(found, verdict="conflict", note=note)


def doubted(found: Relation) -> Relation:
    """The same relation as one worth a look: a slip, unless the figures are of something else."""
    assert found.computed is not None
    again = found.kind == "repeat"
    readings = (ReadingOf("前文的数" if again else "按文中数字计算", found.computed),)
    wrong = "与前文的数只差一两位数字" if again else "与算出的结果不符"
    return replace(found, verdict="ambiguous", note=f"{wrong}，可能有误，也可能另有所指", readings=readings)


def _apart(found: Relation) -> str:
    return format(abs(found.difference or Decimal(0)), "f")


def _verdict(stated: Claim, computed: Fraction, possible: Interval) -> Verdict:
    """`consistent` for a figure told vaguely (近三成), whose digits say nothing."""
    return judged(stated, computed, possible) or "consistent"
