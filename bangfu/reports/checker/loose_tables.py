"""Tables that lost their columns: pasted cell by cell, a line each, or with one space between, as out of a PDF.

Rows are a label and as many figures as the others have; the heading above has as many cells as a row. Where all of it
fits, `bars_of` tells where bars belong; anything less stays running text.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from bangfu.reports.checker.loose_words import YEAR, Row, Word, blocks_of, numbered_runs, plain_runs

_OPENED, _CLOSING = re.compile(r"[（(]"), re.compile(r"[）)]")
_TITLE = re.compile(r"[附续]?表|[（(]?单位[:：]|.*(?:[表况]|统计|明细|一览|汇总|名单|[）)])$")
_TITLED, _NUMBERS = re.compile(r"[附续]?表[\d一二三四五六七八九十]*$"), re.compile(r"序|编?号|名次|排名|No")
_REMARKS = re.compile("备注?|说明|附注")
_TELLS = re.compile(
    r"[）)%]$|(?:数量?|额|率|比|比重|人|户|人次|面积|资金|投资|产量|产值|收入|支出|金额|同比|环比|增长|增幅|增速|年|个|元)$"
)
_CLOSED = ("）", ")")
_CAPTION = re.compile(r"单位[:：]")
_NEAR, _TWO = 80, 2  # how far above a table its caption stands; cells of the narrowest
_FEWEST, _FEWEST_OF_TWO = 2, 3  # rows


@dataclass(frozen=True, slots=True)
class _Shape:
    """The columns of a table: of running numbers or none, of words, of figures."""

    numbered: bool
    labels: int
    figures: int

    @property
    def width(self) -> int:
        return self.numbered + self.labels + self.figures


def bars_of(text: str) -> dict[int, str]:
    """What stands instead of characters of `text`, so that every table in it has bars between its cells."""
    bars: dict[int, str] = {}
    for words in blocks_of(text):
        for cells in _tables(text, words):
            bars |= _barred(text, cells)
    return bars


def _tables(text: str, words: list[Word]) -> Iterator[list[list[Word]]]:
    """The rows of cells of all tables of a block: of those with running numbers, then of what is left."""
    left = 0
    for rows in numbered_runs(words):
        if table := _headed(text, words, rows):
            yield from table
            yield from _plain_tables(text, words[left : rows[0].start])
            left = rows[-1].end
    yield from _plain_tables(text, words[left:])


def _plain_tables(text: str, words: list[Word]) -> Iterator[list[list[Word]]]:
    for rows in plain_runs(words):
        yield from _headed(text, words, rows) or ()


def _headed(text: str, words: list[Word], rows: list[Row]) -> list[list[list[Word]]] | None:
    """The cells of the heading and of each row of a table; None for rows that may be none."""
    plain = [row for row in rows if not row.total]
    figures, count = Counter(row.figures for row in plain).most_common(1)[0] if plain else (0, 0)
    surely = figures > 1 or len(plain) < len(rows)  # several columns, or a total
    if count * 3 < len(plain) * 2 or count < (_FEWEST if surely else _FEWEST_OF_TWO):
        return None
    fewest = min(row.words for row in (plain if rows[0].numbered else plain[1:]))
    for labels, start in _beginnings(words, rows[0], fewest):
        shape = _Shape(rows[0].numbered, labels, figures)
        for heading in _headings(words, start, shape.width, any(row.tail for row in rows)):
            if _may_begin(heading[0], shape.numbered) and _tells(text, words, heading, plain):
                before = rows[0].end - rows[0].figures - rows[0].numbered - start
                first = replace(rows[0], start=start, words=before)
                return _told(words, heading, [first, *rows[1:]], shape)
    return None


def _told(
    words: list[Word], heading: list[list[Word]], rows: list[Row], shape: _Shape
) -> list[list[list[Word]]] | None:
    """The cells of all rows below their heading.

    Where a row has an empty cell its figures are left, as nobody knows to which columns they belong, and so are the
    totals, which would count them.
    """
    whole = all(row.figures == shape.figures for row in rows)
    told = [heading]
    for row in rows:
        if row.figures != shape.figures or (row.total and not whole):
            told.append([words[row.start : row.end + row.tail], [], []])
            continue
        cells = list(_rows_of(words, row, heading, shape))
        if any(len(one) not in (shape.width, len(heading)) for one in cells):
            return None
        told += cells
    return told


def _beginnings(words: list[Word], first: Row, fewest: int) -> Iterator[tuple[int, int]]:
    """How many columns of words there may be, and where the first row may begin.

    In a table pasted cell by cell the words of a row are its cells; in one of lines a cell may go on in the next line.
    """
    lined = not words[first.end - 1].first
    if first.numbered:
        yield from ((labels, first.start) for labels in range(fewest, 0 if lined else fewest - 1, -1))
        return
    figures = first.end - first.figures
    for labels in range(fewest, 0 if lined else fewest - 1, -1):
        for start in range(figures - labels, first.start - 1 if lined else figures - labels - 1, -1):
            if words[start].first:
                yield labels, start


def _rows_of(words: list[Word], row: Row, heading: list[list[Word]], shape: _Shape) -> Iterator[list[list[Word]]]:
    """The cells of a row, and before it those of the heading where it stands again on another page."""
    head = [word.text for cell in heading for word in cell]
    if not row.numbered and [word.text for word in words[row.start : row.start + len(head)]] == head:
        at = row.start
        again = []
        for cell in heading:
            again.append(words[at : at + len(cell)])
            at += len(cell)
        yield again
        row = replace(row, start=at, words=row.words - len(head))
    yield _cells(words, row, shape)


def _may_begin(cell: list[Word], numbered: bool) -> bool:
    """Whether a heading may begin with a cell: no title, and over running numbers what they are called."""
    text = "".join(word.text for word in cell)
    return not _TITLED.match(text) and (not numbered or _NUMBERS.match(text) is not None)


def _tells(text: str, words: list[Word], heading: list[list[Word]], rows: list[Row]) -> bool:
    """Whether the heading, the labels or what stands above say what the figures count."""
    start = next(cell[0].start for cell in heading if cell)
    labelled = any(words[row.end - row.figures - 1].text.endswith(_CLOSED) for row in rows)
    above = text[max(0, start - _NEAR) : start]
    return labelled or any(cell and _TELLS.search(cell[-1].text) for cell in heading) or bool(_CAPTION.search(above))


def _headings(words: list[Word], end: int, width: int, remarked: bool) -> Iterator[list[list[Word]]]:
    """The headings that rows may have, of their width or with a column of remarks besides."""
    if not remarked and (heading := _heading(words, end, width)):
        yield heading
    heading = _heading(words, end, width + 1)
    if heading and (remarked or _REMARKS.match(heading[-1][0].text)):
        yield heading


def _heading(words: list[Word], end: int, width: int) -> list[list[Word]] | None:
    """The cells of the heading in front of a word: as many as a row has, the first of them perhaps empty."""
    cells: list[list[Word]] = []
    for at in range(end - 1, -1, -1):
        word = words[at]
        if not word.is_label and not YEAR.fullmatch(word.text):
            return None
        if cells and _goes_on(cells[0]):
            cells[0].insert(0, word)  # 资金⏎（万元）
        else:
            cells.insert(0, [word])
        if _goes_on(cells[0]):
            continue
        if len(cells) > width:
            return None
        if word.first and len(cells) in (width, width - 1) and _is_boundary(words, at, len(cells) == width):
            return cells if len(cells) == width else [[], *cells]
    return None


def _goes_on(cell: list[Word]) -> bool:
    """Whether a cell begins in the line above: with a bracket, or inside one."""
    text = "".join(word.text for word in cell)
    within = len(_CLOSING.findall(text)) > len(_OPENED.findall(text))
    return within or _OPENED.match(text) is not None


def _is_boundary(words: list[Word], at: int, full: bool) -> bool:
    """Whether a heading may begin at a word: with nothing above it, or a sentence, or a title.

    One of a whole line may, too, unless its first cell is missing.
    """
    if at == 0:
        return full
    above = words[at - 1]
    lone = words[at].first and words[at].last
    if not lone:
        return full or not above.is_label
    title = "".join(word.text for word in words[:at] if word.line == above.line)
    return full and (not above.is_label or _TITLE.match(title) is not None)


def _cells(words: list[Word], row: Row, shape: _Shape) -> list[list[Word]]:
    """The cells of a row: what a total leaves out stands empty behind its name."""
    number = [words[row.start : row.start + 1]] if row.numbered else []
    label = row.start + len(number)
    named, figures = words[label : label + row.words], words[label + row.words : row.end]
    wanted = shape.labels + shape.numbered - len(number)
    name = max(1, len(named) - wanted + 1)  # a name may go on in other lines; a place behind it does not
    split = [named[:name], *([word] for word in named[name:])]
    empty: list[list[Word]] = [[] for _ in range(wanted - len(split))]
    return [
        *number,
        *split,
        *empty,
        *([word] for word in figures),
        *([words[row.end : row.end + row.tail]] if row.tail else []),
    ]


def _barred(text: str, cells: list[list[Word]]) -> dict[int, str]:
    """What makes one line with bars of the words of `cells`."""
    words = [word for cell in cells for word in cell]
    bars: dict[int, str] = {}
    for before, behind in pairwise(words):
        bars |= dict.fromkeys(range(before.end, behind.start), "")
    lacking = int(len(cells) == _TWO)  # a line of two cells shows that it is one by a bar before it
    previous: Word | None = None
    for cell in cells:
        if not cell:
            lacking += 1
            continue
        if previous is None:
            if lacking:
                bars[cell[0].start] = "|" * lacking + text[cell[0].start]
        else:
            bars[previous.end] = "|" * (lacking + 1)
        lacking, previous = 0, cell[-1]
    if lacking and previous:
        if previous.end == len(text):
            return {}  # nothing stands there in whose place bars could
        bars[previous.end] = "|" * lacking + text[previous.end]
    return bars
