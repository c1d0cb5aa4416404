"""Reading numerals: Arabic, Chinese and mixed, with the vagueness that stands inside them.

`numerals(text)` yields every numeral of a plain text once, left to right, in time linear in its length.
Values are exact decimals. A numeral knows the resolution it was printed with (3.09亿: 0.01 × 10⁸), because
whether two figures agree depends on it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from bangfu.reports.checker.tables import longest_first, table

Form = Literal["plain", "fraction", "percent", "permille"]

_DIGITS = {
    character: value
    for value, characters in enumerate(
        ("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for character in characters
}
_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10**4, "亿": 10**8}
_TENS = {"廿": 20, "卅": 30}
_ARABIC = re.compile(
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|"
    r"(?<![图表第注])\d{1,3}(?:[ \u2009\u00a0]\d{3})+(?:\.\d+)?(?![\d.])(?=[一-鿿%])|\d+(?:\.\d+)?)"
)
_CHINESE = re.compile("[" + "".join([*_DIGITS, *_SCALES, *_TENS]) + "]+")
_ODD_COMMAS = re.compile(r"(?!\d{1,3}(?:,\d{3})+(?!\d))\d{1,3}(?:,\d+){1,3}(?=[万亿元人户名个亩吨%])")  # 2,34,5人
_STEPWISE = re.compile(r"(?<![\d.])(?:(?P<high>\d{1,4})亿零?)?(?P<thousands>(?:[1-9][千百十]零?){2,3}[1-9]?)万")
_SPELT = str.maketrans("123456789", "一二三四五六七八九")
_SECOND_POINT = re.compile(r"\.\d")
_BROKEN = re.compile(r"[\d.]*\d[十百千万亿]*")
_ENDS_IN_ONE = re.compile(".*[百千万亿](?:[二三四五六七八九])?一")
_PRICED_ONE = re.compile(r"一(?=[个户家村人名年月天亩台斤套头只场次吨期季棵株间位]|公里|平方)")  # 一百二十万一个
_D, _S = "".join(_DIGITS), "".join(_SCALES)
_PAIR = re.compile(f"(?P<head>[{_D}{_S}]*[{_S}])??(?P<ends>[{_D}]{{2}})(?P<tail>[{_S}]*)")  # 十七八, 三五百
_ABOUT_A_HUNDRED = ("百八十", "百十")  # 百八十户: a hundred or so
_FORMAL_ALONE = re.compile("[零〇壹贰叁肆伍陆柒捌玖拾佰仟]")  # 陆续, 队伍: no figures
_SCALE_RUN = re.compile("(?:[十百万亿]|千(?![瓦克米伏升]))+")
_COUNTED_SCALE = re.compile("个(?P<more>多)?亿")  # 两个亿  # 5.6万千瓦: 千 belongs to the unit
_POINT = re.compile(r"点([零〇一二三四五六七八九]+)")
_FRACTION = re.compile(r"分之")
_SLASH = re.compile(
    r"(?<![\d./年月])(?:(?<=[占约近中有的达])|(?=\d+/\d+(?:的|以上|左右|多|强)))(\d{1,2})/(\d{1,3})(?![\d./])"
)
_START = re.compile("[0-9" + "".join([*_DIGITS, *_SCALES, *_TENS]) + "几数]")
_WITHIN = {word: bound for bound, words in table("cues")["within"].items() for word in words}
_MANY_YEARS = 10
_WITHIN_RUN = re.compile("|".join(re.escape(word) for word in longest_first(list(_WITHIN))))
_HAN = re.compile("[一-鿿]")
_VAGUE = re.compile("(?:" + "|".join(longest_first(table("cues")["vague"]["words"])) + ")(?!分之)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral at `start` to `end` of a text.

    `value` is exact; `step` the place value of its last printed digit (None where digits do not show one);
    `bound` what a word inside it says (80余: at_least); `upper` the other end of an approximate pair (三五个);
    `bare` marks a scale word without a digit (百余, 近千万), which needs a word of vagueness or money beside it.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal | None
    bound: str = "exact"
    upper: Decimal | None = None
    form: Form = "plain"
    chinese: bool = False
    bare: bool = False
    scaled: bool = False
    broken: bool = False


def numerals(text: str, position: int = 0) -> Iterator[Numeral]:
    """Every numeral of a plain text from `position` on; those with two decimal points come marked `broken`."""
    while match := _START.search(text, position):
        if match.group() == "伍" and text[match.start() - 1 : match.start()] in tuple("入队退"):
            position = match.end()
            continue  # 应征入伍九人
        numeral = _read(text, match.start())
        if numeral is None:
            skipped = _VAGUE.match(text, match.start()) or _CHINESE.match(text, match.start())
            position = skipped.end() if skipped else match.end()
            continue
        yield numeral
        position = max(numeral.end, match.end())


def _read(text: str, start: int) -> Numeral | None:
    slash = _SLASH.match(text, start)
    if slash and 0 < int(slash[1]) < int(slash[2]):
        share = Decimal(int(slash[1])) * 100 / int(slash[2])
        return Numeral(start, slash.end(), share, None, form="fraction")
    numeral = _read_arabic(text, start) if text[start].isascii() else _read_chinese(text, start)
    if numeral is None:
        return None
    return _read_fraction(text, numeral) or numeral


def _read_arabic(text: str, start: int) -> Numeral:
    match = _ARABIC.match(text, start)
    assert match is not None  # the caller saw a digit
    if odd := _ODD_COMMAS.match(text, start):
        return Numeral(start, odd.end(), Decimal(0), None, broken=True)
    if spoken := _STEPWISE.match(text, start):
        return _stepwise(spoken)
    digits = match.group().replace(",", "").replace(" ", "")
    if _SECOND_POINT.match(text, match.end()) and "." in digits:
        end = _BROKEN.match(text, start)
        return Numeral(start, end.end() if end else match.end(), Decimal(0), None, broken=True)
    value = Decimal(digits)
    step = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    return _with_scales(text, Numeral(start, match.end(), value, step))


def _stepwise(match: re.Match[str]) -> Numeral:
    """1亿2千3百万: digits and scales by turns, as one says them."""
    words = match["thousands"].translate(_SPELT)
    value = Decimal(int(match["high"] or 0)) * 10**8 + (chinese_value(words) or Decimal(0)) * 10**4
    last = _SCALES.get(words[-1], 1)
    return _with_inner_bound(
        match.string, Numeral(match.start(), match.end(), value, Decimal(last) * 10**4, scaled=True)
    )


def _with_scales(text: str, numeral: Numeral) -> Numeral:
    """The numeral with the scale words and words of vagueness that follow: 10多万, 3亿多, 1亿2000万, 1.3万余."""
    numeral = _with_inner_bound(text, numeral)
    run = _SCALE_RUN.match(text, numeral.end)
    if run is None:
        return _with_counted_scale(text, numeral)
    factor = Decimal(1)
    for character in run.group():
        factor *= _SCALES[character]
    step = None if numeral.step is None else numeral.step * factor
    scaled = replace(numeral, end=run.end(), value=numeral.value * factor, step=step, scaled=True)
    scaled = _with_inner_bound(text, replace(scaled, upper=None if numeral.upper is None else numeral.upper * factor))
    larger = _SCALE_RUN.match(text, scaled.end) if scaled.bound != numeral.bound else None
    if larger:  # 1千余万
        size = _SCALES[larger.group()[0]]
        step = None if scaled.step is None else scaled.step * size
        return replace(scaled, end=scaled.end + 1, value=scaled.value * size, step=step)
    return _with_lower_part(text, scaled, factor)


def _with_counted_scale(text: str, numeral: Numeral) -> Numeral:
    """两个亿, 3个多亿: 亿 counted like a thing."""
    match = _COUNTED_SCALE.match(text, numeral.end)
    if match is None:
        return numeral
    size = Decimal(_SCALES["亿"])
    step = None if numeral.step is None else numeral.step * size
    bound = "at_least" if match["more"] else numeral.bound
    return replace(numeral, end=match.end(), value=numeral.value * size, step=step, bound=bound, scaled=True)


def _with_lower_part(text: str, high: Numeral, factor: Decimal) -> Numeral:
    """Adds a smaller part written right behind: 1亿2000万, 2万5千, 3万零500."""
    position = high.end + (high.end < len(text) and text[high.end] in "零又")
    match = _ARABIC.match(text, position) if high.bound == "exact" and factor > 1 else None
    if match is None or "." in match.group():
        return high
    low = _with_scales(text, Numeral(match.start(), match.end(), Decimal(match.group().replace(",", "")), Decimal(1)))
    if low.value >= factor or (not low.scaled and position == high.end and factor > 10**4):
        return high
    if not low.scaled and len(match.group()) != len(str(factor)) - 1:
        return high
    return replace(high, end=low.end, value=high.value + low.value, step=low.step, bound=low.bound)


def _with_inner_bound(text: str, numeral: Numeral) -> Numeral:
    match = _WITHIN_RUN.match(text, numeral.end)
    if match is None or numeral.bound != "exact" or text[match.end() : match.end() + 1] in ("自", "于"):
        return numeral
    if text.startswith("年", match.end()) and numeral.value < _MANY_YEARS:
        return numeral  # 五年多 is said, 五多年 is not
    if match.group() == "+" and not _HAN.match(text, match.end()):
        return numeral
    if match.group() in ("来", "把") and text[match.end() : match.end() + 1] not in tuple(
        "个名户家位人万千亩所头只斤年天里块件场次张台套支本双条项座处间份米吨公元口桌例篇趟"
    ):
        return numeral
    return replace(numeral, end=match.end(), bound=_WITHIN[match.group()])


def _read_chinese(text: str, start: int) -> Numeral | None:
    match = _CHINESE.match(text, start)
    if match is None or _FORMAL_ALONE.fullmatch(match.group()):
        return None
    run, end = match.group(), match.end()
    if _ENDS_IN_ONE.fullmatch(run) and _PRICED_ONE.match(text, end - 1):
        run, end = run[:-1], end - 1  # 一百二十万一个
    pair = _approximate_pair(run)
    if pair:
        low, high = pair
        numeral = Numeral(start, end, low, Decimal(1), upper=high, chinese=True)
        return _with_inner_bound(text, numeral)
    parsed = chinese_value(run)
    if parsed is None:
        return None
    if run in _ABOUT_A_HUNDRED:
        return Numeral(start, end, Decimal(100), Decimal(100), bound="about", chinese=True)
    bare = run[0] in _SCALES and run[0] not in "十拾"
    numeral = Numeral(start, end, parsed, chinese_step(run), chinese=True, bare=bare, scaled=run[-1] in "万亿")
    point = _POINT.match(text, end)
    if point:
        return _with_decimals(text, numeral, point)
    if run[-1] in _SCALES:
        return _with_scales(text, numeral)
    return _with_counted_scale(text, _with_inner_bound(text, numeral))


def _with_decimals(text: str, numeral: Numeral, point: re.Match[str]) -> Numeral:
    digits = "".join(str(_DIGITS[character]) for character in point[1])
    step = Decimal(1).scaleb(-len(digits))
    value = numeral.value + Decimal(digits) * step
    return _with_scales(text, replace(numeral, end=point.end(), value=value, step=step, scaled=False))


def _read_fraction(text: str, low: Numeral) -> Numeral | None:
    """三分之一, 百分之三十五, 千分之二: a share in percent (permille for 千分之)."""
    middle = _FRACTION.match(text, low.end)
    if middle is None or middle.end() >= len(text) or not _START.match(text, middle.end()):
        return None
    high = _read_arabic(text, middle.end()) if text[middle.end()].isascii() else _read_chinese(text, middle.end())
    if high is None or low.value == 0:
        return None
    if low.value == 100:
        return replace(high, start=low.start, form="percent", bare=False)
    if low.value == 1000:
        return replace(high, start=low.start, form="permille", bare=False)
    return replace(high, start=low.start, value=high.value * 100 / low.value, step=None, form="fraction", bare=False)


def _approximate_pair(run: str) -> tuple[Decimal, Decimal] | None:
    """两三, 七八十, 三五百, 十七八, 一百二三十: the two ends of an approximate count."""
    pair = _PAIR.fullmatch(run)
    if pair is None:
        return None
    low, high = (_DIGITS[digit] for digit in pair["ends"])
    if not 0 < low < high or not (high == low + 1 or (low, high) == (3, 5)):
        return None
    factor = Decimal(1)
    for character in pair["tail"]:
        factor *= _SCALES[character]
    head = chinese_value(pair["head"]) if pair["head"] else Decimal(0)
    scale = _SCALES[pair["head"][-1]] if pair["head"] else None
    if head is None or (scale is not None and scale != factor * 10):
        return None
    return head + low * factor, head + high * factor


def chinese_value(run: str) -> Decimal | None:
    """The value of a run of Chinese number characters (一百二十三, 两千五, 二〇二〇), None if it is none."""
    if all(character in _DIGITS for character in run):
        if len(run) in (2, 3) and not set(run) & set("零〇"):
            return None  # 一二, 三四: enumeration, not a number
        return Decimal("".join(str(_DIGITS[character]) for character in run))
    total, section, digit, last_scale = 0, 0, -1, 1
    for index, character in enumerate(run):
        if character in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[character]
        elif character in _TENS:
            section, digit, last_scale = section + _TENS[character], -1, 10
        else:
            scale = _SCALES[character]
            if scale < 10**4:
                section += (1 if digit < 0 else digit) * scale
            else:
                part = section + max(digit, 0)
                if part == 0 and index and last_scale < 10**4:
                    return None
                high = (part or (1 if not total else 0)) * scale
                total = (total or 1) * scale if part == 0 and total else total + high
                section = 0
            digit, last_scale = -1, scale
    if digit > 0:
        before = run[-2:-1]
        shorthand = before in _SCALES and last_scale > 10  # 一百二 is 120, 十二 is 12
        section += digit * (last_scale // 10) if shorthand else digit
    return Decimal(total + section)


def chinese_step(run: str) -> Decimal:
    """The place value of the last character: 1 for 二十, 10⁴ for 三万, since 三百 persons may be exactly 300."""
    trailing = 1
    for character in reversed(run):
        if character not in "万亿":
            break
        trailing *= _SCALES[character]
    return Decimal(trailing)
