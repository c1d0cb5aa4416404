"""The form that asks for a reason where something looks wrong, and parts that several forms share."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.forms import ActorForm, PartyField
from bangfu.parties.doubts import Doubt
from bangfu.parties.models import Household, Organisation, Person
from bangfu.parties.queries.visible import (
    households_visible_to,
    organisations_visible_to,
    persons_visible_to,
)

YES_NO = [("", gettext_lazy("不详")), ("true", gettext_lazy("是")), ("false", gettext_lazy("否"))]


class ReasonedForm(ActorForm):
    """A form with a reason, which must be given when the typed values raise doubts: then people go on working."""

    reason = forms.CharField(
        label=gettext_lazy("原因说明"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("有提示时须说明；写入变更记录。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def doubts(self, cleaned: dict[str, Any]) -> Sequence[Doubt]:
        """Return what looks wrong about the typed values."""
        return ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("reason"):
            for doubt in self.doubts(cleaned):
                field = doubt.field if doubt.field in self.fields else None
                self.add_error(field, _("%s。如确认无误，请填写“原因说明”后再保存。") % doubt.message)
        return cleaned


class DayField(forms.DateField):
    """A day, typed or picked."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput({"type": "date"}))
        super().__init__(**kwargs)


class TriState(forms.TypedChoiceField):
    """Yes, no, or not known (None)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(choices=YES_NO, coerce=lambda text: text == "true", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "true", False: "false", None: ""}.get(value, value)


class HouseholdField(PartyField):
    """A household the user may see; the cleaned value is the household."""

    def clean(self, value: Any) -> Household | None:
        pk = super().clean(value)
        if pk is None:
            return None
        found = households_visible_to(self.actor).filter(pk=pk).first() if self.actor else None
        if found is None:
            raise ValidationError(_("请选择一户农户。"))
        return found


class OrganisationField(PartyField):
    """An organisation the user may see; the cleaned value is the organisation."""

    def clean(self, value: Any) -> Organisation | None:
        pk = super().clean(value)
        if pk is None:
            return None
        found = organisations_visible_to(self.actor).filter(pk=pk).first() if self.actor else None
        if found is None and str(pk) == str(self.kept):
            found = Organisation.objects.filter(pk=pk).first()
        if found is None:
            raise ValidationError(_("请选择一个单位。"))
        return found


class PersonField(PartyField):
    """A person the user may see; the cleaned value is the person."""

    def clean(self, value: Any) -> Person | None:
        pk = super().clean(value)
        if pk is None:
            return None
        found = persons_visible_to(self.actor).filter(pk=pk).first() if self.actor else None
        if found is None:
            raise ValidationError(_("请选择一个人。"))
        return found


class MemberChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A member of the household at hand; the form sets the members."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Person.objects.none(), **kwargs)


class MembersChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several members of the household at hand; the form sets the members."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Person.objects.none(), **kwargs)
