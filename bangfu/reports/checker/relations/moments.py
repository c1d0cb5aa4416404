"""Which of two figures is of the earlier moment, as far as the text says: years, 去年, 上年同期, 今年, 由…到.

What has grown is the later figure: a relation that takes the earlier one for it is refused, however well the digits
fit (今年80人，去年100人，增长25%).
"""

import re

from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.numbers import chinese_value
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.tables import longest_first, table

_CUES = table("cues")
_MOMENTS, _DIRECTIONS = _CUES["moments"], _CUES["directions"]
_AGO = {word: ago for ago, name in enumerate(("now", "before", "long_before")) for word in _MOMENTS[name]}
_LAST = frozenset(_MOMENTS["last"])
_SAID = re.compile(
    "(?P<ago>"
    + "|".join(longest_first([*_AGO, *_LAST]))
    + r")|(?P<year>(?:19|20)\d\d|[一二][零〇一二三四五六七八九]{3})(?=年)"
)
_UP = re.compile("|".join(longest_first(_DIRECTIONS["up"])) + r"|[增多涨高升]$")
_DOWN = re.compile("|".join(longest_first(_DIRECTIONS["down"])) + r"|[减少跌低降]$")
_STEP = re.compile(_UP.pattern + "|" + _DOWN.pattern)
_STOP = re.compile(r"[。；！？\n]")
Moment = tuple[str, int]
_DAY = re.compile(r"\d{1,2}日")


def moment(page: Page, spot: Spot) -> Moment | None:
    """When a figure is of: a year, how far back from now (去年: 1), or the year before the one named last (上年).

    None where the words right before it do not say.
    """
    opening = page.spots[spot.index - 1].claim.until if spot.index else 0
    return _last_said(_STOP.split(page.text[max(opening, spot.claim.at - 40) : spot.claim.at])[-1])


def _last_said(words: str) -> Moment | None:
    said = next(reversed(list(_SAID.finditer(words))), None)
    if said is None or _STEP.search(words, said.end()):
        return None  # 比上年增加5人: by how much, not what there was
    if said["year"]:
        return "year", int(said["year"] if said["year"].isdecimal() else chinese_value(said["year"]) or 0)
    return ("last", -1) if said["ago"] in _LAST else ("ago", -_AGO[said["ago"]])


def is_earlier(page: Page, one: Spot, other: Spot) -> bool:
    """Whether the text says that `one` is of an earlier moment than `other`.

    A figure without a date is of the moment its sentence named last, of now where it named none.
    """
    first, second = moment(page, one), moment(page, other)
    if first is None:
        return False
    if first[0] == "last":
        return (
            one.index > other.index and one.sentence - other.sentence <= 1 and (second is None or second[0] != "last")
        )
    if second is None and one.sentence == other.sentence:
        opening = page.sentence_span(other.sentence)[0]
        second = _last_said(page.text[opening : other.claim.at]) or ("ago", 0)
    return second is not None and first[0] == second[0] and first[1] < second[1]


def direction(words: str) -> int:
    """1 where words tell of growth, −1 of decline, 0 where they tell neither or both."""
    return bool(_UP.search(words)) - bool(_DOWN.search(words))


def backwards(page: Page, found: Relation) -> bool:
    """Whether a relation of growth runs against the time or against its own words."""
    if found.kind != "growth" or len(found.claims) != 3 or found.verdict == "conflict":
        return False
    rate, one, other = (page.by_claim.get(claim) for claim in found.claims)
    if rate is None or one is None or other is None or rate.claim.unit == "percentage_point":
        return False
    way = direction((rate.label if rate.label.strip() else rate.lead).strip())
    if not way or one.claim.unit != other.claim.unit or rate.claim.unit == one.claim.unit == "percent":
        return False
    if _of_a_step(rate, one, other):
        return False
    low, high = sorted((one, other), key=lambda spot: spot.claim.value)
    now, base = (high, low) if way > 0 else (low, high)
    return is_earlier(page, now, base)


def _of_a_step(rate: Spot, one: Spot, other: Spot) -> bool:
    """Whether one of two figures is itself a change (增加57家，增长25%), which has no moment to compare."""
    steps = [_STEP.search(spot.label.strip()[-6:]) is not None for spot in (one, other)]
    return rate.claim.unit == "percent" and any(steps)


def of_other_days(page: Page, one: int, other: int) -> bool:
    """Whether two sentences name days, and no day in common: 11日 2869人, 13日 2896人 may both be right."""
    days, others = (set(_DAY.findall(page.text[slice(*page.sentence_span(number))])) for number in (one, other))
    return bool(days and others) and not days & others
