"""What a report text becomes when it has been read."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from bangfu.reports.wording import Wording


@dataclass(frozen=True)
class Position:
    """Where something stands in a text, counted from 1."""

    line: int
    column: int


class TemplateError(ValueError):
    """A text that cannot be read. ``message`` is Chinese and says what is wrong, ``at`` where."""

    def __init__(self, message: str, at: Position, tag: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.tag = tag

    def located(self) -> str:
        """The message with its place."""
        tag = f"“{self.tag}”" if self.tag else ""
        return f"第{self.at.line}行第{self.at.column}字{tag}：{self.message}"


@dataclass(frozen=True)
class Narrow:
    """What a tag asks of less than the whole report: rows of which conditions hold, a place inside it, another period.

    ``where`` pairs the name of a dimension with a value; ``partner`` is a place on the other side; ``helped`` a place
    in a paired county whose own figure is meant; ``period`` as a report's period is written. Empty: as the report.
    """

    where: tuple[tuple[str, str], ...] = ()
    area: str = ""
    partner: str = ""
    helped: str = ""
    period: str = ""


WHOLE = Narrow()
BEFORE_THEN = {"this": "last_year", "year": "year_last"}  # what a time of a figure is compared with: a year before


@dataclass(frozen=True)
class FigureTag:
    """A figure in the text.

    ``kind``: value, share (of ``other``), reached (percent of the target ``other``), exceeded (by how many percent),
    growth (against the year before, in percent) or change (in its unit). ``when``: this (the report's period),
    last_year, ever (up to its end), year (from 1 January to its end) or year_last (that, a year
    before). ``test`` is a comparison the number must pass for its passage to be written,
    ``instead`` the words written for it ("" with a test: nothing).
    """

    source: str
    at: Position
    code: str
    kind: str = "value"
    other: str = ""
    when: str = "this"
    wording: Wording = field(default_factory=Wording)
    test: tuple[str, Decimal] | None = None
    instead: str | None = None
    narrow: Narrow = WHOLE


@dataclass(frozen=True)
class NamesTag:
    """The names of a figure's parts by a dimension, the largest first; at most ``most``, perhaps with their values,
    in ``brackets`` or right behind the name.

    ``and_others`` puts 等 behind a list that leaves some out.
    """

    source: str
    at: Position
    code: str
    by: str
    most: int | None = None
    with_values: bool = False
    brackets: bool = True
    and_others: bool = False
    wording: Wording = field(default_factory=Wording)
    narrow: Narrow = WHOLE


@dataclass(frozen=True)
class TableTag:
    """A paragraph of its own: figures by the places one level below, with the whole place at the foot."""

    source: str
    at: Position
    title: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class StatTableTag:
    """A paragraph of its own: a declared statistical table (T09), for the report's place and period.

    ``part`` is the one of its parts that is wanted, counted from 1; 0 for all.
    """

    source: str
    at: Position
    code: str
    part: int = 0


@dataclass(frozen=True)
class ChartTag:
    """A paragraph of its own: a drawing of figures.

    One figure ``by`` a dimension (its largest parts, at most ``most``; months and years in order), several figures as
    shares of their sum (``apart``: side by side, where they are no parts of one whole), or figures with ``targets``
    (numbers or figures) as the per cent reached.
    """

    source: str
    at: Position
    title: str
    codes: tuple[str, ...]
    by: str = ""
    most: int = 10
    targets: tuple[str, ...] = ()
    apart: bool = False


@dataclass(frozen=True)
class WordTag:
    """A word that depends on the report: its place, its period, or a term that changed with the years."""

    source: str
    at: Position
    name: str
    term: str = ""


@dataclass(frozen=True)
class Passage:
    """Alternatives: the first one all of whose figures have a value and pass their tests is written, or nothing."""

    at: Position
    alternatives: tuple[tuple[Node, ...], ...]


Node = str | FigureTag | NamesTag | TableTag | StatTableTag | ChartTag | WordTag | Passage
Tag = FigureTag | NamesTag | TableTag | StatTableTag | ChartTag | WordTag
Paragraph = tuple[Node, ...]
