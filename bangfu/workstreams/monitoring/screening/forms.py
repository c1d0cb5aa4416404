"""The form in which a rule is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, AreaField, CodeField
from bangfu.workstreams.monitoring.channels import Channel
from bangfu.workstreams.monitoring.screening.models import RuleVersion

CHANNELS = [(c.value, Channel(c).label) for c in (Channel.DEPARTMENT, Channel.PLATFORM, Channel.LINKED)]


class VersionForm(ActorForm):
    """What a rule says."""

    subject = forms.ChoiceField(label=_("对象"), choices=RuleVersion.Subject.choices)
    expression = forms.CharField(label=_("条件"), widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}))
    population = forms.CharField(
        label=_("适用范围"), required=False, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})
    )
    channel = forms.ChoiceField(label=_("渠道"), choices=CHANNELS)
    risk = CodeField(code_list="risk", label=_("风险类型"), required=False)
    frequency = forms.ChoiceField(label=_("频率"), choices=RuleVersion.Frequency.choices)
    renewal = forms.ChoiceField(label=_("误报后"), choices=RuleVersion.Renewal.choices)
    document = forms.CharField(label=_("依据文件"), max_length=200, required=False)
    valid_from = forms.DateField(
        label=_("起"), initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"})
    )
    sure = forms.BooleanField(label=_("命中较多，仍要保存"), required=False)


class RuleForm(VersionForm):
    """A rule of a place with what it says."""

    code = forms.CharField(label=_("代号"), max_length=40, help_text=_("小写字母、数字和下划线。"))
    title = forms.CharField(label=_("名称"), max_length=60)
    area_code = AreaField(label=_("地区"))

    field_order = ("title", "code", "area_code", "subject", "expression", "population")


def said(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return what a version says, without what only the rule has."""
    return {k: v for k, v in cleaned.items() if k not in ("code", "title", "area_code", "sure")}
