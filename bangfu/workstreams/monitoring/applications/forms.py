"""What is typed about an application."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, AreaField, MaskedField, PartyField
from bangfu.workstreams.monitoring.applications.models import Application


class ApplicationForm(ActorForm):
    """Taken down by the village point."""

    area_code = AreaField(label=_("所在村"), levels=(12,))
    name = forms.CharField(label=_("申报人"), max_length=60)
    phone = MaskedField(label=_("联系电话"), required=False)
    way = forms.ChoiceField(label=_("申报方式"), choices=Application.Way.choices)
    received_on = forms.DateField(
        label=_("收到日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("时限从这一天起算；留空为今天。"),
    )
    text = forms.CharField(label=_("申报情况"), max_length=400, widget=forms.Textarea(attrs={"rows": 4}))


class AcceptForm(ActorForm):
    """Whose application it is."""

    household = PartyField(label=_("农户"), kinds=("household",), help_text=_("申报人所在的户，户主姓名开头。"))


class DeclineForm(ActorForm):
    """Why not."""

    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("申报人凭编号能看到。"))
