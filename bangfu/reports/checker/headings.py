"""Which unit each column and row of a table has: by its heading, a column of units, the row's label or the caption."""

import re

from bangfu.reports.checker.captions import BARE_COUNT, RELATIVE_WORDS, SUMMED, Captions, noun_of, pieces_of
from bangfu.reports.checker.context import likeness
from bangfu.reports.checker.numbers import numerals
from bangfu.reports.checker.tables import longest_first, table
from bangfu.reports.checker.units import measure_of, noun_after, noun_before

_FIGURE = re.compile(r"\s*[-−–+]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u2009]\d{3})+|\d+)(?:\.\d+)?\s*%?\s*$")
_YEAR = re.compile(r"\s*(?:19|20)\d{2}\s*$")
_UNIT_IN_HEADING = re.compile(r"(?:[（(](?:单位[:：])?([^（()）]{1,6})[)）]|(?<=[一-鿿])/([^/（()）]{1,6}))\s*$")
_COUNT = re.compile(r"(?:数|人次|个数|户|人)$")
_POINTS = re.compile(r"[（(]个?百分点[)）]\s*$")
_COUNTED = re.compile(r"(人次|人|户|村|家)数?$")
_RATES = re.compile(f"(?:[率%]|{'|'.join(longest_first(table('cues')['rates']['headings']))})(?:情况)?$|占比|比例|比重")
_TIMES = re.compile("(?:倍[率数]|比值|之比|收入比)$")
_PERIOD = re.compile(
    r"(?:(?:19|20)\d\d年?|[本上去今]年|[本上]期|\d{1,2}月|[一二三四]季度|[上下]半年|数[值量]|完成情?况?)?$"
)
_UNIT_COLUMN = re.compile(r"(?:计量)?单\s*位$")
_TITLE_NUMBER = re.compile(r"^[#\s]*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]|表\s*\d+)?\s*")
_TITLED = ("project", "person", "household", "organisation")
_ORDER = re.compile(r"(?:序号|编号|代码|年份|年度|电话|日期|时间|备注|排名|名次|位次)$|^\d*$")


def is_figure(words: str) -> bool:
    """Whether a cell holds one figure and nothing else."""
    return _FIGURE.match(words) is not None


def first_row_of_figures(rows: list[list[str]]) -> int | None:
    """The first row that holds figures, years in a heading (2023, 2024) aside; None where none does."""
    for number, row in enumerate(rows):
        figures = [words for words in row[1:] if is_figure(words)]
        if figures and not (number == 0 and all(_YEAR.match(words) for words in figures)):
            return number
    return None


def headings(rows: list[list[str]], first: int | None) -> list[str]:
    """For each column, the texts of the rows above `first`, the first row of figures."""
    above = rows[: len(rows) if first is None else first]
    width = max(len(row) for row in rows)
    cells = ([row[column] for row in above if column < len(row)] for column in range(width))
    return ["".join(dict.fromkeys(texts)) for texts in cells]  # a cell over two rows may be given twice


class TableUnits:
    """The words of the unit of every cell of one table.

    `rows`: its cells; `first`: the first row of figures; `captions`: what stands behind 单位：; `title`: the line
    before the table.
    """

    def __init__(self, rows: list[list[str]], first: int | None, captions: list[str], title: str) -> None:
        self._rows = rows
        self._captions = [caption for caption in captions if _reads(caption)]
        self._title = title
        self._headings = headings(rows, first)
        self._unit_column = next((c for c, words in enumerate(self._headings) if c and _UNIT_COLUMN.match(words)), None)
        self._given = Captions(self._captions, self._headings, _says_its_unit)
        self._own = [self._of_heading(heading) for heading in self._headings]

    def of(self, row: int, column: int) -> str | None:
        """The unit's words for a cell; None where the column holds no figures (序号, 年份)."""
        heading = self._headings[column] if column < len(self._headings) else ""
        by_row = self._of_row(row)
        own = self._own[column] if column < len(self._own) else None
        if _ORDER.search(heading) and not (_YEAR.match(heading) and (by_row or own)):
            return None
        if by_row and (own is None or own in self._captions):
            return by_row
        return own or self._like_named(heading)

    def _of_row(self, row: int) -> str | None:
        """The unit that a row gives by its cell under 单位, or in its label."""
        cells = self._rows[row]
        if self._unit_column is not None and self._unit_column < len(cells) and _reads(cells[self._unit_column]):
            return cells[self._unit_column]
        return _in_brackets(cells[0])

    def _of_heading(self, heading: str) -> str | None:
        if own := _own_unit(heading):
            return own
        caption = self._given.of(heading)
        counts = _COUNT.search(heading) or (BARE_COUNT.match(heading) and self._given.is_money(caption))
        if caption and not counts:
            return caption
        if counted := _COUNTED.search(heading):
            return counted[1]
        noun = noun_of(heading)
        if noun and noun[1] != "CNY":
            return f"个{noun[0]}"
        if BARE_COUNT.match(heading) and (caption is None or caption == "个" or self._given.is_money(caption)):
            return pieces_of(self._headings[0]) if self._captions else None
        return caption

    def _like_named(self, heading: str) -> str | None:
        """The unit of a column called alike (新增结对, 结对村), else of the count to its left (已务工（人）, 省外).

        A total before its parts (合计, 脱贫户, 监测户) has theirs. Failing all, of what the line before the table names
        (项目实施).
        """
        if not heading.strip():
            return None
        counts = [
            (other, unit)
            for other, unit in zip(self._headings[1:], self._own[1:], strict=True)
            if unit not in RELATIVE_WORDS and not _UNIT_COLUMN.match(other)
        ]
        alike = [unit for other, unit in counts if likeness(heading, other) > 0]
        left = [
            unit
            for other, unit in zip(self._headings[1:], self._own[1:], strict=True)
            if unit not in RELATIVE_WORDS and self._headings.index(other) < self._headings.index(heading)
        ]
        parts = [unit for _, unit in counts if unit] if SUMMED.match(heading) else []
        noun = noun_after(_TITLE_NUMBER.sub("", self._title), 0)
        titled = [f"个{noun[0]}"] if noun and noun[1] in _TITLED else []
        return next(iter([*alike, *reversed(left), *parts[:1], *titled]), "个")


def _own_unit(heading: str) -> str | None:
    """The unit that a heading says itself: in brackets, or as it is called after a rate."""
    if _POINTS.search(heading):
        return "个百分点"
    if _TIMES.search(heading):
        return "倍"
    return _in_brackets(heading) or ("%" if _RATES.search(heading) else None)


def _says_its_unit(heading: str) -> bool:
    return _own_unit(heading) is not None


def _reads(words: str) -> bool:
    numeral = next(numerals("1" + words), None)
    return numeral is not None and measure_of("1" + words, numeral) is not None


def _in_brackets(words: str) -> str | None:
    """The unit in brackets, or behind a stroke, at the end of a heading or label: 资金（万元）, 资金/万元."""
    match = _UNIT_IN_HEADING.search(words)
    unit = match and (match[1] or match[2])
    if match is None or not unit or not _reads(unit):
        return None
    noun = noun_before(words, match.start()) if unit == "个" else None
    return f"个{noun[0]}" if noun else unit
