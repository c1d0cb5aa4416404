"""Integers, decimals, money and quantities from what people type: 1,234.50、１２万元、￥300、(12.5)."""

from decimal import Decimal

import polars as pl

from bangfu.kernel.workbooks.columns import FEN_PER_YUAN, THOUSANDTHS
from bangfu.kernel.workbooks.parsing import Parse, only_where

_EXACT = pl.Decimal(38, 12)
_LARGEST = 10**15
_LARGEST_YUAN = 10**12  # a whole country gives less in a year: who types more has mistaken the unit
_AMOUNT = r"^[-+]?(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+)?(?:\.\d*)?(?:[eE][-+]?\d{1,2})?$"
_MONEY_UNIT = r"(亿元|亿|万元|万|千元|元|块|圆)?(?:人民币|整|RMB|CNY)?$"
_FOREIGN = r"[$€£₩]|美元|美金|港币|港元|欧元|英镑|日元|USD|HKD|EUR|GBP|JPY"
_UNIT_FEN = {"亿元": 10**10, "亿": 10**10, "万元": 10**6, "万": 10**6, "千元": 10**5, "元": 100, "块": 100, "圆": 100}


def integer(parse: Parse) -> pl.Series:
    """Whole numbers as Int64."""
    values = _plain_numbers(parse, "应填整数，例如 12。")
    whole = values.round(0)
    fraction = _differs(values, whole)
    parse.error(fraction, "not_whole", "应填整数，不能有小数。")
    return _bounded(parse, parse.without(whole, fraction)).cast(pl.Int64)


def decimal(parse: Parse) -> pl.Series:
    """Exact decimals with the places of the column."""
    values = _plain_numbers(parse, "应填数字，例如 12.5。")
    rounded = _rounded(parse, values, parse.column.places)
    return _bounded(parse, rounded).cast(pl.Decimal(38, parse.column.places))


def quantity(parse: Parse) -> pl.Series:
    """Thousandths as Int64."""
    values = _plain_numbers(parse, "应填数字，例如 12.5。")
    bounded = _bounded(parse, _rounded(parse, values, 3))
    return (bounded * THOUSANDTHS).round(0).cast(pl.Int64)


def money(parse: Parse) -> pl.Series:
    """Fen as Int64; a unit in the cell goes before the unit of the heading, and yuan is meant without either."""
    fast = parse.text.cast(_EXACT, strict=False)
    yuan = _scaled(fast, parse.unit)
    slow = parse.text.is_not_null() & fast.is_null()
    if slow.any():
        foreign = slow & parse.compact().str.contains(_FOREIGN).fill_null(False)
        parse.error(foreign, "foreign_money", "是外币。请折成人民币（元）填写，折算办法写在说明里。")
        compact = parse.compact().filter(slow).str.replace_all(r"^(?:人民币|RMB|CNY)|¥", "")
        unit = compact.str.extract(_MONEY_UNIT)
        amounts = _amounts(compact.str.replace(_MONEY_UNIT, ""))
        fen = unit.replace_strict(_UNIT_FEN, default=parse.unit, return_dtype=pl.Int64)
        scaled = [_scaled(amounts.set(fen != size, None), size) for size in fen.unique()]
        yuan = only_where(slow, pl.select(pl.coalesce(scaled)).to_series(), yuan)
        parse.error(_unreadable(parse, yuan) & ~foreign, "not_money", "应填金额，例如 1234.50 或 3.5万元。")
    bounded = _bounded(parse, _rounded(parse, yuan, 2), _LARGEST_YUAN)
    return (bounded * FEN_PER_YUAN).round(0).cast(pl.Int64)


def _plain_numbers(parse: Parse, remedy: str) -> pl.Series:
    values = parse.text.cast(_EXACT, strict=False)
    slow = parse.text.is_not_null() & values.is_null()
    if slow.any():
        values = only_where(slow, _amounts(parse.compact().filter(slow)), values)
        parse.error(_unreadable(parse, values), "not_a_number", f"不是数字。{remedy}")
    return values


def _amounts(compact: pl.Series) -> pl.Series:
    """Half-width text as numbers: thousands separators in their places, brackets for minus."""
    signed = compact.str.replace(r"^\(([^-+()]+)\)$", "-${1}").str.replace_all("，", ",").str.replace("^[−–]", "-")
    shaped = signed.set(~signed.str.contains(_AMOUNT), None)
    return shaped.str.replace_all(",", "").cast(_EXACT, strict=False)


def _unreadable(parse: Parse, values: pl.Series) -> pl.Series:
    """Cells with something in them that gave no number and are no mark for “nothing”."""
    empty = parse.text.is_not_null() & values.is_null()
    return empty & parse.compact().is_not_null() if empty.any() else empty


def _scaled(amounts: pl.Series, fen: int) -> pl.Series:
    return amounts if fen == FEN_PER_YUAN else (amounts * Decimal(fen) / Decimal(FEN_PER_YUAN)).cast(_EXACT)


def _rounded(parse: Parse, values: pl.Series, places: int) -> pl.Series:
    rounded = values.round(places, mode="half_away_from_zero")
    changed = _differs(values, rounded)
    if changed.any():
        shown = pl.format(f"小数超过 {places} 位，已四舍五入为 {{}}。", rounded.cast(pl.Decimal(38, places)))
        parse.warning(changed, "rounded", pl.select(shown).to_series())
    return rounded


def _differs(values: pl.Series, rounded: pl.Series) -> pl.Series:
    """Whether rounding took off more than the noise of a spreadsheet's binary fractions, where 0.1 + 0.2 > 0.3."""
    noise = values.abs().cast(pl.Float64) * 1e-15 + 1e-6
    return (values - rounded).abs().cast(pl.Float64) > noise


def _bounded(parse: Parse, values: pl.Series, largest: int = _LARGEST) -> pl.Series:
    lowest, highest = parse.column.minimum, parse.column.maximum
    huge = values.abs() >= largest
    parse.error(huge, "too_large", "数字过大，请核对单位和位数。")
    low = _compared(values, lowest, below=True)
    high = _compared(values, highest, below=False)
    parse.error(low, "below_minimum", f"不能小于 {lowest}，请核对。")
    parse.error(high & ~huge, "above_maximum", f"不能大于 {highest}，请核对。")
    return parse.without(values, huge | low | high)


def _compared(values: pl.Series, bound: object, *, below: bool) -> pl.Series:
    if bound is None:
        return pl.repeat(False, values.len(), eager=True)
    limit = Decimal(str(bound))
    return (values < limit if below else values > limit).fill_null(False)
