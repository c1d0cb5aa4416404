"""What is measured about agreements: signed, promised, delivered. Signed is not delivered."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import count, distinct, share, total

BY = ("kind", "regions")
DELIVERED = total("amount", source="fulfilling")
PROMISED = total("amount", source="duties")
MEASURED = total("amount", source="duties", entry_kind__not="")

AGREEMENT_FIGURES = (
    Figure(
        name="pairing.agreements.signed",
        title=_("签署的帮扶协议"),
        unit="agreement",
        workstream="pairing",
        expression=count(source="agreements"),
        by=BY,
        definition=_("按签署日期计；起草中和作废的不算，后来办结或解除的算。"),
    ),
    Figure(
        name="pairing.agreements.signed_amount",
        title=_("帮扶协议签约额"),
        unit="CNY",
        workstream="pairing",
        expression=total("amount", source="agreements"),
        by=BY,
        definition=_("签约额，不等于到位额；框架协议和它下面的年度协议各写了金额的，会重复。"),
    ),
    Figure(
        name="pairing.agreements.in_force",
        title=_("有效的帮扶协议"),
        unit="agreement",
        workstream="pairing",
        expression=count(source="agreements_in_force"),
        by=BY,
        definition=_("截至当天已生效、未到期、未办结或解除的。"),
    ),
    Figure(
        name="pairing.agreements.promised",
        title=_("协议约定的年度任务金额"),
        unit="CNY",
        workstream="pairing",
        expression=PROMISED,
        by=BY,
        definition=_("各项任务写明的金额之和，按完成时限计入年度。"),
    ),
    Figure(
        name="pairing.agreements.delivered",
        title=_("协议到位金额"),
        unit="CNY",
        workstream="pairing",
        expression=DELIVERED,
        by=BY,
        definition=_(
            "签约双方之间、与协议任务同类同年的帮扶记录金额之和：对方已确认或无须确认的才算，每笔只算一次；"
            "按指标对账的任务不在内。"
        ),
    ),
    Figure(
        name="pairing.agreements.completion",
        title=_("协议金额完成率"),
        unit="percent",
        workstream="pairing",
        expression=share(DELIVERED, MEASURED),
        by=BY,
        definition=_("到位金额占按记录类型对账的任务金额。"),
    ),
    Figure(
        name="pairing.agreements.fulfilled",
        title=_("有到位记录的帮扶协议"),
        unit="agreement",
        workstream="pairing",
        expression=distinct("agreement", source="fulfilling"),
        definition=_("至少有一笔记录计入其任务的协议。"),
    ),
    Figure(
        name="pairing.agreements.village_plans",
        title=_("村企帮扶计划"),
        unit="agreement",
        workstream="pairing",
        expression=count(source="village_plans"),
        by=("regions",),
        definition=_("已签署的村企协议中填了帮扶计划的，按协议签署日期计。"),
    ),
    Figure(
        name="pairing.agreements.households_planned",
        title=_("村企帮扶计划受益户数"),
        unit="household",
        workstream="pairing",
        expression=total("households", source="village_plans"),
        by=("regions",),
        definition=_("各份计划写明的户数之和，是计划数，不是实际受益；几份计划写到同一户的会重复。"),
    ),
)
