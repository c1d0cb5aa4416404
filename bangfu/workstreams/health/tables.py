"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    Ask,
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

HEALTH = Table(
    name="T40",
    title=_("健康帮扶情况表"),
    workstream="health",
    parts=(
        Grid(
            head=_("项目"),
            rows=Fixed(
                (
                    Line(_("参加基本医保"), ("health.insured", "health.premium", "health.insured_rate")),
                    Line(_("个人缴费补贴"), (None, None, "health.premium_rate"), level=1),
                    Line(_("卫生室达标的村"), (Ask("health.clinics", ever=True), None, None)),
                    Line(_("“一站式”结算"), (None, None, "health.settlement_rate")),
                    Line(_("参与服务的医疗机构"), ("health.hospitals_serving", None, None)),
                    Line(_("派出医疗专家"), ("health.team_experts", None, None)),
                    Line(_("派出医护人员"), ("health.team_staff", None, None)),
                    Line(_("医疗服务"), ("health.services", None, None)),
                    Line(_("免费发放药品"), (None, "health.medicine", None)),
                    Line(_("节约医疗费用"), (None, "health.cost_saved", None)),
                    Line(_("医疗包片"), ("health.rounds", None, None)),
                    Line(_("纳入包片的乡镇"), ("health.round_townships", None, None), level=1),
                    Line(_("结对帮扶的医院"), ("health.hospitals_helping", None, None)),
                    Line(_("受助的医院"), ("health.hospitals_helped", None, None), level=1),
                )
            ),
            columns=(Plain("objects", _("数量")), Plain("money", _("金额")), Plain("rate", _("比率"))),
        ),
        Grid(
            title=_("参保分地区"),
            head=_("地区"),
            rows=ByArea(),
            columns=(
                Column("health.insured", _("参保人数"), disjoint=True),
                Column("parties.registered_persons", _("在册人口"), disjoint=True),
                Derived("rate", _("参保率"), "%", "health.insured", "parties.registered_persons"),
                Rule("standard", _("每人标准"), "health.insurance_rate", unit="yuan", group=_("参保补贴")),
                Derived("due", _("按标准"), "*", "health.insured", "standard", unit="CNY", group=_("参保补贴")),
                Column("health.premium", _("实际"), _("参保补贴")),
                Derived("off", _("差额"), "-", "health.premium", "due", unit="CNY", group=_("参保补贴"), total=False),
                Column("health.clinics", _("卫生室达标的村"), ever=True, disjoint=True),
            ),
        ),
    ),
    notes=(_("标准取当地在截止日有效的政策参数；没有登记标准的不核对。"),),
)
TABLES = (HEALTH,)
