"""What a working group has in the book: its latest entries, and how many stand where, kind by kind."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Sum

from bangfu.kernel.rights.models import User
from bangfu.ledger.kinds import EntryKind, kinds_of
from bangfu.ledger.models import Entry
from bangfu.ledger.queries.entries import entries_visible_to
from bangfu.ledger.queries.years import telling_year_in, years_in


@dataclass
class KindCount:
    """Entries of one kind in force: how many, their amount (CNY), and how many of them stand in which state."""

    kind: EntryKind
    entries: int = 0
    amount: Decimal | None = None
    states: dict[str, int] = field(default_factory=dict)


def counts_of(user: User, workstream: str) -> list[KindCount]:
    """Return the counts of a working group's kinds, in the order of their declaration; one query."""
    found = {kind.name: KindCount(kind) for kind in kinds_of(workstream)}
    rows = entries_visible_to(user).filter(workstream=workstream, reverses=None).exclude(standing__state="reversed")
    grouped = rows.order_by().values_list("kind", "standing__state").annotate(Count("pk"), Sum("amount"))
    for kind, state, entries, amount in grouped:
        if (count := found.get(kind)) is None:
            continue
        count.entries += entries
        count.states[state] = entries
        if amount is not None:
            count.amount = (count.amount or Decimal(0)) + amount
    return list(found.values())


def latest_of(user: User, workstream: str, most: int) -> list[Entry]:
    """Return the entries that happened last, newest first."""
    rows = entries_visible_to(user).filter(workstream=workstream).select_related("standing")
    return list(rows.order_by("-happened_on", "-id")[:most])


def telling_year_of(user: User, workstream: str) -> int | None:
    """Return the last year of which the entries of a working group that the user may see tell more than a beginning."""
    return telling_year_in(entries_visible_to(user).filter(workstream=workstream, reverses=None))


def years_of_group(user: User, workstream: str) -> list[int]:
    """Return the years of which the entries of a working group tell that the user may see, latest first."""
    return years_in(entries_visible_to(user).filter(workstream=workstream, reverses=None))
