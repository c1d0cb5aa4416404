"""A composed report: plain data that every output is made from, and that a seal freezes. Pure.

``as_json`` and ``from_json`` are inverse; exact decimals are kept as text.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

LANGUAGE = "zh-hans"  # a report is a Chinese document, whatever language the pages around it are in


@dataclass(frozen=True)
class Used:
    """A figure a report uses: what was asked, what it means, and what came out. ``rows`` is set when sealed.

    ``expression`` says in one line what is counted; ``from_`` is None for a state and for all time; ``when`` is as in
    ``FigureTag``; ``side`` and ``partner`` are those of the question (``figures.computing.Question``), ``where``
    its conditions by name. ``bound`` is at_least or at_most where every record behind a sum was recorded as such.
    """

    code: str
    title: str
    unit: str
    definition: str
    expression: str
    area_code: str
    from_: date | None
    to: date
    when: str
    value: Decimal | None
    entries: int
    computed_at: datetime
    rows: str = ""
    side: str = "receiver"
    partner: str = ""
    where: tuple[tuple[str, str | bool], ...] = ()
    bound: str = ""


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph: plain words, or words that say a figure.

    ``figure`` is its index in ``Document.figures``; ``kind`` as in the tag (*names* a list of names, *listed* one with
    their values); ``value`` what the words say before
    rounding; ``how`` exact, rounded, truncated, vague.
    """

    text: str
    figure: int | None = None
    kind: str = ""
    value: Decimal | None = None
    how: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a table; ``code`` and ``area_code`` say which figure of which place it is, where it is one."""

    text: str
    code: str = ""
    area_code: str = ""
    value: Decimal | None = None


@dataclass(frozen=True)
class Table:
    """Figures by place; the first cell of each row is the place, the last row the whole.

    ``units`` are those of the figures, column by column from the second on; money is shown in 万元.
    """

    title: str
    head: tuple[str, ...]
    units: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Point:
    """One bar of a chart: what it stands for, how long it is, and its value in words."""

    label: str
    value: Decimal
    text: str


@dataclass(frozen=True)
class Chart:
    """Figures drawn. ``shape``: bars, columns (months and years), share (parts of one whole), progress (to targets).

    The values of ``progress`` are per cent of a target. Every output draws it from this, and none without ``alt``.
    """

    title: str
    shape: str
    points: tuple[Point, ...]

    @property
    def alt(self) -> str:
        """What the chart shows, in words."""
        return f"{self.title}：" + "；".join(f"{point.label}{point.text}" for point in self.points)


@dataclass(frozen=True)
class Compared:
    """A figure beside itself a year before: what it is called, both values, and in words what became of it.

    ``change.value`` is the difference in the figure's unit, in points for a percentage; ``growth`` is in per cent. Both
    are None where the values stand side by side, but cannot be compared.
    """

    title: str
    now: Run
    before: Run
    change: Run
    growth: Decimal | None = None


@dataclass(frozen=True)
class Comparison:
    """The figures of a chapter beside those of the same period a year before.

    ``notes`` name the others: those of which only one of the periods knows anything, and why.
    """

    title: str
    lines: tuple[Compared, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """A chapter that has something to say. ``blocks`` stand in order; ``edited``, by a writer."""

    name: str
    title: str
    workstream: str
    blocks: tuple[Block, ...]
    edited: bool = False


Paragraph = tuple[Run, ...]
Block = Paragraph | Table | Chart | Comparison


@dataclass(frozen=True)
class Sum:
    """A figure and its parts as the chapters declare them; indices into ``Document.figures``."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Document:
    """A report for a place and a period. ``left_out`` are the titles of chapters with nothing to say.

    ``side`` says whether it tells of help received or given, ``partner`` is the one place on the other side, if any.
    ``compared`` says what its figures were compared with, or why with nothing; empty where nobody asked for it.
    """

    report: str
    title: str
    area_code: str
    area_name: str
    period: str
    from_: date
    to: date
    composed_at: datetime
    chapters: tuple[Chapter, ...]
    figures: tuple[Used, ...]
    sums: tuple[Sum, ...] = ()
    left_out: tuple[str, ...] = ()
    lead: str = ""
    side: str = "receiver"
    partner: str = ""
    compared: str = ""


@dataclass(frozen=True)
class Seal:
    """What a sealed report carries besides its text; ``withdrawn`` says by whom, when and why it was, if it was.

    ``key`` is the fingerprint of the key that signed it; empty for one sealed before there were signatures.
    """

    digest: str
    sealed_by: str
    sealed_at: datetime
    address: str = ""
    withdrawn: str = ""
    key: str = ""


def as_json(document: Document) -> dict[str, Any]:
    """Return the document as JSON can hold it."""
    return _plain(asdict(document))


def from_json(data: dict[str, Any]) -> Document:
    """Return the document that ``as_json`` wrote."""
    fields = dict(data)
    fields["from_"], fields["to"] = date.fromisoformat(data["from_"]), date.fromisoformat(data["to"])
    fields["composed_at"] = datetime.fromisoformat(data["composed_at"])
    fields["chapters"] = tuple(_chapter(c) for c in data["chapters"])
    fields["figures"] = tuple(_used(f) for f in data["figures"])
    fields["sums"] = tuple(Sum(s["total"], tuple(s["parts"])) for s in data["sums"])
    fields["left_out"] = tuple(data["left_out"])
    return Document(**fields)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):  # datetimes too
        return value.isoformat()
    return value


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _used(data: dict[str, Any]) -> Used:
    return Used(
        **data
        | {
            "from_": None if data["from_"] is None else date.fromisoformat(data["from_"]),
            "to": date.fromisoformat(data["to"]),
            "value": _decimal(data["value"]),
            "computed_at": datetime.fromisoformat(data["computed_at"]),
            "where": tuple((name, value) for name, value in data.get("where", ())),
        }
    )


def _chapter(data: dict[str, Any]) -> Chapter:
    return Chapter(**data | {"blocks": tuple(_block(b) for b in data["blocks"])})


def _block(data: Any) -> Block:
    if isinstance(data, dict) and "points" in data:
        points = tuple(Point(**p | {"value": Decimal(p["value"])}) for p in data["points"])
        return Chart(data["title"], data["shape"], points)
    if isinstance(data, dict) and "lines" in data:
        return Comparison(data["title"], tuple(_compared(line) for line in data["lines"]), tuple(data["notes"]))
    if isinstance(data, dict):
        rows = tuple(tuple(Cell(**c | {"value": _decimal(c["value"])}) for c in row) for row in data["rows"])
        return Table(data["title"], tuple(data["head"]), tuple(data["units"]), rows)
    return tuple(_run(run) for run in data)


def _run(data: dict[str, Any]) -> Run:
    return Run(**data | {"value": _decimal(data["value"])})


def _compared(data: dict[str, Any]) -> Compared:
    runs = {name: _run(data[name]) for name in ("now", "before", "change")}
    return Compared(**data | runs | {"growth": _decimal(data["growth"])})
