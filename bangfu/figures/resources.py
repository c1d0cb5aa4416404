"""Targets in lists and forms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from bangfu.figures import actions
from bangfu.figures.actions import CHANGE, change_target, withdraw_target
from bangfu.figures.covering import in_force
from bangfu.figures.declared import figures
from bangfu.figures.models import Bound, Target
from bangfu.figures.units import MONEY, UNITS
from bangfu.kernel.forms import ActorForm, AreaField, PartyField
from bangfu.kernel.period_field import PeriodField
from bangfu.kernel.periods import Period
from bangfu.kernel.resources import Act, Column, Filter, Resource
from bangfu.kernel.rights.models import User
from bangfu.kernel.titles import TitlesOf
from bangfu.parties.forms.reasoned import DayField

SCALES = (("1", _("元（非金额不选）")), ("10000", _("万元")), ("100000000", _("亿元")))
NUMBER = {"max_digits": 18, "decimal_places": 6}


class TargetForm(ActorForm):
    """A figure, a place, a period, a value, and the document it stands in.

    The value may be typed in units of 10,000 yuan; the cleaned value is in the figure's own unit.
    """

    use = forms.ChoiceField(label=_("用途"), choices=Target.Use.choices)
    figure = forms.ChoiceField(label=_("指标"), choices=lambda: [(f.name, f.title) for f in figures])
    area_code = AreaField(label=_("受益地区"))
    giver_area_code = AreaField(
        label=_("提供方地区"), required=False, help_text=_("区域协作时填写；与受益地区相同，表示不论帮到哪里。")
    )
    organisation = PartyField(label=_("责任单位"), kinds=("organisation",), required=False)
    period = PeriodField(label=_("时期"))
    bound = forms.ChoiceField(label=_("要求"), choices=Bound.choices)
    value = forms.DecimalField(label=_("数值"), **NUMBER)
    scale = forms.ChoiceField(label=_("数值的单位"), choices=SCALES, required=False, initial="1")
    document = forms.CharField(label=_("依据"), max_length=200)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def _unit(self) -> str:
        declared = figures.get(self.cleaned_data.get("figure", ""))
        return declared.unit if declared else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        scale = Decimal(cleaned.pop("scale", "") or 1)
        if scale != 1 and self._unit() != MONEY:
            self.add_error("scale", ValidationError(translated("这个指标不是金额，不能以万元、亿元计。")))
        if cleaned.get("value") is not None:
            cleaned["value"] = cleaned["value"] * scale
        return cleaned


class ChangeForm(forms.Form):
    """The new value of a target (in its own unit), from when on, and why."""

    value = forms.DecimalField(label=_("新的数值"), help_text=_("金额以元计。"), **NUMBER)
    bound = forms.ChoiceField(label=_("要求"), choices=[("", _("不变")), *Bound.choices], required=False)
    in_force_from = DayField(label=_("生效日期"), required=False, help_text=_("不填为今天。"))
    document = forms.CharField(label=_("依据"), max_length=200)
    reason = forms.CharField(label=_("调整原因"), max_length=200)


class WithdrawForm(forms.Form):
    """Why a target is taken back."""

    reason = forms.CharField(label=_("原因"), max_length=200)


def state_target(actor: User, *, period: Period, **values: Any) -> Target:
    """State a target as the form gives it: its period in one."""
    return actions.state_target(actor, starts_on=period.starts_on, ends_on=period.ends_on, **values)


def own_targets(user: User) -> Q:
    """Targets of the unit the user acts for."""
    acts_for = getattr(user, "acts_for", None)
    return Q(organisation_id=acts_for.party_id) if acts_for is not None else Q(pk__in=[])


def _rows() -> QuerySet[Target]:
    return Target.objects.all()


def targets_visible_to(user: User) -> QuerySet[Target]:
    """Return the targets in force that a user may see: of their places, given from there, or of their own unit."""
    from bangfu.kernel.rows.visibility import rows_visible_to  # the kernel's rows need the registries of resources

    return in_force().filter(pk__in=rows_visible_to(user, TARGET_ROWS).values("pk"))


def _sample(actor: User, area_code: str) -> Target:
    return actions.state_target(
        actor,
        figure=next(iter(figures)).name,
        area_code=area_code,
        starts_on=date(2020, 1, 1 + Target.objects.count()),
        ends_on=date(2020, 12, 31),
        value=Decimal(100),
        document=str(_("示例责任书")),
    )


TARGET_ROWS = Resource(
    name="figures.target",
    title=_("目标与基数"),
    model=Target,
    menu="figures",
    under="target-board",
    menu_order=17,
    icon="target",
    order=("area_code", "id"),
    sides=("giver_area_code",),
    own=own_targets,
    rows=_rows,
    columns=(
        Column(name="figure", title=_("指标"), kind="state", states=TitlesOf(figures)),
        Column(name="use", title=_("用途"), kind="choice"),
        Column(name="area_code", title=_("受益地区"), kind="area"),
        Column(name="giver_area_code", title=_("提供方地区"), kind="area"),
        Column(name="organisation", title=_("责任单位"), path="organisation_id", kind="party"),
        Column(name="starts_on", title=_("起"), kind="date"),
        Column(name="ends_on", title=_("止"), kind="date", sort=True),
        Column(name="bound", title=_("要求"), kind="choice"),
        Column(name="value", title=_("数值"), kind="number"),
        Column(name="unit", title=_("单位"), kind="state", states={name: (word, "") for name, word in UNITS.items()}),
        Column(name="document", title=_("依据")),
        Column(name="note", title=_("说明"), in_list=False),
        Column(name="withdrawn_on", title=_("撤回日期"), kind="date"),
    ),
    filters=(
        Filter(name="use", title=_("用途")),
        Filter(name="area_code", title=_("地区"), kind="area"),
        Filter(name="giver_area_code", title=_("提供方地区"), kind="area"),
        Filter(name="figure", title=_("指标"), choices=lambda _user: [(f.name, f.title) for f in figures]),
        Filter(name="ends_on", title=_("截止"), kind="date", more=True),
    ),
    form=TargetForm,
    create=state_target,
    acts=(
        Act(
            name="change",
            title=_("调整"),
            run=change_target,
            permission=CHANGE,
            form=ChangeForm,
            when=lambda target: target.withdrawn_on is None,
        ),
        Act(
            name="withdraw",
            title=_("撤回"),
            run=withdraw_target,
            permission=CHANGE,
            form=WithdrawForm,
            when=lambda target: target.withdrawn_on is None,
            tone="bad",
        ),
    ),
    template="targets",
    empty=_("还没有目标。按责任书、协议逐条登记，或用 Excel 整批导入；登记后在目标看板看进度。"),
    sample=_sample,
)
