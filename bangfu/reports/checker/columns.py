"""Tables set with spaces: lines whose cells stand in columns become lines with bars, of the same length."""

import re

WIDE = "\u3000"  # the space as wide as a character: one of them parts two cells
_GAP = re.compile(rf"(?<=\S)(?:[ ]{{2,}}|[ ]*{WIDE}[ {WIDE}]*)(?=\S)")
_SPREAD_WORD = re.compile(r"\s*[一-鿿]\s+[一-鿿](?=\s|$)")  # 合    计 is one cell
_RUNNING = re.compile(r"\s*(?:序号|\d{1,3}) +\S")  # a running number stays with the name behind it
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?%?$")
_SUM = re.compile(r"\s*(?:合\s*计|总\s*计|共\s*计|小\s*计)\s+\d")
_CELL = re.compile(r"\S+(?: \S+)*")
_LEAST_FIGURES = 2


def with_columns_barred(text: str) -> str:
    """`text` with bars between the columns of its tables set with spaces; other lines stay as they are.

    A table is two or more neighbouring lines of as many cells, two of them figures, with their heading above.
    Wide spaces (U+3000) come back as narrow ones.
    """
    lines = text.splitlines(keepends=True)
    gaps = [_gaps(line) for line in lines]
    rows = [_is_row(line, found) for line, found in zip(lines, gaps, strict=True)]
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and rows[end] and len(gaps[end]) == len(gaps[start]):
            end += 1
        if end - start >= 2:
            if end < len(lines) and _SUM.match(lines[end]):
                lines[end] = _aligned(lines[end], lines[end - 1], gaps[end - 1])
            if start and not rows[start - 1] and len(gaps[start - 1]) >= len(gaps[start]) - 1 > 0:
                lines[start - 1] = _barred(lines[start - 1], gaps[start - 1], len(gaps[start]))
            lines[start:end] = [_barred(lines[row], gaps[row], len(gaps[row])) for row in range(start, end)]
        start = max(end, start + 1)
    return "".join(lines).replace(WIDE, " ")


def _gaps(line: str) -> list[int]:
    """Where the gaps between the cells of a line begin."""
    word = _SPREAD_WORD.match(line) or _RUNNING.match(line)
    inside = word.end() if word else 0
    return [match.start() for match in _GAP.finditer(line) if match.start() >= inside]


def _is_row(line: str, gaps: list[int]) -> bool:
    if len(gaps) < _LEAST_FIGURES or "|" in line:
        return False
    cells = [line[a:b].strip() for a, b in zip([0, *gaps], [*gaps, len(line)], strict=True)]
    return not _FIGURE.match(cells[0]) and sum(bool(_FIGURE.match(cell)) for cell in cells) >= _LEAST_FIGURES


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
