"""What can be recorded about schooling."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey
from bangfu.ledger.kinds import Detail, EntryKind, Rate

SIDES = ("area", "organisation")
STAGE = Detail(
    name="stage",
    title=_("学段"),
    kind="choice",
    choices=(
        ("preschool", _("学前")),
        ("compulsory", _("义务教育")),
        ("senior", _("高中")),
        ("vocational", _("职业教育")),
        ("higher", _("高等教育")),
    ),
)

AID = EntryKind(
    name="education.aid",
    title=_("学生资助资金"),
    workstream="education",
    giver_title=_("资助单位"),
    receiver=("area", "organisation", "person"),
    receiver_title=_("学生所在地（学校）"),
    quantity="none",
    details=(STAGE,),
    evidence=(_("发放名册"),),
    needs=("person_times",),
    large_amount="ledger.large_amount",
    help=_("按发放人次登记；社会捐资助学请记“捐款”。"),
)
STATE_AID = EntryKind(
    name="education.state_aid",
    title=_("落实国家资助"),
    workstream="education",
    giver_title=_("落实单位"),
    receiver=("area", "organisation"),
    receiver_title=_("学生所在地（学校）"),
    amount="optional",
    quantity="none",
    details=(STAGE,),
    needs=("persons",),
)
RAIN_DEW = EntryKind(
    name="education.rain_dew",
    rates=(Rate(policy="education.rain_dew_rate"),),
    title=_("“雨露计划”补助"),
    workstream="education",
    giver_title=_("发放单位"),
    receiver=("area", "person"),
    receiver_title=_("学生所在地"),
    quantity="none",
    details=(Detail(name="term", title=_("学期"), required=True),),
    evidence=(_("核定名册"),),
    needs=("persons",),
)
SENT = EntryKind(
    name="education.teachers_sent",
    title=_("选派教师支教"),
    workstream="education",
    giver=SIDES,
    giver_title=_("派出单位"),
    receiver=SIDES,
    receiver_title=_("支教地区（学校）"),
    amount="none",
    quantity="none",
    needs=("person_times",),
    help=_("按批次记人次；与“选派干部人才”口径不同，不相加。"),
)
RECEIVED = EntryKind(
    name="education.teachers_received",
    title=_("接收教师跟岗培训"),
    workstream="education",
    giver=SIDES,
    giver_title=_("接收单位"),
    receiver=SIDES,
    receiver_title=_("教师来自"),
    amount="none",
    quantity="none",
    needs=("persons",),
)
FACILITY = EntryKind(
    name="education.facility",
    title=_("援建教育设施"),
    workstream="education",
    unit="room",
    giver_title=_("援建方"),
    receiver=("area", "organisation"),
    receiver_title=_("受援学校（地区）"),
    amount="optional",
    quantity="required",
    units=(("room", _("个")),),
    details=(Detail(name="facility", title=_("设施"), required=True),),
    confirmed_by="receiver",
)
PARTICIPATION = EntryKind(
    name="education.participation",
    title=_("参与教育助学"),
    workstream="education",
    giver=(),
    receiver=("area",),
    receiver_title=_("活动地区"),
    amount="none",
    quantity="none",
    needs=("persons",),
    help=_("参加助学活动的师生、家长、校友；不是受助学生。"),
)

KINDS = (AID, STATE_AID, RAIN_DEW, SENT, RECEIVED, FACILITY, PARTICIPATION)
RATES = (
    PolicyKey(
        name="education.rain_dew_rate",
        title=_("“雨露计划”补助标准"),
        type="money",
        unit=_("元/人·学期"),
        help=_("金额应等于标准乘以人数；不等的要写明理由。"),
    ),
)
