"""Running text out of broken lines: a reading copy without accidental breaks, and the way back to the text as given.

PDF pages, scans and newspapers break lines inside words and figures (价值1350.8万⏎元) and put page numbers between.
`Flow.text` has neither; `Flow.origin` tells for each of its characters where it stands in the source.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from bangfu.reports.checker.columns import WIDE, with_columns_barred
from bangfu.reports.checker.loose_tables import bars_of
from bangfu.reports.checker.page_lines import page_lines
from bangfu.reports.checker.script import plain

_EMPTY_LINE = re.compile(r"\r\n\s*\r\n|[\r\n][^\S\r\n]*[\r\n]")
_LINE_START = re.compile(
    r"\s*(?:[#>*▲●■◆□○•|【]|[-—]{2}|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\D|第[一二三四五六七八九十]+[章节部分条])"
)
_FINAL = "。！？；：!?;:”’…》】」|~"
_OPEN_END = re.compile(r"[\d一-鿿、，,（(“‘]$")
_SPLIT_FIGURE = re.compile(r"[一-鿿、，（近超约]\d+(?:\.\||\|\.)\d+[%万亿一-鿿]")  # 增长17.⏎1%
_DIGITS_LEFT = re.compile(r"[，。；、][^，。；、]*(?![表图件注第年月号])[一-鿿]\d{1,3}$")  # 线上13⏎40.13万元
_DIGITS_RIGHT = re.compile(
    r"\s*(?!(?:19|20)\d\d年)(?:\d{1,3}\.\d{1,2}(?:[万亿]?元|[万亿][一-鿿]|[%吨亩])"
    r"|\d{1,3}(?:[万亿]元|[万亿][户人亩斤]|万[名家个]))"
)
_SHORT = 18  # a line this long may be cut by the page; a shorter one is a heading or a caption …
_NARROW = 12  # … unless the whole text is set in narrow columns
_INDENT = WIDE * 2  # how a Chinese paragraph begins
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # soft hyphens and what has no width, copied from web pages
_EMPHASIS = re.compile(r"\*\*|__|~~|`")  # of Markdown
_SLANTED = re.compile(r"(?<![0-9A-Za-z*_])([*_])(?=\S)[^*_|\n]{1,40}?(?<=\S)(\1)(?![0-9A-Za-z*_])")  # *200* 万元
_CJK_OR_DIGIT = re.compile(r"(?<=[一-鿿〇])[ ](?=\d)|(?<=[\d%])[ ](?=[一-鿿〇%])")


@dataclass(frozen=True)
class Flow:
    """A reading copy of a text (`text`) with the offset in the source of each of its characters (`origin`).

    `gaps`: where its lines begin that had an empty line before them.
    """

    text: str
    origin: list[int]
    source: str
    _breaks: list[int] = field(default_factory=list)
    gaps: frozenset[int] = frozenset()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the source of the characters `start` to `end` (exclusive) of the reading copy."""
        return self.origin[start], self.origin[end - 1] + 1

    def words(self, start: int, end: int) -> str:
        """The words of the source from `start` to `end` of the reading copy, without what a page put between them."""
        given = self.source[slice(*self.span(start, end))]
        whole = len("".join(given.split())) <= end - start
        return given if whole else "".join(self.source[at] for at in self.origin[start:end])

    def paragraph(self, position: int) -> int:
        """The number of the paragraph that holds `position`, counted from 0."""
        return bisect_right(self._breaks, position)

    def paragraph_span(self, number: int) -> tuple[int, int]:
        """Where paragraph `number` begins and ends; an empty span for number −1."""
        if number < 0:
            return 0, 0
        start = self._breaks[number - 1] + 1 if number else 0
        return start, self._breaks[number] if number < len(self._breaks) else len(self.text)


def flow_of(source: str) -> Flow:
    """The reading copy of `source`: plain script, soft line breaks and page numbers removed."""
    text = plain(source)
    text = "".join(
        _with_bars(given, read) for given, read in zip(source.splitlines(True), text.splitlines(True), strict=True)
    )
    text = with_columns_barred(text)
    aside = page_lines(text)
    text, places = _with_loose_tables(text, aside)
    lines = [(match.start(), match.group()) for match in re.finditer(r"[^\r\n]+", text)]
    left = {start for start, _ in aside}
    lines = [(start, line) for start, line in lines if line.strip() and places[start] not in left]
    threshold = _wrap_threshold([line.strip() for _, line in lines])
    characters: list[str] = []
    origin: list[int] = []
    gaps: set[int] = set()
    for index, (start, line) in enumerate(lines):
        indented = source.startswith(_INDENT, places[start])
        if index and (indented or not _is_soft_break(lines[index - 1][1].rstrip(), line, threshold)):
            characters.append("\n")
            origin.append(lines[index - 1][0] + len(lines[index - 1][1]) - 1)
            if _EMPTY_LINE.search(text, lines[index - 1][0] + len(lines[index - 1][1]), start):
                gaps.add(len(characters))
        _append_line(line, start, characters, origin)
    origin = [places[at] for at in origin]
    joined = "".join(characters)
    breaks = [match.start() for match in re.finditer("\n", joined)]
    return Flow(joined, origin, source, breaks, frozenset(gaps))


def _with_bars(given: str, read: str) -> str:
    """A pasted row of a table: its tabs become bars, and the wide spaces between its cells stay."""
    if given.count("\t") < 2:
        if given.strip().count(WIDE) < 2:
            return read
        return "".join(WIDE if character == WIDE else plain for character, plain in zip(given, read, strict=True))
    return "".join("|" if character == "\t" else plain for character, plain in zip(given, read, strict=True))


def _with_loose_tables(text: str, aside: list[tuple[int, int]]) -> tuple[str, Sequence[int]]:
    """`text` with bars in the tables that had lost them, and where each of its characters stood.

    Lines `aside` do not part the rows of a table.
    """
    read = list(text)
    for start, end in aside:
        read[start:end] = " " * (end - start)
    bars = bars_of("".join(read))
    if not bars:
        return text, range(len(text))
    pieces = [(bars.get(at, character), at) for at, character in enumerate(text)]
    return "".join(piece for piece, _ in pieces), [at for piece, at in pieces for _ in piece]


def _append_line(line: str, start: int, characters: list[str], origin: list[int]) -> None:
    left, right = len(line) - len(line.lstrip()), len(line.rstrip())
    marks = {offset for match in _EMPHASIS.finditer(line) for offset in range(*match.span())}
    marks.update(match.start(sign) for match in _SLANTED.finditer(line) for sign in (1, 2))
    marks.update(match.start() for match in _UNSEEN.finditer(line))
    kept = [offset for offset in range(len(line)) if offset not in marks]
    words = "".join(line[offset] for offset in kept)
    dropped = marks | {kept[match.start()] for match in _CJK_OR_DIGIT.finditer(words)}
    for offset in range(left, right):
        if offset not in dropped:
            characters.append(line[offset])
            origin.append(start + offset)


def _wrap_threshold(lines: list[str]) -> int:
    """The length from which a line may have been cut by the page."""
    open_lengths = sorted(len(line) for line in lines if line[-1] not in _FINAL and "|" not in line)
    if len(open_lengths) < 4 or len(open_lengths) * 2 < len(lines):
        return _SHORT
    median = open_lengths[len(open_lengths) // 2]
    return max(_NARROW, min(_SHORT, int(median * 0.8)))


def _is_soft_break(before: str, after: str, threshold: int) -> bool:
    if not before or "|" in before or "|" in after[:2] or after.count("|") > 1 or _LINE_START.match(after):
        return False
    if re.search(r"\d[万亿]?$", before) and re.match(r"\s*(?:[万亿户人个名%]|元(?!旦))", after):
        return True
    if _SPLIT_FIGURE.search(f"{before}|{after.lstrip()}"):
        return True
    if _DIGITS_LEFT.search(before) and _DIGITS_RIGHT.match(after):
        return True
    return len(before.strip()) >= threshold and before[-1] not in _FINAL and bool(_OPEN_END.search(before))
