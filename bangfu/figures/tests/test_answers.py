"""What a page of many numbers reads is of one state of the books, and a little old only where reading is slow."""

from datetime import date

import pytest
from django.utils import timezone

from bangfu.figures import answers
from bangfu.figures.answers import reading, state_of_books, telling_year, years_of
from bangfu.figures.tests.conftest import TOWN, employ

pytestmark = pytest.mark.django_db


def test_every_write_changes_the_state(books):
    before = state_of_books()
    books.purchase("1.00", TOWN, date(2020, 8, 1))
    assert state_of_books() != before


def test_a_quick_page_is_always_fresh(books):
    with reading("page") as first:
        pass
    books.purchase("1.00", TOWN, date(2020, 8, 1))
    with reading("page") as second:
        assert second.fresh
        assert second.state != first.state


def test_a_slow_page_is_read_anew_only_after_a_while(books, monkeypatch):
    monkeypatch.setattr(answers, "SLOW", -1.0)
    monkeypatch.setattr(answers, "PATIENCE", 1e9)
    clock = [1000.0]
    monkeypatch.setattr(answers, "monotonic", lambda: clock[0])
    with reading("page") as first:
        clock[0] += 2.0
    books.purchase("1.00", TOWN, date(2020, 8, 1))
    with reading("page") as second:
        assert not second.fresh
        assert (second.state, second.at) == (first.state, first.at)
    clock[0] += answers.LONGEST
    with reading("page") as third:
        assert third.fresh


def test_years_are_those_of_ones_own_entries(books):
    books.purchase("1.00", TOWN, date(2018, 8, 1))
    assert years_of(books.county) == [2020, 2018]
    assert years_of(books.county, 1) == [2020]
    assert years_of(books.stranger) == []


def test_a_year_that_has_only_begun_is_not_yet_the_one_to_look_at(books):
    for day in range(1, 26):
        books.purchase("1.00", TOWN, date(2019, 8, day))
    for day in (4, 5):
        books.purchase("1.00", TOWN, date(2021, 1, day))
    assert telling_year(books.county) == 2019
    books.purchase("1.00", TOWN, date(2021, 1, 6))
    assert telling_year(books.county) == 2021
    assert telling_year(books.stranger) is None


def test_the_running_year_needs_more_than_what_is_typed_to_try(books, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_given: date(2021, 2, 1))
    for day in range(1, 26):
        books.purchase("1.00", TOWN, date(2019, 8, day))
    for day in range(1, 7):
        books.purchase("1.00", TOWN, date(2021, 1, day))
    assert telling_year(books.county) == 2019, "six of twenty-five are enough of a past year, not of this one"
    books.purchase("1.00", TOWN, date(2021, 1, 7))
    assert telling_year(books.county) == 2021


def test_a_place_that_helps_looks_at_the_years_of_what_it_gave(books):
    helping = employ("helping", "county", "120103")
    assert telling_year(helping) is None
    books.purchase("1.00", TOWN, date(2018, 8, 1), giver_area_code="120103")
    assert years_of(helping) == [2018]
    assert telling_year(helping) == 2018


def test_figures_tables_and_files_open_on_the_same_year(books, client):
    books.purchase("1.00", TOWN, date(2018, 8, 1))
    client.force_login(books.county)
    year = str(telling_year(books.county))
    assert f"{year}-01-01" in client.get("/tables/T21/").content.decode()
    told = client.get("/api/tables/T21/").json()
    assert (told["from"], told["to"]) == (f"{year}-01-01", f"{year}-12-31")
    assert year in client.get("/figures/market.consumption/").content.decode()
