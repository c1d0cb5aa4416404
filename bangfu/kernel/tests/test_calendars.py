"""Working days follow the official tables; other years have weekends only."""

from datetime import date

import pytest

from bangfu.kernel.calendars import Calendar, calendar_of, days_left, deadline
from bangfu.kernel.policy.actions import set_policy
from bangfu.kernel.tests.people import COUNTY, ELSEWHERE, TOWNSHIP, alice

pytestmark = pytest.mark.django_db


def test_start_day_is_not_counted() -> None:
    assert Calendar().after(date(2026, 7, 3), 1) == date(2026, 7, 6)  # Friday, then Monday
    assert Calendar().after(date(2026, 7, 3), 0) == date(2026, 7, 3)


def test_holidays_and_make_up_workdays_of_2026() -> None:
    # National Day 1–7 October 2026; 10 October is a working Saturday.
    assert deadline(date(2026, 9, 30), 1, working=True) == date(2026, 10, 8)
    assert deadline(date(2026, 9, 30), 3, working=True) == date(2026, 10, 10)


def test_calendar_days_ignore_holidays() -> None:
    assert deadline(date(2026, 9, 30), 15, working=False) == date(2026, 10, 15)


def test_period_across_years_uses_both_tables() -> None:
    # 1–3 January 2026 are off, Sunday 4 January is worked.
    assert deadline(date(2025, 12, 31), 1, working=True) == date(2026, 1, 4)


def test_year_without_table_has_weekends_only() -> None:
    assert calendar_of("", [2031]) == Calendar()
    assert deadline(date(2031, 9, 30), 1, working=True) == date(2031, 10, 1)


def test_tables_are_plausible() -> None:
    for year in range(2020, 2027):
        calendar = calendar_of("", [year])
        assert all(day.year == year for day in calendar.off | calendar.work)
        assert not calendar.off & calendar.work
        assert all(day.weekday() >= 5 for day in calendar.work)
        assert 248 <= calendar.count(date(year - 1, 12, 31), date(year, 12, 31)) <= 252


def test_county_table_takes_the_place_of_the_national_one() -> None:
    table = '{"off": ["2026-04-20"], "work": []}'
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    set_policy(alice(), "kernel.days_off", table, area_code=COUNTY, valid_from=first, valid_to=last)
    assert not calendar_of(TOWNSHIP, [2026]).is_working(date(2026, 4, 20))
    assert calendar_of(ELSEWHERE, [2026]).is_working(date(2026, 4, 20))


def test_days_left_counts_down_past_zero() -> None:
    assert days_left(date(2026, 7, 3), date(2026, 7, 6), working=True) == 1
    assert days_left(date(2026, 7, 6), date(2026, 7, 3), working=True) == -1
    assert days_left(date(2026, 7, 6), date(2026, 7, 3), working=False) == -3
