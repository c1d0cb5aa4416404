"""Drawing a map: shapes, dots and tiles with their colours, words, links and legend, ready for the template."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.maps.geometry import Frame, frame_of, path, widest_place
from bangfu.kernel.maps.items import MapItem, MapLine, Point
from bangfu.kernel.maps.scales import Scale, Text

NAME, VALUE, PHONE = 14.0, 15.0, 30.0  # sizes of the words, as the style sheet has them
DOT, ROOM = 11.0, 70.0
UNKNOWN = "none"


@dataclass(frozen=True)
class Mark:
    """One item as it is drawn: in which colour, with which words, and where."""

    item: MapItem
    look: str
    tooltip: str
    path: str = ""
    at: Point = (0.0, 0.0)
    words_at: Point = (0.0, 0.0)
    shows: frozenset[str] = frozenset()  # name, value; roomy: its value also fits on a phone


@dataclass(frozen=True)
class Stroke:
    """A line as it is drawn."""

    start: Point
    end: Point
    width: float
    note: str


@dataclass(frozen=True)
class Drawing:
    """A map for ``map_figure``: what lies where, the legend, and the same in a table."""

    title: Text
    marks: Sequence[Mark]
    tiles: Sequence[tuple[str, Sequence[Mark]]]
    legend: Sequence[tuple[Text, str, int]]
    columns: Sequence[dict[str, Any]]
    rows: Sequence[dict[str, Any]]
    note: Text = ""
    width: float = 0.0
    height: float = 0.0
    strokes: Sequence[Stroke] = ()


def draw(
    title: Text,
    items: Iterable[MapItem],
    scale: Scale,
    *,
    lines: Iterable[MapLine] = (),
    note: Text = "",
    heading: Text = "",
    measure: Text = "",
) -> Drawing:
    """Draw a map of items coloured by a scale.

    ``lines`` lead between items that have a place; ``note`` stands below (where the outlines come from); ``heading``
    and ``measure`` name the columns of its table.
    """
    items = list(items)
    placed = [item for item in items if item.outline or item.point]
    frame = _frame(placed) if placed else None
    marks = _marks(placed, scale, frame) if frame else []
    return Drawing(
        title=title,
        marks=marks,
        tiles=_tiles([item for item in items if not (item.outline or item.point)], scale),
        legend=_legend(items, scale),
        columns=_columns(items, heading, measure),
        rows=[_row(item, scale, grouped=any(i.group for i in items)) for item in items],
        note=note,
        width=frame.width if frame else 0.0,
        height=frame.height if frame else 0.0,
        strokes=_strokes(marks, lines),
    )


def _strokes(marks: Sequence[Mark], lines: Iterable[MapLine]) -> list[Stroke]:
    at = {mark.item.key: mark.at for mark in marks}
    drawn = [line for line in lines if line.start in at and line.end in at and line.start != line.end]
    most = max((line.weight for line in drawn), default=1.0)
    return [
        Stroke(at[line.start], at[line.end], round(1.5 + 5 * line.weight / most, 1), line.note)
        for line in sorted(drawn, key=lambda line: (-line.weight, line.start, line.end))
    ]


def _frame(placed: Sequence[MapItem]) -> Frame:
    points = [point for item in placed for ring in item.outline for point in ring]
    points += [item.point for item in placed if item.point and not item.outline]
    return frame_of(points, room=0.0 if all(item.outline for item in placed) else ROOM)


def _marks(placed: Sequence[MapItem], scale: Scale, frame: Frame) -> list[Mark]:
    shapes = [_shape(item, scale, frame) for item in placed if item.outline]
    taken: list[tuple[float, float, float, float]] = []
    return shapes + [_dot(item, scale, frame, taken) for item in placed if not item.outline]


def _shape(item: MapItem, scale: Scale, frame: Frame) -> Mark:
    rings = [[frame.at(point) for point in ring] for ring in item.outline]
    at, room = widest_place(rings)
    tall = max(y for ring in rings for _x, y in ring) - min(y for ring in rings for _x, y in ring)
    shows = set()
    if room >= _width(item.shown, VALUE) and tall >= 20:
        shows.add("value")
    if room >= _width(item.title, NAME) and tall >= 44:
        shows.add("name")
    if room >= _width(item.shown, PHONE) and tall >= 60:
        shows.add("roomy")
    return Mark(item, look_of(item, scale), tooltip(item), path(rings), at, at, frozenset(shows))


def _dot(item: MapItem, scale: Scale, frame: Frame, taken: list[tuple[float, float, float, float]]) -> Mark:
    """A dot with its words beside it, where no earlier words lie."""
    assert item.point is not None
    x, y = frame.at(item.point)
    wide = max(_width(item.title, NAME), _width(item.shown, VALUE))
    box = (x + DOT, y - 18, x + DOT + wide, y + 18)
    free = not any(a[0] < box[2] and box[0] < a[2] and a[1] < box[3] and box[1] < a[3] for a in taken)
    if free and box[2] <= frame.width:
        taken.append(box)
        return Mark(
            item, look_of(item, scale), tooltip(item), "", (x, y), (x + DOT + 3, y), frozenset({"name", "value"})
        )
    return Mark(item, look_of(item, scale), tooltip(item), "", (x, y), (x, y))


def _width(text: str, size: float) -> float:
    """Estimate the width of words of a size: Chinese letters are as wide as high, figures half of that."""
    return size * sum(1.0 if ord(sign) > 0x2E80 else 0.3 if sign in " .,/" else 0.6 for sign in text) + 6


def look_of(item: MapItem, scale: Scale) -> str:
    """Return the look of an item's step."""
    step = scale.step_of(item.value)
    return UNKNOWN if step is None else scale.steps[step].look


def tooltip(item: MapItem) -> str:
    """Return what is said of an item when it is pointed at or reached by keyboard."""
    return "\n".join(filter(None, (_("%(name)s：%(value)s") % {"name": item.title, "value": item.shown}, item.note)))


def _tiles(items: Sequence[MapItem], scale: Scale) -> list[tuple[str, list[Mark]]]:
    groups: dict[str, list[Mark]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(Mark(item, look_of(item, scale), tooltip(item)))
    return list(groups.items())


def _legend(items: Sequence[MapItem], scale: Scale) -> list[tuple[Text, str, int]]:
    counts = Counter(scale.step_of(item.value) for item in items)
    found: list[tuple[Text, str, int]] = [
        (step.title, step.look, counts[place]) for place, step in enumerate(scale.steps)
    ]
    return [*found, (_("没有数据"), UNKNOWN, counts[None])] if counts[None] else found


def _columns(items: Sequence[MapItem], heading: Text, measure: Text) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"key": "name", "title": heading or _("名称")}]
    if any(item.group for item in items):
        found.append({"key": "group", "title": _("所属")})
    return [
        *found,
        {"key": "value", "title": measure or _("数值"), "align": "right"},
        {"key": "step", "title": _("颜色表示")},
    ]


def _row(item: MapItem, scale: Scale, *, grouped: bool) -> dict[str, Any]:
    step = scale.step_of(item.value)
    words = _("没有数据") if step is None else scale.steps[step].title
    name = {"text": item.title, "url": item.url} if item.url else item.title
    return {"cells": (name, *((item.group,) if grouped else ()), item.shown, words)}
