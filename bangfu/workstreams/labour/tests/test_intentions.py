"""An intention is not a job, and somebody back at a post is not newly employed."""

import pytest

from bangfu.kernel.errors import Refused
from tests.books import Book


def test_intentions_are_not_placements(book: Book) -> None:
    book.post("labour.intention", persons=58, details={"form": "mobile", "registered": True})
    book.post("labour.intention", persons=37, details={"form": "mobile", "registered": False})
    assert (book.value("labour.intentions"), book.value("labour.intentions.registered")) == (95, 58)
    assert book.value("labour.placed") == 0


def test_returned_and_newly_employed_add_up_and_stay_apart(book: Book) -> None:
    book.post("labour.placement", persons=56, details={"destination": "partner", "standing": "returned"})
    book.post("labour.placement", persons=219, details={"destination": "partner", "standing": "new"})
    found = [book.value(f"labour.placed{part}") for part in ("", ".new", ".returned")]
    assert found == [275, 219, 56]


def test_an_intention_without_a_headcount_says_nothing(book: Book) -> None:
    with pytest.raises(Refused, match="人数"):
        book.post("labour.intention", details={"registered": True})
