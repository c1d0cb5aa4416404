"""The desk: what is late, whom nobody has seen, and how it goes; the clocks' reminders."""

# ruff: noqa: F811 - fixtures of the cases' own tests

from __future__ import annotations

from decimal import Decimal
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bangfu.kernel.notices.models import Notice
from bangfu.ledger.actions import record_entry
from bangfu.ledger.drafts import Draft
from bangfu.parties.actions import register_organisation
from bangfu.workstreams.monitoring.cases import actions
from bangfu.workstreams.monitoring.cases.daily import run_daily
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.tests.conftest import (  # noqa: F401 - fixtures
    COUNTY,
    MakeHome,
    Offices,
    Walk,
    days_ago,
    employed,
    home,
    offices,
    walk,
)
from bangfu.workstreams.monitoring.desk import queries


def counts(offices: Offices) -> dict[str, int]:
    return {heap.name: heap.count for heap in queries.heaps(offices.county, timezone.localdate())}


def opened(offices: Offices, home: MakeHome, ago: int, head: str = "王建国") -> Case:
    return actions.open_case(
        offices.county, household=home(head).pk, channel="cadre", risks=["illness"], raised_on=days_ago(ago)
    )


def test_heaps_follow_the_clocks(offices: Offices, home: MakeHome) -> None:
    opened(offices, home, 16, "甲一")  # the visit and the whole are late
    opened(offices, home, 3, "乙二")  # due today
    opened(offices, home, 2, "丙三")  # due tomorrow
    first = opened(offices, home, 0, "丁四")
    actions.help_first(offices.village, first, reason="倒房")
    found = counts(offices)
    assert (found["late"], found["soon"], found["whole"], found["papers"]) == (1, 2, 1, 1)
    assert queries.by_stage(offices.county, timezone.localdate()) == [("visiting", 4, 1)]
    assert counts(Offices(*[offices.stranger] * 5)) == dict.fromkeys(found, 0)


def test_whom_nobody_has_seen(offices: Offices, home: MakeHome, walk: Walk) -> None:
    case = walk(opened(offices, home, 12), "planning")
    assert counts(offices)["unseen"] == 0
    Case.objects.filter(pk=case.pk).update(seen_on=days_ago(61))
    assert counts(offices)["unseen"] == 1
    unit = register_organisation(offices.operator, area_code=COUNTY, name="区教育局", kind="authority")
    draft = Draft(
        kind="fieldwork.visit",
        happened_on=days_ago(5),
        area_code=case.area_code,
        giver_id=unit.pk,
        receiver_id=case.household_id,
        quantity=Decimal(1),
        details={"by": "unit"},
    )
    record_entry(offices.operator, draft)
    assert counts(offices)["unseen"] == 0  # a visit in the book counts


def test_pace_counts_from_the_day_of_discovery(offices: Offices, home: MakeHome, walk: Walk) -> None:
    walk(opened(offices, home, 12), "planning")
    found = queries.pace(offices.county, days_ago(365))
    assert (found["decided"], found["in_time"], found["to_decision"], found["helped"]) == (1, 1, 9, 0)
    assert queries.causes_by_kind(offices.county) == {("illness", "at_risk"): 1}


def test_causes_are_for_those_who_may_read_them(
    offices: Offices,
    home: MakeHome,
    walk: Walk,
    client: Client,
) -> None:
    case = walk(opened(offices, home, 12), "planning")
    lead = employed("lead", "lead", COUNTY)
    assert queries.causes_by_kind(lead) == {}
    client.force_login(lead)
    for address in ("/monitoring/desk/", f"/monitoring/cases/{case.pk}/", "/monitoring/case/"):
        page = client.get(address).content.decode()
        assert address == "/monitoring/desk/" or "王建国" in page
        assert "因病" not in page
        assert "户主务工收入中断" not in page
    client.force_login(offices.township)
    page = client.get(f"/monitoring/cases/{case.pk}/").content.decode()
    assert "因病" in page
    assert "户主务工收入中断" in page
    client.force_login(offices.stranger)
    assert client.get(f"/monitoring/cases/{case.pk}/").status_code == 404


@pytest.mark.parametrize("many", [3, 9])
def test_the_desk_asks_as_often_for_many_as_for_few(
    offices: Offices,
    home: MakeHome,
    client: Client,
    many: int,
) -> None:
    for number in range(many):
        opened(offices, home, 5, f"户{number}")
    client.force_login(offices.county)
    client.get("/monitoring/desk/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/monitoring/desk/").status_code == 200
    assert len(asked) <= 60


def test_reminders_and_escalation_once_a_day(offices: Offices, home: MakeHome) -> None:
    opened(offices, home, 2, "甲一")
    opened(offices, home, 4, "乙二")
    opened(offices, home, 9, "丙三")
    Notice.objects.all().delete()
    for _again in range(2):
        run_daily(Mock())
    told = {(n.user.username, n.title) for n in Notice.objects.select_related("user")}
    assert told == {
        ("village", "监测对象办理：1 户今明两天到期"),
        ("village", "监测对象办理：2 户已逾期"),
        ("township", "辖区监测对象办理逾期 1 户，请督促"),
        ("county", "辖区监测对象办理逾期 1 户，请督促"),
    }
    assert Notice.objects.count() == len(told)
