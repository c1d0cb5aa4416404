"""Campaigns and events by name."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import active_grants
from bangfu.ledger.models import Campaign
from bangfu.ledger.queries.entries import entries_visible_to


def campaigns_named(user: User, texts: Collection[str]) -> dict[str, list[int]]:
    """Return for each text the campaigns of that name at the user's places, above them or below them."""
    found: dict[str, list[int]] = {}
    for pk, name in campaigns_at(user).filter(name__in=set(texts)).values_list("pk", "name"):
        found.setdefault(name, []).append(pk)
    return found


def campaigns_at(user: User) -> QuerySet[Campaign]:
    """Return the campaigns that entries of the user may belong to: those of the user's places, above and below."""
    if user.is_operator:
        return Campaign.objects.all()
    condition = Q(pk__in=[])
    for prefix in {grant.area_code for grant in active_grants(user)}:
        condition |= Q(area_code__startswith=prefix) | Q(area_code__in=[prefix[:n] for n in (0, 2, 4, 6, 9, 12)])
    return Campaign.objects.filter(condition)


def inside(campaign: Campaign) -> set[int]:
    """Return the numbers of a campaign and of all events inside it, at any depth; one query a level."""
    found, level = {campaign.pk}, {campaign.pk}
    while level:
        level = set(Campaign.objects.filter(parent__in=level).values_list("pk", flat=True)) - found
        found |= level
    return found


def campaign_sums(user: User, campaign: Campaign) -> list[dict[str, Any]]:
    """Return by kind what entries of a campaign and of all events inside it add up to, as far as the user may see.

    Each is ``{kind, entries, amount, persons, person_times, givers, places}``; reversed entries are left out.
    """
    rows = entries_visible_to(user).filter(campaign__in=inside(campaign), reverses=None)
    grouped = rows.exclude(standing__state="reversed").order_by("kind").values("kind")
    return list(
        grouped.annotate(
            entries=Count("pk"),
            amount=Sum("amount"),
            persons=Sum("persons"),
            person_times=Sum("person_times"),
            givers=Count("giver", distinct=True),
            places=Count("area_code", distinct=True),
        )
    )
