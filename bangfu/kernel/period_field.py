"""A form field for a period, typed as people write it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bangfu.kernel.periods import FORMS, NoPeriod, Period, parse


class PeriodField(forms.CharField):
    """A year, half, quarter, month, several years or two days; the cleaned value is a ``Period`` (None when empty)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.help_text = self.help_text or FORMS

    def clean(self, value: Any) -> Period | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse(text)
        except NoPeriod as error:
            raise ValidationError(
                _("“%(text)s”不是时期，请写成：%(forms)s。") % {"text": text, "forms": FORMS}
            ) from error

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Period) else value
