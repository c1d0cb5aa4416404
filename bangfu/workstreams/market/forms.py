"""What is typed about suppliers, products and sales points."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, AreaField, PartyField
from bangfu.workstreams.market.models import Platform, SalesPoint, Screening, Supplier
from bangfu.workstreams.market.queries import suppliers_visible_to


class ScreeningForm(ActorForm):
    """Who was looked at, when, and what came of it."""

    organisation = PartyField(label=_("经营主体"), kinds=("organisation",))
    screened_on = forms.DateField(label=_("排查日期"))
    result = forms.ChoiceField(label=_("结果"), choices=Screening.Result.choices)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class ApplicationForm(ActorForm):
    """Who applies, and when."""

    organisation = PartyField(label=_("单位"), kinds=("organisation",))
    applied_on = forms.DateField(label=_("申报日期"))


class ReasonForm(ActorForm):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class CertifyForm(ActorForm):
    """The level that certified, and since when."""

    level = forms.ChoiceField(label=_("认定级别"), choices=Supplier.Level.choices)
    certified_on = forms.DateField(label=_("认定日期"))


class EndForm(ActorForm):
    """The day something ended."""

    ended_on = forms.DateField(label=_("日期"))


class EndWithReasonForm(EndForm):
    """The day something ended, and why."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class ProductForm(ActorForm):
    """A certified product of a supplier."""

    supplier = forms.ChoiceField(label=_("供应商"))
    name = forms.CharField(label=_("产品名称"), max_length=80)
    category = forms.CharField(label=_("类别"), max_length=40, required=False)
    certified_on = forms.DateField(label=_("认定日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = suppliers_visible_to(self.actor).filter(state=Supplier.State.CERTIFIED).select_related("organisation")
        self.fields["supplier"].choices = [(str(row.pk), row.organisation.name) for row in rows]

    def clean_supplier(self) -> int:
        """Return the supplier's id."""
        return int(self.cleaned_data["supplier"])


class SkusForm(ActorForm):
    """Specifications, one a line."""

    specifications = forms.CharField(label=_("规格"), widget=forms.Textarea, help_text=_("每行一个规格。"))
    price = forms.DecimalField(label=_("单价（元）"), min_value=0, decimal_places=2, max_digits=12, required=False)

    def clean_specifications(self) -> list[str]:
        """Return the lines that are not empty."""
        return [line.strip() for line in self.cleaned_data["specifications"].splitlines() if line.strip()]


class ListForm(ActorForm):
    """A platform, and since when."""

    platform = forms.ChoiceField(label=_("平台"), choices=Platform.choices)
    listed_on = forms.DateField(label=_("上架日期"))


class PointForm(ActorForm):
    """A sales point that is planned."""

    name = forms.CharField(label=_("名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类型"), choices=SalesPoint.Kind.choices)
    online = forms.BooleanField(label=_("线上"), required=False)
    area_code = AreaField(label=_("地区"))
    host = PartyField(label=_("设立单位"), required=False)
    planned_on = forms.DateField(label=_("计划日期"))


class DayForm(ActorForm):
    """A day."""

    on = forms.DateField(label=_("日期"))


class CloseForm(DayForm):
    """A day and a reason."""

    reason = forms.CharField(label=_("原因"), max_length=200)
