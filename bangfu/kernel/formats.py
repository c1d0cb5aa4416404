"""How amounts, counts, shares and dates are written for people. Text only: no markup, no database.

Money follows the custom of Chinese county documents: yuan below ten thousand, then 万元, then 亿元,
two decimals. English has no word for 万, so English pages count in millions and billions of CNY.
All rounding is half up, on ``Decimal``.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MISSING = "—"
Quantity = Decimal | int | float

# Value and word of each unit of money; English rounds to the unit it has.
CHINESE_UNITS: dict[str, tuple[Decimal, object]] = {
    "元": (Decimal(1), _("元")),
    "万元": (Decimal(10) ** 4, _("万元")),
    "亿元": (Decimal(10) ** 8, _("亿元")),
}
PLAINLY_YUAN = 9_999
"""Below so much (CNY) no rounding reaches the next unit."""
ENGLISH_UNITS: dict[str, tuple[Decimal, object]] = {
    "元": (Decimal(1), "CNY"),
    "万元": (Decimal(10) ** 6, "million CNY"),
    "亿元": (Decimal(10) ** 9, "billion CNY"),
}


def rounded(value: Decimal, digits: int) -> Decimal:
    """``value`` with ``digits`` decimals, half up; a negative zero becomes zero."""
    result = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return result if result else abs(result)


def in_chinese() -> bool:
    """True when the active language writes Chinese, simplified or traditional."""
    return (get_language() or "zh-hans").startswith("zh")


def money_parts(value: Decimal | int | None, unit: str = "") -> tuple[str, str]:
    """Figure and unit of ``value`` CNY: ``("6,751.91", "万元")``; in English ``("67.52", "million CNY")``.

    ``unit`` (元, 万元 or 亿元) fixes the scale where a whole column must share one; without it the size
    decides. Raises ``KeyError`` for another unit.
    """
    if value is None:
        return MISSING, ""
    amount = value if isinstance(value, Decimal) else Decimal(value)
    units = _units(get_language())
    scale, word = units[unit or _fitting(amount, units)]
    return f"{rounded(amount if scale == 1 else amount / scale, 2):,}", word


@cache
def _units(language: str | None) -> dict[str, tuple[Decimal, str]]:
    """The units in a language, which is the active one; a list shows money in every row."""
    units = CHINESE_UNITS if in_chinese() else ENGLISH_UNITS
    return {name: (scale, str(word)) for name, (scale, word) in units.items()}


def _fitting(amount: Decimal, units: dict[str, tuple[Decimal, str]]) -> str:
    if -PLAINLY_YUAN < amount < PLAINLY_YUAN:
        return "元"
    size = abs(rounded(amount, 2))
    return next((name for name in reversed(units) if size >= units[name][0]), "元")


def money(value: Decimal | int | None, unit: str = "") -> str:
    """``value`` CNY as text: ``6,751.91万元``, in English ``67.52 million CNY``; ``—`` for None."""
    figure, word = money_parts(value, unit)
    return figure + word if in_chinese() else f"{figure} {word}".rstrip()


def exact_yuan(value: Decimal | int | None) -> str:
    """``value`` CNY to the fen, never scaled: ``67,519,100.00 元``."""
    if value is None:
        return MISSING
    return f"{rounded(Decimal(value), 2):,} {_('元')}"


def number(value: Quantity | None, digits: int | None = None) -> str:
    """A count or quantity with thousands separators; ``digits`` decimals, or as many as it has."""
    if value is None:
        return MISSING
    if digits is not None:
        return f"{rounded(Decimal(str(value)), digits):,}"
    text = f"{value:,}" if isinstance(value, int) else f"{Decimal(str(value)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: Quantity | None, digits: int = 1) -> str:
    """A share as per cent: ``0.973`` is ``97.3%``."""
    if value is None:
        return MISSING
    return f"{rounded(Decimal(str(value)) * 100, digits):,}%"


def day(value: date | datetime | str | None) -> str:
    """A date as ``2026-11-21``, in local time; a text (a year, a month) stays as it is."""
    if not value:
        return MISSING
    if isinstance(value, str):
        return value
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return value.strftime("%Y-%m-%d")


def moment(value: datetime | None) -> str:
    """A point in time as ``2026-11-21 09:30``, in local time."""
    if value is None:
        return MISSING
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    return value.strftime("%Y-%m-%d %H:%M")


def file_size(count: int) -> str:
    """Bytes as people read them: ``812 KB``, ``1.4 MB``."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024)):,} KB"
    return f"{rounded(Decimal(count) / 1024 / 1024, 1):,} MB"


def moment_or_day(value: datetime | date | str | None) -> str:
    """A datetime as a point in time, a date as a day, a text as it is."""
    return moment(value) if isinstance(value, datetime) else day(value)
