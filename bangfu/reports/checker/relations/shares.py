"""Shares and rates: a percentage and the two figures it is made of (占35.64%, 入住率99.03%, 报销比例90%)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.context import Page, Spot, core, likeness
from bangfu.reports.checker.relations.arithmetic import (
    Interval,
    Verdict,
    altered_digit,
    figure,
    interval,
    judged,
    shown,
)
from bangfu.reports.checker.relations.finding import Relation, relation

GROWTH = re.compile(
    r"增长|增幅|升幅|增速|提高|下降|上升|同比|环比|增加(?!值)|减少|年均|高于|低于|高出|低出|降低|提升|降幅|翻|涨|回落|缩短|较|跌|多于|多了|少了|(?:多|少)$|压减|降至|降到|递增|缩减|扩大|扩容|再增|增$|涨$|比起"
)
COMPLETION = re.compile(r"完成|目标|任务|计划|超额|进度|额度|指标")
SPENDING = re.compile(r"(?:支出|拨付|支付|使用|执行|报账|资金)进度(?:为|达|达到)?$")
_SHARE = re.compile(r"占|比例|比重|率|达标|覆盖|面(?:为|达|达到)?$")
_BARE_SHARE = re.compile(r"(?:占比|占|所占比例|占总数的?|占总额的?|比例|占比例|占总量的?)(?:为|达|达到|是)?$")
_OF = re.compile(r"占(?P<whole>[^，。；占]*?)(?:的|比例|比重|总数|总额)?(?:为|达|达到)?$")
TOGETHER = re.compile(
    r"(?:共|合计|合|总共|累计|加起来)占"
    r"|(?:[两二三四五六七八九十]|(?<!\d)\d)(?:项|类|种|者|部分|方面)[一-鿿]{0,6}?(?:占|的?比例|的?比重)"
)  # 两类共占, 前两项占: of several parts together, not of the one right before it
_PLANNED = re.compile(r"应|计划|任务|需|共|总|全部|实施|下达|安排")
_SUBJECT = re.compile(r"(?P<name>[一-鿿]{2,8}?)占")
_ONLY_SHARE = re.compile(r"[，,（(]?占(?:比|总数的?|总额的?|全部的?)?(?:为|达到?|到|了)?")
_COUNTED_BY = re.compile(r"(?:按)?(户|人)(?:数|计|口计)[^，。；]{0,5}率")
_WINDOW, _FAR = 14, 20
_OFF = 10
_SCALE = {"percent": 100, "permille": 1000, "multiple": 1}


def shares(page: Page, grouped: frozenset[str] = frozenset()) -> Iterator[Relation]:
    """Every percentage that two other figures of its surroundings make, but for those that a list explains."""
    for spot in page.spots:
        if spot.claim.id in grouped:
            continue
        if spot.claim.unit not in _SCALE or not spot.claim.exact or not _is_share(spot):
            continue
        found = _found(page, spot)
        if found:
            yield found
        elif conflict := _contradiction(page, spot):
            yield conflict


def listed_shares(page: Page) -> Iterator[Relation]:
    """产业1406人，就业1290人，…。三类分别占43.7%、40.1%…: the shares follow the order of the parts."""
    for first in page.spots:
        if first.claim.unit != "percent" or not re.search(
            r"分别占|各占|占比分别|分别占比|比例分别|比重(?:依次|分别)", first.label
        ):
            continue
        rates = [first, *(s for s in page.after(first, 8) if s.claim.unit == "percent")]
        near = [s for s in reversed(page.before(first, 14, 1)) if _countable(s)]
        for whole in near:
            parts = [s for s in near if s.claim.unit == whole.claim.unit and s.depth == whole.depth and s is not whole]
            found = [_ratio(rate, part, whole) for rate, part in zip(rates, parts[-len(rates) :], strict=False)]
            if len(found) == len(rates) >= 2 and all(found):
                yield from (relation for relation in found if relation)
                break


def is_together(spot: Spot) -> bool:
    """Whether a share is of several parts (前两项占七成, 两类共占79.4%)."""
    return TOGETHER.search(spot.clause[-20:]) is not None


def _is_share(spot: Spot) -> bool:
    words = spot.label + (spot.lead if not spot.label.strip() else "")
    if SPENDING.search(words):
        return True
    if GROWTH.search(words) or COMPLETION.search(words):
        return False
    if spot.claim.unit == "multiple":
        return bool(re.search(r"是|为|相当于", words)) and "年" not in words
    return bool(_SHARE.search(words)) and spot.claim.value != 100


def _found(page: Page, spot: Spot) -> Relation | None:
    """The best pair of figures that gives the percentage: in the sentence, then in the paragraph before."""
    best = cut_off = None
    if is_together(spot):
        return None
    fine = spot.claim.step is not None and spot.claim.step < 1
    own, unit = part_said(page, spot), counted_by(spot)
    for reach in (0, 1, 3) if fine else (0, 1, 2):
        near = [s for s in page.before(spot, _WINDOW, reach) if _countable(s)]
        near += [s for s in page.after(spot, 8) if _countable(s)]
        for part in near:
            for whole in near:
                if (
                    whole is part
                    or (own is not None and part is not own)
                    or (unit is not None and part.claim.unit != unit)
                    or (whole.is_base and not part.is_base)
                    or (
                        reach
                        and part.sentence != spot.sentence
                        and not _named_after(spot, part)
                        and not named_before(spot, part)
                    )
                ):
                    continue
                found = _ratio(spot, part, whole)
                if found and found.difference == 0:
                    return found
                if found and found.verdict != "truncation":
                    best = best or found
                elif found and fine and reach < 2:
                    cut_off = cut_off or found
        if best and (fine or best.verdict == "truncation"):
            return best
    return best or cut_off


def part_said(page: Page, spot: Spot) -> Spot | None:
    """The figure right before a bare share (产业发展4875万元，占60%): no other one is its part."""
    last = next(iter(page.before(spot, 1)), None)
    if last is None or not _countable(last) or not _ONLY_SHARE.fullmatch(page.text[last.claim.until : spot.claim.at]):
        return None
    return None if re.search("均|每", last.label[-6:]) else last


def counted_by(spot: Spot) -> str | None:
    """The unit that the name of a rate says it is counted by: 户数消除率, 按人计消除率."""
    said = _COUNTED_BY.search(spot.clause[-14:])
    return {"户": "household", "人": "person"}[said[1]] if said else None


def _named_after(spot: Spot, part: Spot) -> bool:
    """Whether a rate is called after its part (授信312户 … 授信面71.6%)."""
    stem = re.search(r"([一-鿿]{2})(?:率|面|比例|比重)(?:为|达|达到|是)?$", spot.label.strip())
    return stem is not None and stem[1] in part.words and spot.sentence - part.sentence == 1


def named_before(spot: Spot, part: Spot) -> bool:
    """Whether a share names its part itself (粮油占35%居首, 产业项目资金占资金总额的55%)."""
    said = _SUBJECT.search(spot.label)
    return said is not None and said["name"][:4] in part.lead + part.words and part.claim.unit == "CNY"


def _countable(spot: Spot) -> bool:
    return (
        spot.claim.exact
        and spot.claim.value > 0
        and spot.claim.unit not in ("percent", "permille", "percentage_point", "multiple")
    )


def _ratio(spot: Spot, part: Spot, whole: Spot) -> Relation | None:
    if part.claim.unit != whole.claim.unit or part.claim.value >= whole.claim.value or not _near(spot, part, whole):
        return None
    if re.search(r"均(?:[一-鿿]{0,4})$", part.label) and not re.search(r"均", spot.label):
        return None
    computed, possible = quotient(spot, part, whole)
    verdict = judged(spot.claim, computed, possible)
    if verdict is None or (
        verdict == "rounding" and computed != 0 and abs(Fraction(spot.claim.value) / computed - 1) > Fraction(1, 100)
    ):
        return None
    return ratio_relation("ratio", spot, part, whole, computed, verdict)


def _near(spot: Spot, part: Spot, whole: Spot) -> bool:
    """A quick look, in floating point, whether the exact comparison is worth while."""
    ratio = float(part.claim.value) / float(whole.claim.value) * _SCALE[spot.claim.unit]
    return abs(ratio - float(spot.claim.value)) <= 0.02 * ratio + float(spot.claim.step or 1)


def quotient(spot: Spot, part: Spot, whole: Spot) -> tuple[Fraction, Interval]:
    """`part` ÷ `whole` in the unit of `spot`, exactly and as an interval of what rounding allows."""
    scale = _SCALE[spot.claim.unit]
    computed = Fraction(part.claim.value) / Fraction(whole.claim.value) * scale
    return computed, interval(part.claim).over(interval(whole.claim)).times(scale)


def ratio_relation(
    kind: str, spot: Spot, part: Spot, whole: Spot, computed: Fraction, verdict: Verdict, note: str = ""
) -> Relation:
    """The relation «part ÷ whole = percentage» with its formula and a note on truncation."""
    scale = "" if spot.claim.unit == "multiple" else f" × {_SCALE[spot.claim.unit]}"
    formula = f"{figure(part.claim)} ÷ {figure(whole.claim)}{scale} = {shown(computed, spot.claim.unit, spot.claim)}"
    if verdict == "truncation":
        note = "按四舍五入末位应进一，文中为截尾"
    return relation(kind, spot.claim, [part.claim, whole.claim], formula, computed, verdict, note)


def _contradiction(page: Page, spot: Spot) -> Relation | None:
    """A conflict, only where the sentence leaves no doubt which two figures are meant."""
    if is_together(spot):
        return None
    pair = (
        _share_of_nested(page, spot)
        or _rate_of_pair(page, spot)
        or _slipped_pair(page, spot)
        or _share_of_named(page, spot)
    )
    if pair is None:
        return None
    part, whole = pair
    computed, possible = quotient(spot, part, whole)
    if interval(spot.claim).meets(possible):
        return None
    return ratio_relation(
        "ratio", spot, part, whole, computed, "conflict", f"按文中两数计算应为{shown(computed, 'percent')}"
    )


def _share_of_nested(page: Page, spot: Spot) -> tuple[Spot, Spot] | None:
    """全区100万元，其中产业60万元，占50%: the part right before, and the one total before 其中."""
    if not _BARE_SHARE.search(core(spot.label) or spot.label.strip()):
        named = _OF.search(spot.label)
        if named is None:
            return None
    else:
        named = None
    part = next(iter(page.before(spot, 1)), None)
    if part is None or not _countable(part) or not _of_the_part(spot, part):
        return None
    start = page.sentence_span(spot.sentence)[0]
    between = page.text[part.claim.until : spot.claim.at]
    if len(between) > 16 or re.search(r"[。；]", between):
        return None
    wholes = [s for s in page.before(part, 8) if _countable(s) and s.claim.unit == part.claim.unit]
    nested = [s for s in wholes if re.search(r"其中", page.text[s.claim.until : part.claim.at])]
    if named and named["whole"].strip() not in ("", "比"):
        nested = [s for s in nested if set(core(named["whole"])) <= set(s.words + s.clause)]
    if len(nested) != 1 or page.text.count("其中", start, spot.claim.at) != 1:
        return None
    return part, nested[0]


def _of_the_part(spot: Spot, part: Spot) -> bool:
    """Whether a share has no subject of its own beside the part before it (项目93个，制造业项目占69% has)."""
    subject = core(re.split("占|比例|比重", spot.label)[0])
    return set(subject) <= set(part.words)


def _rate_of_pair(page: Page, spot: Spot) -> tuple[Spot, Spot] | None:
    """应改造560户，已竣工504户，竣工率90%: exactly two figures of one unit, the rate named after the second."""
    rate = re.search(r"([一-鿿]{2})率(?:为|达|达到|是)?$", spot.label.strip())
    earlier = [s for s in page.before(spot, 4) if s.claim.exact]
    if rate is None or len(earlier) < 2 or earlier[0].claim.unit != earlier[1].claim.unit or not _countable(earlier[0]):
        return None
    part, whole = earlier[0], earlier[1]
    same = [s for s in page.in_sentence(spot.sentence) if s.claim.unit == part.claim.unit]
    if len(same) != 2 or rate[1] not in part.words or rate[1] in whole.words:
        return None
    if spot.claim.at - whole.claim.until > 40 or not _named_whole(whole, rate[1]):
        return None
    return part, whole


def _named_whole(whole: Spot, rate: str) -> bool:
    return bool(_PLANNED.search(whole.words)) or bool(
        re.search(r"改造|搬迁|新建|建设|项目|对象|需求|岗位", whole.words)
    )


def _slipped_pair(page: Page, spot: Spot) -> tuple[Spot, Spot] | None:
    """A part the rate is named after (完工58个…完工率72.5%) and a whole near it, apart from one altered digit."""
    named = re.search(r"([一-鿿]{2})(?:率|比例|比重)(?:为|达|达到|是)?$", spot.label.strip())
    parts = [s for s in page.before(spot, 3) if _countable(s) and named and named[1] in s.words]
    for part in parts[:1]:
        wholes = [s for s in [*page.before(spot, _FAR, 1), *page.after(spot, 3)] if _countable(s) and s is not part]
        wholes = [s for s in wholes if s.claim.unit == part.claim.unit and named and named[1] not in s.words]
        wholes = [s for s in wholes if s.claim.value > part.claim.value]
        wholes = [s for s in wholes if s.sentence == spot.sentence] or wholes
        wholes = [s for s in wholes if _PLANNED.search(s.words)] or wholes
        if len(wholes) == 1 and _is_slip(spot, part, wholes[0]) and _not_far_off(spot, part, wholes[0]):
            return part, wholes[0]
    return None


def _not_far_off(spot: Spot, part: Spot, whole: Spot) -> bool:
    """Whether a rate is near enough to be a slip; one far off is of another whole (管理率90% of those who are ill)."""
    return abs(quotient(spot, part, whole)[0] - Fraction(spot.claim.value)) <= _OFF


def _share_of_named(page: Page, spot: Spot) -> tuple[Spot, Spot] | None:
    """捐赠支出498.87万元，占接收总额的93%: the whole is named, and one altered digit explains the difference."""
    named = _OF.search(spot.label)
    part = next(iter(page.before(spot, 1)), None)
    if (
        named is None
        or len(named["whole"].strip()) < 2
        or part is None
        or not _countable(part)
        or part.sentence != spot.sentence
    ):
        return None
    near = [s for s in page.before(part, 8, 1) if _countable(s) and s.claim.unit == part.claim.unit]
    wholes = [s for s in near if likeness(named["whole"], s.words) >= 0.5 and s.claim.value > part.claim.value]
    return (part, wholes[0]) if len(wholes) == 1 and _is_slip(spot, part, wholes[0]) else None


def _is_slip(spot: Spot, part: Spot, whole: Spot) -> bool:
    """Whether one digit of the percentage, the part or the whole, set right, makes them agree."""
    computed, _ = quotient(spot, part, whole)
    if _digit_to(spot.claim, computed):
        return True
    share = Fraction(spot.claim.value) / _SCALE[spot.claim.unit]
    return _digit_to(part.claim, share * Fraction(whole.claim.value)) or _digit_to(
        whole.claim, Fraction(part.claim.value) / share
    )


def _digit_to(claim: Claim, wanted: Fraction) -> bool:
    step = Fraction(claim.step or 1)
    return altered_digit(claim.value, round(wanted / step) * step, claim.step or Decimal(1))
