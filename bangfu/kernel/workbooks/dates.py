"""Dates as people write them: 2020-06-19、2020/6/19、2020.6.19、2020年6月19日、20200619, serial numbers."""

import datetime as dt

import polars as pl

from bangfu.kernel.workbooks.parsing import Parse, only_where

_EARLIEST, _LATEST = dt.date(1880, 1, 1), dt.date(2199, 12, 31)
_SERIAL_OF_1970 = 25_569  # 1 January 1970 in Excel's 1900 calendar
_WRITTEN = r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:日|号)?(?:T?\d{1,2}[:时].*)?$"
_REMEDIES = (
    (r"^\d{4}年?$", "date_year_only", "只有年份，请补上月和日，例如 2020-06-19。"),
    (
        r"^(?:\d{4}[-/.年]\d{1,2}月?|(?:19|20)\d{2}(?:0[1-9]|1[0-2]))$",
        "date_no_day",
        "缺少日，请写成 2020-06-19。",
    ),
    (r"^\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$", "date_short_year", "年份只有两位，分不清世纪，请写成 2020-06-19。"),
    (r"^\d{1,2}[-/]\d{1,2}[-/]\d{4}$", "date_order", "请按年-月-日的顺序写，例如 2020-06-19。"),
)


def date(parse: Parse) -> pl.Series:
    """Dates; a time of day is left off."""
    values = parse.text.str.extract(r"^(\d{4}-\d\d-\d\d)(?:$| \d\d:)").str.to_date("%Y-%m-%d", strict=False)
    slow = parse.text.is_not_null() & values.is_null()
    if slow.any():
        compact = parse.compact()
        values = only_where(slow, _written(compact.filter(slow)), values)
        _explain(parse, compact, compact.is_not_null() & values.is_null())
    return _bounded(parse, values)


def _written(compact: pl.Series) -> pl.Series:
    parts = [compact.str.extract(_WRITTEN, group) for group in (1, 2, 3)]
    joined = parts[0] + "-" + parts[1].str.zfill(2) + "-" + parts[2].str.zfill(2)
    digits = compact.str.extract(r"^(\d{8})(?:\.0+)?$")
    days = compact.str.extract(r"^([1-9]\d{4})(?:\.\d+)?$").cast(pl.Int32, strict=False)
    serial = (days - _SERIAL_OF_1970).cast(pl.Date)
    return pl.select(
        pl.coalesce(joined.str.to_date("%Y-%m-%d", strict=False), digits.str.to_date("%Y%m%d", strict=False), serial)
    ).to_series()


def _explain(parse: Parse, compact: pl.Series, refused: pl.Series) -> None:
    remaining = refused
    for pattern, code, remedy in _REMEDIES:
        fits = remaining & compact.str.contains(pattern).fill_null(False)
        parse.error(fits, code, remedy)
        remaining = remaining & ~fits
    impossible = remaining & compact.str.contains(_WRITTEN + r"|^\d{8}$").fill_null(False)
    parse.error(impossible, "date_impossible", "没有这一天，请核对月和日。")
    parse.error(remaining & ~impossible, "not_a_date", "不是日期。请写成 2020-06-19。")


def _bounded(parse: Parse, values: pl.Series) -> pl.Series:
    absurd = ((values < _EARLIEST) | (values > _LATEST)).fill_null(False)
    parse.error(absurd, "date_absurd", "年份不合理，请核对。")
    lowest, highest = parse.column.minimum, parse.column.maximum
    low = (values < lowest).fill_null(False) if lowest else absurd
    high = (values > highest).fill_null(False) if highest else absurd
    parse.error(low & ~absurd, "below_minimum", f"不能早于 {lowest}，请核对。")
    parse.error(high & ~absurd, "above_maximum", f"不能晚于 {highest}，请核对。")
    return parse.without(values, absurd | low | high)
