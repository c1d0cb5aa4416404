"""Forms of pairing."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, AreaField, CodesField, PartyField
from bangfu.pairing.models import Scheme
from bangfu.parties.forms.reasoned import DayField

DAY = {"initial": timezone.localdate}


def _schemes() -> list[tuple[str, str]]:
    return [(scheme.name, scheme.words) for scheme in Scheme.objects.order_by("title")]


class PairForm(ActorForm):
    """Two parties under a scheme."""

    scheme = forms.ChoiceField(label=_("结对方案"), choices=_schemes)
    helper = PartyField(label=_("帮扶方"))
    recipient = PartyField(label=_("受助方"))
    valid_from = DayField(label=_("起"), **DAY)
    reason = forms.CharField(label=_("结对原因"), max_length=200, required=False)
    subject = forms.CharField(
        label=_("结对事项"), max_length=60, required=False, help_text=_("方案要求写明的，如角色、项目、菜品。")
    )
    frozen = forms.BooleanField(label=_("保持不变（重新分配时不动）"), required=False)


class EndForm(forms.Form):
    """A day and why."""

    on = DayField(label=_("日期"), **DAY)
    reason = forms.CharField(label=_("原因"), max_length=200)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class ReplaceForm(ActorForm):
    """Another helper from a day on."""

    helper = PartyField(label=_("新帮扶方"))
    on = DayField(label=_("起"), **DAY)
    reason = forms.CharField(label=_("更换原因"), max_length=200)


class TermsForm(ActorForm):
    """Where a helper is meant to help, how many it can take, and what it can do."""

    area_code = AreaField(label=_("帮扶村"), required=False, help_text=_("本单位包联的村；不填表示全县可安排。"))
    capacity = forms.IntegerField(label=_("最多帮扶数"), min_value=0, required=False)
    skills = CodesField(
        "poverty_cause",
        label=_("擅长解决"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选即按工作单位的专长。"),
    )


class EnrolForm(TermsForm):
    """A party that stands ready."""

    scheme = forms.ChoiceField(label=_("结对方案"), choices=_schemes)
    party = PartyField(label=_("帮扶方"))
    county_code = AreaField(label=_("所属县（区）"), levels=(6,))
    valid_from = DayField(label=_("起"), **DAY)

    field_order = ("scheme", "party", "county_code", "area_code", "capacity", "skills", "valid_from")
