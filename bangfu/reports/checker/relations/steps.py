"""What there is, what there was, and the step between: 开通11条，比去年多4条（去年8条）; 增加1900张，由7600张增加到….

All three figures stand side by side and are named (比去年多, 去年), so that a disagreement is a conflict.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import Interval, figure, judged, shown, slack
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.moments import direction, moment
from bangfu.reports.checker.relations.nearness import EACH, alike, is_amount
from bangfu.reports.checker.relations.plain_changes import has_no_other_subject
from bangfu.reports.checker.tables import table

_WORDS = table("cues")["steps"]
_MORE = "|".join(_WORDS["more"])
_LESS = "|".join(_WORDS["less"])
_STEP = re.compile(rf"[比较][^，。；\d]{{1,10}}(?:(?P<more>{_MORE})|(?P<less>{_LESS}))[了出]?$")
_AGAINST = re.compile(r"[，,](?:[比较]|比起)[^，。；]{2,14}$")
_BY = re.compile(rf"[^，。；\d]{{0,4}}(?:(?P<more>{_MORE})|(?P<less>{_LESS}))[了出]?[^，。；\d]{{0,4}}")
_NEW = re.compile(r"(?:增加|新增)[^，。；\d]{0,6}$")
_FROM_TO = re.compile(r"[，,][^，。；\d]{0,8}由$")
_TO = re.compile(r"(?:增加|增|扩大|上升|提高)[到至]")
_REST = re.compile(r"(?:尚有|还有|剩下?|其余|余下)(?:的)?$")
_ROUGHLY = Fraction(5)  # points that a growth told in tenths may be off by
_DONE = re.compile(r"已[一-鿿]{0,6}$")


def steps(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Relations of three figures side by side of which one is the step between the others."""
    sets = {frozenset(found.claims) for found in known}
    for spot in page.spots:
        if not (spot.claim.exact and spot.claim.value > 0):
            continue
        for read in (_base_behind, _base_between, _moved, _done_and_rest):
            found = read(page, spot)
            if found is None:
                continue
            if frozenset(found.claims) not in sets:
                sets.add(frozenset(found.claims))
                yield found
            if found.verdict != "conflict" and (grown := _grown(page, spot, found)):
                yield grown
            break


def _grown(page: Page, spot: Spot, found: Relation) -> Relation | None:
    """比去年的1102家多184家，增长16.6%: the growth right behind, by both figures rather than by the step alone."""
    now, base = (page.by_claim[claim] for claim in found.claims[:2])
    behind = [s for s in page.after(spot, 2) if s.claim.unit == "percent" and s.claim.upper is None][:1]
    for rate in behind:
        way = direction(rate.label.strip()) or (1 if "幅" in rate.label else 0)
        change = (Fraction(now.claim.value) / Fraction(base.claim.value) - 1) * 100
        if not way or change * way <= 0:
            continue
        computed = change * way
        verdict = judged(rate.claim, computed, Interval(computed, computed))
        if rate.claim.word == "成" or rate.claim.bound != "exact":
            verdict = "consistent" if abs(computed - Fraction(rate.claim.value)) <= _ROUGHLY else None
        if verdict:
            formula = (
                f"({figure(now.claim)} − {figure(base.claim)}) ÷ {figure(base.claim)} = {shown(change, 'percent')}"
            )
            return relation("growth", rate.claim, [now.claim, base.claim], formula, computed, verdict)
    return None


def _beside(page: Page, spot: Spot, place: int) -> Spot | None:
    """The figure `place` before or behind, if it is of the same sentence and kind."""
    index = spot.index + place
    other = page.spots[index] if 0 <= index < len(page.spots) else None
    if other is None or other.sentence != spot.sentence or not other.claim.exact or not alike(other.claim, spot.claim):
        return None
    return other


def _base_behind(page: Page, step: Spot) -> Relation | None:
    """11条，比去年多4条（去年8条）: the base in brackets or behind a comma, dated by itself."""
    said = _STEP.search(step.clause)
    now, base = _beside(page, step, -1), _beside(page, step, 1)
    if said is None or now is None or base is None or (moment(page, base) or ("", 0))[1] >= 0:
        return None
    if (EACH.search(now.clause) and not EACH.search(base.clause)) or not has_no_other_subject(page, base):
        return None
    if (
        re.search("[；;]", page.text[now.claim.until : base.claim.at])
        or "其中" in now.clause
        or _STEP.search(now.clause)
    ):
        return None
    return _sum(now, base, step, 1 if said["more"] else -1)


def _base_between(page: Page, step: Spot) -> Relation | None:
    """54万元，比2022年村均的45万元多出12万元: the base right before the step, called so."""
    base, now = _beside(page, step, -1), _beside(page, step, -2)
    if base is None or now is None:
        return None
    if "其中" in page.text[page.sentence_span(now.sentence)[0] : now.claim.at]:
        return None  # 3.86亿元，其中…县级5500万元，比上年的3.54亿元增加3200万元: the whole grew
    said = _BY.fullmatch(page.text[base.claim.until : step.claim.at])
    if bool(EACH.search(now.clause)) != bool(EACH.search(base.clause)) or _is_listed(page, now):
        return None
    if said is None or not _AGAINST.search(page.text[now.claim.until : base.claim.at]):
        return None
    return _sum(now, base, step, 1 if said["more"] else -1)


def _is_listed(page: Page, spot: Spot) -> bool:
    """Whether a figure is one of a list of parts, so that what follows may speak of their whole again."""
    opening = page.text[page.sentence_span(spot.sentence)[0] : spot.claim.at]
    return "其中" in opening or page.text[spot.claim.at - len(spot.label) - 1 : spot.claim.at].startswith("、")


def _moved(page: Page, end: Spot) -> Relation | None:
    """增加床位1900张，床位总数由7600张增加到9400张: the step, then from where to where."""
    start, step = _beside(page, end, -1), _beside(page, end, -2)
    if start is None or step is None or not _NEW.search(step.clause):
        return None
    if not _FROM_TO.search(page.text[step.claim.until : start.claim.at]):
        return None
    if not _TO.match(page.text[start.claim.until : end.claim.at]):
        return None
    return _sum(end, start, step, 1)


def _done_and_rest(page: Page, rest: Spot) -> Relation | None:
    """受损的14户已修缮9户，尚有4户在建: the whole, what is done of it, and what is left."""
    done, whole = _beside(page, rest, -1), _beside(page, rest, -2)
    if done is None or whole is None or whole.part != rest.part or not is_amount(rest):
        return None
    if not (_REST.search(rest.label.strip()) and _DONE.search(done.label.strip())):
        return None
    if re.search("[，,]", page.text[whole.claim.until : done.claim.at]) or whole.claim.value <= done.claim.value:
        return None
    return _sum(whole, done, rest, 1)


def _sum(now: Spot, base: Spot, step: Spot, sign: int) -> Relation:
    """now = base ± step."""
    computed = Fraction(base.claim.value) + sign * Fraction(step.claim.value)
    width = slack(base.claim) + slack(step.claim)
    verdict = judged(now.claim, computed, Interval(computed - width, computed + width))
    operator = "+" if sign > 0 else "−"
    result = shown(computed, now.claim.unit, now.claim)
    formula = f"{figure(base.claim)} {operator} {figure(step.claim)} = {result}"
    note = "" if verdict else f"按文中两数计算应为{result}"
    return relation("sum", now.claim, [base.claim, step.claim], formula, computed, verdict or "conflict", note)
