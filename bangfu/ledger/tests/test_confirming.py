"""The other side has its say."""

import pytest

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.notices.models import Notice
from bangfu.ledger.actions import confirm_entry, dispute_entry, record_entry, reverse_entry
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
    own = record_entry(market.county, market.draft())
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
