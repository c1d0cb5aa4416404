"""一: an article («a village», 一个村) or the figure one (联系一户, 满一年)."""

import re

from bangfu.reports.checker.bounds import bound_after
from bangfu.reports.checker.numbers import Numeral
from bangfu.reports.checker.tables import longest_first, table
from bangfu.reports.checker.units import Measure

_ONE = re.compile(
    "(?:"
    + "|".join(longest_first(table("cues")["one"]["words"]))
    + ")(?:[了有出好着]|(?<!最多)的|[一-鿿]{0,1}[户人村个家]各?)?$"
)
_COUNTED_BEFORE = re.compile(r"[\d二两三四五六七八九十][个名户家项处所][^。；\n]*其中$")
_COUNTED_ALONE = ("成", "倍", "元", "人次")
_MEASURED = ("亩", "亩地", "公里", "吨")
_RATE = re.compile(
    r"[^，。；：、（）\n\d]{0,12}[\d二两三四五六七八九十百千万]|一[一-鿿]|可以?|能"
)  # 一亩要4200元, 一户可享受多项
_OF_THINGS = frozenset("台座辆套处架栋艘间眼口条")
_THING = re.compile(r"[一-鿿][机车库房桥渠站井池塘厂棚楼馆室灯箱柜泵炉船仪器舍]$")
_LISTED = re.compile(r"[，,、。；（(\n]|$")
_NO_COUNT = re.compile(r"(?:没有?|不漏|不落|[同任哪某另这那按]|[年月周天季日]度?|学期|星期)$")
_BESIDE_STOP = re.compile(r"[。；\n（(]")


def is_article(text: str, numeral: Numeral, measure: Measure, unit: str, start: int) -> bool:
    """一个村 is «a village»: 一 counts only behind a word of counting, or before 亩, 元, 倍, 成."""
    if not numeral.chinese or numeral.value != 1 or numeral.upper is not None or start != numeral.start:
        return False
    if measure.word in _COUNTED_ALONE or unit in ("percent", "CNY"):
        return False
    if _NO_COUNT.search(text[max(0, start - 4) : start]):
        return True  # 没有一户, 那一年多
    more = text.startswith("多", measure.end) and bound_after(text, measure.end) is not None
    if more or text.startswith("半", measure.end) or measure.value != numeral.value:
        return False
    if text.startswith(("内", "之内"), measure.end):
        return False  # 一个月内
    if text.endswith("其中", 0, start):
        return not _COUNTED_BEFORE.search(text[max(0, start - 20) : start])  # 两个问题，其中一个已经整改
    if _ONE.search(text[max(0, start - 9) : start]):
        return False
    if _RATE.match(text, measure.end):
        return True  # 一斤13元
    if (
        measure.word in _OF_THINGS
        and _THING.search(text[max(0, start - 2) : start])
        and _LISTED.match(text, measure.end)
    ):
        return False  # 无创呼吸机一台，126000元
    return measure.word not in _MEASURED and not _counted_beside(text, start, measure)


def _counted_beside(text: str, start: int, measure: Measure) -> bool:
    """Whether the same measure word counts beside it (完成九项，一项延期; 一台、CT两台): then 一 is a figure."""
    beside = _BESIDE_STOP.split(text[max(0, start - 8) : start])[-1] + "|"
    beside += _BESIDE_STOP.split(text[measure.end : measure.end + 8])[0]
    return (
        measure.word not in ("", "个")
        and re.search(f"[\\d二两三四五六七八九十]{re.escape(measure.word)}", beside) is not None
    )
