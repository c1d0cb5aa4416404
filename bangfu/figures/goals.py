"""Comparing a figure with what was promised, or with what was before: completion, excess and growth.

Completion (完成率, 136 % of the target) and excess (超额, 36 % over it) are different words and different figures.
"""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.figures.expressions import Combination, Expression, Measure, minus, ratio, share, total
from bangfu.figures.models import Target
from bangfu.figures.sources import Dimension, Source


def goal(figure: str) -> Measure:
    """Return the sum of a figure's targets whose period ends inside the period asked."""
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
    return Target.objects.all()


TARGETS = Source(
    name="targets",
    title=_("目标与基数"),
    rows=_targets,
    giver_place="giver_area_code",
    day="ends_on",
    fields={name: name for name in ("use", "figure", "value")} | {"organisation": "organisation_id"},
    dimensions=(Dimension(name="figure", title=_("指标"), path="figure"),),
    permission="figures.target.view",
)
