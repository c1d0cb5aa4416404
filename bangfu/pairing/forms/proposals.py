"""What is typed about proposals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.forms import ActorForm, AreaField, PartyField
from bangfu.pairing.actions.proposals import LEAST_TIME, MOST_TIME
from bangfu.pairing.models import Scheme


def _schemes() -> list[tuple[str, str]]:
    return [(scheme.name, scheme.words) for scheme in Scheme.objects.order_by("number", "title")]


class ProposeForm(ActorForm):
    """Under which scheme, and for which place."""

    scheme = forms.ChoiceField(label=gettext_lazy("结对方案"), choices=_schemes)
    area_code = AreaField(
        label=gettext_lazy("地区"), help_text=gettext_lazy("县（区）、乡镇或村；建议只看，不会自动生效。")
    )
    steady = forms.BooleanField(label=gettext_lazy("只补缺口：除非为了让没有帮扶的有人帮，谁也不动"), required=False)
    connected = forms.BooleanField(
        label=gettext_lazy("划成连片、均衡的片区，每个帮扶方一片（受助方是地区时，如医院包片）"), required=False
    )
    time_limit = forms.IntegerField(
        label=gettext_lazy("最多计算（秒）"),
        min_value=LEAST_TIME,
        max_value=MOST_TIME,
        required=False,
        help_text=gettext_lazy("方案有附加规则时才用；到时给出已找到的最好安排，并写明离最优最多差多少。"),
    )


class AdjustForm(ActorForm):
    """Another helper, or expressly nobody."""

    helper = PartyField(label=gettext_lazy("改为"), required=False, help_text=gettext_lazy("姓名或单位名称开头。"))
    nobody = forms.BooleanField(label=gettext_lazy("不安排帮扶方"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("helper")) == bool(given.get("nobody")) and "helper" not in self.errors:
            self.add_error("helper", _("请选择一个帮扶方，或者勾选“不安排帮扶方”。"))
        return given
