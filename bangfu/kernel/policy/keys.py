"""What can be set: declared parameters and how their text is read."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.manifest import registry_of

Text = str | Promise
TYPES = ("decimal", "integer", "days", "money", "boolean", "choice", "table")
BOOLEANS = {"true": True, "false": False, "是": True, "否": False, "1": True, "0": False}


@dataclass(frozen=True, kw_only=True)
class PolicyKey:
    """A parameter that a decree, or the county, can set; its values are rows, never constants.

    ``type`` says what ``policy`` returns: decimal → ``Decimal``, integer and days → ``int``, money → ``Decimal``
    in CNY, boolean → ``bool``, choice → one of ``choices`` (value → title), table → what the JSON holds.
    """

    name: str
    title: Text
    type: str
    unit: Text = ""
    help: Text = ""
    choices: dict[str, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise ValueError(f"{self.name}: no such type of parameter: {self.type}")

    def parse(self, text: str) -> Any:
        """Return the value of a stored or entered text; raise Refused when it is not one of this type."""
        try:
            return PARSERS[self.type](self, text.strip())
        except (ArithmeticError, ValueError, KeyError) as error:
            raise Refused(
                _("“%(text)s”不能作为“%(title)s”的值：%(wanted)s。")
                % {"text": text[:60], "title": self.title, "wanted": self.wanted()},
                field="value",
            ) from error

    def wanted(self) -> str:
        """Say what kind of value is expected."""
        words = {
            "decimal": _("应为数字"),
            "integer": _("应为整数"),
            "days": _("应为不小于 0 的整天数"),
            "money": _("应为金额（元），最多两位小数"),
            "boolean": _("应为“是”或“否”"),
            "choice": _("应为以下之一：%s") % "、".join(self.choices),
            "table": _("应为 JSON 格式的表"),
        }
        return words[self.type]


def _decimal(_key: PolicyKey, text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number


def _money(key: PolicyKey, text: str) -> Decimal:
    amount = _decimal(key, text)
    if amount != amount.quantize(Decimal("0.01")):
        raise ValueError(text)
    return amount


def _days(_key: PolicyKey, text: str) -> int:
    days = int(text)
    if days < 0:
        raise ValueError(text)
    return days


def _choice(key: PolicyKey, text: str) -> str:
    if text not in key.choices:
        raise ValueError(text)
    return text


def _table(_key: PolicyKey, text: str) -> Any:
    table = json.loads(text, parse_float=Decimal)
    if not isinstance(table, list | dict):
        raise ValueError(text)
    return table


PARSERS: dict[str, Callable[[PolicyKey, str], Any]] = {
    "decimal": _decimal,
    "integer": lambda _key, text: int(text),
    "days": _days,
    "money": _money,
    "boolean": lambda _key, text: BOOLEANS[text.lower()],
    "choice": _choice,
    "table": _table,
}

policy_keys = registry_of(PolicyKey)
