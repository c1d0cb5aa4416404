"""Entries that a user may see, and one entry with everything behind it."""

from typing import Any

from django.db.models import Q, QuerySet

from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of, scoped
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import Entry, EntryStanding


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


def waiting_for(user: User) -> QuerySet[EntryStanding]:
    """Entries that wait for this user's party to confirm, or for a place the user confirms for; oldest first."""
    acts_for = getattr(user, "acts_for", None)
    condition = Q(pk__in=[])
    if acts_for is not None:
        condition |= Q(party_id=acts_for.party_id)
    condition |= scope_of(user, "ledger.entry.confirm_for").q()
    return (
        EntryStanding.objects.filter(condition, state=EntryStanding.State.WAITING)
        .select_related("entry")
        .order_by("due_on", "pk")
    )


def entry_page(entry: Entry) -> dict[str, Any]:
    """Return what is known of one entry: its kind, typed details, confirmations, reversal and people."""
    kind = entry_kinds.get(entry.kind)
    details = (
        [(d.title, d.label(entry.details.get(d.name))) for d in kind.details if d.name in entry.details] if kind else []
    )
    return {
        "entry": entry,
        "kind": kind,
        "details": details,
        "standing": EntryStanding.objects.filter(pk=entry.pk).first(),
        "confirmations": list(entry.confirmations.select_related("by").all()),
        "reversed_by": Entry.objects.filter(reverses=entry).first(),
        "persons": list(entry.person_links.values_list("person_id", flat=True)[:200]),
        "households": list(entry.household_links.values_list("household_id", flat=True)[:200]),
    }
