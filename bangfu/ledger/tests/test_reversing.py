"""A mistake is taken back by its mirror image; both stay in the book."""

from decimal import Decimal

import pytest
from django.db import transaction

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.ledger.actions import post_entries, record_entry, reverse_entry
from bangfu.ledger.actions.reversing import reverse_batch
from bangfu.ledger.models import Entry, EntryStanding
from bangfu.ledger.tests.conftest import Market


def test_the_mirror_image_has_the_same_day_and_negative_numbers(market: Market) -> None:
    draft = market.draft(
        kind="exchange.donation_goods", details={"goods": "棉被"}, quantity=Decimal(12), unit="item", persons=12
    )
    entry = record_entry(market.county, draft)
    mirror = reverse_entry(market.county, entry.pk, reason="录错单位")
    assert (mirror.amount, mirror.quantity, mirror.persons) == (Decimal("-1200.50"), Decimal(-12), -12)
    assert (mirror.happened_on, mirror.giver_id, mirror.reverses_id) == (entry.happened_on, entry.giver_id, entry.pk)
    assert set(EntryStanding.objects.values_list("state", flat=True)) == {"reversed"}


def test_it_needs_a_reason_the_right_and_happens_once(market: Market) -> None:
    entry = record_entry(market.county, market.draft())
    with pytest.raises(Refused):
        reverse_entry(market.county, entry.pk, reason="")
    with pytest.raises(Denied):
        reverse_entry(market.stranger, entry.pk, reason="x")
    with pytest.raises(Denied):
        reverse_entry(market.buying_clerk, entry.pk, reason="x")
    mirror = reverse_entry(market.county, entry.pk, reason="重复")
    with pytest.raises(Conflict):
        reverse_entry(market.county, entry.pk, reason="重复")
    with pytest.raises(Refused):
        reverse_entry(market.county, mirror.pk, reason="反悔")
    assert Entry.objects.count() == 2


def test_a_whole_batch_is_taken_back(market: Market) -> None:
    with transaction.atomic():
        post_entries(market.operator, [market.draft(source=f"b:{n}") for n in range(5)], batch=77)
    assert reverse_batch(market.operator, 77, reason="文件发错") == 5
    assert reverse_batch(market.operator, 77, reason="文件发错") == 0
    assert sum(e.amount for e in Entry.objects.all()) == 0
