"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    Column,
    Derived,
    Grid,
    Table,
)
from bangfu.workstreams.monitoring.checks.figures import BY_ITEM

RELIEF = Table(
    name="T42",
    title=_("救助兜底资金发放表"),
    workstream="monitoring",
    parts=(
        Grid(
            title=_("救助兜底资金"),
            head=_("项目"),
            rows=By("item"),
            columns=(
                Column("monitoring.relief", _("发放金额")),
                Derived("share", _("占比"), "of_total", "monitoring.relief"),
                Column("monitoring.relief_persons", _("发放人数（各笔相加）")),
            ),
        ),
        Grid(
            title=_("关爱服务"),
            head=_("对象"),
            rows=By("audience"),
            columns=(Column("monitoring.care_times", _("服务")),),
        ),
    ),
)
ALERTS = Table(
    name="T41",
    title=_("监测对象预警和处置情况表"),
    workstream="monitoring",
    parts=(
        Grid(
            title=_("监测对象（按风险原因）"),
            head=_("风险（致贫）原因"),
            rows=By("cause"),
            columns=(
                Column(
                    "monitoring.monitored",
                    _("脱贫不稳定户"),
                    _("监测中"),
                    key="unstable",
                    where={"standing": "unstable"},
                ),
                Column(
                    "monitoring.monitored",
                    _("边缘易致贫户"),
                    _("监测中"),
                    key="marginal",
                    where={"standing": "marginal"},
                ),
                Column(
                    "monitoring.monitored", _("突发严重困难户"), _("监测中"), key="sudden", where={"standing": "sudden"}
                ),
                Column(
                    "monitoring.monitored",
                    _("防止返贫致贫对象"),
                    _("监测中"),
                    key="at_risk",
                    where={"standing": "at_risk"},
                ),
                Column("monitoring.monitored", _("合计"), _("监测中"), disjoint=True),
                Column("monitoring.cleared", _("风险消除"), disjoint=True),
            ),
        ),
        Grid(
            title=_("风险线索（按发现渠道）"),
            head=_("发现渠道"),
            rows=By("channel"),
            columns=(
                Column("monitoring.clues", _("线索")),
                Column("monitoring.clues.false", _("误报")),
                Derived("rate", _("误报率"), "%", "monitoring.clues.false", "monitoring.clues"),
            ),
        ),
        Grid(
            title=_("监测对象处置（按主要风险）"),
            head=_("主要风险"),
            rows=By("risk"),
            columns=(
                Column("monitoring.cases.by_risk", _("纳入监测")),
                Column("monitoring.cases.helped_by_risk", _("落实帮扶")),
                Column("monitoring.cases.cleared_by_risk", _("风险消除")),
                Derived("rate", _("消除占比"), "%", "monitoring.cases.cleared_by_risk", "monitoring.cases.by_risk"),
            ),
        ),
        Grid(
            title=_("监测对象处置（按类别）"),
            head=_("类别"),
            rows=By("kind"),
            columns=(
                Column("monitoring.cases.identified", _("纳入监测")),
                Column("monitoring.cases.helped", _("落实帮扶")),
                Column("monitoring.cases.cleared", _("风险消除")),
            ),
        ),
        Grid(
            title=_("“两不愁三保障”问题"),
            head=_("项目"),
            rows=By("item"),
            columns=(
                Column("monitoring.issues_found", _("发现")),
                Column("monitoring.issues_fixed", _("整改完成")),
                Derived("open", _("未完成"), "-", "monitoring.issues_found", "monitoring.issues_fixed"),
                Derived("rate", _("整改率"), "%", "monitoring.issues_fixed", "monitoring.issues_found"),
            ),
        ),
        BY_ITEM,
    ),
)
TABLES = (ALERTS, RELIEF)
