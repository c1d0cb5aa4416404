"""Figures that leave their unit to the total of their list: 三月1488，四月1396，合计2884人次.

A row of bare numbers, each behind its label, counts what the total before or behind it counts, if it comes to that
total (3.2万人，其中甲乡1.1、乙乡0.9); votes (赞成三十五，反对四，弃权三) count those who voted.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from bangfu.reports.checker.numbers import Numeral

_LABEL = r"(?:\d{1,2}月|[一-鿿“”（）()]{1,10}?)(?:份|为|有|是|得|[：:])?\s?"
_BETWEEN = re.compile(rf"\s?(?:[，、；,;]|(?=[和及]))(?:[和及]|其余)?{_LABEL}")
_FIRST = re.compile(rf"(?:^|[，。；：、,:;（(\s—]|其中|分别[为是]?){_LABEL}$")
_TOTAL_BEHIND = re.compile(
    r"[，、；。,;）)]?\s?[一-鿿]{0,6}?"
    r"(?:合计|总计|共计|一?共|总共|拢共|相加|加起来|合起来|加总|累计)[^\d，。；一二三四五六七八九十]{0,6}"
)
_TOTAL_BEFORE = re.compile(r"[^。；\n]{0,12}?(?:其中|分别[为是]?|[：:（(—])[，：:]?")
_VOTES = re.compile(r"(?:赞成|同意|支持|反对|不同意|不赞成|弃权)的?[有为]?$")
_MONTH = re.compile(r"月份?[为是有：:]?$")
_VOTERS = ("person", "household", "organisation")
_RELATIVE = ("percent", "permille", "percentage_point", "multiple")
_SCALES = (Decimal(1), Decimal(10**4), Decimal(10**8))
_FEW, _LIKE, _BACK, _BEFORE, _LIKENESS = 3, Decimal("0.25"), 14, 40, 2


class Counted(Protocol):
    """A figure already read: its place, its value and its unit."""

    @property
    def at(self) -> int: ...
    @property
    def until(self) -> int: ...
    @property
    def value(self) -> Decimal: ...
    @property
    def unit(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Shared:
    """A bare number with the unit it shares and the scale (1, 10⁴, 10⁸) that its total is told in."""

    numeral: Numeral
    unit: str
    scale: Decimal


def shared_units(text: str, claims: Sequence[Counted], bare: Sequence[Numeral]) -> Iterator[Shared]:
    """The numbers of `bare` (in order) that share the unit of a total among `claims` (in order)."""
    begins = [claim.at for claim in claims]
    for row in _rows(text, bare):
        first, last = bisect_left(begins, row[0].start), bisect_left(begins, row[-1].end)
        before, behind = claims[first - 1] if first else None, claims[last] if last < len(claims) else None
        if told := _total_of(text, before, behind, row) or _voters_of(text, before, row):
            unit, scale = told
            yield from (Shared(numeral, unit, scale) for numeral in row)


def _rows(text: str, bare: Sequence[Numeral]) -> Iterator[list[Numeral]]:
    """Bare numbers one behind the other, each behind a label of its own."""
    row: list[Numeral] = []
    for numeral in [*bare, None]:
        if row and numeral and _BETWEEN.fullmatch(text, row[-1].end, numeral.start):
            row.append(numeral)
            continue
        if len({text[max(0, one.start - _LIKENESS) : one.start] for one in row}) > 1:
            yield row
        begins = numeral and _FIRST.search(text[max(0, numeral.start - _BACK) : numeral.start])
        row = [numeral] if numeral and begins else []


def _total_of(
    text: str, before: Counted | None, behind: Counted | None, row: list[Numeral]
) -> tuple[str, Decimal] | None:
    """The unit and the scale of the total, behind a row or before it, that the row comes to."""
    led = _TOTAL_BEHIND.match(text, row[-1].end)
    if led and behind and behind.at <= led.end() and (scale := _scale_of(text, behind, row, part=False)):
        return behind.unit, scale
    if before is None or row[0].start - before.until > _BEFORE:
        return None
    between = text[before.until : row[0].start]
    scale = _scale_of(text, before, row, part="其中" in between) if _TOTAL_BEFORE.match(between) else None
    return (before.unit, scale) if scale else None


def _scale_of(text: str, total: Counted, row: list[Numeral], part: bool) -> Decimal | None:
    """The scale in which a row comes to a total, nearly, or (a `part` with decimals) to less; None where to none."""
    if total.unit in _RELATIVE or not total.value:
        return None
    whole = sum((numeral.value for numeral in row), Decimal(0))
    exact = next((scale for scale in _SCALES if whole * scale == total.value), None)
    if exact:
        return exact
    if len(row) >= _FEW and all(_MONTH.search(text[max(0, one.start - 4) : one.start]) for one in row):
        return next((scale for scale in _SCALES if abs(whole * scale / total.value - 1) <= _LIKE), None)
    if part and all("." in text[one.start : one.end] for one in row):
        scale = next((scale for scale in reversed(_SCALES) if total.value >= scale), _SCALES[0])
        return scale if whole * scale < total.value else None
    return None


def _voters_of(text: str, before: Counted | None, row: list[Numeral]) -> tuple[str, Decimal] | None:
    """What votes are counted in: those who vote, as the sentence names them."""
    if not all(_VOTES.search(text[max(0, one.start - 6) : one.start]) for one in row):
        return None
    near = before is not None and before.unit in _VOTERS and row[0].start - before.until <= _BEFORE
    return (before.unit if before and near else "person"), _SCALES[0]
