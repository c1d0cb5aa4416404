"""Projects in the library and under way, and the rate between them."""

from decimal import Decimal

from tests.books import Book


def test_the_rate_is_of_the_same_period(book: Book) -> None:
    book.post("funds.project_listed", quantity=117)
    assert book.value("funds.project_rate") == 0
    book.post("funds.project", quantity=95)
    assert round(book.value("funds.project_rate"), 2) == Decimal("81.20")


def test_without_a_library_there_is_no_rate(book: Book) -> None:
    book.post("funds.project", quantity=3)
    assert book.value("funds.project_rate") is None


def test_resettlement_counts_households_and_persons_apart(book: Book) -> None:
    book.post("funds.resettlement", amount="180000000", households=978, persons=2990)
    assert (book.value("funds.resettled_households"), book.value("funds.resettled_persons")) == (978, 2990)
