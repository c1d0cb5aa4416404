"""Headings as people write them: full-width letters, line breaks, stars, units in brackets."""

import re
import unicodedata

_IGNORED = re.compile(r"[\s*★:：_\u200b\ufeff]+")
_BRACKETS = re.compile(r"[(\[【〔]([^)\]】〕]*)[)\]】〕]")
_FEN = {"分": 1, "元": 100, "人民币": 100, "千元": 100_000, "万元": 1_000_000, "万": 1_000_000, "亿元": 10**10}
_REMARK = re.compile(
    "亩|公顷|平方米|平方公里|m2|m|米|公里|千米|km|人|户|人次|个|岁|周岁|年|月|天|日|公斤|千克|kg|斤|吨|t|度|%|"
    "台|辆|头|只|株|处|件|必填|选填|必选|可选|单选|多选"
)


def heading_key(text: str) -> str:
    """The form in which two headings are compared: half-width, lower case, without blanks, stars and units."""
    plain = _plain(text)
    return _BRACKETS.sub(lambda match: "" if _is_remark(match[1]) else match[0], plain) or plain


def heading_unit(text: str) -> int | None:
    """Fen per unit of the money unit that a heading names in brackets, such as 金额(万元); None without one."""
    for inside in _BRACKETS.findall(_plain(text)):
        if (fen := _FEN.get(_without_prefix(inside))) is not None:
            return fen
    return None


def _plain(text: str) -> str:
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).lower()


def _without_prefix(inside: str) -> str:
    return inside.removeprefix("单位")


def _is_remark(inside: str) -> bool:
    inside = _without_prefix(inside)
    return not inside or inside in _FEN or _REMARK.fullmatch(inside) is not None
