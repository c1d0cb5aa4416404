"""Money, goods with a value, goods only counted and wishes: what adds up, and what does not."""

from decimal import Decimal

import pytest

from bangfu.figures.actions import state_target
from bangfu.kernel.errors import Refused
from tests.books import COUNTY, DAY, Book


def test_counted_goods_add_nothing_to_money(book: Book) -> None:
    book.post("exchange.donation_money", amount="300000")
    book.post("exchange.donation_goods", amount="80000", details={"goods": "棉被"})
    book.post("exchange.donation_goods_counted", quantity=200, unit="item", details={"goods": "衣物"})
    assert (book.value("exchange.donations"), book.value("exchange.goods_counted")) == (380000, 200)


def test_a_gift_without_a_valuation_is_refused_as_valued(book: Book) -> None:
    with pytest.raises(Refused, match="金额"):
        book.post("exchange.donation_goods", quantity=3, details={"goods": "棉被"})


def test_a_wish_belongs_to_a_household_and_to_what_was_raised(book: Book) -> None:
    book.post("exchange.wish", amount="500", households=1)
    assert (book.value("exchange.raised"), book.value("exchange.donations")) == (500, 0)
    assert (book.value("exchange.wishes"), book.value("exchange.wish_average")) == (1, 500)


def test_reached_and_exceeded_have_their_own_names(book: Book) -> None:
    book.post("exchange.donation_money", amount="14182100")
    year = {"starts_on": DAY.replace(month=1, day=1), "ends_on": DAY.replace(month=12, day=31)}
    state_target(
        book.actor, figure="exchange.raised", area_code=COUNTY, value=Decimal(6_000_000), document="责任书", **year
    )
    assert round(book.value("exchange.raised.exceeded"), 2) * 100 == 13637
    assert round(book.value("exchange.raised.reached"), 2) * 100 == 23637
