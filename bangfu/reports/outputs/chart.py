"""A chart as SVG, and as a picture for where SVG cannot stand. Drawn here, without scripts, the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import typst
from markupsafe import escape

from bangfu.reports.document import Chart, Point

ROW, BAR = 28, 16
FONTS = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, SimHei, PingFang SC, WenQuanYi Zen Hei, sans-serif"
INK, MUTED, ACCENT, GROUND = "#1c2733", "#475463", "#14599c", "#e6eaef"
SHADES = ("#14599c", "#7d4c00", "#1a6b3a", "#8593a1", "#ad221b", "#5b3f8c", "#3d7ea6", "#a8752d")  # differ in grey too
HEIGHT, FOOT, LINE = 170, 24, 15
UNIT, LYING, UPRIGHT, DIGIT = 16, 16, 46, 6  # the unit above; a number above its column; the width of a digit
NUMBER = re.compile(r"[\d,.%]*")


@dataclass(frozen=True)
class Frame:
    """The width of a drawing, the room for the labels and the values beside its bars, the characters of a label."""

    width: int
    label: int
    value: int
    longest: int


PAGE = Frame(640, 150, 160, 11)
PHONE = Frame(340, 92, 84, 7)


def to_svg(chart: Chart, frame: Frame = PAGE) -> str:
    """Return the chart as SVG with its title and all of its values as text for those who cannot see it."""
    body, height = SHAPES[chart.shape](chart, frame)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {height}"'
        f' width="{frame.width}" height="{height}"'
        f' role="img" font-family="{FONTS}" font-size="12" fill="{INK}">'
        f"<title>{escape(chart.title)}</title><desc>{escape(chart.alt)}</desc>{body}</svg>"
    )


def to_png(chart: Chart) -> bytes:
    """Return the chart as PNG, sharp in print at 15 cm."""
    source = (
        b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 15cm)'
    )
    made = typst.compile(source, sys_inputs={"svg": to_svg(chart)}, format="png", ppi=200)
    assert isinstance(made, bytes)
    return made


def _bars(chart: Chart, frame: Frame) -> tuple[str, int]:
    return _rows(chart, frame, max(point.value for point in chart.points), rule=None)


def _progress(chart: Chart, frame: Frame) -> tuple[str, int]:
    """Bars up to the target, which is the line at 100; what goes beyond stands to its right."""
    most = max(Decimal(100), *(point.value for point in chart.points))
    return _rows(chart, frame, most, rule=Decimal(100))


def _rows(chart: Chart, frame: Frame, most: Decimal, rule: Decimal | None) -> tuple[str, int]:
    label, parts = frame.label, []
    room = frame.width - label - frame.value
    height = ROW * len(chart.points) + 4
    for number, point in enumerate(chart.points):
        top = number * ROW + 6
        length = _length(point.value, most, room)
        parts.append(_text(label - 8, top + 12, _short(point.label, frame.longest), "end"))
        parts.append(f'<rect x="{label}" y="{top}" width="{room}" height="{BAR}" fill="{GROUND}"/>' if rule else "")
        parts.append(f'<rect x="{label}" y="{top}" width="{length}" height="{BAR}" fill="{ACCENT}"/>')
        parts.append(_text(label + (room if rule else length) + 6, top + 12, point.text, "start"))
    if rule is not None:
        at = label + _length(rule, most, room)
        parts.append(f'<line x1="{at}" y1="0" x2="{at}" y2="{height}" stroke="{INK}" stroke-dasharray="3 3"/>')
    return "".join(parts), height


def _columns(chart: Chart, frame: Frame) -> tuple[str, int]:
    """Months or years in order; numbers that would run into each other stand upright above their columns."""
    step = frame.width / len(chart.points)
    width, most = min(36.0, step * 0.6), max(point.value for point in chart.points)
    upright = max(len(_plain(point)) for point in chart.points) * DIGIT > step
    head, foot = UNIT + (UPRIGHT if upright else LYING), HEIGHT + UNIT
    parts = [f'<line x1="0" y1="{foot}" x2="{frame.width}" y2="{foot}" stroke="{MUTED}"/>', _unit_of(chart)]
    year = ""
    for number, point in enumerate(chart.points):
        middle, tall = step * (number + 0.5), _length(point.value, most, foot - head)
        left, top = middle - width / 2, foot - tall
        parts.append(f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{tall}" fill="{ACCENT}"/>')
        if upright:
            parts.append(_text(middle + 3.5, top - 4, _plain(point), "start", 10, turned=True))
        else:
            parts.append(_text(middle, top - 5, _plain(point), "middle", 10))
        of_year, sign, month = point.label.partition("年")
        parts.append(_text(middle, foot + 16, month or point.label, "middle", 10))
        if month and of_year != year:
            parts.append(_text(max(middle, 16), foot + 31, of_year + sign, "middle", 10))
        year = of_year
    months = any(point.label.endswith("月") for point in chart.points)
    return "".join(parts), foot + FOOT + (LINE if months else 0)


def _unit_of(chart: Chart) -> str:
    """The unit that all columns share, which their numbers leave out."""
    units = {point.text.removeprefix(_plain(point)) for point in chart.points}
    unit = units.pop() if len(units) == 1 else ""
    return _text(0, 11, f"单位：{unit}", "start", 10) if unit else ""


def _share(chart: Chart, frame: Frame) -> tuple[str, int]:
    whole = sum((point.value for point in chart.points), Decimal(0))
    parts, at = [], 0.0
    for number, point in enumerate(chart.points):
        length, colour = float(point.value / whole) * frame.width, SHADES[number % len(SHADES)]
        parts.append(f'<rect x="{at:.1f}" y="0" width="{length:.1f}" height="30" fill="{colour}" stroke="#fff"/>')
        top = 42 + number * 20
        parts.append(f'<rect x="0" y="{top}" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(20, top + 11, f"{point.label}　{point.text}", "start"))
        at += length
    return "".join(parts), 46 + 20 * len(chart.points)


def _length(value: Decimal, most: Decimal, room: int) -> float:
    return round(float(max(value, Decimal(0)) / most) * room, 1) if most > 0 else 0.0


def _text(x: float, y: float, words: str, anchor: str, size: int = 12, *, turned: bool = False) -> str:
    turn = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if turned else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"{turn}>{escape(words)}</text>'


def _short(label: str, longest: int) -> str:
    return label if len(label) <= longest else f"{label[: longest - 1]}…"


def _plain(point: Point) -> str:
    """A value above its column, without the unit that stands once for all."""
    return NUMBER.match(point.text)[0] or point.text  # type: ignore[index]


SHAPES: dict[str, Callable[[Chart, Frame], tuple[str, int]]] = {
    "bars": _bars,
    "columns": _columns,
    "share": _share,
    "progress": _progress,
}
