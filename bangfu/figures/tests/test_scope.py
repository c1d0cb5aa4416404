"""A figure is told to nobody beyond their places: neither as a number nor row by row."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bangfu.figures.answers import answer
from bangfu.figures.computing import Question, compute, find, rows_of
from bangfu.figures.scoping import bounded, may_ask, reach_of
from bangfu.figures.tests.conftest import COUNTY, NEXT_TOWN, STRANGE_COUNTY, TOWN
from bangfu.kernel.errors import Denied

pytestmark = pytest.mark.django_db
SALES, HOMES = "market.sales", "parties.registered_households"


def value(user, name=SALES, **asked):
    return answer(user, find(name), Question(**asked)).value


def test_each_sees_their_own_places(books):
    assert value(books.county, area_code=COUNTY) == Decimal("2000.50")
    assert value(books.township, area_code=TOWN) == Decimal("1200.50")
    assert value(books.township, HOMES, area_code=TOWN) == 1


def test_without_a_place_it_is_all_of_ones_own(books):
    assert value(books.township) == Decimal("1200.50")
    assert value(books.both) == Decimal("2000.50")
    assert value(books.stranger) == 0


@pytest.mark.parametrize("place", [NEXT_TOWN, COUNTY, STRANGE_COUNTY, "42"])
def test_what_is_beyond_or_above_is_refused(books, place):
    with pytest.raises(Denied):
        value(books.township, area_code=place)
    with pytest.raises(Denied):
        value(books.township, HOMES, area_code=place)


def test_rows_are_bounded_like_the_number(books):
    for user, count in ((books.county, 2), (books.township, 1), (books.stranger, 0), (books.buyer, 2)):
        ((_source, rows),) = rows_of(find(SALES), bounded(user, find(SALES), Question()))
        assert rows.count() == count


def test_a_unit_sees_what_it_took_part_in(books):
    sold = books.purchase(
        "5.00", TOWN, date(2020, 8, 2), giver_id=None, kind="market.sale", receiver_id=books.seller.pk
    )
    assert value(books.county) == Decimal("2000.50") + sold.amount
    assert value(books.buyer) == Decimal("2000.50")


def test_a_partner_sees_what_came_from_their_district(books):
    books.purchase("70.00", TOWN, date(2020, 9, 1), giver_area_code=STRANGE_COUNTY)
    assert value(books.partner, area_code=STRANGE_COUNTY, side="giver") == Decimal("70.00")
    with pytest.raises(Denied):
        value(books.partner, area_code=TOWN)


def test_registers_are_not_told_to_those_who_reach_only_their_own_rows(books):
    assert not may_ask(books.buyer, find(HOMES))
    assert not may_ask(books.nobody, find(SALES))
    with pytest.raises(Denied):
        value(books.buyer, HOMES)


def test_of_several_sources_the_narrowest_reach_counts(books):
    assert reach_of(books.both, find("pairing.household_coverage")).prefixes == (TOWN, NEXT_TOWN)


def test_nothing_remembered_is_older_than_the_books(books):
    before = value(books.county, area_code=COUNTY)
    books.purchase("99.50", TOWN, date(2020, 9, 1))
    assert value(books.county, area_code=COUNTY) == before + Decimal("99.50")


def test_what_one_was_told_is_not_told_to_another(books):
    for user in (books.county, books.township, books.buyer, books.stranger):
        remembered = value(user)
        fresh = compute(find(SALES), bounded(user, find(SALES), Question())).value
        assert remembered == fresh


def test_a_bound_survives_further_conditions(books):
    asked = bounded(books.township, find(SALES), Question())
    assert compute(find(SALES), replace(asked, by="area")).parts[0].key == TOWN[:2]
