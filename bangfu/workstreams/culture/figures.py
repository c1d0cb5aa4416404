"""What is measured about culture, tourism and the will to do better."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import distinct, total

MOTIVATED = total("persons", kind="culture.motivation")

FIGURES = (
    Figure(
        name="culture.activities",
        title=_("文化与志愿活动场次"),
        unit="session",
        workstream="culture",
        expression=total("quantity", kind="culture.activity"),
        by=("form", "campaign", "giver"),
    ),
    Figure(
        name="culture.activity_forms",
        title=_("文化与志愿活动形式"),
        unit="item",
        workstream="culture",
        expression=distinct("form", kind="culture.activity"),
        by=("campaign",),
    ),
    Figure(
        name="culture.routes",
        title=_("旅游线路"),
        unit="item",
        workstream="culture",
        expression=total("quantity", kind="culture.route"),
        by=("giver",),
    ),
    Figure(
        name="culture.visitor_spending",
        title=_("游客消费"),
        unit="CNY",
        workstream="culture",
        expression=total("amount", kind="culture.visitor_spending"),
        by=("giver",),
    ),
    Figure(
        name="culture.motivated",
        title=_("志智双扶带动的人数"),
        unit="person",
        workstream="culture",
        expression=MOTIVATED,
        by=("outcome",),
        definition=_("两种变化分开登记；同一人有两种变化的两边都算。"),
    ),
    Figure(
        name="culture.rekindled",
        title=_("思想消极转积极的人数"),
        unit="person",
        workstream="culture",
        expression=MOTIVATED.over(outcome="rekindled"),
    ),
    Figure(
        name="culture.confident",
        title=_("提振发展信心的人数"),
        unit="person",
        workstream="culture",
        expression=MOTIVATED.over(outcome="confidence"),
    ),
)
