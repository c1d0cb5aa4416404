"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    ByArea,
    Column,
    Derived,
    Fixed,
    Grid,
    Line,
    Plain,
    Rule,
    Table,
)

ATTENDANCE = Table(
    name="T11",
    title=_("驻村考勤和不足情况表"),
    workstream="fieldwork",
    parts=(
        Grid(
            title=_("工作队员"),
            head=_("姓名（单位）"),
            rows=By("giver", within="days"),
            columns=(
                Column("fieldwork.weeks", _("考勤期数"), where={"duty": "member"}, key="weeks"),
                Column("fieldwork.days", _("驻村天数"), _("天"), where={"duty": "member"}, key="days"),
                Derived("days_each", _("平均每期"), "/", "days", "weeks", unit="ratio", group=_("天")),
                Rule("days_rule", _("应驻"), "fieldwork.member_days", group=_("天")),
                Derived("days_gap", _("多（少）"), "-", "days_each", "days_rule", unit="ratio", group=_("天")),
                Column("fieldwork.nights", _("驻村夜数"), _("夜"), where={"duty": "member"}, key="nights"),
                Derived("nights_each", _("平均每期"), "/", "nights", "weeks", unit="ratio", group=_("夜")),
                Rule("nights_rule", _("应驻"), "fieldwork.member_nights", group=_("夜")),
                Derived("nights_gap", _("多（少）"), "-", "nights_each", "nights_rule", unit="ratio", group=_("夜")),
            ),
        ),
        Grid(
            title=_("单位主要负责人"),
            head=_("单位（姓名）"),
            rows=By("giver", within="days"),
            columns=(
                Column("fieldwork.weeks", _("考勤期数"), where={"duty": "head"}, key="weeks"),
                Column("fieldwork.days", _("驻村天数"), _("天"), where={"duty": "head"}, key="days"),
                Derived("days_each", _("平均每期"), "/", "days", "weeks", unit="ratio", group=_("天")),
                Rule("days_rule", _("应驻"), "fieldwork.head_days", group=_("天")),
                Derived("days_gap", _("多（少）"), "-", "days_each", "days_rule", unit="ratio", group=_("天")),
                Column("fieldwork.nights", _("驻村夜数"), _("夜"), where={"duty": "head"}, key="nights"),
                Derived("nights_each", _("平均每期"), "/", "nights", "weeks", unit="ratio", group=_("夜")),
                Rule("nights_rule", _("应驻"), "fieldwork.head_nights", group=_("夜")),
                Derived("nights_gap", _("多（少）"), "-", "nights_each", "nights_rule", unit="ratio", group=_("夜")),
            ),
        ),
        Grid(
            title=_("乡镇干部下沉"),
            head=_("指标"),
            rows=Fixed((Line(_("下沉到村的乡镇干部"), ("fieldwork.posted", "fieldwork.posted.base")),)),
            columns=(
                Plain("posted", _("下沉人数")),
                Plain("all", _("乡镇干部总数")),
                Derived("share", _("下沉比例"), "%", "posted", "all"),
            ),
        ),
    ),
    notes=(_("应驻天数、夜数取截止日生效的政策参数；一人一期记一次。"),),
)
VISITS = Table(
    name="T12",
    title=_("走访覆盖情况表"),
    workstream="fieldwork",
    parts=(
        Grid(
            title=_("按走访人"),
            head=_("走访人"),
            rows=By("by"),
            columns=(Column("fieldwork.visits", _("走访次数")), Column("fieldwork.villages_visited", _("走访的村"))),
        ),
        Grid(
            title=_("按村"),
            head=_("村"),
            rows=ByArea(level="village"),
            columns=(
                Column("fieldwork.visits", _("走访次数")),
                Column("fieldwork.visits", _("其中：领导走访"), key="leaders", where={"by": "leaders"}),
            ),
        ),
        Grid(
            title=_("没有走访的村"),
            head=_("村"),
            rows=ByArea(level="village", only="empty"),
            columns=(Column("fieldwork.visits", _("走访次数")),),
        ),
    ),
)
TABLES = (ATTENDANCE, VISITS)
