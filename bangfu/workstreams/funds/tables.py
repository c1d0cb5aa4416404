"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    ByArea,
    ByPartner,
    ByPeriod,
    Column,
    Derived,
    Grid,
    Table,
)

ALLOCATION = Table(
    name="T25",
    title=_("财政专项资金分配表"),
    workstream="funds",
    parts=(
        Grid(
            head=_("资金类别"),
            rows=By("category"),
            columns=(
                Column("funds.special", _("安排资金")),
                Derived("share", _("占比"), "of_total", "funds.special"),
            ),
        ),
    ),
)
DISBURSED = Table(
    name="T26",
    title=_("帮扶资金拨付情况表"),
    workstream="funds",
    parts=(
        Grid(
            title=_("按受援方"),
            head=_("受援方"),
            rows=By("receiver", order="value"),
            columns=(
                Column("funds.fiscal", _("财政帮扶资金")),
                Column("funds.fiscal", _("直接拨付"), _("其中"), key="direct", where={"route": "direct"}),
                Column("funds.fiscal", _("上解"), _("其中"), key="remitted", where={"route": "remitted"}),
                Column("funds.region", _("区域协作年度资金")),
            ),
        ),
        Grid(
            title=_("按年度"),
            head=_("年度"),
            rows=ByPeriod("year"),
            columns=(
                Column("funds.fiscal", _("财政帮扶资金")),
                Column("funds.region", _("区域协作年度资金")),
                Column("funds.dedicated", _("专门用途资金")),
            ),
        ),
        Grid(
            title=_("专门用途资金"), head=_("用途"), rows=By("purpose"), columns=(Column("funds.dedicated", _("金额")),)
        ),
    ),
    notes=(_("专门用途资金不并入财政帮扶资金。"),),
)
PROJECTS = Table(
    name="T27",
    title=_("项目库和项目实施进度表"),
    workstream="funds",
    parts=(
        Grid(
            title=_("按地区"),
            head=_("地区"),
            rows=ByArea(),
            columns=(
                Column("funds.projects_listed", _("入库项目")),
                Column("funds.projects", _("已实施项目")),
                Derived("rate", _("实施率"), "%", "funds.projects", "funds.projects_listed"),
                Column("funds.project_money", _("项目投入")),
                Column("funds.project_villages", _("有项目的村")),
            ),
        ),
        Grid(
            title=_("按结对地区"),
            head=_("地区"),
            rows=ByPartner(),
            columns=(
                Column("funds.projects", _("已实施项目")),
                Column("funds.project_money", _("项目投入")),
                Column("funds.fiscal", _("财政帮扶资金")),
                Column("funds.region", _("区域协作年度资金")),
            ),
        ),
    ),
)
TABLES = (ALLOCATION, DISBURSED, PROJECTS)
