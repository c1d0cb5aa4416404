"""Both sides of a scheme in a place: who may help, and who is to be helped."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from bangfu.kernel.areas_of import COUNTY, prefix_range
from bangfu.pairing.models import Enrolment, Scheme
from bangfu.parties.models import Area, AreaClass, Household, Organisation, Person


def in_force(on: date | None = None) -> Q:
    """Return the condition that a dated row holds on a day (default today)."""
    day = on or timezone.localdate()
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def below(area_code: str, field: str = "area_code") -> Q:
    """Return the range condition for a place."""
    low, high = prefix_range(area_code)
    condition = Q(**{f"{field}__gte": low})
    return condition & Q(**{f"{field}__lt": high}) if high is not None else condition


def helpers_for(scheme: Scheme, area_code: str, on: date | None = None) -> QuerySet[Enrolment]:
    """Return who stands ready under a scheme in the county of a place; not who is already known to leave."""
    return scheme.enrolments.filter(in_force(on), below(area_code[:COUNTY], "county_code"), valid_to=None)


def recipients_for(scheme: Scheme, area_code: str) -> QuerySet[Any]:
    """Return the rows to be helped under a scheme below a place: the scheme's own conditions decide who.

    Every row has ``pk`` (the party) and a place: ``area_code``, or ``code`` for areas.
    """
    eligible = scheme.eligible or {}
    if scheme.recipient_kind == "household":
        rows: QuerySet[Any] = Household.objects.filter(below(area_code), closed_on=None)
        return rows.filter(standing__in=eligible["recipient_standing"]) if "recipient_standing" in eligible else rows
    if scheme.recipient_kind == "area":
        return _areas(eligible, area_code)
    if scheme.recipient_kind == "organisation":
        rows = Organisation.objects.filter(below(area_code), valid_to=None)
        return (
            rows.filter(kind__in=eligible["recipient_organisation"]) if "recipient_organisation" in eligible else rows
        )
    rows = Person.objects.filter(below(area_code), died_on=None, left_on=None)
    return rows.filter(household__isnull=False) if eligible.get("recipient_in_household") else rows


def _areas(eligible: dict[str, Any], area_code: str) -> QuerySet[Area]:
    rows = Area.objects.filter(below(area_code, "code"), valid_to=None)
    if "recipient_level" in eligible:
        rows = rows.filter(level=eligible["recipient_level"])
    if "recipient_class" in eligible:
        classes = AreaClass.objects.filter(value__in=eligible["recipient_class"], valid_to=None)
        rows = rows.filter(pk__in=classes.values("area_id"))
    return rows


def place_field(scheme: Scheme) -> str:
    """Return the column of a recipient row that holds its place."""
    return "code" if scheme.recipient_kind == "area" else "area_code"
