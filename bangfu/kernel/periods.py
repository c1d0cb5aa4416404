"""Named periods: a year, half, quarter, month, several years, or two days. Pure; people write them in many ways."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

FORMS = "2020、2020上半年、2020三季度、2020-06、2018-2020、2020-01-01至2020-06-30"
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_SEPARATORS = re.compile(r"\.\.|…|—+|–|－|至|到|~|～")
_YEARS = re.compile(r"(\d{4})-(\d{4})")
_YEAR = re.compile(r"(\d{4})年?(?:全年|度)?")
_HALF = re.compile(r"(\d{4})年?-?(上半年|下半年|[Hh]1|[Hh]2)")
_QUARTER = re.compile(r"(\d{4})年?-?(?:第?([一二三四1-4])季度?|[Qq]([1-4]))")
_MONTH = re.compile(r"(\d{4})[-年/.](\d{1,2})月?")
_DAY = re.compile(r"(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})日?")
_YEARLESS = re.compile(r"(?:\d{1,2}月)?\d{1,2}[月日]|第?[一二三四]季度|[上下]半年")  # 2020年1月至9月
_TO_MONTH = re.compile(r"\d{4}年(?:\d{1,2}月)?")


class NoPeriod(ValueError):
    """The text names no period, or a period does not consist of the parts asked for."""


class Kind(StrEnum):
    """What a period is called by."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    YEARS = "years"
    DAYS = "days"


@dataclass(frozen=True, order=True)
class Period:
    """Both days included. Raises NoPeriod when it would end before it begins."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise NoPeriod(f"{self.starts_on} > {self.ends_on}")

    @property
    def kind(self) -> Kind:
        """Month, quarter, half, year or whole years; otherwise days."""
        first, last = self.starts_on, self.ends_on
        if first.day != 1 or last != month_end(last):
            return Kind.DAYS
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if months % 12 == 0 and first.month == 1:
            return Kind.YEAR if months == 12 else Kind.YEARS
        begins = (first.month - 1) % months == 0 if months in (1, 3, 6) else False
        return {1: Kind.MONTH, 3: Kind.QUARTER, 6: Kind.HALF}[months] if begins else Kind.DAYS

    @property
    def code(self) -> str:
        """The shortest text that ``parse`` reads as this period."""
        year, month = self.starts_on.year, self.starts_on.month
        match self.kind:
            case Kind.YEAR:
                return f"{year}"
            case Kind.YEARS:
                return f"{year}-{self.ends_on.year}"
            case Kind.HALF:
                return f"{year}H{1 if month == 1 else 2}"
            case Kind.QUARTER:
                return f"{year}Q{(month + 2) // 3}"
            case Kind.MONTH:
                return f"{year}-{month:02}"
        return f"{self.starts_on}..{self.ends_on}"

    @property
    def words(self) -> str:
        """The period as people name it, in the language of the moment."""
        year, month = self.starts_on.year, self.starts_on.month
        match self.kind:
            case Kind.YEAR:
                return _("%(year)s 年") % {"year": year}
            case Kind.YEARS:
                return _("%(first)s—%(last)s 年") % {"first": year, "last": self.ends_on.year}
            case Kind.HALF:
                half = _("%(year)s 年上半年") if month == 1 else _("%(year)s 年下半年")
                return half % {"year": year}
            case Kind.QUARTER:
                return _("%(year)s 年第 %(n)s 季度") % {"year": year, "n": (month + 2) // 3}
            case Kind.MONTH:
                return _("%(year)s 年 %(month)s 月") % {"year": year, "month": month}
        return _("%(from)s 至 %(to)s") % {"from": self.starts_on, "to": self.ends_on}

    def contains(self, other: Period) -> bool:
        """Tell whether the other lies inside, both ends included."""
        return self.starts_on <= other.starts_on and other.ends_on <= self.ends_on

    def year_before(self) -> Period:
        """Return the same period a year earlier; the end of a month stays the end of a month."""
        ends = _year_before(self.ends_on)
        whole = self.ends_on == month_end(self.ends_on)
        return Period(_year_before(self.starts_on), month_end(ends) if whole else ends)


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def year(number: int) -> Period:
    """Return a calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def quarter_of(day: date) -> Period:
    """Return the quarter a day lies in."""
    return months(day.year, (day.month - 1) // 3 * 3 + 1, 3)


def months(number: int, first: int, count: int) -> Period:
    """Return so many months of a year from the first one."""
    return Period(date(number, first, 1), month_end(date(number, first + count - 1, 1)))


def split(whole: Period, kind: Kind) -> list[Period]:
    """Return the months, quarters, halves or years that make up a period, which must consist of them.

    Raises NoPeriod where it does not.
    """
    size = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF: 6, Kind.YEAR: 12}[kind]
    found, day = [], whole.starts_on
    while day <= whole.ends_on:
        part = months(day.year, day.month, size) if day.month + size <= 13 and day.day == 1 else None
        if part is None or part.kind is not kind or not whole.contains(part):
            raise NoPeriod(f"{whole.code} does not consist of {kind}")
        found.append(part)
        day = date.fromordinal(part.ends_on.toordinal() + 1)
    return found


def parse(text: str) -> Period:
    """Read a period written in one of ``FORMS``, or as documents name it. Raises NoPeriod."""
    try:
        return _read(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    except ValueError as error:  # also of days that no calendar has
        raise NoPeriod(text) from error


def _read(text: str) -> Period:
    if match := _YEARS.fullmatch(text):
        return Period(date(int(match[1]), 1, 1), date(int(match[2]), 12, 31))
    first, *rest = _SEPARATORS.split(text, maxsplit=1)
    start = _single(first)
    return Period(start.starts_on, _single(_completed(rest[0], first)).ends_on) if rest else start


def _completed(last: str, first: str) -> str:
    """The end of a period with the year, and for a bare day the month, that stands at its beginning."""
    given = _TO_MONTH.match(first)
    if given is None or not _YEARLESS.fullmatch(last):
        return last
    bare_day = last.endswith("日") and "月" not in last
    return (given[0] if bare_day else given[0].partition("年")[0] + "年") + last


def _single(text: str) -> Period:
    if match := _DAY.fullmatch(text):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return Period(day, day)
    if match := _HALF.fullmatch(text):
        return months(int(match[1]), 1 if match[2] in ("上半年", "H1", "h1") else 7, 6)
    if match := _QUARTER.fullmatch(text):
        return months(int(match[1]), _NUMERALS[match[2] or match[3]] * 3 - 2, 3)
    if match := _MONTH.fullmatch(text):
        return months(int(match[1]), int(match[2]), 1)
    if match := _YEAR.fullmatch(text):
        return year(int(match[1]))
    raise NoPeriod(text)


def _year_before(day: date) -> date:
    last = monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))
