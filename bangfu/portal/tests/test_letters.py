"""Anybody writes; number and code show the answer; the office has a deadline; nobody floods it."""

import re
from datetime import timedelta
from typing import Any

import pytest

from bangfu.kernel.ciphers import decrypt
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.flows.models import FlowStep
from bangfu.kernel.flows.queries import overdue
from bangfu.portal import actions
from bangfu.portal.actions.letters import read_contact
from bangfu.portal.models import Letter
from bangfu.portal.pages.guarding import opened
from bangfu.portal.tests.conftest import Look
from bangfu.workstreams.exchange.tests.conftest import COUNTY, TOWN, Place

WRITE, ASK = "/public/letters/new/", "/public/letters/answer/"


def letter(**given: Any) -> tuple[Letter, str]:
    """Return a letter as a visitor sends it."""
    fields = {"area_code": TOWN, "kind": "suggestion", "title": "多发布助学需求", "text": "村里有几个孩子开学缺书包。"}
    return actions.send_letter(**({"address": "203.0.113.5"} | fields | given))


def posted(**given: str) -> dict[str, str]:
    fields = {"kind": "complaint", "area_code": TOWN, "title": "心愿不实", "text": "这家并不需要轮椅。"}
    return fields | {"opened": opened(), "website": ""} | given


@pytest.mark.usefixtures("patient")
def test_a_visitor_writes_and_reads_the_answer(site: Place, look: Look) -> None:
    sent = look(WRITE, post=posted(contact="154 1234 5678"))
    assert sent.status_code == 200
    assert sent["Cache-Control"] == "no-store"
    number = re.search(r"编号\s*([0-9A-Z]{10})", sent.said)[1]
    code = re.search(r"查询码\s*([0-9A-Z]{6})", sent.said)[1]
    row = Letter.objects.get(number=number)
    assert decrypt(row.contact) == "15412345678"
    assert row.answer_by == row.sent_on + timedelta(days=60)
    assert "还在办理" in look(ASK, post={"number": number, "code": code}).said
    actions.answer_letter(site.township, row, answer="已核实，需求属实。")
    told = look(ASK, post={"number": number.lower(), "code": code.lower()})
    assert "已核实，需求属实。" in told.said
    assert "15412345678" not in told.content.decode()
    assert "谢谢您的评价" in look(ASK, post={"number": number, "code": code, "satisfied": "yes"}).said
    assert Letter.objects.get(pk=row.pk).satisfied is True


def test_a_wrong_code_opens_nothing_and_guessing_is_bounded(site: Place, look: Look) -> None:
    row, code = letter()
    other, _code = letter(title="另一件")
    for number, given in ((row.number, "AAAAAA"), (other.number, code), ("NOTHING", code)):
        answer = look(ASK, post={"number": number, "code": given})
        assert (answer.status_code, "编号或查询码不对" in answer.said) == (422, True)
    for _n in range(20):
        look(ASK, post={"number": row.number, "code": "AAAAAA"})
    assert "查询太频繁" in look(ASK, post={"number": row.number, "code": code}).said


def test_one_address_sends_so_many_a_day(site: Place) -> None:
    for _n in range(5):
        letter()
    with pytest.raises(Refused, match="今天提交得太多"):
        letter()
    letter(address="203.0.113.6")
    assert Letter.objects.count() == 6


def test_programs_are_kept_out(site: Place, look: Look) -> None:
    for given in ({"website": "http://spam.example"}, {"opened": "forged"}, {}):
        answer = look(WRITE, post=posted(**given))
        assert answer.status_code == 422, given
    assert not Letter.objects.exists()


@pytest.mark.usefixtures("patient")
def test_what_is_missing_is_told_and_nothing_typed_is_lost(site: Place, look: Look) -> None:
    answer = look(WRITE, post=posted(title="", text="这家并不需要轮椅。"))
    assert answer.status_code == 422
    assert "这家并不需要轮椅。" in answer.said
    assert look(WRITE, post=posted(area_code="420303")).status_code == 422


def test_a_stranger_s_office_cannot_answer(site: Place) -> None:
    row, _code = letter(contact="15412345678")
    for deed in (
        lambda: actions.accept_letter(site.stranger, row),
        lambda: actions.answer_letter(site.stranger, row, answer="好"),
        lambda: actions.answer_letter(site.donor, row, answer="好"),
        lambda: read_contact(site.stranger, row, reason="看看"),
    ):
        with pytest.raises(Denied):
            deed()
    assert "15412345678" in read_contact(site.county, row, reason="回电核实")


def test_overdue_letters_are_on_the_office_s_list(site: Place) -> None:
    row, _code = letter()
    actions.accept_letter(site.township, row)
    due = FlowStep.objects.get(object_type="portal.letter", object_id=row.pk, left_at=None).due_on
    assert due == row.answer_by
    assert not overdue(site.county, due).filter(object_id=row.pk, flow="portal.letter").exists()
    late = due + timedelta(days=1)
    assert overdue(site.county, late).filter(object_id=row.pk, flow="portal.letter").exists()
    assert not overdue(site.stranger, late).filter(flow="portal.letter").exists()


def test_an_answer_is_published_only_without_numbers(site: Place, look: Look) -> None:
    row, _code = letter()
    with pytest.raises(Refused, match="不能公开"):
        actions.answer_letter(site.county, row, answer="请找小李，１５４－１２３４－５６７８。", shown=True)
    actions.answer_letter(site.county, row, answer="已发布 12 条助学需求。", shown=True)
    page = look("/public/letters/").said
    assert "已发布 12 条助学需求。" in page
    assert "开学缺书包" not in page
    Letter.objects.filter(pk=row.pk).update(answer="请打15412345678")  # past every check
    assert "15412345678" not in look("/public/letters/").said


def test_a_declined_letter_tells_why(site: Place, look: Look) -> None:
    row, code = letter()
    actions.decline_letter(site.county, row, reason="请向人社局反映。")
    assert "请向人社局反映。" in look(ASK, post={"number": row.number, "code": code}).said


def test_nothing_is_taken_where_the_box_is_closed(site: Place, look: Look) -> None:
    actions.set_site(site.county, area_code=COUNTY, open_=True, shown=("exchange.need",))
    assert look(WRITE).status_code == 404
