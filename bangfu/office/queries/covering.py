"""Coverage of one scheme on any day, of all its recipients or one class of them: by place, and who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Substr

from bangfu.figures.coverage_sources import recipients_under
from bangfu.kernel.areas_of import VILLAGE
from bangfu.pairing.models import Scheme
from bangfu.pairing.queries.coverage import Covered
from bangfu.pairing.queries.sides import below, place_field


def recipients_of(scheme: Scheme, area_code: str, on: date, class_: str = "") -> QuerySet[Any]:
    """Return who was to be helped below a place on a day, with ``is_paired`` and ``recipient_class``."""
    rows = recipients_under(scheme, on).filter(below(area_code, place_field(scheme)))
    return rows.filter(recipient_class=class_) if class_ else rows


def coverage_by_village(scheme: Scheme, area_code: str, on: date, class_: str = "") -> list[Covered]:
    """Return the coverage of each village below a place on a day; what lies above villages has its own code."""
    rows = recipients_of(scheme, area_code, on, class_).annotate(part=Substr(F(place_field(scheme)), 1, VILLAGE))
    found = rows.order_by().values("part").annotate(all=Count("pk"), paired=Count("pk", filter=Q(is_paired=True)))
    return [Covered(row["part"], row["all"], row["paired"]) for row in found.order_by("part")]


def classes_there(scheme: Scheme, area_code: str, on: date) -> Sequence[str]:
    """Return the classes of those who were to be helped below a place on a day, the most frequent first."""
    rows = recipients_of(scheme, area_code, on).order_by().values("recipient_class").annotate(many=Count("pk"))
    return [str(row["recipient_class"]) for row in rows.order_by("-many") if row["recipient_class"] not in (None, "")]


def gaps_of(scheme: Scheme, area_code: str, on: date, class_: str = "") -> QuerySet[Any]:
    """Return those who had not the helpers the scheme asks for on a day, in the order of places."""
    return recipients_of(scheme, area_code, on, class_).filter(is_paired=False).order_by(place_field(scheme), "pk")
