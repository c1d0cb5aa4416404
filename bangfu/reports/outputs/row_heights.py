"""How high a row of a worksheet must be for its wrapped words: programs do not measure what was never opened. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from unicodedata import east_asian_width

LINE = 15.0  # points of one line at the usual size
MOST = 409.0  # the highest row a workbook may have


def columns_of(text: str) -> int:
    """Return how many columns of a figure's width a text takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)


def row_height(cells: Iterable[tuple[str, float]], *, line: float = LINE) -> float:
    """Return the height in points at which each text can be read in a cell of its width in characters."""
    lines = [
        sum(max(ceil(columns_of(part) * 1.1 / max(width - 1, 1)), 1) for part in text.split("\n"))
        for text, width in cells
    ]
    return min(max(lines, default=1) * line, MOST)
