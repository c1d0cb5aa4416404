"""Which periods are closed, for which day an entry then counts, and what came in since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, Q, QuerySet

from bangfu.kernel.areas_of import LEVELS, prefix_range
from bangfu.kernel.periods import Period
from bangfu.ledger.closing_models import Closing
from bangfu.ledger.models import Entry

DAY = timedelta(days=1)
LOCK = 0x62616E676675  # one number for the whole book
At = tuple[str, str, date]  # area code, workstream, day


class Closed:
    """The closings in force, read once for any number of entries."""

    def __init__(self, since: date) -> None:
        self._by_place: dict[tuple[str, str], list[Closing]] = {}
        for row in Closing.objects.filter(reopened_at=None, ends_on__gte=since):
            self._by_place.setdefault((row.area_code, row.workstream), []).append(row)

    def over(self, at: At) -> Closing | None:
        """Return a closing under which an entry of the place, working group and day falls."""
        area_code, workstream, day = at
        if not self._by_place:
            return None
        for length in (0, *LEVELS):
            for group in ("", workstream):
                for row in self._by_place.get((area_code[:length], group), ()):
                    if length <= len(area_code) and row.starts_on <= day <= row.ends_on:
                        return row
        return None

    def counted_on(self, at: At) -> date:
        """Return the day for which an entry counts: its own, or the first day after it that is not closed."""
        area_code, workstream, day = at
        while (row := self.over((area_code, workstream, day))) is not None:
            day = row.ends_on + DAY
        return day


def closed_for(entries: Iterable[At]) -> Closed:
    """Return the closings that may concern entries of these places and days; one query."""
    return Closed(min((day for _area, _group, day in entries), default=date.max))


def hold_open() -> None:
    """Let nobody close a period until this transaction ends. Those who record do not wait for each other.

    On SQLite a transaction that writes is alone from its beginning.
    """
    _lock("pg_advisory_xact_lock_shared")


def hold_alone() -> None:
    """Wait until nobody is recording, and let nobody begin until this transaction ends."""
    _lock("pg_advisory_xact_lock")


def _lock(function: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [LOCK])


def entries_of(area_code: str, workstream: str, period: Period) -> QuerySet[Entry]:
    """Return the entries that count in a period of a place."""
    return _at(area_code, workstream).filter(counted_on__range=(period.starts_on, period.ends_on))


def counts_by_period(area_code: str, wanted: Sequence[Period]) -> list[int]:
    """Return how many entries of a place count in each of several periods; one query."""
    days = [Q(counted_on__range=(period.starts_on, period.ends_on)) for period in wanted]
    found = _at(area_code, "").aggregate(**{f"n{i}": Count("pk", filter=q) for i, q in enumerate(days)})
    return [found[f"n{i}"] for i in range(len(wanted))]


def late_for(closing: Closing) -> QuerySet[Entry]:
    """Return the entries posted since a closing that happened in its period or were posted into it after reopening."""
    days = (closing.starts_on, closing.ends_on)
    rows = _at(closing.area_code, closing.workstream).filter(pk__gt=closing.last_entry)
    return rows.filter(Q(happened_on__range=days) | Q(counted_on__range=days))


def _at(area_code: str, workstream: str) -> QuerySet[Entry]:
    low, high = prefix_range(area_code)
    rows = Entry.objects.filter(area_code__gte=low, **({"area_code__lt": high} if high else {})).order_by()
    return rows.filter(workstream=workstream) if workstream else rows


def closings_in(area_code: str, period: Period) -> Sequence[Closing]:
    """Return the closings of exactly a place that touch a period, the latest first."""
    rows = Closing.objects.filter(area_code=area_code, starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
    return list(rows.select_related("closed_by", "reopened_by").order_by("-pk"))


def closing_over(area_code: str, period: Period) -> Closing | None:
    """Return the latest closing of exactly this period for all working groups at a place or above it, or None."""
    places = [area_code[:length] for length in (0, *LEVELS) if length <= len(area_code)]
    rows = Closing.objects.filter(area_code__in=places, workstream="")
    return rows.filter(starts_on=period.starts_on, ends_on=period.ends_on).order_by("-pk").first()
