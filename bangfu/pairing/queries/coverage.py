"""How many of those to be helped have their helpers, and who has none."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Substr
from django.db.models.lookups import GreaterThanOrEqual

from bangfu.pairing.models import Pairing, Scheme
from bangfu.pairing.queries.sides import in_force, place_field, recipients_for


@dataclass(frozen=True)
class Covered:
    """Recipients to be helped and how many of them are, in one place."""

    area_code: str
    recipients: int
    paired: int

    @property
    def missing(self) -> int:
        """How many have nobody."""
        return self.recipients - self.paired

    @property
    def percent(self) -> float | None:
        """Coverage in percent; None where nobody is to be helped."""
        return self.paired * 100 / self.recipients if self.recipients else None


def paired_on(scheme: Scheme, on: date | None = None) -> Exists | GreaterThanOrEqual:
    """Return the expression that a recipient has as many helpers as the scheme asks for (at least one) on a day."""
    rows = Pairing.objects.filter(in_force(on), scheme=scheme, recipient_id=OuterRef("pk"))
    if scheme.per_recipient_min <= 1:
        return Exists(rows)
    counted = rows.order_by().values("recipient_id").annotate(helpers=Count("pk")).values("helpers")
    return GreaterThanOrEqual(Coalesce(Subquery(counted), 0), scheme.per_recipient_min)


def coverage(scheme: Scheme, area_code: str, on: date | None = None) -> Covered:
    """Return the coverage of a scheme in a place on a day."""
    rows = recipients_for(scheme, area_code, on).annotate(paired=paired_on(scheme, on))
    found = rows.aggregate(recipients=Count("pk"), paired_ones=Count("pk", filter=Q(paired=True)))
    return Covered(area_code, found["recipients"], found["paired_ones"])


def coverage_by_area(scheme: Scheme, area_code: str, length: int, on: date | None = None) -> list[Covered]:
    """Return the coverage of each area with a code of this length below a place."""
    rows = recipients_for(scheme, area_code, on).annotate(
        paired=paired_on(scheme, on), part=Substr(F(place_field(scheme)), 1, length)
    )
    found = (
        rows.values("part")
        .annotate(recipients=Count("pk"), paired_ones=Count("pk", filter=Q(paired=True)))
        .order_by("part")
    )
    return [Covered(row["part"], row["recipients"], row["paired_ones"]) for row in found]


def unpaired(scheme: Scheme, area_code: str, on: date | None = None) -> QuerySet[Any]:
    """Return the recipients without a helper, in the order of places."""
    return recipients_for(scheme, area_code, on).filter(~paired_on(scheme, on)).order_by(place_field(scheme), "pk")
