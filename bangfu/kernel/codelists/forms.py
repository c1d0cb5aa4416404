"""What is typed about codes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.codelists.models import CodeList
from bangfu.kernel.forms import ActorForm

DAY = {"type": "date"}


class CodeForm(ActorForm):
    """One code of a list. List, code and first day are given once: rows are stored under them."""

    code_list = forms.ModelChoiceField(label=_("代码表"), queryset=CodeList.objects.all())
    code = forms.CharField(label=_("代码"), max_length=20)
    label = forms.CharField(label=_("名称"), max_length=80)
    label_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    std = forms.CharField(label=_("标准代码"), max_length=40, required=False)
    synonyms = forms.CharField(
        label=_("同义写法"), required=False, help_text=_("表格里常见的其他写法，用顿号或逗号隔开")
    )
    valid_from = forms.DateField(label=_("起"), required=False, widget=forms.DateInput(DAY))
    valid_to = forms.DateField(label=_("止"), required=False, widget=forms.DateInput(DAY))
    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.obj is not None:
            for name in ("code_list", "code", "valid_from"):
                del self.fields[name]

    @classmethod
    def initial_of(cls, obj: Any) -> dict[str, Any]:
        """Show the synonyms as people type them."""
        return {"synonyms": "、".join(obj.synonyms)}

    def clean_synonyms(self) -> Any:
        text = self.cleaned_data["synonyms"].replace("，", "、").replace(",", "、")
        return [word.strip() for word in text.split("、") if word.strip()]
