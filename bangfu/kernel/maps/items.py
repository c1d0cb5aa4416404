"""What a map is drawn of."""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]  # longitude and latitude in degrees
Ring = Sequence[Point]


@dataclass(frozen=True, slots=True)
class MapItem:
    """One thing on a map: what it is called, its value on the scale, and where it lies.

    ``value`` is a number or the name of a class, None where nothing is known; ``shown`` is that value as people read
    it. An item with an ``outline`` is drawn as a shape, else one with a ``point`` as a dot, else as a tile under the
    title ``group``.
    """

    key: str
    title: str
    value: float | str | None
    shown: str
    url: str = ""
    note: str = ""
    group: str = ""
    outline: Sequence[Ring] = ()
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class MapLine:
    """A line from one item to another, by their keys; the larger its weight, the wider."""

    start: str
    end: str
    weight: float
    note: str = ""
