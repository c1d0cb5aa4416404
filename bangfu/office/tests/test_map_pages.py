"""Maps of areas: coverage of a scheme on any day and of any class, and taking outlines in."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bangfu.kernel.pages.edits import KEY
from bangfu.office.tests.conftest import COUNTY, NEXT_TOWN, NEXT_VILLAGE, START, VILLAGE
from bangfu.parties.models import AreaBoundary

pytestmark = pytest.mark.django_db


def outlines(*codes: str) -> bytes:
    rings = [[[110.0, 32.0], [110.1, 32.0], [110.1, 32.1], [110.0, 32.0]]]
    features = [{"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": rings}} for code in codes]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def uploaded(content: bytes, **more: str) -> dict[str, object]:
    return {"file": SimpleUploadedFile("边界.geojson", content), "source": "示意图", KEY: "k1", **more}


def test_the_coverage_map_shows_places_gaps_and_the_tables(office, visit):
    page = visit(office.county, f"/pairing/coverage/?scheme={office.scheme.name}")
    for known in ("50.0%", "缺口名单", "李大山", "卡子村", "100.0%", "0.0%"):
        assert known in page.said
    content = page.content.decode()
    assert f"place={NEXT_VILLAGE}" in content
    for table in ("T09", "T10", "T43", "T44"):
        assert f"/tables/{table}/?to=" in content


def test_the_coverage_of_a_past_day_is_that_days(office, visit):
    before = (START - timedelta(days=1)).isoformat()
    said = visit(office.county, f"/pairing/coverage/?scheme={office.scheme.name}&on={before}").said
    assert "50.0%" not in said
    today = visit(office.county, f"/pairing/coverage/?scheme={office.scheme.name}&on={timezone.localdate()}").said
    assert "50.0%" in today


def test_a_class_narrows_map_and_gaps(office, visit):
    standing = office.far_home.standing
    address = f"/pairing/coverage/?scheme={office.scheme.name}"
    assert "李大山" in visit(office.county, f"{address}&class={standing}").said
    assert "没有需要结对的" in visit(office.county, f"{address}&class=nothing").said


def test_a_township_sees_its_own_part_only(office, visit):
    assert "李大山" not in visit(office.township, "/pairing/coverage/").said
    assert visit(office.township, f"/pairing/coverage/?place={NEXT_TOWN}").status_code == 403
    assert visit(office.stranger, f"/pairing/coverage/?place={COUNTY}").status_code == 403
    assert visit(office.helper, "/pairing/coverage/").status_code == 403


@pytest.mark.parametrize("asked", ["scheme=nothing", "on=2020-13-01", "on=x", "place=abc"])
def test_what_nobody_can_mean_is_refused_in_words(office, visit, asked):
    assert visit(office.county, f"/pairing/coverage/?{asked}").status_code == 422


def test_outlines_are_taken_in_once_and_shown(office, visit):
    first = visit(office.county, "/areas/boundaries/", post=uploaded(outlines(VILLAGE)))
    again = visit(office.county, "/areas/boundaries/", post=uploaded(outlines(VILLAGE)))
    assert (first.status_code, again.status_code, AreaBoundary.objects.count()) == (302, 302, 1)
    page = visit(office.county, "/areas/boundaries/")
    assert "有边界 1 个" in page.said
    assert "<path" in page.content.decode()


def test_a_bad_file_is_refused_with_every_fault_and_a_stranger_finds_nothing(office, visit):
    page = visit(office.county, "/areas/boundaries/", post=uploaded(outlines(VILLAGE, "420302999999")))
    assert page.status_code == 422
    assert "420302999999" in page.said
    refused = visit(office.stranger, "/areas/boundaries/", post=uploaded(outlines(VILLAGE)))
    assert refused.status_code == 422
    assert visit(office.auditor, "/areas/boundaries/", post=uploaded(outlines(VILLAGE))).status_code == 403
    assert not AreaBoundary.objects.exists()


def test_the_day_of_an_address_is_kept_by_every_link(office, visit):
    day = date(2021, 3, 1)
    content = visit(office.county, f"/pairing/coverage/?scheme={office.scheme.name}&on={day}").content.decode()
    assert f"place={VILLAGE}&amp;on={day}" in content
