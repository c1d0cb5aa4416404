"""The pairing overview, proposals beside today, and printable lists."""

from io import BytesIO

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.kernel.history.models import Change
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.jobs.worker import claim, run_job
from bangfu.kernel.rights.actions import operator
from bangfu.office.queries.proposals import parts_of
from bangfu.office.tests.conftest import COUNTY, NEXT_TOWN, NEXT_VILLAGE, TOWN, VILLAGE
from bangfu.pairing.actions import enrol, propose
from bangfu.pairing.actions.schemes import change_scheme
from bangfu.pairing.models import Pairing, Proposal
from bangfu.parties.actions import register_person
from bangfu.parties.models import Area

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


def test_the_answer_is_told_with_its_proof_and_the_smallest_change(office, visit, proposal):
    said = visit(office.county, f"/pairing/proposals/{proposal.pk}/").said
    assert "已证明" in said
    assert "怎样才能全部结对" not in said
    proposal.summary["remedy"] = {
        "raises": [[proposal.rows.first().helper_id, 5, 6]],
        "raised": 1,
        "newcomers": [[VILLAGE, 2, 7]],
        "new_helpers": 2,
    }
    proposal.save()
    said = visit(office.county, f"/pairing/proposals/{proposal.pk}/").said
    assert "5 → 6" in said
    assert "增加 2 个" in said


def test_a_proposal_is_seen_by_place_and_by_helper(office, visit, proposal):
    said = visit(office.county, f"/pairing/proposals/{proposal.pk}/places/").said
    assert "茅塔乡" in said
    assert "卡子村" in visit(office.county, f"/pairing/proposals/{proposal.pk}/places/?place={TOWN}").said
    helper = proposal.rows.exclude(helper=None).first().helper_id
    assert (
        str(proposal.rows.filter(helper_id=helper).count())
        in visit(office.county, f"/pairing/proposals/{proposal.pk}/helpers/").said
    )
    narrowed = visit(office.county, f"/pairing/proposals/{proposal.pk}/?show=all&helper={helper}").said
    assert "李大山" in narrowed
    for part in ("places", "helpers", "export"):
        assert visit(office.stranger, f"/pairing/proposals/{proposal.pk}/{part}/").status_code == 404


def test_places_with_coordinates_stand_on_a_map(office, visit, proposal):
    address = f"/pairing/proposals/{proposal.pk}/places/"
    page = visit(office.county, address)
    assert "<circle" not in page.content.decode()
    assert "map-tile" in page.content.decode()
    for number, code in enumerate((VILLAGE, NEXT_VILLAGE)):
        Area.objects.filter(code=code).update(longitude=110 + number / 10, latitude=32 + number / 20)
    assert visit(office.county, address).content.decode().count("<circle") == 2


def test_today_and_the_proposal_stand_side_by_side_place_by_place(office, visit, proposal):
    parts = {part.area_code: part for part in parts_of(proposal, most=10)}
    assert (parts[VILLAGE].today, parts[VILLAGE].proposed, parts[VILLAGE].changed) == (1, 1, 0)
    assert (parts[NEXT_VILLAGE].today, parts[NEXT_VILLAGE].proposed, parts[NEXT_VILLAGE].started) == (0, 1, 1)
    whole = parts_of(proposal, most=1)
    assert [(part.area_code, part.all, part.today, part.proposed) for part in whole] == [
        (TOWN, 1, 1, 1),
        (NEXT_TOWN, 1, 0, 1),
    ]
    said = visit(office.county, f"/pairing/proposals/{proposal.pk}/places/").said
    assert "今天已结对" in said
    assert "变 1 / 1" in said


def test_a_name_finds_rows_of_either_side(office, visit, proposal):
    address = f"/pairing/proposals/{proposal.pk}/?show=all&q="
    assert "李大山" in visit(office.county, address + "李").said
    assert "李大山" not in visit(office.county, address + "无此人").said


def test_the_price_is_shown_before_anything_is_saved(office, visit, proposal):
    row = proposal.rows.exclude(helper=None).filter(current=None).first()
    address = f"/pairing/proposals/{proposal.pk}/rows/{row.pk}/"
    said = visit(office.county, f"{address}price/?helper={row.helper_id}").said
    assert "+0" in said
    assert "总代价变化" in visit(office.county, f"{address}price/?nobody=on").said
    assert "总代价变化" not in visit(office.county, f"{address}price/?helper=").content.decode()
    assert "总代价变化" in visit(office.county, f"{address}?nobody=on").said
    other = register_person(operator(), area_code=COUNTY, name="未登记的人")
    assert "帮扶力量" in visit(office.county, f"{address}price/?helper={other.pk}").said
    assert visit(office.stranger, f"{address}price/?helper=").status_code == 404
    row.refresh_from_db()
    assert not row.by_hand


def test_a_whole_proposal_leaves_as_a_workbook(office, visit, proposal):
    answer = visit(office.county, f"/pairing/proposals/{proposal.pk}/export/")
    rows = read_workbook(b"".join(answer.streaming_content))
    assert len(rows) == proposal.rows.count() + 1
    assert "李大山" in {cell for row in rows for cell in row}
    assert visit(office.township, f"/pairing/proposals/{proposal.pk}/export/").status_code in (403, 404)


def read_workbook(content: bytes) -> list[list[object]]:
    """Return the first sheet of a workbook as rows."""
    sheet = pl.read_excel(BytesIO(content), has_header=False)
    return [list(row) for row in sheet.rows()]


def test_nobody_is_chosen_expressly_and_a_choice_by_hand_is_put_back(office, visit, proposal):
    row = proposal.rows.exclude(helper=None).first()
    address = f"/pairing/proposals/{proposal.pk}/rows/{row.pk}/"
    assert "恢复系统建议" not in visit(office.county, address).said
    assert "请选择一个帮扶方" in visit(office.county, address, post={"helper": ""}).said
    assert visit(office.county, address, post={"nobody": "on"}).status_code == 302
    said = visit(office.county, address).said
    assert "系统原来建议：" in said
    assert "恢复系统建议" in said
    assert visit(office.stranger, f"{address}restore/", post={}).status_code == 404
    assert visit(office.county, f"{address}restore/").status_code == 405
    assert visit(office.county, f"{address}restore/", post={}).status_code == 302
    fresh = proposal.rows.get(pk=row.pk)
    assert (fresh.helper_id, fresh.by_hand) == (row.helper_id, False)


def test_side_rules_a_gap_and_a_changed_scheme_are_told(office, visit, proposal):
    proposal.summary |= {
        "side_rules": ["一个村由至多 1 个单位帮扶"], "optimal": False, "bound": 90, "gap": 10, "coverage_gap": 1,
        "remedy": {"rules": [["一个村由至多 1 个单位帮扶", 3]]},
    }  # fmt: skip
    proposal.save()
    said = visit(office.county, f"/pairing/proposals/{proposal.pk}/").said
    for words in ("放在一起还要做到", "最好也不低于 90，最多还能省 10", "也可能还能增加", "可多安排 3 个"):
        assert words in said
    change_scheme(operator(), office.scheme, per_helper_max=3)
    said = visit(office.county, f"/pairing/proposals/{proposal.pk}/").said
    assert "规则改过了" in said
    assert "现在：" in said
    assert "原来：" in said
    refused = visit(office.county, f"/pairing/proposals/{proposal.pk}/accept/", post={})
    assert refused.status_code == 409
    assert refused.said.count("帮至多 3 个") == 1


def test_the_time_to_compute_is_asked_within_bounds(office, visit):
    given = {"scheme": office.scheme.name, "area_code": TOWN, "time_limit": "601"}
    assert visit(office.county, "/pairing/propose/", post=given).status_code == 422


def test_the_list_is_sent_as_pdf_and_that_is_noted(office, visit):
    address = f"/pairing/lists/file.pdf?scheme={office.scheme.name}&by=unit"
    answer = visit(office.county, address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert Change.objects.filter(action="export", object_id=office.scheme.pk).count() == 1
    assert visit(office.village, address).status_code == 403
    assert visit(office.stranger, f"{address}&place={COUNTY}").status_code == 403
    assert "/pairing/lists/file.pdf" in visit(office.county, "/pairing/lists/").content.decode()
    assert "/pairing/lists/file.pdf" not in visit(office.village, "/pairing/lists/").content.decode()
