"""Rows that are a user's own: asked for by their party, or promised by it."""

from django.db.models import Q

from bangfu.kernel.rights.models import User
from bangfu.workstreams.exchange.models import Claim


def _party(user: User) -> int:
    acts_for = getattr(user, "acts_for", None)
    return acts_for.party_id if acts_for is not None else 0


def own_needs(user: User) -> Q:
    """Needs of the user's party, and those it has claimed."""
    party = _party(user)
    return Q(asker_id=party) | Q(pk__in=Claim.objects.filter(donor_id=party).values("need_id"))


def own_claims(user: User) -> Q:
    """Claims by the user's party, and on its needs."""
    return Q(donor_id=_party(user)) | Q(need__asker_id=_party(user))


def own_offers(user: User) -> Q:
    """What the user's party offers."""
    return Q(donor_id=_party(user))


def own_complaints(user: User) -> Q:
    """What the user complained about."""
    return Q(made_by=user)
