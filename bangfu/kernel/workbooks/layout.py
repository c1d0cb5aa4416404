"""Where on a sheet the headings stand and which column each of them means."""

from dataclasses import dataclass
from itertools import pairwise

from bangfu.kernel.workbooks.cells import Grid
from bangfu.kernel.workbooks.columns import Column, Sheet
from bangfu.kernel.workbooks.headings import heading_key
from bangfu.kernel.workbooks.packages import Merge

SEARCHED_ROWS = 20


@dataclass(frozen=True)
class Layout:
    """`places` gives each recognised column its position, `texts` each position its heading as written.

    `repeated` lists (heading, other heading, meaning) of columns found twice; `heading_row` is Excel's number of
    the last heading row and, counted from 0, the index of the first row of the body.
    """

    places: dict[str, int]
    texts: tuple[str, ...]
    repeated: tuple[tuple[str, str, str], ...]
    heading_row: int

    @property
    def score(self) -> int:
        """How many declared columns were recognised."""
        return len(self.places)

    @property
    def first_body_row(self) -> int:
        """Index, from 0, of the first row under the headings."""
        return self.heading_row


def find_layout(grid: Grid, sheet: Sheet) -> Layout:
    """The heading row, or pair of rows, among the first twenty that recognises most columns."""
    meanings = sheet.by_key()
    rows = [_row_texts(grid, row) for row in range(min(SEARCHED_ROWS, grid.frame.height))]
    best = _first_filled(rows)
    for row, texts in enumerate(rows):
        single = _matched([(text,) for text in texts], meanings, row + 1)
        best = single if single.score > best.score else best
    for row, (upper, lower) in enumerate(pairwise(rows)):
        if _is_pair(grid.merges, row):
            double = _matched(_joined(_spread(grid.merges, row, upper), lower), meanings, row + 2)
            best = double if double.score > best.score else best
    return best


def _row_texts(grid: Grid, row: int) -> list[str]:
    return [" ".join((text or "").split()) for text in grid.frame.row(row)]


def _first_filled(rows: list[list[str]]) -> Layout:
    """The layout that recognises nothing: it carries the first row with anything in it, to be shown."""
    fullest = max(range(len(rows)), key=lambda row: sum(map(bool, rows[row])), default=0)
    return Layout({}, tuple(rows[fullest]) if rows else (), (), fullest + 1)


def _is_pair(merges: tuple[Merge, ...], row: int) -> bool:
    return any(merge.top <= row <= merge.bottom for merge in merges)


def _spread(merges: tuple[Merge, ...], row: int, texts: list[str]) -> list[str]:
    """The row with the text of each horizontal merge repeated over its columns."""
    spread = list(texts)
    for merge in merges:
        if merge.top <= row <= merge.bottom and merge.left >= 0:
            for place in range(merge.left, min(merge.right + 1, len(spread))):
                spread[place] = spread[place] or texts[merge.left]
    return spread


def _joined(upper: list[str], lower: list[str]) -> list[tuple[str, ...]]:
    """The readings of each two-row heading, the most telling first."""
    return [
        (above + below, below, above) if above and below else (above or below,)
        for above, below in zip(upper, lower, strict=True)
    ]


def _matched(readings: list[tuple[str, ...]], meanings: dict[str, Column], heading_row: int) -> Layout:
    places: dict[str, int] = {}
    texts: list[str] = []
    repeated: list[tuple[str, str, str]] = []
    for place, candidates in enumerate(readings):
        text = next((text for text in candidates if text and heading_key(text) in meanings), candidates[0])
        texts.append(text)
        column = meanings.get(heading_key(text)) if text else None
        if column is None:
            continue
        if column.name in places:
            repeated.append((texts[places[column.name]], text, column.heading))
        else:
            places[column.name] = place
    return Layout(places, tuple(texts), tuple(repeated), heading_row)
