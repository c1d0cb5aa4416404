"""What is measured about teams in villages and visits."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import distinct, total

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
    ),
    Figure(
        name="fieldwork.linked_villages",
        title=_("定点单位联系的村"),
        unit="village",
        workstream="fieldwork",
        expression=distinct("recipient", source="pairings", scheme="designated-village"),
    ),
    Figure(
        name="fieldwork.villages_visited",
        title=_("走访的村"),
        unit="village",
        workstream="fieldwork",
        expression=distinct("receiver", kind="fieldwork.visit"),
        by=("by",),
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
)
