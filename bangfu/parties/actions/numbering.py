"""New party numbers, one or a hundred thousand, and the register numbers made from them."""

import polars as pl
from django.db import connection, transaction

from bangfu.kernel.imports.sets import insert_rows
from bangfu.parties.models import Household, Party, Person
from bangfu.parties.models.party import PartyKind

BATCH = 5000


def new_party_id(kind: PartyKind) -> int:
    """Return the number of a new party."""
    return Party.objects.create(kind=kind).pk


def new_party_ids(kind: PartyKind, count: int) -> list[int]:
    """Return the numbers of ``count`` new parties of one kind, for set-wise work inside a transaction.

    The database gives them out, so that two imports at once never meet: PostgreSQL from its sequence; SQLite has
    one writer at a time, so that the numbers after the first are free as well.
    """
    if count == 0:
        return []
    if connection.vendor != "sqlite":
        made = Party.objects.bulk_create([Party(kind=kind) for _number in range(count)], batch_size=BATCH)
        return [party.pk for party in made]
    with transaction.atomic():
        first = new_party_id(kind)
        ids = range(first, first + count)
        insert_rows(Party, pl.DataFrame({"id": ids[1:], "kind": [str(kind)] * (count - 1)}))
    return list(ids)


def household_number(party_id: int) -> str:
    """Return the number a household is given when the register it came from has none."""
    return f"H{party_id:08d}"


def person_number(party_id: int) -> str:
    """Return the number a person is given when the register they came from has none."""
    return f"P{party_id:08d}"


def free_number(model: type[Household] | type[Person], wanted: str) -> str:
    """Return the number, or one close to it where an import already brought the same from elsewhere."""
    taken = set(model._default_manager.filter(number__startswith=wanted).values_list("number", flat=True))
    return next(n for n in (wanted, *(f"{wanted}-{i}" for i in range(2, len(taken) + 3))) if n not in taken)
