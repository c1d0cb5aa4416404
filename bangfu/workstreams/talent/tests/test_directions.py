"""Sent and received, persons and person-times, officials and experts."""

from tests.books import Book


def test_sent_is_not_received(book: Book) -> None:
    book.post("talent.sent", persons=13, details={"category": "official"})
    book.post("talent.received", persons=9, details={"category": "official"})
    assert (book.value("talent.sent.officials"), book.value("talent.received.officials")) == (13, 9)
    assert book.value("talent.sent.experts") == 0


def test_person_times_are_not_persons(book: Book) -> None:
    book.post("talent.received", person_times=2500, details={"category": "mixed"})
    assert (book.value("talent.received"), book.value("talent.received.person_times")) == (0, 2500)


def test_courses_sessions_and_trainees_are_three_figures(book: Book) -> None:
    book.post("talent.course", quantity=7, person_times=330, details={"subject": "cadres"})
    book.post("talent.course", quantity=2, persons=100, details={"subject": "ecommerce"})
    found = [book.value(f"talent.{name}") for name in ("courses", "trainee_times", "trainees")]
    assert found == [9, 330, 100]
