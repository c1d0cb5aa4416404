"""What is typed about policy."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.forms import ActorForm, AreaField
from bangfu.kernel.policy.keys import policy_keys
from bangfu.kernel.policy.models import DocumentStatus, PolicyDocument

DAY = {"type": "date"}


class PolicyForm(ActorForm):
    """The value of one parameter at a place for a time. What identifies a value is given once."""

    key = forms.ChoiceField(label=_("参数"), choices=lambda: [(k.name, k.title) for k in policy_keys])
    area_code = AreaField(label=_("地区"), required=False, help_text=_("不填为全部地区"))
    value = forms.CharField(label=_("值"), widget=forms.Textarea({"rows": 2}))
    valid_from = forms.DateField(label=_("起"), widget=forms.DateInput(DAY))
    valid_to = forms.DateField(label=_("止"), required=False, widget=forms.DateInput(DAY), help_text=_("不填为长期"))
    document = forms.ModelChoiceField(label=_("依据文件"), queryset=PolicyDocument.objects.all(), required=False)
    note = forms.CharField(label=_("说明"), max_length=400, required=False)
    supersede = forms.BooleanField(
        label=_("自动结束原值"), required=False, help_text=_("原来长期有效的值到新值开始的前一天为止")
    )
    reason = forms.CharField(label=_("修改原因"), max_length=400, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reason",) if self.obj is None else ("key", "area_code", "valid_from", "supersede"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        key = policy_keys.get(self.obj.key if self.obj else fields.get("key", ""))
        if key and "value" in fields:
            try:
                key.parse(fields["value"])
            except Refused as refused:
                self.add_error("value", refused.message)
        return fields


class EndPolicyForm(ActorForm):
    """After which day a value no longer counts, and why."""

    last_day = forms.DateField(label=_("最后一天"), widget=forms.DateInput(DAY))
    reason = forms.CharField(label=_("原因"), max_length=400)


class PolicyDocumentForm(ActorForm):
    """A document that sets values."""

    title = forms.CharField(label=_("文件名称"), max_length=200)
    issuer = forms.CharField(label=_("发文机关"), max_length=120, required=False)
    document_no = forms.CharField(label=_("文号"), max_length=80, required=False)
    issued_on = forms.DateField(label=_("发文日期"), required=False, widget=forms.DateInput(DAY))
    url = forms.URLField(label=_("网址"), max_length=300, required=False, assume_scheme="https")
    status = forms.ChoiceField(label=_("状态"), choices=DocumentStatus.choices)
    note = forms.CharField(label=_("备注"), max_length=400, required=False)
