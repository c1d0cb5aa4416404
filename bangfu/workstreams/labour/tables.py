"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import By, Column, Derived, Fixed, Grid, Line, Plain, Table

WORKERS = Table(
    name="T28",
    title=_("务工就业情况表"),
    workstream="labour",
    parts=(
        Grid(
            title=_("按去向"),
            head=_("务工去向"),
            rows=By("destination"),
            columns=(
                Column("labour.workers", _("务工人数")),
                Derived("share", _("占比"), "of_total", "labour.workers"),
            ),
        ),
        Grid(
            title=_("比上年"),
            head=_("指标"),
            rows=Fixed((Line(_("务工人数"), ("labour.workers", "labour.workers.base")),)),
            columns=(
                Plain("now", _("本期")),
                Plain("base", _("上年（基数）")),
                Derived("growth", _("增长"), "over", "now", "base"),
            ),
        ),
    ),
    notes=(_("同一人在一个统计期只算一次，合计按人去重；基数取已登记的上年数。"),),
)
TABLES = (WORKERS,)
