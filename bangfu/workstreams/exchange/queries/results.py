"""How long needs waited before somebody claimed them."""

from datetime import date
from statistics import median

from bangfu.workstreams.exchange.models import Need
from bangfu.workstreams.exchange.queries.matching import below

GONE = ("refused", "withdrawn", "false")


def median_days_to_match(area_code: str, from_: date, to: date) -> float | None:
    """Return the median days from publishing to the first claim of needs matched in a period; None without any."""
    rows = Need.objects.filter(below(area_code), matched_on__range=(from_, to), published_on__isnull=False)
    pairs = rows.exclude(state__in=GONE).order_by().values_list("published_on", "matched_on")
    waited = [(matched - published).days for published, matched in pairs]
    return float(median(waited)) if waited else None
