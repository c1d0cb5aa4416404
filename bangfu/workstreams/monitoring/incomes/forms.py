"""Forms about income item by item."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, AreaField
from bangfu.workstreams.monitoring.incomes.models import IncomeItem


class ItemForm(ActorForm):
    """An item of a place's own."""

    title = forms.CharField(label=_("名称"), max_length=40)
    code = forms.CharField(
        label=_("代号"), max_length=30, help_text=_("与上级项目同一代号，就在本地代替它；小写字母、数字和下划线。")
    )
    area_code = AreaField(label=_("地区"))
    source = forms.ChoiceField(label=_("来源"), choices=IncomeItem.Source.choices)
    counted = forms.BooleanField(label=_("计入收入"), required=False, initial=True)
    from_year = forms.IntegerField(label=_("起始年度"), min_value=1990, max_value=2200)
    to_year = forms.IntegerField(label=_("截止年度"), min_value=1990, max_value=2200, required=False)
    document = forms.CharField(label=_("依据文件"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_year"].initial = timezone.localdate().year


class AmountsForm(ActorForm):
    """A household's items of a year, a field each; ``items`` are those in force."""

    persons = forms.IntegerField(label=_("家庭人口"), min_value=1, max_value=60)
    reason = forms.CharField(label=_("说明"), max_length=200, required=False, help_text=_("比上年变动较大时写明原因。"))

    def __init__(self, *args: Any, items: dict[str, IncomeItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, item in items.items():
            self.fields[code] = forms.DecimalField(
                label=item.title,
                min_value=0,
                max_digits=12,
                decimal_places=2,
                required=False,
                help_text="" if item.counted else _("按本地口径不计入"),
            )

    def amounts(self) -> dict[str, Decimal]:
        """Return the items that were filled in."""
        own = ("persons", "reason")
        return {code: value for code, value in self.cleaned_data.items() if code not in own and value}
