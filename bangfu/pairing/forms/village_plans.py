"""What is typed about the plan of a village–enterprise agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, CodesField
from bangfu.pairing.models import PlanHousehold, VillagePlan
from bangfu.pairing.village_plans import MODE_LIST, SAID
from bangfu.parties.queries import households_visible_to


class VillagePlanForm(ActorForm):
    """Modes, goals and numbers; begins with the plan as it stands, and carries the version that was read."""

    modes = CodesField(MODE_LIST, label=_("帮扶方式"))
    goals = forms.CharField(
        label=_("帮扶目标"), max_length=400, help_text=_("到期要达到什么；分年的措施和资金在“添加任务”里写。")
    )
    households_planned = forms.IntegerField(
        label=_("计划受益户数"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=_("计划数；名单另在“受益户名单”里列。"),
    )
    persons_planned = forms.IntegerField(label=_("计划受益人数"), min_value=0, max_value=10_000_000, required=False)
    note = forms.CharField(label=_("计划说明"), max_length=400, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = VillagePlan.objects.filter(agreement=self.obj).first() if self.obj is not None else None
        if row is not None:
            self.initial |= {name: getattr(row, name) for name in SAID}
        self.initial |= {"version": row.version if row else 0}


class PlanHouseholdsForm(ActorForm):
    """Numbers of households, one a line; what follows the number on a line (the name) is not read."""

    numbers = forms.CharField(
        label=_("受益户"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("一行一户，先写户编号，可从 Excel 粘贴；保存后以这里的为准。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.obj is not None:
            listed = PlanHousehold.objects.filter(
                plan__agreement=self.obj, household__in=households_visible_to(self.actor)
            )
            rows = listed.order_by("pk").values_list("household__number", "household__head_name")
            self.initial |= {"numbers": "\n".join(f"{number} {head}" for number, head in rows)}

    def clean_numbers(self) -> list[str]:
        """Return the first word of every line."""
        return [line.split()[0] for line in self.cleaned_data["numbers"].splitlines() if line.strip()]
