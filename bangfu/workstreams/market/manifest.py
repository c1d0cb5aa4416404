"""What consumption assistance tells the platform."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.ledger.imports.declared import group_template
from bangfu.workstreams.market.certification import CERTIFICATION
from bangfu.workstreams.market.deeds import DEEDS
from bangfu.workstreams.market.events import EVENT_KINDS
from bangfu.workstreams.market.figures import FIGURES, PUBLIC_FIGURES
from bangfu.workstreams.market.kinds import KINDS
from bangfu.workstreams.market.permissions import KEYS, PERMISSIONS
from bangfu.workstreams.market.register_figures import REGISTER_FIGURES
from bangfu.workstreams.market.reporting import CHAPTERS
from bangfu.workstreams.market.resources.products import LISTINGS, POINTS, PRODUCTS, SKUS
from bangfu.workstreams.market.resources.suppliers import MARKET, SCREENINGS, SUPPLIERS
from bangfu.workstreams.market.sources import SOURCES
from bangfu.workstreams.market.tables import TABLES

manifest = Manifest(
    name="market",
    title=_("消费帮扶"),
    about=_("认定产品、采购、帮助销售和销售渠道。单位自己买的与帮别人卖的分开记，订购不等于成交，供应商逐笔确认。"),
    order=110,
    provides=(
        DEEDS,
        group_template("market", _("消费帮扶")),
        MARKET,
        *PERMISSIONS,
        *KEYS,
        CERTIFICATION,
        SUPPLIERS,
        PRODUCTS,
        SKUS,
        LISTINGS,
        POINTS,
        SCREENINGS,
        *SOURCES,
        *KINDS,
        *EVENT_KINDS,
        *FIGURES,
        *PUBLIC_FIGURES,
        *REGISTER_FIGURES,
        *CHAPTERS,
        *TABLES,
    ),
)
