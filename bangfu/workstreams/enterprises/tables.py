"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    ByPartner,
    Column,
    Grid,
    Table,
)

VILLAGES = Table(
    name="T43",
    title=_("村企结对情况表"),
    workstream="enterprises",
    parts=(
        Grid(
            title=_("按结对地区"),
            head=_("受援地区"),
            rows=ByPartner(),
            columns=(
                Column("enterprises.paired_enterprises", _("结对企业")),
                Column("enterprises.paired_villages", _("结对村"), disjoint=True),
                Column("enterprises.chamber_villages", _("工商联、商会结对村"), disjoint=True),
                Column("exchange.donations.money", _("捐款")),
                Column("exchange.donations.goods", _("捐物折价")),
            ),
        ),
        Grid(
            title=_("企业带动农户"),
            head=_("带动方式"),
            rows=By("mode"),
            columns=(Column("enterprises.households", _("带动户数")),),
        ),
    ),
    notes=(_("捐款捐物为受援地区收到的全部，不限于结对企业。"),),
)
TABLES = (VILLAGES,)
