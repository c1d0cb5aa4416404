"""Forms about clues."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, CodeField, PartyField, UserField
from bangfu.workstreams.monitoring.channels import Channel
from bangfu.workstreams.monitoring.clues.actions import BY_HAND


class ReportForm(ActorForm):
    """What was heard or seen of a household."""

    household = PartyField(label=_("农户"), kinds=("household",))
    channel = forms.ChoiceField(label=_("发现渠道"), choices=[(c.value, Channel(c).label) for c in BY_HAND])
    text = forms.CharField(label=_("情况"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    risk = CodeField(code_list="risk", label=_("风险类型"), required=False)
    since = forms.DateField(label=_("发生时间"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    sensitive = forms.BooleanField(
        label=_("涉及健康、残疾或未成年人"), required=False, help_text=_("勾选后只有有权限的人能看到内容。")
    )


class AssignForm(ActorForm):
    """To whom, and until when; both may be left to the village and the policy."""

    to = UserField(label=_("核查人"), required=False, help_text=_("留空即派给所在村。"))
    due_on = forms.DateField(
        label=_("核查期限"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("留空按政策参数计算。"),
    )


class ReasonForm(ActorForm):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200)
