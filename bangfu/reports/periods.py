"""Periods a report is written for, named as its text names them. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bangfu.kernel import periods
from bangfu.kernel.periods import NoPeriod, month_end

QUARTERS = ("一", "二", "三", "四")


@dataclass(frozen=True)
class Period:
    """Both days included."""

    from_: date
    to: date

    def __post_init__(self) -> None:
        if self.from_ > self.to:
            raise NoPeriod(f"{self.from_} > {self.to}")

    @property
    def months(self) -> int | None:
        """How many whole months of one year it covers, or None."""
        whole = self.from_.day == 1 and self.to == month_end(self.to) and self.from_.year == self.to.year
        return self.to.month - self.from_.month + 1 if whole else None

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year, where it covers several whole years."""
        whole = (self.from_.month, self.from_.day, self.to.month, self.to.day) == (1, 1, 12, 31)
        return (self.from_.year, self.to.year) if whole and self.from_.year < self.to.year else None

    @property
    def code(self) -> str:
        """The shortest text that ``parse`` reads as this period."""
        year, first, last = self.from_.year, self.from_.month, self.to.month
        if self.years:
            return f"{year:04}..{self.to.year:04}"
        match self.months:
            case 12:
                return f"{year:04}"
            case 3 if first % 3 == 1:
                return f"{year:04}Q{last // 3}"
            case 1:
                return f"{year:04}-{first:02}"
            case None:
                return str(self.to) if self.from_ == self.to else f"{self.from_}..{self.to}"
        return f"{year:04}-{first:02}..{year:04}-{last:02}"

    @property
    def words(self) -> str:
        """The period as a Chinese document names it: 2020年、2020年1月至9月、2020年第三季度."""
        year, first, last = self.from_.year, self.from_.month, self.to.month
        if self.years:
            return f"{year}年至{self.to.year}年"
        match self.months:
            case 12:
                return f"{year}年"
            case 6 if first in (1, 7):
                return f"{year}年{'上' if first == 1 else '下'}半年"
            case 3 if first % 3 == 1:
                return f"{year}年第{QUARTERS[last // 3 - 1]}季度"
            case 1:
                return f"{year}年{first}月"
            case None if self.from_.day == 1 and self.to == month_end(self.to):
                return f"{year}年{first}月至{self.to.year}年{last}月"
            case None:
                last_day = "" if self.from_ == self.to else f"至{day_words(self.to, after=self.from_)}"
                return f"{day_words(self.from_)}{last_day}"
        return f"{year}年{first}月至{last}月"

    def cut(self, on: date) -> Period:
        """Return the period as far as it has passed on a day; a period still to come stays as it is."""
        return Period(self.from_, min(self.to, on)) if self.from_ <= on else self

    def year_before(self) -> Period:
        """Return the same period a year earlier; the end of a month stays the end of a month."""
        end = self.to == month_end(self.to)
        to = _year_before(self.to)
        return Period(_year_before(self.from_), month_end(to) if end else to)


def _year_before(day: date) -> date:
    last = monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))


def day_words(day: date, *, after: date | None = None) -> str:
    """Return 2020年9月30日, without the year where it follows a day of the same year."""
    year = "" if after is not None and after.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def as_of_words(day: date) -> str:
    """Return 2020年9月底 for the end of a month and 2020年底 for that of a year, else the day."""
    if day == month_end(day):
        return f"{day.year}年底" if day.month == 12 else f"{day.year}年{day.month}月底"
    return day_words(day)


def parse(text: str) -> Period:
    """Read a period as every page and document writes it; raise NoPeriod."""
    read = periods.parse(text)
    return Period(read.starts_on, read.ends_on)


def this_year(on: date) -> Period:
    """Return the year of a day."""
    return Period(on.replace(month=1, day=1), on.replace(month=12, day=31))


def recent(on: date) -> list[Period]:
    """Return the periods people most often ask for on a day: this year and those that were last complete."""
    year, month = this_year(on), on.replace(day=1)
    return [year, *(_ended_before(month, size) for size in (1, 3, 6)), this_year(on.replace(year=on.year - 1, day=1))]


def _ended_before(month: date, size: int) -> Period:
    """The last run of so many months, counted from January, that was over before a month began."""
    first = month.replace(month=(month.month - 1) // size * size + 1)
    last = first - timedelta(days=1)
    return Period(last.replace(month=last.month - size + 1, day=1), last)
