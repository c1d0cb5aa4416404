"""Signed, paid in and added to are three things; firms, projects and persons three more."""

from tests.books import Book


def test_what_was_signed_is_not_paid_in(book: Book) -> None:
    book.post("industry.contract", amount="28000000")
    assert (book.value("industry.contracted"), book.value("industry.paid_in")) == (28000000, 0)


def test_new_projects_and_added_capital_add_up(book: Book) -> None:
    firm = book.other().pk
    for stage, amount in (("new", "12000000"), ("new", "3000000"), ("added", "5000000")):
        book.post("industry.investment", amount=amount, persons=10, giver_id=firm, details={"stage": stage})
    assert book.value("industry.paid_in") == 20000000
    assert [book.value(f"industry.projects{p}") for p in ("", ".new", ".added")] == [3, 2, 1]
    assert (book.value("industry.investors"), book.value("industry.investment_persons")) == (1, 30)
