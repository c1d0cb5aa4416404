"""What is measured about relief and care."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import distinct, total

CHECKED = total("households", kind="monitoring.check")
MONITORED = ("unstable", "marginal", "sudden", "at_risk")

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
    Figure(
        name="monitoring.insurance",
        title=_("防贫保险赔付"),
        unit="CNY",
        workstream="monitoring",
        expression=total("amount", kind="monitoring.insurance"),
        by=("cause", "giver"),
    ),
    Figure(
        name="monitoring.issues_found",
        title=_("“两不愁三保障”发现问题"),
        unit="household",
        workstream="monitoring",
        expression=CHECKED.over(progress="found"),
        by=("item",),
    ),
    Figure(
        name="monitoring.issues_fixed",
        title=_("“两不愁三保障”整改完成"),
        unit="household",
        workstream="monitoring",
        expression=CHECKED.over(progress="fixed"),
        by=("item",),
    ),
    Figure(
        name="monitoring.monitored",
        title=_("监测户"),
        unit="household",
        workstream="monitoring",
        expression=distinct("household", source="statuses", standing__in=MONITORED),
        by=("standing", "cause"),
        definition=_("脱贫不稳定户、边缘易致贫户和突发严重困难户。"),
    ),
    Figure(
        name="monitoring.cleared",
        title=_("风险消除户"),
        unit="household",
        workstream="monitoring",
        expression=distinct("household", source="statuses", standing="cleared"),
        by=("cause",),
    ),
)
