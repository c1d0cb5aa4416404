"""What can be recorded about teams in villages and visits."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.kinds import Detail, EntryKind

TEAM = EntryKind(
    name="fieldwork.team",
    title=_("派驻工作队"),
    workstream="fieldwork",
    unit="team",
    giver_title=_("牵头单位"),
    receiver=("area",),
    receiver_title=_("驻点村"),
    amount="none",
    quantity="required",
    units=(("team", _("支")),),
    people=True,
)
VISIT = EntryKind(
    name="fieldwork.visit",
    title=_("走访"),
    workstream="fieldwork",
    unit="visit",
    giver=("organisation", "person"),
    giver_title=_("走访单位（人）"),
    receiver=("area", "household"),
    receiver_title=_("走访村（户）"),
    amount="none",
    quantity="required",
    units=(("visit", _("次")),),
    details=(
        Detail(
            name="by",
            title=_("走访人"),
            kind="choice",
            choices=(("leaders", _("县（区）领导")), ("unit", _("帮扶单位")), ("cadre", _("帮扶干部"))),
            required=True,
        ),
    ),
    people=True,
)
KIN = EntryKind(
    name="fieldwork.kin",
    title=_("结对认亲"),
    workstream="fieldwork",
    giver=("area", "organisation"),
    giver_title=_("认亲单位（地区）"),
    receiver=("area",),
    receiver_title=_("农户所在地"),
    amount="none",
    quantity="none",
    needs=("households",),
    help=_("户未在本系统登记时用户数；已登记的请做结对。"),
)

ATTENDANCE = EntryKind(
    name="fieldwork.attendance",
    title=_("驻村考勤"),
    workstream="fieldwork",
    unit="day",
    giver=("person", "organisation"),
    giver_title=_("驻村人员（单位）"),
    receiver=("area",),
    receiver_title=_("驻点村"),
    amount="none",
    quantity="required",
    units=(("day", _("天（夜）")),),
    details=(
        Detail(
            name="stay",
            title=_("计"),
            kind="choice",
            choices=(("day", _("天数")), ("night", _("夜数"))),
            required=True,
        ),
        Detail(
            name="duty",
            title=_("身份"),
            kind="choice",
            choices=(("member", _("工作队员")), ("head", _("单位主要负责人"))),
            required=True,
        ),
        Detail(name="week", title=_("考勤期（周）"), required=True, help=_("如 2020-W10。")),
    ),
    help=_("一人一期记两条：天数一条，夜数一条；每期应驻天数见政策参数。"),
)
POSTED = EntryKind(
    name="fieldwork.posted",
    title=_("乡镇干部下沉"),
    workstream="fieldwork",
    giver=("area", "organisation"),
    giver_title=_("派出乡镇"),
    receiver=("area",),
    receiver_title=_("下沉的村（乡镇）"),
    amount="none",
    quantity="none",
    needs=("persons",),
)

KINDS = (TEAM, VISIT, KIN, ATTENDANCE, POSTED)
