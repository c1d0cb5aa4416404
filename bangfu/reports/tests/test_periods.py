"""Periods: reading, naming, a year before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.kernel.periods import NoPeriod, month_end
from bangfu.reports.periods import Period, as_of_words, parse, recent

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last", "words", "code"),
    [
        ("2020", "2020-01-01", "2020-12-31", "2020年", "2020"),
        ("2020-09", "2020-09-01", "2020-09-30", "2020年9月", "2020-09"),
        ("2020Q3", "2020-07-01", "2020-09-30", "2020年第三季度", "2020Q3"),
        ("2020-01-01..2020-09-30", "2020-01-01", "2020-09-30", "2020年1月至9月", "2020-01..2020-09"),
        ("2020-02-05..2020-09-30", "2020-02-05", "2020-09-30", "2020年2月5日至9月30日", "2020-02-05..2020-09-30"),
        ("2019-10..2020-03", "2019-10-01", "2020-03-31", "2019年10月至2020年3月", "2019-10-01..2020-03-31"),
        ("2020上半年", "2020-01-01", "2020-06-30", "2020年上半年", "2020-01..2020-06"),
        ("2020年1月至9月", "2020-01-01", "2020-09-30", "2020年1月至9月", "2020-01..2020-09"),
        ("2020-02-29", "2020-02-29", "2020-02-29", "2020年2月29日", "2020-02-29"),
    ],
)
def test_reads_what_people_write(text: str, first: str, last: str, words: str, code: str) -> None:
    period = parse(text)
    assert (str(period.from_), str(period.to)) == (first, last)
    assert (period.words, period.code) == (words, code)


@pytest.mark.parametrize(
    "text", ["", "去年", "2020-13", "2020Q5", "2020-09-30..2020-01-01", "20", "2020-02-30", "..2020"]
)
def test_refuses_what_is_no_period(text: str) -> None:
    with pytest.raises(NoPeriod):
        parse(text)


@given(DAYS, DAYS)
def test_its_code_reads_as_itself(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    assert parse(period.code) == period


@given(DAYS, DAYS)
def test_its_words_read_as_itself(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    assert parse(period.words) == period


def test_the_periods_asked_for_most_are_over_but_for_the_year() -> None:
    assert [p.code for p in recent(date(2020, 8, 3))] == ["2020", "2020-07", "2020Q2", "2020-01..2020-06", "2019"]
    assert [p.code for p in recent(date(2020, 2, 29))] == ["2020", "2020-01", "2019Q4", "2019-07..2019-12", "2019"]


@given(DAYS)
def test_a_year_before_ends_where_the_month_ends(day: date) -> None:
    before = Period(day.replace(day=1), month_end(day)).year_before()
    assert (before.to + timedelta(days=1)).day == 1
    assert (before.to.year, before.to.month) == (day.year - 1, day.month)


def test_the_29th_of_february_has_a_year_before() -> None:
    assert Period(date(2020, 2, 29), date(2020, 3, 15)).year_before() == Period(date(2019, 2, 28), date(2019, 3, 15))


def test_a_running_period_is_cut_at_today_and_one_to_come_is_not() -> None:
    year = parse("2020")
    assert year.cut(date(2020, 5, 3)).to == date(2020, 5, 3)
    assert year.cut(date(2019, 5, 3)) == year


def test_the_cut_off_in_words() -> None:
    assert as_of_words(date(2020, 9, 30)) == "2020年9月底"
    assert as_of_words(date(2020, 12, 31)) == "2020年底"
    assert as_of_words(date(2020, 9, 29)) == "2020年9月29日"
