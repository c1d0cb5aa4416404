"""How the board does, by place and month: posted, matched, completed, and how long needs waited for somebody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Func, IntegerField, QuerySet, TextField
from django.db.models.functions import Cast, Substr

from bangfu.workstreams.exchange.models import Matching, Need
from bangfu.workstreams.exchange.queries.matching import below

GONE = ("refused", "withdrawn", "false")


@dataclass
class Result:
    """Needs of one place or month: ``posted`` then, ``matched`` and ``completed`` of those.

    ``waits`` is how many were matched after so many days.
    """

    posted: int = 0
    matched: int = 0
    completed: int = 0
    waits: Counter[int] = field(default_factory=Counter)

    @property
    def rate(self) -> float | None:
        """Matched of posted, a share; None where nothing was posted."""
        return self.matched / self.posted if self.posted else None

    @property
    def median_days(self) -> float | None:
        """Median days from publishing to the first claim; None where nothing was matched."""
        return median_of(self.waits)

    def add(self, days: int | None, posted: int, completed: int) -> None:
        """Count needs that waited so many days for somebody (None: still do)."""
        self.posted += posted
        self.completed += completed
        if days is not None:
            self.matched += posted
            self.waits[days] += posted


def median_of(counts: Mapping[int, int]) -> float | None:
    """Return the median of values that occur so often; None without any."""
    total, passed = sum(counts.values()), 0
    middle: list[int] = []
    for value in sorted(counts):
        passed += counts[value]
        # With an even number the median lies halfway between the two in the middle.
        middle += [value for place in {(total + 1) // 2, total // 2 + 1} if passed - counts[value] < place <= passed]
    return sum(middle) / len(middle) if middle else None


class DaysBetween(Func):
    """Whole days from the second date to the first, computed by the database itself."""

    arity = 2
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps dates as text."""
        template = "CAST(julianday(%(left)s) - julianday(%(right)s) AS integer)"
        return self._written(compiler, template)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL subtracts dates to days."""
        return self._written(compiler, "(%(left)s - %(right)s)")

    def _written(self, compiler: Any, template: str) -> tuple[str, list[Any]]:
        (left, given), (right, others) = (compiler.compile(one) for one in self.get_source_expressions())
        return template % {"left": left, "right": right}, [*given, *others]


def _published(area_code: str, from_: date, to: date) -> QuerySet[Need]:
    rows = Need.objects.filter(below(area_code), published_on__range=(from_, to))
    return rows.exclude(state__in=GONE).order_by()


def results_of(area_code: str, from_: date, to: date, *, length: int) -> tuple[dict[str, Result], dict[str, Result]]:
    """Return the needs published in a period by place (codes of ``length`` digits) and by month (2026-11).

    One query: the database counts needs of each place and month by the days they waited, from which medians follow
    however they are put together. A need counts where and when it was published, so that matched never exceeds posted.
    """
    places: dict[str, Result] = defaultdict(Result)
    months: dict[str, Result] = defaultdict(Result)
    rows = _published(area_code, from_, to).values_list(
        Substr("area_code", 1, length),
        Substr(Cast("published_on", TextField()), 1, 7),
        DaysBetween("matched_on", "published_on"),
    )
    for place, month, days, posted, completed in rows.annotate(posted=Count("pk"), done=Count("completed_on")):
        for result in (places[place], months[month]):
            result.add(days, posted, completed)
    return dict(sorted(places.items())), dict(sorted(months.items()))


def whole(results: Iterable[Result]) -> Result:
    """Return several results as one."""
    total = Result()
    for one in results:
        total.posted += one.posted
        total.matched += one.matched
        total.completed += one.completed
        total.waits.update(one.waits)
    return total


def median_days_to_match(area_code: str, from_: date, to: date) -> float | None:
    """Return the median days from publishing to the first claim of needs matched in a period; None without any."""
    rows = Need.objects.filter(below(area_code), matched_on__range=(from_, to), published_on__isnull=False)
    days = rows.exclude(state__in=GONE).order_by().values_list(DaysBetween("matched_on", "published_on"))
    return median_of(dict(days.annotate(n=Count("pk"))))


def latest_matching(area_code: str) -> dict[str, Any] | None:
    """Return what the newest batch at a place says would have met more: needs, met, first-come, remedies, its id."""
    made = Matching.objects.filter(area_code__startswith=area_code).order_by("-id").first()
    if made is None or not made.summary:
        return None
    return {"id": made.pk, "made_at": made.made_at, **made.summary}
