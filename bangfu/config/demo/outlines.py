"""Invented outlines for the villages and townships of a demonstration county, so that its maps show shapes.

A sheet of crooked cells, one a village, filled in an order that keeps each township in one piece. Nothing in it is
true to the ground, and every map says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise
from random import Random

from bangfu.kernel.areas_of import VILLAGE, parent
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import import_boundaries
from bangfu.parties.models import Area
from bangfu.parties.queries.areas import below

SOURCE = "示意图，位置和边界均为虚构"
MIDDLES = {"420302": (110.85, 32.6), "430525": (110.6, 27.05)}  # roughly where the county lies
BAND, CELL, BENDS = 3, 0.04, 3
Corner = tuple[int, int]
Point = tuple[float, float]


def build_outlines(actor: User, county: str) -> int:
    """Give the villages of a county and their townships outlines; return how many areas have one now."""
    villages = list(
        below(Area.objects.filter(level=VILLAGE, valid_to=None), county).order_by("code").values_list("code", flat=True)
    )
    cells = dict(zip(villages, _places(len(villages)), strict=True))
    sheet = Sheet(MIDDLES[county], cells.values())
    townships: dict[str, list[Corner]] = {}
    for code, cell in cells.items():
        townships.setdefault(str(parent(code)), []).append(cell)
    shapes = {code: [cell] for code, cell in cells.items()} | townships
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": sheet.rings(around)},
        }
        for code, around in shapes.items()
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return import_boundaries(actor, content, source=SOURCE)


def _places(count: int) -> list[Corner]:
    """Return the first cells of a walk through a sheet: to and fro in bands, up and down within them."""
    across = max(round((count * 1.25) ** 0.5), 1)
    found: list[Corner] = []
    band = 0
    while len(found) < count:
        columns = range(across) if band % 2 == 0 else range(across - 1, -1, -1)
        for turn, column in enumerate(columns):
            rows = range(BAND) if turn % 2 == 0 else range(BAND - 1, -1, -1)
            found.extend((column, band * BAND + row) for row in rows)
        band += 1
    return found[:count]


class Sheet:
    """Cells whose corners and edges are crooked in the same way for both neighbours."""

    def __init__(self, middle: Point, cells: Iterable[Corner]) -> None:
        self.middle = middle
        cells = list(cells)
        self.centre = (max(x for x, _y in cells) / 2, max(y for _x, y in cells) / 2)
        self.edges: dict[tuple[Corner, Corner], list[Point]] = {}

    def rings(self, cells: Iterable[Corner]) -> list[list[Point]]:
        """Return the rings around cells: their edges without those between two of them, put together."""
        edges: set[tuple[Corner, Corner]] = set()
        for x, y in cells:
            corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
            for edge in pairwise(corners):
                edges.symmetric_difference_update({edge} if edge[::-1] not in edges else {edge[::-1]})
        following: dict[Corner, list[Corner]] = {}
        for start, end in sorted(edges):
            following.setdefault(start, []).append(end)
        found = []
        while following:
            at = min(following)
            ring: list[Point] = []
            while at in following:
                ends = following[at]
                after = ends.pop()
                if not ends:
                    del following[at]
                ring += self._edge(at, after)[:-1]
                at = after
            found.append([*ring, ring[0]])
        return found

    def _edge(self, start: Corner, end: Corner) -> list[Point]:
        if start > end:
            return self._edge(end, start)[::-1]
        if (start, end) not in self.edges:
            chance = Random(f"{start}{end}")  # noqa: S311 - invented, the same every time
            line = [self._corner(start), self._corner(end)]
            for depth in range(BENDS):
                bent = [line[0]]
                for (x0, y0), (x1, y1) in pairwise(line):
                    swing = CELL * 0.16 / 2**depth
                    bent += [
                        ((x0 + x1) / 2 + chance.uniform(-swing, swing), (y0 + y1) / 2 + chance.uniform(-swing, swing)),
                        (x1, y1),
                    ]
                line = bent
            self.edges[start, end] = line
        return self.edges[start, end]

    def _corner(self, corner: Corner) -> Point:
        chance = Random(f"corner{corner}")  # noqa: S311 - invented, the same every time
        x, y = (value - middle + chance.uniform(-0.28, 0.28) for value, middle in zip(corner, self.centre, strict=True))
        return self.middle[0] + x * CELL, self.middle[1] - y * CELL * 0.8
