"""What the figures around it say of a percentage, a multiple or a difference of percentages."""

import itertools
import re
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import (
    Interval,
    figure,
    interval,
    judged,
    shown,
    slack,
)
from bangfu.reports.checker.relations.chance import (
    LIKELY,
    UNLED,
    Trials,
    chance_of_rate,
    close,
    pairs_of,
    roughly,
    width_of,
)
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import (
    CHANGE,
    COMPLETION,
    EACH,
    GROWTH,
    RELATIVE,
    SPENDING,
    TIMES,
    WINDOW,
    alike,
    amounts_of,
    is_amount,
    is_called_base,
    is_rounded_down,
    is_yardstick,
    shared_part,
    words_of,
)
from bangfu.reports.checker.relations.parts import sum_relation, total_of
from bangfu.reports.checker.relations.shares import is_together, part_said, ratio_relation

SCALE = {"percent": 100, "permille": 1000, "multiple": 1}
_MONEY = "CNY"
_POINTS = re.compile(r"差|高|低|多|少|提|降|升|上|下|增|减|超|快|慢|落后|领先")
_FAR = 60  # figures back, over paragraphs


def explained_rate(page: Page, spot: Spot) -> Relation | None:
    if spot.claim.unit == "percentage_point":
        return _points(page, spot)
    if spot.claim.value == 100:
        return _all_of(page, spot)
    words = words_of(spot)
    if is_together(spot):
        return None
    if SPENDING.search(words) or not GROWTH.search(words):
        kind = "completion" if COMPLETION.search(spot.clause) and not SPENDING.search(words) else "ratio"
        return _quotient(page, spot, kind)
    return _growth(page, spot)


def other_growth(page: Page, spot: Spot) -> Relation | None:
    """增加57家，增长25% is explained by the increase; the figures of both years, where given, say it too."""
    if spot.claim.unit != "percent" or not GROWTH.search(words_of(spot)):
        return None
    found = _on_base(page, spot)
    return found if found and found.verdict == "consistent" else None


def _points(page: Page, spot: Spot) -> Relation | None:
    """高于省定50%的要求5个百分点: the difference of the two nearest percentages."""
    if not _POINTS.search(words_of(spot) + spot.clause[-24:]):
        return None
    rates = [s for s in page.before(spot, 5, 1) if s.claim.unit == "percent" and s.claim.exact]
    trials = Trials(LIKELY)
    for index, one in enumerate(rates):
        for other in rates[:index]:
            trials.tried += 1
            high, low = (one, other) if one.claim.value > other.claim.value else (other, one)
            computed = Fraction(high.claim.value) - Fraction(low.claim.value)
            if computed == Fraction(spot.claim.value) and trials.believes(width_of(spot.claim, slack(spot.claim))):
                formula = f"{figure(high.claim)} − {figure(low.claim)} = {shown(computed, spot.claim.unit)}"
                return relation("growth", spot.claim, [high.claim, low.claim], formula, computed, "consistent")
    return None


def _all_of(page: Page, spot: Spot) -> Relation | None:
    """开工248个，开工率100%: the two nearest figures are the same."""
    near = [s for s in page.before(spot, 5, 1) if s.claim.exact and s.claim.unit not in (*RELATIVE, *TIMES)]
    for one, other in itertools.pairwise(near):
        if alike(one.claim, other.claim) and one.claim.value == other.claim.value and one.claim.value >= 10:
            return ratio_relation("ratio", spot, one, other, Fraction(100), "consistent")
    return None


def _far_pairs(page: Page, spot: Spot, near: list[Spot]) -> list[tuple[Spot, Spot]]:
    """Figures of the sentence against totals further back in the paragraph (支出进度95% of what was granted before)."""
    own = [s for s in near if s.sentence == spot.sentence]
    if SPENDING.search(words_of(spot)):
        own, near = [s for s in own if s.claim.unit == _MONEY], own
        far = [s for s in reversed(page.spots[max(0, spot.index - 40) : spot.index]) if s not in near and is_amount(s)]
        return [(part, whole) for part in own[:1] for whole in far if whole.claim.unit == _MONEY]
    far = [s for s in page.before(spot, 40, 12) if s not in near and is_amount(s)]
    return [(part, whole) for part in own[:3] for whole in far if alike(part.claim, whole.claim)]


def _quotient(page: Page, spot: Spot, kind: str) -> Relation | None:
    scale = SCALE[spot.claim.unit]
    led = bool(re.search(r"占|率|比|面|度|分之|成$|倍|进展|完成|任务|是|达", spot.clause[-20:] + words_of(spot)))
    trials = Trials(LIKELY if led else UNLED)
    near, shared, own = amounts_of(page, spot), shared_part(page, spot), part_said(page, spot)
    loose = [s for s in page.before(spot, WINDOW, 2) if is_rounded_down(s)]
    rounded = [(part, whole) for whole in loose for part in near if alike(part.claim, whole.claim)]
    for part, whole in [*pairs_of(near), *rounded, *_far_pairs(page, spot, near)]:
        if (
            (part.claim.value < whole.claim.value) != (spot.claim.value < scale)
            or whole.is_base
            or (EACH.search(words_of(part)) and not EACH.search(words_of(whole)))
        ):
            continue
        if part.sentence != spot.sentence and whole.sentence != spot.sentence and not led:
            continue
        if (own and part is not own) or (
            shared and part is not shared and whole is not shared and not _of_itself(spot, part)
        ):
            continue
        trials.tried += 1
        if not roughly(float(part.claim.value) / float(whole.claim.value) * scale, spot.claim):
            continue
        computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * scale
        possible = interval(part.claim).over(interval(whole.claim)).times(scale)
        verdict = close(spot.claim, computed, possible)
        if not whole.claim.exact and computed != Fraction(spot.claim.value):
            continue
        if verdict and trials.believes(chance_of_rate(spot.claim, possible, Fraction(scale))):
            return ratio_relation(kind, spot, part, whole, computed, verdict)
    return None


def _of_itself(spot: Spot, part: Spot) -> bool:
    """Whether a share may be of another part than the one right before it: both in its sentence."""
    return part.sentence == spot.sentence and part.index < spot.index


def _growth(page: Page, spot: Spot) -> Relation | None:
    if spot.claim.unit == "multiple" or re.search(r"月均|人均", words_of(spot)):
        return None
    if re.search(r"[到至]$", words_of(spot).strip()):
        return None
    if re.search(r"年均|平均每年", words_of(spot)):
        return _yearly(page, spot)
    return _on_base(page, spot) or _on_increase(page, spot)


def _yearly(page: Page, spot: Spot) -> Relation | None:
    """由2017年的1.2亿元增加到2019年的3亿元，年均增长58.1%: the root of the quotient, by the years named."""
    near = [(s, _year_of(page, s)) for s in page.before(spot, 6, 1) if is_amount(s)]
    for now, last in near:
        for base, first in near:
            years = last - first if last and first else 0
            if now.claim.unit != base.claim.unit or not 2 <= years <= 20:
                continue
            rate = Fraction((float(now.claim.value / base.claim.value) ** (1 / years) - 1) * 100).limit_denominator(
                10**6
            )
            if verdict := close(spot.claim, rate, Interval(rate, rate)):
                formula = f"({figure(now.claim)} ÷ {figure(base.claim)})^(1/{years}) − 1"
                formula = f"{formula} = {shown(rate, spot.claim.unit, spot.claim)}"
                return relation("growth", spot.claim, [now.claim, base.claim], formula, rate, verdict)
    return None


def _year_of(page: Page, spot: Spot) -> int:
    """The year last named before a figure in its sentence; 0 if none is."""
    said = re.findall(r"((?:19|20)\d\d)年", page.text[page.sentence_span(spot.sentence)[0] : spot.claim.at])
    return int(said[-1]) if said else 0


def _on_increase(page: Page, spot: Spot) -> Relation | None:
    """较上年增加4200万元，增长14%: the base is what there was before the increase."""
    step = next((s for s in page.before(spot, 2) if is_amount(s)), None)
    if step is None or step.sentence != spot.sentence or not CHANGE.search(words_of(step)):
        return None
    sign = -1 if re.search(r"减|降|少|缩", words_of(step)) else 1
    trials = Trials(LIKELY)
    for now in page.before(step, WINDOW, 2):
        base = Fraction(now.claim.value) - sign * Fraction(step.claim.value)
        if not is_amount(now) or not alike(now.claim, step.claim) or base <= 0 or is_yardstick(page, now):
            continue
        trials.tried += 1
        computed = Fraction(step.claim.value) / base * SCALE[spot.claim.unit]
        verdict = close(spot.claim, computed, Interval(computed, computed))
        if verdict and trials.believes(chance_of_rate(spot.claim, Interval(computed, computed), Fraction(100))):
            change = f"{figure(step.claim)} ÷ ({figure(now.claim)} {'−' if sign > 0 else '+'} {figure(step.claim)})"
            formula = f"{change} = {shown(computed, spot.claim.unit, spot.claim)}"
            return relation("growth", spot.claim, [step.claim, now.claim], formula, computed, verdict)
    return None


def _on_base(page: Page, spot: Spot) -> Relation | None:
    scale, down = SCALE[spot.claim.unit], bool(re.search(r"降|减|缩|少|回落", words_of(spot)))
    trials = Trials(LIKELY)
    for now, base in pairs_of(amounts_of(page, spot)):
        first, last = Fraction(base.claim.value), Fraction(now.claim.value)
        if (last < first) != down or first == last or is_called_base(page, now):
            continue
        trials.tried += 1
        if not roughly(abs(float(now.claim.value) / float(base.claim.value) - 1) * scale, spot.claim):
            continue
        spread = interval(now.claim).over(interval(base.claim))
        ends = sorted((abs(spread.low - 1) * scale, abs(spread.high - 1) * scale))
        possible, computed = Interval(*ends), abs(last - first) / first * scale
        verdict = close(spot.claim, computed, possible)
        if verdict and trials.believes(chance_of_rate(spot.claim, possible, Fraction(scale))):
            formula = f"({figure(now.claim)} − {figure(base.claim)}) ÷ {figure(base.claim)}"
            formula = f"{formula} = {'-' if down else ''}{shown(computed, spot.claim.unit, spot.claim)}"
            return relation("growth", spot.claim, [now.claim, base.claim], formula, computed, verdict)
    return None


def far_shares(page: Page, stated: set[str]) -> Iterator[Relation]:
    """Several shares of one whole given in an earlier paragraph: 因病401户，占48%；因学96户，占11.5%…"""
    for sentence in page.sentences.values():
        pairs = [
            (s, part) for s in sentence if s.claim.id not in stated and s.claim.exact and (part := shared_part(page, s))
        ]
        if len(pairs) < 2:
            continue
        first = pairs[0][0].index
        for whole in reversed(page.spots[max(0, first - _FAR) : first]):
            if not is_amount(whole):
                continue
            fitting = [found for share, part in pairs if (found := _far_share(share, part, whole))]
            exact = [found for found in fitting if found.verdict == "consistent"]
            if len(exact) >= 2 and len(fitting) * 3 >= len(pairs) * 2:
                stated.update(found.claims[0] for found in fitting)
                yield from fitting
                yield from _far_sum(whole, [part for _, part in pairs])
                break


def _far_share(share: Spot, part: Spot, whole: Spot) -> Relation | None:
    if not alike(part.claim, whole.claim) or part.claim.value >= whole.claim.value:
        return None
    scale = SCALE[share.claim.unit]
    computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * scale
    verdict = judged(share.claim, computed, interval(part.claim).over(interval(whole.claim)).times(scale))
    return (
        ratio_relation("ratio", share, part, whole, computed, verdict)
        if verdict in ("consistent", "truncation")
        else None
    )


def _far_sum(whole: Spot, parts: list[Spot]) -> Iterator[Relation]:
    computed, _ = total_of(parts)
    if computed == Fraction(whole.claim.value):
        yield sum_relation(whole, parts, computed, "consistent")
