"""Altered figures: statements whose reading is certain, and that hold but for one digit.

A conflict costs more trust than a miss. So one is told here only where the words leave one choice of figures (the
group is named with 中, a sister share has the same whole, a mean stands behind its total and its count, a base is
called so) and where setting one digit right in one of the figures makes them agree.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.context import Page, Spot, core
from bangfu.reports.checker.numbers import chinese_value
from bangfu.reports.checker.relations.arithmetic import (
    Interval,
    altered_digit,
    figure,
    interval,
    shown,
    slack,
    telling_digits,
)
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.nearness import (
    CHANGE,
    COMPLETION,
    EACH,
    GROWTH,
    RELATIVE,
    REST,
    alike,
    is_amount,
    of_something_else,
    shared_part,
    words_of,
)
from bangfu.reports.checker.relations.parts import total_of
from bangfu.reports.checker.relations.products import per_of
from bangfu.reports.checker.relations.sum_conflicts import parallel

_BARE = re.compile(r"(?:占比?|占总数的?|占总额的?|占全部的?|所占比例|比重)(?:为|达到?|是)?$")
_GROUP = re.compile(r"^[^，。；\d]{0,14}(?:中|里|之中)(?:[，,]|有|共有)")
_BASE = re.compile(
    r"上年|去年|同期|年初|上一年|前一年|上月|上季|(?:19|20)\d\d年|计划|目标|任务|全省平均|全国平均|要求|此前|原来"
)
_CHANGED = re.compile(r"(?:增加|增长|净增|新增|减少|下降|提高|多|少)了?$")
_LEFT_OVER = re.compile(r"其余|剩余|余下|余额|结余|尚余|还剩|自付|自筹|缺口|还差|未")
_RATE = re.compile(r"每|均|单价|客单价|标准|各")
_PER = re.compile(r"平均每([^，。；\d]{0,8})|每([^，。；\d]{0,8}?)(?:平均|均)|每([一-鿿]{1,2})$|([一-鿿]{1,2})均")
_TOTAL = re.compile(r"(?:共计?|合计|总计|总共|一共|加起来)(?:[一-鿿]{0,3})$")
_OFF = 10  # a rate named after its part is off by this many points at most, else it is of another whole
_ADDED_UP = re.compile(r"(?:合计|共计|加起来)[为达]?$")
_UP_OR_DOWN = re.compile(r"增|多|超|涨|提高|上升|减|少|降|低于|高于|高出|下降")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A statement read without doubt: `stated` should be `computed` from `others`; `remedies` are what each would have
    to be for the rest to be right."""

    kind: str
    stated: Claim
    others: list[Claim]
    formula: str
    computed: Fraction
    possible: Interval
    remedies: list[tuple[Claim, Fraction]]


def slips(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Conflicts of figures that nothing in `known` explains."""
    stated = {found.claims[0] for found in known if found.kind not in ("subset", "repeat")}
    wholes = _wholes(known)
    for spot in page.spots:
        if spot.claim.id in stated or not spot.claim.exact or spot.claim.value <= 0 or spot.claim.word == "成":
            continue
        for reading in _readings(page, spot, wholes):
            if reading.kind == "product" and len(reading.others) == 2 and reading.others[0].id in stated:
                continue  # the rate belongs to another total
            if interval(reading.stated).meets(reading.possible) or reading.computed <= 0:
                break
            if _is_slip(reading):
                note = f"按文中数字计算应为{shown(reading.computed, spot.claim.unit, spot.claim)}"
                yield relation(
                    reading.kind, reading.stated, reading.others, reading.formula, reading.computed, "conflict", note
                )
                break


def _readings(page: Page, spot: Spot, wholes: dict[str, set[str]]) -> Iterator[_Reading]:
    unit = spot.claim.unit
    if unit in ("percent", "permille"):
        if found := _of_figure(page, spot) or _share(page, spot, wholes) or _rate(page, spot):
            yield found
        if found := _growth(page, spot) or _completion(page, spot):
            yield found
    elif unit == "multiple":
        if found := _of_figure(page, spot):
            yield found
    elif unit == "percentage_point":
        if found := _points(page, spot):
            yield found
    elif unit not in RELATIVE:
        if found := _mean(page, spot) or _yearly(page, spot):
            yield found
        for read in (_difference, _sum, _product):
            if found := read(page, spot):
                yield found


def _is_slip(reading: _Reading) -> bool:
    for claim, wanted in reading.remedies:
        step = Fraction(claim.step or 1)
        if wanted in (Fraction(claim.value) * 10, Fraction(claim.value) / 10):
            return True  # the point one place off
        if wanted > 0 and altered_digit(claim.value, round(wanted / step) * step, claim.step or Decimal(1)):
            return True
    return False


def _wholes(known: list[Relation]) -> dict[str, set[str]]:
    """For every percentage that fits: what it is a share of."""
    shares: dict[str, set[str]] = {}
    for found in known:
        if found.kind == "ratio" and found.verdict == "consistent" and len(found.claims) == 3:
            shares.setdefault(found.claims[2], set()).add(found.claims[0])
    return shares


def _of_figure(page: Page, spot: Spot) -> _Reading | None:
    """9600万元，占全年资金1.6亿元的60%; 88人，完成协议数80人的110%: both figures stand right before the rate."""
    near = page.before(spot, 2)
    if len(near) < 2 or not all(map(is_amount, near)) or not alike(near[0].claim, near[1].claim):
        return None
    whole, part = near
    between, behind = page.text[part.claim.until : whole.claim.at], page.text[whole.claim.until : spot.claim.at]
    plain = re.fullmatch(r"的?(?:总数|总额)?的?", behind) and re.search("占|完成|达到?|为|是|相当于", between)
    if not plain or re.search("[。；]|超|比|其中", between) or EACH.search(words_of(part)):
        return None
    return _quotient("ratio", spot, part, whole, {"percent": 100, "permille": 1000}.get(spot.claim.unit, 1))


def _share(page: Page, spot: Spot, wholes: dict[str, set[str]]) -> _Reading | None:
    """A part right before 占; its whole named as a group, or shared with a sister share, or the only one there is."""
    part = shared_part(page, spot)
    if part is None:
        return None
    sisters = {s.claim.id for s in page.in_sentence(spot.sentence)}
    whole = next((s for s in page.spots[: part.index] if wholes.get(s.claim.id, set()) & sisters), None)
    earlier = [s for s in page.before(part, 12, 2) if is_amount(s) and alike(s.claim, part.claim)]
    earlier = [s for s in earlier if not EACH.search(words_of(s)) and not CHANGE.search(words_of(s))]
    larger = [s for s in earlier if s.claim.value > part.claim.value and not _is_share_of(page, s)]
    whole = whole or next((s for s in larger[:1] if "其中" in page.text[s.claim.until : part.claim.at]), None)
    whole = whole or next((s for s in larger if _GROUP.match(page.text[s.claim.until :][:24])), None)
    if whole is None and len(larger) == 1 == len(earlier) and _BARE.search(words_of(spot).strip()):
        whole = larger[0] if _fine(spot.claim, part.claim) else None
    if whole is None or not alike(part.claim, whole.claim):
        return None
    return _quotient("ratio", spot, part, whole, 100 if spot.claim.unit == "percent" else 1000)


def _rate(page: Page, spot: Spot) -> _Reading | None:
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
    reading = _quotient("ratio", spot, part, whole, 100)
    return reading if abs(reading.computed - Fraction(spot.claim.value)) <= _OFF else None


def _is_share_of(page: Page, spot: Spot) -> bool:
    """Whether a figure is itself followed by its share of something (401户，占48%)."""
    behind = page.after(spot, 1)
    return bool(behind) and shared_part(page, behind[0]) is spot


def _fine(stated: Claim, part: Claim) -> bool:
    """Whether the figures have so many digits that one of them off by a digit is hardly chance."""
    return len(stated.value.normalize().as_tuple().digits) >= 3 or len(part.value.normalize().as_tuple().digits) >= 4


def _quotient(kind: str, spot: Spot, part: Spot, whole: Spot, scale: int) -> _Reading:
    first, last = Fraction(whole.claim.value), Fraction(part.claim.value)
    computed = last / first * scale
    share = Fraction(spot.claim.value) / scale
    times = f" × {scale}" if scale > 1 else ""
    return _Reading(
        kind,
        spot.claim,
        [part.claim, whole.claim],
        f"{figure(part.claim)} ÷ {figure(whole.claim)}{times} = {shown(computed, spot.claim.unit, spot.claim)}",
        computed,
        _rounded(spot.claim, interval(part.claim).over(interval(whole.claim)).times(scale)),
        [(spot.claim, computed), (part.claim, share * first), (whole.claim, last / share)],
    )


def _rounded(stated: Claim, possible: Interval) -> Interval:
    """`possible` widened by what rounding a mean or a share to the printed digit may do."""
    half = Fraction(stated.step or 1)
    return Interval(possible.low - half, possible.high + half)


def _growth(page: Page, spot: Spot) -> _Reading | None:
    """本年423万元，同比上年的360万元增长17.5%: the only two figures of a unit, the second called the base."""
    words = words_of(spot)
    if not GROWTH.search(words) or re.search(r"年均|高于|低于|百分点|[到至为]$", words.strip()):
        return None
    pair = _now_and_base(page, spot)
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
    return _Reading(
        "growth",
        spot.claim,
        [now.claim, base.claim],
        f"({figure(now.claim)} − {figure(base.claim)}) ÷ {figure(base.claim)} = {shown(sign * computed, 'percent')}",
        computed,
        _rounded(spot.claim, Interval(low, high)),
        [(spot.claim, computed), (now.claim, first * rate), *([(base.claim, last / rate)] if rate > 0 else [])],
    )


def _now_and_base(page: Page, spot: Spot) -> tuple[Spot, Spot] | None:
    """A figure called the base, and the one it is compared with right before it (423万元，同比上年的360万元增长…)."""
    own = [s for s in page.before(spot, 6) if is_amount(s) and s.part == spot.part]
    own = [s for s in own if not _CHANGED.search(words_of(s)) and not EACH.search(words_of(s))]
    if len(own) < 2 or not alike(own[0].claim, own[1].claim):
        return None
    later, earlier = own[:2]
    between = page.text[earlier.claim.until : later.claim.at]
    if _BASE.search(words_of(later)) and re.search(r"比|较|同", between) and len(between) <= 24:
        return earlier, later
    opening = page.text[page.sentence_span(spot.sentence)[0] : earlier.claim.at][-24:]
    if re.search(r"由|从", opening) and re.search(r"[到至为]$", between.rstrip()):
        return later, earlier
    years = _years(page, earlier), _years(page, later)
    if 0 < years[0] == years[1] - 1 and re.search(r"同比|比上年|较上年", words_of(spot)):
        return later, earlier
    if len(own) == 2 and _BASE.search(words_of(earlier)) and not _BASE.search(words_of(later)):
        return later, earlier
    return None


def _years(page: Page, spot: Spot) -> int:
    """The year named right before a figure; 0 if none is."""
    said = re.findall(r"((?:19|20)\d\d)年", page.text[max(0, spot.claim.at - 16) : spot.claim.at])
    return int(said[-1]) if said else 0


def _points(page: Page, spot: Spot) -> _Reading | None:
    """占比55%，高于省定50%的要求5个百分点: exactly two percentages before it in the sentence."""
    rates = [s for s in page.before(spot, 6) if s.claim.unit == "percent" and s.part == spot.part]
    if len(rates) != 2 or not all(s.claim.exact for s in rates) or not _UP_OR_DOWN.search(words_of(spot) + spot.clause):
        return None
    if not _held_against(page, rates[1], rates[0], spot):
        return None
    high, low = sorted(rates, key=lambda s: -s.claim.value)
    return _minus("growth", spot, high, low)


def _held_against(page: Page, now: Spot, base: Spot, spot: Spot) -> bool:
    """Whether the points are told of exactly two rates: 由A到B; B，高于A; neither a list (分别) nor another base."""
    between, behind = page.text[now.claim.until : base.claim.at], page.text[base.claim.until : spot.claim.at]
    if "分别" in between + behind + now.clause or _BASE.search(behind) or re.search("同比|环比|比|较", behind):
        return False
    opening = page.text[page.sentence_span(spot.sentence)[0] : now.claim.at][-24:]
    moved = re.search(r"由|从", opening) is not None and re.search(r"[到至为]$", between.rstrip()) is not None
    return moved or re.search(r"比|较|高于|低于|超|同期|上年|去年", between) is not None


def _minus(kind: str, spot: Spot, high: Spot, low: Spot) -> _Reading:
    first, last, stated = Fraction(high.claim.value), Fraction(low.claim.value), Fraction(spot.claim.value)
    computed = first - last
    width = slack(high.claim) + slack(low.claim)
    return _Reading(
        kind,
        spot.claim,
        [high.claim, low.claim],
        f"{figure(high.claim)} − {figure(low.claim)} = {shown(computed, spot.claim.unit, spot.claim)}",
        computed,
        Interval(computed - width, computed + width),
        [(spot.claim, computed), (high.claim, last + stated), (low.claim, first - stated)],
    )


def _difference(page: Page, spot: Spot) -> _Reading | None:
    """比计划4000名多1230名, 其余3个: a figure, a base called so right behind it, and what they differ by."""
    words = words_of(spot)
    if not REST.search(words):
        if not re.search(r"(?:超额|净增|多[一-鿿]?|增加|减少|少[一-鿿]?|高出|下降)了?$", words.strip()):
            return None
        pair = _now_and_base(page, spot)
        if pair is None or not alike(pair[0].claim, spot.claim):
            return None
        high, low = sorted(pair, key=lambda s: -s.claim.value)
        return _minus("growth", spot, high, low)
    same = [s for s in page.before(spot, 6) if is_amount(s) and alike(s.claim, spot.claim)]
    if len(same) != 2 or any(EACH.search(words_of(s)) or CHANGE.search(words_of(s)) for s in same):
        return None
    high, low = sorted(same, key=lambda s: -s.claim.value)
    if not _LEFT_OVER.search(words) and "其中" not in page.text[high.claim.until : spot.claim.at]:
        return None  # 对其他国家出口…: one item of a list
    return _minus("sum", spot, high, low) if high.claim.value > low.claim.value else None


def _mean(page: Page, spot: Spot) -> _Reading | None:
    """72场…1.08万人次，场均150人次: the total right before it, and one count of what it is given per."""
    said = _PER.search(spot.clause[-14:])
    if not said:
        return None
    thing = next((word for word in said.groups() if word), "")
    per, thing = per_of(page, spot), re.sub(r"^[个所家名支条](?=.)", "", thing)
    near = [s for s in page.before(spot, 6) if s.claim.exact and s.claim.value > 0 and s.claim.unit not in RELATIVE]
    near = [s for s in near if not EACH.search(words_of(s))]
    total = next((s for s in near if alike(s.claim, spot.claim) and not CHANGE.search(words_of(s))), None)
    beside = total in near[:2] and total is not None and total.part == spot.part
    if beside and any(_counts(s, per, thing, said.group()) for s in near[:2] if s is not total):
        near = near[:2]
    elif total is None or total.part != spot.part or total.claim.value <= spot.claim.value or total is not near[0]:
        total = _only(s for s in near if alike(s.claim, spot.claim) and s.claim.value > spot.claim.value)
    count = _only(
        s
        for s in near
        if s is not total and s.claim.unit != "CNY" and s.claim.value > 1 and _counts(s, per, thing, said.group())
    )
    if not (total and count) or of_something_else(page, total, count):
        return None
    return _quotient("product", spot, total, count, 1)


def _yearly(page: Page, spot: Spot) -> _Reading | None:
    """五年来投入38.6亿元，年均7.72亿元: the years said once in the sentence, the total right before the mean."""
    total = next(iter(page.before(spot, 1)), None)
    if total is None or not re.search("年均$|平均每年$", words_of(spot).strip()) or total.sentence != spot.sentence:
        return None
    opening = page.text[page.sentence_span(spot.sentence)[0] : total.claim.at]
    said = re.findall(r"([二两三四五六七八九十]|(?<!\d)[2-9]|10)年(?:来|间|共|累计)", opening)
    if len(said) != 1 or not is_amount(total) or not alike(total.claim, spot.claim):
        return None
    years = int(chinese_value(said[0]) or 0) if not said[0].isdigit() else int(said[0])
    computed = Fraction(total.claim.value) / years
    stated = Fraction(spot.claim.value)
    return _Reading(
        "product",
        spot.claim,
        [total.claim],
        f"{figure(total.claim)} ÷ {years}年 = {shown(computed, spot.claim.unit, spot.claim)}",
        computed,
        _rounded(spot.claim, interval(total.claim).over(Interval(Fraction(years), Fraction(years)))),
        [(spot.claim, computed), (total.claim, stated * years)],
    )


def _counts(spot: Spot, per: str | None, thing: str, said: str) -> bool:
    """Whether a figure counts what a mean is given per: 72场 for 场均, 86个 of 扶贫车间 for 每个车间平均."""
    if per and spot.claim.unit in (per, f"{per}_time"):
        return True
    if spot.claim.word and (said.startswith(f"{spot.claim.word}均") or said.startswith(f"每{spot.claim.word}")):
        return True
    return bool(thing) and (thing in spot.words or thing == spot.claim.word or spot.claim.word.endswith(thing))


def _only(spots: Iterable[Spot]) -> Spot | None:
    found = list(spots)
    return found[0] if len(found) == 1 else None


def _completion(page: Page, spot: Spot) -> _Reading | None:
    """比计划4000名多…，完成率130.8%; 预留份额1130万元，完成份额的120%: one actual, and one figure called the target."""
    words = words_of(spot)
    if not re.search(
        r"完成率|(?:完成|达到|达|占)[^，。；\d]{0,10}(?:任务|目标|计划|指标|份额)[^，。；\d]{0,3}的$", words
    ):
        return None
    if re.search(r"超", words):
        return None
    own = [s for s in page.before(spot, 4) if is_amount(s) and s.part == spot.part]
    own = [s for s in own if not _CHANGED.search(words_of(s)) and not EACH.search(words_of(s))]
    called = [s for s in own if re.search(r"计划|目标|任务|份额|指标|应", words_of(s) + s.tail[:4])]
    actual = [s for s in own if s not in called][:1]
    if len(called) != 1 or not actual or not alike(called[0].claim, actual[0].claim):
        return None
    return _quotient("completion", spot, actual[0], called[0], 100)


def _product(page: Page, spot: Spot) -> _Reading | None:
    """21万单，客单价48元，销售额1008万元: a count, what each costs, and the total, one behind the other."""
    three = [s for s in page.spots[max(0, spot.index - 3) : spot.index + 4] if s.claim.unit not in RELATIVE]
    for start in range(len(three) - 2):
        group = three[start : start + 3]
        if spot not in group or any(s.part != spot.part or not is_amount(s) for s in group):
            continue
        rates = [s for s in group if s is not spot and _RATE.search(words_of(s)) and alike(s.claim, spot.claim)]
        counts = [s for s in group if s is not spot and s not in rates and not alike(s.claim, spot.claim)]
        if (
            len(rates) != 1
            or len(counts) != 1
            or _RATE.search(words_of(spot))
            or rates[0].claim.value >= spot.claim.value
        ):
            continue
        rate, count = rates[0], counts[0]
        if count.claim.unit == "CNY" or abs(group.index(rate) - group.index(count)) != 1:
            continue
        said = page.text[group[0].claim.until : group[-1].claim.at]
        if of_something_else(page, spot, count) or re.search("其中|分别", said):
            continue
        return _times(spot, rate, count)
    return None


def _times(spot: Spot, rate: Spot, count: Spot) -> _Reading:
    each, many, stated = Fraction(rate.claim.value), Fraction(count.claim.value), Fraction(spot.claim.value)
    one, other = interval(rate.claim), interval(count.claim)
    return _Reading(
        "product",
        spot.claim,
        [rate.claim, count.claim],
        f"{figure(rate.claim)} × {figure(count.claim)} = {shown(each * many, spot.claim.unit, spot.claim)}",
        each * many,
        Interval(one.low * other.low, one.high * other.high),
        [(spot.claim, each * many), (rate.claim, stated / many), (count.claim, stated / each)],
    )


def _sum(page: Page, spot: Spot) -> _Reading | None:
    """45件…38件，加起来83件; 在3624名中，省派186人、市派642人、县派2796人: all figures of its unit in the sentence."""
    before = [s for s in reversed(page.before(spot, 12)) if is_amount(s) and alike(s.claim, spot.claim)]
    total = words_of(spot).strip()
    each = "分别" in page.text[page.sentence_span(spot.sentence)[0] : spot.claim.at]
    parts = before if _TOTAL.search(total) or (each and total.endswith("累计")) else []
    if not parts and _GROUP.match(page.text[spot.claim.until :][:24]):
        parts = [s for s in page.after(spot, 8) if s.part == spot.part and is_amount(s) and alike(s.claim, spot.claim)]
        labels = [core(words_of(part)) for part in parts]
        if len(labels) < 2 or not all(labels) or not parallel(labels):
            return None
    claims = [spot.claim, *(part.claim for part in parts)]
    if len({claim.unit for claim in claims}) > 1 and len({claim.word for claim in claims}) > 1:
        return None  # 参加6个项目获得6枚奖牌，共10枚
    if len(parts) < 2 or any(EACH.search(words_of(s)) or CHANGE.search(words_of(s)) for s in parts):
        return None
    larger = any(s.claim.value >= spot.claim.value for s in parts) and not _ADDED_UP.search(total)
    if telling_digits(claims) < (2 if len(parts) == 2 else 3) or larger:
        return None
    computed, possible = total_of(parts)
    missing = Fraction(spot.claim.value) - computed
    remedies = [(spot.claim, computed), *((s.claim, Fraction(s.claim.value) + missing) for s in parts)]
    formula = " + ".join(figure(s.claim) for s in parts) + f" = {shown(computed, spot.claim.unit, spot.claim)}"
    return _Reading("sum", spot.claim, [s.claim for s in parts], formula, computed, possible, remedies)
