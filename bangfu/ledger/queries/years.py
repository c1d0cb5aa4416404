"""Which years entries tell of, and which of them to look at first.

Entries are given as one set or, where a place both receives and gives, as one for each side: each has its own index.
"""

from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from bangfu.ledger.models import Entry

ENOUGH = 10_000
"""So many entries of a year are counted to compare it with others."""

COMPARED = 10
"""So many years are compared."""

BEGUN, PAST = 4, 10
"""The running year tells enough with a fourth of what the busiest year has; a past one with a tenth."""


def years_in(*sides: QuerySet[Entry]) -> list[int]:
    """Return the years of the first and the last of some entries and those between that have any, latest first."""
    ends = [rows.aggregate(first=Min("happened_on"), last=Max("happened_on")) for rows in sides]
    found = [end for end in ends if end["last"] is not None]
    if not found:
        return []
    first, last = min(end["first"].year for end in found), max(end["last"].year for end in found)
    between = [
        year
        for year in range(last - 1, first, -1)
        if any(rows.filter(happened_on__year=year).exists() for rows in sides)
    ]
    return list(dict.fromkeys([last, *between, first]))


def telling_year_in(*sides: QuerySet[Entry]) -> int | None:
    """Return the last year that tells much beside the busiest of the last ten; None without entries.

    A year that has only just begun, of which a few entries are told, is not yet the one to look at.
    """
    years, today = years_in(*sides)[:COMPARED], timezone.localdate().year
    counts = {year: sum(_counted(rows, year) for rows in sides) for year in years}
    busiest = max(counts.values(), default=0)
    telling = (
        year for year, count in counts.items() if count and count * (BEGUN if year >= today else PAST) >= busiest
    )
    return next(telling, None)


def _counted(rows: QuerySet[Entry], year: int) -> int:
    return rows.filter(happened_on__year=year).order_by()[:ENOUGH].count()
