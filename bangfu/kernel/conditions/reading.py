"""From a text to its parts: words, numbers and signs, then a tree by precedence.

Chinese is written without spaces, so that words are told apart by what the vocabulary knows: at each place the
longest known word is taken. Both steps are linear in the text, whose length and depth are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused

LONGEST, DEEPEST = 4000, 40

OPERATORS = {
    "或": "or", "或者": "or", "or": "or", "且": "and", "并且": "and", "and": "and",
    "非": "not", "并非": "not", "not": "not",
    "=": "=", "==": "=", "＝": "=", "是": "=", "等于": "=",
    "≠": "!=", "!=": "!=", "<>": "!=", "不是": "!=", "不等于": "!=",
    ">": ">", "＞": ">", "大于": ">", "高于": ">",
    ">=": ">=", "≥": ">=", "不低于": ">=", "不少于": ">=", "大于等于": ">=",
    "<": "<", "＜": "<", "小于": "<", "低于": "<",
    "<=": "<=", "≤": "<=", "不高于": "<=", "不超过": "<=", "小于等于": "<=",
    "属于": "in", "in": "in", "不属于": "not in", "not in": "not in", "包含": "has", "has": "has",
    "为空": "unknown", "未知": "unknown", "unknown": "unknown", "不为空": "known", "已知": "known", "known": "known",
    "+": "+", "＋": "+", "-": "-", "－": "-", "−": "-", "*": "*", "×": "*", "/": "/", "÷": "/",
}  # fmt: skip
BRACKETS = {"(": "(", "（": "(", ")": ")", "）": ")", ",": ",", "，": ",", "、": ",", ".": ".", "。": ".", "的": "."}
TRUTHS = {"是": True, "真": True, "true": True, "yes": True, "否": False, "假": False, "false": False, "no": False}
UNITS = {
    "元": ("money", 1), "yuan": ("money", 1), "万元": ("money", 10_000), "亿元": ("money", 100_000_000),
    "万": ("", 10_000), "%": ("", Decimal("0.01")), "％": ("", Decimal("0.01")),
    "岁": ("", 1), "人": ("", 1), "口": ("", 1), "次": ("", 1), "笔": ("", 1), "个月": ("", 1), "平方米": ("", 1),
}  # fmt: skip
PERIODS = {
    "今年": ("year", 0), "本年": ("year", 0), "this_year": ("year", 0), "去年": ("year", 1), "last_year": ("year", 1),
    "前年": ("year", 2), "year_before_last": ("year", 2),
    "本月": ("month", 0), "this_month": ("month", 0), "上月": ("month", 1), "last_month": ("month", 1),
}  # fmt: skip
LAST = re.compile(r"近\s*(\d{1,4})\s*(个月|月|天|日|年)|last_(\d{1,4})_(months|days|years)")
LAST_UNITS = {"个月": "months", "月": "months", "天": "days", "日": "days", "年": "years"}
UNIT = re.compile(rf"\s*({'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))})(?![a-z_])", re.IGNORECASE)
NUMBER = re.compile(r"\d+(?:\.\d+)?")  # no thousands separators: (1,200) is two values
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WORD = re.compile(r"[^\W\d][\w]*")
QUOTES = {'"': '"', "“": "”", "'": "'", "‘": "’", "「": "」"}
BINDING = {"or": 1, "and": 2, "not": 3, "compare": 4, "+": 5, "-": 5, "*": 6, "/": 6}
COMPARES = frozenset({"=", "!=", ">", ">=", "<", "<=", "in", "not in", "has", "unknown", "known"})


class Faulty(Refused):
    """A condition that cannot be used: says where, why, and what may have been meant."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message, field="expression")
        self.start, self.end = start, end


@dataclass(frozen=True)
class Token:
    """A piece of the text. ``kind``: word, op, sign, number, text, day, truth, period, end."""

    kind: str
    value: Any
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Tree:
    """A part of the text with its place: a name, number, text, day, truth, period, list, call or an operator."""

    kind: str
    start: int
    end: int
    value: Any = None
    parts: tuple[Tree, ...] = ()


def tokens_of(text: str, words: Collection[str]) -> list[Token]:
    """Cut a text into tokens; raise Faulty at the first thing that is none."""
    if len(text) > LONGEST:
        raise Faulty(_("条件太长：最多 %(most)s 个字符。") % {"most": LONGEST}, LONGEST, len(text))
    lexicon = _Lexicon(words)
    found, place = [], 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        token = lexicon.at(text, place)
        found.append(token)
        place = token.end
    return [*found, Token("end", None, len(text), len(text), "")]


class _Lexicon:
    """The words of the language and of one vocabulary, the longest first at every place."""

    def __init__(self, words: Collection[str]) -> None:
        self.names = frozenset(words)
        fixed = {*OPERATORS, *BRACKETS, *TRUTHS, *PERIODS}
        self.known = {*fixed, *self.names}
        self.longest = max(map(len, self.known))

    def at(self, text: str, place: int) -> Token:
        """Return the token that begins here."""
        if text[place] in QUOTES:
            return _quoted(text, place)
        if found := DAY.match(text, place):
            return _day(text, place, found.end())
        if text[place].isdecimal() and (found := NUMBER.match(text, place)):
            return self._number(text, place, found.end())
        if found := LAST.match(text, place):
            count, unit = (found[1], LAST_UNITS[found[2]]) if found[1] else (found[3], found[4])
            return Token("period", ("last_" + unit, int(count)), place, found.end(), found[0])
        word = self._longest(text, place)
        end = place + len(word)
        if word in self.names and not self._goes_on(text, end):
            return Token("word", word, place, end, word)
        for kind, table in (("period", PERIODS), ("op", OPERATORS), ("truth", TRUTHS), ("sign", BRACKETS)):
            if word in table:
                return Token(kind, table[word], place, place + len(word), word)
        found = WORD.match(text, place)
        if found is None:
            raise Faulty(_("看不懂“%(sign)s”。") % {"sign": text[place]}, place, place + 1)
        end = self._until_known(text, max(place, end - 1), found.end())
        return Token("word", text[place:end], place, end, text[place:end])

    def _longest(self, text: str, place: int) -> str:
        """Return the longest known word here that does not cut a Latin word in two."""
        for end in range(min(len(text), place + self.longest), place, -1):
            word = text[place:end]
            if word in self.known and not (_latin(word[-1]) and end < len(text) and _latin(text[end])):
                return word
        return ""

    def _goes_on(self, text: str, end: int) -> bool:
        """Tell whether letters follow that begin no word: then the word before them is part of an unknown one."""
        return (
            end < len(text)
            and WORD.match(text, end) is not None
            and not (_latin(text[end]) or self._longest(text, end))
        )

    def _until_known(self, text: str, place: int, end: int) -> int:
        """An unknown word ends where one begins that is known, so that the fault is shown where it is."""
        for middle in range(place + 1, end):
            if not _latin(text[middle]) and self._longest(text, middle):
                return middle
        return end

    def _number(self, text: str, place: int, end: int) -> Token:
        value, sort = Decimal(text[place:end]), ""
        found = UNIT.match(text, end)
        if found and not self._is_name(text, found.start(1)):
            sort, factor = UNITS[found[1].lower()]
            value, end = value * factor, found.end()
        return Token("number", (value, sort), place, end, text[place:end])

    def _is_name(self, text: str, place: int) -> bool:
        return self._longest(text, place) in self.names


def _latin(letter: str) -> bool:
    return letter.isascii() and (letter.isalnum() or letter == "_")


def _quoted(text: str, place: int) -> Token:
    end = text.find(QUOTES[text[place]], place + 1)
    if end < 0:
        raise Faulty(_("引号没有配对。"), place, len(text))
    inner = text[place + 1 : end]
    if "\\" in inner or any(not c.isprintable() for c in inner):
        raise Faulty(_("引号内不能有反斜杠和控制字符。"), place, end + 1)
    return Token("text", inner, place, end + 1, text[place : end + 1])


def _day(text: str, place: int, end: int) -> Token:
    try:
        return Token("day", date.fromisoformat(text[place:end]), place, end, text[place:end])
    except ValueError as error:
        raise Faulty(_("没有“%(day)s”这一天。") % {"day": text[place:end]}, place, end) from error


def read(text: str, words: Collection[str]) -> Tree:
    """Return the tree of a text; raise Faulty where it is no condition."""
    if not text.strip():
        raise Faulty(_("条件是空的。"), 0, 0)
    return _Reader(tokens_of(text, words)).whole()


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.place, self.depth = tokens, 0, 0

    @property
    def here(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.here
        self.place += 1
        return token

    def whole(self) -> Tree:
        tree = self.expression(0)
        if self.here.kind != "end":
            raise Faulty(_("“%(text)s”在这里多余，或前面少了运算符。") % {"text": self.here.text}, *_span(self.here))
        return tree

    def expression(self, binding: int) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Faulty(_("条件嵌套太深。"), *_span(self.here))
        left = self.prefix()
        while (operator := self._infix()) and self._strength(operator) > binding:
            left = self.infix(left, operator)
        self.depth -= 1
        return left

    def _infix(self) -> str:
        return str(self.here.value) if self.here.kind == "op" and self.here.value != "not" else ""

    @staticmethod
    def _strength(operator: str) -> int:
        return BINDING["compare"] if operator in COMPARES else BINDING[operator]

    def infix(self, left: Tree, operator: str) -> Tree:
        token = self.take()
        if operator in ("unknown", "known"):
            return Tree(operator, left.start, token.end, None, (left,))
        right = self.choices() if operator in ("in", "not in") else self.expression(self._strength(operator))
        if operator in COMPARES and self._infix() in COMPARES:
            raise Faulty(_("比较不能连写，请用“且”连接。"), *_span(self.here))
        return Tree(operator, left.start, right.end, None, (left, right))

    def choices(self) -> Tree:
        opening = self.sign("(", _("“属于”后面是括号里的一组值"))
        parts = [self.expression(BINDING["compare"])]
        while self.here.kind == "sign" and self.here.value == ",":
            self.take()
            parts.append(self.expression(BINDING["compare"]))
        return Tree("list", opening.start, self.sign(")", _("少了右括号")).end, None, tuple(parts))

    def prefix(self) -> Tree:
        token = self.take()
        if token.kind in ("number", "text", "day", "period", "truth"):
            return Tree(token.kind, token.start, token.end, token.value)
        if token.kind == "op" and token.text in TRUTHS:
            return Tree("truth", token.start, token.end, TRUTHS[token.text])
        if token.kind == "op" and token.value in ("not", "-"):
            inner = self.expression(BINDING["not"] if token.value == "not" else BINDING["*"])
            return Tree("negative" if token.value == "-" else "not", token.start, inner.end, None, (inner,))
        if token.kind == "sign" and token.value == "(":
            inner = self.expression(0)
            return Tree(inner.kind, token.start, self.sign(")", _("少了右括号")).end, inner.value, inner.parts)
        if token.kind == "word":
            return self.name(token)
        if token.kind == "end":
            raise Faulty(_("条件没有写完。"), *_span(token))
        raise Faulty(_("“%(text)s”不能在这里。") % {"text": token.text}, *_span(token))

    def name(self, first: Token) -> Tree:
        words, end = [first.text], first.end
        while self.here.kind == "sign" and self.here.value == ".":
            self.take()
            word = self.take()
            if not word.text or word.kind in ("sign", "number", "text", "day"):
                raise Faulty(_("点号后面要有名称。"), *_span(word))
            words.append(word.text)
            end = word.end
        if not (self.here.kind == "sign" and self.here.value == "("):
            return Tree("name", first.start, end, tuple(words))
        self.take()
        parts: list[Tree] = []
        while not (self.here.kind == "sign" and self.here.value == ")"):
            parts.append(self.expression(0))
            if not (self.here.kind == "sign" and self.here.value == ","):
                break
            self.take()
        return Tree("call", first.start, self.sign(")", _("少了右括号")).end, tuple(words), tuple(parts))

    def sign(self, value: str, message: str) -> Token:
        if self.here.kind != "sign" or self.here.value != value:
            raise Faulty(f"{message}。", *_span(self.here))
        return self.take()


def _span(token: Token) -> tuple[int, int]:
    return token.start, token.end
