"""Figures that go together by their sense: the part beside a rate, and its whole or base anywhere in the document.

The other searches look at what stands near. Here every amount of the document may be the whole, the base, the total or
the count; they are tried in the order of how well their words agree with those of the figure and of how near they
stand. The first that agrees to the last digit is believed, if so few were tried before it that chance hardly gives it.
Only agreement is asserted.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import Interval, figure, judged, judged_mean, shown
from bangfu.reports.checker.relations.chance import LIKELY, Trials, chance_of_rate, roughly
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.moments import direction, is_earlier
from bangfu.reports.checker.relations.nearness import (
    CHANGE,
    COMPLETION,
    EACH,
    GROWTH,
    SPENDING,
    TIMES,
    alike,
    is_amount,
    words_of,
)
from bangfu.reports.checker.relations.shares import is_together, ratio_relation
from bangfu.reports.checker.relations.subject import affinity

_BACK, _AHEAD = 160, 60  # figures of the document before and behind one that may be meant
_BESIDE_BEFORE, _BESIDE_BEHIND = 5, 3
_TRIED = 60
_STEP = re.compile(r"(?:净增|增加|增收|多|减少|少|净减|压减|下降|提高|差|低|高|缺|超额?|超出)[一-鿿]{0,2}$")
_SHARED = re.compile(r"占|率|比|面|度|成|达|完成|进度|[是为的]$|份额|过|[，,、（(]$|^$")
_PER = re.compile(r"均|每|单价|平均")
_COMPARED = re.compile(r"(?:与|同)[^，。；]{2,20}相比|[比较][^，。；\d]{0,10}\d[^，。；]{0,10}[，,]")
_CLOSE = 12  # characters between a part and the fraction that it is
_SCALE = {"percent": 100, "permille": 1000}


def agreeing(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Relations of figures that `known` does not have as stated ones."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    for spot in page.spots:
        claim = spot.claim
        if claim.value <= 0 or claim.upper is not None or (claim.id in stated and not _of_two_years(page, spot)):
            continue
        if claim.step is None:
            if claim.unit == "percent" and claim.bound == "exact" and not GROWTH.search(words_of(spot)):
                yield from _fraction(page, spot)
            continue
        if claim.unit in _SCALE:
            if claim.bound != "exact" or claim.value == 100:
                continue
            words = words_of(spot).strip()
            growing = GROWTH.search(words) and not SPENDING.search(words) and words[-1:] not in "到至"
            found = _growth(page, spot) if growing else _share(page, spot)
        elif claim.unit == "percentage_point":
            found = _points(page, spot)
        elif not is_amount(spot):
            continue
        elif _STEP.search(words_of(spot).strip()):
            found = _difference(page, spot)
        elif _PER.search(spot.clause[-10:]) and not GROWTH.search(words_of(spot)):
            found = _mean(page, spot)
        else:
            continue
        if found:
            yield found


def _of_two_years(page: Page, spot: Spot) -> bool:
    """Whether what there was before is named right before a change (与二季度末的1902户相比，净减38户，下降2.0%).

    Such a change is explained by both figures, even if it is explained by the step between them.
    """
    opening = page.text[page.sentence_span(spot.sentence)[0] : spot.claim.at]
    return bool(_COMPARED.search(opening[-40:])) and bool(CHANGE.search(words_of(spot)))


def _fraction(page: Page, spot: Spot) -> Iterator[Relation]:
    """完工32个，正好一半: the amount right before it, and one of the paragraph that it divides without rest."""
    part = next((s for s in page.before(spot, 2) if is_amount(s)), None)
    if part is None or part.part != spot.part or spot.claim.at - part.claim.until > _CLOSE:
        return
    for whole in page.before(part, 12, 3):
        if is_amount(whole) and alike(part.claim, whole.claim) and not EACH.search(words_of(whole)):
            computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * 100
            if abs(computed / Fraction(spot.claim.value) - 1) < Fraction(1, 1000):
                yield ratio_relation("ratio", spot, part, whole, computed, "consistent")
                return


def _points(page: Page, spot: Spot) -> Relation | None:
    """资金拨付要到95%，比现在提高23个百分点 … 拨付率72%: two percentages of one name, wherever the other stands."""
    rates = [s for s in page.before(spot, 3) if s.claim.unit == "percent" and s.claim.exact][:1]
    others = [s for s in page.spots[max(0, spot.index - _BACK) : spot.index] if s.claim.unit == "percent"]
    for now in rates:
        named = [s for s in others if s is not now and s.claim.exact and affinity(page, now, s) > 0]
        for base in sorted(named, key=lambda s: -affinity(page, now, s))[:3]:
            if abs(now.claim.value - base.claim.value) == spot.claim.value:
                high, low = sorted((now, base), key=lambda s: -s.claim.value)
                formula = f"{figure(high.claim)} − {figure(low.claim)} = {shown(spot.claim.value, spot.claim.unit)}"
                claims = [high.claim, low.claim]
                return relation("growth", spot.claim, claims, formula, Fraction(spot.claim.value), "consistent")
    return None


def _beside(page: Page, spot: Spot) -> list[Spot]:
    """Amounts right around a figure, nearest first: of its sentence, then of the one before."""
    near = [*page.before(spot, _BESIDE_BEFORE, 1), *page.after(spot, _BESIDE_BEHIND)]
    near = [s for s in near if is_amount(s)]
    return sorted(near, key=lambda s: (s.sentence != spot.sentence, abs(s.index - spot.index), s.index > spot.index))


def _anywhere(page: Page, spot: Spot) -> list[Spot]:
    """Amounts of the document that may be meant, each value once, at the mention that stands nearest."""
    around = page.spots[max(0, spot.index - _BACK) : spot.index + _AHEAD]
    best: dict[tuple[str, object], Spot] = {}
    for other in sorted(around, key=lambda s: abs(s.index - spot.index)):
        if is_amount(other) and other is not spot:
            best.setdefault((other.claim.unit, other.claim.value), other)
    return list(best.values())


def _strangeness(page: Page, part: Spot, other: Spot) -> float:
    """How little one expects `other` to go with `part`: distance in sentences and paragraphs, less what words share."""
    far = min(abs(other.sentence - part.sentence), 6) * 0.3 + min(abs(other.paragraph - part.paragraph), 6) * 0.2
    return far + (other.index > part.index + _AHEAD) - 5 * affinity(page, part, other)


def _pairs(page: Page, spot: Spot, beside: list[Spot]) -> list[tuple[Spot, Spot]]:
    """A figure right beside and any other, those first that are expected most."""
    found = []
    everywhere = _anywhere(page, spot)
    for place, part in enumerate(beside):
        for other in everywhere:
            if other is not part and alike(part.claim, other.claim):
                found.append((place + _strangeness(page, part, other), part, other))
    found.sort(key=lambda one: one[0])
    return [(part, other) for _, part, other in found[:_TRIED]]


def _share(page: Page, spot: Spot) -> Relation | None:
    words = words_of(spot).strip()
    if not (_SHARED.search(words) or "率" in spot.clause) or is_together(spot):
        return None
    scale, trials = _SCALE[spot.claim.unit], Trials(LIKELY)
    kind = "completion" if COMPLETION.search(spot.clause) and not SPENDING.search(words) else "ratio"
    for part, whole in _pairs(page, spot, _beside(page, spot)[:4]):
        if (part.claim.value < whole.claim.value) != (spot.claim.value < scale):
            continue
        if bool(EACH.search(words_of(part))) != bool(EACH.search(words_of(whole))):
            continue
        trials.tried += 1
        if not roughly(float(part.claim.value) / float(whole.claim.value) * scale, spot.claim):
            continue
        computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * scale
        exact = Interval(computed, computed)
        verdict = judged(spot.claim, computed, exact)
        near = whole.paragraph == spot.paragraph
        if verdict == "consistent" or (verdict == "truncation" and near):
            return (
                ratio_relation(kind, spot, part, whole, computed, verdict)
                if trials.believes(chance_of_rate(spot.claim, exact, Fraction(scale)))
                else None
            )
    return None


def _growth(page: Page, spot: Spot) -> Relation | None:
    """下降2.0%: the figure of now beside it, and what there was at another moment, wherever the text gives it."""
    words = words_of(spot).strip()
    if re.search(r"年均|平均|[到至]$", words):
        return None
    way, trials = direction(words) or 1, Trials(LIKELY)
    beside = [s for s in _beside(page, spot) if not CHANGE.search(words_of(s)) and not _STEP.search(words_of(s))]
    pairs = _pairs(page, spot, beside[:3])
    for now, base in [*pairs, *((base, now) for now, base in pairs)]:
        if (now.claim.value - base.claim.value) * way <= 0 or is_earlier(page, now, base):
            continue
        if _STEP.search(words_of(base).strip()):
            continue
        trials.tried += 1
        computed = abs(Fraction(now.claim.value) / Fraction(base.claim.value) - 1) * 100
        exact = Interval(computed, computed)
        if judged(spot.claim, computed, exact) == "consistent" and trials.believes(
            chance_of_rate(spot.claim, exact, Fraction(100))
        ):
            formula = f"({figure(now.claim)} − {figure(base.claim)}) ÷ {figure(base.claim)}"
            formula = f"{formula} = {shown(way * computed, 'percent', spot.claim)}"
            return relation("growth", spot.claim, [now.claim, base.claim], formula, computed, "consistent")
    return None


def _difference(page: Page, spot: Spot) -> Relation | None:
    """比上年增加524万元, 净减38户: what two figures of one measure differ by, to the last digit."""
    trials, stated = Trials(LIKELY), spot.claim.value
    way = direction(words_of(spot).strip())
    beside = [s for s in _beside(page, spot) if alike(s.claim, spot.claim) and s.claim.value > stated]
    pairs = [pair for pair in _pairs(page, spot, beside[:3]) if alike(pair[0].claim, spot.claim)]
    for now, base in pairs:
        trials.tried += 1
        if abs(now.claim.value - base.claim.value) != stated or not trials.believes(
            Fraction(spot.claim.step or 1) / Fraction(stated)
        ):
            continue
        high, low = sorted((now, base), key=lambda s: -s.claim.value)
        if way and is_earlier(page, high if way > 0 else low, low if way > 0 else high):
            continue
        formula = f"{figure(high.claim)} − {figure(low.claim)} = {figure(spot.claim)}"
        return relation("growth", spot.claim, [high.claim, low.claim], formula, Fraction(stated), "consistent")
    return None


def _mean(page: Page, spot: Spot) -> Relation | None:
    """人均2.2万元 of 3.96万元 and 1.8人; 平均34人 of 1938人 and 57个: a total beside it, a count anywhere, or both ways."""
    trials = Trials(LIKELY)
    everywhere = _anywhere(page, spot)
    beside = _beside(page, spot)
    pairs = [(total, count) for total in beside for count in everywhere]
    pairs += [(total, count) for count in beside for total in everywhere]
    pairs = [p for p in pairs if alike(p[0].claim, spot.claim) and not alike(p[1].claim, spot.claim)]
    pairs.sort(key=lambda p: _strangeness(page, spot, p[0]) + _strangeness(page, spot, p[1]))
    for total, count in pairs[:_TRIED]:
        if count.claim.unit in ("CNY", *TIMES) or count.claim.value <= 1 or total.claim.value <= spot.claim.value:
            continue
        trials.tried += 1
        if not roughly(float(total.claim.value) / float(count.claim.value), spot.claim):
            continue
        computed = Fraction(total.claim.value) / Fraction(count.claim.value)
        chance = Fraction(spot.claim.step or 1) / Fraction(spot.claim.value)
        verdict = judged_mean(spot.claim, computed, Interval(computed, computed))
        if verdict in ("consistent", "truncation") and trials.believes(chance):
            formula = f"{figure(total.claim)} ÷ {figure(count.claim)}"
            formula = f"{formula} = {shown(computed, spot.claim.unit, spot.claim)}"
            return relation("product", spot.claim, [total.claim, count.claim], formula, computed, verdict)
    return None
