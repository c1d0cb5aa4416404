"""Numbers that name people, organisations, places and accounts: shapes are errors, check digits only warn.

Check digits warn because registers hold numbers that were wrongly given out and are still the person's own.
"""

from collections.abc import Callable

import polars as pl

from bangfu.kernel.workbooks.identifiers import (
    CREDIT_PATTERN,
    DISABILITY_PATTERN,
    ID_PATTERN,
    credit_code_ok,
    disability_id,
    id_birth_date,
    id_checksum_ok,
    luhn_ok,
)
from bangfu.kernel.workbooks.parsing import Parse

_MOBILE = r"^1[3-9]\d{9}$"
_LANDLINE = r"^(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?$|^[48]00-?\d{3}-?\d{4}$"
_AREA_LENGTHS = "2|4|6|9|12|15"


def id_number(parse: Parse) -> pl.Series:
    """18-character resident ID numbers, x written as X."""
    values = _upper(parse)
    values = _id_lengths(parse, values, longest=18)
    return _checked_ids(parse, values, ID_PATTERN)


def disability_number(parse: Parse) -> pl.Series:
    """Numbers of disability certificates: the ID number, kind, degree and, for a reissue, B and its count."""
    values = _upper(parse)
    return _checked_ids(parse, values, DISABILITY_PATTERN)


def id_or_disability(parse: Parse) -> pl.Series:
    """Either of the two, as the household registers have them in one column."""
    values = _upper(parse)
    values = _id_lengths(parse, values, longest=24)
    return _checked_ids(parse, values, f"{ID_PATTERN}|{DISABILITY_PATTERN}")


def credit_code(parse: Parse) -> pl.Series:
    """Unified social credit codes of 18 characters."""
    values = _upper(parse)
    values = _refused(parse, values, values.str.len_chars() != 18, "length", "统一社会信用代码应为 18 位，请核对。")
    shape = ~values.str.contains(CREDIT_PATTERN)
    values = _refused(parse, values, shape, "letters", "统一社会信用代码只含数字和大写字母（没有 I、O、S、V、Z）。")
    parse.warning(~_evaluated(credit_code_ok, values), "checksum", "统一社会信用代码的校验位不对，请核对是否抄错。")
    return values


def phone(parse: Parse) -> pl.Series:
    """Mobile numbers of 11 digits, or landlines with an area code."""
    compact = parse.compact().str.replace_all(r"[()]", "-").str.strip_chars("-")
    compact = compact.str.replace(r"^(?:\+|00)?86-?(1\d)", "${1}").str.replace_all("-{2,}", "-")
    digits = compact.str.replace_all("-", "")
    mobile = digits.str.contains(_MOBILE)
    values = compact.zip_with(~mobile.fill_null(False), digits)
    wrong = ~(mobile | values.str.contains(_LANDLINE))
    several = wrong & values.str.contains(r"\d{7}.*[、,;/].*\d{7}|\d{22}")
    values = _refused(parse, values, several, "several_phones", "一格只能填一个电话号码，请留下最常用的一个。")
    return _refused(parse, values, wrong & ~several, "phone", "不是有效的电话号码：手机应为 11 位，座机请带区号。")


def bank_account(parse: Parse) -> pl.Series:
    """Account or card numbers of 8 to 32 digits."""
    values = parse.compact().str.replace_all("-", "")
    values = _refused(parse, values, ~values.str.contains(r"^\d+$"), "letters", "银行账号只能有数字，请核对。")
    length = ~values.str.len_chars().is_between(8, 32)
    values = _refused(parse, values, length, "length", "银行账号应为 8 至 32 位数字，请核对。")
    card = values.str.contains(r"^62\d{14,17}$")
    parse.warning(card & ~_evaluated(luhn_ok, values), "checksum", "银行卡号的校验位不对，请核对是否抄错。")
    return values


def area_code(parse: Parse) -> pl.Series:
    """Area codes: 2, 4, 6, 9, 12 digits, or 15 with the group."""
    values = parse.compact()
    shape = ~values.str.contains(r"^\d+$")
    values = _refused(parse, values, shape, "letters", "区划代码只能有数字，请核对。")
    length = ~values.str.len_chars().cast(pl.String).str.contains(f"^(?:{_AREA_LENGTHS})$")
    return _refused(parse, values, length, "length", "区划代码应为 6、9、12 位（到组为 15 位），请核对。")


def _upper(parse: Parse) -> pl.Series:
    return parse.compact().str.to_uppercase()


def _refused(parse: Parse, values: pl.Series, mask: pl.Series, code: str, message: str) -> pl.Series:
    parse.error(mask, code, message)
    return parse.without(values, mask)


def _id_lengths(parse: Parse, values: pl.Series, longest: int) -> pl.Series:
    length = values.str.len_chars()
    old = (length == 15) & values.str.contains(r"^\d{15}$")
    values = _refused(parse, values, old, "old_id", "这是 15 位的旧身份证号，请改填 18 位的公民身份号码。")
    wrong = (length < 18) | (length > longest) | ((longest > 18) & (length == 19))
    remedy = "证件号码应为 18 位（残疾人证为 20 位）" if longest > 18 else "身份证号应为 18 位"
    messages = pl.select(pl.format(f"{remedy}，这里有 {{}} 位，请核对。", length)).to_series()
    parse.error(wrong & ~old, "length", messages)
    return parse.without(values, wrong)


def _checked_ids(parse: Parse, values: pl.Series, pattern: str) -> pl.Series:
    shape = ~values.str.contains(pattern)
    values = _refused(parse, values, shape, "letters", "号码格式不对：前 17 位是数字，第 18 位是数字或 X，请核对。")
    person = _evaluated(disability_id, values)
    undated = values.is_not_null() & _evaluated(id_birth_date, person).is_null()
    parse.warning(undated, "birth_date", "身份证号中的出生日期不存在，请核对是否抄错。")
    parse.warning(~_evaluated(id_checksum_ok, person) & ~undated, "checksum", "身份证号的校验位不对，请核对是否抄错。")
    return values


def _evaluated(function: Callable[[pl.Expr], pl.Expr], values: pl.Series) -> pl.Series:
    return pl.DataFrame({"value": values}).select(function(pl.col("value"))).to_series()
