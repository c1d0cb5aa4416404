"""Tags as writers see them: figures by their titles instead of their codes, and back again. Pure.

``{{market.sales 万元}}`` is shown as ``{{认定产品销售额 万元}}``; either is understood. A title that is no single word,
that two figures share or that means something else in a tag stays a code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

from bangfu.reports.template.vocabulary import COMPARED, DERIVED, FIGURE, REPORT_WORDS, TESTS, WHEN

TAG = re.compile(r"\{\{(.*?)\}\}")
WORD = re.compile(r"\S+")
RESERVED = {*COMPARED, *DERIVED, *REPORT_WORDS, *TESTS, *WHEN, "词", "表", "统计表", "图", "名单", "按", "写"}
UNFIT = re.compile(r"[\s{}\[\]|=]")


def codes_in(text: str) -> list[str]:
    """Return the codes that stand in the tags of a text, each once."""
    return list(
        dict.fromkeys(word for tag in TAG.findall(text) for word in WORD.findall(tag) if FIGURE.fullmatch(word))
    )


class FigureNames:
    """Codes and titles of figures, as far as each stands for the other."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        shared = Counter(titles.values())
        self._title = {
            code: title
            for code, title in titles.items()
            if shared[title] == 1 and title not in RESERVED and not UNFIT.search(title)
        }
        self._code = {title: code for code, title in self._title.items()}

    def readable(self, text: str) -> str:
        """Return a text whose tags name figures by their titles."""
        return self._renamed(text, lambda word: self._title.get(word, word) if FIGURE.fullmatch(word) else word)

    def coded(self, text: str) -> str:
        """Return a text whose tags name figures by their codes."""
        return self._renamed(text, lambda word: self._code.get(word, word))

    def tag(self, code: str) -> str:
        """Return the tag of a figure as writers see it."""
        return "{{" + self._title.get(code, code) + "}}"

    @staticmethod
    def _renamed(text: str, named: Callable[[str], str]) -> str:
        def within(tag: re.Match[str]) -> str:
            return "{{" + WORD.sub(lambda word: named(word[0]), tag[1]) + "}}"

        return TAG.sub(within, text)
