"""Amounts, counts, shares and dates as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from bangfu.kernel.formats import day, exact_yuan, file_size, moment, money, money_parts, number, percent


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("67519100", "6,751.91万元"),
        ("13401300", "1,340.13万元"),
        ("9999.99", "9,999.99元"),
        ("9999.995", "1.00万元"),
        ("100000000", "1.00亿元"),
        ("-2700000", "-270.00万元"),
        ("-0.001", "0.00元"),
        ("0.125", "0.13元"),
    ],
)
def test_money_takes_the_unit_that_fits_its_size(yuan, text):
    assert money(Decimal(yuan)) == text


def test_a_column_of_money_may_fix_its_unit():
    assert money_parts(Decimal("1200"), "万元") == ("0.12", "万元")
    with pytest.raises(KeyError):
        money(Decimal(1), "万")


def test_english_counts_money_in_millions():
    with translation.override("en"):
        assert money(Decimal("67519100")) == "67.52 million CNY"
        assert money(Decimal("13401.3")) == "13,401.30 CNY"
        assert money(Decimal("2850000000")) == "2.85 billion CNY"


def test_exact_money_is_never_scaled():
    assert exact_yuan(Decimal("67519100.5")) == "67,519,100.50 元"


def test_nothing_known_is_a_dash_everywhere():
    assert {f(None) for f in (money, exact_yuan, number, percent, day, moment)} == {"—"}


def test_numbers_are_grouped_and_keep_their_decimals():
    assert number(7129) == "7,129"
    assert number(Decimal("1200.500")) == "1,200.5"
    assert number(2.005, 2) == "2.01"


def test_shares_are_rounded_half_up():
    assert percent(Decimal("0.84399")) == "84.4%"
    assert percent(Decimal("1.41265"), 2) == "141.27%"


def test_moments_are_told_in_local_time():
    noon = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)
    assert moment(noon) == "2026-11-21 02:05"
    assert day(noon) == "2026-11-21"
    assert day(date(2026, 1, 2)) == "2026-01-02"
    assert day("2026 年") == "2026 年"


def test_file_sizes_are_at_least_one_kilobyte():
    assert [file_size(n) for n in (3, 218_000, 1_480_000)] == ["1 KB", "213 KB", "1.4 MB"]
