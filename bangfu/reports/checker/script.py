"""One script for the rest of the checker: simplified characters, half-width digits, plain punctuation.

Every mapping is one character to one character, so an offset in the result is an offset in the text as given.
Machine-converted traditional text (乾部, 人纔, 昇級) needs no dictionary of words for that: each of its wrong
characters still has one simplified form.
"""

import re
from functools import cache
from importlib.resources import files

_MACHINE_MADE = {
    "乾": "干",
    "纔": "才",
    "昇": "升",
    "裡": "里",
    "裏": "里",
    "佈": "布",
    "衞": "卫",
    "羣": "群",
    "牀": "床",
    "綫": "线",
    "鷄": "鸡",
    "喫": "吃",
    "徵": "征",
    "鬥": "斗",
    "隻": "只",
    "準": "准",
    "餘": "余",
    "兩": "两",
    "萬": "万",
    "億": "亿",
    "個": "个",
    "係": "系",
    "繫": "系",
    "彙": "汇",
    "匯": "汇",
    "於": "于",
    "佔": "占",
    "週": "周",
    "淨": "净",
    "畝": "亩",
    "傢": "家",
    "製": "制",
    "後": "后",
    "貳": "贰",
    "參": "参",
    "陸": "陆",
    "什": "什",
}
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，：；！？（）［］｛｝～"}
_PUNCTUATION = {
    "﹪": "%",
    "％": "%",
    "\u00a0": " ",
    "\u3000": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\t": " ",
    "﹐": "，",
    "︰": "：",
    "「": "“",
    "」": "”",
    "『": "‘",
    "』": "’",
    "○": "〇",
    "Ｏ": "O",
    "·": "·",
}


_THOUSANDS = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")  # １２，３４５ is one number
_RAISED_POINT = re.compile(
    r"(?<=\d)[·•・‧](?=\d+[ ]?(?:[百千]?[万亿]|元|%|‰|个?百分点|倍|吨|亩|公里|公顷|平方|立方|公斤|千瓦))"
)
_STOPS = str.maketrans(",;:", "，；：")
_NARROW_STOP = re.compile(r"(?<=[一-鿿%”）)\d])[,;](?=[一-鿿“（])|(?<=[一-鿿])[,;:](?=\d)")  # 1037万元,订单量
_GROWN = re.compile(r"成长(?=率|[达了为约]{0,2}[\d一二两三四五六七八九])")  # what Taiwan calls 增長


@cache
def _mapping() -> dict[int, str]:
    lines = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    simplified = {old: new.split(" ")[0] for old, new in pairs}
    merged = {old: new for old, new in simplified.items() if len(old) == len(new) == 1}
    merged |= _MACHINE_MADE | _WIDE | _PUNCTUATION
    return str.maketrans(merged)


def plain(text: str) -> str:
    """`text` in simplified characters and half-width figures, of exactly the same length."""
    read = _RAISED_POINT.sub(".", _THOUSANDS.sub(",", text).translate(_mapping()))
    return _GROWN.sub("增长", _NARROW_STOP.sub(lambda stop: stop.group().translate(_STOPS), read))
