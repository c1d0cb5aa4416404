"""Periods as people write them."""

from datetime import date

import pytest

from bangfu.kernel.periods import Kind, NoPeriod, Period, parse, quarter_of, split, year


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("2020", "2020", Kind.YEAR),
        ("2020年度", "2020", Kind.YEAR),
        ("2020 年上半年", "2020H1", Kind.HALF),
        ("2020H2", "2020H2", Kind.HALF),
        ("2020年第三季度", "2020Q3", Kind.QUARTER),
        ("2020三季度", "2020Q3", Kind.QUARTER),
        ("2020Q3", "2020Q3", Kind.QUARTER),
        ("2020年6月", "2020-06", Kind.MONTH),
        ("2020-6", "2020-06", Kind.MONTH),
        ("2018—2020年", "2018-2020", Kind.YEARS),
        ("2018-2020", "2018-2020", Kind.YEARS),
        ("2020-01-01至2020-06-30", "2020H1", Kind.HALF),
        ("2020年2月3日至2020年2月9日", "2020-02-03..2020-02-09", Kind.DAYS),
        ("2020-02..2020-04", "2020-02-01..2020-04-30", Kind.DAYS),
        ("2020年1月至9月", "2020-01-01..2020-09-30", Kind.DAYS),
        ("2020年2月3日至3月9日", "2020-02-03..2020-03-09", Kind.DAYS),
        ("2020年2月3日至9日", "2020-02-03..2020-02-09", Kind.DAYS),
        ("2020年第一季度至第三季度", "2020-01-01..2020-09-30", Kind.DAYS),
        ("２０２０年６月", "2020-06", Kind.MONTH),
    ],
)
def test_what_people_write_is_understood_and_written_back(text: str, code: str, kind: Kind) -> None:
    period = parse(text)
    assert (period.code, period.kind) == (code, kind)
    assert parse(period.code) == period


@pytest.mark.parametrize(
    "text", ["", "去年", "2020-13", "2020Q5", "2020-02-30", "2020至2018", "20201", "2020年9月至1月", "1月至9月"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(NoPeriod):
        parse(text)


def test_a_period_falls_into_its_parts() -> None:
    assert [p.code for p in split(year(2020), Kind.QUARTER)] == ["2020Q1", "2020Q2", "2020Q3", "2020Q4"]
    assert len(split(parse("2018-2020"), Kind.YEAR)) == 3
    assert split(year(2020), Kind.MONTH)[1].ends_on == date(2020, 2, 29)
    with pytest.raises(NoPeriod):
        split(parse("2020-02"), Kind.QUARTER)


def test_the_year_before_keeps_the_end_of_the_month() -> None:
    assert parse("2021-02").year_before() == parse("2020-02")
    assert parse("2020-02").year_before() == parse("2019-02")
    assert quarter_of(date(2020, 8, 5)).year_before().code == "2019Q3"
    assert Period(date(2020, 2, 29), date(2020, 3, 5)).year_before().starts_on == date(2019, 2, 28)
