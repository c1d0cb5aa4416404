"""Two people at the same moment, on the database that lets them in together."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from bangfu.kernel.errors import Conflict, Refused
from bangfu.parties.actions import add_member, change_household, make_head, record_death
from bangfu.parties.models import Household
from bangfu.parties.tests.conftest import County, MakeHousehold, member
from bangfu.parties.tests.invariants import assert_registers_hold

DAY = date(2020, 6, 1)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do the deeds in threads that start together; return what came of each."""
    start = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> str:
        start.wait()
        try:
            deed()
        except Conflict:
            return "conflict"
        except Refused:
            return "refused"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(do, deeds))


def test_one_of_two_editors_wins(county: County, make_household: MakeHousehold) -> None:
    make_household()
    first, second = Household.objects.get(), Household.objects.get()
    came = at_once(
        lambda: change_household(county.village, first, address="一号"),
        lambda: change_household(county.township, second, address="二号"),
    )
    assert came == ["conflict", "done"]


def test_a_death_is_recorded_once(county: County, make_household: MakeHousehold) -> None:
    father = member(make_household(family=True), "王大山")
    came = at_once(*[lambda: record_death(county.village, father, on=DAY)] * 2)
    assert came == ["conflict", "done"]
    assert_registers_hold()


def test_several_changes_of_one_household(county: County, make_household: MakeHousehold) -> None:
    row = make_household(family=True)
    wife, son, head = member(row, "李秀英"), member(row, "王小明"), member(row, "王建国")
    at_once(
        lambda: make_head(county.village, row, person=wife, on=DAY),
        lambda: make_head(county.village, row, person=son, on=DAY),
        lambda: record_death(county.village, head, on=DAY, new_head=wife),
        lambda: add_member(county.village, row, name="王新", relation="other", on=DAY),
    )
    assert_registers_hold()
