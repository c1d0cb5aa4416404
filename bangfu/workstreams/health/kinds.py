"""What can be recorded about health."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey
from bangfu.ledger.kinds import Detail, EntryKind, Rate

ROLE = Detail(
    name="role",
    title=_("人员"),
    kind="choice",
    choices=(("expert", _("专家")), ("staff", _("医护人员"))),
    required=True,
)

INSURED = EntryKind(
    name="health.insured",
    rates=(Rate(policy="health.insurance_rate"),),
    title=_("参加基本医保"),
    workstream="health",
    giver_title=_("组织参保的单位"),
    receiver=("area",),
    receiver_title=_("参保人所在村"),
    quantity="none",
    evidence=(_("参保名册"),),
    people=True,
    help=_("金额为财政代缴的个人部分；逐人列出的可以去重。"),
)
CLINIC = EntryKind(
    name="health.clinic",
    title=_("村卫生室达标"),
    workstream="health",
    unit="clinic",
    giver_title=_("认定单位"),
    receiver=("area",),
    receiver_title=_("村"),
    amount="optional",
    quantity="required",
    units=(("clinic", _("个")),),
    details=(Detail(name="doctor", title=_("配有合格村医"), kind="boolean"),),
)
SETTLEMENT = EntryKind(
    name="health.settlement",
    title=_("落实“先诊疗后付费”和“一站式”结算"),
    workstream="health",
    giver_title=_("落实单位"),
    receiver=("area",),
    receiver_title=_("村"),
    amount="none",
    quantity="none",
)
TEAM = EntryKind(
    name="health.medical_team",
    title=_("医疗队"),
    workstream="health",
    giver_title=_("派出的医疗机构"),
    receiver=("area",),
    receiver_title=_("服务地区"),
    amount="none",
    quantity="none",
    details=(ROLE,),
    needs=("persons",),
    help=_("人数为派出的专家或医护人员，不是病人。"),
)
SERVICE = EntryKind(
    name="health.medical_service",
    title=_("医疗服务"),
    workstream="health",
    unit="service",
    giver_title=_("医疗机构"),
    receiver=("area",),
    receiver_title=_("服务地区"),
    amount="none",
    quantity="required",
    units=(("service", _("次")),),
    people=True,
)
MEDICINE = EntryKind(
    name="health.medicine",
    title=_("免费发放药品"),
    workstream="health",
    giver_title=_("医疗机构"),
    receiver=("area",),
    receiver_title=_("发放地区"),
    quantity="none",
)
SAVING = EntryKind(
    name="health.cost_saved",
    title=_("节约医疗费用"),
    workstream="health",
    giver_title=_("医疗机构"),
    receiver=("area",),
    receiver_title=_("受益地区"),
    quantity="none",
    help=_("减免的治疗、检查费用；不是捐款。"),
)

KINDS = (INSURED, CLINIC, SETTLEMENT, TEAM, SERVICE, MEDICINE, SAVING)
RATES = (
    PolicyKey(
        name="health.insurance_rate",
        title=_("医保个人缴费代缴标准"),
        type="money",
        unit=_("元/人·年"),
        help=_("记“参加基本医保”时，金额应等于标准乘以人数；不等的要写明理由。"),
    ),
)
