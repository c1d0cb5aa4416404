"""Notices of monitoring: numbers for everybody, names for the village board alone."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from bangfu.kernel.errors import Denied, Refused
from bangfu.portal import actions as portal
from bangfu.portal.models import PublicNotice
from bangfu.workstreams.monitoring.cases import actions
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.tests.conftest import COUNTY, NEXT, VILLAGE, MakeHome, Offices, Walk, days_ago

HIDDEN = ("王建国", "李秀英", "13912345678", "12号", "因病")


@pytest.fixture
def taken_in(offices: Offices, home: MakeHome, walk: Walk) -> Case:
    """A household with a telephone and an illness, decided on."""
    household = home(phone="13912345678")
    opened = actions.open_case(
        offices.county, household=household.pk, channel="cadre", risks=["illness"], raised_on=days_ago(12)
    )
    return walk(opened, "planning")


def publish(offices: Offices, template: str, area_code: str, **given: object) -> PublicNotice:
    actor = given.pop("actor", offices.county)
    period = {"period_from": date(2020, 1, 1), "period_to": timezone.localdate()}
    return portal.publish_notice(actor, template=template, area_code=area_code, title="监测公告", **period, **given)  # type: ignore[arg-type]


def page_of(client: Client, row: PublicNotice, offices: Offices) -> str:
    portal.set_site(offices.county, area_code=COUNTY, open_=True, shown=["notices"], name="", hotline="12317", note="")
    return client.get(f"/public/notices/{row.pk}/").content.decode()


def test_the_site_tells_numbers_and_a_small_one_as_fewer(offices: Offices, taken_in: Case, client: Client) -> None:
    row = publish(offices, "monitoring.numbers", COUNTY)
    assert row.rows == [{"place": "420302100", "taken": 1, "left": 0}]
    page = page_of(client, row, offices)
    assert "少于" in page
    assert "1 户" not in page
    for hidden in HIDDEN:
        assert hidden not in page, hidden


def test_names_hang_in_the_village_and_are_not_on_the_site(offices: Offices, taken_in: Case, client: Client) -> None:
    row = publish(offices, "monitoring.taken_in", VILLAGE)
    [shown] = row.rows
    assert shown == {
        "head": "王建国",
        "group": "岩屋村3组",
        "members": "2",
        "kind": "防止返贫致贫对象",
        "decided_on": taken_in.decided_on.isoformat() if taken_in.decided_on else "",
    }
    page = page_of(client, row, offices)
    assert "只张贴在村务公开栏" in page
    for hidden in HIDDEN:
        assert hidden not in page, hidden


def test_only_the_county_of_the_place_announces_what_it_decided(offices: Offices, taken_in: Case) -> None:
    for actor in (offices.stranger, offices.village, offices.township):
        with pytest.raises(Denied):
            publish(offices, "monitoring.taken_in", VILLAGE, actor=actor)
    with pytest.raises(Refused, match="没有可以公示的内容"):
        publish(offices, "monitoring.taken_in", NEXT)
    with pytest.raises(Refused, match="没有可以公示的内容"):
        publish(offices, "monitoring.cleared", VILLAGE)


def test_a_name_is_not_announced_for_the_whole_county(offices: Offices, taken_in: Case) -> None:
    with pytest.raises(Refused, match="这一级"):
        publish(offices, "monitoring.taken_in", COUNTY)


def test_a_number_typed_into_a_name_stops_the_sheet(offices: Offices, taken_in: Case) -> None:
    taken_in.household.__class__.objects.filter(pk=taken_in.household_id).update(head_name="王建国13912345678")
    with pytest.raises(Refused) as told:
        publish(offices, "monitoring.taken_in", VILLAGE)
    assert "13912345678" not in told.value.message
    assert not PublicNotice.objects.exists()


def test_a_withdrawn_case_is_told_nowhere(offices: Offices, taken_in: Case) -> None:
    Case.objects.filter(pk=taken_in.pk).update(state="withdrawn")
    for template, place in (("monitoring.numbers", COUNTY), ("monitoring.taken_in", VILLAGE)):
        with pytest.raises(Refused, match="没有可以公示的内容"):
            publish(offices, template, place)
    assert json.dumps(list(PublicNotice.objects.values_list("rows", flat=True))) == "[]"
