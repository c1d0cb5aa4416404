"""Reading pairings for the office: load, gaps, who left, and proposals compared with today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from bangfu.figures.answers import remembered
from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scoped
from bangfu.pairing.models import Enrolment, Pairing, Scheme
from bangfu.pairing.queries import in_force
from bangfu.pairing.queries.sides import below

TOWNSHIP_UP = 9


@dataclass(frozen=True)
class Load:
    """How many helpers have how many recipients; ``idle`` stand ready and help nobody."""

    by_count: dict[int, int]
    idle: int

    @property
    def helpers(self) -> int:
        """How many help somebody."""
        return sum(self.by_count.values())

    @property
    def mean(self) -> float | None:
        """Recipients of an active helper on average."""
        pairs = sum(count * helpers for count, helpers in self.by_count.items())
        return pairs / self.helpers if self.helpers else None


def load_of(scheme: Scheme, area_code: str) -> Load:
    """Return the load of the helpers of a place: two grouped queries, remembered for each state of the books."""
    return remembered(("load", scheme.pk, area_code, timezone.localdate()), lambda: _load(scheme, area_code))


def _load(scheme: Scheme, area_code: str) -> Load:
    active = Pairing.objects.filter(in_force(), below(area_code), scheme=scheme).order_by()
    counts = active.values("helper_id").annotate(recipients=Count("pk")).values_list("recipients", flat=True)
    by_count: dict[int, int] = {}
    for recipients in counts.iterator():
        by_count[recipients] = by_count.get(recipients, 0) + 1
    ready = Enrolment.objects.filter(in_force(), scheme=scheme)
    if area_code:
        ready = ready.filter(below(area_code[:COUNTY], "county_code"))
    busy = Pairing.objects.filter(in_force(), scheme=scheme)
    if len(area_code) > COUNTY:
        ready = ready.filter(below(area_code))
    idle = ready.exclude(party__in=busy.values("helper_id")).count()
    return Load(dict(sorted(by_count.items())), idle)


def gone_but_paired(scheme: Scheme, area_code: str, most: int) -> list[Pairing]:
    """Return pairings in force whose helper has left the register or died: somebody must take over."""
    key = ("gone", scheme.pk, area_code, most, timezone.localdate())
    return remembered(key, lambda: _gone_but_paired(scheme, area_code, most))


def _gone_but_paired(scheme: Scheme, area_code: str, most: int) -> list[Pairing]:
    rows = Pairing.objects.filter(in_force(), below(area_code), scheme=scheme, helper__kind="person")
    rows = rows.exclude(helper__person__left_on=None, helper__person__died_on=None)
    return list(rows.order_by("area_code", "pk")[:most])


def left_lately(scheme: Scheme, area_code: str, most: int) -> list[Enrolment]:
    """Return the helpers who left the scheme, the latest first."""
    rows = Enrolment.objects.filter(scheme=scheme).exclude(valid_to=None)
    if area_code:
        rows = rows.filter(below(area_code[:COUNTY], "county_code"))
    return list(rows.order_by("-valid_to", "-pk")[:most])


def pairings_listed(user: User, scheme: Scheme, area_code: str, on: date | None = None) -> QuerySet[Any]:
    """Return the pairings of a scheme and place in force on a day (default today) that the user may see."""
    rows = scoped(Pairing.objects.all(), user, "pairing.pairing.view")
    return rows.filter(in_force(on), below(area_code), scheme=scheme)
