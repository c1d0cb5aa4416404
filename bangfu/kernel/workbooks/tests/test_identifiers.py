"""Check digits and what an ID number says about its holder."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric, uscc

from bangfu.kernel.workbooks import (
    credit_code_ok,
    disability_category,
    disability_id,
    disability_level,
    id_birth_date,
    id_check_digit,
    id_checksum_ok,
    id_sex,
    luhn_ok,
)

CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
bodies = st.text("0123456789", min_size=17, max_size=17)


def evaluated(function, *values):
    return pl.DataFrame({"n": pl.Series(values, dtype=pl.String)}).select(function(pl.col("n"))).to_series().to_list()


@given(bodies, st.sampled_from("0123456789X"))
def test_id_checksum_agrees_with_an_independent_implementation(body, last):
    assert evaluated(id_checksum_ok, body + last) == [ric.calc_check_digit(body + last) == last]
    assert id_check_digit(body) == ric.calc_check_digit(body + "0")


@given(st.text(CREDIT_LETTERS, min_size=17, max_size=17), st.sampled_from(CREDIT_LETTERS))
def test_credit_checksum_agrees_with_an_independent_implementation(body, last):
    assert evaluated(credit_code_ok, body + last) == [uscc.calc_check_digit(body) == last]


@given(st.text("0123456789", min_size=8, max_size=19))
def test_luhn_agrees_with_an_independent_implementation(number):
    assert evaluated(luhn_ok, number) == [luhn.checksum(number) == 0]


def test_credit_code_whose_weighted_sum_leaves_nothing():
    # 31 − 0 is 31, which no letter stands for: the second "mod 31" makes it 0.
    assert evaluated(credit_code_ok, "0" * 18, "0" * 17 + "1") == [True, False]


def test_credit_codes_of_public_institutions():
    codes = "91350100M000100Y43", "91110000101623741K", "91350211M0000XUF46"
    assert evaluated(credit_code_ok, *codes) == [True, True, False]


@pytest.mark.parametrize("function", [id_checksum_ok, id_birth_date, id_sex, credit_code_ok, luhn_ok])
def test_blank_stays_blank(function):
    assert evaluated(function, None) == [None]


def test_other_shapes_fail_the_checksum():
    assert evaluated(id_checksum_ok, "42030219900101", "abc", "") == [False, False, False]
    assert evaluated(credit_code_ok, "9135", "IOSVZIOSVZIOSVZIOS") == [False, False]


def test_id_number_tells_birth_and_sex():
    assert evaluated(id_birth_date, "420302199002281234", "420302199002301234") == [dt.date(1990, 2, 28), None]
    assert evaluated(id_sex, "420302199002281234", "420302199002281224") == ["1", "2"]


def test_disability_number_tells_its_holder_kind_and_degree():
    number = "42030219900228123X43B1"
    assert evaluated(disability_id, number) == ["42030219900228123X"]
    assert evaluated(disability_category, number, "42030219900228123X") == ["4", None]
    assert evaluated(disability_level, number, "42030219900228123X") == ["3", None]
