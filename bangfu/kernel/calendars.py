"""Calendar days and working days.

A working day is Monday to Friday, except the public holidays of the year, plus the weekend days on which people
work instead. Both lists are dated data (parameter ``kernel.days_off``); a year without a table has weekends only.
The day on which a period begins is not counted (Civil Code art. 201), so one working day from Friday is Monday.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey
from bangfu.kernel.policy.queries import PolicyMissing, policy

SATURDAY = 5
DAY = timedelta(days=1)

DAYS_OFF = PolicyKey(
    name="kernel.days_off",
    title=_("节假日和调休上班日"),
    type="table",
    help=_("一年一张表：off 为放假日期，work 为周末上班日期，格式如 2026-10-01。"),
)


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: weekends with exceptions both ways."""

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether offices are open on the day."""
        return day in self.work or (day.weekday() < SATURDAY and day not in self.off)

    def after(self, start: date, days: int) -> date:
        """Return the ``days``-th working day after ``start``; with 0, ``start`` itself."""
        day = start
        while days > 0:
            day += DAY
            days -= self.is_working(day)
        return day

    def count(self, start: date, end: date) -> int:
        """Return how many working days lie after ``start`` up to and including ``end``."""
        return sum(self.is_working(start + DAY * n) for n in range(1, (end - start).days + 1))


def calendar_of(area_code: str, years: Iterable[int]) -> Calendar:
    """Return the calendar of a place, with the tables of those years that have one."""
    off: set[date] = set()
    work: set[date] = set()
    for year in years:
        try:
            table = policy(DAYS_OFF.name, area_code, date(year, 1, 1))
        except PolicyMissing:
            continue  # weekends only, as the module says
        off.update(map(date.fromisoformat, table.get("off", ())))
        work.update(map(date.fromisoformat, table.get("work", ())))
    return Calendar(frozenset(off), frozenset(work))


def deadline(start: date, days: int, *, working: bool, area_code: str = "") -> date:
    """Return the last day of a period of ``days`` that begins on ``start``, in calendar or working days.

    The last day is not moved when it is a holiday: the limits of the programme are upper limits.
    """
    if not working:
        return start + DAY * days
    # The longest run of days off is under a fortnight, so twice the days and a month lie within these years.
    last = start + DAY * (days * 2 + 31)
    return calendar_of(area_code, range(start.year, last.year + 1)).after(start, days)


def days_left(on: date, due_on: date, *, working: bool, area_code: str = "") -> int:
    """Return how many days remain on a day until a deadline; negative when it has passed."""
    if not working:
        return (due_on - on).days
    first, last = min(on, due_on), max(on, due_on)
    count = calendar_of(area_code, range(first.year, last.year + 1)).count(first, last)
    return count if on <= due_on else -count


def months_later(day: date, months: int) -> date:
    """Return the day so many months later; the last of the month where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
