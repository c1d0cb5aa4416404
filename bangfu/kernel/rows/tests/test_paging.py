"""Turning pages: every row once, in order, forwards and backwards, whatever the column holds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows import paging
from bangfu.kernel.rows.neighbours import neighbours
from bangfu.kernel.rows.ordering import beyond, ordered, total_order
from bangfu.kernel.rows.paging import Count, Slice, Turn, count_of, page_and_count, page_of, turn_of
from bangfu.kernel.rows.selection import Selection, select
from bangfu.kernel.tests.people import COUNTY, ELSEWHERE, carol

pytestmark = pytest.mark.django_db
USERS = "kernel.user"


def people(count: int, area_code: str = COUNTY, start: int = 0) -> list[User]:
    """Accounts, some of which never logged in; names repeat."""
    monday = datetime(2026, 1, 5, tzinfo=UTC)
    return User.objects.bulk_create(
        User(
            username=f"u{area_code}{n:04d}",
            name=f"王{n % 7}",
            area_code=area_code,
            last_login=None if n % 3 == 0 else monday + timedelta(days=n % 5),
        )
        for n in range(start, start + count)
    )


def selection(actor: User, **given: str) -> Selection:
    return select(actor, resources[USERS], {name: [value] for name, value in given.items()})


def walk(chosen: Selection, size: int, *, backwards: bool = False) -> list[Any]:
    """Turn all pages and return the primary keys in list order."""
    page, found = page_of(chosen, ["username"], Turn(size=size, last=backwards)), []
    while True:
        found = [row[0] for row in page.rows] + found if backwards else found + [row[0] for row in page.rows]
        if not (page.has_previous if backwards else page.has_next):
            return found
        turn = Turn(size=size, before=str(page.first)) if backwards else Turn(size=size, after=str(page.last))
        page = page_of(chosen, ["username"], turn)


@pytest.mark.parametrize("given", [{}, {"sort": "name"}, {"sort": "-name"}, {"q": "王"}, {"q": "王3"}])
@pytest.mark.parametrize("backwards", [False, True])
def test_every_row_comes_once_and_in_order(given: dict[str, str], backwards: bool) -> None:
    people(53)
    chosen = selection(carol(), **given)
    assert walk(chosen, 10, backwards=backwards) == list(chosen.ordered().values_list("pk", flat=True))


@pytest.mark.parametrize("order", [("last_login",), ("-last_login",), ("name", "-last_login"), ("-name", "last_login")])
def test_rows_without_a_value_have_their_place(order: tuple[str, ...]) -> None:
    people(24)
    keys = total_order(User, order)
    expected = list(ordered(User.objects.all(), keys).values_list("pk", flat=True))
    found, row = [expected[0]], expected[0]
    while (rows := beyond(User.objects.all(), keys, row)) is not None:
        row = ordered(rows, keys).values_list("pk", flat=True).first()
        if row is None:
            break
        found.append(row)
    assert found == expected


def test_an_order_ends_with_the_primary_key_once() -> None:
    assert [key.text for key in total_order(User, ("name", "name"))] == ["name", "pk"]
    assert [key.text for key in total_order(User, ("-name",))] == ["-name", "-pk"]
    assert [key.text for key in total_order(User, ("-id", "name"))] == ["-pk"]


def test_numbers_reach_as_far_as_rows_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNTED", 40)
    people(60)
    actor = carol()
    page, count = page_and_count(selection(actor), ["username"], turn_of({"page": ["2"], "size": ["20"]}))
    assert (page.number, page.has_next, page.has_previous) == (2, True, True)
    assert count == Count(40, more=True)
    assert count_of(selection(actor), exact=True) == Count(61)
    with pytest.raises(Refused, match="最后一页"):
        turn_of({"page": ["4"], "size": ["20"]})


def test_a_last_page_tells_the_count_without_counting(django_assert_num_queries: Any) -> None:
    people(25)
    chosen = selection(carol())
    assert chosen.rows is not None  # the grants are read
    with django_assert_num_queries(1):
        page, count = page_and_count(chosen, ["username"], Turn(size=20, number=2))
    assert (len(page.rows), count) == (6, Count(26))


def test_a_page_beyond_the_end_is_empty() -> None:
    page, count = page_and_count(selection(carol()), ["username"], Turn(size=20, number=3))
    assert page == Slice([], 20, 3, False, True)
    assert count == Count(1)


@pytest.mark.parametrize(
    "given", [{"page": ["0"]}, {"page": ["x"]}, {"size": ["33"]}, {"size": ["-5"]}, {"page": ["9" * 30]}]
)
def test_nonsense_is_refused(given: dict[str, list[str]]) -> None:
    with pytest.raises(Refused) as refused:
        turn_of(given)
    assert refused.value.field == next(iter(given))


@pytest.mark.parametrize("anchor", ["no-number", "123456789", "9" * 40])
def test_a_page_that_begins_nowhere_is_refused(anchor: str) -> None:
    with pytest.raises(Conflict):
        page_of(selection(carol()), ["username"], Turn(after=anchor))


def test_a_strangers_row_tells_no_position() -> None:
    theirs = people(1, ELSEWHERE)[0]
    with pytest.raises(Conflict):
        page_of(selection(carol()), ["username"], Turn(after=str(theirs.pk)))


def test_neighbours_are_those_of_the_list() -> None:
    mine = people(3)
    people(3, ELSEWHERE)
    chosen = selection(carol(), q="王")
    pks = list(chosen.ordered().values_list("pk", flat=True))
    assert pks == [user.pk for user in mine]
    assert neighbours(chosen, pks[1]) == (pks[0], pks[2])
    assert neighbours(chosen, pks[0]) == (None, pks[1])
    assert neighbours(chosen, pks[2]) == (pks[1], None)
