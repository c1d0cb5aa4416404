"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    Column,
    Derived,
    Grid,
    Table,
)

ITEMS = Table(
    name="T18",
    title=_("宣传报道和宣传品情况表"),
    workstream="publicity",
    parts=(
        Grid(
            title=_("按媒体级别"),
            head=_("媒体级别"),
            rows=By("level"),
            columns=(
                Column("publicity.items", _("篇（条）数")),
                Derived("share", _("占比"), "of_total", "publicity.items"),
            ),
        ),
        Grid(
            title=_("按媒体"),
            head=_("媒体"),
            rows=By("outlet", order="value"),
            columns=(Column("publicity.items", _("篇（条）数")),),
        ),
        Grid(
            title=_("宣传品"),
            head=_("形式"),
            rows=By("form"),
            columns=(Column("publicity.materials", _("份（块）数")),),
        ),
    ),
)
TABLES = (ITEMS,)
