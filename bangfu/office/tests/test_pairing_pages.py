"""The pairing overview, proposals beside today, and printable lists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.kernel.jobs.models import Job
from bangfu.kernel.jobs.worker import claim, run_job
from bangfu.kernel.rights.actions import operator
from bangfu.office.tests.conftest import COUNTY, NEXT_TOWN, TOWN, VILLAGE
from bangfu.pairing.actions import enrol, propose
from bangfu.pairing.models import Pairing, Proposal
from bangfu.parties.actions import register_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(office):
    """A proposal for the county: the paired household stays, the other gets the same helper."""
    return propose(operator(), scheme=office.scheme, area_code=COUNTY)


def test_the_overview_tells_coverage_gaps_and_load(office, visit):
    said = visit(office.county, "/pairing/").said
    for known in ("50.0%", "未结对", "李大山", "茅塔乡 / 岩屋村", "负担分布"):
        assert known in said


def test_a_township_sees_its_own_part_only(office, visit):
    assert "李大山" not in visit(office.township, "/pairing/").said
    assert visit(office.township, f"/pairing/?place={NEXT_TOWN}").status_code == 403


def test_whom_it_does_not_concern_is_refused(office, visit):
    for who in (office.helper, office.buyer, office.nobody):
        for address in ("/pairing/", "/pairing/propose/", "/pairing/lists/"):
            assert visit(who, address).status_code == 403


def test_an_empty_county_says_what_is_missing(office, visit):
    assert "没有需要结对的农户" in visit(office.stranger, "/pairing/").said


def test_proposing_is_done_in_the_background(office, visit):
    answer = visit(office.county, "/pairing/propose/", post={"scheme": office.scheme.name, "area_code": COUNTY})
    job = Job.objects.get()
    assert answer.url == f"/jobs/{job.pk}/"
    run_job(claim())
    made = Proposal.objects.get()
    assert f"/pairing/proposals/{made.pk}/" in visit(office.county, f"/jobs/{job.pk}/").content.decode()


def test_a_strange_place_is_not_proposed_for(office, visit):
    visit(office.stranger, "/pairing/propose/", post={"scheme": office.scheme.name, "area_code": COUNTY})
    assert not Job.objects.exists()


def test_a_proposal_stands_beside_today(office, visit, proposal):
    said = visit(office.county, f"/pairing/proposals/{proposal.pk}/").said
    assert "李大山" in said
    assert "王建国" not in said
    assert "新结对" in said
    assert "跨乡镇" in said
    said = visit(office.county, f"/pairing/proposals/{proposal.pk}/?show=all&place={TOWN}").said
    assert "王建国" in said
    assert "李大山" not in said
    assert "保持现有结对" in said


def test_strangers_see_no_proposal(office, visit, proposal):
    assert visit(office.stranger, f"/pairing/proposals/{proposal.pk}/").status_code == 404
    assert visit(office.township, f"/pairing/proposals/{proposal.pk}/").status_code == 404
    assert visit(office.stranger, f"/pairing/proposals/{proposal.pk}/accept/", post={}).status_code == 404


def test_a_row_says_why_and_takes_another_helper(office, visit, proposal):
    other = register_person(operator(), area_code=COUNTY, name="于凤霞", works_for=office.unit)
    enrol(operator(), scheme=office.scheme, party=other.party, county_code=COUNTY, area_code=VILLAGE)
    row = proposal.rows.get(recipient_id=office.far_home.pk)
    address = f"/pairing/proposals/{proposal.pk}/rows/{row.pk}/"
    assert "于凤霞" in visit(office.county, f"{address}?alternatives=1").said
    assert visit(office.county, address, post={"helper": str(other.pk)}).status_code == 302
    row.refresh_from_db()
    assert row.helper_id == other.pk
    assert row.by_hand
    assert "人工调整" in visit(office.county, address).said


def test_acceptance_is_one_step_and_can_be_taken_back(office, visit, proposal):
    visit(office.county, f"/pairing/proposals/{proposal.pk}/accept/", post={})
    assert Pairing.objects.filter(recipient_id=office.far_home.pk, valid_to=None).exists()
    again = visit(office.county, f"/pairing/proposals/{proposal.pk}/accept/", post={})
    assert again.status_code == 409
    assert visit(office.county, f"/pairing/proposals/{proposal.pk}/undo/", post={"reason": ""}).status_code == 422
    visit(office.county, f"/pairing/proposals/{proposal.pk}/undo/", post={"reason": "弄错了"})
    assert not Pairing.objects.filter(recipient_id=office.far_home.pk).exists()


def test_a_township_may_not_accept(office, visit):
    made = propose(operator(), scheme=office.scheme, area_code=TOWN)
    page = visit(office.township, f"/pairing/proposals/{made.pk}/").content.decode()
    assert f"/pairing/proposals/{made.pk}/accept/" not in page
    assert visit(office.township, f"/pairing/proposals/{made.pk}/accept/", post={}).status_code == 403


def test_a_proposal_is_put_aside(office, visit, proposal):
    visit(office.county, f"/pairing/proposals/{proposal.pk}/withdraw/", post={})
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.WITHDRAWN


def test_lists_are_grouped_for_printing(office, visit):
    titles = {"village": "大川镇 / 卡子村", "unit": "茅箭区教育局", "helper": "沈文静（茅箭区教育局）"}
    for by, title in titles.items():
        said = visit(office.county, f"/pairing/lists/?by={by}").said
        assert title in said
        assert "王建国" in said


def test_the_pages_stand_in_every_language(office, visit, speak, proposal):
    for language in ("zh-hans", "zh-hant", "en"):
        for address in ("/pairing/", "/pairing/propose/", "/pairing/lists/", f"/pairing/proposals/{proposal.pk}/"):
            assert visit(speak(office.county, language), address).status_code == 200


def test_a_long_proposal_costs_no_more_queries(office, visit, proposal):
    address = f"/pairing/proposals/{proposal.pk}/?show=all"
    visit(office.county, address)
    with CaptureQueriesContext(connection) as queries:
        visit(office.county, address)
    assert len(queries) < 30
