"""Which items count in a place and year, and the sums by source that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import Q

from bangfu.workstreams.monitoring.incomes.models import IncomeItem

SOURCES = tuple(IncomeItem.Source.values)


def items_in_force(area_code: str, year: int) -> dict[str, IncomeItem]:
    """Return code → item as the narrowest place around words it in a year, in the order of sources."""
    return narrowest(items_of_year(year), area_code)


def items_of_year(year: int) -> list[IncomeItem]:
    """Return everything that any place words for a year."""
    rows = IncomeItem.objects.filter(Q(to_year=None) | Q(to_year__gte=year), from_year__lte=year)
    return list(rows.order_by("source", "id"))


def narrowest(items: Iterable[IncomeItem], area_code: str) -> dict[str, IncomeItem]:
    """Choose of several wordings of an item the one of the narrowest place around, and there the latest."""
    found: dict[str, IncomeItem] = {}
    for item in items:
        if not area_code.startswith(item.area_code):
            continue
        known = found.get(item.code)
        if known is None or (len(known.area_code), known.from_year) < (len(item.area_code), item.from_year):
            found[item.code] = item
    return dict(sorted(found.items(), key=lambda pair: SOURCES.index(pair[1].source)))


def sums_by_source(items: Mapping[str, IncomeItem], amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return the sum of each source in CNY, of the items that count. Raises KeyError for an item nobody words."""
    sums = dict.fromkeys(SOURCES, Decimal(0))
    for code, amount in amounts.items():
        if items[code].counted:
            sums[items[code].source] += amount
    return sums
