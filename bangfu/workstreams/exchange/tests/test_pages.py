"""The pages people use: a wish from the clerk's entry to the donor's certificate, and what others do not see."""

import re
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.parties.actions import register_household
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.models import Claim, Need
from bangfu.workstreams.exchange.tests.conftest import NEXT_VILLAGE, START, STRANGE_COUNTY, VILLAGE, Place, employ

ASKED = {"kind": "article", "title": "轮椅一辆", "quantity": "1", "value": "450", "urgency": "1", "band": "family"}


def test_a_need_goes_from_the_clerk_to_the_certificate(place: Place, visit: Any) -> None:
    assert visit(place.village, "/exchange/ask/").status_code == 200
    answer = visit(place.village, "/exchange/ask/", post={**ASKED, "asker": f"{place.home.pk} 王建国"})
    need = Need.objects.get()
    assert answer["Location"] == f"/exchange/need/{need.pk}/"
    assert "轮椅一辆" in visit(place.township, "/exchange/desk/").said
    visit(place.township, "/exchange/desk/publish/", post={"ids": str(need.pk)})
    assert "轮椅一辆" in visit(place.donor, "/exchange/board/").said
    said = visit(place.donor, f"/exchange/board/{need.pk}/").said
    assert "王建国" not in said
    assert "卡子村" not in said
    claimed = visit(place.donor, f"/exchange/board/{need.pk}/", post={"message": "加油"})
    claim = Claim.objects.get()
    assert claimed["Location"] == f"/exchange/claim/{claim.pk}/"
    assert "王建国" not in visit(place.donor, f"/exchange/claim/{claim.pk}/").said
    visit(place.donor, f"/exchange/claim/{claim.pk}/act/deliver/", post={"_key": "a"})
    visit(place.village, f"/exchange/claim/{claim.pk}/act/confirm/", post={"_key": "b"})
    claim.refresh_from_db()
    assert claim.state == "confirmed"
    pdf = visit(place.donor, f"/exchange/claim/{claim.pk}/certificate.pdf")
    assert (pdf["Content-Type"], pdf.content[:4]) == ("application/pdf", b"%PDF")
    assert visit(place.stranger, f"/exchange/claim/{claim.pk}/certificate.pdf").status_code == 404
    assert "轮椅一辆" in visit(place.donor, "/exchange/gifts/").said


def test_anybody_checks_a_certificate_and_learns_nothing_of_who_was_helped(
    place: Place, visit: Any, client: Any
) -> None:
    claim = place.delivered(place.published())
    actions.confirm_receipt(place.village, claim)
    claim.refresh_from_db()
    client.logout()
    body = client.get(f"/c/{claim.certificate.lower()}/").content.decode()
    assert "爱心实业" in body
    assert "王建国" not in body
    assert "卡子村" not in body
    assert client.get("/c/AAAABBBBCCCCDDDD/").status_code == 404


def test_pages_that_ask_once_speak_of_nobody_elses_edit(place: Place, visit: Any) -> None:
    claim = place.delivered(place.published())
    for who, address in (
        (place.donor, f"/exchange/board/{claim.need_id}/complain/"),
        (place.donor, f"/exchange/claim/{claim.pk}/code/"),
    ):
        assert "别人先保存了" not in visit(who, address).said
        assert "别人先保存了" not in visit(who, address, post={}).said


def test_a_way_that_cannot_reach_the_asker_leaves_the_others_one_press_away(place: Place, visit: Any) -> None:
    claim = place.delivered(place.published())
    address = f"/exchange/claim/{claim.pk}/slip/"
    refused = visit(place.village, address, post={"way": "notice"})
    assert refused.status_code == 422
    assert "没有登录账号" in refused.said
    assert "打印纸条" in refused.said
    assert "只显示这一次" in visit(place.village, address, post={"way": "paper"}).said


def test_a_claim_pressed_twice_is_one(place: Place, visit: Any) -> None:
    need = place.published()
    for _n in range(2):
        answer = visit(place.donor, f"/exchange/board/{need.pk}/", post={"_key": "once"})
        assert answer.status_code == 302
    assert Claim.objects.count() == 1
    assert visit(place.other_donor, f"/exchange/board/{need.pk}/", post={"_key": "x"}).status_code == 422


def test_the_board_tells_of_every_write_at_once_and_each_reader_what_they_may_know(place: Place, visit: Any) -> None:
    need = place.published()
    assert "卡子村" in visit(place.village, "/exchange/board/").said
    assert "卡子村" not in visit(place.donor, "/exchange/board/").said
    place.published(title="助听器")
    assert "助听器" in visit(place.donor, "/exchange/board/").said
    actions.claim_need(place.donor, need)
    assert "轮椅一辆" not in visit(place.other_donor, "/exchange/board/").said


def test_markup_is_shown_as_text(place: Place, visit: Any) -> None:
    script = "<script>alert(1)</script><b>粗</b>"
    need = place.published(title="<i>棉被</i>", text=script)
    for address in ("/exchange/board/", f"/exchange/board/{need.pk}/"):
        body = visit(place.donor, address).content.decode()
        assert "&lt;i&gt;棉被" in body
        assert "<script>alert" not in body
    assert "<b>粗" not in visit(place.village, f"/exchange/need/{need.pk}/").content.decode()


def test_a_stranger_sees_the_public_side_only(place: Place, visit: Any) -> None:
    need = place.published(private_text="病情")
    said = visit(place.stranger, f"/exchange/board/{need.pk}/").said
    assert "轮椅" in said
    assert "病情" not in said
    assert "王建国" not in said
    for address in (f"/exchange/need/{need.pk}/", f"/exchange/claim/{need.pk}/"):
        assert visit(place.stranger, address).status_code == 404
    draft = place.need(title="不公开的需求")
    assert visit(place.donor, f"/exchange/board/{draft.pk}/").status_code == 404


def test_the_desk_is_the_offices(place: Place, visit: Any) -> None:
    place.need()
    assert visit(place.donor, "/exchange/desk/").status_code == 403
    assert "轮椅" not in visit(place.stranger, "/exchange/desk/").said
    empty = employ("empty", "county", STRANGE_COUNTY)
    assert "没有等办的" in visit(empty, "/exchange/desk/").said


def test_the_code_is_shown_once_and_typed_by_who_delivers(place: Place, visit: Any) -> None:
    claim = place.delivered(place.published())
    page = visit(place.village, f"/exchange/claim/{claim.pk}/slip/", post={"way": "paper"})
    code = re.search(r"\b\d{6}\b", page.said)
    assert code is not None
    assert page["Cache-Control"] == "private, no-store"
    assert code.group() not in visit(place.village, f"/exchange/claim/{claim.pk}/slip/").said
    assert visit(place.donor, f"/exchange/claim/{claim.pk}/slip/").status_code == 403


def test_wrong_filters_are_refused_and_empty_boards_say_so(place: Place, visit: Any) -> None:
    assert "还没有待认领" in visit(place.donor, "/exchange/board/").said
    assert "放宽条件" in visit(place.donor, "/exchange/board/?q=轮椅").said
    for wrong in ("kind=x", "order=x", "least=abc", "urgency=x", "place=abc"):
        assert visit(place.donor, f"/exchange/board/?{wrong}").status_code == 422


def test_the_board_asks_as_often_for_many_as_for_few(place: Place, visit: Any) -> None:
    place.published()
    visit(place.donor, "/exchange/board/")
    place.published(title="拐杖")  # so that the page is made anew both times
    with CaptureQueriesContext(connection) as few:
        visit(place.donor, "/exchange/board/")
    for n in range(20):
        place.published(title=f"棉被{n}", asker=place.school.pk)
    with CaptureQueriesContext(connection) as many:
        visit(place.donor, "/exchange/board/")
    assert len(many) <= len(few)


def test_the_household_page_shows_what_it_asked_for(place: Place, visit: Any) -> None:
    place.need()
    assert place.home.area_code == VILLAGE
    assert "轮椅一辆" in visit(place.village, f"/parties/household/{place.home.pk}/").said


def test_two_of_one_name_are_told_apart_and_one_is_chosen(place: Place, visit: Any, client: Any) -> None:
    other = register_household(
        place.operator, area_code=NEXT_VILLAGE, head_name="王建国", opened_on=START, standing="registered"
    )
    refused = visit(place.township, "/exchange/ask/", post={**ASKED, "asker": "王建国"})
    assert refused.status_code == 422
    assert "个“王建国”，请从列表里选" in refused.said
    assert "卡子村" in refused.said
    assert "岩屋村" in refused.said
    client.force_login(place.township)
    listed = client.get("/choices/party/?of=asker&asker=王建国", headers={"HX-Request": "true"}).content.decode()
    assert f'value="{other.pk} 王建国"' in listed
    assert "岩屋村" in listed
    assert other.number[-4:] in listed
    visit(place.township, "/exchange/ask/", post={**ASKED, "asker": str(other.pk)})
    assert Need.objects.get().asker_id == other.pk
