"""What is measured about relief and care."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import total

FIGURES = (
    Figure(
        name="monitoring.relief",
        title=_("救助兜底资金"),
        unit="CNY",
        workstream="monitoring",
        expression=total("amount", kind="monitoring.relief"),
        by=("item", "giver"),
    ),
    Figure(
        name="monitoring.relief_persons",
        title=_("救助兜底发放人数"),
        unit="person",
        workstream="monitoring",
        expression=total("persons", kind="monitoring.relief"),
        by=("item", "giver"),
        definition=_("各笔发放人数相加；一人领几项的各项都算。"),
    ),
    Figure(
        name="monitoring.care_times",
        title=_("关爱服务人次"),
        unit="person_time",
        workstream="monitoring",
        expression=total("person_times", kind="monitoring.care"),
        by=("audience", "giver"),
    ),
)
