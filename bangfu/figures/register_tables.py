"""Tables of the registers and of pairing, which belong to no single working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import By, ByArea, Column, Derived, Fixed, Grid, Line, Names, Plain, Table

HEADLINES = Table(
    name="T01",
    title=_("基本情况表"),
    workstream="parties",
    parts=(
        Grid(
            head=_("地区"),
            rows=ByArea(),
            columns=(
                Column("parties.registered_households", _("户数"), _("建档立卡"), disjoint=True),
                Column("parties.registered_persons", _("人口"), _("建档立卡"), disjoint=True),
                Column("parties.lifted_households", _("户数"), _("已脱贫"), disjoint=True),
                Column("parties.lifted_persons", _("人口"), _("已脱贫"), disjoint=True),
                Derived(
                    "lifted_rate", _("脱贫户占比"), "%", "parties.lifted_households", "parties.registered_households"
                ),
                Column("parties.task_villages", _("有扶贫任务的村"), _("村"), disjoint=True),
                Column("parties.poor_villages", _("贫困村"), _("村"), disjoint=True),
                Column("parties.key_villages", _("重点贫困村"), _("村"), disjoint=True),
            ),
        ),
        Grid(
            title=_("贫困发生率"),
            head=_("指标"),
            rows=Fixed(
                (
                    Line(
                        _("贫困发生率"),
                        ("parties.registered_persons", "parties.lifted_persons", "parties.population"),
                    ),
                )
            ),
            columns=(
                Plain("registered", _("建档立卡人口")),
                Plain("lifted", _("已脱贫")),
                Derived("poor", _("未脱贫人口"), "-", "registered", "lifted", unit="person"),
                Plain("all", _("总人口")),
                Derived("rate", _("贫困发生率"), "%", "poor", "all"),
            ),
        ),
    ),
    notes=(_("总人口取登记的统计基数；没有登记的地区不算贫困发生率。"),),
)
VILLAGES = Table(
    name="T09",
    title=_("驻村帮扶力量一览表"),
    workstream="pairing",
    parts=(
        Grid(
            head=_("村"),
            rows=ByArea(level="village", only="filled"),
            columns=(
                Column("pairing.units_assisting", _("单位数"), _("包联单位")),
                Names("pairing.units_assisting", "helper", _("单位名称"), group=_("包联单位")),
                Column("pairing.stationed_cadres", _("合计"), _("驻村干部")),
                Column("pairing.stationed_cadres.district", _("县（区）直"), _("驻村干部")),
                Column("pairing.stationed_cadres.higher", _("省、市直"), _("驻村干部")),
                Column("fieldwork.teams", _("工作队"), _("驻村力量"), ever=True),
                Column("fieldwork.first_secretaries", _("第一书记"), _("驻村力量")),
                Column("pairing.household_helpers", _("人数"), _("包户干部")),
                Column("pairing.households_paired", _("包联户数"), _("包户干部")),
            ),
        ),
    ),
)
PAIRED = Table(
    name="T10",
    title=_("帮扶干部包联农户情况表"),
    workstream="pairing",
    parts=(
        Grid(
            title=_("按村"),
            head=_("村"),
            rows=ByArea(level="village", only="filled"),
            columns=(
                Column("parties.registered_households", _("在册农户"), disjoint=True),
                Column("pairing.households_paired", _("已结对"), disjoint=True),
                Derived("unpaired", _("未结对"), "-", "parties.registered_households", "pairing.households_paired"),
                Derived("coverage", _("覆盖率"), "%", "pairing.households_paired", "parties.registered_households"),
                Column("pairing.household_helpers", _("帮扶干部")),
                Derived(
                    "load",
                    _("每人包联"),
                    "/",
                    "pairing.households_paired",
                    "pairing.household_helpers",
                    unit="household",
                ),
            ),
        ),
        Grid(
            title=_("按帮扶干部"),
            head=_("帮扶干部"),
            rows=By("helper", order="value"),
            columns=(Column("pairing.households_paired", _("包联户数"), disjoint=True),),
        ),
    ),
    notes=(_("未结对的农户名单在“结对总览”的覆盖情况里。"),),
)
TABLES = (HEADLINES, VILLAGES, PAIRED)
