"""Completion of targets: reached (完成任务的112%) and exceeded (超过目标任务22.5%) kept apart.

The target may stand in the same sentence or anywhere in the text. Where the text states none, the relation is
ambiguous and lists what each reading would imply.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot, core, likeness
from bangfu.reports.checker.relations.arithmetic import Interval, Verdict, decimal_of, figure, interval, judged, shown
from bangfu.reports.checker.relations.finding import ReadingOf, Relation, open_relation, relation
from bangfu.reports.checker.relations.shares import SPENDING

_TARGET = re.compile(r"目标|任务|计划|指标|预留|应|定额|下达|责任书|协议数")
_TARGET_NAMED = re.compile(r"目标|任务|计划|指标|额度|责任|协议|份额|完成率|达成率|超额|超过")
_PLAN = re.compile(r"(?:计划|拟|力争|预计|目标是)(?:完成|实现|引进|新增|新建|培训|选派|安排|转移)")
_ACHIEVED = re.compile(r"完成|占|达到|是|实现")
_EXCEEDED = re.compile(r"超过|超额|超出|超|高出|多完成")
_PERCENT_OF_TARGET = re.compile(
    r"(?:完成|占|达|为|是|实现|超过|超额|超出|超).{0,16}(?:目标|任务|计划|指标|额度|责任|协议|份额|定额)|完成率|超额完成|进度|完成|达成率|额度"
)
_WORDS_ONLY = re.compile(r"(?:超额|全面|圆满|全部|提前)?(?:超额)?完成[^，。；\d]{0,8}(?:任务|目标|计划|指标)")
_RELATIVE = ("percent", "permille", "percentage_point", "multiple", "year", "month", "day")
_REACH = 60  # targets before and behind a percentage that may be meant
_WHOLE = ("person", "household", "organisation", "village", "project", "post", "item", "person_time")


def completion(page: Page) -> Iterator[Relation]:
    """All statements of completion in per cent, and of exceeding in words."""
    targets = [spot for spot in page.spots if _is_target(page, spot)]
    for spot in page.spots:
        stated = spot.claim.unit in ("percent", "multiple") and spot.claim.exact and spot.claim.kind == "fact"
        if stated and _is_completion(page, spot) and (found := _completed(page, spot, _nearby(targets, spot))):
            yield found
    yield from _in_words(page, targets)


def _is_target(page: Page, spot: Spot) -> bool:
    if spot.claim.unit in _RELATIVE or not spot.claim.exact or spot.claim.value <= 0:
        return False
    if re.search(r"完成率|完成[^，。；]{0,6}(?:任务|目标)的?$", spot.label) and not page.text[spot.claim.until :][
        :10
    ].startswith(("的", "任务", "目标")):
        return False
    behind = page.text[spot.claim.until : spot.claim.until + 8]
    if re.match(r"的?(?:年度|全年)?(?:目标|任务|计划)", behind):
        return True
    if re.match(r"的[\d一二三四五六七八九百]", behind) and re.search(r"(?:目标|任务|计划|协议|指标)数?$", spot.label):
        return True
    if _planned(spot.lead + spot.label):
        return True
    return _headed(page, spot) or _in_plan(page, spot)


def _planned(words: str) -> bool:
    """Whether the words before a figure name a target: 目标任务为, 计划完成; but not 任务完成, 实际完成."""
    if _PLAN.search(words):
        return True
    return bool(_TARGET.search(words)) and not re.search(r"完成|实际|超", words.split("任务")[-1].split("目标")[-1])


def _in_plan(page: Page, spot: Spot) -> bool:
    """Whether the sentence begins as a plan (2021年计划完成…，引进企业5家，…) and has not turned to what was done."""
    first = page.in_sentence(spot.sentence)[0]
    said = page.text[first.claim.at : spot.claim.at]
    return (
        first is not spot
        and bool(_PLAN.search(first.label))
        and not re.search(r"实际|完成|已|实现|达到", said + spot.label)
    )


def _headed(page: Page, spot: Spot) -> bool:
    """Whether the paragraph opens as a list of targets (年度目标：…), or a heading above it says so."""
    start, above = page.paragraph_span(spot.paragraph)[0], page.paragraph_span(spot.paragraph - 1)
    if re.match(
        r"[^，。；\n\d]{0,30}(?:\d{4}年)?[^，。；\n\d]{0,30}(?:目标|任务|计划|指标)(?:是|为)?[:：]",
        page.text[start : start + 60],
    ):
        return True
    heading = page.text[slice(*above)].strip()
    return (
        len(heading) <= 24
        and bool(re.search(r"(?:目标|任务|计划|指标)(?:任务|目标)?[:：]?$", heading))
        and "完成" not in heading
    )


def _is_completion(page: Page, spot: Spot) -> bool:
    clause = spot.clause
    if re.search(r"同比|增长|高于|低于|较上年|比上年", spot.label) or SPENDING.search(spot.label):
        return False
    return bool(_PERCENT_OF_TARGET.search(clause)) and not re.search(
        r"占比|率(?:为|达|达到)?$", clause.replace("完成率", "").replace("达成率", "")
    )


def _completed(page: Page, spot: Spot, targets: list[Spot]) -> Relation | None:
    exceeded = bool(_EXCEEDED.search(spot.clause))
    actuals = _actuals(page, spot, targets)
    if not actuals:
        return None
    for actual in actuals:
        for target in _ranked(page, actual, targets, spot):
            if found := _against(spot, actual, target, exceeded):
                return found
    if spot.claim.unit == "multiple":
        return None
    certain = _certain(page, spot, actuals, targets)
    if certain:
        return _conflicting(spot, *certain, exceeded)
    return _open(spot, actuals, exceeded)


def _actuals(page: Page, spot: Spot, targets: list[Spot]) -> list[Spot]:
    near = [s for s in page.before(spot, 5) if s.claim.exact and s.claim.unit not in _RELATIVE]
    behind = [s for s in near if re.search(r"[。；]", page.text[s.claim.until : spot.claim.at]) is None]
    stated = {target.index for target in targets}
    achieved = [s for s in behind if s.index not in stated]
    return [s for s in achieved if s.claim.unit == achieved[0].claim.unit]


def _nearby(targets: list[Spot], spot: Spot) -> list[Spot]:
    """The targets that may be meant: those next to a percentage in the order of the text."""
    middle = bisect_left(targets, spot.index, key=lambda target: target.index)
    return targets[max(0, middle - _REACH) : middle + _REACH]


def _ranked(page: Page, actual: Spot, targets: list[Spot], spot: Spot) -> list[Spot]:
    """The targets of the same unit: in the sentence first, then those described alike."""
    same = [t for t in targets if t.claim.unit == actual.claim.unit and t is not actual]
    return sorted(
        same,
        key=lambda t: (t.sentence != spot.sentence, t.paragraph != spot.paragraph, -likeness(t.words, actual.words)),
    )[:12]


def _against(spot: Spot, actual: Spot, target: Spot, exceeded: bool) -> Relation | None:
    if spot.claim.unit == "multiple":
        return _times_target(spot, actual, target)
    computed = Fraction(actual.claim.value) / Fraction(target.claim.value) * 100
    possible = interval(actual.claim).over(interval(target.claim)).times(100)
    names = figure(actual.claim), figure(target.claim)
    claims = [actual.claim, target.claim]
    over = judged(spot.claim, computed - 100, Interval(possible.low - 100, possible.high - 100))
    reached = judged(spot.claim, computed, possible)
    if exceeded and over:
        return relation(
            "completion",
            spot.claim,
            claims,
            f"{names[0]} ÷ {names[1]} − 1 = {shown(computed - 100, 'percent')}",
            computed - 100,
            over,
            "超出目标的幅度",
        )
    if reached is None:
        return None
    formula = f"{names[0]} ÷ {names[1]} × 100 = {shown(computed, 'percent')}"
    if not exceeded:
        note = "按四舍五入末位应进一，文中为截尾" if reached == "truncation" else ""
        return relation("completion", spot.claim, claims, formula, computed, reached, note)
    note = "字面为“超过”，数值却是完成比例；超出幅度应为" + shown(computed - 100, "percent")
    readings = [
        ReadingOf("完成目标的比例", decimal_of(computed)),
        ReadingOf("超出目标的幅度", decimal_of(computed - 100)),
    ]
    return open_relation("completion", spot.claim, claims, formula, "ambiguous", note, readings)


def _times_target(spot: Spot, actual: Spot, target: Spot) -> Relation | None:
    computed = Fraction(actual.claim.value) / Fraction(target.claim.value)
    verdict = judged(spot.claim, computed, interval(actual.claim).over(interval(target.claim)))
    if verdict is None:
        return None
    formula = f"{figure(actual.claim)} ÷ {figure(target.claim)} = {shown(computed, 'multiple')}"
    return relation("completion", spot.claim, [actual.claim, target.claim], formula, computed, verdict)


def _certain(page: Page, spot: Spot, actuals: list[Spot], targets: list[Spot]) -> tuple[Spot, Spot] | None:
    """The one actual and the one target that are meant beyond doubt, if so."""
    unit = actuals[0].claim.unit
    same = [t for t in targets if t.claim.unit == unit]
    own = [t for t in same if t.sentence == spot.sentence]
    said = [s for s in page.in_sentence(spot.sentence) if s.claim.unit == unit and s.index < spot.index]
    if len(actuals) == 1 and len(own) == 1 and len(said) == 2:
        return actuals[0], own[0]
    topic = _topic(actuals[0])
    alike = [t for t in same if len(topic) >= 4 and topic in t.words]
    if (
        len(alike) == 1 == len(actuals)
        and (alike[0].paragraph - spot.paragraph) ** 2 <= 4
        and not _scoped(alike[0], actuals[0])
        and not _reached_before(page, alike[0], actuals[0])
    ):
        return actuals[0], alike[0]
    return None


def _topic(actual: Spot) -> str:
    """What was achieved, without the words of achieving: 全区共完成消费扶贫 → 消费扶贫."""
    return core(re.split(r"完成|实现|共|累计|达到?|已", actual.lead + actual.label)[-1])


def _scoped(target: Spot, actual: Spot) -> bool:
    """Whether one of them is only a part (其中, a place of its own)."""
    return "其中" in target.clause + actual.clause or target.depth != actual.depth


def _reached_before(page: Page, target: Spot, actual: Spot) -> bool:
    """Whether another figure between them may be what became of the target."""
    between = page.spots[target.index + 1 : actual.index]
    return any(s.claim.unit == actual.claim.unit for s in between)


def _conflicting(spot: Spot, actual: Spot, target: Spot, exceeded: bool) -> Relation:
    computed = Fraction(actual.claim.value) / Fraction(target.claim.value) * 100 - (100 if exceeded else 0)
    operation = " − 1" if exceeded else " × 100"
    formula = f"{figure(actual.claim)} ÷ {figure(target.claim)}{operation} = {shown(computed, 'percent')}"
    return relation(
        "completion",
        spot.claim,
        [actual.claim, target.claim],
        formula,
        computed,
        "conflict",
        f"按文中目标计算应为{shown(computed, 'percent')}",
    )


def _open(spot: Spot, actuals: list[Spot], exceeded: bool) -> Relation | None:
    """No target stated: what each reading implies, and which of several actuals fits a whole target."""
    percent = Fraction(spot.claim.value)
    if percent in (0, 100) or not _TARGET_NAMED.search(spot.clause):
        return None  # 工程进度达76.9% speaks of no target
    readings = []
    for actual in actuals[:3]:
        name = figure(actual.claim)
        if exceeded:
            readings.append(_implied(f"超出目标的幅度（以{name}计），隐含目标", actual, 100 + percent))
        readings.append(_implied(f"完成目标的比例（以{name}计），隐含目标", actual, percent, spot))
    note = "目标数未写明；" + ("“超过”可指超出幅度，也可指完成比例" if exceeded else "按完成比例推算目标")
    chosen = next((a for a in actuals if _whole_target(spot, a)), actuals[0])
    formula = f"{figure(chosen.claim)} ÷ {shown(spot.claim.value, 'percent')}"
    return open_relation(
        "completion", spot.claim, [chosen.claim], formula, "ambiguous", note, [r for r in readings if r]
    )


def _implied(words: str, actual: Spot, percent: Fraction, spot: Spot | None = None) -> ReadingOf:
    if spot and actual.claim.unit in _WHOLE and (whole := _whole_target(spot, actual)):
        return ReadingOf(words, Decimal(whole))
    return ReadingOf(words, decimal_of(Fraction(actual.claim.value) * 100 / percent, 2))


def _whole_target(spot: Spot, actual: Spot) -> int | None:
    """The whole target from which the percentage comes out as printed (219 ÷ 27 = 811%)."""
    if actual.claim.unit not in _WHOLE:
        return None
    base = Fraction(actual.claim.value) * 100 / Fraction(spot.claim.value)
    for whole in (int(base), int(base) + 1):
        if whole > 0:
            computed = Fraction(actual.claim.value) * 100 / whole
            if judged(spot.claim, computed, Interval(computed, computed)):
                return whole
    return None


def _in_words(page: Page, targets: list[Spot]) -> Iterator[Relation]:
    """超额完成任务 with both figures in the sentence: the actual must not fall short."""
    stated = {target.index for target in targets}
    for match in re.finditer(r"超额完成[^，。；\d]{0,10}(?:任务|目标|计划|指标)(?!的?\d)", page.text):
        spots = page.spots_before(match.start(), 2)
        if (
            len(spots) < 2
            or spots[0].claim.unit != spots[1].claim.unit
            or spots[0].index not in stated
            or spots[1].index in stated
        ):
            continue
        target, actual = spots
        if not (actual.claim.exact and page.sentence_at(match.start()) == actual.sentence == target.sentence):
            continue
        difference = Fraction(actual.claim.value) - Fraction(target.claim.value)
        verdict: Verdict = "consistent" if difference > 0 else "conflict"
        reached = Fraction(actual.claim.value) / Fraction(target.claim.value) * 100
        formula = f"{figure(actual.claim)} ÷ {figure(target.claim)} × 100 = {shown(reached, 'percent')}"
        yield relation(
            "completion",
            actual.claim,
            [target.claim],
            formula,
            Fraction(target.claim.value),
            verdict,
            "文字称“超额完成”",
        )
