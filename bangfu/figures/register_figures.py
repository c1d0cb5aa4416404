"""Figures of the registers and of pairing, which belong to no single working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import count, distinct, share, total
from bangfu.figures.goals import base

TASK = distinct("village", source="village_classes", **{"class": "task"})
STATIONED = distinct("recipient", source="pairings", scheme="stationed-cadre")
REGISTERED = ("registered", "lifted", "returned", "unstable", "marginal", "sudden", "at_risk", "cleared")
HOMES = distinct("household", source="statuses", standing__in=REGISTERED)
REMAINING = distinct("person", source="members", standing__in=("registered", "returned"))
PAIRED = distinct("recipient", source="pairings", scheme="cadre-household")
DISTRICT = ("county", "township", "village")

REGISTER_FIGURES = (
    Figure(
        name="parties.task_villages", title=_("有扶贫任务的村"), unit="village", workstream="parties", expression=TASK
    ),
    Figure(
        name="parties.task_townships",
        title=_("有扶贫任务的乡镇"),
        unit="township",
        workstream="parties",
        expression=distinct("township", source="village_classes", **{"class": "task"}),
    ),
    Figure(
        name="parties.poor_villages",
        title=_("贫困村"),
        unit="village",
        workstream="parties",
        expression=distinct("village", source="village_classes", **{"class": "poor"}),
    ),
    Figure(
        name="parties.key_villages",
        title=_("重点贫困村"),
        unit="village",
        workstream="parties",
        expression=distinct("village", source="village_classes", **{"class": "key_poor"}),
    ),
    Figure(
        name="parties.registered_households",
        title=_("建档立卡户（含已脱贫）"),
        unit="household",
        workstream="parties",
        expression=HOMES,
        by=("standing",),
    ),
    Figure(
        name="parties.registered_persons",
        title=_("建档立卡人口（含已脱贫）"),
        unit="person",
        workstream="parties",
        expression=distinct("person", source="members", standing__in=REGISTERED),
        by=("standing",),
    ),
    Figure(
        name="parties.lifted_households",
        title=_("脱贫户"),
        unit="household",
        workstream="parties",
        expression=distinct("household", source="statuses", standing="lifted"),
    ),
    Figure(
        name="parties.lifted_rate",
        title=_("脱贫户占在册户"),
        unit="percent",
        workstream="parties",
        expression=share(distinct("household", source="statuses", standing="lifted"), HOMES),
    ),
    Figure(
        name="parties.population",
        title=_("总人口（已登记的基数）"),
        unit="person",
        workstream="parties",
        expression=base("parties.population"),
        definition=_("户籍或常住总人口由统计资料登记为基数，不由名册计算。"),
    ),
    Figure(
        name="parties.remaining_persons",
        title=_("未脱贫人口"),
        unit="person",
        workstream="parties",
        expression=REMAINING,
    ),
    Figure(
        name="parties.poverty_rate",
        title=_("贫困发生率"),
        unit="percent",
        workstream="parties",
        expression=share(REMAINING, base("parties.population")),
        definition=_("未脱贫的建档立卡人口占已登记的总人口。"),
    ),
    Figure(
        name="parties.lifted_persons",
        title=_("脱贫人口"),
        unit="person",
        workstream="parties",
        expression=distinct("person", source="members", standing="lifted"),
    ),
    Figure(
        name="parties.namesakes",
        title=_("重名的单位"),
        unit="organisation",
        workstream="parties",
        expression=count(source="namesakes"),
        by=("name",),
        definition=_("现有单位中名称完全相同的。"),
    ),
    Figure(
        name="ledger.entries",
        title=_("帮扶记录"),
        unit="transaction",
        workstream="ledger",
        expression=count(),
        by=("state", "bound", "kind"),
    ),
    Figure(
        name="ledger.amount",
        title=_("帮扶记录金额"),
        unit="CNY",
        workstream="ledger",
        expression=total("amount"),
        by=("state", "bound", "kind"),
        definition=_("各类记录的金额相加，只用于核对账本，不是帮扶总额。"),
    ),
    Figure(
        name="pairing.units_assisting",
        title=_("包联村的单位"),
        unit="organisation",
        workstream="pairing",
        expression=distinct("helper", source="pairings", scheme="unit-village"),
        by=("helper",),
    ),
    Figure(
        name="pairing.stationed_cadres",
        title=_("驻村干部"),
        unit="person",
        workstream="pairing",
        expression=distinct("helper", source="pairings", scheme="stationed-cadre"),
    ),
    Figure(
        name="pairing.stationed_cadres.district",
        title=_("县（区）直单位派出的驻村干部"),
        unit="person",
        workstream="pairing",
        expression=distinct("helper", source="pairings", scheme="stationed-cadre", helper_unit_rank__in=DISTRICT),
    ),
    Figure(
        name="pairing.stationed_cadres.higher",
        title=_("省、市直单位派出的驻村干部"),
        unit="person",
        workstream="pairing",
        expression=distinct(
            "helper", source="pairings", scheme="stationed-cadre", helper_unit_rank__in=("central", "province", "city")
        ),
    ),
    Figure(
        name="pairing.stationed_villages",
        title=_("有驻村干部的村"),
        unit="village",
        workstream="pairing",
        expression=STATIONED,
    ),
    Figure(
        name="pairing.stationed_coverage",
        title=_("驻村帮扶覆盖率"),
        unit="percent",
        workstream="pairing",
        expression=share(STATIONED, TASK),
    ),
    Figure(
        name="pairing.household_helpers",
        title=_("包联农户的帮扶干部"),
        unit="person",
        workstream="pairing",
        expression=distinct("helper", source="pairings", scheme="cadre-household"),
        by=("helper",),
    ),
    Figure(
        name="pairing.households_paired",
        title=_("已结对农户"),
        unit="household",
        workstream="pairing",
        expression=PAIRED,
        by=("helper",),
    ),
    Figure(
        name="pairing.household_coverage",
        title=_("农户结对覆盖率"),
        unit="percent",
        workstream="pairing",
        expression=share(PAIRED, HOMES),
    ),
    Figure(
        name="pairing.designated_units",
        title=_("定点帮扶单位"),
        unit="organisation",
        workstream="pairing",
        expression=distinct("helper", source="pairings", scheme="designated-unit"),
        by=("helper",),
    ),
    Figure(
        name="pairing.pairings",
        title=_("结对数"),
        unit="item",
        workstream="pairing",
        expression=count(source="pairings"),
        by=("scheme",),
    ),
)
