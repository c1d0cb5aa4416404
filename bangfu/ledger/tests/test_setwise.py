"""Many entries are written by another way than a few: what then stands in the book is the same."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from bangfu.ledger.actions import post_entries, reverse_batch, writing
from bangfu.ledger.drafts import Draft
from bangfu.ledger.models import AcceptedCaution, Confirmation, Entry, EntryPerson, EntryStanding, SuspectedDouble
from bangfu.ledger.queries import verify_chains
from bangfu.ledger.tests.conftest import STRANGE_COUNTY, TOWNSHIP, Market
from bangfu.parties.models import Household, Party, Person

WRITTEN = [
    name
    for name in writing.ATTRIBUTES
    if name not in ("id", "source", "posted_at", "reverses_id", "batch", "sequence", "previous_hash", "hash")
]
Posted = dict[str, list[Any]]


def mixed(market: Market, name: str, person: int) -> list[Draft]:
    """Drafts that between them use every column."""
    many = {"source": f"{name}:2", "person_ids": (person,), "area_code": TOWNSHIP, "note": "“引号”，\n换行"}
    return [
        market.draft(source=f"{name}:1", amount=Decimal("0.01"), confirmed="收条", reason="核对过"),
        market.draft(**many, accepted=(("large", "金额很大"),), persons=1, person_times=3, households=1),
        market.draft(source=f"{name}:3", quantity=Decimal("12.345"), unit="box", bound="at_least"),
        market.draft(source=f"{name}:4", area_code=STRANGE_COUNTY, happened_on=date(2019, 2, 28), giver_area_code="11"),
        market.draft(source=f"{name}:5", amount=Decimal(7), happened_on=date(2018, 1, 1)),
    ]


def posted(batch: int) -> Posted:
    """What stands in the book of a batch, beside it the words and links."""
    entries = Entry.objects.filter(batch=batch).order_by("pk")
    ids = list(entries.values_list("pk", flat=True))
    of = {"entry__in": ids}
    return {
        "entries": list(entries.values(*WRITTEN)),
        "standings": list(
            EntryStanding.objects.filter(**of).order_by("entry").values("state", "party", "area_code", "due_on")
        ),
        "words": list(Confirmation.objects.filter(**of).order_by("entry").values("verdict", "party", "by", "note")),
        "people": list(EntryPerson.objects.filter(**of).order_by("entry").values("person", "times")),
        "cautions": list(AcceptedCaution.objects.filter(**of).order_by("entry").values("code", "message", "reason")),
    }


@pytest.fixture
def person(market: Market) -> int:
    home, party = Party.objects.create(kind="household"), Party.objects.create(kind="person")
    Household.objects.create(party=home, number="H1", area_code=TOWNSHIP, head_name="张三")
    return Person.objects.create(
        party=party, number="P1", area_code=TOWNSHIP, name="张三", household_id=home.pk
    ).party_id


@pytest.fixture
def both(market: Market, person: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[Posted, Posted]]:
    """Post the same drafts by either way, the latter under number 2."""

    def post() -> tuple[Posted, Posted]:
        with transaction.atomic():
            post_entries(market.operator, mixed(market, "few", person), batch=1)
            monkeypatch.setattr(writing, "SETWISE", 1)
            post_entries(market.operator, mixed(market, "many", person), batch=2)
        return posted(1), posted(2)

    return post


def test_many_stand_in_the_book_as_a_few_would(both: Callable[[], tuple[Posted, Posted]]) -> None:
    few, many = both()
    assert few == many
    assert [len(rows) for rows in many.values()] == [5, 5, 1, 1, 1]
    assert verify_chains() == {"entries": 10, "confirmations": 2, "areas": 2, "broken": []}
    assert SuspectedDouble.objects.filter(second__batch=2).exists()


def test_what_is_returned_is_what_stands_in_the_book(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "SETWISE", 1)
    with transaction.atomic():
        returned = post_entries(market.operator, [market.draft(source=f"n:{n}") for n in range(3)])
    for one in returned:
        stored = Entry.objects.get(pk=one.pk)
        for name in writing.ATTRIBUTES:
            assert getattr(one, name) == getattr(stored, name), name
    assert {one.posted_by for one in returned} == {market.operator}


def test_many_are_taken_back_as_exactly(both: Callable[[], tuple[Posted, Posted]], market: Market) -> None:
    both()
    assert reverse_batch(market.operator, 2, reason="文件发错") == 5
    assert {s["state"] for s in posted(2)["standings"]} == {"reversed"}
    assert [row["amount"] for row in posted(1)["entries"]] == [
        -entry.amount for entry in Entry.objects.exclude(reverses=None).order_by("pk")
    ]
    assert verify_chains()["broken"] == []


def test_an_amount_finer_than_a_fen_is_refused_either_way(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    for setwise in (200, 1):
        monkeypatch.setattr(writing, "SETWISE", setwise)
        with pytest.raises(ValidationError), transaction.atomic():
            post_entries(market.operator, [market.draft(amount=Decimal("1.001"))])
    assert not Entry.objects.exists()
