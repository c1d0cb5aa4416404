"""Recording: what fits a kind, what is asked twice, who may, and that a second click posts nothing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.ledger.actions import post_entries, record_entry
from bangfu.ledger.models import Entry, EntryStanding
from bangfu.ledger.tests.conftest import STRANGE_COUNTY, Market


def test_a_purchase_waits_for_its_supplier(market: Market) -> None:
    entry = record_entry(market.buying_clerk, market.draft())
    standing = EntryStanding.objects.get(pk=entry.pk)
    assert (standing.state, standing.party_id) == ("waiting", market.supplier.pk)
    assert standing.due_on == timezone.localdate() + timedelta(days=14)
    assert entry.giver_area_code == market.buyer.area_code


def test_what_the_asked_side_records_itself_needs_no_confirmation(market: Market) -> None:
    entry = record_entry(market.selling_clerk, market.draft())
    assert EntryStanding.objects.get(pk=entry.pk).state == "recorded"


def test_the_same_source_posts_once(market: Market) -> None:
    record_entry(market.county, market.draft(source="bill:7"))
    with pytest.raises(Conflict):
        record_entry(market.county, market.draft(source="bill:7"))
    assert Entry.objects.count() == 1


def test_all_faults_are_told_at_once(market: Market) -> None:
    draft = market.draft(amount=Decimal("-3"), receiver_id=None, details={"channel": "by post", "colour": "red"})
    with pytest.raises(Refused) as refused:
        record_entry(market.county, draft)
    told = " ".join(str(p) for p in refused.value.problems)
    assert len(refused.value.problems) == 4
    assert all(word in told for word in ("金额", "供应商", "by post", "colour"))
    assert not Entry.objects.exists()


def test_tomorrow_has_not_happened(market: Market) -> None:
    with pytest.raises(Refused, match="之后"):
        record_entry(market.county, market.draft(happened_on=timezone.localdate() + timedelta(days=1)))


def test_a_very_large_amount_is_asked_about(market: Market) -> None:
    draft = market.draft(amount=Decimal(30_000_000))
    with pytest.raises(Refused, match="万元") as refused:
        record_entry(market.county, replace(draft))
    assert refused.value.field == "accept_warnings"
    assert record_entry(market.county, draft, accept_warnings=True).amount == Decimal(30_000_000)


def test_a_stranger_records_nothing_here(market: Market) -> None:
    with pytest.raises(Denied):
        record_entry(market.stranger, market.draft())
    with pytest.raises(Denied):
        record_entry(market.auditor, market.draft())


def test_an_officer_records_only_in_the_own_county(market: Market) -> None:
    with pytest.raises(Denied):
        record_entry(market.county, market.draft(area_code=STRANGE_COUNTY))


def test_persons_are_not_more_than_person_times(market: Market) -> None:
    draft = market.draft(
        kind="exchange.donation_money", details={}, persons=5, person_times=3, receiver_id=market.supplier.pk
    )
    with pytest.raises(Refused, match="人次"):
        record_entry(market.county, draft)


@pytest.mark.django_db(transaction=True)
def test_posting_needs_the_transaction_of_the_change() -> None:
    with pytest.raises(RuntimeError):
        post_entries(None, [])  # type: ignore[arg-type]


def test_many_are_posted_in_few_statements(market: Market, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    def drafts(count: int, day: int) -> list:  # type: ignore[type-arg]
        return [market.draft(source=f"{day}:{n}", happened_on=date(2020, 1, day)) for n in range(count)]

    post_entries(market.operator, drafts(3, 1))
    with django_assert_max_num_queries(40):  # SQLite takes 999 values a statement
        post_entries(market.operator, drafts(400, 2))
    assert Entry.objects.count() == 403
