"""What the book holds for households: the help that reached them, for those who must prove that help happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import Entry, EntryStanding
from bangfu.parties.models import Household, Person

CHUNK = 500


@dataclass(frozen=True)
class Help:
    """One entry that reached a household: in its own name, by a list of households, or through a member."""

    entry: int
    kind: str
    happened_on: date
    amount: Decimal | None
    details: Mapping[str, Any]
    confirmed: bool

    @property
    def title(self) -> str:
        """The kind as people read it."""
        return str(entry_kinds[self.kind].title) if self.kind in entry_kinds else self.kind

    @property
    def url(self) -> str:
        """The entry's page."""
        return f"/ledger/entry/{self.entry}/"


def help_received(
    households: Collection[int], *, kinds: Collection[str] | None = None, since: date | None = None
) -> dict[int, list[Help]]:
    """Return household → the entries that reached it since a day, oldest first; three queries for each 500 households.

    What was reversed, or what the other side disputes, does not count.
    """
    found: dict[int, dict[int, Help]] = defaultdict(dict)
    wanted = sorted(set(households))
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        members = dict(Person.objects.filter(household__in=chunk).values_list("pk", "household_id"))
        rows = _standing(kinds, since)
        _add(found, rows.filter(receiver__in=[*chunk, *members]).annotate(who=F("receiver_id")), members)
        _add(found, rows.filter(household_links__household__in=chunk).annotate(who=F("household_links__household")), {})
        _add(
            found,
            rows.filter(person_links__person__in=list(members)).annotate(who=F("person_links__person")),
            members,
        )
    return {home: sorted(rows.values(), key=lambda h: (h.happened_on, h.entry)) for home, rows in found.items()}


def _standing(kinds: Collection[str] | None, since: date | None) -> QuerySet[Entry]:
    state = EntryStanding.State
    rows = Entry.objects.filter(reverses=None).exclude(standing__state__in=(state.REVERSED, state.DISPUTED))
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return rows.filter(happened_on__gte=since) if since else rows


def _add(found: dict[int, dict[int, Help]], rows: QuerySet[Any], members: Mapping[int, int]) -> None:
    columns = ("who", "pk", "kind", "happened_on", "amount", "details", "standing__state")
    for who, pk, kind, day, amount, details, state in rows.values_list(*columns):
        home = members.get(who, who)
        found[home][pk] = Help(pk, kind, day, amount, details or {}, state == EntryStanding.State.CONFIRMED)


def helped_since(kinds: Collection[str], since: date) -> QuerySet[Any]:
    """Return as a subquery the households that one of these kinds reached since a day."""
    reached = Q(pk__in=_standing(kinds, since).values("receiver"))
    reached |= Q(pk__in=_standing(kinds, since).values("household_links__household"))
    reached |= Q(members__in=_standing(kinds, since).values("person_links__person"))
    reached |= Q(members__in=_standing(kinds, since).values("receiver"))
    return Household.objects.filter(reached).values("pk")
