"""What the registers say of each item before anybody visits: doubts printed on the sheets and shown on the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import polars as pl

from bangfu.kernel.conditions.checking import check
from bangfu.kernel.conditions.engines.database import DatabaseEngine
from bangfu.kernel.conditions.reading import Faulty
from bangfu.kernel.conditions.writing import Question
from bangfu.workstreams.monitoring.checks.items import CheckItem
from bangfu.workstreams.monitoring.screening.population import Population
from bangfu.workstreams.monitoring.screening.vocabulary import HOUSEHOLD, vocabulary


def doubts_of(items: Sequence[CheckItem], area_code: str, on: date) -> dict[int, list[str]]:
    """Return household → items its registers cast doubt on, by one statement over the whole place.

    An item whose condition does not hold that day (a parameter is not set) casts none.
    """
    words = vocabulary(on, area_code)
    questions = []
    for number, item in enumerate(items):
        if item.doubt.strip():
            try:
                questions.append(Question(f"r{number}", check(item.doubt, words, HOUSEHOLD, on)))
            except Faulty:
                continue
    if not questions:
        return {}
    answer, _asked = DatabaseEngine(Population(area_code, on).sql).answer(words.table(HOUSEHOLD), questions)
    found: dict[int, list[str]] = defaultdict(list)
    for question in questions:
        code = items[int(question.name[1:])].code
        for household in answer.filter(pl.col(question.name) == 1)["id"]:
            found[household].append(code)
    return dict(found)
