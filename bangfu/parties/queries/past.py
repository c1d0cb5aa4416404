"""The registers as they were on a day: where a party was, what a household was, who belonged to it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bangfu.parties.models import FormerPlace, HouseholdStatus, Membership


def in_force(on: date, *, start: str = "valid_from", end: str = "valid_to", empty_start: bool = False) -> Q:
    """Return the condition that a dated row was in force on a day, both ends included."""
    begun = Q(**{f"{start}__lte": on})
    if empty_start:
        begun |= Q(**{f"{start}": None})
    return begun & (Q(**{end: None}) | Q(**{f"{end}__gte": on}))


def place_on(on: date, *, party: str = "pk", now: str = "area_code") -> Coalesce:
    """Return an expression for the area code a row's party had on a day, to annotate or filter by."""
    former = FormerPlace.objects.filter(party=OuterRef(party), until__gte=on).order_by("until")
    return Coalesce(Subquery(former.values("area_code")[:1]), now)


def places_on(party_ids: Iterable[int], on: date) -> dict[int, str]:
    """Return the former place of each party that has moved since the day; the others are where they are now."""
    rows = FormerPlace.objects.filter(party__in=list(party_ids), until__gte=on).order_by("-until")
    return dict(rows.values_list("party_id", "area_code"))


def with_standing_on(households: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Annotate households with ``standing_then`` and ``area_code_then``, the status and place of a day."""
    status = HouseholdStatus.objects.filter(in_force(on), household=OuterRef("pk")).order_by("-valid_from")
    annotated: QuerySet[Any, Any] = households.annotate(
        standing_then=Subquery(status.values("value")[:1]), area_code_then=place_on(on)
    )
    return annotated


def households_with_standing(value: str, on: date) -> QuerySet[HouseholdStatus]:
    """Return the statuses of one value in force on a day, one a household."""
    return HouseholdStatus.objects.filter(in_force(on), value=value)


def memberships_on(on: date) -> QuerySet[Membership]:
    """Return the memberships in force on a day."""
    return Membership.objects.filter(in_force(on))
