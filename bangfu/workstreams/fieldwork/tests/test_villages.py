"""Villages visited are counted once; visits as often as they took place."""

from tests.books import Book


def test_villages_are_not_visits(book: Book) -> None:
    for receiver in (book.village.pk, book.village.pk, book.other_village.pk):
        book.post("fieldwork.visit", quantity=1, receiver_id=receiver, details={"by": "leaders"})
    assert (book.value("fieldwork.villages_visited"), book.value("fieldwork.visits")) == (2, 3)


def test_adopted_families_are_households(book: Book) -> None:
    book.post("fieldwork.kin", households=110)
    assert book.value("fieldwork.kin_households") == 110
