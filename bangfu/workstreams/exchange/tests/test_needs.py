"""Posted, matched and completed; called for and raised."""

from tests.books import Book


def test_one_need_may_be_helped_more_than_once(book: Book) -> None:
    for name, quantity in (("need_posted", 100), ("need_matched", 60), ("assistance", 75)):
        book.post(f"exchange.{name}", quantity=quantity)
    found = [book.value(f"exchange.{name}") for name in ("needs_posted", "needs_matched", "needs_open", "assistances")]
    assert found == [100, 60, 40, 75]


def test_money_called_for_is_not_raised(book: Book) -> None:
    book.post("exchange.crowdfunding_posted", amount="20000000")
    assert (book.value("exchange.crowdfunding_posted"), book.value("exchange.raised")) == (20000000, 0)
