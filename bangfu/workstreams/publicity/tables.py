"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    Column,
    Derived,
    Field,
    Grid,
    Records,
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
            total=False,
            columns=(Column("publicity.materials", _("数量（传单按份，广告按块）")),),
        ),
        Grid(
            title=_("形象大使和代言人"),
            head=_("称号"),
            rows=By("role"),
            columns=(
                Column("publicity.ambassadors", _("聘请人数")),
                Column("publicity.endorsements", _("代言活动")),
            ),
        ),
        Records(
            title=_("聘请名单"),
            kinds=("publicity.ambassador",),
            fields=(
                Field("happened_on", _("聘请日期")),
                Field("role", _("称号")),
                Field("named", _("姓名")),
                Field("origin", _("籍贯或单位")),
                Field("giver", _("聘请单位")),
                Field("place", _("代言地区")),
                Field("until", _("聘期至")),
                Field("persons", _("人数")),
            ),
        ),
    ),
)
TABLES = (ITEMS,)
