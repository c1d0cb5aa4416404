"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    ByArea,
    ByPeriod,
    Column,
    Derived,
    Field,
    Fixed,
    Grid,
    Line,
    Plain,
    Records,
    Table,
)

ORGANISATION = Table(
    name="T05",
    title=_("组织领导和工作机制情况表"),
    workstream="governance",
    parts=(
        Records(
            title=_("领导小组和专项工作组"),
            kinds=("governance.work_group",),
            fields=(
                Field("group", _("工作组")),
                Field("giver", _("牵头（设立）单位")),
                Field("place", _("工作地区")),
                Field("happened_on", _("设立日期")),
            ),
        ),
        Records(
            title=_("联席会议和工作会议"),
            kinds=("governance.meeting",),
            fields=(
                Field("happened_on", _("日期")),
                Field("form", _("会议类型")),
                Field("subject", _("议题")),
                Field("giver", _("召集单位")),
                Field("quantity", _("次数")),
            ),
        ),
        Records(
            title=_("政策文件和方案"),
            kinds=("governance.document",),
            either_side=True,
            fields=(
                Field("happened_on", _("印发日期")),
                Field("title", _("文件名称")),
                Field("number", _("文号")),
                Field("issuer", _("印发单位")),
                Field("quantity", _("联合印发部门")),
                Field("place", _("适用地区")),
            ),
        ),
        Grid(
            title=_("任务"),
            head=_("责任单位"),
            rows=By("giver"),
            columns=(
                Column("governance.tasks_set", _("交办")),
                Column("governance.tasks_done", _("办结")),
                Column("governance.tasks_overdue", _("逾期未结")),
                Derived("open", _("未结"), "-", "governance.tasks_set", "governance.tasks_done"),
                Derived("rate", _("办结率"), "%", "governance.tasks_done", "governance.tasks_set"),
            ),
        ),
    ),
)
NETWORK = Table(
    name="T06",
    title=_("县乡村三级帮扶网络覆盖表"),
    workstream="governance",
    parts=(
        Grid(
            head=_("乡镇（街道）"),
            rows=ByArea(),
            columns=(
                Column("governance.stations", _("乡镇帮扶站"), ever=True),
                Column("governance.points", _("村级帮扶点"), ever=True),
                Column("governance.villages", _("村（社区）总数")),
                Column("governance.point_villages", _("已设点的村"), ever=True, disjoint=True),
                Derived("without", _("未设点的村"), "-", "governance.villages", "governance.point_villages"),
                Derived("coverage", _("覆盖率"), "%", "governance.point_villages", "governance.villages"),
            ),
        ),
    ),
    notes=(_("以登记为准：没有登记帮扶点的村都列为未设点，不等于核实过没有。"),),
)
SCORES = Table(
    name="T07",
    title=_("督查考核得分和排名表"),
    workstream="governance",
    parts=(
        Grid(
            head=_("被考核单位（乡镇）"),
            rows=By("receiver"),
            total_title=_("平均"),
            columns=(
                Column("governance.score", _("月督查平均分"), key="month", where={"cycle": "month"}),
                Column("governance.score", _("季考核平均分"), key="quarter", where={"cycle": "quarter"}),
                Derived("rank", _("季考核名次"), "rank", "quarter", unit="rank"),
                Column("governance.score", _("年考核得分"), key="year", where={"cycle": "year"}),
            ),
        ),
        Records(
            title=_("上级公布的位次"),
            kinds=("governance.ranking",),
            fields=(
                Field("happened_on", _("日期")),
                Field("subject", _("项目")),
                Field("scope", _("范围")),
                Field("quantity", _("位次")),
                Field("place", _("地区")),
            ),
        ),
    ),
    notes=(_("各行为期内各期得分的平均；“平均”行为全部得分的平均。"),),
)
HONOURS = Table(
    name="T08",
    title=_("表彰奖励情况表"),
    workstream="governance",
    parts=(
        Grid(
            title=_("按奖项"),
            head=_("奖项"),
            rows=By("award"),
            columns=(
                Column("governance.honoured_persons", _("个人")),
                Column("governance.honoured_organisations", _("单位")),
            ),
        ),
        Records(
            title=_("受表彰的个人"),
            kinds=("governance.honour_person",),
            fields=(
                Field("happened_on", _("日期")),
                Field("award", _("奖项")),
                Field("capacity", _("因何受表彰")),
                Field("named", _("姓名")),
                Field("giver", _("表彰单位")),
                Field("receiver", _("受表彰人（所在地、单位）")),
                Field("persons", _("人数")),
            ),
        ),
        Records(
            title=_("受表彰的单位"),
            kinds=("governance.honour_organisation",),
            fields=(
                Field("happened_on", _("日期")),
                Field("award", _("奖项")),
                Field("giver", _("表彰机关")),
                Field("receiver", _("受表彰单位")),
            ),
        ),
    ),
)
VISITS = Table(
    name="T15",
    title=_("互访考察情况表"),
    workstream="governance",
    parts=(
        Grid(
            title=_("按年度"),
            head=_("年度"),
            rows=ByPeriod("year"),
            columns=(
                Column("governance.delegations", _("次数"), _("出访"), key="out", side="giver"),
                Column("governance.delegates", _("人数（各次相加）"), _("出访"), key="out_persons", side="giver"),
                Column("governance.delegations", _("次数"), _("来访"), key="in", side="receiver"),
                Column("governance.delegates", _("人数（各次相加）"), _("来访"), key="in_persons", side="receiver"),
                Derived("both", _("互访次数"), "+", "out", "in"),
            ),
        ),
        Records(
            title=_("逐次"),
            kinds=("governance.delegation",),
            either_side=True,
            fields=(
                Field("happened_on", _("日期")),
                Field("until", _("至")),
                Field("giver", _("来访（出访）方")),
                Field("place", _("到访地区")),
                Field("level", _("代表团")),
                Field("head", _("带队人")),
                Field("purpose", _("事由")),
                Field("outcome", _("成果")),
                Field("persons", _("人数")),
                Field("quantity", _("次数")),
            ),
        ),
    ),
)
PAIRS = Table(
    name="T44",
    title=_("社区、学校、医院和结亲结对情况表"),
    workstream="governance",
    parts=(
        Grid(
            head=_("结对类型"),
            rows=Fixed(
                (
                    Line(_("社区结对村"), ("governance.communities_helping", "governance.villages_with_community")),
                    Line(
                        _("其中：街道对乡镇"),
                        ("governance.streets_helping", "governance.townships_with_community"),
                        level=1,
                    ),
                    Line(_("学校结对"), ("education.schools_helping", "education.schools_helped")),
                    Line(_("医院结对"), ("health.hospitals_helping", "health.hospitals_helped")),
                    Line(_("结对认亲户"), (None, "fieldwork.kin_households")),
                    Line(_("县（区）结对"), (None, "governance.regions_helped")),
                )
            ),
            columns=(
                Plain("helping", _("帮扶方")),
                Plain("helped", _("受助方")),
                Derived("ratio", _("一个帮扶方对"), "/", "helped", "helping"),
            ),
        ),
    ),
)
TABLES = (ORGANISATION, NETWORK, SCORES, HONOURS, VISITS, PAIRS)
