"""The days a period of the language means, seen from the day of the question."""

from calendar import monthrange
from datetime import date, timedelta


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier; the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_of(period: tuple[str, int], on: date) -> tuple[date, date]:
    """Return the first and last day of a period. The last 3 months before 21 November begin on 22 August."""
    unit, count = period
    match unit:
        case "year":
            return date(on.year - count, 1, 1), date(on.year - count, 12, 31)
        case "month":
            first = months_before(on.replace(day=1), count)
            return first, months_before(first, -1) - timedelta(days=1)
        case "last_months":
            return months_before(on, count) + timedelta(days=1), on
        case "last_years":
            return months_before(on, 12 * count) + timedelta(days=1), on
        case _:
            return on - timedelta(days=count - 1), on


def born_by(on: date, age: int) -> date:
    """Return the last day of birth with which one is so many full years old."""
    year = on.year - age
    return date(year, on.month, min(on.day, monthrange(year, on.month)[1]))
