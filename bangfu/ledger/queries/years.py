"""Which years entries tell of, and which of them to look at first."""

from django.db.models import Max, Min, QuerySet

from bangfu.ledger.models import Entry

ENOUGH = 500
"""So many entries of a year are counted to compare it with others."""

COMPARED = 10
"""So many years are compared."""


def years_in(rows: QuerySet[Entry]) -> list[int]:
    """Return the years of the first and the last of some entries and those between that have any, latest first."""
    found = rows.aggregate(first=Min("happened_on"), last=Max("happened_on"))
    if found["last"] is None:
        return []
    first, last = found["first"].year, found["last"].year
    between = [year for year in range(last - 1, first, -1) if rows.filter(happened_on__year=year).exists()]
    return list(dict.fromkeys([last, *between, first]))


def telling_year_in(rows: QuerySet[Entry]) -> int | None:
    """Return the last year that has a tenth as many entries as the busiest of the last ten; None without entries.

    A year that has only just begun, of which a few entries are told, is not yet the one to look at.
    """
    years = years_in(rows)[:COMPARED]
    counts = {year: rows.filter(happened_on__year=year).order_by()[:ENOUGH].count() for year in years}
    busiest = max(counts.values(), default=0)
    return next((year for year, count in counts.items() if count and count * 10 >= busiest), None)
