"""Whatever is done to the book behind its back is noticed."""

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from bangfu.kernel.append_only import append_only
from bangfu.ledger.actions import confirm_entry, dispute_entry, record_entry
from bangfu.ledger.chains import GENESIS, HASHED, broken_links, link_hash
from bangfu.ledger.models import Chain, Entry
from bangfu.ledger.queries import verify_chains
from bangfu.ledger.tests.conftest import STRANGE_COUNTY, Market

Row = dict[str, Any]
GUARDS = (append_only("ledger_entry"), append_only("ledger_confirmation"))


def chain_of(length: int) -> list[Row]:
    """A sound chain of made-up rows."""
    rows, previous = [], GENESIS
    for n in range(1, length + 1):
        row: Row = dict.fromkeys(HASHED) | {"chain": "420302", "sequence": n, "amount": n * 100, "id": n}
        row |= {"previous_hash": previous, "hash": (previous := link_hash(previous, row))}
        rows.append(row)
    return rows


def test_a_sound_book_verifies(market: Market) -> None:
    for n in range(4):
        record_entry(market.county, market.draft(source=str(n), amount=Decimal(600 + n)))
    record_entry(market.operator, market.draft(area_code=STRANGE_COUNTY))
    assert verify_chains() == {"entries": 5, "confirmations": 0, "areas": 2, "broken": []}


def test_a_missing_end_is_noticed(market: Market) -> None:
    record_entry(market.county, market.draft())
    Chain.objects.update(length=2)
    assert [b["problem"] for b in verify_chains()["broken"]] == ["missing"]


def altered(sql: str, *values: object) -> None:
    """Change the book as somebody could who owns the database: with its guards taken down."""
    with connection.schema_editor() as editor:
        for guard in GUARDS:
            guard.reverse_code(None, editor)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    with connection.schema_editor() as editor:
        for guard in GUARDS:
            guard.code(None, editor)


def confirmed(market: Market, count: int) -> list[int]:
    """Entries that the supplier confirmed, but the last, which is disputed."""
    ids = [record_entry(market.buying_clerk, market.draft(amount=Decimal(600 + n))).pk for n in range(count)]
    for pk in ids[:-1]:
        confirm_entry(market.selling_clerk, pk)
    dispute_entry(market.selling_clerk, ids[-1], note="没有收到")
    return ids


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("DELETE FROM ledger_confirmation WHERE sequence = 2", "missing"),
        ("DELETE FROM ledger_confirmation WHERE sequence = 3", "missing"),
        ("UPDATE ledger_confirmation SET verdict = 'confirmed' WHERE verdict = 'disputed'", "altered"),
        ("UPDATE ledger_confirmation SET note = '收到了' WHERE sequence = 3", "altered"),
    ],
)
def test_a_word_taken_back_behind_the_database_is_noticed(market: Market, sql: str, problem: str) -> None:
    confirmed(market, 3)
    assert verify_chains()["broken"] == []
    altered(sql)
    assert {(b["book"], b["problem"]) for b in verify_chains()["broken"]} == {("confirmations", problem)}


@pytest.mark.django_db(transaction=True)
def test_the_last_word_removed_with_its_count_is_noticed(market: Market) -> None:
    confirmed(market, 3)
    altered("DELETE FROM ledger_confirmation WHERE sequence = 3")
    Chain.objects.update(words=2)
    assert [b["problem"] for b in verify_chains()["broken"]] == ["unlinked"]


def test_what_is_read_back_hashes_as_it_was_written(market: Market) -> None:
    entry = record_entry(market.county, market.draft(note="“引号”与\n换行"))
    [row] = Entry.objects.filter(pk=entry.pk).values("previous_hash", *HASHED)
    assert link_hash(row["previous_hash"], row) == entry.hash


def alter(rows: list[Row], n: int) -> None:
    rows[n]["amount"] += 1


def remove(rows: list[Row], n: int) -> None:
    del rows[n]


def swap(rows: list[Row], n: int) -> None:
    rows[n]["receiver_id"], rows[n]["giver_id"] = 5, 6


def rehash(rows: list[Row], n: int) -> None:
    """Alter a row and make its own hash fit again: the next link still shows it."""
    rows[n]["amount"] += 1
    rows[n]["hash"] = link_hash(rows[n]["previous_hash"], rows[n])


@pytest.mark.parametrize("tamper", [alter, remove, swap, rehash])
@given(length=st.integers(3, 8), place=st.integers(0, 100))
def test_any_change_before_the_end_breaks_the_chain(
    tamper: Callable[[list[Row], int], None], length: int, place: int
) -> None:
    rows = chain_of(length)
    assert broken_links(deepcopy(rows)) == []
    tamper(rows, place % (length - 1))
    assert broken_links(rows) != []
