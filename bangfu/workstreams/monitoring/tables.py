"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    Column,
    Derived,
    Grid,
    Table,
)

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
TABLES = (RELIEF,)
