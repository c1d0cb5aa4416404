"""What the figures around it say of an amount: mean, product, difference, sum."""

import re
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot, core
from bangfu.reports.checker.relations.arithmetic import (
    Interval,
    figure,
    interval,
    judged,
    judged_mean,
    shown,
    slack,
)
from bangfu.reports.checker.relations.chance import (
    LIKELY,
    UNLED,
    Trials,
    chance_of_amount,
    close,
    pairs_of,
    roughly,
    width_of,
)
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import (
    CHANGE,
    EACH,
    RELATIVE,
    REST,
    TIMES,
    WINDOW,
    alike,
    amounts_of,
    is_amount,
    words_of,
)
from bangfu.reports.checker.relations.parts import RATES, of_two_cuts, sum_relation, total_of
from bangfu.reports.checker.relations.products import per_of
from bangfu.reports.checker.relations.sum_conflicts import parallel

_MONEY = "CNY"
_MORE = re.compile(
    r"超额|超出|超|净增|新增|增加(?!值)|增收|多|少|减少|减贫|下降|高出|高于|低于|降低|提高|压减|盈余|纯|净|差额|快|慢|早|晚|差了?$|短缺|领先"
)
_TOTAL = re.compile(r"共|合计|总|累计|全[县市省区州镇乡村]|全部|加起来|达")
_MEAN = re.compile(r"均|每|平均|客单价|单价|亩产|单产|一[亩斤箱吨袋只头株人户]")
_FOLDS = ((re.compile(r"公斤|千克"), "ton", 1000), (re.compile(r"(?<!公)斤"), "ton", 2000))  # 每公斤…元, 690吨
_AHEAD = 9
_LONGEST = 9  # parts of a sum


def explained_amount(page: Page, spot: Spot) -> Relation | None:
    if _MEAN.search(spot.clause[-12:]) or _MEAN.match(page.text[spot.claim.until : spot.claim.until + 1]):
        return _mean(page, spot) or explained_product(page, spot)
    return _difference(page, spot) or explained_sum(page, spot) or explained_product(page, spot)


def _mean(page: Page, spot: Spot) -> Relation | None:
    """平均每村3名, 场均150人次: a total of its unit divided by a count of another."""
    near = [
        *amounts_of(page, spot),
        *(s for s in _following(page, spot)[:5] if is_amount(s) and s.sentence != spot.sentence),
    ]
    trials, per = Trials(LIKELY), per_of(page, spot)
    for total in near:
        if not alike(total.claim, spot.claim) or EACH.search(words_of(total)) or total.claim.value <= spot.claim.value:
            continue
        for count in sorted(near, key=lambda s: s.claim.unit != per):
            if count is total or count.claim.value <= 1 or count.claim.unit == _MONEY or EACH.search(words_of(count)):
                continue
            trials.tried += 1
            if not roughly(float(total.claim.value) / float(count.claim.value), spot.claim):
                continue
            computed = Fraction(total.claim.value) / Fraction(count.claim.value)
            verdict = judged_mean(spot.claim, computed, interval(total.claim).over(interval(count.claim)))
            if verdict == "truncation" and "均" not in spot.clause[-12:]:
                continue  # 每班45人 is no mean: it must come out
            exactly = computed == Fraction(spot.claim.value)
            chance = 1 / Fraction(count.claim.value) if exactly else width_of(spot.claim, slack(spot.claim)) / 4
            if verdict and trials.believes(chance):
                formula = f"{figure(total.claim)} ÷ {figure(count.claim)}"
                formula = f"{formula} = {shown(computed, spot.claim.unit, spot.claim)}"
                return relation("product", spot.claim, [total.claim, count.claim], formula, computed, verdict)
    return None


def explained_product(page: Page, spot: Spot) -> Relation | None:
    """A total that a rate (每, 均, 单价) times a count gives; the count may stand far back."""
    near = [*page.before(spot, WINDOW, 2), *page.after(spot, 3)]
    rates = [s for s in near if s.claim.exact and _MEAN.search(s.clause[-12:]) and alike(s.claim, spot.claim)]
    far = [s for s in reversed(page.spots[max(0, spot.index - 60) : spot.index + 4]) if s.claim.exact]
    trials = Trials(Fraction(5, 100))
    for rate in rates:
        per = per_of(page, rate)
        for count in sorted(far, key=lambda s: s.claim.unit != per):
            if count in (rate, spot) or count.claim.unit in (_MONEY, *RELATIVE, *TIMES) or count.claim.value < 2:
                continue
            trials.tried += 1
            fold = next(
                (fold for word, unit, fold in _FOLDS if unit == count.claim.unit and word.search(rate.clause[-12:])), 1
            )
            if not roughly(float(rate.claim.value) * float(count.claim.value) * fold, spot.claim):
                continue
            computed = Fraction(rate.claim.value) * Fraction(count.claim.value) * fold
            one, other = interval(rate.claim), interval(count.claim)
            possible = Interval(one.low * other.low * fold, one.high * other.high * fold)
            verdict = close(spot.claim, computed, possible)
            if verdict in ("consistent", "rounding") and trials.believes(
                chance_of_amount(spot.claim, computed, possible)
            ):
                formula = f"{figure(rate.claim)} × {figure(count.claim)}{'' if fold == 1 else f' × {fold}'}"
                formula = f"{formula} = {shown(computed, spot.claim.unit, spot.claim)}"
                return relation("product", spot.claim, [rate.claim, count.claim], formula, computed, verdict)
    return None


def _difference(page: Page, spot: Spot) -> Relation | None:
    """其余3个, 净增27个, 仍有432件: what two figures of its unit leave."""
    words = words_of(spot)
    rest, more = bool(REST.search(words)), bool(_MORE.search(words))
    if not rest and not more:
        return None
    near = [s for s in amounts_of(page, spot) if alike(s.claim, spot.claim)]
    near = [s for s in near if s.part == spot.part or not EACH.search(words_of(s))]
    trials = Trials(LIKELY)
    for one, other in pairs_of(near):
        if one.claim.value <= other.claim.value:
            continue
        trials.tried += 1
        computed = Fraction(one.claim.value) - Fraction(other.claim.value)
        width = slack(one.claim) + slack(other.claim)
        possible = Interval(computed - width, computed + width)
        verdict = close(spot.claim, computed, possible)
        if not verdict or not trials.believes(chance_of_amount(spot.claim, computed, possible) / 4):
            continue
        if rest:
            total, _ = total_of([other, spot])
            return sum_relation(
                one, [other, spot], total, judged(one.claim, total, _around(one, other, spot)) or verdict
            )
        formula = f"{figure(one.claim)} − {figure(other.claim)} = {shown(computed, spot.claim.unit, spot.claim)}"
        return relation("growth", spot.claim, [one.claim, other.claim], formula, computed, verdict)
    return None


def _around(*spots: Spot) -> Interval:
    return total_of(list(spots[1:]))[1]


def explained_sum(page: Page, spot: Spot, known: frozenset[str] | set[str] = frozenset()) -> Relation | None:
    """A run of parts before, behind or around a figure that makes it up, none of them in `known`."""
    if EACH.search(words_of(spot)) or spot.claim.unit in RATES:
        return None
    before = [s for s in page.before(spot, WINDOW, 2) if _may_be_part(s, spot, known)]
    behind = [s for s in _following(page, spot) if _may_be_part(s, spot, known)]
    trials = Trials(LIKELY / 4)
    stated, margin = float(spot.claim.value), 0.02 * float(spot.claim.value)
    for run in _runs(before, behind):
        trials.tried += 1
        if abs(sum(float(part.claim.value) for part in run) - stated) > margin:  # a quick look before the exact one
            continue
        computed, possible = total_of(run)
        verdict = close(spot.claim, computed, possible)
        if verdict not in ("consistent", "rounding") or of_two_cuts(run):
            continue
        trials.limit = LIKELY / 4 if _led(spot, run) else UNLED
        if trials.believes(chance_of_amount(spot.claim, computed, possible)):
            return sum_relation(spot, sorted(run, key=lambda part: part.index), computed, verdict)
    return None


def _led(total: Spot, parts: list[Spot]) -> bool:
    """Whether words say that these are parts of that: a word of totals, or parts described in one way."""
    labels = [core(words_of(part)) or core(part.tail) for part in parts]
    return bool(_TOTAL.search(words_of(total))) or (
        all(labels) and len(set(labels)) == len(labels) and parallel(labels)
    )


def _following(page: Page, spot: Spot) -> list[Spot]:
    following = page.spots[spot.index + 1 : spot.index + 1 + 3 * _AHEAD]
    following = [s for s in following if s.claim.unit == spot.claim.unit or s.index <= spot.index + _AHEAD]
    following = [s for s in following[: 2 * _AHEAD] if s.paragraph == spot.paragraph]
    beyond = next((s.sentence for s in following if s.sentence > spot.sentence), spot.sentence)
    return [s for s in following if s.sentence <= max(beyond, spot.sentence + 1) and beyond <= spot.sentence + 2]


def _may_be_part(part: Spot, total: Spot, known: frozenset[str] | set[str]) -> bool:
    claim, words = part.claim, words_of(part)
    if not claim.exact or claim.value <= 0 or claim.value >= total.claim.value or not alike(claim, total.claim):
        return False
    return claim.id not in known and not EACH.search(words) and not CHANGE.search(words)


def _runs(before: list[Spot], behind: list[Spot]) -> Iterator[list[Spot]]:
    """Runs of neighbouring parts, the shortest way to the figure first, then those that the total stands within."""
    for skip in (0, 1, 2):
        for length in range(2, _LONGEST + 1):
            for side in (behind, before):
                if skip + length <= len(side):
                    yield side[skip : skip + length]
    for length in range(2, 6):
        for left in range(1, length):
            if left <= len(before) and length - left <= len(behind):
                yield [*before[:left], *behind[: length - left]]
