"""Which targets are parts of which: a county's year covers its townships, its units, its months and their months.

Nobody links targets to each other. One covers another when it is of the same figure and wider in every respect:
place, giving place, unit, period. So what is imported, stated by hand or shared out fits together by itself, and adding
up never counts a target beside its own parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length, Substr

from bangfu.figures.models import Target
from bangfu.kernel.periods import Kind

AXES = ("area", "period", "organisation")
RECEIVES = Case(When(area_code=F("giver_area_code"), then=Value("")), default=F("area_code"), output_field=CharField())


def covers(wide: Target, narrow: Target) -> bool:
    """Tell whether a target covers another one; none covers itself."""
    return (
        wide.pk != narrow.pk
        and (wide.figure, wide.use) == (narrow.figure, narrow.use)
        and narrow.receives.startswith(wide.receives)
        and narrow.giver_area_code.startswith(wide.giver_area_code)
        and wide.organisation_id in (None, narrow.organisation_id)
        and wide.period.contains(narrow.period)
    )


def topmost(targets: Iterable[Target]) -> list[Target]:
    """Return those that no other of them covers: what may be added up."""
    by_figure: dict[tuple[str, str], list[Target]] = {}
    for target in targets:
        by_figure.setdefault((target.figure, target.use), []).append(target)
    return [
        one for members in by_figure.values() for one in members if not any(covers(other, one) for other in members)
    ]


def in_force() -> QuerySet[Target]:
    """Return the targets that count: those not withdrawn."""
    return Target.objects.filter(withdrawn_on=None)


def not_covered(within: Q) -> Q:
    """Return the condition on targets (annotated with ``receives``) that none of those ``within`` covers them."""
    wider = in_force().annotate(
        receives=RECEIVES,
        area_cut=Substr(OuterRef("receives"), 1, Length("receives")),
        giver_cut=Substr(OuterRef("giver_area_code"), 1, Length("giver_area_code")),
    )
    wider = wider.filter(
        within,
        Q(organisation=None) | Q(organisation=OuterRef("organisation")),
        figure=OuterRef("figure"),
        use=OuterRef("use"),
        starts_on__lte=OuterRef("starts_on"),
        ends_on__gte=OuterRef("ends_on"),
        receives=F("area_cut"),
        giver_area_code=F("giver_cut"),
    ).exclude(pk=OuterRef("pk"))
    return Q(~Exists(wider))


def direct_parts(target: Target, by: str) -> list[Target]:
    """Return the parts of a target along one axis that no other part of it covers; one query.

    A part differs from the target in that respect only: a township's June is a part of the township, not of the year.
    """
    rows = in_force().filter(use=target.use, figure=target.figure, giver_area_code=target.giver_area_code)
    same: dict[str, Any] = {
        "area": {"area_code": target.area_code},
        "period": {"starts_on": target.starts_on, "ends_on": target.ends_on},
        "organisation": {"organisation": target.organisation_id},
    }
    for axis, values in same.items():
        if axis != by:
            rows = rows.filter(**values)
    found = [one for one in rows.select_related("organisation") if covers(target, one)]
    return sorted(topmost(found), key=lambda one: (one.starts_on, one.area_code, one.organisation_id or 0))


def key_of_part(target: Target, by: str) -> str:
    """Return what names a part along an axis: its area code, the code of its period, or the number of its unit."""
    return {"area": target.area_code, "period": target.period.code, "organisation": str(target.organisation_id or "")}[
        by
    ]


def period_kinds(target: Target) -> Sequence[Kind]:
    """Return the parts a target's period may be shared out to."""
    return {
        Kind.YEARS: (Kind.YEAR, Kind.HALF, Kind.QUARTER),
        Kind.YEAR: (Kind.QUARTER, Kind.MONTH, Kind.HALF),
        Kind.HALF: (Kind.QUARTER, Kind.MONTH),
        Kind.QUARTER: (Kind.MONTH,),
    }.get(target.period.kind, ())
