"""What a rule would do before it is one: how many it hits, whom, and what it would have said in past months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from bangfu.kernel.codelists.queries import all_codes
from bangfu.kernel.conditions.engines.database import DatabaseEngine
from bangfu.kernel.conditions.periods import months_before
from bangfu.kernel.conditions.reading import Faulty
from bangfu.parties.models import HouseholdStatus
from bangfu.workstreams.monitoring.screening.hits import HOUSEHOLD, hits_of
from bangfu.workstreams.monitoring.screening.models import RuleVersion
from bangfu.workstreams.monitoring.screening.population import Population
from bangfu.workstreams.monitoring.screening.rules import Prepared, question_of
from bangfu.workstreams.monitoring.screening.vocabulary import vocabulary

EXAMPLES, MONTHS, LATER = 8, 3, 6  # households shown; past months asked; months in which a hit may be confirmed


@dataclass(frozen=True)
class Past:
    """What a rule would have said on a past day: of its hits, how many became monitored later; how many it missed."""

    on: date
    hits: int
    confirmed: int
    missed: int
    fault: str = ""


@dataclass(frozen=True)
class Preview:
    """What a rule does today, and would have done."""

    hits: int
    everybody: int
    examples: tuple[dict[str, Any], ...]
    past: tuple[Past, ...]

    @property
    def share(self) -> float:
        """The part of those concerned that is hit, 0 to 1."""
        return self.hits / self.everybody if self.everybody else 0.0


def preview(version: RuleVersion, area_code: str, on: date, *, months: int = MONTHS) -> Preview:
    """Ask a draft; raise Faulty where its text does not hold."""
    words = vocabulary(on, area_code)
    question = question_of(version, words, area_code, on)
    engine = DatabaseEngine(Population(area_code, on).sql)
    subject = words.table(version.subject)
    hits, everybody = engine.count(subject, question)
    answer, asked = engine.answer(subject, [question])
    found = hits_of(Prepared(version, question), answer.head(EXAMPLES), asked, on)
    examples = tuple(
        {"household": hit.household, "person": hit.person, "values": hit.values, "since": hit.since} for hit in found
    )
    past = tuple(_asked_then(version, area_code, months_before(on, back)) for back in range(1, months + 1))
    return Preview(hits, everybody, examples, past)


def _asked_then(version: RuleVersion, area_code: str, on: date) -> Past:
    words = vocabulary(on, area_code)
    try:
        question = question_of(version, words, area_code, on)
    except Faulty as fault:  # a parameter that was not set then
        return Past(on, 0, 0, 0, fault.message)
    engine = DatabaseEngine(Population(area_code, on).sql)
    answer, _asked = engine.answer(words.table(version.subject), [question])
    column = HOUSEHOLD if HOUSEHOLD in answer.columns else "id"
    hit = set(answer.filter(pl.col(question.name) == 1)[column].drop_nulls())
    later = monitored_between(area_code, on, months_before(on, -LATER))
    return Past(on, len(hit), len(hit & later), len(later - hit))


def monitored_between(area_code: str, after: date, until: date) -> set[int]:
    """Return the households that became monitored after a day and by another."""
    kinds: Sequence[str] = sorted({row.code for row in all_codes("monitored_kind")})
    rows = HouseholdStatus.objects.filter(
        area_code__startswith=area_code, value__in=kinds, valid_from__gt=after, valid_from__lte=until
    )
    return set(rows.values_list("household_id", flat=True))
