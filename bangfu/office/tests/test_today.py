"""Today shows each person what concerns them, and nothing of the neighbour."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from bangfu.kernel.rights.actions import operator
from bangfu.ledger.actions import dispute_entry
from bangfu.office.pages import progress
from bangfu.office.pages.progress import coverage_words
from bangfu.office.queries import waiting
from bangfu.office.tests.conftest import COUNTY, NEXT_TOWN, START, TOWN, VILLAGE, employ, purchase
from bangfu.pairing.actions import pair
from bangfu.pairing.models import Scheme
from bangfu.pairing.queries.coverage import Covered
from bangfu.pairing.seeds import load_schemes
from bangfu.parties.actions import register_household
from bangfu.parties.models import Area

pytestmark = pytest.mark.django_db


def test_the_county_sees_coverage_gaps_and_figures(office, visit):
    said = visit(office.county, "/").said
    assert "50.0%" in said
    assert "缺 1" in said
    assert "2,000.50元" in said
    assert "大川镇" in said
    assert "茅塔乡" in said


def test_many_villages_are_folded_by_township_and_each_says_what_it_lacks(office, visit, monkeypatch):
    few = html.fromstring(visit(office.county, "/").content)
    assert few.xpath("//details[@class='tiles-group' and @open]//li[contains(@class, 'tile')]")
    told = [" ".join(one.text_content().split()) for one in few.xpath("//details[@class='tiles-group']/summary")]
    assert any(re.search(r"大川镇 \d+ 个村 .*(有缺口|已全覆盖|无任务)", one) for one in told), told
    monkeypatch.setattr(progress, "OPEN_TILES", 0)
    purchase(office, "10", TOWN, date(2020, 3, 1))
    many = html.fromstring(visit(office.county, "/?year=2020").content)
    assert many.xpath("//details[@class='tiles-group']")
    assert not many.xpath("//details[@class='tiles-group' and @open]")


def test_a_township_sees_its_own_part_only(office, visit):
    answer = visit(office.township, "/")
    assert "1,200.50元" in answer.said
    assert "2,000.50元" not in answer.said
    assert "茅塔乡" not in answer.said


def test_a_strange_place_is_refused(office, visit):
    assert visit(office.township, f"/?place={NEXT_TOWN}").status_code == 403
    assert visit(office.stranger, f"/?place={TOWN}").status_code == 403
    assert visit(office.township, "/?place=420302").status_code == 403


@pytest.mark.parametrize("address", ["/?place=abc", "/?year=twenty", "/?year=9999"])
def test_a_wrong_address_is_answered_in_words(office, visit, address):
    answer = visit(office.county, address)
    assert answer.status_code == 422
    assert "不是" in answer.said


def test_what_is_late_comes_first(office, visit, monkeypatch):
    monkeypatch.setattr(waiting, "timezone", SimpleNamespace(localdate=lambda: date(2099, 1, 1)))
    dispute_entry(office.supplier, purchase(office, "5.00", TOWN, date(2020, 8, 1)).pk, note="数量不对")
    said = visit(office.county, "/").said
    assert said.index("逾期未确认的帮扶记录") < said.index("有异议、待核实的帮扶记录")


def test_a_helper_sees_the_households_they_help_and_what_is_lacking(office, visit):
    answer = visit(office.helper, "/")
    assert "王建国" in answer.said
    assert "李大山" not in answer.said
    assert "还没有您的帮扶记录" in answer.said


def test_a_unit_sees_its_own_purchases(office, visit):
    said = visit(office.buyer, "/").said
    assert "2,000.50元" in said
    assert "卡子茶叶合作社" in said
    assert (
        "等您确认的帮扶记录" in visit(office.supplier, "/").said
        or "逾期未确认的帮扶记录" in visit(office.supplier, "/").said
    )


def test_nobody_is_shown_a_way_that_is_refused_them(office, visit):
    """A department's office may be paired with a village too, and its officer may open no pairing."""
    villages = Scheme.objects.get(name="unit-village")
    village = Area.objects.get(code=VILLAGE)
    pair(operator(), scheme=villages, helper=office.unit.party, recipient=village.party, valid_from=START)
    officer = employ("officer", "department", COUNTY, office.unit)
    assert "卡子村" in visit(officer, "/").said
    for user in (officer, office.buyer, office.helper, office.supplier, office.auditor, office.village, office.nobody):
        found = html.fromstring(visit(user, "/").content).xpath("//main//a/@href | //nav//a/@href")
        ways = {way for way in found if way.startswith("/")}
        assert {way: status for way in ways if (status := visit(user, way).status_code) >= 400} == {}


def test_who_has_no_role_is_told_what_to_do(office, visit):
    assert "请联系县办" in visit(office.nobody, "/").said


def test_an_empty_county_says_what_to_do_next(office, visit):
    said = visit(office.stranger, "/").said
    assert "这里还没有登记农户" in said
    assert "导入名册" in said


def test_the_years_one_may_look_at_are_links(office, visit):
    said = visit(office.county, "/?year=2019").said
    assert "2020 年" in said
    assert "2,000.50元" not in said.split("上年")[0]


def test_the_page_stands_in_every_language(office, visit, speak):
    for who in (office.county, office.village, office.auditor, office.helper, office.buyer, office.nobody):
        for language, written in (("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en")):
            answer = visit(speak(who, language), "/")
            assert answer.status_code == 200
            assert f'<html lang="{written}">' in answer.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_county(office, visit):
    visit(office.county, "/")
    with CaptureQueriesContext(connection) as few:
        visit(office.county, "/")
    for number in range(20):
        register_household(
            operator(),
            area_code="420302100201",
            head_name=f"户主{number}",
            standing="registered",
            opened_on=date(2020, 1, 1),
        )
    with CaptureQueriesContext(connection) as many:
        visit(office.county, "/")
    assert len(many) <= len(few) + 50  # what was remembered is computed anew, once
    with CaptureQueriesContext(connection) as again:
        visit(office.county, "/")
    assert len(again) <= len(few)


def test_numbers_are_never_older_than_the_books(office, visit):
    visit(office.county, "/")
    purchase(office, "99.50", TOWN, date(2020, 9, 1))
    assert "2,100.00元" in visit(office.county, "/").said


def test_a_county_without_schemes_or_places_has_a_page(db, visit):
    load_schemes()
    assert visit(employ("fresh", "county", "420999"), "/").status_code == 200


def test_scheme_coverage_is_never_rounded_up():
    assert coverage_words(Covered("", 2402, 2401)) == "99.9%"
    assert coverage_words(Covered("", 2402, 2402)) == "100.0%"
