"""Looking whether an entry was taken back costs a look at an index, also once SQLite has counted the book."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from bangfu.figures.ledger_source import unreversed
from bangfu.ledger.actions import post_entries, reverse_entry
from bangfu.ledger.models import Entry
from bangfu.ledger.tests.conftest import Market, market

__all__ = ["market"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL joins sets, whatever the index")
@pytest.mark.parametrize("reversals", [0, 3])
def test_the_book_is_not_read_again_for_every_entry(market: Market, reversals: int) -> None:
    with transaction.atomic():
        drafts = [market.draft(source=f"n:{n}", amount=Decimal(n + 1)) for n in range(300)]
        entries = post_entries(market.operator, drafts)
    for entry in entries[:reversals]:
        reverse_entry(market.operator, entry.pk, reason="记错了")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rows = unreversed(Entry.objects.filter(kind="market.purchase"), date(2020, 12, 31))
    plan = rows.order_by().explain()
    assert "entry_reversals" in plan, plan
    assert rows.count() == 300 - reversals
