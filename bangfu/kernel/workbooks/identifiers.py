"""Numbers that name people, organisations and accounts, checked a whole column at a time.

ID numbers: GB 11643-1999. Unified social credit codes: GB 32100-2015. Bank cards: Luhn, GB/T 15694.
Every function takes and gives a Polars expression and leaves null as null.
"""

import polars as pl

ID_PATTERN = r"^[1-9]\d{16}[\dX]$"
DISABILITY_PATTERN = r"^[1-9]\d{16}[\dX][1-7][1-4](?:B\d{1,2})?$"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_PATTERN = f"^[{CREDIT_ALPHABET}]{{18}}$"

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_VALUES = {letter: value for value, letter in enumerate(CREDIT_ALPHABET)}


def id_checksum_ok(number: pl.Expr) -> pl.Expr:
    """Whether the 18th character of a resident ID number is the one its 17 digits demand; False for other shapes."""
    body = number.str.slice(0, 17).cast(pl.Int64, strict=False)
    weighted = pl.sum_horizontal(
        [(body // 10 ** (16 - place) % 10) * weight for place, weight in enumerate(_ID_WEIGHTS)], ignore_nulls=False
    )
    last = number.str.slice(17, 1)
    value = pl.when(last == "X").then(10).otherwise(last.cast(pl.Int64, strict=False))
    # ISO 7064 MOD 11-2: the weighted sum together with the check value leaves 1.
    fits = (weighted + value) % 11 == 1
    return pl.when(number.is_not_null()).then((number.str.len_chars() == 18) & fits.fill_null(False))


def id_check_digit(body: str) -> str:
    """The 18th character for 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]


def id_birth_date(number: pl.Expr) -> pl.Expr:
    """The date of birth inside an ID number; null where the digits are no date."""
    return number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)


def id_sex(number: pl.Expr) -> pl.Expr:
    """Sex as in GB/T 2261.1 from the 17th digit: "1" male, "2" female."""
    digit = number.str.slice(16, 1).cast(pl.Int64, strict=False)
    return pl.when(digit.is_not_null()).then(pl.when(digit % 2 == 1).then(pl.lit("1")).otherwise(pl.lit("2")))


def id_county(number: pl.Expr) -> pl.Expr:
    """The six-digit county code (GB/T 2260) in which the number was first given out."""
    return number.str.slice(0, 6)


def disability_id(number: pl.Expr) -> pl.Expr:
    """The ID number with which a disability certificate's number begins."""
    return number.str.slice(0, 18)


def disability_category(number: pl.Expr) -> pl.Expr:
    """Kind of disability, "1" sight to "7" multiple; null for a plain ID number."""
    return _character_or_null(number, 18)


def disability_level(number: pl.Expr) -> pl.Expr:
    """Degree of disability, "1" the gravest to "4"; null for a plain ID number."""
    return _character_or_null(number, 19)


def credit_code_ok(code: pl.Expr) -> pl.Expr:
    """Whether the 18th character of a unified social credit code is the one the others demand."""
    values = [
        code.str.slice(place, 1).replace_strict(_CREDIT_VALUES, default=None, return_dtype=pl.Int64)
        for place in range(18)
    ]
    weighted = pl.sum_horizontal(
        [value * pow(3, place, 31) for place, value in enumerate(values[:17])], ignore_nulls=False
    )
    fits = (31 - weighted % 31) % 31 == values[17]
    return pl.when(code.is_not_null()).then((code.str.len_chars() == 18) & fits.fill_null(False))


def luhn_ok(number: pl.Expr) -> pl.Expr:
    """Whether the last digit of a card number of at most 19 digits is right (Luhn)."""
    digits = number.str.zfill(19)
    total: pl.Expr = pl.lit(0, dtype=pl.Int64)
    for place in range(19):
        digit = digits.str.slice(place, 1).cast(pl.Int64, strict=False)
        doubled = digit * 2
        total = total + (digit if place % 2 == 0 else doubled - pl.when(doubled > 9).then(9).otherwise(0))
    return pl.when(number.is_not_null()).then((total % 10 == 0).fill_null(False))


def _character_or_null(number: pl.Expr, place: int) -> pl.Expr:
    character = number.str.slice(place, 1)
    return pl.when(character != "").then(character)
