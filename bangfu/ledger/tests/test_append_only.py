"""The book only grows: neither the models nor raw SQL alter or remove what is in it."""

import pytest
from django.db import DatabaseError, connection, transaction

from bangfu.ledger.actions import confirm_entry, record_entry
from bangfu.ledger.models import Confirmation, Entry
from bangfu.ledger.tests.conftest import Market


def test_models_refuse_update_and_delete(market: Market) -> None:
    record_entry(market.county, market.draft())
    with pytest.raises(TypeError):
        Entry.objects.update(note="x")
    with pytest.raises(TypeError):
        Entry.objects.all().delete()
    with pytest.raises(TypeError):
        Confirmation.objects.all().delete()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_entry SET amount = 1",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_confirmation SET verdict = 'disputed'",
        "DELETE FROM ledger_confirmation",
    ],
)
def test_the_database_refuses_it_too(market: Market, sql: str) -> None:
    entry = record_entry(market.buying_clerk, market.draft())
    confirm_entry(market.selling_clerk, entry.pk)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    entry.refresh_from_db()
    assert str(entry.amount) == "1200.50"


def test_a_saved_entry_cannot_be_saved_again(market: Market) -> None:
    entry = record_entry(market.county, market.draft())
    entry.note = "x"
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()
