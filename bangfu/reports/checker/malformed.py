"""Figures that cannot be read: two decimal points, a full stop for a point, commas out of place, letters for digits.

They are told and nothing is made of them: what is left when a slip is passed over (12。5万元 read as 5万元) would be
another figure than the writer's.
"""

import re
from collections.abc import Iterator

from bangfu.reports.checker.script import plain

# What stands behind a figure that may have a fraction, and behind any figure.
_MEASURED = r"[ ]?(?:[百千]?万|亿|元|%|‰|个?百分点|倍|吨|亩|公里|公顷|平方|立方|公斤|千瓦|米)"
_COUNTED = rf"(?:{_MEASURED}|[ ]?(?:余|多)?(?:人|户|名|家|个|村|次|件|套|台|条|头|只|株|箱|场|期|岁))"
_NAMED = r"(?<![\d.A-Za-z第表图注附编号前列位])"  # not 表3, 第3, V3
_DIGIT = "[一二两三四五六七八九]"

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("数字里有连在一起的标点，无法读出", re.compile(rf"{_NAMED}\d+(?:\.\.|[.,，。·]{{2}})\d+(?:\.\d+)?(?=[^\d.]|$)")),
    ("数字有两个小数点，无法读出", re.compile(rf"{_NAMED}\d+(?:\.\d+){{2,}}(?={_COUNTED})")),
    (
        "数字中间是句号，可能是小数点，无法读出",
        re.compile(rf"{_NAMED}\d+(?:\.\d+)?。\d+(?:\.\d+)?(?={_MEASURED})"),
    ),
    (
        "千分位的逗号不在三位一节处，无法读出",
        re.compile(
            rf"{_NAMED}(?!\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d,]))\d{{1,3}}(?:,\d+){{1,4}}(?:\.\d+)?(?={_COUNTED})"
        ),
    ),
    (
        "数字中间是中文逗号，可能是千分位，也可能是两个数，无法读出",
        re.compile(rf"{_NAMED}(?<!,)[1-9]\d{{0,2}}(?:,\d{{3}})*(?:，\d{{3}})+(?:\.\d+)?(?={_COUNTED})"),
    ),
    (
        "数字里混有字母（O、l、I），无法读出",
        re.compile(
            rf"(?<![A-Za-z\d])(?!O2O|[Il](?![\dOol]))(?=[OolI.]*\d)(?=[\d.]*[OolI])[\dOolI]+(?:\.[\dOolI]+)?(?={_COUNTED})"
        ),
    ),
    (
        "阿拉伯数字和汉字数字连在一起，无法读出",
        re.compile(rf"{_NAMED}\d+(?:\.\d+)?{_DIGIT}(?=[ ]?(?:[十百千]?[万亿]|[十百千]?[元人户名%]))"),
    ),
    ("小数点旁有空格，无法读出", re.compile(rf"(?<=[一-鿿])\d+(?:\.[ ]+|[ ]+\.)\d+(?={_MEASURED})")),
    ("小数点前没有数字，无法读出", re.compile(rf"(?<=[一-鿿（(：:])\.\d+(?={_MEASURED})")),
    ("小数点后没有数字，无法读出", re.compile(r"(?<=[一-鿿])\d+(?:\.\d+)?\.(?=%|[百千]?[万亿]?[元吨亩]|个?百分点)")),
)
_SCALE = re.compile(r"[百千]?[万亿]")
_ALONE = re.compile(r"[\d.,，。·OolI ]*\d[\d.,，。·OolI ]*")
_READABLE = re.compile(r"[-−–+]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?")


def malformed(text: str) -> Iterator[tuple[int, int]]:
    """Where the figures of a plain text stand that cannot be read, in order and without overlaps."""
    found = sorted(match.span() for _, form in _FORMS for match in form.finditer(text))
    end = 0
    for start, until in found:
        if start >= end:
            scale = _SCALE.match(text, until)
            end = scale.end() if scale else until
            yield start, end


def is_malformed(cell: str) -> bool:
    """Whether the text of a cell, in a column of figures, is meant for one and is none."""
    words = cell.strip().removesuffix("%").strip()
    return _ALONE.fullmatch(words) is not None and _READABLE.fullmatch(words) is None


def unreadable(text: str) -> str:
    """Why a figure cannot be read."""
    words = f"共{plain(text).strip().rstrip('%百千万亿')}元"
    return next((why for why, form in _FORMS if form.match(words, 1)), "数字无法读出")
