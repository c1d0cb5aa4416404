"""How the board does, by place and month: posted, matched, completed, and how long needs waited for somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from django.db.models import QuerySet

from bangfu.workstreams.exchange.models import Matching, Need
from bangfu.workstreams.exchange.queries.matching import below

GONE = ("refused", "withdrawn", "false")


@dataclass
class Result:
    """Needs of one place or month: ``posted`` then, ``matched`` and ``completed`` of those, days waited for a match."""

    posted: int = 0
    matched: int = 0
    completed: int = 0
    waits: list[int] = field(default_factory=list)

    @property
    def rate(self) -> float | None:
        """Matched of posted, a share; None where nothing was posted."""
        return self.matched / self.posted if self.posted else None

    @property
    def median_days(self) -> float | None:
        """Median days from publishing to the first claim; None where nothing was matched."""
        return float(median(self.waits)) if self.waits else None


def _published(area_code: str, from_: date, to: date) -> QuerySet[Need]:
    rows = Need.objects.filter(below(area_code), published_on__range=(from_, to))
    return rows.exclude(state__in=GONE).order_by()


def results_of(area_code: str, from_: date, to: date, *, length: int) -> tuple[dict[str, Result], dict[str, Result]]:
    """Return the needs published in a period by place (codes of ``length`` digits) and by month (2026-11).

    One query, read row by row: a median cannot be added up. A need counts where and when it was published, so that
    matched never exceeds posted.
    """
    places: dict[str, Result] = defaultdict(Result)
    months: dict[str, Result] = defaultdict(Result)
    rows = _published(area_code, from_, to).values_list("area_code", "published_on", "matched_on", "completed_on")
    for code, published, matched, completed in rows.iterator(chunk_size=5000):
        for result in (places[code[:length]], months[f"{published:%Y-%m}"]):
            _count(result, published, matched, completed)
    return dict(sorted(places.items())), dict(sorted(months.items()))


def _count(result: Result, published: date, matched: date | None, completed: date | None) -> None:
    result.posted += 1
    if matched is not None:
        result.matched += 1
        result.waits.append((matched - published).days)
    if completed is not None:
        result.completed += 1


def whole(results: Iterable[Result]) -> Result:
    """Return several results as one."""
    total = Result()
    for one in results:
        total.posted += one.posted
        total.matched += one.matched
        total.completed += one.completed
        total.waits += one.waits
    return total


def median_days_to_match(area_code: str, from_: date, to: date) -> float | None:
    """Return the median days from publishing to the first claim of needs matched in a period; None without any."""
    rows = Need.objects.filter(below(area_code), matched_on__range=(from_, to), published_on__isnull=False)
    pairs = rows.exclude(state__in=GONE).order_by().values_list("published_on", "matched_on")
    waited = [(matched - published).days for published, matched in pairs]
    return float(median(waited)) if waited else None


def latest_matching(area_code: str) -> dict[str, Any] | None:
    """Return what the newest batch at a place says would have met more: needs, met, first-come, remedies, its id."""
    made = Matching.objects.filter(area_code__startswith=area_code).order_by("-id").first()
    if made is None or not made.summary:
        return None
    return {"id": made.pk, "made_at": made.made_at, **made.summary}
