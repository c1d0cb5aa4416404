"""Outlines of areas: files as people have them, faults told at once, scope, and what reforms do to them."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from bangfu.kernel.errors import Refused
from bangfu.kernel.history.models import Change
from bangfu.kernel.maps import shares
from bangfu.parties.actions import import_boundaries, merge_areas, recode_area, register_area
from bangfu.parties.boundaries import read_outlines, simplified
from bangfu.parties.maps import Shown, area_map
from bangfu.parties.models import Area, AreaBoundary
from bangfu.parties.tests.conftest import NEXT_VILLAGE, TOWNSHIP, VILLAGE, County

pytestmark = pytest.mark.django_db


def square(x: float = 110.0, y: float = 32.0, side: float = 0.1) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def content(*features: tuple[dict[str, Any], Any]) -> bytes:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": said, "geometry": {"type": "Polygon", "coordinates": rings}}
                for said, rings in features
            ],
        }
    ).encode()


def test_a_file_is_stored_by_code_or_name_and_again_replaces(county: County) -> None:
    given = content(({"区划代码": "420302100201000"}, [square()]), ({"name": "康家村"}, [square(110.1)]))
    assert import_boundaries(county.clerk, given, source="甲测绘院") == 2
    kept = AreaBoundary.objects.get(area__code=VILLAGE)
    assert kept.rings == [[[110.0, 32.0], [110.1, 32.0], [110.1, 32.1], [110.0, 32.1]]]
    moved = content(({"code": VILLAGE}, [square(110.5)]))
    assert import_boundaries(county.clerk, moved, source="乙测绘院") == 1
    kept.refresh_from_db()
    assert (kept.rings[0][0][0], kept.source, AreaBoundary.objects.count()) == (110.5, "乙测绘院", 2)
    last = Change.objects.filter(action="import_boundaries", object_id=kept.pk).latest("pk")
    assert (last.before, last.after) == ({"boundary": "甲测绘院"}, {"boundary": "乙测绘院"})


def test_every_fault_is_told_and_nothing_is_stored(county: County) -> None:
    given = content(
        ({"code": VILLAGE}, [square()]),
        ({"code": VILLAGE}, [square(110.2)]),
        ({"code": "420302999999"}, [square()]),
        ({}, [square()]),
        ({"code": NEXT_VILLAGE}, [square(500_000.0, 3_600_000.0)]),
        ({"code": NEXT_VILLAGE}, [[[110.0, 32.0], [110.0, 32.0]]]),
        ({"code": NEXT_VILLAGE}, "不是坐标"),
    )
    with pytest.raises(Refused) as refused:
        import_boundaries(county.clerk, given, source="甲测绘院")
    told = "\n".join(refused.value.problems)
    for number in (2, 3, 4, 5, 6, 7):
        assert f"第 {number} 个图形" in told
    assert "投影" in told
    assert "重复" in told
    assert AreaBoundary.objects.count() == 0


@pytest.mark.parametrize(
    "given", [b"", b"PK\x03\x04", b"[1, 2]", b'{"features": []}', b"[" * 100_000, b'{"type": NaN}']
)
def test_what_is_no_geojson_is_refused_in_words(county: County, given: bytes) -> None:
    with pytest.raises(Refused) as refused:
        import_boundaries(county.clerk, given, source="甲测绘院")
    assert refused.value.problems


def test_a_strangers_area_is_unknown_and_the_source_must_be_given(county: County) -> None:
    given = content(({"code": VILLAGE}, [square()]))
    with pytest.raises(Refused) as refused:
        import_boundaries(county.stranger, given, source="甲测绘院")
    assert VILLAGE in refused.value.problems[0]
    with pytest.raises(Refused, match="来源"):
        import_boundaries(county.clerk, given, source=" ")


def test_simplifying_keeps_the_shape_within_the_tolerance() -> None:
    ring = [(0.0, 0.0), (0.5, 0.001), (1.0, 0.0), (1.0, 1.0), (0.5, 0.4), (0.0, 1.0)]
    assert simplified(ring, 0.01) == [point for point in ring if point != (0.5, 0.001)]
    assert simplified(ring, 0.0) == ring
    assert len(read_outlines(content(({"code": VILLAGE}, [square(side=0.00001)]))).found[0].rings[0]) == 4


def test_outlines_follow_a_new_code_and_a_merger(county: County) -> None:
    both = content(({"code": VILLAGE}, [square()]), ({"code": NEXT_VILLAGE}, [square(110.1)]))
    import_boundaries(county.clerk, both, source="甲测绘院")
    today = timezone.localdate()
    merge_areas(county.clerk, [county.areas[VILLAGE]], county.areas[NEXT_VILLAGE], on=today)
    assert len(AreaBoundary.objects.get(area__code=NEXT_VILLAGE).rings) == 2
    recode_area(county.clerk, Area.objects.get(code=NEXT_VILLAGE), code="420302100209", on=today)
    assert len(AreaBoundary.objects.get(area__code="420302100209").rings) == 2


def test_a_township_without_an_outline_is_drawn_by_its_villages(county: County) -> None:
    import_boundaries(county.clerk, content(({"code": VILLAGE}, [square()])), source="甲测绘院")
    register_area(county.clerk, code="420302102", name="没有边界镇", longitude=Decimal(110), latitude=Decimal(32))
    values = {TOWNSHIP: Shown(1.0, "100%"), "420302101": Shown(0.5, "50%"), "420302102": Shown(None, "—")}
    drawing = area_map("覆盖率", values, shares(), address=lambda code: f"/{code}/")
    shapes = {mark.item.key: bool(mark.path) for mark in drawing.marks}
    assert shapes == {TOWNSHIP: True, "420302102": False}
    assert [mark.item.title for _group, marks in drawing.tiles for mark in marks] == ["茅塔乡"]
    assert "甲测绘院" in str(drawing.note)
