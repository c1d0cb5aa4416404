"""What is measured about suppliers, products, listings and sales points."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import Measure, count, distinct

POINTS = count(source="sales_points")
LISTED = count(source="listings")
LISTING_SUPPLIERS = distinct("supplier", source="listings")


def _of(name: str, title: str, unit: str, measure: Measure, by: tuple[str, ...] = (), definition: str = "") -> Figure:
    return Figure(
        name=name, title=title, unit=unit, workstream="market", expression=measure, by=by, definition=definition
    )


REGISTER_FIGURES = (
    _of(
        "market.screened",
        _("排查的农业经营主体"),
        "organisation",
        distinct("organisation", source="screenings"),
        ("result",),
        _("企业、家庭农场和合作社，每家只算一次。"),
    ),
    _of("market.suppliers", _("认定供应商"), "organisation", count(source="suppliers"), ("level", "supplier")),
    _of(
        "market.suppliers.province",
        _("省级认定供应商"),
        "organisation",
        count(source="suppliers", level="province"),
    ),
    _of(
        "market.products",
        _("认定产品"),
        "product",
        count(source="products"),
        ("category", "supplier"),
        _("按产品计；一个产品可有多个规格。"),
    ),
    _of(
        "market.listing_suppliers",
        _("有产品上架的供应商"),
        "organisation",
        LISTING_SUPPLIERS,
        ("platform",),
        _("在几个平台上架的供应商只算一次；各平台家数不能相加。"),
    ),
    _of(
        "market.listing_suppliers.fupin832",
        _("在“扶贫832”平台上架的供应商"),
        "organisation",
        LISTING_SUPPLIERS.over(platform="fupin832"),
    ),
    _of(
        "market.listing_suppliers.social_hall",
        _("在中国社会扶贫网特色馆上架的供应商"),
        "organisation",
        LISTING_SUPPLIERS.over(platform="social_hall"),
    ),
    _of("market.listed_skus", _("上架规格"), "sku", LISTED, ("platform", "supplier"), _("按规格计，不是产品数。")),
    _of(
        "market.listed_skus.fupin832",
        _("在“扶贫832”平台上架的规格"),
        "sku",
        LISTED.over(platform="fupin832"),
        ("supplier",),
    ),
    _of(
        "market.listed_skus.social_hall",
        _("在中国社会扶贫网特色馆上架的规格"),
        "sku",
        LISTED.over(platform="social_hall"),
        ("supplier",),
    ),
    _of("market.points", _("销售点（含拟建）"), "place", POINTS, ("kind", "stage", "online")),
    _of("market.points.open", _("已开设的销售点"), "place", POINTS.over(stage="open"), ("kind", "online")),
    _of(
        "market.points.determined",
        _("已确定的销售点"),
        "place",
        POINTS.over(stage="determined"),
        ("kind", "online"),
        _("已确定、尚未开设。"),
    ),
    _of("market.points.planned", _("拟建设的销售点"), "place", POINTS.over(stage="planned"), ("kind", "online")),
    _of(
        "market.station_villages",
        _("有电商站点的村"),
        "village",
        distinct("place", source="sales_points", kind="station", stage="open"),
    ),
)
