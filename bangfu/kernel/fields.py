"""Columns that keep numbers exact on every database.

SQLite adds decimals as floating-point numbers. Money is therefore kept as whole fen and quantities as whole
thousandths in 64-bit integers; Python code and forms see ``Decimal``.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class ScaledDecimalField(models.BigIntegerField):
    """A decimal with a fixed number of places, stored as a whole number of its last place."""

    places = 0
    description = _("定点小数")

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        try:
            number = Decimal(str(value))
        except ArithmeticError as error:
            raise ValidationError(_("“%(value)s”不是数字。"), params={"value": value}) from error
        if not number.is_finite() or number != number.quantize(Decimal(1).scaleb(-self.places)):
            raise ValidationError(
                _("“%(value)s”最多保留 %(places)s 位小数。"), params={"value": value, "places": self.places}
            )
        return number

    def from_db_value(self, value: int | None, *_args: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-self.places)

    def get_prep_value(self, value: Any) -> int | None:
        number = self.to_python(getattr(value, "value", value))
        return None if number is None else int(number.scaleb(self.places))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(
            self,
            **{"form_class": forms.DecimalField, "max_digits": 17, "decimal_places": self.places, **kwargs},
        )


class MoneyField(ScaledDecimalField):
    """An amount of CNY, kept as whole fen."""

    places = 2
    description = _("金额（元）")


class QuantityField(ScaledDecimalField):
    """A quantity in its unit, kept as whole thousandths."""

    places = 3
    description = _("数量")


class AreaCodeField(models.CharField):
    """An area code of any level, significant digits only; the column every scope ranges over."""

    description = _("区划代码")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 15)
        kwargs.setdefault("verbose_name", _("区划代码"))
        super().__init__(*args, **kwargs)
