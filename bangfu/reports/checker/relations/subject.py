"""What a figure is about: the words that name it, the topic it stands under, and how well two figures go together."""

import re
from functools import lru_cache

from bangfu.reports.checker.context import Page, Spot, core

_FILLING = re.compile(
    r"其中|分别|目前|现在|今年|去年|上年|本年|全年|同期|(?:19|20)\d\d年|\d+月|累计|共计?|合计|总计|总|达到?|完成|实现|新增|已经?|有|为|是|的|了|占|比|率|约|近|超过?"
)
_LETTERS = re.compile(r"[^一-鿿A-Za-z]")
_STOP = re.compile(r"[，,。；;：:、\n（(]")
_HEADING = re.compile(
    r"【([^】\n]{2,20})】|^[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*([^，。；：\n]{2,16})[。：\n]"
)
_TAIL = 10


class Sense:
    """What the figures of a page are about; what was once read of a figure is kept."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._own: dict[int, frozenset[str]] = {}
        self._under: dict[int, frozenset[str]] = {}

    def affinity(self, one: Spot, other: Spot) -> float:
        """How well two figures go together, 0 to 1: by their own words most, by what they stand under a little."""
        own, second = self.subject(one), self.subject(other)
        return 0.7 * _likeness(own, second) + 0.3 * _likeness(self.topic(one), second | self.topic(other))

    def subject(self, spot: Spot) -> frozenset[str]:
        """The words that name what a figure counts: those before it in its clause, and the noun right behind it."""
        if spot.index not in self._own:
            before = spot.label if core(spot.label) else spot.lead
            if spot.claim.unit == "percent" and spot.index and self._page.spots[spot.index - 1].part == spot.part:
                before = self._page.spots[spot.index - 1].label + before  # what a share is the share of
            self._own[spot.index] = pairs_of_letters(letters(before) + letters(_STOP.split(spot.tail)[0][:_TAIL]))
        return self._own[spot.index]

    def topic(self, spot: Spot) -> frozenset[str]:
        """What the sentence and the heading above it speak of: the words up to the first figure of the sentence."""
        if spot.sentence not in self._under:
            page = self._page
            first = page.in_sentence(spot.sentence)[0]
            opening = page.text[page.sentence_span(spot.sentence)[0] : first.claim.at]
            start = page.paragraph_span(spot.paragraph)[0]
            heading = _HEADING.match(page.text[start : start + 30].lstrip())
            said = letters((heading[1] or heading[2]) if heading else "")
            self._under[spot.sentence] = pairs_of_letters(letters(opening[-30:]) + said)
        return self._under[spot.sentence]


@lru_cache(maxsize=20_000)
def letters(words: str) -> str:
    return _LETTERS.sub("", _FILLING.sub("", words))


def _likeness(pairs: frozenset[str], others: frozenset[str]) -> float:
    return len(pairs & others) / min(len(pairs), len(others)) if pairs and others else 0.0


def pairs_of_letters(words: str) -> frozenset[str]:
    return frozenset(words[i : i + 2] for i in range(len(words) - 1)) or frozenset([words] if words else [])
