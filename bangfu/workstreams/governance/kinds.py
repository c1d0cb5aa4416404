"""What can be recorded about organisation and honours."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.kinds import Detail, EntryKind

SIDES = ("area", "organisation")
AWARD = Detail(
    name="award",
    title=_("奖项"),
    kind="choice",
    choices=(
        ("model_person", _("最美扶贫人物")),
        ("model_enterprise", _("爱心（优秀、明星）企业")),
        ("merit", _("记功")),
        ("commendation", _("嘉奖")),
        ("advanced", _("先进")),
    ),
    required=True,
)

GROUP = EntryKind(
    name="governance.work_group",
    title=_("设立工作组"),
    workstream="governance",
    giver=SIDES,
    giver_title=_("设立单位"),
    receiver=("area",),
    receiver_title=_("工作地区"),
    amount="none",
    quantity="none",
    details=(Detail(name="group", title=_("工作组名称"), required=True),),
)
MEETING = EntryKind(
    name="governance.meeting",
    title=_("会议"),
    workstream="governance",
    unit="meeting",
    giver=SIDES,
    giver_title=_("召集单位"),
    receiver=("area",),
    receiver_title=_("会议涉及地区"),
    amount="none",
    quantity="required",
    units=(("meeting", _("次")),),
    details=(
        Detail(
            name="form",
            title=_("会议类型"),
            kind="choice",
            choices=(("joint", _("联席会议")), ("working", _("工作会议")), ("signing", _("签约"))),
            required=True,
        ),
        Detail(name="subject", title=_("议题")),
    ),
)
DELEGATION = EntryKind(
    name="governance.delegation",
    title=_("互访考察"),
    workstream="governance",
    unit="visit",
    giver=SIDES,
    giver_title=_("来访（出访）方"),
    receiver=("area",),
    receiver_title=_("到访地区"),
    amount="none",
    quantity="required",
    units=(("visit", _("次")),),
    details=(Detail(name="purpose", title=_("事由")),),
    people=True,
    help=_("一次记一条；人数为代表团人数。"),
)
HONOUR_PERSON = EntryKind(
    name="governance.honour_person",
    title=_("表彰个人"),
    workstream="governance",
    giver=SIDES,
    giver_title=_("表彰单位"),
    receiver=("area", "organisation", "person"),
    receiver_title=_("受表彰人（所在地、单位）"),
    amount="none",
    quantity="none",
    details=(AWARD,),
    needs=("persons",),
)
HONOUR_ORGANISATION = EntryKind(
    name="governance.honour_organisation",
    title=_("表彰单位"),
    workstream="governance",
    giver=SIDES,
    giver_title=_("表彰机关"),
    receiver=("organisation",),
    receiver_title=_("受表彰单位"),
    amount="none",
    quantity="none",
    details=(AWARD,),
)

KINDS = (GROUP, MEETING, DELEGATION, HONOUR_PERSON, HONOUR_ORGANISATION)
