"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    Column,
    Derived,
    Fixed,
    Grid,
    Line,
    Plain,
    Rule,
    Table,
)

AID = Table(
    name="T39",
    title=_("教育帮扶情况表"),
    workstream="education",
    parts=(
        Grid(
            head=_("项目"),
            rows=Fixed(
                (
                    Line(_("落实国家资助"), ("education.state_aid_students", None, None)),
                    Line(_("“雨露计划”补助"), ("education.rain_dew_students", None, "education.rain_dew")),
                    Line(_("人均补助"), (None, None, "education.rain_dew_rate"), level=1),
                    Line(_("学生资助资金"), (None, "education.aid_times", "education.aid")),
                    Line(_("参与教育助学"), ("education.participants", None, None)),
                    Line(_("援建教育设施"), ("education.facilities", None, None)),
                    Line(_("选派教师支教"), (None, "education.teachers_sent", None)),
                    Line(_("接收教师跟岗"), ("education.teachers_received", None, None)),
                )
            ),
            columns=(Plain("objects", _("人数（个数）")), Plain("times", _("人次")), Plain("money", _("金额"))),
        ),
        Grid(
            title=_("“雨露计划”按标准核对"),
            head=_("学期"),
            rows=By("term"),
            columns=(
                Column("education.rain_dew_students", _("补助人数")),
                Rule("rate", _("每人每学期标准"), "education.rain_dew_rate", unit="yuan"),
                Derived("due", _("按标准应发"), "*", "education.rain_dew_students", "rate", unit="CNY"),
                Column("education.rain_dew", _("实发"), key="paid"),
                Derived("off", _("实发减应发"), "-", "paid", "due", unit="CNY", total=False),
            ),
        ),
        Grid(
            title=_("学生资助分学段"),
            head=_("学段"),
            rows=By("stage"),
            columns=(
                Column("education.state_aid_students", _("落实国家资助人数")),
                Column("education.aid", _("金额")),
                Column("education.aid_times", _("人次")),
                Derived("average", _("次均"), "/", "education.aid", "education.aid_times", unit="yuan"),
            ),
        ),
    ),
    notes=(_("标准取当地在截止日有效的政策参数；没有登记标准的不核对。"),),
)
TABLES = (AID,)
