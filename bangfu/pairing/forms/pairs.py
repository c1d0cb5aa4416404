"""Forms of pairing."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, AreaField, PartyField
from bangfu.pairing.models import Scheme
from bangfu.parties.forms.reasoned import DayField
from bangfu.parties.models.party import PartyKind

DAY = {"initial": timezone.localdate}


def _schemes() -> list[tuple[str, str]]:
    return [(scheme.name, scheme.words) for scheme in Scheme.objects.order_by("title")]


class SchemeForm(forms.Form):
    """A scheme's rules; everything here is data."""

    name = forms.SlugField(label=_("代号"), max_length=40, help_text=_("小写字母和连字符，建立后不再改。"))
    title = forms.CharField(label=_("名称"), max_length=60)
    helper_kind = forms.ChoiceField(label=_("帮扶方类别"), choices=PartyKind.choices)
    helper_title = forms.CharField(label=_("帮扶方称谓"), max_length=40)
    recipient_kind = forms.ChoiceField(label=_("受助方类别"), choices=PartyKind.choices)
    recipient_title = forms.CharField(label=_("受助方称谓"), max_length=40)
    per_recipient_min = forms.IntegerField(label=_("每个受助方至少"), min_value=0, initial=1)
    per_recipient_max = forms.IntegerField(label=_("每个受助方至多"), min_value=1, required=False)
    per_helper_min = forms.IntegerField(label=_("每个帮扶方至少"), min_value=0, initial=0)
    per_helper_max = forms.IntegerField(label=_("每个帮扶方至多"), min_value=1, required=False)
    full_coverage = forms.BooleanField(label=_("须全覆盖"), required=False)
    keeps_on_exit = forms.BooleanField(label=_("退出后保持结对"), required=False, initial=True)
    eligible = forms.JSONField(label=_("资格条件"), required=False, initial=dict)
    weights = forms.JSONField(label=_("偏好权重"), required=False, initial=dict)
    source = forms.CharField(label=_("依据"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for low, high, words in (
            ("per_recipient_min", "per_recipient_max", _("每个受助方的下限大于上限。")),
            ("per_helper_min", "per_helper_max", _("每个帮扶方的下限大于上限。")),
        ):
            if given.get(high) is not None and (given.get(low) or 0) > given[high]:
                self.add_error(high, words)
        for name in ("eligible", "weights"):
            given[name] = given.get(name) or {}
            if not isinstance(given[name], dict):
                self.add_error(name, _("应为“名称: 值”形式的 JSON。"))
        return given


class PairForm(ActorForm):
    """Two parties under a scheme."""

    scheme = forms.ChoiceField(label=_("结对方案"), choices=_schemes)
    helper = PartyField(label=_("帮扶方"))
    recipient = PartyField(label=_("受助方"))
    valid_from = DayField(label=_("起"), **DAY)
    reason = forms.CharField(label=_("结对原因"), max_length=200, required=False)
    frozen = forms.BooleanField(label=_("保持不变（重新分配时不动）"), required=False)


class EndForm(forms.Form):
    """A day and why."""

    on = DayField(label=_("日期"), **DAY)
    reason = forms.CharField(label=_("原因"), max_length=200)


class ReplaceForm(ActorForm):
    """Another helper from a day on."""

    helper = PartyField(label=_("新帮扶方"))
    on = DayField(label=_("起"), **DAY)
    reason = forms.CharField(label=_("更换原因"), max_length=200)


class EnrolForm(ActorForm):
    """A party that stands ready."""

    scheme = forms.ChoiceField(label=_("结对方案"), choices=_schemes)
    party = PartyField(label=_("帮扶方"))
    county_code = AreaField(label=_("所属县（区）"), levels=(6,))
    area_code = AreaField(label=_("帮扶村"), required=False, help_text=_("本单位包联的村；不填表示全县可安排。"))
    capacity = forms.IntegerField(label=_("最多帮扶数"), min_value=0, required=False)
    valid_from = DayField(label=_("起"), **DAY)
