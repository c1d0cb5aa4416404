"""Recording in the pages: the form of a kind, faults at once, a second click, a warning that is asked about."""

import pytest
from django.test import Client
from django.urls import reverse

from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import Entry
from bangfu.ledger.tests.conftest import Market

PURCHASE = "/ledger/record/market.purchase/"


@pytest.fixture
def clerk(client: Client, market: Market) -> Client:
    client.force_login(market.buying_clerk)
    return client


def filled(market: Market, **changes: str) -> dict[str, str]:
    """A form as a buyer fills it in."""
    return {
        "happened_on": "2020-06-19",
        "giver": f"{market.buyer.pk} {market.buyer.name}",
        "receiver": f"{market.supplier.pk} {market.supplier.name}",
        "amount": "1200.50",
        "detail_channel": "online",
        "detail_certified": "true",
        "_key": "k1",
        **changes,
    }


def test_every_kind_has_a_form(clerk: Client) -> None:
    page = clerk.get(reverse("ledger-record")).content.decode()
    for kind in entry_kinds:
        address = reverse("ledger-record-kind", args=[kind.name])
        assert address in page
        assert clerk.get(address).status_code == 200
    assert clerk.get(reverse("ledger-record-kind", args=["no.such"])).status_code == 404


def test_what_is_filled_in_is_recorded_once(clerk: Client, market: Market) -> None:
    first = clerk.post(PURCHASE, filled(market))
    entry = Entry.objects.get()
    assert first.status_code == 302
    assert first.url == f"/ledger/entry/{entry.pk}/"
    assert (str(entry.amount), entry.details["certified"]) == ("1200.50", True)
    again = clerk.post(PURCHASE, filled(market))
    assert again.url == first.url
    assert Entry.objects.count() == 1


def test_a_faulty_form_comes_back_with_what_was_typed(clerk: Client, market: Market) -> None:
    answer = clerk.post(PURCHASE, filled(market, amount="", detail_channel=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert market.supplier.name in page
    assert not Entry.objects.exists()


def test_a_large_amount_is_recorded_after_a_second_look(clerk: Client, market: Market) -> None:
    first = clerk.post(PURCHASE, filled(market, amount="30000000"))
    assert first.status_code == 422
    assert 'name="accept_warnings"' in first.content.decode()
    second = clerk.post(PURCHASE, filled(market, amount="30000000", accept_warnings="1"))
    assert second.status_code == 302


def test_what_waits_is_listed_for_the_side_that_is_asked(client: Client, market: Market) -> None:
    client.force_login(market.buying_clerk)
    client.post(PURCHASE, filled(market))
    assert market.buyer.name not in client.get(reverse("ledger-waiting")).content.decode()
    client.force_login(market.selling_clerk)
    assert market.buyer.name in client.get(reverse("ledger-waiting")).content.decode()


def test_an_auditor_records_nothing(client: Client, market: Market) -> None:
    client.force_login(market.auditor)
    assert client.get(reverse("ledger-record")).status_code == 403
    assert client.post(PURCHASE, filled(market)).status_code == 403
