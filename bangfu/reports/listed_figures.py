"""The appendix *where each figure comes from* of a report that is read again: which figure each of its numbers is.

A row names its figure by code and the days it was asked for; a report's own numbers need no guessing by words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bangfu.kernel.periods import NoPeriod
from bangfu.reports.outputs.appendix import HOW
from bangfu.reports.periods import Period

CODE = re.compile(r"(?<![\w.])[a-z][a-z0-9]*(?:\.[a-z][a-z0-9\\_]*)+(?![\w.])")
VALUE = re.compile(r"[\s|]*[-−]?\d[\d,.]*")
DAYS = re.compile(r"(?:截至|(\d{4}-\d\d-\d\d)\s*至)\s*(\d{4}-\d\d-\d\d)")
WRITTEN = re.compile(rf"(?P<text>[^\s|、“”]+?)（(?:{'|'.join(HOW.values())})）")
TITLE_ROOM = 120  # a title and its condition, over several lines of a page
FEWEST = 3  # codes, from which a text has such an appendix


@dataclass(frozen=True)
class Listed:
    """A row: its figure, the condition behind its title, the days, the forms the text writes, and where it stands.

    ``since`` is set for 截至: all time up to the last day.
    """

    code: str
    condition: str
    period: Period
    since: bool
    written: tuple[str, ...]
    start: int
    value_from: int
    value_until: int
    end: int


class Appendix:
    """The rows of a text, in order; none for a text without such an appendix. ``titles`` are figures by code."""

    def __init__(self, text: str, titles: Mapping[str, str]) -> None:
        self.rows = list(_rows(text, titles))
        self._starts = [row.start for row in self.rows]
        self._text = text

    def holds(self, at: int) -> bool:
        """Whether a number stands in the appendix."""
        return bool(self.rows) and self.rows[0].start <= at < self.rows[-1].end

    def row_of(self, start: int, end: int) -> Listed | None:
        """The row of which a number tells the value, exactly or as the text writes it."""
        place = bisect_right(self._starts, start) - 1
        if place < 0 or start >= self.rows[place].end:
            return None
        row = self.rows[place]
        written = any(self._text[end:].startswith(f"（{how}）") for how in HOW.values())
        return row if row.value_from <= start < row.value_until or written else None

    def writing(self, words: str) -> list[Listed]:
        """The rows that say the text writes their figure so."""
        return [row for row in self.rows if words in row.written]


def _rows(text: str, titles: Mapping[str, str]) -> Iterator[Listed]:
    codes = [match for match in CODE.finditer(text) if match[0].replace("\\", "") in titles]
    if len(codes) < FEWEST:
        return
    lines = [text.rfind("\n", 0, match.start()) + 1 for match in codes]
    for place, match in enumerate(codes):
        end = lines[place + 1] if place + 1 < len(codes) else _end_of_line(text, match.end())
        value = VALUE.match(text, match.end())
        days = DAYS.search(text, match.end(), end)
        if value is None or days is None or end <= match.end():
            continue
        try:
            to = date.fromisoformat(days[2])
            period = Period(date.fromisoformat(days[1]) if days[1] else to, to)
        except (ValueError, NoPeriod):
            continue
        written = tuple("".join(one["text"].split()) for one in WRITTEN.finditer(text, days.end(), end))
        code = match[0].replace("\\", "")
        condition = _condition(text[max(0, match.start() - TITLE_ROOM) : match.start()], titles[code])
        yield Listed(
            code, condition, period, not days[1], written, lines[place], match.end(), value.end(), end
        )  # fmt: skip


def _condition(before: str, title: str) -> str:
    """What stands in brackets behind the title of a figure, right before its code: （产品：油茶）."""
    words = re.sub(r"[\s|]+", "", before)
    return words[at + len(title) :] if (at := words.rfind("".join(title.split()))) >= 0 else ""


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    line = text[at:] if end < 0 else text[at:end]
    return at + len(line) if "|" in line else len(text)


__all__ = ["Appendix", "Listed"]
