"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    ByPartner,
    Column,
    Field,
    Grid,
    Records,
    Table,
    Text,
)


def _posted(from_: Text, to: Text) -> tuple[Field, ...]:
    """The columns of a list of postings, one way or the other."""
    return (
        Field("happened_on", _("到岗日期")),
        Field("until", _("期满日期")),
        Field("category", _("人员类别")),
        Field("giver", from_),
        Field("receiver", to),
        Field("host", _("所在部门（科室）")),
        Field("post", _("挂职职务")),
        Field("mentor", _("帮带人")),
        Field("persons", _("人数")),
        Field("person_times", _("人次")),
    )


POSTINGS = Table(
    name="T16",
    title=_("干部人才选派和接收情况表"),
    workstream="talent",
    parts=(
        Grid(
            title=_("按类别"),
            head=_("人员类别"),
            rows=By("category"),
            columns=(
                Column("talent.sent", _("选派")),
                Column("talent.received", _("接收")),
                Column("talent.received.person_times", _("接收学习锻炼")),
            ),
        ),
        Grid(
            title=_("按结对地区"),
            head=_("地区"),
            rows=ByPartner(),
            columns=(
                Column("talent.sent.officials", _("党政干部"), _("选派")),
                Column("talent.sent.experts", _("专业技术人才"), _("选派")),
                Column("talent.sent", _("小计"), _("选派")),
                Column("talent.received.officials", _("党政干部"), _("接收")),
                Column("talent.received.experts", _("专业技术人才"), _("接收")),
                Column("talent.received", _("小计"), _("接收")),
                Column("talent.received.person_times", _("学习锻炼人次"), _("接收")),
                Column("education.teachers_sent", _("支教人次"), _("教师")),
                Column("education.teachers_received", _("接收跟岗"), _("教师")),
            ),
        ),
        Records(title=_("选派逐批"), kinds=("talent.sent",), fields=_posted(_("派出单位"), _("去向"))),
        Records(title=_("接收逐批"), kinds=("talent.received",), fields=_posted(_("接收单位"), _("来自"))),
        Records(
            title=_("选派干部人才受的表彰"),
            kinds=("governance.honour_person",),
            where={"capacity": "posting"},
            either_side=True,
            fields=(
                Field("happened_on", _("日期")),
                Field("award", _("奖项")),
                Field("named", _("姓名")),
                Field("giver", _("表彰单位")),
                Field("receiver", _("受表彰人（所在地、单位）")),
                Field("persons", _("人数")),
            ),
        ),
    ),
    notes=(_("未分类的干部人才只计入小计。"),),
)
COURSES = Table(
    name="T17",
    title=_("培训班情况表"),
    workstream="talent",
    parts=(
        Grid(
            title=_("按内容"),
            head=_("培训内容"),
            rows=By("subject"),
            columns=(
                Column("talent.courses", _("期数")),
                Column("talent.trainee_times", _("参训人次")),
                Column("talent.trainees", _("参训人数（各期相加）")),
                Column("talent.trainees_listed", _("其中有名单的（去重）")),
                Column("talent.villagers_trained", _("群众技能培训")),
            ),
        ),
        Records(
            title=_("逐期"),
            kinds=("talent.course", "talent.training"),
            fields=(
                Field("happened_on", _("日期")),
                Field("kind", _("类型")),
                Field("topic", _("班次名称")),
                Field("subject", _("内容")),
                Field("giver", _("主办单位")),
                Field("receiver", _("学员来自")),
                Field("place", _("地区")),
                Field("sessions", _("课次")),
                Field("person_times", _("人次")),
                Field("persons", _("人数")),
            ),
        ),
    ),
)
TABLES = (POSTINGS, COURSES)
