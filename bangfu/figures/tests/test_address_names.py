"""Pages and API ask by the same names; a name that means nothing is refused, and never passed over."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bangfu.figures.tests.conftest import COUNTY, STRANGE_COUNTY, TOWN, Books

pytestmark = pytest.mark.django_db
ASKED = (
    "/figures/market.purchases/",
    "/figures/",
    "/tables/",
    "/tables/T15/",
    "/figures/board/",
    "/groups/market/",
    "/reports/overview/",
)
CLOCK = re.compile(r"\d\d:\d\d")
Visit = Callable[..., Any]


@pytest.mark.parametrize("address", ASKED)
def test_a_page_answers_alike_by_either_name_of_place_and_period(books: Books, visit: Visit, address: str) -> None:
    one = visit(books.county, f"{address}?area={TOWN}&period=2020")
    other = visit(books.county, f"{address}?place={TOWN}&year=2020")
    assert one.status_code == other.status_code == 200
    assert CLOCK.sub("", one.said) == CLOCK.sub("", other.said)
    assert visit(books.county, f"{address}?area={STRANGE_COUNTY}&period=2020").status_code == 403


@pytest.mark.parametrize("address", ASKED)
def test_a_page_refuses_a_name_that_means_nothing(books: Books, visit: Visit, address: str) -> None:
    found = visit(books.county, f"{address}?aera={TOWN}")
    assert found.status_code == 422
    assert "没有名为“aera”的条件；可用：area" in found.said


def test_a_table_narrowed_by_area_is_that_of_the_place(books: Books, visit: Visit) -> None:
    whole, town = (visit(books.county, f"/tables/T15/?period=2020&area={code}").said for code in (COUNTY, TOWN))
    assert whole != town
    assert "大川镇" in town


@pytest.mark.parametrize("path", ["/api/figures/market.purchases/", "/api/tables/T15/", "/api/reports/overview/"])
def test_the_api_reads_the_same_names(books: Books, client: Client, path: str) -> None:
    client.force_login(books.county)
    one, other = (client.get(f"{path}?{asked}") for asked in (f"area={TOWN}&period=2020", f"place={TOWN}&year=2020"))
    assert one.status_code == other.status_code == 200
    drop = {"computed_at", "composed_at"}
    assert {k: v for k, v in one.json().items() if k not in drop} == {
        k: v for k, v in other.json().items() if k not in drop
    }
    assert client.get(f"{path}?aera={TOWN}").status_code == 422
    assert client.get(f"{path}?area={TOWN}&place={COUNTY}").status_code == 422
