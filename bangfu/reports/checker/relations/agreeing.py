"""Figures that go together by their sense: the part beside a rate, and its whole or base anywhere in the document.

The other searches look at what stands near. Here every amount of the document may be the whole, the base, the total or
the count. Of those that agree to the last digit, the one is taken that one expects most: by how well its words agree
with those of the figure, and by how near it stands. It is believed if so few are expected more that chance hardly
gives it. Only agreement is asserted.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import (
    Interval,
    Verdict,
    decimal_of,
    figure,
    judged,
    judged_mean,
    shown,
)
from bangfu.reports.checker.relations.chance import LIKELY, Trials, chance_of_rate, roughly
from bangfu.reports.checker.relations.finding import ReadingOf, Relation, open_relation, relation
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
    is_rounded_down,
    is_yardstick,
    words_of,
)
from bangfu.reports.checker.relations.shares import is_together, named_before, ratio_relation
from bangfu.reports.checker.relations.subject import Sense

_BACK, _AHEAD = 160, 60  # figures of the document before and behind one that may be meant
_BESIDE_BEFORE, _BESIDE_BEHIND = 5, 3
_STEP = re.compile(
    r"(?:净增|增加|增收|多|减少|少|净减|压减|下降|提高|差|低|高|缺|省|涨|跌|节约|节省|便宜|贵|超额?|超出)[一-鿿]{0,4}$"
)
_PER_WHAT = re.compile(r"平均每([一-鿿]{1,4})|每(?:个|名)?([一-鿿]{1,3})(?:平均|均)|([一-鿿])均")
_TIME_WORDS = {"day": "天日", "month": "月", "year": "年", "hour": ("小时",), "week": "周"}
_OWN_WORDS = "批场期次单笔例班趟件箱"
_SHARED = re.compile(r"占|率|比|面|度|成|达|完成|进度|[是为的]$|份额|过|[，,、（(]$|^$")
_PER = re.compile(r"均|每|单价|平均|一个[一-鿿]{1,3}$")
_COMPARED = re.compile(r"(?:与|同)[^，。；]{2,20}相比|[比较][^，。；\d]{0,10}\d[^，。；]{0,10}[，,]")
_EXACTLY = Fraction(1, 100)
_SCALE = {"percent": 100, "permille": 1000}
_Pair = tuple[float, Spot, Spot]


def agreeing(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Relations of figures that `known` does not have as stated ones."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    search = _Search(page)
    for spot in page.spots:
        claim = spot.claim
        if claim.value <= 0 or claim.upper is not None or claim.step is None or claim.word == "成":
            continue
        if (claim.id not in stated or _of_two_moments(page, spot)) and (found := search.explained(spot)):
            yield found


def _of_two_moments(page: Page, spot: Spot) -> bool:
    """Whether what there was before is named right before a change (与二季度末的1902户相比，净减38户，下降2.0%).

    Such a change is explained by both figures, even if it is explained by the step between them.
    """
    if not CHANGE.search(words_of(spot)):
        return False
    opening = page.text[page.sentence_span(spot.sentence)[0] : spot.claim.at]
    return bool(_COMPARED.search(opening[-40:]))


class _Search:
    """The search in one page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._sense = Sense(page)

    def explained(self, spot: Spot) -> Relation | None:
        claim, words = spot.claim, words_of(spot).strip()
        if claim.unit in _SCALE:
            if claim.bound != "exact" or claim.value == 100:
                return None
            growing = GROWTH.search(words) and not SPENDING.search(words) and words[-1:] not in "到至"
            return self._growth(spot, words) if growing else self._share(spot, words)
        if claim.unit == "percentage_point":
            return self._points(spot)
        if claim.unit == "multiple":
            return self._multiple(spot, words) if claim.bound == "exact" else None
        if not is_amount(spot):
            return None
        if _STEP.search(words):
            return self._difference(spot, words)
        return self._mean(spot) if _PER.search(spot.clause[-10:]) and not GROWTH.search(words) else None

    def _beside(self, spot: Spot) -> list[Spot]:
        """Amounts right around a figure, nearest first: of its sentence, then of the one before."""
        near = [*self._page.before(spot, _BESIDE_BEFORE, 1), *self._page.after(spot, _BESIDE_BEHIND)]
        near = [s for s in near if is_amount(s)]
        if not near and spot.index:  # 6倍的差距, at the head of a paragraph
            near = [s for s in self._page.spots[max(0, spot.index - 3) : spot.index] if is_amount(s)]
        return sorted(
            near, key=lambda s: (s.sentence != spot.sentence, abs(s.index - spot.index), s.index > spot.index)
        )

    def _anywhere(self, spot: Spot) -> list[Spot]:
        """Amounts of the document that may be meant, each value once, at the mention that stands nearest."""
        around = self._page.spots[max(0, spot.index - _BACK) : spot.index + _AHEAD]
        best: dict[tuple[str, object], Spot] = {}
        for other in sorted(around, key=lambda s: abs(s.index - spot.index)):
            if is_amount(other) and other is not spot:
                best.setdefault((other.claim.unit, other.claim.value), other)
        return list(best.values())

    def _strangeness(self, part: Spot, other: Spot) -> float:
        """How little one expects `other` to go with `part`: how far it stands, less what their words share."""
        far = min(abs(other.sentence - part.sentence), 6) * 0.3 + min(abs(other.paragraph - part.paragraph), 6) * 0.2
        return far + (other.index > part.index + _BESIDE_BEHIND) - 5 * self._sense.affinity(part, other)

    def _expected(self, fitting: list[tuple[int, Spot, Spot]], pairs: list[tuple[int, Spot, Spot]]) -> _Pair | None:
        """The fitting pair that one expects most, with the number of pairs that one expects at least as much."""
        if not fitting:
            return None
        weight, part, other = min(
            ((place + self._strangeness(part, other), part, other) for place, part, other in fitting),
            key=lambda one: one[0],
        )
        tried = sum(place + self._strangeness(one, two) <= weight for place, one, two in pairs)
        return tried, part, other

    def _pairs(self, spot: Spot, beside: list[Spot]) -> list[tuple[int, Spot, Spot]]:
        """A figure right beside and any other, with the place of the first."""
        everywhere = self._anywhere(spot)
        return [
            (place, part, other)
            for place, part in enumerate(beside)
            for other in everywhere
            if other is not part and alike(part.claim, other.claim)
        ]

    def _share(self, spot: Spot, words: str) -> Relation | None:
        if not (_SHARED.search(words) or "率" in spot.clause) or is_together(spot):
            return None
        scale = _SCALE[spot.claim.unit]
        pairs = [
            (place, part, whole)
            for place, one, other in self._pairs(spot, self._parts_of(spot))
            for part, whole in ([(one, other), (other, one)] if is_yardstick(self._page, one) else [(one, other)])
            if (part.claim.value < whole.claim.value) == (spot.claim.value < scale)
            and bool(EACH.search(words_of(part))) == bool(EACH.search(words_of(whole)))
        ]
        found = self._expected([p for p in pairs if _is_share(spot, p[1], p[2], scale)], pairs)
        if found is None:
            return None
        tried, part, whole = found
        computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * scale
        if not _believed(spot, tried, computed, scale):
            return None
        kind = "completion" if COMPLETION.search(spot.clause) and not SPENDING.search(words) else "ratio"
        verdict: Verdict = judged(spot.claim, computed, Interval(computed, computed)) or "consistent"
        return ratio_relation(kind, spot, part, whole, computed, verdict)

    def _parts_of(self, spot: Spot) -> list[Spot]:
        """The amounts beside a share, one told vaguely right before it, and those that it names (粮油占35%居首)."""
        beside = self._beside(spot)[:4]
        last = self._page.before(spot, 1)
        named = [
            s for s in self._page.before(spot, 12, 3) if is_amount(s) and named_before(spot, s) and s not in beside
        ]
        return [*beside, *(s for s in last if is_rounded_down(s)), *named[:2]]

    def _multiple(self, spot: Spot, words: str) -> Relation | None:
        """是4.2亿元的三倍; 6倍的差距: a figure beside it, and what it is so many times, hardly a paragraph off."""
        pairs = [p for p in self._pairs(spot, self._beside(spot)[:4]) if abs(p[2].paragraph - spot.paragraph) <= 1]
        pairs = [(p, a, b) if a.claim.value > b.claim.value else (p, b, a) for p, a, b in pairs]
        found = self._expected([p for p in pairs if _is_multiple(spot, p[1], p[2])], pairs)
        if found is None:
            return None
        tried, now, base = found
        times = Fraction(now.claim.value) / Fraction(base.claim.value)
        width = Fraction(spot.claim.step or 1) / Fraction(spot.claim.value) if times != spot.claim.value else _EXACTLY
        if is_earlier(self._page, now, base) or width * max(int(tried), 1) > LIKELY:
            return None
        formula = f"{figure(now.claim)} ÷ {figure(base.claim)} = {shown(times, 'multiple')}"
        claims = [now.claim, base.claim]
        if not GROWTH.search(words):
            verdict: Verdict = judged(spot.claim, times, Interval(times, times)) or "consistent"
            return relation("ratio", spot.claim, claims, formula, times, verdict)
        if judged(spot.claim, times - 1, Interval(times - 1, times - 1)):
            return relation(
                "growth", spot.claim, claims, f"{formula}，增{decimal_of(times - 1)}倍", times - 1, "consistent"
            )
        readings = [ReadingOf("增量为基数的倍数", decimal_of(times - 1)), ReadingOf("为基数的倍数", decimal_of(times))]
        note = "“增长N倍”宜指增量；按“为原来的N倍”理解则相符"
        return open_relation("growth", spot.claim, claims, formula, "ambiguous", note, readings)

    def _growth(self, spot: Spot, words: str) -> Relation | None:
        """下降2.0%: the figure of now beside it, and what there was at another moment, wherever the text gives it."""
        if re.search(r"年均|平均|[到至]$", words):
            return None
        way = direction(words) or 1
        beside = [s for s in self._beside(spot) if not CHANGE.search(words_of(s)) and not _STEP.search(words_of(s))]
        pairs = self._pairs(spot, beside[:3])
        pairs = [(p, a, b) if (a.claim.value - b.claim.value) * way > 0 else (p, b, a) for p, a, b in pairs]
        pairs = [p for p in pairs if p[1].claim.value != p[2].claim.value]
        found = self._expected([p for p in pairs if _is_growth(spot, p[1], p[2])], pairs)
        if found is None:
            return None
        tried, now, base = found
        computed = abs(Fraction(now.claim.value) / Fraction(base.claim.value) - 1) * 100
        if is_earlier(self._page, now, base) or _STEP.search(words_of(base).strip()):
            return None
        if not _believed(spot, tried, computed, 100):
            return None
        formula = f"({figure(now.claim)} − {figure(base.claim)}) ÷ {figure(base.claim)}"
        formula = f"{formula} = {shown(way * computed, 'percent', spot.claim)}"
        return relation("growth", spot.claim, [now.claim, base.claim], formula, computed, "consistent")

    def _difference(self, spot: Spot, words: str) -> Relation | None:
        """比上年增加524万元, 净减38户: what two figures of one measure differ by, to the last digit."""
        stated, way = spot.claim.value, direction(words)
        beside = [s for s in self._beside(spot) if alike(s.claim, spot.claim) and s.claim.value > stated]
        pairs = self._pairs(spot, beside[:3])
        found = self._expected([p for p in pairs if abs(p[1].claim.value - p[2].claim.value) == stated], pairs)
        if found is None:
            return None
        tried, now, base = found
        high, low = sorted((now, base), key=lambda s: -s.claim.value)
        if way and is_earlier(self._page, high if way > 0 else low, low if way > 0 else high):
            return None
        if Fraction(spot.claim.step or 1) / Fraction(stated) * max(int(tried), 1) > LIKELY:
            return None
        formula = f"{figure(high.claim)} − {figure(low.claim)} = {figure(spot.claim)}"
        return relation("growth", spot.claim, [high.claim, low.claim], formula, Fraction(stated), "consistent")

    def _points(self, spot: Spot) -> Relation | None:
        """资金拨付要到95%，比现在提高23个百分点 … 拨付率72%: two percentages of one name, wherever the other stands."""
        page = self._page
        rates = [s for s in page.before(spot, 3) if s.claim.unit == "percent" and s.claim.exact][:1]
        others = [s for s in page.spots[max(0, spot.index - _BACK) : spot.index] if s.claim.unit == "percent"]
        for now in rates:
            fitting = [s for s in others if s is not now and abs(now.claim.value - s.claim.value) == spot.claim.value]
            named = [s for s in fitting if s.claim.exact and self._sense.affinity(now, s) > 0]
            if named:
                base = max(named, key=lambda s: self._sense.affinity(now, s))
                high, low = sorted((now, base), key=lambda s: -s.claim.value)
                formula = f"{figure(high.claim)} − {figure(low.claim)} = {shown(spot.claim.value, spot.claim.unit)}"
                claims = [high.claim, low.claim]
                return relation("growth", spot.claim, claims, formula, Fraction(spot.claim.value), "consistent")
        return None

    def _mean(self, spot: Spot) -> Relation | None:
        """人均2.2万元 of 3.96万元 and 1.8人; 平均34人 of 1938人 and 57个: one of the two beside it."""
        everywhere, beside = self._anywhere(spot), self._beside(spot)
        totals = [s for s in everywhere if _of_one_kind(s, spot) and s.claim.value > spot.claim.value]
        around = self._page.spots[max(0, spot.index - _BACK) : spot.index + _BESIDE_BEHIND]
        times = [s for s in around if s.claim.unit in TIMES and s.claim.exact]
        counts = [s for s in [*everywhere, *times] if s.claim.unit != "CNY" and s.claim.value > 1]
        counts = [s for s in counts if not alike(s.claim, spot.claim) and _may_be_counted(spot, s)]
        near = {s.index for s in beside}
        pairs = [(0, total, count) for total in totals for count in counts if {total.index, count.index} & near]
        fitting = [p for p in pairs if _is_mean(spot, p[1], p[2])]
        if not fitting:
            return None
        weight, total, count = self._likeliest(spot, fitting)
        tried = sum(self._strangeness(spot, one) + self._strangeness(spot, two) <= weight for _, one, two in pairs)
        computed = Fraction(total.claim.value) / Fraction(count.claim.value)
        width = Fraction(spot.claim.step or 1) / Fraction(spot.claim.value)
        width = min(width, 1 / Fraction(count.claim.value)) if computed == Fraction(spot.claim.value) else width
        if width * max(tried, 1) > LIKELY:
            return None
        verdict: Verdict = judged_mean(spot.claim, computed, Interval(computed, computed)) or "consistent"
        formula = f"{figure(total.claim)} ÷ {figure(count.claim)} = {shown(computed, spot.claim.unit, spot.claim)}"
        return relation("product", spot.claim, [total.claim, count.claim], formula, computed, verdict)

    def _likeliest(self, spot: Spot, pairs: list[tuple[int, Spot, Spot]]) -> _Pair:
        weighed = [(self._strangeness(spot, a) + self._strangeness(spot, b), a, b) for _, a, b in pairs]
        return min(weighed, key=lambda one: one[0])


def _believed(spot: Spot, tried: float, computed: Fraction, scale: int) -> bool:
    trials = Trials(LIKELY, int(tried))
    return trials.believes(chance_of_rate(spot.claim, Interval(computed, computed), Fraction(scale)))


def _is_share(spot: Spot, part: Spot, whole: Spot, scale: int) -> bool:
    if not roughly(float(part.claim.value) / float(whole.claim.value) * scale, spot.claim):
        return False
    computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * scale
    verdict = judged(spot.claim, computed, Interval(computed, computed))
    return verdict == "consistent" or (verdict == "truncation" and whole.paragraph == spot.paragraph)


def _is_multiple(spot: Spot, now: Spot, base: Spot) -> bool:
    times, stated = float(now.claim.value) / float(base.claim.value), float(spot.claim.value)
    if abs(times - stated) > 0.05 * stated and abs(times - 1 - stated) > 0.05 * stated:
        return False
    exact = Fraction(now.claim.value) / Fraction(base.claim.value)
    growing = GROWTH.search(words_of(spot)) is not None
    said = [exact, exact - 1] if growing else [exact]
    return any(judged(spot.claim, one, Interval(one, one)) in ("consistent", "rounding") for one in said)


def _is_growth(spot: Spot, now: Spot, base: Spot) -> bool:
    if not roughly(abs(float(now.claim.value) / float(base.claim.value) - 1) * 100, spot.claim):
        return False
    computed = abs(Fraction(now.claim.value) / Fraction(base.claim.value) - 1) * 100
    return judged(spot.claim, computed, Interval(computed, computed)) == "consistent"


def _of_one_kind(total: Spot, mean: Spot) -> bool:
    """Whether a mean may be of a total: of one unit, or times of person-times (人均参训3次 of 4650人次)."""
    times = ("person_time", "household_time", "time")
    return alike(total.claim, mean.claim) or (mean.claim.unit == "time" and total.claim.unit in times)


def _may_be_counted(spot: Spot, count: Spot) -> bool:
    """Whether a mean may be of a count: a time only where it is said (平均每天, 日均), a word only of its own."""
    said = _PER_WHAT.search(spot.clause[-14:])
    per = next((word for word in said.groups() if word), "") if said else ""
    if count.claim.unit in TIMES:
        return any(word in per for word in _TIME_WORDS.get(count.claim.unit, ()))
    if any(word in per for words in _TIME_WORDS.values() for word in words):
        return False
    return not per or per[0] not in _OWN_WORDS or per[0] in count.claim.word + count.tail[:2]


def _is_mean(spot: Spot, total: Spot, count: Spot) -> bool:
    if not roughly(float(total.claim.value) / float(count.claim.value), spot.claim):
        return False
    computed = Fraction(total.claim.value) / Fraction(count.claim.value)
    return judged_mean(spot.claim, computed, Interval(computed, computed)) in ("consistent", "truncation")
