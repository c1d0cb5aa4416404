"""Tables set with spaces: lines whose cells stand in columns become lines with bars, of the same length."""

import re
from dataclasses import dataclass
from itertools import pairwise

WIDE = "\u3000"  # the space as wide as a character: one of them parts two cells
_GAP = re.compile(rf"(?<=\S)(?:[ ]{{2,}}|[ ]*{WIDE}[ {WIDE}]*)(?=\S)")
_SPREAD_WORD = re.compile(r"\s*[一-鿿]\s+[一-鿿](?=\s|$)")  # 合    计 is one cell
# A running number stays with the name behind it.
_RUNNING = re.compile(rf"\s*(?:序号|\d{{1,3}})(?: +\S|[ {WIDE}]+[^\s\d])")
_FIGURE = re.compile(r"[-−+]?\d[\d,]*(?:\.\d+)?%?$")
_NOTHING = re.compile(r"[-–—－─]{1,3}$|/$")  # a cell that says it is empty
_SUM = re.compile(r"\s*(?:合\s*计|总\s*计|共\s*计|小\s*计)\s+\d")
_CELL = re.compile(r"\S+(?: \S+)*")
_RULED = re.compile(r"\s*[-–—─=]{2}[-–—─= ]*$")
_CAPTION = re.compile(r"单位[:：]")
_SPACE = re.compile(r"(?<=\S)\s+(?=\S)")
_LEAST_FIGURES = 2


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a text: its number, the places of its gaps, and how many cells it has up to its last figure, if any."""

    number: int
    gaps: list[int]
    width: int
    figures: int


def with_columns_barred(text: str) -> str:
    """`text` with bars between the columns of its tables set with spaces; other lines stay as they are.

    A table is two or more neighbouring lines of as many cells up to their last figure, most of these figures or dashes,
    with their heading above; empty lines and rules between them do not count. Wide spaces (U+3000) come back as narrow
    ones.
    """
    lines = text.splitlines(keepends=True)
    told = [_told(number, line) for number, line in enumerate(lines) if line.strip() and not _RULED.match(line)]
    start = 0
    while start < len(told):
        end = start
        while end < len(told) and told[end].width and told[end].width == told[start].width:
            end += 1
        if end - start >= 2 and any(row.figures for row in told[start:end]):
            _bar(lines, told, start, end)
        start = max(end, start + 1)
    return "".join(lines).replace(WIDE, " ")


def _bar(lines: list[str], told: list[_Line], start: int, end: int) -> None:
    """Puts bars into the rows `start` to `end` (exclusive), their heading, their sums and the rules between them."""
    rows, last = told[start:end], told[end - 1]
    if end < len(told) and _SUM.match(lines[told[end].number]):
        lines[told[end].number] = _aligned(lines[told[end].number], lines[last.number], last.gaps)
    first = rows[0]
    if start and (gaps := _gaps_of_heading(lines[told[start - 1].number], told[start - 1], len(first.gaps))):
        first = told[start - 1]
        lines[first.number] = _barred(lines[first.number], gaps, len(rows[0].gaps))
    for row in rows:
        lines[row.number] = _barred(lines[row.number], row.gaps, len(row.gaps))
    for number in range(first.number + 1, last.number):
        if _RULED.match(lines[number]):
            lines[number] = "||" + re.sub("[-–—─=]", "-", lines[number][2:])


def _gaps_of_heading(line: str, told: _Line, wanted: int) -> list[int]:
    """The gaps between the cells of a heading over rows of `wanted` gaps; nothing where it is none.

    One of them may lack, over the first column; where there are too few, single spaces part the cells, too.
    """
    if told.width:
        return []
    if len(told.gaps) >= wanted - 1 > 0 and (len(told.gaps) >= wanted or line.startswith(("  ", WIDE))):
        return told.gaps
    single = [match.start() for match in _SPACE.finditer(line.rstrip())]
    if len(single) == wanted and told.gaps and not _CAPTION.search(line):
        return single
    return told.gaps if len(told.gaps) >= wanted - 1 > 0 else []


def _told(number: int, line: str) -> _Line:
    """What a line has of a row: no width where most of the cells behind its first are no figures and no dashes."""
    gaps = _gaps(line)
    if len(gaps) < _LEAST_FIGURES or "|" in line:
        return _Line(number, gaps, 0, 0)
    cells = [line[a:b].strip() for a, b in pairwise([0, *gaps, len(line)])]
    figures = [at for at, cell in enumerate(cells) if _FIGURE.match(cell)]
    filled = sorted([*figures, *(at for at, cell in enumerate(cells) if at and _NOTHING.match(cell))])
    row = len(filled) >= _LEAST_FIGURES and 0 not in figures
    return _Line(number, gaps, filled[-1] + 1 if row else 0, len(figures))


def _gaps(line: str) -> list[int]:
    """Where the gaps between the cells of a line begin."""
    word = _SPREAD_WORD.match(line) or _RUNNING.match(line)
    inside = word.end() if word else 0
    return [match.start() for match in _GAP.finditer(line) if match.start() >= inside]


def _aligned(line: str, above: str, gaps: list[int]) -> str:
    """The row of sums under a table, whose empty cells are mere space: each figure under the column it stands in."""
    ends = [_width(above[:gap]) for gap in gaps]
    characters, done = list(line), 0
    for match in _CELL.finditer(line.rstrip()):
        column = sum(_width(line[: match.start()]) + _width(match.group()) / 2 > end for end in ends)
        room = match.start() - column + done
        if column > done and room >= 0 and not line[room : match.start()].strip():
            characters[room : match.start()] = "|" * (column - done)
            done = column
    return "".join(characters)


def _width(text: str) -> int:
    """How wide a text is set: a Chinese character takes two places."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)


def _barred(line: str, gaps: list[int], wanted: int) -> str:
    """`line` with a bar at the start of every gap, and an empty first cell where its heading has none."""
    characters = list(line)
    for gap in gaps:
        characters[gap] = "|"
    if len(gaps) == wanted - 1 and line.startswith("  "):
        characters[0] = "|"
    return "".join(characters)
