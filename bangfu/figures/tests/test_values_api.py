"""Figures over the API: the command's shape, the pages' rights, and pages of what was counted."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from bangfu.config.cli import main
from bangfu.figures.tests.conftest import COUNTY, NEXT_TOWN, TOWN, Books
from bangfu.kernel.rights.models import User

API = "/api/figures/market.purchases/"
YEAR = {"from": "2021-01-01", "to": "2021-12-31"}


@pytest.fixture
def bought(books: Books) -> Books:
    for day, amount, place in ((1, "100.25", TOWN), (2, "200.50", TOWN), (3, "300", NEXT_TOWN)):
        books.purchase(amount, place, date(2021, 5, day))
    return books


def ask(client: Client, user: User, address: str = API, **given: Any) -> Any:
    client.force_login(user)
    return client.get(address, given)


def test_the_answer_is_that_of_the_command(bought: Books, client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    told = ask(client, bought.county, area=COUNTY, by="area", **YEAR).json()
    main(["figure", "market.purchases", "--area", COUNTY, "--from", "2021-01-01", "--to", "2021-12-31",
          "--by", "area", "--json"])  # fmt: skip
    printed = json.loads(capsys.readouterr().out)
    assert told["value"] == 600.75
    assert {key: told[key] for key in printed} == printed
    assert "采购" in told["definition"]


def test_rows_come_page_by_page(bought: Books, client: Client) -> None:
    first = ask(client, bought.county, entries="1", size="2", **YEAR).json()
    second = ask(client, bought.county, entries="1", size="2", page="2", **YEAR).json()
    assert (first["rows_count"], first["next_page"], second["next_page"]) == (3, 2, None)
    ids = [row["id"] for row in first["rows"] + second["rows"]]
    assert len(set(ids)) == 3
    assert {row["source"] for row in first["rows"]} == {"entries"}
    assert ask(client, bought.county, entries="1", size="501").status_code == 422
    assert ask(client, bought.county, entries="1", page="9").status_code == 422


def test_a_stranger_learns_nothing(bought: Books, client: Client) -> None:
    assert ask(client, bought.stranger, area=COUNTY, **YEAR).status_code == 403
    assert ask(client, bought.stranger, entries="1", **YEAR).json()["rows"] == []
    assert ask(client, bought.township, area=NEXT_TOWN, **YEAR).status_code == 403
    assert ask(client, bought.township, **YEAR).json()["value"] == 300.75
    assert ask(client, bought.nobody).status_code == 403
    assert Client().get(API).status_code == 401


@pytest.mark.parametrize(
    "slip", [{"yaer": "2020"}, {"from": "2020-13-01"}, {"from": "2020-02-01", "to": "2020-01-01"}, {"area": "x"},
             {"by": "colour"}, {"side": "left"}]
)  # fmt: skip
def test_a_slip_is_refused_and_widens_nothing(bought: Books, client: Client, slip: dict[str, str]) -> None:
    told = ask(client, bought.county, **slip)
    assert told.status_code == 422
    assert told.json()["message"]


def test_the_list_tells_what_each_counts(bought: Books, client: Client) -> None:
    listed = ask(client, bought.county, "/api/figures/").json()
    one = next(row for row in listed if row["code"] == "market.purchases")
    assert (one["unit"], one["workstream"]) == ("CNY", "market")
    assert "采购" in one["definition"]
    assert {row["workstream"] for row in ask(client, bought.county, "/api/figures/", workstream="funds").json()} == {
        "funds"
    }


def test_the_description_tells_of_it(bought: Books, client: Client) -> None:
    paths = ask(client, bought.county, "/api/openapi.json").json()["paths"]
    assert {p["name"] for p in paths["/api/figures/{code}/"]["get"]["parameters"]} >= {"code", "area", "from", "by"}
    assert "get" in paths["/api/figures/"]
