"""What cells mean, type by type, and what is said about those that mean nothing."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from bangfu.kernel.workbooks import ROW, Column, RawTable, Sheet, Type, convert, id_check_digit, no_issues

GOOD_ID = "42030219900228123" + id_check_digit("42030219900228123")


def typed(column: Column, *texts: str | None, unit: int = 100):
    """Values, and (row, code, severity) of each issue, of cells in rows 2, 3, …"""
    rows = pl.Series(ROW, range(2, len(texts) + 2), dtype=pl.UInt32)
    frame = pl.DataFrame([rows, pl.Series("x", texts, dtype=pl.String)])
    table = convert(RawTable(frame, {"x": "列"}, (), {"x": unit}, no_issues(), "表", 1), Sheet((column,)))
    return table.frame["x"].to_list(), [tuple(row) for row in table.issues.select("row", "code", "severity").rows()]


def column(type: Type, **options) -> Column:
    return Column("x", "列", type=type, **options)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1234.5", 123450),
        ("1,234.50", 123450),
        ("１，２３４．５０", 123450),
        ("1,2345", 1234500),
        ("￥300", 30000),
        ("300元", 30000),
        ("3.5万元", 3500000),
        ("3.5 万", 3500000),
        ("0.00035亿元", 3500000),
        ("(12.5)", -1250),
        ("-12.5", -1250),
        ("人民币5元整", 500),
        ("0.30000000000000004", 30),
        ("1.2e3", 120000),
        ("-", None),
        ("无", None),
        ("/", None),
    ],
)
def test_money(text, fen):
    assert typed(column(Type.MONEY), text) == ([fen], [])


def test_money_in_the_unit_of_its_heading_is_exact():
    assert typed(column(Type.MONEY), "6751.91", "0.000001", "200元", unit=10**6) == ([6751910000, 1, 20000], [])


@pytest.mark.parametrize("text", ["约300", "1,23", "1.2.3", "三百", "300斤", "--5", "1,234,5"])
def test_no_money(text):
    assert typed(column(Type.MONEY), text) == ([None], [(2, "not_money", "error")])


def test_money_beyond_fen_is_rounded_with_a_warning():
    assert typed(column(Type.MONEY), "1234.567", "0.005") == (
        [123457, 1],
        [(2, "rounded", "warning"), (3, "rounded", "warning")],
    )


def test_money_of_absurd_size_is_refused():
    assert typed(column(Type.MONEY), "9" * 20) == ([None], [(2, "too_large", "error")])
    assert typed(column(Type.MONEY), "9999亿元", "10000亿元")[1] == [(3, "too_large", "error")]
    assert typed(column(Type.MONEY), "9" * 40) == ([None], [(2, "not_money", "error")])


def test_integers():
    values, issues = typed(column(Type.INTEGER, minimum=0, maximum=120), "5", "５", "1,000", "5.5", "-1", "12.0", "五")
    assert values == [5, 5, None, None, None, 12, None]
    assert issues == [
        (4, "above_maximum", "error"),
        (5, "not_whole", "error"),
        (6, "below_minimum", "error"),
        (8, "not_a_number", "error"),
    ]


def test_decimals_and_quantities():
    assert typed(column(Type.DECIMAL, places=1), "2.50", "1.5") == ([Decimal("2.5"), Decimal("1.5")], [])
    assert typed(column(Type.QUANTITY), "3.125", "1.0005") == ([3125, 1001], [(3, "rounded", "warning")])


@pytest.mark.parametrize(
    "text",
    [
        "2020-06-19",
        "2020-06-19 00:00:00",
        "2020-06-19 12:30:00",
        "2020/6/19",
        "2020.6.19",
        "2020年6月19日",
        "2020 年 06 月 19 日",
        "20200619",
        "２０２０－６－１９",
        "44001",
        "44001.5",
    ],
)
def test_dates(text):
    assert typed(column(Type.DATE), text) == ([dt.date(2020, 6, 19)], [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2020年9月32日", "date_impossible"),
        ("2021-02-29", "date_impossible"),
        ("20201301", "date_impossible"),
        ("2020", "date_year_only"),
        ("2020年6月", "date_no_day"),
        ("202006", "date_no_day"),
        ("20-6-19", "date_short_year"),
        ("6/19/2020", "date_order"),
        ("1020-06-19", "date_absurd"),
        ("去年", "not_a_date"),
    ],
)
def test_no_dates(text, code):
    assert typed(column(Type.DATE), text) == ([None], [(2, code, "error")])


def test_date_bounds():
    bounded = column(Type.DATE, minimum=dt.date(2014, 1, 1), maximum=dt.date(2020, 12, 31))
    assert typed(bounded, "2013-12-31", "2021-01-01", "2014-01-01") == (
        [None, None, dt.date(2014, 1, 1)],
        [(2, "below_minimum", "error"), (3, "above_maximum", "error")],
    )


def test_yes_and_no():
    values, issues = typed(column(Type.BOOLEAN), "是", "否", "√", "×", "无", "TRUE", "false", "1", "Ｎ", None, "也许")
    assert values == [True, False, True, False, False, True, False, True, False, None, None]
    assert issues == [(12, "not_yes_or_no", "error")]


NATIONS = (("01", "汉族", "汉"), ("11", "满族"), ("03", "回族"))


def test_codes_as_code_label_synonym_or_both():
    values, issues = typed(column(Type.CODE, codes=NATIONS), "01", "1", "汉", "汉 族", "01汉族", "1", "11.满族", "苗族")
    assert values == ["01", "01", "01", "01", "01", "01", "11", None]
    assert issues == [(9, "not_in_list", "error")]


def test_unknown_label_suggests_the_nearest():
    frame = pl.DataFrame({ROW: [2], "x": ["慢性病"]}, schema={ROW: pl.UInt32, "x": pl.String})
    sheet = Sheet((column(Type.CODE, codes=(("1", "健康"), ("2", "长期慢性病"))),))
    message = convert(RawTable(frame, {"x": "列"}, (), {}, no_issues(), "表", 1), sheet).issues["message"][0]
    assert message == "“慢性病”不在可选范围内。是不是“长期慢性病”？可选：健康、长期慢性病。"


def test_several_codes_in_one_cell():
    kinds = column(Type.CODES, codes=(("1", "因病"), ("2", "因残"), ("3", "水、电")))
    values, issues = typed(kinds, "因病、因残", "2;1", "因残,因残", "水、电", "因病；因懒", None)
    assert values == [["1", "2"], ["2", "1"], ["2"], ["3"], None, None]
    assert issues == [(6, "not_in_list", "error")]


def test_id_numbers():
    lower = GOOD_ID[:17] + "x"
    values, issues = typed(
        column(Type.ID_NUMBER),
        GOOD_ID,
        f" {GOOD_ID[:6]} {GOOD_ID[6:]}",
        lower,
        GOOD_ID[:15],
        GOOD_ID[:17],
        "4203021990022812AB",
        "420302199002301239",
    )
    assert values == [GOOD_ID, GOOD_ID, lower.upper(), None, None, None, "420302199002301239"]
    assert issues == [
        *([] if GOOD_ID.endswith("X") else [(4, "checksum", "warning")]),
        (5, "old_id", "error"),
        (6, "length", "error"),
        (7, "letters", "error"),
        (8, "birth_date", "warning"),
    ]


def test_id_and_disability_numbers_in_one_column():
    values, issues = typed(column(Type.ID_OR_DISABILITY), GOOD_ID, GOOD_ID + "43", GOOD_ID + "93", GOOD_ID + "4")
    assert values == [GOOD_ID, GOOD_ID + "43", None, None]
    assert issues == [(4, "letters", "error"), (5, "length", "error")]


def test_phones():
    values, issues = typed(
        column(Type.PHONE),
        "13812345678",
        "+86 138-1234-5678",
        "0719-8788888",
        "（0719）8788888",
        "1381234",
        "12812345678",
    )
    assert values == ["13812345678", "13812345678", "0719-8788888", "0719-8788888", None, None]
    assert issues == [(6, "phone", "error"), (7, "phone", "error")]


def test_two_phones_in_one_cell():
    assert typed(column(Type.PHONE), "13812345678、13912345678") == ([None], [(2, "several_phones", "error")])


def test_bank_accounts():
    values, issues = typed(
        column(Type.BANK_ACCOUNT), "6222 0212 3456 7890 128", "8201234567", "12345", "62220212345678AB"
    )
    assert values == ["6222021234567890128", "8201234567", None, None]
    assert (4, "length", "error") in issues
    assert (5, "letters", "error") in issues


def test_credit_codes():
    values, issues = typed(
        column(Type.CREDIT_CODE), "91110000101623741k", "91350211M0000XUF46", "9111", "9111000010162374IO"
    )
    assert values == ["91110000101623741K", "91350211M0000XUF46", None, None]
    assert issues == [(3, "checksum", "warning"), (4, "length", "error"), (5, "letters", "error")]


def test_area_codes():
    values, issues = typed(column(Type.AREA_CODE), "420302", "420302001200", "42030", "420302甲")
    assert values == ["420302", "420302001200", None, None]
    assert issues == [(4, "length", "error"), (5, "letters", "error")]


def test_required_cells():
    assert typed(column(Type.MONEY, required=True), None, "-", "abc", "1") == (
        [None, None, None, 100],
        [(2, "required", "error"), (3, "required", "error"), (4, "not_money", "error")],
    )


def test_long_text_is_refused():
    assert typed(column(Type.TEXT, max_length=3), "一二三", "一二三四") == (
        ["一二三", None],
        [(3, "too_long", "error")],
    )
