"""What is measured about organisation, honours, places and pairs of places."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import count, distinct, ratio, total

COMMUNITIES = {"source": "pairings", "scheme": "community-village"}
REGIONS = {"source": "pairings", "scheme__in": ("region-pair", "east-west")}

TASKS = total("quantity", kind="governance.task")

FIGURES = (
    Figure(
        name="governance.townships",
        title=_("乡镇（街道）数"),
        unit="township",
        workstream="governance",
        expression=count(source="areas", level=9),
    ),
    Figure(
        name="governance.difficult_villages",
        title=_("困难村"),
        unit="village",
        workstream="governance",
        expression=distinct("village", source="village_classes", **{"class": "difficult"}),
    ),
    Figure(
        name="governance.work_groups",
        title=_("专项工作组"),
        unit="item",
        workstream="governance",
        expression=count(kind="governance.work_group"),
        by=("group",),
    ),
    Figure(
        name="governance.meetings",
        title=_("会议次数"),
        unit="activity",
        workstream="governance",
        expression=total("quantity", kind="governance.meeting"),
        by=("form", "giver"),
    ),
    Figure(
        name="governance.delegations",
        title=_("互访考察次数"),
        unit="activity",
        workstream="governance",
        expression=total("quantity", kind="governance.delegation"),
        by=("giver", "receiver"),
    ),
    Figure(
        name="governance.delegates",
        title=_("互访考察人数"),
        unit="person",
        workstream="governance",
        expression=total("persons", kind="governance.delegation"),
        by=("giver", "receiver"),
    ),
    Figure(
        name="governance.honoured_persons",
        title=_("受表彰的个人"),
        unit="person",
        workstream="governance",
        expression=total("persons", kind="governance.honour_person"),
        by=("award", "giver"),
    ),
    Figure(
        name="governance.honoured_organisations",
        title=_("受表彰的单位"),
        unit="organisation",
        workstream="governance",
        expression=distinct("receiver", kind="governance.honour_organisation"),
        by=("award",),
    ),
    Figure(
        name="governance.regions_helped",
        title=_("结对帮扶的县（区）"),
        unit="item",
        workstream="governance",
        expression=distinct("recipient", **REGIONS),
        definition=_("两地结对的受援县（区）数。"),
    ),
    Figure(
        name="governance.communities_helping",
        title=_("结对帮扶村的社区"),
        unit="community",
        workstream="governance",
        expression=distinct("helper", **COMMUNITIES),
    ),
    Figure(
        name="governance.streets_helping",
        title=_("有社区结对的街道"),
        unit="township",
        workstream="governance",
        expression=distinct("helper_township", **COMMUNITIES),
    ),
    Figure(
        name="governance.villages_with_community",
        title=_("有社区结对的村"),
        unit="village",
        workstream="governance",
        expression=distinct("recipient", **COMMUNITIES),
    ),
    Figure(
        name="governance.townships_with_community",
        title=_("有社区结对的乡镇"),
        unit="township",
        workstream="governance",
        expression=distinct("recipient_township", **COMMUNITIES),
    ),
    Figure(
        name="governance.villages_helped_by_region",
        title=_("协作地区重点帮扶的村"),
        unit="village",
        workstream="governance",
        expression=distinct("recipient", source="pairings", scheme="region-village"),
    ),
    Figure(
        name="governance.tasks_set",
        title=_("交办任务"),
        unit="item",
        workstream="governance",
        expression=TASKS.over(progress="set"),
        by=("giver",),
    ),
    Figure(
        name="governance.tasks_done",
        title=_("办结任务"),
        unit="item",
        workstream="governance",
        expression=TASKS.over(progress="done"),
        by=("giver",),
    ),
    Figure(
        name="governance.tasks_overdue",
        title=_("逾期未结任务"),
        unit="item",
        workstream="governance",
        expression=TASKS.over(progress="overdue"),
        by=("giver",),
    ),
    Figure(
        name="governance.villages",
        title=_("村（社区）数"),
        unit="village",
        workstream="governance",
        expression=count(source="areas", level=12),
    ),
    Figure(
        name="governance.stations",
        title=_("乡镇（街道）帮扶站"),
        unit="place",
        workstream="governance",
        expression=total("quantity", kind="governance.station", tier="station"),
    ),
    Figure(
        name="governance.points",
        title=_("村级帮扶点"),
        unit="place",
        workstream="governance",
        expression=total("quantity", kind="governance.station", tier="point"),
    ),
    Figure(
        name="governance.point_villages",
        title=_("设有帮扶点的村"),
        unit="village",
        workstream="governance",
        expression=distinct("receiver", kind="governance.station", tier="point"),
    ),
    Figure(
        name="governance.score",
        title=_("考核平均得分"),
        unit="point",
        workstream="governance",
        expression=ratio(total("quantity", kind="governance.score"), count(kind="governance.score")),
        by=("cycle", "receiver"),
        definition=_("各期得分的平均数。"),
    ),
    Figure(
        name="governance.place",
        title=_("上级公布的位次"),
        unit="rank",
        workstream="governance",
        expression=ratio(total("quantity", kind="governance.ranking"), count(kind="governance.ranking")),
        by=("scope", "subject"),
        definition=_("按公布的位次；几次公布的取平均。"),
    ),
)
