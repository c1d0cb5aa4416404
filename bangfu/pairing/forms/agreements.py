"""What is typed about agreements and their duties."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, PartyField
from bangfu.pairing.actions.duties import measured_by
from bangfu.pairing.models import Agreement, Duty, Side
from bangfu.pairing.queries.agreements import agreements_visible_to
from bangfu.pairing.registries import duty_measures
from bangfu.parties.forms.reasoned import DayField

MOST_PARENTS = 200
TODAY = {"initial": timezone.localdate}


def _money(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=15, decimal_places=2, required=False)


class AgreementForm(ActorForm):
    """Kind, parties and term; further parties are added on the agreement's page."""

    kind = forms.ChoiceField(label=_("协议类型"), choices=Agreement.Kind.choices)
    title = forms.CharField(label=_("协议名称"), max_length=120)
    number = forms.CharField(label=_("协议编号"), max_length=60, required=False)
    helper = PartyField(label=_("帮扶方"), help_text=_("县（区）、单位或企业；几家一起签的，先填一家。"))
    recipient = PartyField(label=_("受助方"), help_text=_("县（区）、村或单位。"))
    parent = forms.TypedChoiceField(
        label=_("所属框架协议"), coerce=int, empty_value=None, required=False, choices=[("", _("无"))]
    )
    valid_from = DayField(label=_("生效日期"), **TODAY)
    valid_to = DayField(label=_("有效期至"), required=False, help_text=_("不填表示没有约定期限。"))
    amount = _money(_("协议金额（元）"))
    note = forms.CharField(label=_("说明"), max_length=400, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = agreements_visible_to(self.actor).filter(kind=Agreement.Kind.FRAMEWORK)
        if self.obj is not None:
            rows = rows.exclude(pk=self.obj.pk)
            for side in ("helper", "recipient"):
                self.fields.pop(side)
        found = rows.exclude(state=Agreement.State.DISCARDED).order_by("-pk").values_list("pk", "title")
        self.fields["parent"].choices = [("", _("无")), *found[:MOST_PARENTS]]  # type: ignore[attr-defined]


class PartyForm(ActorForm):
    """One more party, and on which side."""

    party = PartyField(label=_("签约方"))
    side = forms.ChoiceField(label=_("哪一方"), choices=Side.choices)


class LeavingForm(ActorForm):
    """The party that is taken out."""

    party = PartyField(label=_("签约方"))


class DutyForm(ActorForm):
    """What one side owes in one year, and by what it is measured."""

    year = forms.IntegerField(
        label=_("年度"), min_value=1990, max_value=2200, initial=lambda: timezone.localdate().year
    )
    side = forms.ChoiceField(label=_("由谁完成"), choices=Side.choices)
    text = forms.CharField(label=_("约定内容"), max_length=200)
    measured_by = forms.ChoiceField(
        label=_("按什么对账"), required=False, help_text=_("选记录类型或指标，系统按账本计算完成情况；不选则只列文字。")
    )
    amount = _money(_("约定金额（元）"))
    quantity = forms.DecimalField(label=_("约定数量"), min_value=0, max_digits=15, decimal_places=3, required=False)
    unit = forms.ChoiceField(label=_("数量单位"), required=False, help_text=_("不选则用这一类记录通常的单位。"))
    due_on = DayField(label=_("完成时限"), required=False, help_text=_("不填即当年年底。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measured_by"].choices = [("", _("不对账")), *_measures()]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("通常的单位")), *_units()]  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, obj: Any) -> dict[str, Any]:
        """Return the measure as the form offers it."""
        return {"measured_by": measured_by(obj)} if isinstance(obj, Duty) else {}


def _measures() -> list[Any]:
    titles = {"entry_kind": _("帮扶记录"), "figure": _("指标")}
    return [
        (titles.get(declared.name, declared.name), [(f"{declared.name}:{name}", title) for name, title in offered])
        for declared in duty_measures
        if (offered := list(declared.offered()))
    ]


def _units() -> list[tuple[str, Any]]:
    """Return every unit that some measure counts, each once."""
    return list(
        {
            unit: title
            for declared in duty_measures
            for choice, _title in declared.offered()
            for unit, title in declared.units(choice)
        }.items()
    )


class SignForm(ActorForm):
    """The day of signature."""

    signed_on = DayField(label=_("签署日期"), **TODAY)


class CloseForm(ActorForm):
    """The last day, and a word about it."""

    ended_on = DayField(label=_("结束日期"), **TODAY)
    note = forms.CharField(label=_("办结说明"), max_length=200, required=False)


class TerminateForm(ActorForm):
    """The last day, and why."""

    ended_on = DayField(label=_("解除日期"), **TODAY)
    reason = forms.CharField(label=_("解除原因"), max_length=200)


class WhyForm(ActorForm):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200)
