"""The words of loose tables, and which of them may be rows: a label, or a running number and one, and figures."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, groupby

_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"(?:19|20)\d\d 年\S*|\S+")
_UNITS = r"(?:%|[万亿]?元|[万亿]?人次?|户|个|亩|吨|公里|家|村)"
_FIGURE = re.compile(rf"[-−–+]?(?:\d{{1,3}}(?:[, ]\d{{3}})+|\d+)(?:\.\d+)?{_UNITS}?|[—–\-－/／…]{{1,2}}")
_HEAD, _REST = re.compile(r"[-−–+]?[1-9]\d{0,2}"), re.compile(r"\d{3}(?:\.\d+)?")  # 1 260
YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCE = re.compile(r"[，。；！？|]|(?<!^其中)[：:]")
_LONGEST, _FEWEST, _TWO = 30, 6, 2  # characters of a cell, words of a table; cells of a heading beside those of figures
_TOTAL = re.compile(r"合\s*计|总\s*计|共\s*计|小\s*计|全[县区市镇乡州省村](?:合计|总计)?$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `start`, `first` and `last` of its line or not."""

    text: str
    start: int
    line: int
    first: bool
    last: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_figure(self) -> bool:
        return _FIGURE.fullmatch(self.text) is not None

    @property
    def is_label(self) -> bool:
        return not self.is_figure and len(self.text) <= _LONGEST and not _SENTENCE.search(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """The words `start` to `end`: a running number or none, words, figures; `tail` words of remark follow them."""

    start: int
    end: int
    numbered: bool
    words: int
    figures: int
    total: bool = False
    tail: int = 0


def blocks_of(text: str) -> Iterator[list[Word]]:
    """Words that may be cells and follow each other, with the one before them."""
    block: list[Word] = []
    for number, line in enumerate(_LINE.finditer(text)):
        pieces = list(_WORD.finditer(line.group()))
        words = [
            Word(piece.group(), line.start() + piece.start(), number, place == 0, place == len(pieces) - 1)
            for place, piece in enumerate(pieces)
        ]
        if all(word.is_figure or word.is_label for word in words):
            block += words
            continue
        if len(block) >= _FEWEST:
            yield _with_thousands(block)
        block = words[-1:]
    if len(block) >= _FEWEST:
        yield _with_thousands(block)


def _with_thousands(block: list[Word]) -> list[Word]:
    """The same words, the thousands of a line that has more figures than most joined: 1 260 480 780 are three."""
    lines = [list(line) for _, line in groupby(block, key=lambda word: word.line)]
    counts = Counter(many for line in lines if (many := sum(word.is_figure for word in line)) > 1)
    usual = min((many for many, times in counts.items() if times == max(counts.values())), default=0)
    return [word for line in lines for word in (_joined(line, usual) if usual else line)]


def _joined(line: list[Word], figures: int) -> list[Word]:
    """A line with `figures` figures, if joining pairs of words makes so many; short thousands are the likeliest."""
    surplus = sum(word.is_figure for word in line) - figures
    heads = [at for at in range(len(line) - 1) if _HEAD.fullmatch(line[at].text) and _REST.fullmatch(line[at + 1].text)]
    if not 0 < surplus <= len(heads):
        return line
    apart = [some for some in combinations(heads, surplus) if all(at + 1 not in some for at in some)]
    chosen = min(apart, key=lambda some: sum(len(line[at].text) for at in some), default=())
    found: list[Word] = []
    for at, word in enumerate(line):
        if at in chosen:
            found.append(replace(word, text=f"{word.text} {line[at + 1].text}", last=line[at + 1].last))
        elif at - 1 not in chosen:
            found.append(word)
    return found


def numbered_runs(words: list[Word]) -> Iterator[list[Row]]:
    """The rows that begin with 1, 2, 3, and the total behind them."""
    end = 0
    for at in [at for at in range(len(words)) if _is(words, at, "1")]:
        if at >= end and (rows := _numbered_rows(words, at)):
            yield rows
            end = rows[-1].end


def _numbered_rows(words: list[Word], start: int) -> list[Row]:
    rows: list[Row] = []
    at = start
    while at < len(words):
        numbered = words[at].is_figure
        label = at + numbered
        figures = _end_of(words, label, figures=False)
        following = str(len(rows) + 2)
        end = figures
        while end < len(words) and words[end].is_figure and not _is(words, end, following):
            end += 1
        total = label < len(words) and _TOTAL.match(words[label].text) is not None
        if figures == label or end == figures or not (numbered or total):
            break
        tail = _tail(words, end)
        rows.append(Row(at, end, numbered, figures - label, end - figures, total, tail))
        at = end + tail + _again(words, start, end + tail, following)
    return rows


def _tail(words: list[Word], at: int) -> int:
    """How many words follow figures in their line."""
    end = at
    while end < len(words) and not words[end].first:
        end += 1
    return end - at


def _again(words: list[Word], first: int, at: int, number: str) -> int:
    """How many words of the heading stand again, on another page, before the row of a running number."""
    for count in range(1, min(first, len(words) - at - 1) + 1):
        if _is(words, at + count, number):
            again = [word.text for word in words[at : at + count]]
            return count if again == [word.text for word in words[first - count : first]] else 0
    return 0


def _is(words: list[Word], at: int, number: str) -> bool:
    """Whether a word is the running number `number` of a row."""
    return words[at].text.lstrip("0") == number and _numbers(words, at)


def _numbers(words: list[Word], at: int) -> bool:
    return words[at].first and at + 1 < len(words) and words[at + 1].is_label


def _end_of(words: list[Word], at: int, *, figures: bool) -> int:
    """Where the figures, or the words between figures, end that begin at a word."""
    while at < len(words) and words[at].is_figure == figures:
        at += 1
    return at


def plain_runs(words: list[Word]) -> Iterator[list[Row]]:
    """The rows of each table of a block; what stands before the first of them belongs to the first."""
    run: list[Row] = []
    for row in _plain_rows(words):
        if run and row.words >= row.figures + _TWO and not _stands_again(words, run[0], row):
            yield run
            run = []
        if len(run) == 1 and all(YEAR.fullmatch(word.text) for word in words[run[0].end - run[0].figures : run[0].end]):
            row = Row(run[0].start, row.end, False, row.end - row.figures - run[0].start, row.figures)
            run = []  # 指标 2022 2023 was the heading
        run.append(row)
    if run:
        yield run


def _plain_rows(words: list[Word]) -> Iterator[Row]:
    at = 0
    while at < len(words):
        figures = _end_of(words, at, figures=False)
        end = _end_of(words, figures, figures=True)
        if end > figures > at:
            total = _TOTAL.match(words[at].text) is not None
            yield Row(at, end, False, figures - at, end - figures, total, _tail(words, end))
        at = max(end + _tail(words, end), at + 1)


def _stands_again(words: list[Word], first: Row, row: Row) -> bool:
    """Whether the words before the label of a row are those before the label of the first: the heading once more."""
    count = row.words - 1
    again = [word.text for word in words[row.start : row.start + count]]
    end = first.end - first.figures - 1
    return again == [word.text for word in words[max(0, end - count) : end]]
