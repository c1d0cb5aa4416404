"""What stands far apart in a document: shares of a total given pages before, parts told section by section, fixed rates.

The other finders stay near a figure. A report names its totals in the first paragraph and comes back to them in every
section. Only agreement is asserted here, and only where chance hardly gives it: each figure that could have been meant
counts as a trial.
"""

import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot, core
from bangfu.reports.checker.relations.arithmetic import Interval, figure, interval, judged, shown
from bangfu.reports.checker.relations.chance import LIKELY, Trials, chance_of_rate
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import (
    CHANGE,
    EACH,
    GROWTH,
    SPENDING,
    alike,
    is_amount,
    words_of,
)
from bangfu.reports.checker.relations.parts import sum_relation, total_of
from bangfu.reports.checker.relations.shares import ratio_relation

_SHARE = re.compile(r"占|率|比|面|度|达|完成|进度")
_BACK = 300  # figures of the document before one that may be its whole
_SCALE = {"percent": 100, "permille": 1000}
_CHANGED = re.compile(r"(?:净增|新增|增加|多|减少|少|净减|压减|下降)了?$")
_CLOSING = re.compile(r"其余|剩余|余下|其他|其它")
_NAME = 2  # first characters of a description, which name what a section reports
_SECTIONS = 16  # paragraphs over which sections of one list may stretch
_MONEY = "CNY"
_PAID_UNITS = ("person", "household", "mu", "person_time")
_BESIDE = 16  # characters between a sum and the count of those who got it
_RATES_NEAR = 20
_DEAREST = 100_000  # a rate a head is less than this
_RATE = re.compile(r"每[人生户亩个件份名只头张]|标准|资助|补助|补贴|缴费|保费|[交缴付]|均")


def far_rates(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Percentages that nothing near explains, against totals anywhere before them."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    for spot in page.spots:
        if spot.claim.unit in _SCALE and spot.claim.exact and spot.claim.id not in stated and spot.claim.value != 100:
            if GROWTH.search(words_of(spot)) and not SPENDING.search(words_of(spot)):
                found = _far_growth(page, spot)
            else:
                found = _far_share(page, spot)
            if found:
                yield found


def _candidates(page: Page, spot: Spot) -> list[Spot]:
    """Amounts before a figure in the document, nearest first, each value once."""
    seen, found = set(), []
    for other in reversed(page.spots[max(0, spot.index - _BACK) : spot.index]):
        if is_amount(other) and (other.claim.unit, other.claim.value) not in seen:
            seen.add((other.claim.unit, other.claim.value))
            found.append(other)
    return found


def _far_share(page: Page, spot: Spot) -> Relation | None:
    if not _SHARE.search(words_of(spot)):
        return None
    scale, trials = _SCALE[spot.claim.unit], Trials(LIKELY)
    parts = [s for s in [*page.before(spot, 4), *page.after(spot, 1)] if is_amount(s) and not EACH.search(words_of(s))]
    stated, margin = float(spot.claim.value), float(spot.claim.step or 1)
    candidates = _candidates(page, spot)
    for part in [s for s in parts if s.part == spot.part][:2]:
        for whole in candidates:
            smaller = part.claim.value < whole.claim.value
            if part.claim.unit != whole.claim.unit or smaller != (spot.claim.value < scale):
                continue
            trials.tried += 1
            if abs(float(part.claim.value / whole.claim.value) * scale - stated) > margin:
                continue
            computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * scale
            verdict = judged(spot.claim, computed, Interval(computed, computed))
            if verdict == "consistent" and trials.believes(
                chance_of_rate(spot.claim, Interval(computed, computed), Fraction(scale))
            ):
                return ratio_relation("ratio", spot, part, whole, computed, verdict)
    return None


def _far_growth(page: Page, spot: Spot) -> Relation | None:
    """募集目标2500万元，增长14.3%: the base was given in an earlier section."""
    now = next((s for s in page.before(spot, 2) if is_amount(s) and s.part == spot.part), None)
    if now is None or CHANGE.search(words_of(now)) or EACH.search(words_of(now)):
        return None
    down = bool(re.search(r"降|减|缩|少|回落", words_of(spot)))
    trials = Trials(LIKELY)
    for base in _candidates(page, spot):
        if not alike(now.claim, base.claim) or (now.claim.value < base.claim.value) != down or base is now:
            continue
        trials.tried += 1
        computed = abs(Fraction(now.claim.value) / Fraction(base.claim.value) - 1) * 100
        if judged(spot.claim, computed, Interval(computed, computed)) != "consistent":
            continue
        if trials.believes(chance_of_rate(spot.claim, Interval(computed, computed), Fraction(100))):
            formula = f"({figure(now.claim)} − {figure(base.claim)}) ÷ {figure(base.claim)}"
            formula = f"{formula} = {'-' if down else ''}{shown(computed, 'percent', spot.claim)}"
            return relation("growth", spot.claim, [now.claim, base.claim], formula, computed, "consistent")
    return None


def far_listed_shares(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """甲类4.31万户、乙类5.02万户，占比分别为37.7%、44.0%: shares in the order of the parts, of a total far before."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    for first in page.spots:
        if first.claim.unit != "percent" or "分别" not in first.label or not _SHARE.search(first.label):
            continue
        rates = [s for s in [first, *page.after(first, 8)] if s.claim.unit == "percent" and s.part == first.part]
        parts = [s for s in reversed(page.before(first, 10)) if is_amount(s)]
        for unit in {s.claim.unit for s in parts}:
            own = [s for s in parts if s.claim.unit == unit][-len(rates) :]
            if first.claim.id in stated or len(own) != len(rates) or len(rates) < 2:
                continue
            for whole in _candidates(page, own[0]):
                found = [_listed_share(rate, part, whole) for rate, part in zip(rates, own, strict=True)]
                if whole.claim.unit == unit and all(found):
                    yield from (one for one in found if one)
                    break


def _listed_share(rate: Spot, part: Spot, whole: Spot) -> Relation | None:
    if part.claim.value >= whole.claim.value:
        return None
    computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * 100
    verdict = judged(rate.claim, computed, interval(part.claim).over(interval(whole.claim)).times(100))
    return ratio_relation("ratio", rate, part, whole, computed, verdict) if verdict else None


def far_differences(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """床位扩到420张，比两年前多了108张: what there was before stands sentences back, to the last digit."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    for spot in page.spots:
        if (
            not is_amount(spot)
            or spot.claim.id in stated
            or spot.claim.value < 5
            or not _CHANGED.search(words_of(spot))
        ):
            continue
        now = next(iter(page.before(spot, 1)), None)
        if now is None or not is_amount(now) or now.claim.unit != spot.claim.unit:
            continue
        sign = -1 if re.search("减|降|少|缩", words_of(spot)) else 1
        wanted, trials = now.claim.value - sign * spot.claim.value, Trials(LIKELY)
        for base in _candidates(page, now):
            trials.tried += base.claim.unit == now.claim.unit
            if base.claim.unit != now.claim.unit or base.claim.value != wanted:
                continue
            if trials.believes(Fraction(spot.claim.step or 1) / Fraction(spot.claim.value)):
                high, low = (now, base) if sign > 0 else (base, now)
                computed = Fraction(spot.claim.value)
                formula = f"{figure(high.claim)} − {figure(low.claim)} = {figure(spot.claim)}"
                yield relation("growth", spot.claim, [now.claim, base.claim], formula, computed, "consistent")
            break


def section_sums(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Parts told one a paragraph, in the same words or first in each line, that make up a total given before them."""
    groups: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    for spot in page.spots:
        if is_amount(spot) and not EACH.search(words_of(spot)) and (name := core(words_of(spot))):
            groups[spot.claim.unit, name[:_NAME]].append(spot)
    for (unit, _), spots in groups.items():
        for run in _runs(spots):
            yield from _sum_before(page, run, unit)
    yield from _listed_by_line(page)


def _runs(spots: list[Spot]) -> Iterator[list[Spot]]:
    """Stretches of figures in the same words, one a paragraph, three or more."""
    run: list[Spot] = []
    for spot in [*spots, None]:
        if spot and run and run[-1].paragraph < spot.paragraph <= run[0].paragraph + _SECTIONS:
            run.append(spot)
            continue
        for start in range(min(2, len(run))):
            if len(run) - start >= 3:
                yield run[start:]
        run = [spot] if spot else []


def _sum_before(page: Page, parts: list[Spot], unit: str) -> Iterator[Relation]:
    computed, _ = total_of(parts)
    trials = Trials(LIKELY)
    for total in reversed(page.spots[max(0, parts[0].index - 60) : parts[0].index]):
        if total.claim.unit != unit or not is_amount(total):
            continue
        trials.tried += 1
        if computed == Fraction(total.claim.value) and trials.believes(
            Fraction(total.claim.step or 1) / Fraction(total.claim.value)
        ):
            yield sum_relation(total, parts, computed, "consistent")
            return


def _listed_by_line(page: Page) -> Iterator[Relation]:
    """全年支出1926.8万元，其中：and a line for each part, its money first."""
    first: dict[tuple[int, str], Spot] = {}
    for spot in page.spots:
        if is_amount(spot) and not EACH.search(words_of(spot)):
            first.setdefault((spot.paragraph, spot.claim.unit), spot)
    for total in page.spots:
        end = page.paragraph_span(total.paragraph)[1]
        if not is_amount(total) or end - total.claim.until > 40 or page.text[end - 1 : end] not in ("：", ":"):
            continue
        parts: list[Spot] = []
        computed = Fraction(0)
        while (part := first.get((total.paragraph + 1 + len(parts), total.claim.unit))) and computed < Fraction(
            total.claim.value
        ):
            parts.append(part)
            computed += Fraction(part.claim.value)
        if len(parts) >= 2 and computed == Fraction(total.claim.value):
            yield sum_relation(total, parts, computed, "consistent")


def rest_sums(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """大学新生268万元，高中生242万元，其余118.4万元: a list closed by its rest makes up a total of an earlier sentence."""
    summed = {claim for found in known if found.kind == "sum" for claim in found.claims[1:]}
    for rest in page.spots:
        if not is_amount(rest) or rest.claim.id in summed or not _CLOSING.search(words_of(rest)):
            continue
        before = [s for s in page.before(rest, 8) if is_amount(s) and alike(s.claim, rest.claim)]
        before = [s for s in before if not EACH.search(words_of(s)) and not CHANGE.search(words_of(s))]
        for length in range(1, min(5, len(before)) + 1):
            parts = [*reversed(before[:length]), rest]
            totals = list(_sum_before(page, parts, rest.claim.unit))
            if totals:
                yield totals[0]
                break


def viewed_sums(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """从年龄看，35岁以下118人，36至50岁242人，51岁以上77人: another view of a total of an earlier sentence."""
    for cue, first in page.nested():
        head = page.spots[first]
        if not page.text.startswith(("从", "分", "按", "：", ":"), cue) or not is_amount(head):
            continue
        own = [s for s in page.spots[first : first + 12] if s.sentence == head.sentence]
        own = [s for s in own if s.claim.unit == head.claim.unit and is_amount(s) and not EACH.search(words_of(s))]
        part = [s for s in own if s.part == head.part]
        for length in dict.fromkeys([len(part), *range(len(own), 1, -1)]):
            found = list(_sum_before(page, own[:length], head.claim.unit)) if length > 1 else []
            if found:
                yield found[0]
                break


def fixed_rates(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """特困2318人、88.08万元: what each of them gets is said elsewhere (每人380元)."""
    rates = [s for s in page.spots if _is_rate(s)]
    places = [s.index for s in rates]
    for total, count in _paid_counts(page):
        middle = bisect_left(places, total.index)
        near = rates[max(0, middle - _RATES_NEAR) : middle + _RATES_NEAR // 2]
        for rate in sorted(near, key=lambda rate: abs(rate.index - total.index)):
            if rate is not total and (found := _paid(total, count, rate)):
                yield found
                break


def _is_rate(spot: Spot) -> bool:
    claim = spot.claim
    if claim.unit != _MONEY or not claim.exact or not 0 < claim.value < _DEAREST:
        return False
    return bool(_RATE.search(spot.clause[-12:] + spot.tail[:3]))


def _paid_counts(page: Page) -> Iterator[tuple[Spot, Spot]]:
    """Sums of money with the number of those who got them right beside, in either order."""
    for one, other in itertools.pairwise(page.spots):
        for total, count in ((one, other), (other, one)):
            close = one.sentence == other.sentence and other.claim.at - one.claim.until <= _BESIDE
            if close and total.claim.unit == _MONEY and count.claim.unit in _PAID_UNITS:
                if is_amount(total) and is_amount(count) and count.claim.value >= 10:
                    yield total, count


def _paid(total: Spot, count: Spot, rate: Spot) -> Relation | None:
    computed = Fraction(rate.claim.value) * Fraction(count.claim.value)
    if abs(computed / Fraction(total.claim.value) - 1) > Fraction(1, 500):
        return None
    one, other = interval(rate.claim), interval(count.claim)
    verdict = judged(total.claim, computed, Interval(one.low * other.low, one.high * other.high))
    if verdict is None:
        return None
    if computed != Fraction(total.claim.value):
        verdict = "rounding"
    formula = f"{figure(count.claim)} × {figure(rate.claim)} = {shown(computed, _MONEY, total.claim)}"
    return relation("product", total.claim, [count.claim, rate.claim], formula, computed, verdict)
