"""Reports and the checker over the API: the commands' shape, the pages' rights, bounds on what is sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from bangfu.config.cli import main
from bangfu.kernel.rights.models import User
from bangfu.ledger.models import Entry
from bangfu.reports.api import LONGEST
from bangfu.reports.tests.conftest import COUNTY, STRANGE, Office

OVERVIEW = "/api/reports/overview/"
YEAR = {"area": COUNTY, "period": "2020"}


def ask(client: Client, user: User, address: str, **given: Any) -> Any:
    client.force_login(user)
    return client.get(address, given)


def send(client: Client, user: User, **given: Any) -> Any:
    client.force_login(user)
    return client.post("/api/check/", json.dumps(given), content_type="application/json")


def test_a_report_is_told_as_the_command_tells_it(
    office: Office, sales: list[Entry], client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ask(client, office.clerk, OVERVIEW, **YEAR).json()
    main(["report", "overview", "--area", COUNTY, "--period", "2020", "--json"])
    assert told == json.loads(capsys.readouterr().out)
    assert any("6751.91" in figure["text"].replace(",", "") for figure in told["figures"])
    assert {"name": "overview", "title": "社会扶贫工作综述"} in ask(client, office.clerk, "/api/reports/").json()


@pytest.mark.parametrize(("ending", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK"), ("md", b"#")])
def test_a_report_comes_as_a_file(
    office: Office, sales: list[Entry], client: Client, ending: str, begins: bytes
) -> None:
    sent = ask(client, office.clerk, f"{OVERVIEW}file.{ending}", **YEAR)
    assert sent.status_code == 200
    assert sent.content.startswith(begins)


def test_other_endings_names_and_periods_are_refused(office: Office, client: Client) -> None:
    assert ask(client, office.clerk, f"{OVERVIEW}file.exe", **YEAR).status_code == 422
    assert ask(client, office.clerk, "/api/reports/nothing/", **YEAR).status_code == 422
    assert ask(client, office.clerk, OVERVIEW, area=COUNTY, period="2020-13").status_code == 422


def test_a_stranger_gets_no_report_and_no_ledger(office: Office, sales: list[Entry], client: Client) -> None:
    assert ask(client, office.stranger, OVERVIEW, **YEAR).status_code == 403
    assert ask(client, office.stranger, f"{OVERVIEW}file.pdf", **YEAR).status_code == 403
    assert send(client, office.stranger, text="销售额6751.91万元", **YEAR).status_code == 403
    assert ask(client, office.helper, OVERVIEW, **YEAR).status_code == 403
    assert send(client, office.helper, text="一共5人").status_code == 403
    assert Client().get(OVERVIEW, YEAR).status_code == 401
    assert Client().post("/api/check/", "{}", content_type="application/json").status_code == 401


def test_a_text_is_checked_with_and_without_the_ledger(office: Office, sales: list[Entry], client: Client) -> None:
    text = "2020年认定产品销售额6751.91万元，其中线上1340.13万元，线下5411.78万元。"
    told = send(client, office.clerk, text=text).json()
    assert [claim["value"] for claim in told["claims"]] == [67519100, 13401300, 54117800]
    assert {relation["verdict"] for relation in told["relations"]} == {"consistent"}
    assert "ledger" not in told
    compared = send(client, office.clerk, text=text, **YEAR).json()["ledger"]
    assert compared[0]["verdict"] == "equal"
    assert send(client, office.clerk, text="一共5人", area=STRANGE).status_code == 403


@pytest.mark.parametrize(
    "body", [b"[]", b"{", b"{}", b'{"text": 5}', b'{"text": "  "}', '{"text": "5人", "colour": "红"}'.encode(),
             b'{"text": "5", "area": "420302", "period": "someday"}']
)  # fmt: skip
def test_what_is_no_text_is_refused(office: Office, client: Client, body: bytes) -> None:
    client.force_login(office.clerk)
    refused = client.post("/api/check/", body, content_type="application/json")
    assert refused.status_code == 422
    assert refused.json()["message"]


def test_a_text_beyond_the_bound_is_refused_before_it_is_read(office: Office, client: Client) -> None:
    refused = send(client, office.clerk, text="字" * (LONGEST + 1))
    assert (refused.status_code, refused.json()["field"]) == (422, "text")


def test_the_description_tells_of_them(office: Office, client: Client) -> None:
    paths = ask(client, office.clerk, "/api/openapi.json").json()["paths"]
    assert "text" in paths["/api/check/"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
    assert {p["name"] for p in paths["/api/reports/{name}/file.{ending}"]["get"]["parameters"]} >= {"area", "period"}
