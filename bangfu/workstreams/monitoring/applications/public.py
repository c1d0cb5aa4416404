"""What somebody without a log-in may send and ask: an application, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.areas_of import COUNTY, TOWNSHIP, VILLAGE
from bangfu.kernel.publishing.frame import shown_in
from bangfu.kernel.publishing.places import within
from bangfu.parties.models import Area
from bangfu.parties.queries.areas import below

MOST_VILLAGES = 2000
SECTION = "monitoring.apply"  # of the public site; a county hides it like any other


class PublicApplicationForm(forms.Form):
    """Five fields; the village is chosen among those of the county that the address or its visitor named."""

    area_code = forms.ChoiceField(label=_("所在村"))
    name = forms.CharField(label=_("您的姓名"), max_length=60)
    phone = forms.CharField(label=_("联系电话"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    text = forms.CharField(
        label=_("遇到了什么困难"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("不用写证件号和银行账号，村里会上门核实。"),
    )
    agreed = forms.BooleanField(label=_("同意村、乡镇和县有关部门为核实情况使用以上信息"))

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = [("", _("请选择")), *villages_of(county)]


class StatusForm(forms.Form):
    """What the receipt says."""

    number = forms.CharField(label=_("受理编号"), max_length=20)
    code = forms.CharField(label=_("查询码"), max_length=20)


def villages_of(county: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return a county's villages, grouped by township."""
    rows = below(Area.objects.filter(valid_to=None, level__in=(TOWNSHIP, VILLAGE)), county)
    found: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    places = rows.order_by("level", "code").values_list("code", "name", "level")[:MOST_VILLAGES]
    for code, name, level in places:
        if level == TOWNSHIP:
            found[code] = (name, [])
        elif code[:TOWNSHIP] in found:
            found[code[:TOWNSHIP]][1].append((code, name))
    return [(name, villages) for name, villages in found.values() if villages]


def counties() -> Sequence[tuple[str, str]]:
    """Return the counties that take applications on their public site and have villages here."""
    villages = Area.objects.filter(within(shown_in(SECTION), "code"), valid_to=None, level=VILLAGE)
    codes = {code[:COUNTY] for code in villages.values_list("code", flat=True)}
    return list(Area.objects.filter(code__in=codes).order_by("code").values_list("code", "name"))
