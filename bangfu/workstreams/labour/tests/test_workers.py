"""People at work are counted once each, where somebody listed them."""

from datetime import date

from bangfu.parties.actions import register_person
from tests.books import VILLAGE, Book


def test_a_person_listed_twice_is_one_worker(book: Book) -> None:
    people = [register_person(book.actor, area_code=VILLAGE, name=n).pk for n in ("王建国", "李秀英")]
    book.post("labour.work", person_ids=tuple(people), details={"destination": "nearby"})
    book.post("labour.work", person_ids=(people[0],), details={"destination": "nearby"}, on=date(2020, 7, 1))
    assert book.value("labour.workers") == 2
    assert book.value("labour.workers", by="destination") == 2


def test_headcounts_that_nobody_listed_are_no_distinct_persons(book: Book) -> None:
    book.post("labour.work", persons=30, details={"destination": "nearby"})
    assert book.value("labour.workers") == 0


def test_growth_needs_a_stated_base(book: Book) -> None:
    person = register_person(book.actor, area_code=VILLAGE, name="王建国").pk
    book.post("labour.work", person_ids=(person,), details={"destination": "nearby"})
    assert book.value("labour.workers.growth") is None
