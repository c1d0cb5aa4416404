"""Targets in lists and forms."""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.figures.actions import CHANGE, state_target, withdraw_target
from bangfu.figures.declared import figures
from bangfu.figures.models import Target
from bangfu.kernel.forms import ActorForm, AreaField
from bangfu.kernel.resources import Act, Column, Filter, Resource
from bangfu.kernel.rights.models import User
from bangfu.kernel.titles import TitlesOf


class TargetForm(ActorForm):
    """A figure, a place, a period, a value, and the document it stands in."""

    use = forms.ChoiceField(label=_("用途"), choices=Target.Use.choices)
    figure = forms.ChoiceField(label=_("指标"), choices=lambda: [(f.name, f.title) for f in figures])
    area_code = AreaField(label=_("受益地区"))
    giver_area_code = AreaField(label=_("提供方地区"), required=False)
    starts_on = forms.DateField(label=_("起"))
    ends_on = forms.DateField(label=_("止"))
    value = forms.DecimalField(label=_("数值"), max_digits=15, decimal_places=3, help_text=_("金额以元计。"))
    document = forms.CharField(label=_("依据"), max_length=200)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class WithdrawForm(ActorForm):
    """Why a target is taken back."""

    reason = forms.CharField(label=_("原因"), max_length=200)


def _sample(actor: User, area_code: str) -> Target:
    return state_target(
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
    icon="target",
    order=("area_code", "id"),
    columns=(
        Column(name="figure", title=_("指标"), kind="state", states=TitlesOf(figures)),
        Column(name="use", title=_("用途"), kind="choice"),
        Column(name="area_code", title=_("受益地区"), kind="area"),
        Column(name="giver_area_code", title=_("提供方地区"), kind="area"),
        Column(name="starts_on", title=_("起"), kind="date"),
        Column(name="ends_on", title=_("止"), kind="date", sort=True),
        Column(name="value", title=_("数值"), kind="number"),
        Column(name="document", title=_("依据")),
        Column(name="note", title=_("说明"), in_list=False),
    ),
    filters=(
        Filter(name="use", title=_("用途")),
        Filter(name="area_code", title=_("地区"), kind="area"),
        Filter(name="figure", title=_("指标"), choices=lambda _user: [(f.name, f.title) for f in figures]),
    ),
    form=TargetForm,
    create=state_target,
    acts=(Act(name="withdraw", title=_("撤回"), run=withdraw_target, permission=CHANGE, form=WithdrawForm),),
    sample=_sample,
)
