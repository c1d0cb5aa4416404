"""How a figure's value is written: money by size, counts with their unit word, shares in percent."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy

from bangfu.figures.computing import Number
from bangfu.kernel import formats

MONEY, PERCENT = "CNY", "percent"
NOT_SUMMED = (PERCENT, "ratio", "multiple")  # of two places or periods neither the sum nor the mean says anything
UNITS = {
    MONEY: gettext_lazy("元"),
    PERCENT: "%",
    "person": gettext_lazy("人"),
    "person_time": gettext_lazy("人次"),
    "household": gettext_lazy("户"),
    "village": gettext_lazy("个村"),
    "township": gettext_lazy("个乡镇"),
    "organisation": gettext_lazy("家"),
    "item": gettext_lazy("项"),
    "party": gettext_lazy("个"),
    "product": gettext_lazy("个产品"),
    "sku": gettext_lazy("个规格"),
    "place": gettext_lazy("处"),
    "post": gettext_lazy("个岗位"),
    "session": gettext_lazy("场"),
    "course": gettext_lazy("期"),
    "activity": gettext_lazy("次"),
    "mu": gettext_lazy("亩"),
    "project": gettext_lazy("个项目"),
    "team": gettext_lazy("支"),
    "agreement": gettext_lazy("份"),
    "article": gettext_lazy("篇"),
    "order": gettext_lazy("单"),
    "day": gettext_lazy("天"),
    "multiple": gettext_lazy("倍"),
    "community": gettext_lazy("个社区"),
    "transaction": gettext_lazy("笔"),
    "night": gettext_lazy("夜"),
    "week": gettext_lazy("期"),
    "point": gettext_lazy("分"),
    "rank": gettext_lazy("位"),
    "pair": gettext_lazy("对"),
    "yuan": gettext_lazy("元"),
    "year": gettext_lazy("年"),
    "copy": gettext_lazy("份"),
    "board": gettext_lazy("块"),
    "number": "",
    "ratio": "",
}


def unit_word(unit: str) -> str:
    """Return the word of a unit; one nobody named stands for itself."""
    return str(UNITS.get(unit, unit))


def written(value: Number, unit: str) -> str:
    """Return a value as people read it: 6,751.91万元, 89 家, 97.3%, and — where it has none."""
    if value is None:
        return formats.MISSING
    if unit == MONEY:
        return formats.money(Decimal(value))
    if unit == PERCENT:
        return formats.percent(Decimal(value) / 100)
    value = formats.rounded(Decimal(value), 2) if value % 1 else int(value)
    return f"{formats.number(value)} {unit_word(unit)}".rstrip()


def exact(value: Number, unit: str) -> str:
    """Return the tooltip: money to the fen, a share with four decimals; empty where nothing is left out."""
    if value is None:
        return ""
    if unit == MONEY:
        return formats.exact_yuan(Decimal(value))
    return f"{Decimal(value):.4f}%" if unit == PERCENT else ""
