"""Forms of the office's acts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm


class AnswerForm(ActorForm):
    """An answer, and whether everybody may read it."""

    answer = forms.CharField(label=_("答复"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))
    shown = forms.BooleanField(
        label=_("公开这件答复"), required=False, help_text=_("标题和答复会显示在公开网站上，来信内容不公开。")
    )


class ReasonForm(ActorForm):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
