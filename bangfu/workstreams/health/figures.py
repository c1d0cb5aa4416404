"""What is measured about health."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import distinct, share, total
from bangfu.kernel.publishing.declared import PublicFigure

INSURED = distinct("person", kind="health.insured")
SUBSIDISED = distinct("person", kind="health.insured", amount__gt=0)
REGISTERED = distinct(
    "person",
    source="members",
    standing__in=("registered", "lifted", "returned", "unstable", "marginal", "sudden", "at_risk", "cleared"),
)
TASK = distinct("village", source="village_classes", **{"class": "task"})
TEAM = total("persons", kind="health.medical_team")
HOSPITALS = {"source": "pairings", "scheme": "hospital-hospital"}
ROUNDS = {"source": "pairings", "scheme": "hospital-townships"}


FIGURES = (
    Figure(
        name="health.insured",
        title=_("参加基本医保人数"),
        unit="person",
        workstream="health",
        expression=INSURED,
        definition=_("逐人登记的参保人，每人只算一次。"),
    ),
    Figure(
        name="health.insured_rate",
        title=_("参保率"),
        unit="percent",
        workstream="health",
        expression=share(INSURED, REGISTERED),
        definition=_("参保人数占在册建档立卡人口（含已脱贫）。"),
    ),
    Figure(
        name="health.premium",
        title=_("参保补贴"),
        unit="CNY",
        workstream="health",
        expression=total("amount", kind="health.insured"),
    ),
    Figure(
        name="health.premium_rate",
        title=_("个人缴费补贴率"),
        unit="percent",
        workstream="health",
        expression=share(SUBSIDISED, INSURED),
        definition=_("得到缴费补贴的人数占参保人数。"),
    ),
    Figure(
        name="health.clinics",
        title=_("卫生室达标的村"),
        unit="village",
        workstream="health",
        expression=distinct("receiver", kind="health.clinic"),
    ),
    Figure(
        name="health.settlement_rate",
        title=_("“一站式”结算政策覆盖率"),
        unit="percent",
        workstream="health",
        expression=share(distinct("receiver", kind="health.settlement"), TASK),
        definition=_("落实的村占有扶贫任务的村。"),
    ),
    Figure(
        name="health.hospitals_serving",
        title=_("参与服务的医疗机构"),
        unit="organisation",
        workstream="health",
        expression=distinct("giver", kind="health.medical_service"),
    ),
    Figure(
        name="health.team_experts",
        title=_("派出医疗专家"),
        unit="person",
        workstream="health",
        expression=TEAM.over(role="expert"),
        by=("giver",),
    ),
    Figure(
        name="health.team_staff",
        title=_("派出医护人员"),
        unit="person",
        workstream="health",
        expression=TEAM.over(role="staff"),
        by=("giver",),
    ),
    Figure(
        name="health.services",
        title=_("医疗服务次数"),
        unit="activity",
        workstream="health",
        expression=total("quantity", kind="health.medical_service"),
        by=("giver",),
    ),
    Figure(
        name="health.medicine",
        title=_("免费发放药品价值"),
        unit="CNY",
        workstream="health",
        expression=total("amount", kind="health.medicine"),
        by=("giver",),
    ),
    Figure(
        name="health.cost_saved",
        title=_("节约医疗费用"),
        unit="CNY",
        workstream="health",
        expression=total("amount", kind="health.cost_saved"),
        by=("giver",),
    ),
    Figure(
        name="health.hospitals_helping",
        title=_("结对帮扶的医院"),
        unit="organisation",
        workstream="health",
        expression=distinct("helper", **HOSPITALS),
    ),
    Figure(
        name="health.hospitals_helped",
        title=_("受助结对的医院"),
        unit="organisation",
        workstream="health",
        expression=distinct("recipient", **HOSPITALS),
    ),
    Figure(
        name="health.rounds",
        title=_("医疗包片数"),
        unit="party",
        workstream="health",
        expression=distinct("helper", **ROUNDS),
        definition=_("一个医院包一个片。"),
    ),
    Figure(
        name="health.round_townships",
        title=_("纳入医疗包片的乡镇"),
        unit="township",
        workstream="health",
        expression=distinct("recipient", **ROUNDS),
    ),
)

PUBLIC_FIGURES = (
    PublicFigure(
        name="health.public.services",
        figure="health.services",
        order=60,
        how=_("义诊、巡诊、上门看病，每次算一次。"),
    ),
)
