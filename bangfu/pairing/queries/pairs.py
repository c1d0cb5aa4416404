"""Pairings as they stand, or stood."""

from datetime import date

from django.db.models import Q, QuerySet

from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scoped
from bangfu.pairing.models import Pairing
from bangfu.pairing.queries.sides import in_force


def own_pairings(user: User) -> Q:
    """Pairings in which the user's own party helps or is helped."""
    acts_for = getattr(user, "acts_for", None)
    if acts_for is None:
        return Q(pk__in=[])
    return Q(helper_id=acts_for.party_id) | Q(recipient_id=acts_for.party_id)


def pairings_visible_to(user: User) -> QuerySet[Pairing]:
    """Return the pairings below the user's grants, and the user's own."""
    return scoped(Pairing.objects.all(), user, "pairing.pairing.view", own=own_pairings)


def pairings_on(on: date | None = None) -> QuerySet[Pairing]:
    """Return the pairings in force on a day (default today)."""
    return Pairing.objects.filter(in_force(on))


def helpers_of(recipient_id: int, on: date | None = None) -> QuerySet[Pairing]:
    """Return who helps a party on a day, by scheme."""
    return pairings_on(on).filter(recipient_id=recipient_id).select_related("scheme").order_by("scheme_id", "id")


def helped_households(user: User) -> QuerySet[Pairing]:
    """Return the numbers of the households that the user's own party helps today."""
    acts_for = getattr(user, "acts_for", None)
    party_id = acts_for.party_id if acts_for is not None else None
    return pairings_on().filter(helper_id=party_id, scheme__recipient_kind="household").values("recipient_id")
