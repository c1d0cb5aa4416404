"""One household on one page; what is printed of it; reading a number in full."""

import json
import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.office.tests.conftest import ACCOUNT, HEAD_ID, HEAD_PHONE
from bangfu.parties.models import Unmasking
from bangfu.reports.papers import setting

pytestmark = pytest.mark.django_db
LONG_NUMBER = re.compile(r"\d{17}[\dXx]|1\d{10}(?!\d)|1\d{2}\*{4}\d{4}|\d{6}\*+")


def page(household, rest=""):
    return f"/parties/household/{household.pk}/{rest}"


def test_the_page_tells_what_is_known(office, visit):
    said = visit(office.village, page(office.home)).said
    for known in ("王建国", "王小明", "沈文静", "建档立卡", "12,000.50", "12,500.50", "6,250.25", "改动经过"):
        assert known in said


def test_numbers_are_masked_on_the_page(office, visit):
    text = visit(office.county, page(office.home)).content.decode()
    for number in (HEAD_ID, HEAD_PHONE, ACCOUNT):
        assert number not in text
    assert "420302********1232" in text


def test_a_stranger_is_told_nothing(office, visit):
    for who in (office.stranger, office.buyer, office.nobody):
        for rest in ("", "card/", "card.pdf", "handbook/"):
            answer = visit(who, page(office.home, rest))
            assert answer.status_code in (403, 404)
            assert "王建国" not in answer.content.decode()


def test_a_township_does_not_open_the_neighbours(office, visit):
    assert visit(office.township, page(office.home)).status_code == 200
    assert visit(office.township, page(office.far_home)).status_code == 404


def test_a_helper_opens_only_whom_they_help(office, visit):
    assert visit(office.helper, page(office.home)).status_code == 200
    assert visit(office.helper, page(office.far_home)).status_code == 404


def test_print_holds_no_number_of_papers_telephones_or_accounts(office, visit):
    for rest in ("card/", "handbook/"):
        answer = visit(office.county, page(office.home, rest))
        assert answer.status_code == 200
        assert LONG_NUMBER.search(answer.said.replace(office.home.number, "")) is None


def test_the_card_names_no_child_and_no_cause(office, visit):
    said = visit(office.county, page(office.home, "card/")).said
    assert "王建国" in said
    assert "沈文静（茅箭区教育局）" in said
    for private in ("王小明", "致贫原因", "健康", "12,000.50"):
        assert private not in said.split("帮扶明白卡")[1]


def test_the_card_is_a_pdf_of_one_page(office, visit):
    answer = visit(office.county, page(office.home, "card.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert answer.content.count(b"/Type /Page\n") <= 1


def test_without_a_chinese_font_the_card_says_so(office, visit, monkeypatch):
    monkeypatch.setattr(setting, "installed_fonts", lambda: SimpleNamespace(families=lambda: ["Latin Modern"]))
    answer = visit(office.county, page(office.home, "card.pdf"))
    assert answer.status_code == 422
    assert "中文字体" in answer.said


def test_the_number_of_queries_is_bounded(office, visit):
    visit(office.county, page(office.home))
    with CaptureQueriesContext(connection) as queries:
        visit(office.county, page(office.home))
    assert len(queries) < 45


def test_the_pages_stand_in_every_language(office, visit, speak):
    for language in ("zh-hans", "zh-hant", "en"):
        for rest in ("", "card/", "handbook/"):
            assert visit(speak(office.county, language), page(office.home, rest)).status_code == 200


def unmask(household):
    return f"/parties/household/{household.pk}/unmask/phone/"


def test_a_number_is_read_in_full_for_a_purpose_and_on_record(office, visit):
    answer = visit(
        office.county, unmask(office.home), post={"purpose": "核对身份"}, headers={"Accept": "application/json"}
    )
    assert json.loads(answer.content) == {"value": HEAD_PHONE}
    assert answer["Cache-Control"] == "private, no-store"
    row = Unmasking.objects.get()
    assert (row.actor, row.field, row.purpose) == (office.county, "phone", "核对身份")


def test_without_script_the_number_stands_on_a_page(office, visit):
    assert "用途" in visit(office.county, unmask(office.home)).said
    assert HEAD_PHONE in visit(office.county, unmask(office.home), post={"purpose": "核对身份"}).said


def test_without_a_purpose_nothing_is_shown(office, visit):
    answer = visit(office.county, unmask(office.home), post={"purpose": "看"})
    assert answer.status_code == 422
    assert HEAD_PHONE not in answer.said
    assert not Unmasking.objects.exists()


def test_a_stranger_reads_no_number(office, visit):
    answer = visit(office.stranger, unmask(office.home), post={"purpose": "核对身份"})
    assert answer.status_code == 404
    assert not Unmasking.objects.exists()
