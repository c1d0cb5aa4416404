"""A student aided twice is one person and two student-times."""

from datetime import date
from decimal import Decimal

import pytest

from bangfu.figures.tables.asking import Asked
from bangfu.figures.tables.composing import compose_table
from bangfu.kernel.errors import Refused
from bangfu.workstreams.education.tables import AID
from tests.books import COUNTY, Book


def test_aid_counts_times_and_state_aid_persons(book: Book) -> None:
    book.post("education.aid", amount="9520000", person_times=7921)
    book.post("education.state_aid", persons=767, details={"stage": "compulsory"})
    assert (book.value("education.aid_times"), book.value("education.state_aid_students")) == (7921, 767)
    with pytest.raises(Refused, match="人次"):
        book.post("education.aid", amount="1000", persons=1)


def test_the_rate_shows_when_it_is_no_rate(book: Book) -> None:
    book.post("education.rain_dew", amount="265500", persons=167, details={"term": "2020年春季"})
    assert round(book.value("education.rain_dew_rate"), 2) == Decimal("1589.82")


def test_teachers_sent_and_received_are_counted_in_different_units(book: Book) -> None:
    book.post("education.teachers_sent", person_times=51)
    book.post("education.teachers_received", persons=104)
    assert (book.value("education.teachers_sent"), book.value("education.teachers_received")) == (51, 104)


def test_the_table_tells_by_stage_of_schooling_what_is_known_of_it(book: Book) -> None:
    book.post("education.state_aid", persons=767, details={"stage": "compulsory"})
    book.post("education.aid", amount="9520000", person_times=7921)
    stages = compose_table(book.actor, AID, Asked(place=COUNTY, to=date(2020, 12, 31))).sheets[-1]
    rows = {row.title: [cell.value for cell in row.cells[:3]] for row in stages.rows}
    assert rows["义务教育"] == [767, None, None]
    assert rows["未注明"] == [None, Decimal(9520000), 7921]
