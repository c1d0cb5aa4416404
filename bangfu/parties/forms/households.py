"""What is typed about households."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.areas_of import GROUP, VILLAGE
from bangfu.kernel.ciphers import canonical
from bangfu.kernel.forms import AreaField, CodeField, CodesField, MaskedField
from bangfu.parties.actions.limits import soft_limit
from bangfu.parties.doubts import Doubt
from bangfu.parties.forms.reasoned import (
    DayField,
    HouseholdField,
    MemberChoice,
    MembersChoice,
    ReasonedForm,
    TriState,
)
from bangfu.parties.models import Household, Person
from bangfu.parties.policy_keys import FUELS_MAX, OTHER_CAUSES_MAX
from bangfu.parties.rules.households import cause_doubts, fuel_doubts
from bangfu.parties.rules.identity import id_number_doubts, phone_doubts

PLACES = (VILLAGE, GROUP)
ONLY_NEW = (
    "area_code",
    "head_name",
    "head_sex",
    "head_birth_date",
    "head_id_number",
    "opened_on",
    "standing",
    "number",
)


class HouseholdForm(ReasonedForm):
    """The registration card; a new household comes with its head."""

    area_code = AreaField(label=gettext_lazy("村（组）"), levels=PLACES)
    head_name = forms.CharField(label=gettext_lazy("户主姓名"), max_length=60)
    head_sex = CodeField("sex", label=gettext_lazy("户主性别"), required=False)
    head_birth_date = DayField(label=gettext_lazy("户主出生日期"), required=False)
    head_id_number = MaskedField(label=gettext_lazy("户主公民身份号码"), required=False)
    number = forms.CharField(
        label=gettext_lazy("户编号"), max_length=24, required=False, help_text=gettext_lazy("留空则自动编号")
    )
    opened_on = DayField(label=gettext_lazy("建档日期"), required=False)
    standing = CodeField("household_standing", label=gettext_lazy("户类型"), required=False)
    attribute = CodeField("household_attribute", label=gettext_lazy("农户属性"), required=False)
    identified_by = CodeField("identified_by", label=gettext_lazy("识别标准"), required=False)
    main_cause = CodeField("poverty_cause", label=gettext_lazy("主要致贫原因"), required=False)
    other_causes = CodesField("poverty_cause", label=gettext_lazy("其他致贫原因"), required=False)
    address = forms.CharField(label=gettext_lazy("住址"), max_length=120, required=False)
    phone = MaskedField(label=gettext_lazy("联系电话"), required=False)
    bank_name = forms.CharField(label=gettext_lazy("开户银行"), max_length=60, required=False)
    bank_account = MaskedField(label=gettext_lazy("银行账号"), required=False)
    housing_area = forms.DecimalField(
        label=gettext_lazy("住房面积（平方米）"), min_value=0, max_digits=9, decimal_places=3, required=False
    )
    housing_structure = CodeField("housing_structure", label=gettext_lazy("住房结构"), required=False)
    housing_year = forms.IntegerField(label=gettext_lazy("建房年份"), min_value=1900, required=False)
    housing_safety = CodeField("housing_safety", label=gettext_lazy("住房安全等级"), required=False)
    water = CodeField("water", label=gettext_lazy("饮水情况"), required=False)
    fuels = CodesField("fuel", label=gettext_lazy("主要燃料"), required=False)
    electricity = TriState(label=gettext_lazy("通生活用电"))
    relocated = TriState(label=gettext_lazy("易地扶贫搬迁"))
    longitude = forms.DecimalField(label=gettext_lazy("经度"), max_digits=9, decimal_places=6, required=False)
    latitude = forms.DecimalField(label=gettext_lazy("纬度"), max_digits=8, decimal_places=6, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.obj is not None:
            for name in ONLY_NEW:
                del self.fields[name]

    def doubts(self, cleaned: dict[str, Any]) -> Sequence[Doubt]:
        """Those of the head's number, the telephone, the causes and the fuels."""
        place = self.obj.area_code if isinstance(self.obj, Household) else cleaned.get("area_code") or ""
        head = id_number_doubts(
            canonical(cleaned.get("head_id_number") or ""),
            cleaned.get("head_sex") or "",
            cleaned.get("head_birth_date"),
        )
        others = cleaned.get("other_causes") or []
        return [
            *(Doubt(d.rule, d.message, f"head_{d.field}") for d in head),
            *phone_doubts(canonical(cleaned.get("phone") or "")),
            *cause_doubts(cleaned.get("main_cause") or "", others, soft_limit(OTHER_CAUSES_MAX, place)),
            *fuel_doubts(cleaned.get("fuels") or [], soft_limit(FUELS_MAX, place)),
        ]


class AmountField(forms.DecimalField):
    """An amount of CNY, not negative; zero when nothing is typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_digits=12, decimal_places=2, initial=0, required=False, **kwargs)

    def clean(self, value: Any) -> Decimal:
        return super().clean(value) or Decimal(0)


class StatusForm(ReasonedForm):
    """A status from a day on."""

    value = CodeField("household_standing", label=gettext_lazy("户类型"))
    on = DayField(label=gettext_lazy("自何日起"))
    cause = CodeField("poverty_cause", label=gettext_lazy("原因"), required=False)
    document = forms.CharField(label=gettext_lazy("依据文件"), max_length=200, required=False)


class IncomeForm(ReasonedForm):
    """A year's income by source, in CNY."""

    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2010, max_value=2100)
    persons = forms.IntegerField(label=gettext_lazy("家庭人口"), min_value=1, max_value=60)
    wages = AmountField(label=gettext_lazy("工资性收入（元）"))
    business = AmountField(label=gettext_lazy("生产经营性收入（元）"))
    property = AmountField(label=gettext_lazy("财产性收入（元）"))
    transfers = AmountField(label=gettext_lazy("转移性收入（元）"))
    costs = AmountField(label=gettext_lazy("生产经营性支出（元）"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.obj, Household):
            self.fields["persons"].initial = self.obj.member_count


class MoveHouseholdForm(ReasonedForm):
    """A new village or group."""

    area_code = AreaField(label=gettext_lazy("迁往村（组）"), levels=PLACES)
    on = DayField(label=gettext_lazy("日期"))
    address = forms.CharField(label=gettext_lazy("新住址"), max_length=120, required=False)


class OfMembersForm(ReasonedForm):
    """A form that offers the members of the household at hand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, MemberChoice | MembersChoice) and self.obj is not None:
                field.queryset = Person.objects.filter(household=self.obj.pk).order_by("pk")


class MakeHeadForm(OfMembersForm):
    """Who becomes head."""

    person = MemberChoice(label=gettext_lazy("新户主"))
    on = DayField(label=gettext_lazy("日期"))


class SplitHouseholdForm(OfMembersForm):
    """Who leaves, and who heads both households."""

    head = MemberChoice(label=gettext_lazy("新户户主"))
    members = MembersChoice(label=gettext_lazy("一同分出的成员"), required=False)
    remaining_head = MemberChoice(label=gettext_lazy("原户新户主（原户主分出时必填）"), required=False)
    area_code = AreaField(label=gettext_lazy("新户所在村（组）"), levels=PLACES, required=False)
    on = DayField(label=gettext_lazy("日期"))


class MergeHouseholdsForm(ReasonedForm):
    """The household that joins the one at hand."""

    other = HouseholdField(label=gettext_lazy("并入的农户"))
    on = DayField(label=gettext_lazy("日期"))


class CloseHouseholdForm(ReasonedForm):
    """Why the household is closed."""

    on = DayField(label=gettext_lazy("日期"))
    reason_out = CodeField("population_decrease", label=gettext_lazy("成员减少原因"))
    closed_reason = forms.CharField(label=gettext_lazy("销户原因"), max_length=60)

    def clean_on(self) -> date:
        """A household is not closed before it was opened."""
        on: date = self.cleaned_data["on"]
        if isinstance(self.obj, Household) and self.obj.opened_on and on <= self.obj.opened_on:
            raise forms.ValidationError(_("销户日期须晚于建档日期 %s。") % self.obj.opened_on.isoformat())
        return on
