"""What days a text names: the period a number is said to be of, and the day up to which the text can know. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bangfu.kernel.periods import month_end
from bangfu.reports.periods import Period

NAMED = re.compile(r"((?:19|20)\d\d)\s*年(?:\s*(1[0-2]|0?[1-9])\s*月(?:\s*([12]\d|3[01]|0?[1-9])\s*日)?)?")


def periods_named(text: str) -> Iterator[Period]:
    """Yield the years, months and days a text names, in order; one that no calendar has is left out."""
    for year, month, day in NAMED.findall(text):
        try:
            if day:
                one = date(int(year), int(month), int(day))
                yield Period(one, one)
            elif month:
                first = date(int(year), int(month), 1)
                yield Period(first, month_end(first))
            else:
                yield Period(date(int(year), 1, 1), date(int(year), 12, 31))
        except ValueError:
            continue


def last_day_named(text: str, today: date) -> date | None:
    """Return the last day of the latest date a text names, none of the future; None where it names no date."""
    past = [period.cut(today).to for period in periods_named(text) if period.from_ <= today]
    return max(past, default=None)
