"""Reading outlines of areas from GeoJSON: pure, every fault told with the number of its feature."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import is_code, significant

LARGEST = 64 * 1024 * 1024
CODE_NAMES = ("code", "区划代码", "代码", "adcode", "area_code", "XZQDM", "ZLDWDM")
NAME_NAMES = ("name", "名称", "地区名称", "XZQMC", "ZLDWMC")
FINENESS, PLACES = 2500, 6  # shapes are simplified to a 2,500th of the extent of the file: less than a line's width
Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Outline:
    """One feature: the number it has in the file (from 1), its code or name, and its simplified rings."""

    number: int
    code: str
    name: str
    rings: list[Ring]


@dataclass
class Outlines:
    """What a file holds, and what is wrong with it."""

    found: list[Outline] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_outlines(content: bytes) -> Outlines:
    """Read a GeoJSON file of polygons. Never raises: what cannot be used is a problem in words."""
    features, problem = _features(content)
    read = Outlines(problems=[problem] if problem else [])
    for number, feature in enumerate(features, start=1):
        try:
            read.found.append(_outline(number, feature))
        except (TypeError, ValueError, AttributeError, KeyError, IndexError) as error:
            why = str(error) if type(error) is ValueError and error.args else _("不是面（Polygon 或 MultiPolygon）")
            read.problems.append(_("第 %(n)d 个图形：%(why)s。") % {"n": number, "why": why})
    points = [point for outline in read.found for ring in outline.rings for point in ring]
    if points:
        tolerance = max(_span(x for x, _y in points), _span(y for _x, y in points)) / FINENESS
        for outline in read.found:
            outline.rings[:] = [simplified(ring, tolerance) for ring in outline.rings]
    return read


def _span(values: Iterator[float]) -> float:
    listed = list(values)
    return max(listed) - min(listed)


def _features(content: bytes) -> tuple[list[Any], str]:
    if len(content) > LARGEST:
        return [], _("文件超过 64 MB，请先简化图形。")
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        return [], _("不是 GeoJSON 文件：读不出 JSON。")
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        return [], _("不是 GeoJSON 文件：没有 features。")
    return features, "" if features else _("文件里没有图形。")


def _outline(number: int, feature: dict[str, Any]) -> Outline:
    properties = feature.get("properties") or {}
    code = significant("".join(str(_first(properties, CODE_NAMES)).split()))
    name = str(_first(properties, NAME_NAMES)).strip()
    if not (is_code(code) or name):
        raise ValueError(_("没有区划代码，也没有名称"))
    geometry = feature["geometry"]
    polygons = {"Polygon": lambda c: [c], "MultiPolygon": lambda c: c}[geometry["type"]](geometry["coordinates"])
    rings = [_ring(ring) for polygon in polygons for ring in polygon]
    if not rings:
        raise ValueError(_("没有坐标"))
    return Outline(number, code if is_code(code) else "", name, rings)


def _first(properties: dict[str, Any], names: Sequence[str]) -> Any:
    return next((properties[name] for name in names if properties.get(name) not in (None, "")), "")


def _ring(points: Sequence[Sequence[float]]) -> Ring:
    ring = [(round(float(point[0]), PLACES), round(float(point[1]), PLACES)) for point in points]
    if not all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring):  # false for what is not a number, too
        raise ValueError(_("坐标不是经纬度（度），请先转换投影"))
    if ring and ring[0] == ring[-1]:
        ring.pop()
    if len(ring) < 3:
        raise ValueError(_("边界不足三个点"))
    return ring


def simplified(ring: Ring, tolerance: float) -> Ring:
    """Return a closed ring with fewer points, none of the old ones further than the tolerance from it.

    Douglas and Peucker's rule on the two halves between a point and the one farthest from it; at least three remain.
    """
    far = max(range(len(ring)), key=lambda i: (ring[i][0] - ring[0][0]) ** 2 + (ring[i][1] - ring[0][1]) ** 2)
    kept = {0, far}
    waiting = [(0, far), (far, len(ring))]
    while waiting:
        first, last = waiting.pop()
        inner = [(_distance(ring[i], ring[first], ring[last % len(ring)]), i) for i in range(first + 1, last)]
        if inner and max(inner)[0] > tolerance:
            middle = max(inner)[1]
            kept.add(middle)
            waiting += [(first, middle), (middle, last)]
    return [ring[i] for i in sorted(kept)] if len(kept) >= 3 else list(ring)


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return how far a point lies from a stretch."""
    (x, y), (x0, y0), (x1, y1) = point, start, end
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(max(((x - x0) * dx + (y - y0) * dy) / length, 0.0), 1.0)
    return float(((x - x0 - along * dx) ** 2 + (y - y0 - along * dy) ** 2) ** 0.5)
