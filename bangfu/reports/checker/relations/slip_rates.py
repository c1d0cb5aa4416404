"""Altered rates: shares, rates named after their part, growth, completion, percentage points."""

import re
from dataclasses import replace
from fractions import Fraction

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.relations.arithmetic import (
    Interval,
    figure,
    interval,
    shown,
)
from bangfu.reports.checker.relations.nearness import (
    CHANGE,
    COMPLETION,
    EACH,
    GROWTH,
    alike,
    is_amount,
    is_yardstick,
    shared_part,
    words_of,
)
from bangfu.reports.checker.relations.slip_reading import (
    BASE,
    CHANGED,
    Reading,
    minus,
    now_and_base,
    quotient_of,
    rounded,
)

_BARE = re.compile(r"(?:占比?|占总数的?|占总额的?|占全部的?|所占比例|比重)(?:为|达到?|是)?$")
_GROUP = re.compile(r"^[^，。；\d]{0,14}(?:中|里|之中)(?:[，,]|有|共有)")
_OF_NAMED = re.compile(r"(?:占|完成了?|达到?)(?:全部|全县|全市|全区)?(?P<name>[一-鿿]{2,6}?)(?:总数|总额|总量)?的$")
_SHARE_OF = re.compile(r"[一-鿿]{0,4}[，,](?:约|仅|只|已|正好)?占了?[^，,。；、\d]{0,10}")
_RATE = re.compile(r"([一-鿿]{2})率(?:已?为|已?达到?|是)?$")
_DUE = re.compile(r"应当?(?!急)[一-鿿]{0,4}")
_DONE = re.compile(r"(?:已经?|实际|实)[一-鿿]{0,4}")
_LESS_THAN_HALF = Fraction(499, 1000)
_OFF = 10  # a rate named after its part is off by this many points at most, else it is of another whole
_UP_OR_DOWN = re.compile(r"增|多|超|涨|提高|上升|减|少|降|低于|高于|高出|下降")


def of_figure(page: Page, spot: Spot) -> Reading | None:
    """9600万元，占全年资金1.6亿元的60%; 88人，完成协议数80人的110%: both figures stand right before the rate."""
    if found := _of_yardstick(page, spot):
        return found
    near = page.before(spot, 2)
    if len(near) < 2 or not all(map(is_amount, near)) or not alike(near[0].claim, near[1].claim):
        return None
    whole, part = near
    between, behind = page.text[part.claim.until : whole.claim.at], page.text[whole.claim.until : spot.claim.at]
    plain = re.fullmatch(r"的?(?:总数|总额)?的?", behind) and re.search("占|完成|达到?|为|是|相当于", between)
    if not plain or re.search("[。；]|超|比|其中", between) or EACH.search(words_of(part)):
        return None
    return _of_whole(page, spot, part, whole, {"percent": 100, "permille": 1000}.get(spot.claim.unit, 1))


def _of_whole(page: Page, spot: Spot, part: Spot, whole: Spot, scale: int) -> Reading | None:
    """A rate of two figures; None where it gives another figure before them, or several together (甲120、乙80，占…)."""
    stated, whole_value = interval(spot.claim), Fraction(whole.claim.value)
    together = Fraction(part.claim.value)
    for other in page.before(part, 6):
        if is_amount(other) and alike(other.claim, part.claim):
            together += Fraction(other.claim.value)
            rates = [amount / whole_value * scale for amount in (together, Fraction(other.claim.value))]
            if any(stated.low <= rate <= stated.high for rate in rates):
                return None
    reading = quotient_of("ratio", spot, part, whole, scale)
    return replace(reading, spelt=_is_spelt(page, spot, part, whole))


def _is_spelt(page: Page, spot: Spot, part: Spot, whole: Spot) -> bool:
    """Whether part, 占, whole, 的 and the rate follow each other: 管理费用118万元，占全年总支出2732万元的4.1%."""
    between, behind = page.text[part.claim.until : whole.claim.at], page.text[whole.claim.until : spot.claim.at]
    exact = part.claim.exact and whole.claim.exact and part.claim.value <= whole.claim.value
    return exact and behind == "的" and _SHARE_OF.fullmatch(between) is not None and not CHANGE.search(words_of(part))


def _of_yardstick(page: Page, spot: Spot) -> Reading | None:
    """121个，占全县174个行政村的69.5%: the whole inside the share, the part the last of its kind before it."""
    whole = next(iter(page.before(spot, 1)), None)
    if whole is None or not is_amount(whole) or not is_yardstick(page, whole) or spot.claim.unit != "percent":
        return None
    earlier = [s for s in page.before(whole, 3) if s.part == spot.part and s.claim.unit == whole.claim.unit]
    part = earlier[0] if earlier else None
    if part is None or not is_amount(part) or EACH.search(words_of(part)) or CHANGE.search(words_of(part)):
        return None
    if re.search("超|其中|比", page.text[part.claim.until : whole.claim.at]):
        return None
    return _of_whole(page, spot, part, whole, 100)


def due_and_done(page: Page, spot: Spot) -> Reading | None:
    """参保率达100%，应参保7129人，实际参保7092人: a rate, and behind it what is due and what was done of it."""
    behind = page.after(spot, 2)
    named = _RATE.search(words_of(spot).strip())
    if named is None or len(behind) < 2:
        return None
    whole, part = behind
    if named[1] not in ("完成", *re.findall("(?=(..))", f"{whole.label}，{part.label}")):
        return None  # 开工率, where the figures are of what was finished
    if not (
        is_amount(whole)
        and is_amount(part)
        and alike(whole.claim, part.claim)
        and whole.claim.exact
        and part.claim.exact
    ):
        return None
    if not _DUE.fullmatch(whole.label.strip("，, ")) or not _DONE.fullmatch(part.label.strip("，, ")):
        return None
    if part.claim.value > whole.claim.value:
        return None
    return replace(quotient_of("ratio", spot, part, whole, 100), spelt=True)


def share_of(page: Page, spot: Spot, wholes: dict[str, set[str]], summed: set[tuple[str, str]]) -> Reading | None:
    """A part right before 占; its whole named as a group, or shared with a sister share, or the only one there is."""
    part = shared_part(page, spot)
    if part is None:
        return None
    sisters = {s.claim.id for s in page.in_sentence(spot.sentence)}
    whole = next((s for s in page.spots[: part.index] if wholes.get(s.claim.id, set()) & sisters), None)
    earlier = [s for s in page.before(part, 12, 2) if is_amount(s) and alike(s.claim, part.claim) and not s.is_base]
    earlier = [s for s in earlier if not EACH.search(words_of(s)) and not CHANGE.search(words_of(s))]
    larger = [s for s in earlier if s.claim.value > part.claim.value and not _is_share_of(page, s)]
    whole = whole or next((s for s in larger[:1] if "其中" in page.text[s.claim.until : part.claim.at]), None)
    whole = whole or next((s for s in larger if _GROUP.match(page.text[s.claim.until :][:24])), None)
    if whole is None and len(larger) == 1 == len(earlier) and _BARE.search(words_of(spot).strip()):
        whole = larger[0] if _fine(spot.claim, part.claim) else None
    if whole is None or not alike(part.claim, whole.claim):
        return None
    reading = quotient_of("ratio", spot, part, whole, 100 if spot.claim.unit == "percent" else 1000)
    if (whole.claim.id, part.claim.id) in summed:  # the parts make up the whole exactly: nothing was rounded away
        room = Fraction(spot.claim.step or 1) * _LESS_THAN_HALF
        return replace(reading, possible=Interval(reading.computed - room, reading.computed + room))
    return reading


def named_rate(page: Page, spot: Spot) -> Reading | None:
    """培训2300人次，合格2185人次，合格率95%: the part the rate is named after, and its whole right before it."""
    named = re.search(r"([一-鿿]{2})率(?:为|达|达到|是)?$", words_of(spot).strip())
    near = [s for s in page.before(spot, 3) if is_amount(s) and s.sentence == spot.sentence]
    near = near[:1] + [s for s in near[1:] if not EACH.search(words_of(s))][:1]
    if named is None or len(near) < 2 or COMPLETION.search(named[1]):
        return None
    part, whole = near
    if named[1] not in words_of(part) + part.tail or not alike(part.claim, whole.claim):
        return None
    if part.claim.value >= whole.claim.value or EACH.search(words_of(part) + words_of(whole)):
        return None
    reading = quotient_of("ratio", spot, part, whole, 100)
    return reading if abs(reading.computed - Fraction(spot.claim.value)) <= _OFF else None


def named_whole(page: Page, spot: Spot) -> Reading | None:
    """订单86万件，…已经交货63.5万件，完成了订单的78.3%: the whole called by its name, the part right before."""
    said = _OF_NAMED.search(words_of(spot).strip())
    part = next(iter(page.before(spot, 1)), None)
    if said is None or part is None or not is_amount(part) or part.part != spot.part:
        return None
    if re.search("[，,].*[，,]", page.text[part.claim.until : spot.claim.at]):
        return None
    wholes = [s for s in page.before(part, 8, 1) if is_amount(s) and alike(s.claim, part.claim)]
    wholes = [
        s for s in wholes if said["name"] in s.label + s.tail[:4] and not s.is_base and not CHANGE.search(s.label)
    ]
    if len({s.claim.value for s in wholes}) != 1:
        return None
    return quotient_of("ratio", spot, part, wholes[0], 100)


def _is_share_of(page: Page, spot: Spot) -> bool:
    """Whether a figure is itself followed by its share of something (401户，占48%)."""
    behind = page.after(spot, 1)
    return bool(behind) and shared_part(page, behind[0]) is spot


def _fine(stated: Claim, part: Claim) -> bool:
    """Whether the figures have so many digits that one of them off by a digit is hardly chance."""
    return len(stated.value.normalize().as_tuple().digits) >= 3 or len(part.value.normalize().as_tuple().digits) >= 4


def growth_from_base(page: Page, spot: Spot) -> Reading | None:
    """本年423万元，同比上年的360万元增长17.5%: the only two figures of a unit, the second called the base."""
    words = words_of(spot)
    if not GROWTH.search(words) or re.search(r"年均|高于|低于|百分点|[到至为]$", words.strip()):
        return None
    pair = now_and_base(page, spot)
    if pair is None:
        return None
    now, base = pair
    first, last = Fraction(base.claim.value), Fraction(now.claim.value)
    down = bool(re.search(r"降|减|缩|少|回落", words))
    if (last < first) != down:
        return None
    sign = -1 if down else 1
    computed = abs(last - first) / first * 100
    spread = interval(now.claim).over(interval(base.claim))
    low, high = sorted((abs(spread.low - 1) * 100, abs(spread.high - 1) * 100))
    rate = 1 + sign * Fraction(spot.claim.value) / 100
    return Reading(
        "growth",
        spot.claim,
        [now.claim, base.claim],
        f"({figure(now.claim)} − {figure(base.claim)}) ÷ {figure(base.claim)} = {shown(sign * computed, 'percent')}",
        computed,
        rounded(spot.claim, Interval(low, high)),
        [(spot.claim, computed), (now.claim, first * rate), *([(base.claim, last / rate)] if rate > 0 else [])],
    )


def points_between(page: Page, spot: Spot) -> Reading | None:
    """占比55%，高于省定50%的要求5个百分点: exactly two percentages before it in the sentence."""
    rates = [s for s in page.before(spot, 6) if s.claim.unit == "percent" and s.part == spot.part]
    if len(rates) != 2 or not all(s.claim.exact for s in rates) or not _UP_OR_DOWN.search(words_of(spot) + spot.clause):
        return None
    if not _held_against(page, rates[1], rates[0], spot):
        return None
    high, low = sorted(rates, key=lambda s: -s.claim.value)
    return minus("growth", spot, high, low)


def _held_against(page: Page, now: Spot, base: Spot, spot: Spot) -> bool:
    """Whether the points are told of exactly two rates: 由A到B; B，高于A; neither a list (分别) nor another base."""
    between, behind = page.text[now.claim.until : base.claim.at], page.text[base.claim.until : spot.claim.at]
    if "分别" in between + behind + now.clause or BASE.search(behind) or re.search("同比|环比|比|较", behind):
        return False
    opening = page.text[page.sentence_span(spot.sentence)[0] : now.claim.at][-24:]
    moved = re.search(r"由|从", opening) is not None and re.search(r"[到至为]$", between.rstrip()) is not None
    return moved or re.search(r"比|较|高于|低于|超|同期|上年|去年", between) is not None


def completion_of_target(page: Page, spot: Spot) -> Reading | None:
    """比计划4000名多…，完成率130.8%; 预留份额1130万元，完成份额的120%: one actual, and one figure called the target."""
    words = words_of(spot)
    if not re.search(
        r"完成率|(?:完成|达到|达|占)[^，。；\d]{0,10}(?:任务|目标|计划|指标|份额)[^，。；\d]{0,3}的$", words
    ):
        return None
    if re.search(r"超", words):
        return None
    own = [s for s in page.before(spot, 4) if is_amount(s) and s.part == spot.part]
    own = [s for s in own if not CHANGED.search(words_of(s)) and not EACH.search(words_of(s))]
    called = [s for s in own if re.search(r"计划|目标|任务|份额|指标|应", words_of(s) + s.tail[:4])]
    actual = [s for s in own if s not in called][:1]
    if len(called) != 1 or not actual or not alike(called[0].claim, actual[0].claim):
        return None
    return quotient_of("completion", spot, actual[0], called[0], 100)
