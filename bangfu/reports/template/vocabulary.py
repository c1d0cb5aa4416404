"""The words inside a tag, and what each does to it. Pure.

A tag is ``{{figure word word …}}``. This file is the whole vocabulary; docs/design/reports.md explains it to writers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from bangfu.reports.template.nodes import (
    BEFORE_THEN,
    ChartTag,
    FigureTag,
    NamesTag,
    Narrow,
    Position,
    StatTableTag,
    TableTag,
    Tag,
    TemplateError,
    WordTag,
)
from bangfu.reports.wording import AFTER, BEFORE, STEPS, UNIT_WORDS, Wording

FIGURE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9][a-z0-9_]*)+")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
PLACES = re.compile(r"([0-6])位")
PART = re.compile(r"第(\d{1,2})部分")
STAT_TABLE = re.compile(r"T\d{2,3}")
MOST = re.compile(r"前(\d{1,3})")
REPORT_WORDS = ("地区", "本级", "时期", "截至", "年份", "年初至今")
TESTS = ("恰为", "超过", "不足")
COMPARED = {"占": "share", "完成": "reached", "超额": "exceeded"}
DERIVED = {"同比": "growth", "增减": "change"}
WHEN = {"上年": "last_year", "累计": "ever", "本年": "year"}
CONDITION = re.compile(r"([a-z][a-z0-9_]*|活动|地区|对方|受援地|时期)=(\S+)")
CAMPAIGN = "campaign_name"

Rest = Iterator[str]


def read_tag(source: str, at: Position) -> Tag:
    """Read what stands between the braces; raise TemplateError naming the word that is not known."""
    words = source.split()
    if not words:
        raise TemplateError("标签是空的，请写指标代码", at)
    first, rest = words[0], iter(words[1:])
    if first in REPORT_WORDS:
        return _ended(WordTag(source, at, first), rest)
    if first == "词":
        return _ended(WordTag(source, at, "词", _next(rest, source, at, "词后面要写用语")), rest)
    if first == "表":
        return _table(source, at, rest)
    if first == "统计表":
        return _stat_table(source, at, rest)
    if first == "图":
        return _chart(source, at, rest)
    if not FIGURE.fullmatch(first):
        known = "、".join((*REPORT_WORDS, "词", "表", "统计表", "图"))
        raise TemplateError(f"“{first}”不是指标代码，也不是可用的词（{known}）", at, source)
    if "名单" in words:
        return _names(source, at, first, rest)
    return _figure(source, at, first, rest)


def _figure(source: str, at: Position, code: str, rest: Rest) -> FigureTag:
    tag = FigureTag(source, at, code)
    for word in rest:
        tag = _applied(tag, word, rest)
    if tag.instead is not None and tag.test is None:
        raise TemplateError("“写”要跟在恰为、超过、不足之后", at, source)
    if tag.when not in BEFORE_THEN and tag.kind in ("growth", "change"):
        raise TemplateError("同比、增减已经与上年比较，不能再用上年或累计", at, source)
    return tag


def _applied(tag: FigureTag, word: str, rest: Rest) -> FigureTag:
    source, at = tag.source, tag.at
    if condition := CONDITION.fullmatch(word):
        return replace(tag, narrow=_narrowed(tag.narrow, *condition.groups()))
    if word in COMPARED:
        other = _next(rest, source, at, f"“{word}”后面要写指标代码或数")
        if not FIGURE.fullmatch(other) and not (NUMBER.fullmatch(other) and word != "占"):
            raise TemplateError(f"“{word}”后面应是指标代码，不是“{other}”", at, source)
        return replace(tag, kind=COMPARED[word], other=other)
    if word in DERIVED:
        return replace(tag, kind=DERIVED[word])
    if word in WHEN:
        return replace(tag, when=WHEN[word])
    if word in TESTS:
        number = _next(rest, source, at, f"“{word}”后面要写数")
        if not NUMBER.fullmatch(number):
            raise TemplateError(f"“{word}”后面应是数，不是“{number}”", at, source)
        return replace(tag, test=(word, Decimal(number)))
    if word == "写":
        return replace(tag, instead=_next(rest, source, at, "“写”后面要有文字"))
    return replace(tag, wording=_worded(tag, word))


def _narrowed(narrow: Narrow, name: str, value: str) -> Narrow:
    match name:
        case "地区":
            return replace(narrow, area=value)
        case "对方":
            return replace(narrow, partner=value)
        case "受援地":
            return replace(narrow, helped=value)
        case "时期":
            return replace(narrow, period=value)
    return replace(narrow, where=(*narrow.where, (CAMPAIGN if name == "活动" else name, value)))


def _worded(tag: FigureTag | NamesTag, word: str) -> Wording:
    wording = tag.wording
    simple: dict[str, Callable[[], Wording]] = {
        "四舍五入": lambda: replace(wording, cut=False),
        "截尾": lambda: replace(wording, cut=True),
        "整数": lambda: replace(wording, places=0),
        "不带单位": lambda: replace(wording, bare=True),
    }
    if word in simple:
        return simple[word]()
    if word in STEPS:
        return replace(wording, step=STEPS[word])
    if word in (*AFTER, *BEFORE):
        return replace(wording, vague=word)
    if match := PLACES.fullmatch(word):
        return replace(wording, places=int(match[1]))
    if word in UNIT_WORDS:
        return replace(wording, unit=word)
    raise TemplateError(f"不认识“{word}”", tag.at, tag.source)


def _names(source: str, at: Position, code: str, rest: Rest) -> NamesTag:
    tag = NamesTag(source, at, code, by="")
    for word in rest:
        if word == "名单":
            tag = replace(tag, by=_next(rest, source, at, "名单后面要写按什么列，如 giver"))
        elif match := MOST.fullmatch(word):
            tag = replace(tag, most=int(match[1]))
        elif word == "带数":
            tag = replace(tag, with_values=True)
        elif word == "连数":
            tag = replace(tag, with_values=True, brackets=False)
        elif word == "等":
            tag = replace(tag, and_others=True)
        elif condition := CONDITION.fullmatch(word):
            tag = replace(tag, narrow=_narrowed(tag.narrow, *condition.groups()))
        else:
            tag = replace(tag, wording=_worded(tag, word))
    return tag


def _table(source: str, at: Position, rest: Rest) -> TableTag:
    title = _next(rest, source, at, "表后面要写表名")
    codes = tuple(rest)
    if not codes:
        raise TemplateError("表里至少要有一个指标代码", at, source)
    for code in codes:
        if not FIGURE.fullmatch(code):
            raise TemplateError(f"“{code}”不是指标代码", at, source)
    return TableTag(source, at, title, codes)


def _stat_table(source: str, at: Position, rest: Rest) -> StatTableTag:
    code = _next(rest, source, at, "统计表后面要写编号，如 T09")
    if not STAT_TABLE.fullmatch(code):
        raise TemplateError(f"“{code}”不是统计表的编号，应如 T09", at, source)
    part = next(rest, "")
    if part and not (PART.fullmatch(part) and PART.fullmatch(part)[1] != "0"):  # type: ignore[index]
        raise TemplateError(f"不认识“{part}”；只要一部分的写成 第1部分", at, source)
    if (extra := next(rest, None)) is not None:
        raise TemplateError(f"多出“{extra}”", at, source)
    return StatTableTag(source, at, code, int(PART.fullmatch(part)[1]) if part else 0)  # type: ignore[index]


def _chart(source: str, at: Position, rest: Rest) -> ChartTag:
    title = _next(rest, source, at, "图后面要写图名")
    codes, targets, by, most, apart = [], [], "", 10, False
    for word in rest:
        if word == "按":
            by = _next(rest, source, at, "按后面要写按什么分，如 area、month")
        elif word == "完成":
            target = _next(rest, source, at, "完成后面要写目标的指标代码或数")
            if not FIGURE.fullmatch(target) and not (NUMBER.fullmatch(target) and Decimal(target) > 0):
                raise TemplateError(f"“完成”后面应是目标的指标代码或数，不是“{target}”", at, source)
            targets.append(target)
        elif match := MOST.fullmatch(word):
            most = int(match[1])
        elif FIGURE.fullmatch(word):
            codes.append(word)
        elif word == "并列":
            apart = True
        else:
            raise TemplateError(f"不认识“{word}”", at, source)
    if targets and (by or len(targets) != len(codes)):
        raise TemplateError("每个指标后面都要写“完成”和目标", at, source)
    if len(codes) < 1 or (by and len(codes) > 1) or not (by or targets or len(codes) > 1):
        raise TemplateError("写一个指标加“按”，或几个指标比份额，或指标加“完成”和目标", at, source)
    return ChartTag(source, at, title, tuple(codes), by, most, tuple(targets), apart)


def _ended(tag: WordTag, rest: Rest) -> WordTag:
    extra = next(rest, None)
    if extra is not None:
        raise TemplateError(f"多出“{extra}”", tag.at, tag.source)
    return tag


def _next(rest: Rest, source: str, at: Position, message: str) -> str:
    word = next(rest, None)
    if word is None:
        raise TemplateError(message, at, source)
    return word
