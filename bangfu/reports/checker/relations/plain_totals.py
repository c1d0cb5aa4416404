"""Totals whose sentence says that they are all of what it lists: 两村共…, 分三年…, 分别…，共…, 上半年共….

A sum must come out where the text counts its parts (两年, 三家企业), lists one figure for each name (分别), names the
periods of the total's own, or tells parts of one cut and ends them in 共. An open list (等, 另有, 左右) says
nothing, and a total of more than the list (目前共有, 全县累计) belongs to something else.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from bangfu.reports.checker.context import Page, Spot, core, likeness
from bangfu.reports.checker.numbers import chinese_value
from bangfu.reports.checker.relations.arithmetic import interval, shown
from bangfu.reports.checker.relations.cuts import one_cut, parts_of
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.parts import CHANGE, EACH, RATES, sum_relation, total_of
from bangfu.reports.checker.tables import longest_first, table

_TABLE = table("plain")
_WORDS = re.compile(_TABLE["total"]["words"])
_STOCK = re.compile(_TABLE["total"]["stock"])
_SCOPE = re.compile(_TABLE["total"]["scope"])
_HOLLOW = re.compile(_TABLE["total"]["hollow"])
_APART = re.compile(_TABLE["listing"]["apart"])
_OPEN = re.compile(_TABLE["listing"]["open"])
_GENERIC = _TABLE["counted"]["generic"]
_COUNTED = {noun: row["named"] for row in _TABLE["counted"]["rows"] for noun in row["nouns"]}
_NUMBER = r"(?<![第\d])(?P<number>[两二三四五六七八九十]|[2-9]|1\d)"
_COUNT = re.compile(f"{_NUMBER}个?(?P<noun>{'|'.join(longest_first(list(_COUNTED)))})")
_SPLIT = re.compile(f"分(?:成|为)?{_COUNT.pattern}")
_PERIOD = re.compile("|".join(row["whole"] for row in _TABLE["period"]))
_TIMES = re.compile("|".join(part for row in _TABLE["period"] for part in row["parts"]) + r"|\d月|年$")
_COUNTING = re.compile("[个家所](?:年度|季度|企业|公司|学校|医院)")
_PERIODS = [(re.compile(row["whole"]), [re.compile(part) for part in row["parts"]]) for row in _TABLE["period"]]
_MOST = 12


def plain_totals(page: Page) -> Iterator[Relation]:
    """Conflicts between a total and the parts that its sentence lists before or behind it."""
    for total in page.spots:
        if total.claim.unit in RATES or not total.claim.exact or EACH.search(total.label):
            continue
        if found := _behind_list(page, total) or _before_list(page, total):
            yield found


def _said(page: Page, spot: Spot) -> str:
    """The clause of a figure up to it; of a figure behind 、 (10场、3150个) the clause of the one before."""
    if spot.clause.strip() or not spot.index:
        return spot.clause
    return page.spots[spot.index - 1].clause


def _usable(spot: Spot, total: Spot) -> bool:
    """Whether a figure may be a part: of the same kind, no rate, change or figure of comparison."""
    words = spot.label if spot.label.strip("、 ") else spot.lead
    changed = CHANGE.search(words) and "新增" not in words
    counting = _COUNTING.match(spot.claim.text[-1:] + spot.tail)
    return (
        not counting
        and spot.depth == total.depth
        and spot.claim.unit == total.claim.unit
        and not (changed or EACH.search(words) or spot.is_base)
    )


def _behind_list(page: Page, total: Spot) -> Relation | None:
    """Parts first: 甲村1200亩，乙村860亩，两村共2160亩."""
    said = _said(page, total)
    cue = _last(_WORDS, said)
    if cue is None:
        return None
    listed = [spot for spot in reversed(page.before(total, _MOST)) if _usable(spot, total)]
    if len(listed) < 2 or not all(spot.claim.exact for spot in listed):
        return None
    opening = page.text[page.sentence_span(total.sentence)[0] : total.claim.at]
    counted = _count(said[: cue.start()])
    if counted and len(listed) >= counted[0]:
        listed = listed[-counted[0] :]
        certain = _names(page, listed, counted[1]) or _is_apart(page, listed)
    elif whole := _periods(page, said, listed):
        certain = whole
    elif _is_apart(page, listed):
        heads = [count for match in _COUNT.finditer(opening) if (count := _counted(match))]
        certain = cue.group() != "累计" or any(number == len(listed) for number, _ in heads)
        certain = certain and _is_scope(page, said[: cue.start()], listed)
    else:
        certain = (
            _is_scope(page, said[: cue.start()], listed)
            and cue.group() != "累计"
            and one_cut(parts_of(page, listed))
            and total.index - listed[-1].index == 1
        )
    if not certain or not _same_measure(page, total, said[cue.end() :], listed):
        return None
    if (not counted and _STOCK.search(said)) or _OPEN.search(page.text[listed[0].claim.until : total.claim.at]):
        return None
    return _judged(page, total, listed)


def _before_list(page: Page, total: Spot) -> Relation | None:
    """The total first, with how many parts it has: 两年共860万元，2019年380万元，2020年460万元."""
    start, end = page.sentence_span(total.sentence)
    said = page.text[max(start, total.claim.at - 24) : total.claim.at]
    listed = [spot for spot in page.after(total, _MOST) if _usable(spot, total)]
    if len(listed) < 2:
        return None
    split = _SPLIT.search(page.text, total.claim.until, min(end, listed[0].claim.at))
    counted = _counted(split) if split else None
    cue = _last(_WORDS, said)
    if not counted and cue and not re.search("[；;。]", said[cue.start() :]):
        counted = _count(re.split("[，,；;]", said[: cue.start()])[-1])
    if not counted or len(listed) < counted[0]:
        return None
    number, named = counted
    further = listed[number:]
    listed = listed[:number]
    if not all(spot.claim.exact for spot in listed) or not _names(page, listed, named):
        return None
    if any(re.search(named, part.name) for part in parts_of(page, further)) and not split:
        return None
    between = page.text[total.claim.until : listed[-1].claim.until]
    if _OPEN.search(between) or listed[0].index - total.index > 2:
        return None
    return _judged(page, total, listed)


def _last(words: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(words.finditer(text), key=lambda match: match.start(), default=None)


def _is_scope(page: Page, words: str, listed: list[Spot]) -> bool:
    """Whether the words before 共 name no other whole: not a year of which the list tells two quarters."""
    told = page.text[max(page.sentence_span(listed[0].sentence)[0], listed[0].claim.at - 24) : listed[-1].claim.at]
    if _PERIOD.search(words) and _TIMES.search(told):
        return False
    return _SCOPE.fullmatch(words.strip()) is not None


def _count(words: str) -> tuple[int, str] | None:
    """How many parts the words before 共 say, and what each of them names."""
    words = words.strip()
    generic = re.search(f"(?:{_GENERIC})$", words)
    if generic:
        number = chinese_value(generic.group()[0])
        return (int(number), "") if number else None
    match = _last(_COUNT, words)
    return _counted(match) if match and len(words) - match.end() <= 4 else None


def _counted(match: re.Match[str]) -> tuple[int, str] | None:
    said = match["number"]
    number = int(said) if said.isdigit() else int(chinese_value(said) or 0)
    return (number, _COUNTED[match["noun"]]) if number >= 2 else None


def _names(page: Page, listed: list[Spot], named: str) -> bool:
    """Whether each part names one of what is counted, and none the same."""
    names = [part.name for part in parts_of(page, listed)]
    labels = [page.text[max(0, spot.claim.at - len(spot.label)) : spot.claim.at] for spot in listed]
    return len(set(labels)) == len(labels) and all(
        re.search(named or ".", name or label) for name, label in zip(names, labels, strict=True)
    )


def _is_apart(page: Page, listed: list[Spot]) -> bool:
    """Whether the parts are one 分别 list: joined by 、 and 和 alone."""
    if not _APART.search(listed[0].label):
        return False
    return all(
        re.fullmatch("[、和及与]|以及", page.text[one.claim.until : other.claim.at].strip())
        for one, other in pairwise(listed)
    )


def _periods(page: Page, said: str, listed: list[Spot]) -> bool:
    """Whether the parts are the periods that make up the total's own."""
    for whole, parts in _PERIODS:
        if whole.search(said) and len(parts) == len(listed):
            starts = [page.sentence_span(listed[0].sentence)[0], *(spot.claim.until for spot in listed)]
            told = [page.text[start : spot.claim.at] for start, spot in zip(starts, listed, strict=False)]
            return all(part.search(words) for part, words in zip(parts, told, strict=True))
    return False


def _same_measure(page: Page, total: Spot, measure: str, listed: list[Spot]) -> bool:
    """Whether the total counts what its parts count: 共表彰45名, but not 共有120名选手参赛."""
    told = page.text[max(page.sentence_span(listed[0].sentence)[0], listed[0].claim.at - 40) : listed[-1].claim.until]
    for words in (measure, total.tail):
        words = _HOLLOW.sub("", core(words))
        if words and likeness(words, told + listed[-1].tail) < 0.5:
            return False
    return True


def _judged(page: Page, total: Spot, listed: list[Spot]) -> Relation | None:
    computed, possible = total_of(listed)
    if interval(total.claim).meets(possible) or max(spot.claim.value for spot in listed) >= total.claim.value:
        return None
    near = page.spots[max(0, min(total.index, listed[0].index) - 8) : max(total.index, listed[-1].index) + 8]
    rest = abs(Fraction(total.claim.value) - computed)
    for spot in near:
        same = spot.paragraph == total.paragraph and spot.claim.unit == total.claim.unit
        if same and spot not in (total, *listed) and Fraction(spot.claim.value) in (computed, rest):
            return None
    gap = shown(rest, total.claim.unit, total.claim)
    return sum_relation(total, listed, computed, "conflict", f"各项之和与合计相差{gap}")
