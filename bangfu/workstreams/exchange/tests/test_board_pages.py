"""Pages of the board: the same rows and totals on each, few queries whatever is filtered, and never the whole table."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.kernel.publishing.declared import Asked
from bangfu.workstreams.exchange.models import Need
from bangfu.workstreams.exchange.queries.board import ORDERS, Wanted, ids_on_page, open_needs
from bangfu.workstreams.exchange.queries.public import find_needs
from bangfu.workstreams.exchange.tests.conftest import COUNTY, TOWN, Place

ASKED = (
    {},
    {"places": (COUNTY,)},
    {"places": (TOWN,)},
    {"places": (COUNTY, "420303")},
    {"text": "轮椅"},
    {"values": {"kind": "article"}},
    {"values": {"band": "elder"}},
    {"values": {"amount": "500"}},
    {"values": {"amount": "more"}},
    {"values": {"wish": "1"}},
    {"places": (COUNTY,), "values": {"band": "elder"}},
    {"values": {"band": "elder", "amount": "100"}, "order": "urgent"},
    *({"order": order} for order in ORDERS),
)


def some(place: Place, count: int) -> list[Need]:
    """Put so many needs on the board, worth 10, 20, 30 … yuan; every third for somebody old, every fourth unvalued."""
    asker = place.school.pk
    return Need.objects.bulk_create(
        Need(
            asker_id=asker, asker_kind="organisation", area_code=TOWN, kind="article", unit="item", title=f"轮椅{n}",
            band="elder" if n % 3 == 0 else "family", value=Decimal(n * 10) if n % 4 else None, state="published",
            entered_on="2026-11-01", published_on=f"2026-11-{n % 20 + 1:02d}",
        )
        for n in range(count)
    )  # fmt: skip


def test_pages_follow_each_other_and_agree_on_how_many_there_are(place: Place) -> None:
    some(place, 23)
    for order in ORDERS:
        every = list(open_needs(Wanted(order=order)).values_list("pk", flat=True))
        pages = [ids_on_page(open_needs(Wanted(order=order)), offset=n, limit=10, counted=50) for n in (0, 10, 20, 30)]
        assert [pk for ids, _total in pages for pk in ids] == every
        assert {total for _ids, total in pages} == {23}
    assert ids_on_page(open_needs(Wanted()), offset=0, limit=10, counted=20)[1] is None
    assert ids_on_page(open_needs(Wanted()), offset=0, limit=0, counted=50) == ([], 23)


def test_amounts_are_bounds_that_belong_to_their_range(place: Place) -> None:
    some(place, 60)
    for amount, wanted in (("100", range(10, 101, 10)), ("500", range(110, 501, 10))):
        rows = find_needs(Asked(places=("",), values={"amount": amount}, limit=60)).rows
        assert sorted(row["value"] for row in rows) == [n for n in wanted if n % 40]
    between = open_needs(Wanted(least=Decimal(50), most=Decimal("70.00")))
    assert sorted(between.values_list("value", flat=True)) == [50, 60, 70]


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_a_page_costs_three_queries_by_an_index(place: Place, asked: dict[str, Any]) -> None:
    some(place, 30)
    with CaptureQueriesContext(connection) as made:
        find_needs(Asked(**{"places": ("",), "limit": 20} | asked))
    assert len(made) <= 3
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for query in made:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                for *_numbers, step in cursor.fetchall():
                    assert "PRIMARY KEY" in step or "need_" in step or "exchange_need" not in step, step


def test_the_newest_is_what_was_published_last(place: Place) -> None:
    early, late = some(place, 2)
    Need.objects.filter(pk=early.pk).update(published_on="2026-11-20")
    Need.objects.filter(pk=late.pk).update(published_on="2026-11-07")
    assert [need.pk for need in open_needs(Wanted())][:2] == [early.pk, late.pk]
