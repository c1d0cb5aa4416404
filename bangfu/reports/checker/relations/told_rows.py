"""The running text against rows of a table that it names: what a row is of all, its rates, changes and sums of rows.

南坳乡安排最多，占全县28%; 产业发展支付率96.0%; 松岭镇比上年多30万元; 甲、乙两镇共97户; 产业类共737万元 beside a column
类别. Only agreement is told: which cells a sentence means it does not say.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.context import Page, Spot
from bangfu.reports.checker.grids import Grid
from bangfu.reports.checker.headings import is_figure
from bangfu.reports.checker.relations.arithmetic import figure
from bangfu.reports.checker.relations.chance import roughly
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.relations.tables import RELATIVE, SHARE, Figures, by_table, is_total, rate_of, total_of

_RATE = re.compile(r"[支拨执完开竣到入使][^，。；、\d]{0,6}率|进度")
_CHANGED = re.compile(r"[增减多少高低涨跌升降][^，。；、\d]{0,6}$")
_REST = re.compile(r"除[^，。；\d]{2,20}外|其余|其他")
_KIND = re.compile(r"类|项目|资金|方面")
_UNIT_BEHIND, _PLACE_END = re.compile(r"[（(].*$"), re.compile(r"(?:街道|[镇乡村县市区])$")
_HAN = re.compile("[一-鿿]{2}")
_BACK, _SHORTEST, _NEAR = 60, 2, 20


@dataclass(frozen=True, slots=True)
class _Mention:
    """The rows that a word of the text may stand for: one by its name, or several of one kind."""

    word: str
    table: int
    rows: tuple[int, ...]


class _Rows:
    """The rows of one table and the names that a text may give them."""

    def __init__(self, grid: Grid, figures: Figures) -> None:
        self.figures = figures
        totals = [row for row in range(len(grid.rows)) if is_total(grid, row)]
        self.total = totals[0] if len(totals) == 1 else None
        self.plain = sorted({row for row, _ in figures} - set(totals))
        self.columns = sorted({column for _, column in figures})
        self.names = self._names(grid)
        self.kinds = self._kinds(grid)

    def _names(self, grid: Grid) -> dict[str, list[int]]:
        names: dict[str, list[int]] = defaultdict(list)
        for row in self.plain:
            name = _UNIT_BEHIND.sub("", grid.label(row)).strip()
            short = _PLACE_END.sub("", name)
            for word in dict.fromkeys((name, short)) if len(short) >= _SHORTEST else (name,):
                if _HAN.search(word):
                    names[word].append(row)
        return {name: rows for name, rows in names.items() if len(rows) == 1}

    def _kinds(self, grid: Grid) -> dict[str, list[int]]:
        """Rows by the words that a column has for several of them (类别: 产业, 基建)."""
        kinds: dict[str, list[int]] = defaultdict(list)
        for column in range(1, max(map(len, grid.rows))):
            words = {row: grid.rows[row][column].text for row in self.plain if column < len(grid.rows[row])}
            if any(is_figure(word) or not _HAN.search(word) for word in words.values()):
                continue
            for row, word in words.items():
                kinds[word].append(row)
        return {word: rows for word, rows in kinds.items() if 1 < len(rows) < len(self.plain)}

    def cells(self, row: int) -> list[Claim]:
        """The figures of a row."""
        return [self.figures[row, column] for column in self.columns if (row, column) in self.figures]


def told_rows(page: Page, grids: list[Grid], claims: list[Claim]) -> Iterator[Relation]:
    """What the text says of rows that it names, where the cells give it to the last digit."""
    tables = [_Rows(grids[number], figures) for number, figures in by_table(claims).items()]
    words: dict[str, list[_Mention]] = defaultdict(list)
    for number, table in enumerate(tables):
        for word, rows in [*table.names.items(), *table.kinds.items()]:
            words[word[:_SHORTEST]].append(_Mention(word, number, tuple(rows)))
    for spot in page.spots if words else []:
        if not spot.claim.exact or not spot.claim.value:
            continue
        start = max(page.sentence_span(spot.sentence)[0], spot.claim.at - _BACK)
        said = page.text[start : spot.claim.at]
        last = next(iter(page.before(spot, 1)), None)
        own = max(0, last.claim.until - start) if last else 0
        for number, found in _mentions(words, said).items():
            yield from _told(tables[number], spot, said, own, found)


def _mentions(words: dict[str, list[_Mention]], said: str) -> dict[int, dict[tuple[int, ...], int]]:
    """For each table the rows that `said` names, and where it names them last."""
    found: dict[int, dict[tuple[int, ...], int]] = defaultdict(dict)
    for at in range(len(said) - 1):
        for mention in words.get(said[at : at + _SHORTEST], ()):
            if said.startswith(mention.word, at):
                found[mention.table][mention.rows] = at
    return found


def _told(rows: _Rows, spot: Spot, said: str, own: int, found: dict[tuple[int, ...], int]) -> Iterator[Relation]:
    """What a figure says of the rows named before it; `own`: where the words behind the figure before it begin."""
    single = sorted((one for one in found if len(one) == 1), key=lambda one: -found[one])
    named, named_here = [one[0] for one in single], [one[0] for one in single if found[one] >= own]
    if spot.claim.unit == "percent":
        if named:
            yield from _rates(rows, spot, said, (named_here or named)[0], said[own:])
    elif spot.claim.unit not in RELATIVE:
        if named:
            yield from _changes(rows, spot, named[0])
        kinds = [list(one) for one in found if len(one) > 1 and found[one] >= own]
        yield from _sums(rows, spot, named_here, kinds if _KIND.search(said[own:]) else [], said[own:])


def _rates(rows: _Rows, spot: Spot, said: str, row: int, own: str) -> Iterator[Relation]:
    """The share of a row in the whole, or of one cell of it in another."""
    cells = rows.cells(row)
    pairs: list[tuple[Claim, Claim]] = []
    if SHARE.search(own[-_NEAR:]) and rows.total is not None:
        wholes = {whole.cell[2]: whole for whole in rows.cells(rows.total) if whole.cell}
        pairs = [(part, wholes[part.cell[2]]) for part in cells if part.cell and part.cell[2] in wholes]
    elif _RATE.search(said):
        pairs = [(part, whole) for part in cells for whole in cells if part is not whole]
    pairs = [(a, b) for a, b in pairs if a.unit == b.unit and a.unit not in RELATIVE and 0 < a.value <= b.value]
    pairs = [(a, b) for a, b in pairs if roughly(float(a.value) / float(b.value) * 100, spot.claim)]
    fitting = [pair for pair in pairs if rate_of(spot.claim, *pair).verdict == "consistent"]
    if len({(part.value, whole.value) for part, whole in fitting}) == 1:
        yield rate_of(spot.claim, *min(fitting, key=_apart))


def _apart(pair: tuple[Claim, Claim]) -> int:
    """How many columns lie between two cells."""
    (one, other) = (claim.cell[2] if claim.cell else 0 for claim in pair)
    return abs(one - other)


def _changes(rows: _Rows, spot: Spot, row: int) -> Iterator[Relation]:
    """The difference of two cells of a row."""
    if not _CHANGED.search(spot.label):
        return
    cells = [cell for cell in rows.cells(row) if cell.unit == spot.claim.unit]
    pairs = [(a, b) for a in cells for b in cells if a.value - b.value == spot.claim.value]
    if len(pairs) == 1:
        whole, part = pairs[0]
        formula = f"{figure(part)} + {figure(spot.claim)} = {figure(whole)}"
        yield relation("sum", whole, [part, spot.claim], formula, Fraction(whole.value), "consistent")


def _sums(rows: _Rows, spot: Spot, named: list[int], kinds: list[list[int]], own: str) -> Iterator[Relation]:
    """The sum of rows that the text names, of all others, or of those of one kind."""
    choices = [named] if len(named) > 1 else []
    if named and _REST.search(own):
        choices = [[row for row in rows.plain if row not in named]]
    choices += kinds
    found: list[Relation] = []
    for choice in choices:
        for column in rows.columns:
            parts = [rows.figures[row, column] for row in sorted(choice) if (row, column) in rows.figures]
            if 1 < len(parts) == len(choice) and sum(part.value for part in parts) == spot.claim.value:
                found += [one for one in total_of(spot.claim, parts, True) if one.verdict == "consistent"]
    if len(found) == 1:
        yield found[0]
