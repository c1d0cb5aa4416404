"""Sealed reports: frozen, verified, compared with today."""

import json
import re
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from bangfu.config.cli import main
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.ledger.actions import reverse_entry
from bangfu.ledger.models import Entry
from bangfu.reports import frozen_rows
from bangfu.reports.actions import seal_report
from bangfu.reports.composing import compose, period_named, report_named
from bangfu.reports.models import FrozenRows, SealedReport
from bangfu.reports.sealing import content_of, differences, digest_of, is_intact, rewritten_chains, verify_sealed
from bangfu.reports.tests.conftest import COUNTY, Office, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(office: Office, sales: list[Entry]) -> SealedReport:
    return SealedReport.objects.get(pk=seal_report(office.clerk, report="overview", area_code=COUNTY, period="2020").pk)


def test_a_seal_verifies_and_nothing_differs(sealed: SealedReport, office: Office) -> None:
    assert is_intact(sealed)
    assert differences(sealed) == []
    assert sealed.sealed_by == office.clerk
    assert [chain["length"] for chain in sealed.content["chains"]] == [2]
    assert Change.objects.filter(action="seal_report", object_id=sealed.pk).exists()


def test_later_entries_are_shown_beside_it_not_in_it(sealed: SealedReport, post: Post) -> None:
    post("10000", happened_on=date(2020, 12, 30))
    again = SealedReport.objects.get(pk=sealed.pk)
    assert is_intact(again)
    found = {d.figure.code: d for d in differences(again)}
    assert found["market.sales"].difference == 10000
    assert found["market.sales"].rows_changed
    assert "market.sales.online" not in found
    assert "6751.91万元" in json.dumps(again.content, ensure_ascii=False)


def test_entries_of_another_year_change_nothing(sealed: SealedReport, post: Post) -> None:
    post("10000", happened_on=date(2021, 1, 1))
    assert differences(sealed) == []


def test_rows_that_cancel_out_are_noticed(sealed: SealedReport, office: Office, post: Post) -> None:
    entry = post("10000")
    reverse_entry(office.clerk, entry.pk, reason="重复")
    found = {d.figure.code: d for d in differences(sealed)}
    assert found["market.sales"].difference == 0
    assert found["market.sales"].rows_changed


def number_of(sealed: SealedReport, code: str) -> int:
    return next(n for n, one in enumerate(sealed.content["document"]["figures"], start=1) if one["code"] == code)


def test_the_list_of_entries_behind_a_figure_is_kept_and_compared(
    client: Client, sealed: SealedReport, office: Office, sales: list[Entry], post: Post
) -> None:
    address = f"/r/{sealed.digest}/figures/{number_of(sealed, 'market.sales')}/"
    new = post("10000", happened_on=date(2020, 12, 30))
    again = SealedReport.objects.get(pk=sealed.pk)
    [found] = [one for one in differences(again) if one.figure.code == "market.sales"]
    assert (found.added, found.gone) == (1, 0)
    client.force_login(office.clerk)
    page = client.get(f"/r/{sealed.digest}/").content.decode()
    assert "增加1条记录" in page
    assert f'href="{address}"' in page
    added = client.get(address).content.decode()
    assert "以后增加 1" in added
    assert f"/{new.pk}/" in added
    then = client.get(address, {"rows": "sealed-entries"}).content.decode().split('id="rows"')[1]
    assert all(f"/{entry.pk}/" in then for entry in sales if entry.happened_on.year == 2020)
    assert f"/{new.pk}/" not in then


@pytest.mark.parametrize("who", ["stranger", "township", "helper"])
def test_lists_of_entries_are_not_for_strangers(client: Client, sealed: SealedReport, office: Office, who: str) -> None:
    client.force_login(getattr(office, who))
    assert client.get(f"/r/{sealed.digest}/figures/1/").status_code == 403
    assert f"/r/{sealed.digest}/figures/" not in client.get(f"/r/{sealed.digest}/").content.decode()


def test_a_figure_that_the_report_does_not_have_is_not_found(
    client: Client, sealed: SealedReport, office: Office
) -> None:
    client.force_login(office.clerk)
    for number in (0, 999):
        assert client.get(f"/r/{sealed.digest}/figures/{number}/").status_code == 404
    assert client.get(f"/r/{'0' * 64}/figures/1/").status_code == 404


def test_a_report_sealed_before_lists_were_kept_opens_to_the_figure_of_today(
    client: Client, office: Office, sales: list[Entry]
) -> None:
    document = compose(report_named("overview"), COUNTY, period_named("2020"))
    content = content_of(document, sealed_by="clerk", sealed_at=timezone.localtime())
    old = SealedReport.objects.create(
        digest=digest_of(content), report="overview", title=document.title, area_code=COUNTY, period="2020",
        content=content, sealed_by=office.clerk, sealed_at=timezone.localtime(),
    )  # fmt: skip
    client.force_login(office.clerk)
    assert client.get(f"/r/{old.digest}/figures/1/")["Location"].startswith("/figures/")


def test_lists_of_entries_cannot_be_changed_and_are_verified(
    sealed: SealedReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FrozenRows.objects.update(rows=b"")
    assert verify_sealed() == (1, [], 0)
    monkeypatch.setattr(frozen_rows, "kept_rows", lambda digest: {"entries": [1]})
    assert {one["problem"] for one in verify_sealed()[1]} == {"rows"}


def test_the_database_refuses_to_change_or_drop_a_seal(sealed: SealedReport) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedReport.objects.filter(pk=sealed.pk).update(title="别的标题")
    with pytest.raises(DatabaseError), transaction.atomic():
        sealed.delete()


def test_a_changed_content_does_not_verify(sealed: SealedReport) -> None:
    sealed.content["document"]["figures"][0]["value"] = "1"
    assert not is_intact(sealed)
    sealed.digest = digest_of(sealed.content)
    assert is_intact(sealed)
    sealed.title = "别的标题"
    assert not is_intact(sealed)


def test_a_ledger_that_only_grew_holds_what_the_seal_saw(
    sealed: SealedReport, post: Post, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    post("10000")
    assert rewritten_chains(sealed) == []
    assert "封存以后只有新增，没有改写" in client.get(f"/r/{sealed.digest}/").content.decode()
    assert main(["verify", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["reports"], told["broken"]) == (1, [])


def test_a_ledger_rewritten_beneath_a_seal_is_noticed(
    office: Office, sales: list[Entry], client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    content = content_of(
        compose(report_named("overview"), COUNTY, period_named("2020")), sealed_by="陈明", sealed_at=timezone.now()
    )
    content["chains"][0]["hash"] = "0" * 64  # what the seal saw is not what stands there today
    made = SealedReport.objects.create(
        digest=digest_of(content),
        report="overview",
        title=content["document"]["title"],
        area_code=COUNTY,
        period="2020",
        content=content,
        sealed_by=office.clerk,
        sealed_at=timezone.now(),
    )
    assert is_intact(made)
    assert rewritten_chains(made) == [COUNTY]
    assert "账本被改写过" in client.get(f"/r/{made.digest}/").content.decode()
    assert main(["verify", "--json"]) != 0
    [broken] = json.loads(capsys.readouterr().out)["broken"]
    assert (broken["book"], broken["problem"], broken["report"]) == ("reports", "rewritten", made.digest)


def test_an_empty_report_is_not_sealed(office: Office) -> None:
    with pytest.raises(Refused, match="没有内容"):
        seal_report(office.clerk, report="overview", area_code=COUNTY, period="2020")


@pytest.mark.parametrize("who", ["township", "stranger", "auditor", "lead", "helper"])
def test_only_the_county_seals(office: Office, sales: list[Entry], who: str) -> None:
    with pytest.raises(Denied):
        seal_report(getattr(office, who), report="overview", area_code=COUNTY, period="2020")


def test_the_page_behind_the_code_is_open_but_differences_are_not(
    client: Client, sealed: SealedReport, office: Office, post: Post
) -> None:
    post("10000")
    address = f"/r/{sealed.digest}/"
    page = client.get(address)
    assert page.status_code == 200
    assert "核验通过" in page.content.decode()
    assert "6751.91万元" in page.content.decode()
    assert "封存以后的变化" not in page.content.decode()
    client.force_login(office.auditor)
    inside = client.get(address).content.decode()
    assert "封存以后的变化" in inside
    assert "10,000.00元" in inside
    client.force_login(office.stranger)
    assert "封存以后的变化" not in client.get(address).content.decode()
    assert client.get(f"/reports/sealed/{sealed.pk}/").status_code == 404
    assert client.get("/r/0123/").status_code == 404


def test_a_sealed_file_carries_its_digest(client: Client, sealed: SealedReport) -> None:
    text = client.get(f"/r/{sealed.digest}/file.md").content.decode()
    assert sealed.digest in text
    assert f"http://testserver/r/{sealed.digest}/" in text


def test_shares_differ_by_percentage_points_and_periods_are_told_in_words(
    client: Client, sealed: SealedReport, office: Office, post: Post
) -> None:
    post("10000000")
    client.force_login(office.clerk)
    page = client.get(f"/r/{sealed.digest}/").content.decode()
    [row] = [row for row in page.split("<tr") if "线上销售占比" in row and "增加1条记录" in row]
    assert re.search(r">-?\d+\.\d{1,4}个百分点<", row)
    assert "2020年" in client.get("/reports/sealed/").content.decode().split("<tbody")[1]
