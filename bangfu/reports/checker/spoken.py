"""Amounts said without a unit: 投了两千多万, 平均一个项目一千五百一十万, 两百户三百万, 全县人口四十二万.

A number in 万 or 亿 with no measure word is money where its clause, its sentence or the amounts beside it speak of
money (`tables/cues.toml`, [money]); otherwise it counts the noun before it, or what the figure before it counts.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from bangfu.reports.checker.bounds import bound_before
from bangfu.reports.checker.numbers import Numeral
from bangfu.reports.checker.tables import longest_first, table
from bangfu.reports.checker.units import last_noun, noun_before

_MONEY = table("cues")["money"]
_VERBS = "|".join(longest_first(_MONEY["verbs"]))
_NOUNS = "|".join(longest_first(_MONEY["nouns"]))
_VERB_BEFORE = re.compile(
    f"(?:(?:{_VERBS})[了过到出进的着]?|{_NOUNS})"
    "(?:将近|近|约|超过?|还|再|又|就|才|只|有|是|为|达|共|一共|它|他|她|我们?|他们)*$"
)
_VERB = re.compile("|".join(verb for verb in longest_first(_MONEY["verbs"]) if len(verb) > 1 and "?" not in verb))
_NOUN = re.compile(_NOUNS)
_AMOUNT = re.compile(r"[\d百千万亿]元|块钱")
_NAMED_AMOUNT = re.compile(r"(?:缺口|成交|回款|销售额?|资金|投资|货款)[^，。；、\d]{0,4}[\d.]+[万亿](?=$|[，。；、])")
_OPEN = re.compile(f"$|[，。；、！？：）)”’\\s—…|]|{'|'.join(_MONEY['open'])}")  # anything else is a thing it counts
_COUNTED = re.compile(
    r"(?:[\d一二两三四五六七八九十百千几每]|[\d一二两三四五六七八九十百千几每某这那各本该][个户家所名]|各)$"
)
_PER = re.compile(
    r"(?:每|平均一|[，。；]一)[个户村家人名亩年月头只台斤座条所双件天股][一-鿿]{0,4}$|[人户亩月日年]均$"
)  # 每个村二十万
_SUBJECT = re.compile(r"([^从由]{2,10})(?:从|由|已?突破|已?达|涨|增)")  # 粉丝从八千涨到十二万
_STOPS = re.compile(r"[。；！？\n]")
_CLAUSES = re.compile(r"[，、：（(：,]")
_ACTORS = ("organisation", "household", "post")
_NEVER_MANY = frozenset(_MONEY["never_in_ten_thousands"])
_COINS_SPENT = re.compile(f"(?:{'|'.join(_MONEY['coins'])})[了过到出着]?(?:近|约|超过?|不到|足足|整整)?$")
_HANDED = re.compile(r"(?:[寄汇花捐挣赚付掏垫赔欠借交给]|寄[去回])[了过到出]?(?:近|约|超过?|不到|足足|整整)?$")
_LISTED = re.compile(r"[\d.一二三四五六七八九十百千]+[万亿][，、][^，。；、\d]{2,10}")  # right behind an amount in 万
_SENTENCE, _PARAGRAPH, _BESIDE = 60, 1000, 6
_LEAST, _LEAST_SPENT, _BIG = 1000, 100, 10_000


class Counted(Protocol):
    """A figure already read: where it begins, its value and its unit."""

    @property
    def at(self) -> int: ...
    @property
    def value(self) -> Decimal: ...
    @property
    def unit(self) -> str: ...


def unit_unsaid(text: str, numeral: Numeral, found: Sequence[Counted]) -> str | None:
    """The unit of a large round number with neither measure word nor noun behind it; None when it claims nothing.

    `found`: the figures read before it.
    """
    if not _OPEN.match(text, numeral.end) or (numeral.bare and not bound_before(text, numeral)):
        return None
    sentence = _STOPS.split(text[max(0, numeral.start - _SENTENCE) : numeral.start])[-1]
    own = _CLAUSES.split(sentence)[-1]
    spent = _VERB_BEFORE.search(own) is not None  # 花了, 人均消费
    paid = spent and _NOUN.search(own) is not None
    handed = _HANDED.search(own) is not None  # 每个月往家寄三千
    if not _is_large(text, numeral, _LEAST_SPENT if spent else _LEAST) and not (
        (paid or handed) and _is_round(text, numeral)
    ):
        return None
    spent = spent or handed
    listed = found and found[-1].unit == "CNY" and _LISTED.fullmatch(text, found[-1].at, numeral.start)
    if listed and _is_large(text, numeral, _LEAST):
        return "CNY"  # 光伏21.5万，停车场和民宿27.5万
    noun = None if spent else _noun_counted(text, numeral, own)
    if noun:
        return noun
    if spent or _NOUN.search(own):
        return "CNY"
    if numeral.bare:
        return None
    paragraph = text.rfind("\n", max(0, numeral.start - _PARAGRAPH), numeral.start)
    beside = [claim for claim in found[-_BESIDE:] if claim.at > paragraph]
    others = [claim for claim in beside if claim.unit not in ("CNY", "percent") and claim.value >= _BIG]
    if others:
        return others[-1].unit if others[-1].at >= numeral.start - len(sentence) else None
    if (
        _NOUN.search(sentence)
        or _VERB.search(own)
        or _PER.search("，" + own)
        or any(claim.unit == "CNY" for claim in beside)
    ):
        return "CNY"
    following = _STOPS.split(text[numeral.end : numeral.end + _SENTENCE])[0]
    named = _NOUN.search(_CLAUSES.split(following)[0]) or _NAMED_AMOUNT.search(following)
    return "CNY" if named or _AMOUNT.search(following) else None


def is_price(text: str, start: int, end: int) -> bool:
    """Whether 块 without 钱, which ends at `end`, is money: 每个月捐出50块, 一斤十二块; 展板50块 are pieces."""
    sentence = _STOPS.split(text[max(0, start - _SENTENCE) : start])[-1]
    own = _CLAUSES.split(sentence)[-1].lstrip("“‘「")
    if text.endswith(("把块", "万块", "亿块", "万多块", "万余块", "万来块", "千来块"), 0, end):
        return True
    said = _COINS_SPENT.search(own) or _PER.search("，" + own) or _NOUN.search(own or sentence)
    return said is not None and _OPEN.match(text, end) is not None


def _is_large(text: str, numeral: Numeral, least: int) -> bool:
    """A number in 万 or 亿, or one whose last scale goes unsaid (两千三), of `least` or more."""
    if numeral.value < least:
        return False
    printed = text[numeral.start : numeral.end]
    shorthand = numeral.chinese and not numeral.scaled and text[numeral.end - 2] in "亿万千百"
    return "万" in printed or "亿" in printed or shorthand


def _is_round(text: str, numeral: Numeral) -> bool:
    """A number of hundreds or thousands in words: 三千."""
    return numeral.chinese and text[numeral.end - 1] in "百千"


def _noun_counted(text: str, numeral: Numeral, own: str) -> str | None:
    """The unit of the noun right before the number, unless that noun is counted already or does what is said."""
    subject = _SUBJECT.match(own)
    noun = noun_before(text, numeral.start) or (last_noun(subject[1]) if subject else None)
    if noun is None or noun[1] == "CNY" or noun[1] in _NEVER_MANY:
        return None
    before, _, between = own.rpartition(noun[0])
    if noun[1] in _ACTORS and (_COUNTED.search(before) or _NOUN.search(between) or _VERB.search(between)):
        return None
    return noun[1]
