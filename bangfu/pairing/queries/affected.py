"""Pairs that can no longer stand, and recipients who lost their helper: who must be paired anew, and why."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from bangfu.pairing.models import Enrolment, Pairing, Scheme
from bangfu.pairing.queries.gone import gone
from bangfu.pairing.queries.sides import below, place_field, recipients_for


def open_pairs(scheme: Scheme, area_code: str) -> QuerySet[Pairing]:
    """Return the pairings of a scheme and place with no last day."""
    return Pairing.objects.filter(below(area_code), scheme=scheme, valid_to=None).order_by("area_code", "pk")


def helper_gone(scheme: Scheme, area_code: str, on: date | None = None) -> QuerySet[Pairing]:
    """Pairs whose helper died, left, was closed or merged, or withdrew from the scheme."""
    enrolled = Enrolment.objects.filter(scheme=scheme).order_by()
    withdrew = enrolled.exclude(valid_to=None).exclude(party_id__in=enrolled.filter(valid_to=None).values("party_id"))
    return open_pairs(scheme, area_code).filter(gone("helper", on) | Q(helper_id__in=withdrew.values("party_id")))


def unit_gone(scheme: Scheme, area_code: str, on: date | None = None) -> QuerySet[Pairing]:
    """Pairs whose helper is still there but works for an organisation that ended: its duties go elsewhere."""
    day = on or timezone.localdate()
    rows = open_pairs(scheme, area_code).filter(helper__person__works_for__valid_to__lt=day)
    return rows.exclude(gone("helper", on))


def recipient_gone(scheme: Scheme, area_code: str, on: date | None = None) -> QuerySet[Pairing]:
    """Pairs whose recipient is there no more: a village merged into another, a household closed, somebody died."""
    return open_pairs(scheme, area_code).filter(gone("recipient", on))


def lost(scheme: Scheme, area_code: str, on: date | None = None) -> QuerySet[Any]:
    """Recipients who had a helper and have nobody from now on: their last pair ended, or will with its last day."""
    pairs = Pairing.objects.filter(scheme=scheme).order_by()
    had, have = pairs.exclude(valid_to=None), pairs.filter(valid_to=None)
    rows = recipients_for(scheme, area_code, on).filter(pk__in=had.values("recipient_id"))
    return rows.exclude(pk__in=have.values("recipient_id")).order_by(place_field(scheme), "pk")


def last_helpers(scheme: Scheme, recipients: Collection[int]) -> dict[int, Pairing]:
    """Return the pair that ended last for each of some recipients."""
    rows = Pairing.objects.filter(scheme=scheme, recipient_id__in=recipients).exclude(valid_to=None)
    return {row.recipient_id: row for row in rows.order_by("valid_to", "pk")}


def overloaded(scheme: Scheme, area_code: str) -> QuerySet[Any]:
    """Helpers with more recipients than the scheme allows: ``helper_id`` and ``load``."""
    if scheme.per_helper_max is None:
        return Pairing.objects.none().values("helper_id").annotate(load=Count("pk"))
    rows = open_pairs(scheme, area_code).order_by().values("helper_id").annotate(load=Count("pk"))
    return rows.filter(load__gt=scheme.per_helper_max).order_by("-load", "helper_id")


def affected_count(scheme: Scheme, area_code: str, on: date | None = None) -> int:
    """Return how many recipients must be paired anew."""
    pairs = helper_gone(scheme, area_code, on), unit_gone(scheme, area_code, on), recipient_gone(scheme, area_code, on)
    recipients: set[int] = set()
    for rows in pairs:
        recipients.update(rows.order_by().values_list("recipient_id", flat=True))
    recipients.update(lost(scheme, area_code, on).order_by().values_list("pk", flat=True))
    return len(recipients)


def touched_by(ids: Collection[int]) -> list[tuple[int, str]]:
    """Return ``(scheme, county code)`` of pairs open or lately ended that parties or their staff are part of."""
    mine = Q(helper_id__in=ids) | Q(recipient_id__in=ids) | Q(helper__person__works_for_id__in=ids)
    day = timezone.localdate()
    rows = Pairing.objects.filter(mine).filter(Q(valid_to=None) | changed_lately(day))
    found = {(scheme, code[:6]) for scheme, code in rows.values_list("scheme_id", "area_code")}
    return sorted(found)


def concerned_pairs(scheme: Scheme, county: str, ids: Collection[int]) -> list[tuple[int, str]]:
    """Return ``(helper, area code)`` of the pairs of a scheme in a county that parties or their staff are part of."""
    mine = Q(helper_id__in=ids) | Q(recipient_id__in=ids) | Q(helper__person__works_for_id__in=ids)
    rows = Pairing.objects.filter(below(county), mine, Q(valid_to=None) | changed_lately(timezone.localdate()))
    return list(rows.filter(scheme=scheme).order_by("pk").values_list("helper_id", "area_code"))


def changed_lately(day: date) -> Q:
    """Return the condition that a pair ended within the last year, or will."""
    return Q(valid_to__gte=day.replace(year=day.year - 1, day=min(day.day, 28)))
