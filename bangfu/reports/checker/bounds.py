"""Words beside a figure that make it vague: 近, 超, 不少于, 以上, 左右 (`tables/cues.toml`)."""

import re

from bangfu.reports.checker.numbers import Numeral
from bangfu.reports.checker.tables import longest_first, table
from bangfu.reports.checker.units import noun_after

_CUES = table("cues")
_BEFORE = {word: bound for bound, words in _CUES["before"].items() for word in words}
_AFTER = {word: bound for bound, words in _CUES["after"].items() for word in words}
_BEFORE_RUN = re.compile("(" + "|".join(longest_first(list(_BEFORE))) + ") ?$")
_AFTER_RUN = re.compile(" ?(" + "|".join(re.escape(word) for word in longest_first(list(_AFTER))) + ")")
# The last character of another word: 签约7家, 附近3个村, 通过20场, 晚上10人, 及时起.
_PART_OF_WORD = {
    "约": "签合节履解预违续条公誓特集制简",
    "近": "附最就邻亲远靠",
    "上": "",
    "过": "通经超胜不越度",
    "超": "商彩",
    ">": "\n->=#",
    "低于": "",
    "最多": "",
}
_OVER = {word: bound for bound, words in _CUES["over"].items() for word in words}
_OVER_SHARE = {word: bound for bound, words in _CUES["over_share"].items() for word in words}
_OVER_RUN = re.compile(f"({'|'.join(longest_first(list(_OVER)))})[^，。；：、\\d一二两三四五六七八九十]{{0,8}}$")
_OVER_SHARE_RUN = re.compile(f"({'|'.join(longest_first(list(_OVER_SHARE)))})[^，。；：、]{{1,16}}的$")
_COMPARED_WORDS = frozenset(_CUES["compared"]["words"])
_STANDARD = re.compile(f"(?:的[^，。；\\d]{{0,6}})?(?:{'|'.join(_CUES['compared']['standards'])})")
_SPANS = ("年", "月", "天", "日", "周", "时", "钟")
_LONGEST_NOUN = 8
_LATELY, _SPAN = 10, re.compile(r"个?[年月](?![半多余])")
_BEHIND_NOUN = re.compile(r"以[上下]|左右|上下|出头|有余|开外|往上|不到")
_SHARE_END, _SHARE_STOP = re.compile("分之[一二三四五六七八九]$|成$"), re.compile("$|[的，。；、）]")
_BEFORE_GUO = "刚要已均都将额值入益量数率产均底"  # 要过1.45万元, 收益过50万元
_LOOSE_TAIL = re.compile(r"[，。；、：！？）)\s的]|$|[一-鿿]")
_MORE_THAN = re.compile(r"[投出赚收卖增了产销发捐拨花分]*\d")  # 较3200万元多投640万元: by how much, not about how much
_COMPARED = re.compile(r"[比较][^，。；]*\d[^，。；]*$")
_NOUN_BEFORE = re.compile(r"(?:课时|人手|经费|资金|能力|力量|学时|动力|资料|保障|供给|质量|数量)$")
_MORE_AFTER_ONLY = "年月天里时元倍斤顿成"


def bound_before(text: str, numeral: Numeral) -> tuple[str, int] | None:
    """The bound that the words directly before a numeral give, and where they start."""
    match = _BEFORE_RUN.search(text[max(0, numeral.start - 7) : numeral.start])
    if match is None:
        return None
    word, start = match[1], numeral.start - len(match.group())
    if text[start - 1 : start] and text[start - 1] in _PART_OF_WORD.get(word, ""):
        return None
    if word == "约" and text.endswith("规民", 0, start):
        return None  # 村规民约3份
    if word in ("不足", "不满") and _NOUN_BEFORE.search(text[:start][-3:]):
        return None  # 课时不足16个
    if word == "近" and numeral.value <= _LATELY and _SPAN.match(text, numeral.end):
        return None  # 近五年: lately, not nearly
    if word == "超" and _COMPARED.search(text[max(0, start - 20) : start]):
        return None  # 比计划4000人次超21.5%: by how much
    if word in ("上", "过") and not _round_chinese(text, numeral):
        return (_BEFORE[word], start) if word == "过" and text[start - 1 : start] in tuple(_BEFORE_GUO) else None
    return _BEFORE[word], start


def _round_chinese(text: str, numeral: Numeral) -> bool:
    return numeral.bare or text[numeral.start] in "百千万亿"


def bound_over(text: str, start: int, share: bool) -> str | None:
    """The bound that a word further before a figure gives: 至少再消除150户; of a share 不到店铺总数的一成."""
    before = text[max(0, start - 24) : start]
    if match := _OVER_RUN.search(before):
        return _OVER[match[1]]
    match = _OVER_SHARE_RUN.search(before) if share else None
    return _OVER_SHARE[match[1]] if match else None


def is_compared(text: str, word: str, end: int) -> bool:
    """Whether a figure behind `word` is only what another is held against: 低于10%的规定上限."""
    return word in _COMPARED_WORDS and _STANDARD.match(text, end) is not None


def bound_behind_noun(text: str, end: int) -> tuple[str, int] | None:
    """The bound behind the noun that a figure counts: 三个人出头, 50个村以上."""
    word = _BEHIND_NOUN.search(text, end, end + _LONGEST_NOUN)
    noun = noun_after(text, end) if word else None
    if noun is None or word is None or not text.startswith(noun[0], end) or end + len(noun[0]) != word.start():
        return None
    return bound_after(text, word.start())


def bound_after(text: str, end: int) -> tuple[str, int] | None:
    """The bound that the words behind a figure give, and where they end."""
    match = _AFTER_RUN.match(text, end)
    if match is None:
        return None
    word = match[1]
    if word in ("多", "余", "许") and text[end - 1 : end] not in tuple(_MORE_AFTER_ONLY):
        return None
    if word in ("多", "余", "起", "许") and text[match.end() : match.end() + 1] in tuple(
        "种样个家次项名彩方元于款年了出付步点征收赚挣卖"
    ):
        return None
    if word in ("强", "弱") and not (
        _SHARE_END.search(text[max(0, end - 5) : end]) and _SHARE_STOP.match(text, match.end())
    ):
        return None  # 三分之一强
    if word.endswith("不到") and text[match.end() : match.end() + 1] not in ("", *"，。；、）"):
        return None
    if word == "多" and _MORE_THAN.match(text, match.end()):
        return None
    if word == "内" and not text[end - 2 : end].endswith(_SPANS):
        return None  # 15分钟内, but not 8个村内
    if word == "起" and text[end - 1] not in "元":
        return None
    if word == "+" and text[match.end() : match.end() + 1].isalnum():
        return None
    return _AFTER[word], match.end()


def merged(*bounds: str | None) -> str:
    """One bound out of several: words that contradict each other (近2000余人) leave `about`."""
    said = {bound for bound in bounds if bound and bound != "exact"}
    if not said:
        return "exact"
    return said.pop() if len(said) == 1 else "about"
