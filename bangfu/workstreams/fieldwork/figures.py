"""What is measured about teams in villages and visits."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import count, distinct, share, total
from bangfu.figures.goals import base

STAYS = total("quantity", kind="fieldwork.attendance")
POSTED = total("persons", kind="fieldwork.posted")

FIGURES = (
    Figure(
        name="fieldwork.teams",
        title=_("驻村工作队"),
        unit="team",
        workstream="fieldwork",
        expression=total("quantity", kind="fieldwork.team"),
        by=("giver",),
    ),
    Figure(
        name="fieldwork.team_villages",
        title=_("有驻村工作队的村"),
        unit="village",
        workstream="fieldwork",
        expression=distinct("receiver", kind="fieldwork.team"),
    ),
    Figure(
        name="fieldwork.first_secretaries",
        title=_("驻村第一书记"),
        unit="person",
        workstream="fieldwork",
        expression=distinct("helper", source="pairings", scheme="first-secretary"),
        by=("helper",),
    ),
    Figure(
        name="fieldwork.linked_villages",
        title=_("定点单位联系的村"),
        unit="village",
        workstream="fieldwork",
        expression=distinct("recipient", source="pairings", scheme="designated-village"),
        by=("helper",),
    ),
    Figure(
        name="fieldwork.villages_visited",
        title=_("走访的村"),
        unit="village",
        workstream="fieldwork",
        expression=distinct("receiver", kind="fieldwork.visit"),
        by=("by", "giver"),
    ),
    Figure(
        name="fieldwork.visits",
        title=_("走访次数"),
        unit="activity",
        workstream="fieldwork",
        expression=total("quantity", kind="fieldwork.visit"),
        by=("by", "giver"),
    ),
    Figure(
        name="fieldwork.kin_households",
        title=_("结对认亲户数"),
        unit="household",
        workstream="fieldwork",
        expression=total("households", kind="fieldwork.kin"),
        by=("giver",),
    ),
    Figure(
        name="fieldwork.days",
        title=_("驻村天数"),
        unit="day",
        workstream="fieldwork",
        expression=STAYS.over(stay="day"),
        by=("giver", "duty", "week"),
    ),
    Figure(
        name="fieldwork.nights",
        title=_("驻村夜数"),
        unit="night",
        workstream="fieldwork",
        expression=STAYS.over(stay="night"),
        by=("giver", "duty", "week"),
    ),
    Figure(
        name="fieldwork.weeks",
        title=_("考勤期数"),
        unit="week",
        workstream="fieldwork",
        expression=count(kind="fieldwork.attendance", stay="day"),
        by=("giver", "duty", "week"),
        definition=_("一人一期算一个。"),
    ),
    Figure(
        name="fieldwork.posted",
        title=_("下沉到村的乡镇干部"),
        unit="person",
        workstream="fieldwork",
        expression=POSTED,
        by=("giver",),
    ),
    Figure(
        name="fieldwork.posted.base",
        title=_("乡镇干部总数"),
        unit="person",
        workstream="fieldwork",
        expression=base("fieldwork.posted"),
    ),
    Figure(
        name="fieldwork.posted.share",
        title=_("乡镇干部下沉比例"),
        unit="percent",
        workstream="fieldwork",
        expression=share(POSTED, base("fieldwork.posted")),
        definition=_("下沉到村的乡镇干部占乡镇干部总数。"),
    ),
    Figure(
        name="fieldwork.team_members",
        title=_("驻村工作队员"),
        unit="person",
        workstream="fieldwork",
        expression=total("persons", kind="fieldwork.team"),
        by=("giver",),
    ),
)
