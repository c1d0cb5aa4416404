"""Proportions told as a bare decimal: 城乡收入比为2.10, 求人倍率1.20, 与上年的2.16相比缩小0.06.

Or with both sides: 生师比14∶1, 现金与物资之比约为7∶3.

They have no measure word; what names them is said once, and the rest of the sentence compares with it. They count how
many times one thing is another.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from bangfu.reports.checker.worded import Worded

_NAME = re.compile(
    r"(?:收入|消费|支出|产值|投入|工资|性别|师生|生师|抚养|供求)(?:之|差距)?比(?:值|例)?|倍率|杠杆率|之比|比值|(?:基尼|恩格尔|协作|弹性)系数"
)
_SIDES = re.compile(
    r"(?<![\d.,，:：∶])(?P<one>\d{1,2}(?:\.\d{1,3})?)[:：∶](?P<other>\d{1,2}(?:\.\d{1,3})?)(?![\d.%％‰:：∶万亿千百十])"
)
_STOP = re.compile(r"[。；！？\n]|$")
_DECIMAL = re.compile(
    r"(?<![\d.,，:：∶])(?P<number>\d{1,2}(?:\.\d{1,3}|(?=[:：∶]1)))(?:[:：∶]1)?(?![\d.%％‰:：∶万亿千百十])"
    r"(?=$|[，。；、：！？（）()”\s]|左右|以[上下内]|相比|[缩扩降下回上升提增减低高到至变]|的[水均]|这)"
)
_LED = re.compile(  # a number is of the proportion only behind such words
    r"(?:[为是达到至由从的在有约近超过]|倍率|比|系数|值|(?:缩小|扩大|下降|降低|回落|上升|提高|增加|减少|高出?|低)[了出]?)[约近]?\s*$"
)


def bare_ratios(text: str, mask: bytearray) -> Iterator[Worded]:
    """Every decimal that a named proportion is told by, from the name to the end of its sentence."""
    seen = -1
    for name in _NAME.finditer(text):
        if name.start() < seen or mask[name.start()]:
            continue
        stop = _STOP.search(text, name.end())
        seen = stop.start() if stop else len(text)
        yield from _two_sided(text, name.end(), seen)
        for match in _DECIMAL.finditer(text, name.end(), seen):
            if mask[match.start()] or not _LED.search(text[max(0, match.start() - 6) : match.start()]):
                continue
            value = Decimal(match["number"])
            step = Decimal(1).scaleb(-len(match["number"].partition(".")[2]))
            bound = "about" if text.startswith("左右", match.end()) else "exact"
            yield Worded(*match.span("number"), value, "multiple", bound, "fact", step)


def _two_sided(text: str, start: int, end: int) -> Iterator[Worded]:
    """Proportions of a passage that tell both sides: 14:1 is 14 times, 1∶8 eight, 7∶3 two and a third."""
    for match in _SIDES.finditer(text, start, end):
        before = text[max(0, match.start() - 6) : match.start()]
        if not _LED.search(before) or "比分" in before:
            continue
        sides = sorted((Decimal(match["one"]), Decimal(match["other"])))
        if sides[0] == 0:
            continue
        least = sides[0] == 1 and str(sides[0]) == "1"
        step = Decimal(1).scaleb(-len(str(sides[1]).partition(".")[2])) if least else None
        led = text[max(0, match.start() - 2) : match.start()]
        bound = "about" if "约" in led or text.startswith("左右", match.end()) else "exact"
        yield Worded(*match.span(), sides[1] / sides[0], "multiple", bound, "fact", step)
