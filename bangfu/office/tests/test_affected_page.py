"""The page of those who must be paired anew: told at once, with a proposal ready, mended by hand or as a whole."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bangfu.kernel.jobs.models import Job
from bangfu.kernel.jobs.worker import claim, run_job
from bangfu.kernel.notices.models import Notice
from bangfu.kernel.rights.actions import operator
from bangfu.office.tests.conftest import COUNTY
from bangfu.pairing.actions import end_enrolment, enrol
from bangfu.pairing.models import Enrolment, Pairing, Proposal
from bangfu.parties.actions import close_household, register_person

pytestmark = pytest.mark.django_db
PAGE = "/pairing/affected/"


@pytest.fixture
def left(office):
    """The cadre withdraws: the household it helped is without."""
    enrolment = Enrolment.objects.get(party_id=office.cadre.pk, valid_to=None)
    spare = register_person(operator(), area_code=COUNTY, name="接替的人", works_for=office.unit)
    enrol(operator(), scheme=office.scheme, party=spare.party, county_code=COUNTY, area_code="")
    end_enrolment(office.county, enrolment, on=timezone.localdate() - timedelta(days=1), reason="调离本区")
    return spare


def test_nothing_to_do_is_said(office, visit):
    assert "没有需要重新结对的" in visit(office.county, PAGE).said


def test_the_county_is_told_and_a_proposal_is_ready(office, visit, left):
    notice = Notice.objects.get(user=office.county, title="需要重新结对")
    assert "王建国" not in notice.text
    said = visit(office.county, notice.url).said
    for known in ("王建国", "沈文静", "调离本区", "失去帮扶"):
        assert known in said
    assert "已有建议" not in said
    run_job(claim())
    made = Proposal.objects.get()
    assert made.rules["steady"]
    said = visit(office.county, notice.url).said
    assert f"已有建议 {made.pk}" in said
    assert "接替的人" in said


def test_a_second_leaver_does_not_ask_twice(office, left):
    assert Job.objects.filter(kind="office.propose").count() == 1
    enrolment = Enrolment.objects.get(party_id=left.pk, valid_to=None)
    end_enrolment(office.county, enrolment, on=timezone.localdate(), reason="调离本区")
    assert Job.objects.filter(kind="office.propose").count() == 1


def test_a_closed_household_is_told_to_those_concerned_at_once(office, visit):
    day = timezone.localdate() - timedelta(days=3)
    close_household(operator(), office.home, on=day, reason_out="moved_out", closed_reason="整户迁出")
    assert {notice.user.username for notice in Notice.objects.filter(title="结对要重新安排")} == {
        "helper",
        "village",
        "township",
    }
    assert not Notice.objects.filter(text__contains="王建国").exists()
    said = visit(office.county, Notice.objects.get(user=office.county, title="需要重新结对").url).said
    assert "受助方已不在册" in said
    assert Job.objects.filter(kind="office.propose").count() == 1


def test_pairs_beyond_the_need_are_ended_in_one_step(office, visit):
    office.scheme.keeps_on_exit, office.scheme.eligible = False, {"recipient_standing": ["lifted"]}
    office.scheme.save()
    assert "已不符合方案条件" in visit(office.county, PAGE).said
    address = f"{PAGE}end/?scheme={office.scheme.name}&place={COUNTY}"
    assert visit(office.auditor, address, post={}).status_code == 403
    assert visit(office.county, address, post={}).status_code == 302
    assert Pairing.objects.get(helper_id=office.cadre.pk).valid_to == timezone.localdate()


def test_strangers_see_and_do_nothing(office, visit, left):
    assert "王建国" not in visit(office.stranger, PAGE).said
    assert visit(office.stranger, f"{PAGE}?place={COUNTY}").status_code == 403
    assert visit(office.helper, PAGE).status_code == 403
    address = f"{PAGE}follow/?scheme={office.scheme.name}&place={COUNTY}"
    assert visit(office.auditor, address, post={}).status_code == 403


def test_everything_of_a_helper_is_handed_over(office, visit):
    Pairing.objects.filter(helper_id=office.cadre.pk)
    other = register_person(operator(), area_code=COUNTY, name="接手的人", works_for=office.unit)
    address = f"{PAGE}hand-over/?scheme={office.scheme.name}&place={COUNTY}&old={office.cadre.pk}"
    assert "全部移交" in visit(office.county, address).said
    today = timezone.localdate().isoformat()
    answer = visit(office.county, address, post={"new": str(other.pk), "on": today, "reason": "单位合并"})
    assert answer.status_code == 302
    assert Pairing.objects.get(helper_id=other.pk, valid_to=None).recipient_id == office.home.pk


def test_who_helped_on_a_past_day_is_read_by_date(office, visit, left, client):
    address = f"/pairing/history/{office.home.pk}/"
    assert "沈文静" in visit(office.county, f"{address}?on=2020-06-01").said
    assert "这一天没有人帮扶" in visit(office.county, f"{address}?on=2019-06-01").said
    assert visit(office.county, f"{address}?on=2020-13-45").status_code in (400, 422)
    assert visit(office.stranger, address).status_code == 404
    client.force_login(office.county)
    told = client.get(f"{address}?on=2020-06-01", HTTP_ACCEPT="application/json").json()
    assert [one["helper"] for one in told["helpers"]] == [office.cadre.pk]
    assert client.get(address, HTTP_ACCEPT="application/json").json()["helpers"] == []


def test_lists_are_printed_as_they_stood(office, visit, left):
    assert "王建国" in visit(office.county, "/pairing/lists/?on=2020-06-01").said
    assert "王建国" not in visit(office.county, "/pairing/lists/").said
