"""Recording and closing at the same moment, on the database that lets both in together: no entry slips in between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from bangfu.kernel.errors import Conflict
from bangfu.ledger.actions import close_period, post_entries
from bangfu.ledger.models import Closing, Entry
from bangfu.ledger.tests.conftest import COUNTY, Market

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]
QUARTER = {"starts_on": date(2020, 4, 1), "ends_on": date(2020, 6, 30)}


def together(*deeds: Callable[[], object]) -> None:
    def do(deed: Callable[[], object]) -> None:
        try:
            deed()
        except Conflict:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        list(pool.map(do, deeds))


def test_a_closing_waits_for_who_is_recording(market: Market) -> None:
    posted, order = Event(), []

    def record() -> None:
        with transaction.atomic():
            post_entries(market.county, [market.draft(source="first")])
            posted.set()
            Event().wait(0.5)  # the closing is asked for meanwhile
            order.append("recorded")

    def close() -> None:
        posted.wait(5)
        close_period(market.county, area_code=COUNTY, **QUARTER)
        order.append("closed")

    together(record, close)
    entry, closing = Entry.objects.get(), Closing.objects.get()
    assert order == ["recorded", "closed"]
    assert (closing.entries, closing.last_entry, entry.counted_on) == (1, entry.pk, entry.happened_on)


def test_whatever_comes_first_closed_figures_hold_what_the_closing_counted(market: Market) -> None:
    start = Barrier(5)

    def record(number: int) -> None:
        start.wait()
        for n in range(8):
            with transaction.atomic():
                post_entries(market.county, [market.draft(source=f"{number}:{n}")])

    def close() -> None:
        start.wait()
        close_period(market.county, area_code=COUNTY, **QUARTER)

    together(*[lambda number=number: record(number) for number in range(4)], close)
    closing = Closing.objects.get()
    inside = Entry.objects.filter(counted_on__range=(QUARTER["starts_on"], QUARTER["ends_on"]))
    assert Entry.objects.count() == 32
    assert inside.count() == closing.entries
    assert not inside.filter(pk__gt=closing.last_entry).exists()
