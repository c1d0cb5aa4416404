"""Numerals as people write them, and back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.reports.checker.numbers import chinese_value, numerals

_DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """An independent writer of Chinese numerals, for numbers below 10¹²."""
    if number == 0:
        return "零"
    groups, words = [], ""
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    for index in reversed(range(len(groups))):
        group = groups[index]
        if words and (group < 1000) and group:
            words += "零"
        if group:
            words += _group(group) + ("", "万", "亿")[index]
    return words


def _group(number: int) -> str:
    words, gap = "", False
    for scale, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + word
            gap = False
        else:
            gap = True
    return words


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_chinese_numerals_read_back(number: int) -> None:
    assert chinese_value(in_chinese(number)) == number


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["", "万", "亿"]), st.booleans())
def test_arabic_numerals_read_back(number: Decimal, scale: str, separators: bool) -> None:
    printed = f"{number:,}" if separators else f"{number}"
    found = list(numerals(printed + scale + "元"))
    assert [numeral.value for numeral in found] == [number * {"": 1, "万": 10**4, "亿": 10**8}[scale]]


@pytest.mark.parametrize(
    ("written", "value", "bound"),
    [
        ("3.09亿", "309000000", "exact"),
        ("1亿2000万", "120000000", "exact"),
        ("3万5千", "35000", "exact"),
        ("10多万", "100000", "at_least"),
        ("1千余万", "10000000", "at_least"),
        ("8万余", "80000", "at_least"),
        ("一百二", "120", "exact"),
        ("两千三百万", "23000000", "exact"),
        ("二十余", "20", "at_least"),
        ("八百七十多", "870", "at_least"),
        ("十来", "10", "about"),
        ("廿四", "24", "exact"),
        ("百分之三十五点六", "35.6", "exact"),
        ("二〇二〇", "2020", "exact"),
        ("12 345", "12345", "exact"),
    ],
)
def test_written_forms(written: str, value: str, bound: str) -> None:
    numeral = next(numerals(written + "元" if written != "十来" else "十来个"))
    assert (numeral.value, numeral.bound) == (Decimal(value), bound)


def test_a_third_is_a_share_in_percent() -> None:
    numeral = next(numerals("三分之一的村"))
    assert numeral.form == "fraction"
    assert round(numeral.value, 2) == Decimal("33.33")


def test_approximate_pairs_have_two_ends() -> None:
    numeral = next(numerals("五六百人"))
    assert (numeral.value, numeral.upper) == (500, 600)


def test_two_decimal_points_are_told_apart() -> None:
    assert [numeral.broken for numeral in numerals("投入3.4.5万元")] == [True]


@pytest.mark.parametrize("text", ["陆续开工", "数十户", "几百人", "一二三产业"])
def test_words_that_name_no_number(text: str) -> None:
    assert not list(numerals(text))
