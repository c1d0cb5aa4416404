"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    ByArea,
    ByPartner,
    Column,
    Field,
    Grid,
    Records,
    Table,
)

MOTIVATION = Table(
    name="T38",
    title=_("志智双扶成效表"),
    workstream="culture",
    parts=(
        Grid(head=_("变化"), rows=By("outcome"), columns=(Column("culture.motivated", _("人数")),), title=_("按变化")),
        Grid(
            title=_("按地区"),
            head=_("地区"),
            rows=ByArea(),
            columns=(Column("culture.rekindled", _("思想消极转积极")), Column("culture.confident", _("提振发展信心"))),
        ),
    ),
)
TOURISM = Table(
    name="T45",
    title=_("文化旅游协作情况表"),
    workstream="culture",
    parts=(
        Grid(
            title=_("按结对地区"),
            head=_("地区"),
            rows=ByPartner(),
            columns=(
                Column("culture.routes", _("旅游线路")),
                Column("culture.visitor_spending", _("游客消费")),
                Column("culture.activities", _("文化活动")),
            ),
        ),
        Grid(
            title=_("文化与志愿活动"),
            head=_("形式"),
            rows=By("form"),
            columns=(Column("culture.activities", _("场次")),),
        ),
        Records(
            title=_("游客消费逐笔"),
            kinds=("culture.visitor_spending",),
            fields=(
                Field("happened_on", _("日期")),
                Field("giver", _("组织单位")),
                Field("place", _("消费地")),
                Field("persons", _("人数")),
                Field("amount", _("消费")),
            ),
        ),
    ),
)
TABLES = (MOTIVATION, TOURISM)
