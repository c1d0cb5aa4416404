"""Bases in mu, with the places they lie in and the households linked to them."""

from tests.books import OTHER_VILLAGE, Book


def test_villages_and_townships_are_counted_once(book: Book) -> None:
    for code, quantity in ((OTHER_VILLAGE, 300), (OTHER_VILLAGE, 30), ("420302100201", 20)):
        book.post("industry.base", quantity=quantity, households=5, area_code=code, details={"product": "油茶"})
    found = [book.value(f"industry.base_{what}") for what in ("area", "villages", "townships", "households")]
    assert found == [350, 2, 1, 15]


def test_income_raised_is_no_investment(book: Book) -> None:
    book.post("industry.income_raised", amount="300000000")
    assert (book.value("industry.income_raised"), book.value("industry.paid_in")) == (300000000, 0)
