"""Entries that a user may see, and one entry with everything behind it."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of, scoped
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import Entry, EntryStanding, SuspectedDouble
from bangfu.parties.queries import persons_visible_to

CHUNK, PEOPLE = 500, 200


def own_entries(user: User) -> Q:
    """Entries in which the user's own party gave or received."""
    acts_for = getattr(user, "acts_for", None)
    if acts_for is None:
        return Q(pk__in=[])
    return Q(giver_id=acts_for.party_id) | Q(receiver_id=acts_for.party_id)


def entries_visible_to(user: User) -> QuerySet[Entry]:
    """Entries at places below the user's grants, given from there, or that the user's party took part in.

    The giver's side sees its entries too: a partner district looks at the same rows as the county it helps.
    """
    scope = scope_of(user, "ledger.entry.view")
    helped = scoped(Entry.objects.all(), user, "ledger.entry.view", own=own_entries)
    if scope.everywhere:
        return helped
    return Entry.objects.filter(scope.q("area_code", own_entries(user)) | scope.q("giver_area_code", own_entries(user)))


def asked_of(user: User) -> QuerySet[EntryStanding]:
    """Return the entries on which the user's party is asked for its word, or for whose places the user may answer.

    What the user recorded for somebody else is left out: nobody answers for the other side of their own record.
    """
    acts_for = getattr(user, "acts_for", None)
    condition = Q(pk__in=[])
    if acts_for is not None:
        condition |= Q(party_id=acts_for.party_id)
    others = scope_of(user, "ledger.entry.confirm_for").q() & ~Q(entry__posted_by_id=user.pk)
    return EntryStanding.objects.filter(condition | others, party__isnull=False).select_related("entry")


def waiting_for(user: User) -> QuerySet[EntryStanding]:
    """Return what waits for the user's word, the oldest deadline first."""
    return asked_of(user).filter(state=EntryStanding.State.WAITING).order_by("due_on", "pk")


def entry_page(user: User, entry: Entry) -> dict[str, Any]:
    """Return what is known of one entry: its typed details, confirmations, cautions, reversal and people.

    Of the people listed only those are named whom the user may see; the others are counted.
    """
    kind = entry_kinds.get(entry.kind)
    listed = entry.person_links.count()
    seen = persons_visible_to(user).filter(entry_links__entry=entry).order_by("pk").values_list("pk", "name")[:PEOPLE]
    return {
        "entry": entry,
        "details": [(d.title, d.label(entry.details[d.name])) for d in kind.details if d.name in entry.details]
        if kind
        else [],
        "standing": EntryStanding.objects.filter(pk=entry.pk).first(),
        "answered": entry.confirmations.exists(),
        "cautions": list(entry.cautions.all()),
        "reversed_by": Entry.objects.filter(reverses=entry).first(),
        "persons": list(seen),
        "unseen": listed - len(seen),
        "households": entry.household_links.count(),
        "doubles": _doubles(user, entry),
    }


def _doubles(user: User, entry: Entry) -> list[SuspectedDouble]:
    """The suspicions about an entry whose other entry the user may open."""
    pairs = SuspectedDouble.objects.filter(Q(first=entry) | Q(second=entry))
    seen = entries_visible_to(user).values("pk")
    return list(pairs.exclude(verdict=SuspectedDouble.Verdict.DIFFERENT).filter(first__in=seen, second__in=seen))


def standing_entry(source: str) -> int | None:
    """Return the id of the entry that stands under a source, or None."""
    rows = Entry.objects.filter(source=source, reverses=None, reversed_by=None)
    return rows.order_by("pk").values_list("pk", flat=True).first()


def entries_without(detail: str, kinds: Collection[str], *, prefix: str, limit: int) -> list[int]:
    """Return ids of standing entries of some kinds that lack a detail; ``prefix`` is how their source begins."""
    rows = Entry.objects.filter(kind__in=list(kinds), source__startswith=prefix, reverses=None, reversed_by=None)
    return list(rows.exclude(details__has_key=detail).order_by("pk").values_list("pk", flat=True)[:limit])


def posted_sources(kind: str, sources: Collection[str]) -> set[str]:
    """Return those of some sources under which the kind stands in the book."""
    wanted, found = sorted(set(sources)), set()
    for start in range(0, len(wanted), CHUNK):
        rows = Entry.objects.filter(kind=kind, source__in=wanted[start : start + CHUNK])
        found |= set(rows.values_list("source", flat=True))
    return found
