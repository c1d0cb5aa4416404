"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import By, Column, Derived, Grid, Table

CHANNELS = Table(
    name="T32",
    title=_("认定产品分渠道销售情况表"),
    workstream="market",
    parts=(
        Grid(
            head=_("渠道"),
            rows=By("channel"),
            columns=(Column("market.sales"), Derived("share", _("占比"), "of_total", "market.sales")),
            title=_("线上线下"),
        ),
        Grid(
            head=_("平台"),
            rows=By("platform"),
            columns=(Column("market.sales"), Derived("share", _("占比"), "of_total", "market.sales")),
            title=_("分平台"),
        ),
    ),
)
TABLES = (CHANNELS,)
