"""The declaration of a figure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from bangfu.figures.expressions import Expression
from bangfu.kernel.manifest import registry_of

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A question with a name. ``unit`` is CNY, person, person_time, household, village, organisation, item, percent …

    ``by`` names the dimensions it may be split by besides place and month; ``definition`` says in words what is
    counted and what is not; ``source_of_rule`` where that is laid down. ``headline`` puts it among the numbers that
    every office sees first, in that order (0: not); the first of them in CNY is also drawn by month and by place.
    """

    name: str
    title: Text
    unit: str
    workstream: str
    expression: Expression
    by: tuple[str, ...] = ()
    definition: Text = ""
    source_of_rule: str = ""
    headline: int = 0


figures = registry_of(Figure)
