"""The other side has its say."""

from decimal import Decimal

import pytest

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.notices.models import Notice
from bangfu.ledger.actions import (
    confirm_entries,
    confirm_entry,
    dispute_entries,
    dispute_entry,
    record_entry,
    reverse_entry,
)
from bangfu.ledger.models import Confirmation, EntryStanding
from bangfu.ledger.queries import waiting_for
from bangfu.ledger.tests.conftest import Market


def state(pk: int) -> str:
    """Where the entry stands."""
    return EntryStanding.objects.values_list("state", flat=True).get(pk=pk)


def test_the_supplier_confirms(market: Market) -> None:
    entry = record_entry(market.buying_clerk, market.draft())
    assert [row.pk for row in waiting_for(market.selling_clerk)] == [entry.pk]
    confirm_entry(market.selling_clerk, entry.pk, note="已收货款")
    assert state(entry.pk) == "confirmed"
    assert not waiting_for(market.selling_clerk).exists()


def test_the_asked_side_is_told_and_nobody_else(market: Market) -> None:
    entry = record_entry(market.buying_clerk, market.draft())
    told = Notice.objects.get()
    assert (told.user_id, told.url) == (market.selling_clerk.pk, f"/ledger/entry/{entry.pk}/")


def test_nobody_else_confirms(market: Market) -> None:
    entry = record_entry(market.buying_clerk, market.draft())
    for other in (market.buying_clerk, market.stranger, market.auditor):
        with pytest.raises(Denied):
            confirm_entry(other, entry.pk)
    assert state(entry.pk) == "waiting"


def test_the_county_confirms_for_a_supplier_but_not_its_own_record(market: Market) -> None:
    by_buyer = record_entry(market.buying_clerk, market.draft())
    confirm_entry(market.county, by_buyer.pk)
    own = record_entry(market.county, market.draft(amount=Decimal("880")))
    with pytest.raises(Denied, match="自己"):
        confirm_entry(market.county, own.pk)


def test_a_second_click_is_refused(market: Market) -> None:
    entry = record_entry(market.buying_clerk, market.draft())
    confirm_entry(market.selling_clerk, entry.pk)
    with pytest.raises(Conflict):
        confirm_entry(market.selling_clerk, entry.pk)
    assert Confirmation.objects.count() == 1


def test_a_dispute_says_why_and_tells_who_recorded_it(market: Market) -> None:
    entry = record_entry(market.buying_clerk, market.draft())
    with pytest.raises(Refused):
        dispute_entry(market.selling_clerk, entry.pk, note=" ")
    dispute_entry(market.selling_clerk, entry.pk, note="金额应为 1020.50 元")
    assert state(entry.pk) == "disputed"
    assert Notice.objects.get(user=market.buying_clerk).url == f"/ledger/entry/{entry.pk}/"
    confirm_entry(market.selling_clerk, entry.pk, note="已核对")
    assert [c.verdict for c in Confirmation.objects.order_by("id")] == ["disputed", "confirmed"]


def test_a_reversed_entry_waits_for_nobody(market: Market) -> None:
    entry = record_entry(market.buying_clerk, market.draft())
    reverse_entry(market.county, entry.pk, reason="重复记账")
    assert not waiting_for(market.selling_clerk).exists()
    with pytest.raises(Conflict):
        confirm_entry(market.selling_clerk, entry.pk)


def some(market: Market, count: int) -> list[int]:
    """Purchases of the buyer that wait for the supplier."""
    return [record_entry(market.buying_clerk, market.draft(amount=Decimal(600 + n))).pk for n in range(count)]


def test_many_are_confirmed_in_few_statements(market: Market, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    ids = some(market, 12)
    with django_assert_max_num_queries(20):
        assert confirm_entries(market.selling_clerk, ids, note="已对账") == 12
    assert {state(pk) for pk in ids} == {"confirmed"}
    assert Confirmation.objects.filter(note="已对账").count() == 12
    assert confirm_entries(market.selling_clerk, ids) == 0, "a second click says nothing twice"


def test_many_are_disputed_for_one_reason_with_one_notice(market: Market) -> None:
    ids = some(market, 3)
    with pytest.raises(Refused):
        dispute_entries(market.selling_clerk, ids, note="")
    assert dispute_entries(market.selling_clerk, ids, note="发票号对不上") == 3
    notice = Notice.objects.get(user=market.buying_clerk)
    assert "3" in notice.title
    assert {state(pk) for pk in ids} == {"disputed"}


def test_one_entry_of_somebody_else_stops_all(market: Market) -> None:
    ids = some(market, 2)
    for other in (market.stranger, market.buying_clerk, market.auditor):
        with pytest.raises(Denied):
            confirm_entries(other, ids)
    own = record_entry(market.county, market.draft(amount=Decimal(990))).pk
    with pytest.raises(Denied, match="自己"):
        confirm_entries(market.county, [*ids, own])
    assert {state(pk) for pk in [*ids, own]} == {"waiting"}
