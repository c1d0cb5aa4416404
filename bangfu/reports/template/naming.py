"""Tags as writers see them: figures by their titles instead of their codes, and back again. Pure.

``{{market.sales 万元}}`` is shown as ``{{认定产品销售额 万元}}``, ``按 month`` as ``按 月份``; either is understood. A
title that is no single word, that two share or that means something else in a tag stays a code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping

from bangfu.reports.template.vocabulary import COMPARED, DERIVED, FIGURE, REPORT_WORDS, TESTS, WHEN

TAG = re.compile(r"\{\{(.*?)\}\}")
WORD = re.compile(r"\S+")
RESERVED = {*COMPARED, *DERIVED, *REPORT_WORDS, *TESTS, *WHEN, "词", "表", "统计表", "图", "名单", "按", "写"}
UNFIT = re.compile(r"[\s{}\[\]|=]")
BEFORE_DIMENSION = ("按", "名单")
BEFORE_HEADING = ("图", "表")
CONDITION = re.compile(r"([^=\s]+)=(\S+)")
OWN_CONDITIONS = ("活动", "地区", "对方", "受援地", "时期")

Titles = Mapping[str, str]


def codes_in(text: str) -> list[str]:
    """Return the codes that stand in the tags of a text, each once."""
    return list(
        dict.fromkeys(word for tag in TAG.findall(text) for word in WORD.findall(tag) if FIGURE.fullmatch(word))
    )


def one_to_one(titles: Titles, reserved: Collection[str] = ()) -> dict[str, str]:
    """Return the titles that stand for one code only and may stand in a tag, by code."""
    shared = Counter(titles.values())
    return {
        code: title
        for code, title in titles.items()
        if shared[title] == 1 and title not in titles and title not in reserved and not UNFIT.search(title)
    }


class FigureNames:
    """Codes and titles of figures, of their dimensions and of the values of these, as far as each stands for the other.

    ``dimensions(figure)`` gives the titles of a figure's dimensions, ``values(figure, dimension)`` those of the values
    that a condition may name; both by code.
    """

    def __init__(
        self,
        titles: Titles,
        dimensions: Callable[[str], Titles] = lambda _figure: {},
        values: Callable[[str, str], Titles] = lambda _figure, _dimension: {},
    ) -> None:
        self._title = one_to_one(titles, RESERVED)
        self._code = {title: code for code, title in self._title.items()}
        self._dimensions = dimensions
        self._values = values

    def readable(self, text: str) -> str:
        """Return a text whose tags name figures and dimensions by their titles."""
        return self._renamed(text, readable=True)

    def coded(self, text: str) -> str:
        """Return a text whose tags name figures and dimensions by their codes."""
        return self._renamed(text, readable=False)

    def tag(self, code: str) -> str:
        """Return the tag of a figure as writers see it."""
        return "{{" + self._title.get(code, code) + "}}"

    def _renamed(self, text: str, *, readable: bool) -> str:
        def within(tag: re.Match[str]) -> str:
            renamer = _Renamer(self, readable=readable)
            return "{{" + WORD.sub(lambda word: renamer.word(word[0]), tag[1]) + "}}"

        return TAG.sub(within, text)


class _Renamer:
    """The words of one tag in order: what a dimension is called depends on the figure before it."""

    def __init__(self, names: FigureNames, *, readable: bool) -> None:
        self.names = names
        self.readable = readable
        self.figure = ""
        self.before = ""

    def word(self, word: str) -> str:
        """Return the next word under its other name."""
        before, self.before = self.before, word
        if before in BEFORE_HEADING and not self.figure:
            return word  # the heading of a chart may be a figure's title
        code = word if FIGURE.fullmatch(word) else self.names._code.get(word, "")
        if before in BEFORE_DIMENSION and self.figure:
            return self._other(self.names._dimensions(self.figure), word)
        if code:
            self.figure = self.figure or code
            return self.names._title.get(code, code) if self.readable else code
        condition = CONDITION.fullmatch(word)
        return self._condition(*condition.groups()) if condition and self.figure else word

    def _condition(self, name: str, value: str) -> str:
        if name in OWN_CONDITIONS:
            return f"{name}={value}"
        dimensions = one_to_one(self.names._dimensions(self.figure), OWN_CONDITIONS)
        other = self._other(dimensions, name)
        code = name if self.readable else other
        return f"{other}={self._other(self.names._values(self.figure, code), value)}"

    def _other(self, titles: Titles, word: str) -> str:
        fitting = one_to_one(titles)
        if self.readable:
            return fitting.get(word, word)
        return next((code for code, title in fitting.items() if title == word), word)
