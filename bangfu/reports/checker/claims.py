"""Claims: the figures of a text that say something, each with its value, unit, bound and place in the text.

`find_claims(flow)` reads numerals left to right, gives each the unit beside it, and drops what claims nothing
(`skips`, `names`). What the claim is about is read from the words around it by `context`.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from bangfu.reports.checker import names as named
from bangfu.reports.checker.articles import is_article
from bangfu.reports.checker.bare_ratios import bare_ratios
from bangfu.reports.checker.bounds import (
    bound_after,
    bound_before,
    bound_behind_noun,
    bound_over,
    is_compared,
    merged,
)
from bangfu.reports.checker.compositions import shares_side_by_side
from bangfu.reports.checker.flow import Flow
from bangfu.reports.checker.malformed import malformed
from bangfu.reports.checker.numbers import Numeral, numerals
from bangfu.reports.checker.skips import skipped
from bangfu.reports.checker.spoken import is_price, unit_unsaid
from bangfu.reports.checker.units import (
    WIDE_MEASURES,
    Measure,
    is_coins,
    measure_of,
    noun_after,
    unit_beside,
    unit_without_measure,
)
from bangfu.reports.checker.unsaid_lists import Shared, shared_units
from bangfu.reports.checker.worded import Worded, figures_in_words

_RANGE = re.compile(r" ?(?:[-–~～]{1,2}|—(?!—)|至|到) ?")
_FROM = re.compile(r"(?:由|从)[^，。；]{0,12}$")
_INHERITED = WIDE_MEASURES | {"个", "块"}
_INHERITED_STOP = re.compile(r"[。！？]|(?<![：:])\n")
_PARTS = re.compile(r"[^，。；、]{0,6}[，,；。]?(?:其中|按[^，。；]{1,6}分[，,：:])")
_BREAK = re.compile(r"(?<![：:])\n")
_OPEN_END = re.compile(
    r"$|[，。；、！？：）)（(”\n|]|以[上下内]|左右|出头"
)  # no noun that the tables do not know stands behind
_CHANGED = re.compile("[升降涨跌高低落增减提]")  # 回升1个点
_UNNAMED = re.compile(  # nothing named right before: 新建6家, 较去年193台
    r"(?:[，。；：、（]|新建|新增|其中|合计|一?共|总计|今年|去年|上年|[又再各]|认定了?|增加|减少|摘牌|退出|关停|仅|达到?|有|全部|每[一-鿿]|[均近约超])$"
)
_NEXT_LINE = 80  # characters from a kind of things to the next one in a line of its own
_LETTER = re.compile("[OolI]")
_MONEY = ("CNY", "USD", "HKD", "EUR")
_INHERITING = {
    "person",
    "place",
    "county",
    "city",
    "province",
}  # 护林员860个 of 2150 posts, 民族地区14个 of 43 counties
_SIGNED = ("percent", "permille", "percentage_point", "CNY")
_SIGN = re.compile(
    r"(?:增|速|涨|同比|环比|[比较]上|利润|收益|差额|率|指数)(?:[^，。；、降减跌落亏\d-]{0,8}[一-鿿（：:])?[-−–]$"
)
# A mean may have a fraction: 户均2.8人.
_MEAN = re.compile(
    r"均(?:[一-鿿]{0,3})$|平均[^，。；\d]{0,14}$|平均[^，。；]{2,20}\d[^，。；]{0,8}$|每[^，。；\d]{1,3}$|每[百千万]+[人户名][^，。；\d]{0,10}$"
)
_COUNTABLE = {"person", "household", "organisation", "village", "township", "county", "person_time"}


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure and what it claims.

    `start`/`end` are offsets in the text as given, `at`/`until` in the reading copy; `text` are its words, without the
    head of a page between them. `value` is exact and in base
    units (money in yuan); `step` is the place value of the last printed digit; `upper` the other end of a range.
    `cell` is (table, row, column) for figures in tables. `unnamed`: no noun beside it says what a 个 counts.
    """

    id: str
    at: int
    until: int
    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    bound: str = "exact"
    step: Decimal | None = None
    upper: Decimal | None = None
    kind: str = "fact"
    word: str = ""
    cell: tuple[int, int, int] | None = None
    unnamed: bool = False

    @property
    def exact(self) -> bool:
        """Whether arithmetic may hold the figure to its digits."""
        return self.bound == "exact" and self.upper is None and self.step is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """All figures of a text: claims, counted names, and figures that cannot be read (`malformed`)."""

    claims: list[Claim]
    names: list[Claim]
    broken: list[Claim]


def find_claims(flow: Flow, outside: bytearray | None = None) -> Reading:
    """Reads every figure of the running text; `outside` marks characters (tables) that others read."""
    text = flow.text
    mask = skipped(text)
    slips = [broken_at(flow, *span) for span in malformed(text) if not mask[span[0]] or _LETTER.search(text, *span)]
    for slip in slips:
        mask[slip.at : slip.until] = b"\1" * (slip.until - slip.at)
    counted = [_named(flow, name) for name in named.names(text, mask)]
    if outside:
        mask = bytearray(a | b for a, b in zip(mask, outside, strict=True))
    said = [*figures_in_words(text, mask), *shares_side_by_side(text), *bare_ratios(text, mask)]
    bare: list[Numeral] = []
    figures = _figures(flow, mask, bare)
    shared = (_of_list(flow, one) for one in shared_units(text, figures, bare))
    drafts = [*figures, *shared, *(_worded(flow, one) for one in said)]
    drafts.sort(key=lambda claim: (claim.at, claim.until))
    return Reading(_numbered(_without_overlaps(drafts), "c"), _numbered(counted, "n"), slips)


def broken_at(flow: Flow, start: int, end: int) -> Claim:
    """A figure that cannot be read, from `start` to `end` of the reading copy."""
    nothing = Numeral(start, end, Decimal(0), None)
    return _draft(flow, nothing, start, Measure("number", end, nothing.value), "exact", "broken")


def _numbered(claims: list[Claim], letter: str) -> list[Claim]:
    return [replace(claim, id=f"{letter}{index}") for index, claim in enumerate(claims, start=1)]


def _without_overlaps(claims: list[Claim]) -> list[Claim]:
    kept: list[Claim] = []
    for claim in claims:
        if not kept or claim.at >= kept[-1].until:
            kept.append(claim)
    return kept


def _figures(flow: Flow, mask: bytearray, bare: list[Numeral]) -> list[Claim]:
    """The figures with a unit; those that are left without one are added to `bare`."""
    text = flow.text
    found: list[Claim] = []
    inherited: dict[str, tuple[int, str]] = {}
    pending: Numeral | None = None
    waiting: list[Numeral] = []
    for numeral in numerals(text):
        listed = mask[numeral.start] and numeral.start + 2 < numeral.end and text[numeral.start + 1] == "."
        if listed and not mask[numeral.start + 2]:
            after = next(numerals(text, numeral.start + 2), numeral)  # 1.7户: the first point of a list
            given = flow.source[flow.origin[after.end - 1] + 1 : flow.origin[after.end - 1] + 2]
            numeral = numeral if given.isspace() else after  # 1.1 人: a heading
        if mask[numeral.start] and not is_coins(text, numeral):
            pending, waiting = None, []
            continue
        if waiting and numeral.start != waiting[-1].end + 1:
            waiting = []
        if pending and (low := _range_start(text, pending, numeral)):
            numeral = low
        pending = None
        if numeral.broken:
            continue
        measure = measure_of(text, numeral)
        if measure is None or (measure.unit is not None and _RANGE.match(text, measure.end)):
            pending = _range_candidate(text, numeral, measure)
        behind = found[-1].at if found and found[-1].until == numeral.start else numeral.start
        unit = _unit(text, numeral, measure, inherited, behind)
        if measure is None and unit is None:
            unit = unit_unsaid(text, numeral, found)
        if unit is None:
            if measure is None and _shares_unit(text, numeral, waiting):
                waiting = [*waiting, numeral]
            elif measure is None:
                bare.append(numeral)
            continue
        found += [_sharing(flow, earlier, numeral, measure, unit) for earlier in waiting if measure]
        waiting = []
        claim = _claim(flow, numeral, measure or Measure(unit, numeral.end, numeral.value), unit)
        if claim is None:
            continue
        if claim.upper is not None and found and found[-1].at == claim.at:
            found.pop()
        if measure and measure.word in _INHERITED and not is_coins(text, numeral):
            inherited[measure.word] = (claim.until, unit)
            claim = replace(claim, unnamed=unit_beside(text, behind, measure) in (None, measure.unit))
        found.append(claim)
    return found


def _shares_unit(text: str, numeral: Numeral, waiting: list[Numeral]) -> bool:
    """Whether a bare figure belongs to a list whose last one has the unit (分别回落2.16和1.66个百分点)."""
    listed = bool(waiting) or "分别" in text[max(0, numeral.start - 12) : numeral.start]
    return listed and not numeral.chinese and text[numeral.end : numeral.end + 1] in tuple("、和及与")


def _sharing(flow: Flow, numeral: Numeral, last: Numeral, measure: Measure, unit: str) -> Claim:
    """The claim of a figure that shares unit and scale with the last one of its list (3.2、4.5和6.7万元)."""
    shared_scale = last.scaled and not numeral.scaled and last.step is not None
    printed = flow.text[last.start : last.end].rstrip("百千万亿")
    places = len(printed.partition(".")[2])
    scale = last.step.scaleb(places) if shared_scale and last.step else Decimal(1)
    step = None if numeral.step is None else numeral.step * scale
    shared = replace(numeral, value=numeral.value * scale, step=step)
    return _draft(flow, shared, numeral.start, Measure(unit, numeral.end, shared.value, measure.word), "exact")


def _of_list(flow: Flow, shared: Shared) -> Claim:
    """The claim of a bare number that has unit and scale from the total of its list."""
    numeral = shared.numeral
    value, step = numeral.value * shared.scale, None if numeral.step is None else numeral.step * shared.scale
    measure = Measure(shared.unit, numeral.end, value)
    return _draft(flow, replace(numeral, value=value, step=step), numeral.start, measure, numeral.bound)


def _unit(
    text: str, numeral: Numeral, measure: Measure | None, inherited: dict[str, tuple[int, str]], start: int
) -> str | None:
    """The unit of a figure; a bare 个, 家, 台 in a list takes the unit of the one before it (项目42个，其中产业类25个).

    `start`: where the figure begins, or the one right before it (问题5大类63个), whose noun is its own.
    """
    if measure is None:
        return unit_without_measure(text, numeral)
    if (
        measure.unit
        and numeral.bare
        and measure.unit in _MONEY
        and numeral.end - numeral.start < 2
        and numeral.value >= 10**4
    ):
        return measure.unit if _bound(text, numeral, measure)[0] != "exact" else None
    if own := _unit_by_context(text, measure, numeral.start, inherited):
        return own
    unit = unit_beside(text, start, measure)
    position, earlier = inherited.get(measure.word, (0, None))
    between = text[position : numeral.start]
    of_a_kind = text[start - 1 : start] == "类" and len(between) <= _NEXT_LINE
    if earlier is None or (_BREAK.search(between) and not of_a_kind) or noun_after(text, measure.end):
        return unit or "item"
    near = of_a_kind or not _INHERITED_STOP.search(between)
    if measure.word != "个":
        like = near and unit == measure.unit and measure.word in WIDE_MEASURES
        return earlier if like and _UNNAMED.search(text[max(0, start - 8) : start]) else unit
    open_noun = unit is None or unit in _INHERITING or text[start - 1 : start] == "类"
    if near and (open_noun or _PARTS.match(between)):
        return earlier
    return unit or (earlier if _OPEN_END.match(text, measure.end) else "item")


def _unit_by_context(text: str, measure: Measure, start: int, inherited: dict[str, tuple[int, str]]) -> str | None:
    """The unit of a measure word that means one thing here and another there: 2小时56分, 钻芯取样12个点, 捐出50块."""
    if measure.word == "分" and text.endswith("小时", 0, start):
        return "minute"
    if measure.word == "个点" and not _CHANGED.search(text[max(0, start - 10) : start]):
        return "point"
    if measure.word == "块" and _is_coins(text, start, measure.end, inherited):
        return "CNY"
    return None


def _is_coins(text: str, start: int, end: int, inherited: dict[str, tuple[int, str]]) -> bool:
    """Whether 块 is money, by its own clause or like the one before it (卖到18块，比前年多了4块)."""
    position, earlier = inherited.get("块", (0, None))
    like = earlier == "CNY" and not _INHERITED_STOP.search(text[position:start]) and _OPEN_END.match(text, end)
    return is_price(text, start, end) or bool(like)


def _range_candidate(text: str, numeral: Numeral, measure: Measure | None) -> Numeral | None:
    end = measure.end if measure else numeral.end
    if numeral.bound != "exact" or numeral.bare or not _RANGE.match(text, end):
        return None
    return replace(numeral, end=end, value=measure.value if measure else numeral.value)


def _range_start(text: str, low: Numeral, high: Numeral) -> Numeral | None:
    """3至5个, 10-20万, 10%至15%: one numeral with the lower value and `upper`."""
    between = _RANGE.fullmatch(text, low.end, high.start)
    if between is None or high.bare or _FROM.search(text[max(0, low.start - 14) : low.start]):
        return None
    factor = Decimal(1)
    if high.scaled and not low.scaled and not re.search(r"[元人户个家%]", text[low.start : low.end]):
        factor = next((f for f in (Decimal(10**8), Decimal(10**4)) if high.value >= f), Decimal(1))
    value = low.value * factor
    if not 0 < value < high.value:
        return None
    return replace(high, start=low.start, value=value, upper=high.value)


def _claim(flow: Flow, numeral: Numeral, measure: Measure, unit: str) -> Claim | None:
    text = flow.text
    bound, start, end = _bound(text, numeral, measure)
    if numeral.bare and bound == "exact" and unit not in _MONEY:
        return None
    if numeral.bare and text[start] == "过" and text.startswith("的", end):
        return None  # 销售额过百万元的店铺: a class of them
    if end == measure.end and is_article(text, numeral, measure, unit, start):
        return None
    part = numeral.value != numeral.value.to_integral_value() and not numeral.scaled
    if unit in _COUNTABLE and part and not _MEAN.search(text[max(0, start - 28) : start]):
        return None
    if _is_negative(text, start, unit):
        negative = replace(measure, unit=unit, end=end, value=-measure.value)
        return _draft(flow, numeral, start - 1, negative, bound)
    return _draft(flow, numeral, start, replace(measure, unit=unit, end=end), bound)


def _is_negative(text: str, start: int, unit: str) -> bool:
    """Whether a sign stands before a figure that may be below nothing: 增速-3.2%; not 下降-3.2%, and no dash."""
    return unit in _SIGNED and _SIGN.search(text[max(0, start - 16) : start]) is not None


def _bound(text: str, numeral: Numeral, measure: Measure) -> tuple[str, int, int]:
    before, after = bound_before(text, numeral), bound_after(text, measure.end)
    if before and is_compared(text, text[before[1] : numeral.start].strip(), measure.end):
        before = None
    start, end = before[1] if before else numeral.start, after[1] if after else measure.end
    if after is None:
        after = bound_behind_noun(text, measure.end)
    over = None if before else bound_over(text, numeral.start, measure.unit == "percent")
    more = "at_least" if measure.more or numeral.upper is not None else None
    return merged(numeral.bound, before and before[0], after and after[0], over, more), start, end


def _draft(flow: Flow, numeral: Numeral, start: int, measure: Measure, bound: str, kind: str = "fact") -> Claim:
    given = flow.span(start, measure.end)
    upper, step = numeral.upper, numeral.step
    if measure.word == "成":  # 七成 is seventy per cent, give or take five; 三成七 is 37
        upper = None if upper is None else upper * 10
        step = Decimal(1) if measure.value % 10 else Decimal(10)
    return Claim(
        "",
        start,
        measure.end,
        *given,
        flow.words(start, measure.end),
        measure.value,
        measure.unit or "item",
        bound,
        step,
        upper,
        kind,
        measure.word,
    )


def _worded(flow: Flow, said: Worded) -> Claim:
    given = flow.span(said.start, said.end)
    words = flow.words(said.start, said.end)
    return Claim("", said.start, said.end, *given, words, said.value, said.unit, said.bound, said.step, kind=said.kind)


def _named(flow: Flow, name: named.Name) -> Claim:
    given = flow.span(name.start, name.end)
    return Claim(
        "",
        name.start,
        name.end,
        *given,
        flow.source[given[0] : given[1]],
        Decimal(name.value),
        name.unit,
        kind="composition",
    )
