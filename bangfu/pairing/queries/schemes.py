"""Which schemes there are for a place, and which of them are used there."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from bangfu.kernel.areas_of import COUNTY, parents
from bangfu.pairing.models import Enrolment, Pairing, Scheme
from bangfu.pairing.queries.sides import below


def schemes_for(area_code: str, on: date | None = None) -> list[Scheme]:
    """Return the schemes in force at a place on a day: everybody's, and those of the county itself."""
    day = on or timezone.localdate()
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    rows = Scheme.objects.filter(begun, Q(valid_to=None) | Q(valid_to__gte=day))
    if area_code:
        rows = rows.filter(Q(area_code__in=["", area_code, *parents(area_code)]) | Q(area_code__startswith=area_code))
    return list(rows.order_by("number", "name"))


def schemes_in_use(area_code: str, on: date | None = None) -> list[Scheme]:
    """Return the schemes of ``schemes_for`` under which somebody in the county was ever paired or stands ready."""
    county = area_code[:COUNTY]
    ready = Enrolment.objects.filter(below(county, "county_code"), scheme=OuterRef("pk"))
    paired = Pairing.objects.filter(below(county), scheme=OuterRef("pk"))
    used = set(Scheme.objects.filter(Exists(ready) | Exists(paired)).values_list("pk", flat=True))
    return [scheme for scheme in schemes_for(area_code, on) if scheme.pk in used]
