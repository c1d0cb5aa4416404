"""What is typed about help for a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.forms import ActorForm, CodeField, PartyField


class MeasureForm(ActorForm):
    """A measure against one risk."""

    risk = forms.ChoiceField(label=_("针对的风险"))
    kind = CodeField("measure", label=_("措施类型"))
    title = forms.CharField(label=_("具体措施"), max_length=120)
    responsible = PartyField(label=_("责任人"), required=False)
    due_on = forms.DateField(label=_("落实期限"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = labels("risk")
        risks = self.obj.risks if self.obj is not None else []  # type: ignore[attr-defined]
        self.fields["risk"].choices = [(risk, words.get(risk, risk)) for risk in risks]


class PlanForm(ActorForm):
    """The plan as a whole."""

    goal = forms.CharField(label=_("帮扶目标"), max_length=200)
    responsible = PartyField(label=_("帮扶责任人"), required=False, help_text=_("留空为结对的帮扶干部。"))
    on = forms.DateField(
        label=_("计划日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("留空为今天。"),
    )


class ResponsibleForm(ActorForm):
    """Who is responsible."""

    responsible = PartyField(label=_("帮扶责任人"))
