"""A village with two clinics up to standard is one village."""

from tests.books import Book


def test_villages_are_counted_not_clinics(book: Book) -> None:
    for receiver in (book.village.pk, book.village.pk, book.other_village.pk):
        book.post("health.clinic", quantity=1, receiver_id=receiver)
    assert book.value("health.clinics") == 2
