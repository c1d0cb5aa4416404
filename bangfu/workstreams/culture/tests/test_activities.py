"""Four forms of one day are four forms, however often each took place."""

from tests.books import Book


def test_forms_are_counted_once(book: Book) -> None:
    for form in ("performance", "purchase", "consultation", "lecture", "lecture"):
        book.post("culture.activity", quantity=1, details={"form": form})
    assert (book.value("culture.activity_forms"), book.value("culture.activities")) == (4, 5)


def test_two_changes_of_mind_stay_apart(book: Book) -> None:
    book.post("culture.motivation", persons=325, details={"outcome": "rekindled"})
    book.post("culture.motivation", persons=19653, details={"outcome": "confidence"})
    assert (book.value("culture.rekindled"), book.value("culture.confident")) == (325, 19653)
