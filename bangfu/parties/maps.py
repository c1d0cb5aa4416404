"""Maps of areas in one line: values by area code in, a drawing for ``map_figure`` out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from os.path import commonprefix

from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import LEVELS, parent
from bangfu.kernel.maps import Drawing, MapItem, MapLine, Scale, draw
from bangfu.kernel.maps.items import Ring
from bangfu.kernel.maps.scales import Text
from bangfu.parties.models import Area, AreaBoundary
from bangfu.parties.queries.areas import area_names, below


@dataclass(frozen=True, slots=True)
class Shown:
    """What a map says of one area: its value on the scale, that value in words, and a second line when pointed at."""

    value: float | str | None
    text: str
    note: str = ""


def area_map(
    title: Text,
    values: Mapping[str, Shown],
    scale: Scale,
    *,
    address: Callable[[str], str] | None = None,
    measure: Text = "",
    note: Text = "",
    lines: Sequence[MapLine] = (),
) -> Drawing:
    """Draw areas by their codes, coloured by a scale; ``address`` gives the page an area leads to,
    ``lines`` lead between areas by their codes. At most 4 queries.

    Areas with imported outlines (or whose parts have them) are shapes, those with coordinates dots, the others tiles
    under the area above them. Which areas the reader may see is for the caller to decide.
    """
    rows = list(Area.objects.filter(code__in=values).order_by("code"))
    outlines, sources = _outlines(rows)
    above = area_names({parent(row.code) or "" for row in rows})
    items = [
        MapItem(
            key=row.code,
            title=row.name,
            value=values[row.code].value,
            shown=values[row.code].text,
            note=values[row.code].note,
            url=address(row.code) if address else "",
            group=above.get(parent(row.code) or "", ""),
            outline=outlines.get(row.code, ()),
            point=None
            if row.longitude is None or row.latitude is None
            else (float(row.longitude), float(row.latitude)),
        )
        for row in rows
    ]
    words = [str(note)] if note else []
    words += [_("边界：%s") % "；".join(sources)] if sources else []
    return draw(title, items, scale, lines=lines, note=" ".join(words), heading=_("地区"), measure=measure)


def _outlines(rows: Sequence[Area]) -> tuple[dict[str, Sequence[Ring]], list[str]]:
    """Return outlines by code, of an area without one those of its parts, and where they come from."""
    found: dict[str, Sequence[Ring]] = {}
    sources: dict[str, None] = {}
    kept = AreaBoundary.objects.filter(area__in=rows).values_list("area__code", "rings", "source")
    for code, rings, source in kept:
        found[code] = rings
        sources[source] = None
    missing = {row.code for row in rows} - found.keys()
    deeper = {level for code in missing for level in LEVELS if level > len(code)}
    if not deeper:
        return found, list(sources)
    common = commonprefix(sorted(missing))  # noqa: RUF071 - codes are compared sign by sign
    inside = below(Area.objects.filter(valid_to=None, level=min(deeper)), common)
    parts: dict[str, list[Ring]] = {}
    for code, rings, source in AreaBoundary.objects.filter(area__in=inside).values_list(
        "area__code", "rings", "source"
    ):
        if (whole := parent(code)) in missing:
            parts.setdefault(str(whole), []).extend(rings)
            sources[source] = None
    return found | parts, list(sources)
