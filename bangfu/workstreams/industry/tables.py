"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    ByArea,
    ByPartner,
    Column,
    Derived,
    Fixed,
    Grid,
    Line,
    Plain,
    Table,
)

TARGETS = Table(
    name="T22",
    title=_("产业合作目标完成情况表"),
    workstream="industry",
    parts=(
        Grid(
            head=_("受援地区"),
            rows=ByPartner(),
            columns=(
                Column("industry.investors.target", _("目标"), _("引导企业")),
                Column("industry.projects.new", _("新增落地项目"), _("引导企业")),
                Column("industry.projects.added", _("往年项目增资"), _("引导企业")),
                Column("industry.paid_in.target", _("目标"), _("到位投资")),
                Column("industry.paid_in", _("完成"), _("到位投资")),
                Derived(
                    "money_reached",
                    _("完成率"),
                    "%",
                    "industry.paid_in",
                    "industry.paid_in.target",
                    group=_("到位投资"),
                ),
                Column("industry.investment_persons.target", _("目标"), _("惠及人数")),
                Column("industry.investment_persons", _("完成"), _("惠及人数")),
                Derived(
                    "persons_reached",
                    _("完成率"),
                    "%",
                    "industry.investment_persons",
                    "industry.investment_persons.target",
                    group=_("惠及人数"),
                ),
            ),
        ),
        Grid(
            title=_("全部受援地区"),
            head=_("项目"),
            rows=Fixed(
                (
                    Line(_("到位投资"), ("industry.paid_in.target", "industry.paid_in")),
                    Line(_("惠及人数"), ("industry.investment_persons.target", "industry.investment_persons")),
                )
            ),
            columns=(
                Plain("goal", _("目标")),
                Plain("done", _("完成")),
                Derived("reached", _("完成率（完成÷目标）"), "%", "done", "goal"),
                Derived("over", _("超额比例（完成÷目标－1）"), "over", "done", "goal"),
            ),
        ),
    ),
    notes=(
        _(
            "目标计企业，完成计项目：一家企业可有几个项目，因此不算企业数的完成率。没有分解到地区的目标只在“全部受援地区”里。"
        ),
    ),
)
LINKED = Table(
    name="T23",
    title=_("产业项目和联农带农情况表"),
    workstream="industry",
    parts=(
        Grid(
            title=_("按地区"),
            head=_("地区"),
            rows=ByArea(),
            columns=(
                Column("industry.projects", _("项目"), _("投资")),
                Column("industry.paid_in", _("到位资金"), _("投资")),
                Column("industry.base_villages", _("村"), _("基地")),
                Column("industry.base_area", _("面积"), _("基地")),
                Column("industry.base_households", _("联结户"), _("基地")),
                Column("industry.base_persons", _("联结人"), _("基地")),
                Column("industry.benefit_households", _("户"), _("带动")),
                Column("industry.benefit_persons", _("人"), _("带动")),
                Column("enterprises.households", _("户"), _("村企帮扶带动")),
            ),
        ),
        Grid(
            title=_("按经营主体"),
            head=_("经营主体"),
            rows=By("giver", order="value"),
            columns=(
                Column("industry.paid_in", _("到位资金")),
                Column("industry.projects", _("投资项目")),
                Column("industry.base_area", _("基地面积")),
                Column("industry.base_households", _("联结户")),
                Column("industry.benefit_households", _("带动户")),
                Column("industry.benefit_persons", _("带动人")),
                Column("enterprises.households", _("村企帮扶带动户")),
            ),
        ),
    ),
)
BLANK = Table(
    name="T24",
    title=_("产业空白村名单"),
    workstream="industry",
    parts=(
        Grid(
            title=_("没有产业带动的村"),
            head=_("村"),
            rows=ByArea(level="village", only="empty"),
            columns=(Column("industry.led_villages", _("产业或企业带动"), ever=True),),
        ),
        Grid(
            title=_("各地产业覆盖"),
            head=_("地区"),
            rows=ByArea(),
            columns=(
                Column("governance.villages", _("村（社区）总数")),
                Column("industry.led_villages", _("有产业带动的村"), ever=True, disjoint=True),
                Derived("blank", _("空白村"), "-", "governance.villages", "industry.led_villages"),
                Derived("coverage", _("覆盖率"), "%", "industry.led_villages", "governance.villages"),
            ),
        ),
    ),
    notes=(_("名单列出从未登记过产业基地、带动农户、投资或企业带动的村。"),),
)
TABLES = (TARGETS, LINKED, BLANK)
