"""Charts of a report: which figures are drawn, in what order, with what words. Pure apart from the book of figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from bangfu.figures.computing import Part
from bangfu.figures.declared import figures
from bangfu.reports.document import Chart, Point
from bangfu.reports.figure_book import FigureBook
from bangfu.reports.template.nodes import ChartTag
from bangfu.reports.template.vocabulary import FIGURE
from bangfu.reports.wording import MONEY, SCALES, Wording, worded

PLACES = ("area", "partner", "county", "township", "village")
TIMES = ("month", "year")
HUNDRED = Decimal(100)
LONGEST = 24  # months or years side by side
FEWEST = 2  # a single bar tells nothing that its sentence does not


def drawn(book: FigureBook, tag: ChartTag) -> Chart | None:
    """Return the chart of a tag, or None where there is too little to look at; its figures are noted as used."""
    if tag.targets:
        chart = _progress(book, tag)
    elif tag.by:
        chart = _split(book, tag)
    else:
        chart = _beside(book, tag) if tag.apart else _shares(book, tag)
    if chart is not None:
        for code in (*tag.codes, *(named for named in tag.targets if FIGURE.fullmatch(named))):
            book.use(code)
    return chart


def _split(book: FigureBook, tag: ChartTag) -> Chart | None:
    parts = book.parts(tag.codes[0], tag.by)
    if tag.by in TIMES:
        parts = tuple(sorted(parts, key=lambda part: str(part.key)))
    shown = parts[: tag.most] if tag.by not in TIMES else parts[-LONGEST:]
    if len(shown) < FEWEST:
        return None
    names = book.names_within([str(part.key) for part in shown]) if tag.by in PLACES else {}
    wording = one_scale(figures[tag.codes[0]].unit, (part.value for part in shown))
    points = [_point(_label(part, tag.by, names), part.value, figures[tag.codes[0]].unit, wording) for part in shown]
    left_out = f"最近{len(shown)}个" if tag.by in TIMES else f"前{len(shown)}位"
    title = tag.title if len(shown) == len(parts) else f"{tag.title}（{left_out}）"
    return Chart(title, "columns" if tag.by in TIMES else "bars", tuple(points))


def _shares(book: FigureBook, tag: ChartTag) -> Chart | None:
    values = [(code, book.value(code)) for code in tag.codes]
    known = [(code, value) for code, value in values if value]
    if len(known) < FEWEST:
        return None
    unit, whole = figures[known[0][0]].unit, sum((value for _code, value in known), Decimal(0))
    wording = one_scale(unit, (value for _code, value in known))
    points = []
    for code, value in known:
        percent = worded(value / whole * HUNDRED, "percent").text
        point = _point(str(figures[code].title), value, figures[code].unit, wording)
        points.append(Point(point.label, point.value, f"{point.text}，占{percent}"))
    return Chart(tag.title, "share", tuple(points))


def _beside(book: FigureBook, tag: ChartTag) -> Chart | None:
    known = [(code, value) for code in tag.codes if (value := book.value(code))]
    if len(known) < FEWEST:
        return None
    wording = one_scale(figures[known[0][0]].unit, (value for _code, value in known))
    points = [_point(str(figures[code].title), value, figures[code].unit, wording) for code, value in known]
    return Chart(tag.title, "bars", tuple(points))


def _progress(book: FigureBook, tag: ChartTag) -> Chart | None:
    points = []
    for code, named in zip(tag.codes, tag.targets, strict=True):
        target = book.value(named) if FIGURE.fullmatch(named) else Decimal(named)
        if target and (value := book.value(code)):
            percent = value / target * HUNDRED
            said = worded(percent, "percent").text
            words = worded(value, figures[code].unit, Wording()).text
            points.append(Point(str(figures[code].title), percent, f"{words}，完成{said}"))
    return Chart(tag.title, "progress", tuple(points)) if points else None


def _point(label: str, value: Decimal | int | None, unit: str, wording: Wording) -> Point:
    exact = Decimal(value or 0)
    return Point(label, exact, worded(exact, unit, wording).text)


def one_scale(unit: str, values: Iterable[Decimal | int | None]) -> Wording:
    """Return one scale for all values, so that their words can be compared too."""
    largest = max((abs(Decimal(value or 0)) for value in values), default=Decimal(0))
    if unit != MONEY or largest < SCALES["万元"]:
        return Wording()
    return Wording(unit="亿元" if largest >= SCALES["亿元"] * 10 else "万元")


def _label(part: Part, by: str, names: dict[str, str]) -> str:
    if isinstance(part.key, date):
        return f"{part.key.year}年{part.key.month}月"
    if by == "year":
        return f"{part.key}年"
    return names.get(str(part.key), part.label)
