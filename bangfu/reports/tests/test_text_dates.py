"""The days a text names."""

from datetime import date

import pytest

from bangfu.reports.text_dates import last_day_named, periods_named

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2017年创办，2019年以来", date(2019, 12, 31)),
        ("截至2019年9月", date(2019, 9, 30)),
        ("2020年2月29日；2019年", date(2020, 2, 29)),
        ("2026年以来", TODAY),
        ("规划到2035年", None),
        ("2019年2月30日", None),
        ("截至目前", None),
    ],
)
def test_the_last_day_a_text_can_know_of(text: str, last: date | None) -> None:
    assert last_day_named(text, TODAY) == last


def test_periods_come_in_order() -> None:
    assert [period.words for period in periods_named("2018年，2019年3月")] == ["2018年", "2019年3月"]
