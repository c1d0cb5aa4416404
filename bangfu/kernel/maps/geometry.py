"""Degrees to the drawing's own units, paths, and where in a shape a word fits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from bangfu.kernel.maps.items import Point, Ring

WIDTH, TALLEST, MARGIN = 960.0, 880.0, 14.0
CUTS = 9


@dataclass(frozen=True)
class Frame:
    """Where degrees come to lie: a flat map true to shape at its middle, north up."""

    left: float
    top: float
    scale: float
    squeeze: float
    width: float
    height: float

    def at(self, point: Point) -> Point:
        """Return the place of a point in the drawing."""
        x = (point[0] - self.left) * self.squeeze * self.scale + MARGIN
        y = (self.top - point[1]) * self.scale + MARGIN
        return round(x, 1), round(y, 1)


def frame_of(points: Iterable[Point], *, room: float = 0.0) -> Frame:
    """Return a frame around points, ``room`` units wider on every side; one point lies in the middle."""
    points = list(points)
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    low, high = min(y for _x, y in points), max(y for _x, y in points)
    squeeze = max(cos(radians((low + high) / 2)), 0.1)
    across, up = (right - left) * squeeze, high - low
    margin = MARGIN + room
    scales = [(size - 2 * margin) / span for size, span in ((WIDTH, across), (TALLEST, up)) if span > 0]
    scale = min(scales) if scales else 1.0
    height = max(up * scale + 2 * margin, WIDTH / 6)
    spare = ((WIDTH - across * scale) / 2 - MARGIN) / scale
    above = ((height - up * scale) / 2 - MARGIN) / scale
    return Frame(left - spare / squeeze, high + above, scale, squeeze, WIDTH, round(height))


def path(rings: Sequence[Sequence[Point]]) -> str:
    """Return rings as the path of a shape; a hole is a ring inside another."""
    return "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in rings)


def widest_place(rings: Sequence[Ring], line: float = 15.0) -> tuple[Point, float]:
    """Return the middle of the widest place inside a shape for two lines of words, and how wide it is.

    ``line`` is the height of a line: the words need the same width above and below the middle.
    """
    ys = [y for ring in rings for _x, y in ring]
    low, high = min(ys), max(ys)
    best: tuple[Point, float] = ((rings[0][0][0], (low + high) / 2), 0.0)
    for cut in range(1, CUTS + 1):
        y = low + (high - low) * cut / (CUTS + 1)
        for start, end in _inside(rings, y):
            left, right = start, end
            for other in (y - line, y + line):
                near = [(a, b) for a, b in _inside(rings, other) if a < right and b > left]
                if near:
                    a, b = max(near, key=lambda part: min(part[1], right) - max(part[0], left))
                    left, right = max(left, a), min(right, b)
                else:  # a shape lower than two lines: what lies near its middle is still worth something
                    right = left + (right - left) / 2
            if right - left > best[1]:
                best = ((round((left + right) / 2, 1), round(y, 1)), right - left)
    return best


def _inside(rings: Sequence[Ring], y: float) -> list[tuple[float, float]]:
    """Return the stretches of a level line that lie inside (even-odd, as the shape is filled)."""
    crossings = sorted(
        x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for ring in rings
        for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (y0 > y) != (y1 > y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=False))
