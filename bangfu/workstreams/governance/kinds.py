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
    details=(
        Detail(
            name="level",
            title=_("代表团"),
            kind="choice",
            choices=(
                ("party", _("党政代表团")),
                ("department", _("部门")),
                ("enterprise", _("企业、商会")),
                ("other", _("其他")),
            ),
        ),
        Detail(name="head", title=_("带队人")),
        Detail(name="purpose", title=_("事由")),
        Detail(name="outcome", title=_("成果"), help=_("签了协议、捐了款物的，另记相应的记录。")),
        Detail(name="until", title=_("结束日期"), kind="date", after=True),
    ),
    people=True,
    help=_("一次记一条；人数为代表团人数。来访和出访按双方分：到访地区看是来访，出访方看是出访。"),
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
    details=(
        AWARD,
        Detail(
            name="capacity",
            title=_("因何受表彰"),
            kind="choice",
            choices=(
                ("posting", _("选派、挂职")),
                ("stationed", _("驻村帮扶")),
                ("helper", _("社会帮扶")),
                ("other", _("其他")),
            ),
        ),
        Detail(name="named", title=_("姓名"), help=_("表彰文件已公布的名字。")),
        Detail(name="document", title=_("表彰文件")),
    ),
    needs=("persons",),
    people=True,
    help=_("选派干部人才受的记功、嘉奖也记在这里，“因何受表彰”选“选派、挂职”。"),
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
    details=(AWARD, Detail(name="document", title=_("表彰文件"))),
)

TASK = EntryKind(
    name="governance.task",
    title=_("工作任务"),
    workstream="governance",
    unit="task",
    giver=SIDES,
    giver_title=_("责任单位"),
    receiver=("area",),
    receiver_title=_("任务涉及地区"),
    amount="none",
    quantity="required",
    units=(("task", _("项")),),
    details=(
        Detail(
            name="progress",
            title=_("进展"),
            kind="choice",
            choices=(("set", _("交办")), ("done", _("办结")), ("overdue", _("逾期未结"))),
            required=True,
        ),
        Detail(name="subject", title=_("任务")),
        Detail(name="due", title=_("时限"), kind="date"),
    ),
    help=_("交办记一条，办结再记一条；到期没有办结的记“逾期未结”。"),
)
STATION = EntryKind(
    name="governance.station",
    title=_("设立帮扶站点"),
    workstream="governance",
    unit="station",
    giver=SIDES,
    giver_title=_("设立单位"),
    receiver=("area",),
    receiver_title=_("站点所在地"),
    amount="none",
    quantity="required",
    units=(("station", _("个")),),
    details=(
        Detail(
            name="tier",
            title=_("层级"),
            kind="choice",
            choices=(("office", _("县办")), ("station", _("乡站")), ("point", _("村点"))),
            required=True,
        ),
    ),
)
SCORE = EntryKind(
    name="governance.score",
    title=_("督查考核得分"),
    workstream="governance",
    unit="point",
    giver=SIDES,
    giver_title=_("考核单位"),
    receiver=SIDES,
    receiver_title=_("被考核单位（乡镇）"),
    amount="none",
    quantity="required",
    units=(("point", _("分")),),
    details=(
        Detail(
            name="cycle",
            title=_("周期"),
            kind="choice",
            choices=(("month", _("月督查")), ("quarter", _("季考核")), ("year", _("年考核"))),
            required=True,
        ),
        Detail(name="remark", title=_("扣分原因")),
    ),
    help=_("一个单位一期一条；名次由系统按得分排。"),
)
RANKING = EntryKind(
    name="governance.ranking",
    title=_("上级公布的位次"),
    workstream="governance",
    unit="place",
    giver=(),
    receiver=("area",),
    receiver_title=_("本地区"),
    amount="none",
    quantity="required",
    units=(("place", _("名")),),
    details=(
        Detail(
            name="scope",
            title=_("范围"),
            kind="choice",
            choices=(("city", _("全市")), ("province", _("全省")), ("country", _("全国"))),
            required=True,
        ),
        Detail(name="subject", title=_("项目"), required=True),
        Detail(name="announced_by", title=_("公布单位")),
    ),
    help=_("数量填位次：第一名填 1。"),
)

DOCUMENT = EntryKind(
    name="governance.document",
    title=_("政策文件和方案"),
    workstream="governance",
    unit="department",
    giver=(),
    receiver=("area",),
    receiver_title=_("适用地区"),
    amount="none",
    quantity="optional",
    units=(("department", _("个部门")),),
    details=(
        Detail(name="title", title=_("文件名称"), required=True),
        Detail(name="issuer", title=_("印发单位"), required=True, synonyms=("发文单位",)),
        Detail(name="number", title=_("文号")),
    ),
    evidence=(_("文件正文"),),
    help=_("一份文件记一条，日期填印发那天；几个部门联合印发的，数量填部门个数。"),
)

KINDS = (TASK, STATION, SCORE, RANKING, GROUP, MEETING, DELEGATION, HONOUR_PERSON, HONOUR_ORGANISATION, DOCUMENT)
