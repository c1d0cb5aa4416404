"""Bought, helped to sell, ordered, agreed upon and counted: one deal is one of them."""

from tests.books import Book

SOLD = {"channel": "online", "platform": "livestream", "certified": True}


def test_help_to_sell_is_not_a_purchase(book: Book) -> None:
    book.post("market.facilitated_sale", amount="900", details=SOLD)
    book.post("market.purchase", amount="100", details=SOLD)
    found = [book.value(f"market.{name}") for name in ("facilitated_sales", "purchases", "sales", "consumption")]
    assert found == [900, 100, 100, 1000]


def test_orders_and_agreements_are_no_sales(book: Book) -> None:
    book.post("market.order", amount="2572000")
    book.post("market.agreement", amount="28000000")
    assert (book.value("market.agreed"), book.value("market.agreements"), book.value("market.sales")) == (
        28000000,
        1,
        0,
    )


def test_ducks_without_a_price_are_counted(book: Book) -> None:
    book.post("market.purchase_counted", quantity=20000, unit="piece")
    assert (book.value("market.purchases_counted"), book.value("market.purchases")) == (20000, 0)


def test_viewers_clicks_and_orders_stay_apart(book: Book) -> None:
    book.post("market.live_session", quantity=200, unit="order", person_times=16000)
    book.post("market.live_clicks", quantity=90000)
    found = [book.value(f"market.live_{what}") for what in ("orders", "viewers", "clicks", "days")]
    assert found == [200, 16000, 90000, 1]
