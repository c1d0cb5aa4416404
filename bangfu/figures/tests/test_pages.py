"""The pages of figures: the list by working group, one figure down to its rows, and what leaves as a file."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.figures.actions import state_target
from bangfu.figures.tests.conftest import COUNTY, NEXT_TOWN, TOWN
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.ledger.actions import dispute_entry, record_entry, reverse_entry
from bangfu.ledger.drafts import Draft
from bangfu.parties.actions import register_person
from bangfu.parties.models import Area

pytestmark = pytest.mark.django_db
SALES = "/figures/market.sales/"


def test_the_list_shows_one_working_group_with_its_values(books, visit):
    said = visit(books.county, f"/figures/?workstream=market&place={COUNTY}&year=2020").said
    assert "认定产品销售额" in said
    assert "2,000.50元" in said
    assert "捐款捐物合计" not in said


def test_the_last_recorded_year_is_shown_first(books, visit):
    assert "2020 年" in visit(books.county, SALES).said


def test_a_figure_opens_to_its_rows_and_they_to_the_entry(books, visit):
    answer = visit(books.county, f"{SALES}?year=2020")
    assert "2,000.50元" in answer.said
    assert "卡子茶叶合作社" in answer.said
    assert "/ledger/entry/" in answer.content.decode()


def test_a_stated_base_opens_to_where_it_was_stated(books, visit):
    year = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31)}
    given = {"figure": "parties.population", "area_code": COUNTY, "use": "base", "document": "公报", **year}
    state_target(operator(), value=Decimal(286_543), **given)
    page = visit(books.county, f"/figures/parties.population/?place={COUNTY}&year=2020")
    assert page.status_code == 200
    assert "286,543" in page.said


def test_parts_open_further(books, visit):
    page = visit(books.county, f"{SALES}?year=2020&by=area").content.decode()
    assert f"place={TOWN}&amp;" in page
    said = visit(books.county, f"{SALES}?year=2020&by=month").said
    assert "2020-06" in said
    assert "2020-07" in said
    narrowed = visit(books.county, f"{SALES}?year=2020&giver={books.unit.pk}").said
    assert "提供方：茅箭区教育局" in narrowed


def test_what_is_in_doubt_stands_apart(books, visit):
    dispute_entry(books.county, books.purchase("30.00", TOWN, date(2020, 8, 1)).pk, note="数量不对")
    reverse_entry(operator(), books.purchase("40.00", TOWN, date(2020, 8, 2)).pk, reason="重复")
    said = visit(books.county, f"{SALES}?year=2020").said
    assert "2,030.50元" in said
    assert "其中有异议 30.00元" in said
    assert "已冲销 40.00元" in said


def test_a_neighbour_is_refused_and_a_stranger_sees_nothing(books, visit):
    assert visit(books.township, f"{SALES}?place={NEXT_TOWN}").status_code == 403
    assert visit(books.township, f"{SALES}?place={COUNTY}").status_code == 403
    for page in (SALES, "/figures/", "/tables/", "/tables/T32/", "/api/tables/T32/"):
        for word in ("place", "area"):
            assert visit(books.township, f"{page}?{word}={NEXT_TOWN}").status_code == 403, (page, word)
    said = visit(books.township, f"{SALES}?year=2020").said
    assert "1,200.50元" in said
    assert "800.00" not in said
    assert "2,000.50" not in visit(books.stranger, f"{SALES}?year=2020").said
    assert visit(books.nobody, SALES).status_code == 403
    assert visit(books.buyer, "/figures/parties.registered_households/").status_code == 403


def test_an_empty_place_says_what_to_do(books, visit):
    assert "这个范围里没有记录" in visit(books.stranger, SALES).said


@pytest.mark.parametrize(
    "query", ["place=x", "by=colour", "side=left", "from=2020-13-01", "from=2020-02-01&to=2020-01-01", "year=abc"]
)
def test_a_wrong_question_is_answered_in_words(books, visit, query):
    assert visit(books.county, f"{SALES}?{query}").status_code == 422


def test_an_unknown_figure_is_refused(books, visit):
    assert visit(books.county, "/figures/no.such/").status_code == 422


def test_the_table_of_parts_leaves_as_csv_and_is_on_record(books, visit):
    answer = visit(books.county, f"{SALES}export/?year=2020&by=area&format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[1:] == [["大川镇", "1200.5", "1"], ["茅塔乡", "800.0", "1"], ["合计", "2000.5", "2"]]
    assert Change.objects.get(action="export").after["figure"] == "market.sales"


def test_rows_leave_with_the_right_to_export_only(books, visit):
    answer = visit(books.county, f"{SALES}export/?year=2020&what=rows")
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert visit(books.buyer, f"{SALES}export/?year=2020&what=rows").status_code == 403
    assert "导出记录" not in visit(books.buyer, f"{SALES}?year=2020").said


def test_a_formula_in_a_name_is_not_evaluated(books, visit):
    books.unit.name = "=HYPERLINK(1)"
    books.unit.save()
    answer = visit(books.county, f"{SALES}export/?year=2020&what=rows&format=csv")
    assert "'=HYPERLINK(1)" in b"".join(answer.streaming_content).decode()


def test_the_pages_stand_in_every_language(books, visit):
    for language in ("zh-hans", "zh-hant", "en"):
        User.objects.filter(pk=books.county.pk).update(language=language)
        for address in ("/figures/", f"{SALES}?by=month", "/figures/pairing.household_coverage/?by=area"):
            assert visit(books.county, address).status_code == 200


def test_queries_do_not_grow_with_the_rows(books, visit):
    visit(books.county, SALES)
    books.purchase("1.00", TOWN, date(2020, 4, 1))
    with CaptureQueriesContext(connection) as few:
        visit(books.county, f"{SALES}?year=2020&by=giver")
    for day in range(1, 25):
        books.purchase("1.00", TOWN, date(2020, 5, day))
    with CaptureQueriesContext(connection) as many:
        visit(books.county, f"{SALES}?year=2020&by=giver")
    assert len(many) <= len(few)


def intended(books, persons, **changes):
    """Persons who mean to take a post after an online fair."""
    draft = Draft(
        kind="labour.intention",
        happened_on=date(2020, 5, 14),
        area_code=TOWN,
        giver_id=books.unit.pk,
        receiver_id=Area.objects.get(code=TOWN).party_id,
        persons=persons,
        details={"form": "online", "registered": True},
    )
    return record_entry(operator(), replace(draft, **changes), accept_warnings=True, reason="另一场")


@pytest.mark.parametrize(("said", "persons"), [("true", 58), ("1", 58), ("True", 58), ("false", 37), ("0", 37)])
def test_a_yes_or_no_in_the_address_narrows_the_figure(books, visit, said, persons):
    intended(books, 58)
    intended(books, 37, details={"form": "online", "registered": False})
    page = visit(books.county, f"/figures/labour.intentions/?year=2020&registered={said}")
    assert f"{persons} 人" in page.said
    assert "95 人" not in page.said
    split = visit(books.county, "/figures/labour.intentions/?year=2020&by=registered")
    for address in re.findall(r'href="([^"]*registered=[^"]*)"', split.content.decode()):
        assert visit(books.county, address.replace("&amp;", "&")).status_code == 200


def test_persons_on_lists_are_told_from_headcounts(books, visit):
    people = [register_person(operator(), area_code=TOWN, name=f"求职人{n}") for n in range(3)]
    intended(books, 2, person_ids=(people[0].pk, people[1].pk))
    intended(books, 2, person_ids=(people[1].pk, people[2].pk), happened_on=date(2020, 5, 15))
    intended(books, 40)
    said = visit(books.county, "/figures/labour.intentions/?year=2020").said
    assert "其中有名单（逐人去重） 3 人 有名单的各笔相加 4 人" in said
    assert "其中没有名单 40 人" in said
    assert "其中没有名单" not in visit(books.county, "/figures/market.sales/?year=2020").said
