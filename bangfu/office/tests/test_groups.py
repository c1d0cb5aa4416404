"""Each working group has a home page, derived from what it declares."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from bangfu.kernel.manifest import manifests
from bangfu.ledger.actions import dispute_entry, record_entry
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.tests.conftest import Market, market  # noqa: F401 - a fixture

GROUPS = [one.name for one in manifests if one.about]


def test_every_working_group_says_what_it_is() -> None:
    assert len(GROUPS) >= 14
    assert {kind.workstream for kind in entry_kinds} <= set(GROUPS)


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_has_its_home(client: Client, market: Market, name: str) -> None:  # noqa: F811
    client.force_login(market.county)
    page = client.get(f"/groups/{name}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert str(manifests[name].about) in text
    for kind in entry_kinds:
        assert (f"/ledger/grid/{kind.name}/" in text) == (kind.workstream == name)


def test_who_may_not_record_reads_a_home_without_ways_in(client: Client, market: Market) -> None:  # noqa: F811
    client.force_login(market.auditor)
    page = client.get("/groups/market/")
    assert page.status_code == 200
    assert "/ledger/grid/" not in page.content.decode()


def test_a_home_counts_what_is_disputed_apart_and_shows_the_latest(client: Client, market: Market) -> None:  # noqa: F811
    entry = record_entry(market.buying_clerk, market.draft())
    dispute_entry(market.selling_clerk, entry.pk, note="没有收到")
    client.force_login(market.county)
    text = client.get("/groups/market/").content.decode()
    assert "kind=market.purchase&amp;state=disputed" in text
    assert market.supplier.name in text
    client.force_login(market.stranger)
    assert market.supplier.name not in client.get("/groups/market/").content.decode()
    assert client.get("/groups/nothing/").status_code == 404


def test_a_home_tells_which_years_its_counts_and_its_figures_are_of(client: Client, market: Market) -> None:  # noqa: F811
    record_entry(market.buying_clerk, market.draft())
    record_entry(market.buying_clerk, market.draft(happened_on=date(2019, 5, 6), source="2019"))
    client.force_login(market.county)
    text = client.get("/groups/market/").content.decode()
    assert "历年合计；" in text
    assert {"?year=2019", f"?to={timezone.localdate()}"} <= set(re.findall(r'href="(\?[^"]+)"', text))
    one = client.get("/groups/market/?year=2019").content.decode()
    both = client.get(f"/groups/market/?to={timezone.localdate()}").content.decode()
    assert text.count("2,401.00") == 1, "the counts are of all years"
    assert one.count("2,401.00") == 1
    assert "1,200.50元" in one
    assert both.count("2,401.00") > 1
    assert "这个时期没有数字" in client.get("/groups/market/?year=2001").content.decode()


def test_kinds_without_entries_are_folded_and_their_states_are_blank(client: Client, market: Market) -> None:  # noqa: F811
    client.force_login(market.county)
    assert '<details class="kinds-none" open>' in client.get("/groups/market/").content.decode()
    record_entry(market.buying_clerk, market.draft())
    text = client.get("/groups/market/").content.decode()
    assert '<details class="kinds-none">' in text
    assert re.search(r'data-label="有异议"></td>', text)


def test_the_list_names_all_groups(client: Client, market: Market) -> None:  # noqa: F811
    client.force_login(market.auditor)
    text = client.get("/groups/").content.decode()
    assert all(f"/groups/{name}/" in text for name in GROUPS)
