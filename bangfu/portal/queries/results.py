"""The public results: declared figures with everybody's eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from bangfu.figures.answers import remembered
from bangfu.figures.computing import Answer, Question, compute_all, find
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.publishing.declared import PublicFigure, public_figures
from bangfu.kernel.remembered import RememberedEach
from bangfu.portal.limits import SMALLEST

PEOPLE = {"person", "household", "person_time"}
KEPT_SECONDS = 60.0
_kept: RememberedEach[tuple[object, ...], tuple[Result, ...]] = RememberedEach(KEPT_SECONDS)


@dataclass(frozen=True)
class Result:
    """A figure as everybody reads it; ``fewer_than`` stands for a number of people too small to tell."""

    declared: PublicFigure
    answer: Answer
    fewer_than: int | None


def results(area_code: str, from_: date, to: date) -> tuple[Result, ...]:
    """Return the public figures of a place and period, in order; computed once a minute at most."""
    key = (area_code, from_, to, get_language())
    return _kept.get(key, lambda: _results(area_code, from_, to))


def _results(area_code: str, from_: date, to: date) -> tuple[Result, ...]:
    smallest = policy(SMALLEST, area_code)
    ordered = sorted(public_figures, key=lambda one: one.order)
    question = Question(area_code=area_code, from_=from_, to=to)
    asked = [(find(one.figure), question) for one in ordered]
    key = ("portal", tuple(one.figure for one in ordered), question, timezone.localdate(), get_language())
    answers = remembered(key, lambda: compute_all(asked))
    return tuple(_result(one, answer, smallest) for one, answer in zip(ordered, answers, strict=True))


def _result(declared: PublicFigure, answer: Answer, smallest: int) -> Result:
    figure = answer.figure
    small = figure.unit in PEOPLE and answer.value is not None and 0 < answer.value < smallest
    return Result(declared, answer, smallest if small else None)
