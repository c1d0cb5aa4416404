"""Tables of the registers and of pairing, which belong to no single working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import ByArea, Column, Derived, Grid, Names, Table

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
    ),
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
                Column("pairing.household_helpers", _("人数"), _("包户干部")),
                Column("pairing.households_paired", _("包联户数"), _("包户干部")),
            ),
        ),
    ),
)
TABLES = (HEADLINES, VILLAGES)
