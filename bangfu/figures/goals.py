"""Comparing a figure with what was promised, or with what was before: completion, excess and growth.

Completion (完成率, 136 % of the target) and excess (超额, 36 % over it) are different words and different figures.
"""

from __future__ import annotations

from datetime import date

from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from bangfu.figures.computing import PARTNER, PLACES, Question, next_level, place_condition
from bangfu.figures.covering import RECEIVES, in_force, not_covered
from bangfu.figures.expressions import Combination, Expression, Measure, minus, ratio, share, total
from bangfu.figures.models import Target
from bangfu.figures.sources import Dimension, Source
from bangfu.figures.units import NOT_SUMMED

CharField.register_lookup(Length)  # area codes are told apart by their length


def goal(figure: str) -> Measure:
    """Return the sum of a figure's targets whose period lies inside the period asked, none beside its own parts."""
    return total("value", source="targets", use=Target.Use.TARGET.value, figure=figure)


def base(figure: str) -> Measure:
    """Return the stated value that a figure's growth is measured from."""
    return total("value", source="targets", use=Target.Use.BASE.value, figure=figure)


def reached(figure: str, actual: Expression) -> Combination:
    """Return the completion in percent: 100 is the target, no more and no less."""
    return share(actual, goal(figure))


def exceeded(figure: str, actual: Expression) -> Combination:
    """Return by how many percent the target is exceeded: 0 is the target; negative falls short of it."""
    return share(minus(actual, goal(figure)), goal(figure))


def grown(figure: str, actual: Expression) -> Combination:
    """Return the growth over the stated base in percent."""
    return share(minus(actual, base(figure)), base(figure))


def times(figure: str, actual: Expression) -> Combination:
    """Return how many times the stated base a figure is."""
    return ratio(actual, base(figure))


def _targets(_on: date | None) -> QuerySet[Target]:
    return in_force().alias(receives=RECEIVES)


def _asked(question: Question) -> Q:
    """Targets inside the period; of a target and its parts only the widest; shares in percent only as they stand.

    Split by place or time, the widest are those within one part.
    """
    inside = Q(starts_on__gte=question.from_) if question.from_ else Q()
    if question.to:
        inside &= Q(ends_on__lte=question.to)
    part = _within_a_part(question)
    summed = ~Q(unit__in=NOT_SUMMED)
    if question.from_ and question.to:
        itself = Q(starts_on=question.from_, ends_on=question.to)
        summed |= itself & (Q(area_code=question.area_code) | Q(giver_area_code=question.area_code))
    return inside & part & summed & not_covered(inside & part & place_condition(TARGETS, question))


def _within_a_part(question: Question) -> Q:
    if question.by == PARTNER:
        return ~Q(area_code=F("giver_area_code"))
    if question.by == "area" or question.by in PLACES:
        deeper = PLACES.get(question.by) or next_level(question.area_code)
        column = TARGETS.giver_place if question.side == "giver" else TARGETS.place
        return Q(**{f"{column}__length__gte": deeper})
    if question.by == "year":
        return Q(ends_on__year=F("starts_on__year"))
    if question.by == "month":
        return Q(ends_on__year=F("starts_on__year"), ends_on__month=F("starts_on__month"))
    return Q()


TARGETS = Source(
    name="targets",
    title=_("目标与基数"),
    rows=_targets,
    giver_place="giver_area_code",
    day="ends_on",
    fields={name: name for name in ("use", "figure", "value")} | {"organisation": "organisation_id"},
    dimensions=(Dimension(name="figure", title=_("指标"), path="figure"),),
    asked=_asked,
    permission="figures.target.view",
)
