"""How a value is written in Chinese running text: scale, places, rounding, vague words, measure words. Pure.

Running text has no thousands separators (GB/T 15835). A vague word is written only where its rule holds:

====  =============================================================
余 超   the value cut off at the step is smaller than the value
近     the value rounded up to the step is larger, by a tenth at most
约     the value rounded to the step differs, by a twentieth at most
====  =============================================================

A round value (a multiple of ten, of ten thousand yuan) that was recorded as *at least* is written with 余, one that
was recorded as *at most* with 近, unless decimals are asked for: an entry has one bound for all its numbers, and those
that are not round were counted. Where the rule does not hold the exact value is written instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal

MISSING = "—"
MONEY = "CNY"
SCALES = {"元": Decimal(1), "万元": Decimal(10) ** 4, "亿元": Decimal(10) ** 8}
STEPS = {"整十": Decimal(10), "整百": Decimal(100), "整千": Decimal(1000), "整万": Decimal(10000)}
AFTER, BEFORE = ("余",), ("近", "约", "超")
DEFAULT_PLACES = 2
USUAL = {"at_least": "余", "at_most": "近"}
KEPT = {"at_least": ("余", "超"), "at_most": ("近",)}
SMALLEST = Decimal("0.000001")  # a gap at all
EXACT, ROUNDED, TRUNCATED, VAGUE = "exact", "rounded", "truncated", "vague"

# The measure words of each unit; the first is the usual one.
MEASURE_WORDS: dict[str, tuple[str, ...]] = {
    "person": ("人", "名", "位"),
    "person_time": ("人次",),
    "household": ("户",),
    "organisation": ("家", "个", "所"),
    "village": ("个村", "个"),
    "township": ("个乡镇", "个"),
    "county": ("个县（区）", "个"),
    "area": ("个地区", "个"),
    "community": ("个社区", "个"),
    "party": ("个", "家"),
    "item": ("项", "个", "件", "笔", "份", "条", "块", "支", "只"),
    "copy": ("份",),
    "board": ("块",),
    "number": ("件", "份", "块", "个"),
    "project": ("个项目", "个", "项"),
    "agreement": ("份协议", "份", "项"),
    "article": ("篇", "条", "件", "本", "册", "台", "套"),
    "product": ("个产品", "个", "种"),
    "sku": ("个规格", "个"),
    "type": ("类", "种", "个"),
    "order": ("笔订单", "笔", "单"),
    "transaction": ("笔",),
    "session": ("场", "期", "场次", "站", "天"),
    "time": ("次",),
    "activity": ("次", "场", "项"),
    "course": ("期", "门", "个", "场"),
    "post": ("个岗位", "个"),
    "place": ("处", "个", "家"),
    "facility": ("处", "个", "座"),
    "team": ("支队伍", "支", "个"),
    "class": ("个班", "期", "个"),
    "mu": ("亩",),
    "day": ("天", "日"),
    "night": ("夜", "晚"),
    "week": ("期", "周"),
    "rank": ("位", "名"),
    "yuan": ("元",),
    "year": ("年",),
    "kilometre": ("公里",),
    "tonne": ("吨",),
    "head": ("头", "只"),
    "multiple": ("倍",),
    "percent": ("%",),
    "point": ("个百分点",),
}
# Counts that documents write in tens of thousands: 1600万人次, 2.26万亩.
IN_TEN_THOUSANDS = {
    unit: tuple(f"万{word}" for word in words if len(word) < 3)
    for unit, words in MEASURE_WORDS.items()
    if unit not in ("percent", "point", "multiple", "year", "day", "night")
}
TEN, TEN_THOUSAND = Decimal(10), Decimal(10) ** 4
UNIT_WORDS = frozenset(SCALES) | {
    word for table in (MEASURE_WORDS, IN_TEN_THOUSANDS) for words in table.values() for word in words
}


class WrongUnit(ValueError):
    """A measure word or scale that does not go with the unit of the figure."""


@dataclass(frozen=True)
class Wording:
    """What the writer asked for. ``unit`` is a scale (元, 万元, 亿元) or a measure word; empty, the usual one.

    ``places`` None means as many decimals as the value needs, two at most. ``cut`` truncates instead of rounding
    half up. ``vague`` is one of 余 近 约 超, kept to multiples of ``step`` in the written unit. ``bare`` leaves the
    unit out.
    """

    unit: str = ""
    places: int | None = None
    cut: bool = False
    vague: str = ""
    step: Decimal = Decimal(1)
    bare: bool = False


@dataclass(frozen=True)
class Words:
    """A value in words; ``shown`` is the number the words say, in the figure's own unit; ``how`` it was come by."""

    text: str
    shown: Decimal | None
    how: str


def worded(value: Decimal | int | None, unit: str, wording: Wording | None = None, bound: str = "") -> Words:
    """Write a value of a unit; raise WrongUnit where the asked-for word does not go with it.

    ``bound`` is at_least or at_most where the value was recorded so.
    """
    wording = wording or Wording()
    if value is None:
        check_unit(unit, wording.unit)
        return Words(MISSING, None, EXACT)
    amount = Decimal(value)
    word = _unit_word(amount, unit, wording)
    scale = SCALES[word] if unit == MONEY else TEN_THOUSAND if word in IN_TEN_THOUSANDS.get(unit, ()) else Decimal(1)
    written = "" if wording.bare else word
    bound = bound if amount % (SCALES["万元"] if unit == MONEY else 10) == 0 else ""
    if bound in USUAL and not wording.vague and wording.places is None:
        wording = replace(wording, vague=USUAL[bound])
    if wording.vague and (words := _vague(amount, scale, written, wording, bound)):
        return words
    shown = _at_places(amount / scale, wording)
    how = EXACT if shown * scale == amount else TRUNCATED if wording.cut else ROUNDED
    whole = unit == "percent" and shown == 100 and how == EXACT  # 100%, never 100.00%
    return Words(_plain(shown, None if whole else wording.places) + written, shown * scale, how)


def worded_alike(values: Sequence[Decimal], unit: str, wording: Wording | None = None) -> list[Words]:
    """Write values that stand in one list by one rule: those of one scale have as many decimals as the longest needs.

    Where the writer fixed the decimals or a vague word, each is written as in running text.
    """
    wording = wording or Wording()
    if wording.places is not None or wording.vague:
        return [worded(value, unit, wording) for value in values]
    scales = [_unit_word(value, unit, wording) for value in values]
    needed: dict[str, int] = {}
    for value, scale in zip(values, scales, strict=True):
        text = worded(value, unit, replace(wording, unit=scale, bare=True)).text
        needed[scale] = max(needed.get(scale, 0), len(text.partition(".")[2]))
    return [
        worded(value, unit, replace(wording, unit=scale, places=needed[scale]))
        for value, scale in zip(values, scales, strict=True)
    ]


def loosest(words: Iterable[Words]) -> str:
    """Return how loosely the loosest of some values is written: exact, rounded, truncated, vague."""
    order = (EXACT, ROUNDED, TRUNCATED, VAGUE)
    return max((one.how for one in words), key=order.index, default=EXACT)


def check_unit(unit: str, word: str) -> None:
    """Raise WrongUnit unless the word may stand after a number of that unit."""
    allowed = allowed_words(unit)
    if word and word not in allowed:
        raise WrongUnit("、".join(allowed))


def allowed_words(unit: str) -> tuple[str, ...]:
    """Return the words that may stand after a number of a unit, the usual one first."""
    return tuple(SCALES) if unit == MONEY else MEASURE_WORDS.get(unit, ("",)) + IN_TEN_THOUSANDS.get(unit, ())


def _unit_word(amount: Decimal, unit: str, wording: Wording) -> str:
    """The word asked for; a fixed scale in which money would read as nothing gives way to a smaller one."""
    check_unit(unit, wording.unit)
    if unit != MONEY:
        return wording.unit or allowed_words(unit)[0]
    if wording.unit and (not amount or _at_places(amount / SCALES[wording.unit], wording)):
        return wording.unit
    fitting, larger = "元", {"元": "万元", "万元": "亿元"}
    while (above := larger.get(fitting)) and _reaches(amount, fitting, SCALES[above], wording):
        fitting = above
    return fitting


def _reaches(amount: Decimal, word: str, limit: Decimal, wording: Wording) -> bool:
    """Whether the amount as written in a scale is as large as the unit above: 9,999.996 万元 reads 1 亿元."""
    return abs(_at_places(amount / SCALES[word], wording)) * SCALES[word] >= limit


def _at_places(number: Decimal, wording: Wording) -> Decimal:
    places = DEFAULT_PLACES if wording.places is None else wording.places
    step = Decimal(1).scaleb(-places)
    return (number / step).to_integral_value(ROUND_DOWN if wording.cut else ROUND_HALF_UP) * step


def _plain(number: Decimal, places: int | None) -> str:
    """The number without an exponent; trailing zeros stay only where the writer fixed the places."""
    if places is not None:
        return f"{number:.{places}f}"
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _vague(amount: Decimal, scale: Decimal, word: str, wording: Wording, bound: str) -> Words | None:
    """The value with its vague word, or None where the word would not be true."""
    number = amount / scale
    if number <= 0:
        return None
    rounding = {"余": ROUND_FLOOR, "超": ROUND_FLOOR, "近": ROUND_CEILING, "约": ROUND_HALF_UP}[wording.vague]
    shown = (number / wording.step).to_integral_value(rounding) * wording.step
    gap = abs(number - shown)
    most = {"近": shown / 10, "约": shown / 20}.get(wording.vague, wording.step)
    recorded = wording.vague in KEPT.get(bound, ())
    if shown <= 0 or not (0 if recorded else SMALLEST) <= gap <= most:
        return None
    text = _plain(shown, None)
    if wording.vague in AFTER:  # 3亿余元, but 10余万人次
        scaled = word[:1] if shown < TEN and word[:1] in ("万", "亿") else ""
        text = f"{text}{scaled}{wording.vague}{word.removeprefix(scaled)}"
    else:
        text = f"{wording.vague}{text}{word}"
    return Words(text, shown * scale, VAGUE)
