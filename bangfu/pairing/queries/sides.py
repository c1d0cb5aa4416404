"""Both sides of a scheme in a place: who may help, and who is to be helped."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from bangfu.kernel.areas_of import COUNTY, prefix_range
from bangfu.pairing.conditions import filter_of
from bangfu.pairing.models import Enrolment, Scheme
from bangfu.pairing.queries.gone import gone
from bangfu.parties.models import Area, Household, Organisation, Person

OPEN_KINDS = ("organisation", "person")
"""Who may help under a scheme that is open to all."""


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
    """Return who stands ready under a scheme in the county of a place and meets its conditions for helpers; not who is
    gone or already known to leave."""
    rows = scheme.enrolments.filter(in_force(on), below(area_code[:COUNTY], "county_code"), valid_to=None)
    return rows.filter(eligible_helper(scheme, "party__", on)).exclude(gone("party", on))


def eligible_helper(scheme: Scheme, prefix: str = "", on: date | None = None) -> Q:
    """Return a scheme's conditions for helpers, for rows that reach a party over a path."""
    found = Q()
    kinds = OPEN_KINDS if scheme.helper_kind == Scheme.ANY else (scheme.helper_kind,)
    for kind in kinds:
        own = filter_of("helper", kind, scheme.eligible or {}, prefix=f"{prefix}{kind}__", on=on)
        if own:
            found |= own & Q(**{f"{prefix}kind": kind}) if len(kinds) > 1 else own
        elif len(kinds) > 1:
            found |= Q(**{f"{prefix}kind": kind})
    return found


def recipients_for(scheme: Scheme, area_code: str, on: date | None = None) -> QuerySet[Any]:
    """Return the rows to be helped under a scheme below a place on a day: its conditions for recipients decide who.

    Every row has ``pk`` (the party) and a place: ``area_code``, or ``code`` for areas. Standings and village classes
    are those of the day; health, schooling and work are known only as they are now.
    """
    rows = existing(scheme.recipient_kind, on).filter(below(area_code, place_field(scheme)))
    return rows.filter(filter_of("recipient", scheme.recipient_kind, scheme.eligible or {}, on=on))


def existing(kind: str, on: date | None = None) -> QuerySet[Any]:
    """Return the parties of a kind that exist on a day (default: now)."""
    now = on is None or on >= timezone.localdate()
    rows: QuerySet[Any]
    if kind == "household":
        rows = Household.objects.all()
        if now:
            return rows.filter(closed_on=None)
        return rows.filter(_not_before("opened_on", on), _not_yet("closed_on", on))
    if kind == "person":
        rows = Person.objects.all()
        if now:
            return rows.filter(died_on=None, left_on=None)
        return rows.filter(_not_yet("died_on", on), _not_yet("left_on", on))
    rows = Area.objects.all() if kind == "area" else Organisation.objects.all()
    if now:
        return rows.filter(valid_to=None)
    return rows.filter(_not_before("valid_from", on), _not_yet("valid_to", on))


def _not_before(column: str, on: date | None) -> Q:
    return Q(**{column: None}) | Q(**{f"{column}__lte": on})


def _not_yet(column: str, on: date | None) -> Q:
    return Q(**{column: None}) | Q(**{f"{column}__gte": on})


def place_field(scheme: Scheme) -> str:
    """Return the column of a recipient row that holds its place."""
    return "code" if scheme.recipient_kind == "area" else "area_code"
