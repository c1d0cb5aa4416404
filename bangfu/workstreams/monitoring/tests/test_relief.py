"""Relief is money, care is person-times."""

import pytest

from bangfu.kernel.errors import Refused
from tests.books import Book


def test_money_and_person_times_stay_apart(book: Book) -> None:
    book.post("monitoring.relief", amount="3105600", persons=200)
    book.post("monitoring.care", person_times=100, bound="at_least")
    assert (book.value("monitoring.relief"), book.value("monitoring.care_times")) == (3105600, 100)
    with pytest.raises(Refused, match="不记金额"):
        book.post("monitoring.care", person_times=1, amount="5")
