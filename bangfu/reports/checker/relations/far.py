"""Far from their totals: shares, growth and differences whose other figure stands pages before.

The other finders stay near a figure. A report names its totals in the first paragraph and comes back to them in every
section. Only agreement is asserted here, and only where chance hardly gives it: each figure that could have been meant
counts as a trial.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import Interval, figure, interval, judged, shown
from bangfu.reports.checker.relations.chance import LIKELY, Trials, chance_of_rate
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import CHANGE, EACH, GROWTH, SPENDING, alike, is_amount, words_of
from bangfu.reports.checker.relations.shares import ratio_relation

_SHARE = re.compile(r"占|率|比|面|度|达|完成|进度")
_BACK = 300  # figures of the document before one that may be its whole
_SCALE = {"percent": 100, "permille": 1000}
_CHANGED = re.compile(r"(?:净增|新增|增加|多|减少|少|净减|压减|下降)了?$")


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
            if part.claim.unit != whole.claim.unit or whole.is_base or smaller != (spot.claim.value < scale):
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
        if (
            first.claim.unit != "percent"
            or not re.search("分别|各占|依次", first.label)
            or not _SHARE.search(first.label)
        ):
            continue
        rates = [s for s in [first, *page.after(first, 8)] if s.claim.unit == "percent" and s.part == first.part]
        parts = [s for s in reversed(page.before(first, 10)) if is_amount(s)]
        for unit in {s.claim.unit for s in parts}:
            own = [s for s in parts if s.claim.unit == unit][-len(rates) :]
            if all(rate.claim.id in stated for rate in rates) or len(own) != len(rates) or len(rates) < 2:
                continue
            for whole in _candidates(page, own[0]):
                found = [_listed_share(rate, part, whole) for rate, part in zip(rates, own, strict=True)]
                if whole.claim.unit == unit and all(found):
                    yield from (one for one in found if one and one.claims[0] not in stated)
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
