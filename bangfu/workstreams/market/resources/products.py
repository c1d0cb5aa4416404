"""Products, specifications and what is on sale; the places that sell."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource, Search
from bangfu.workstreams.market import actions, forms
from bangfu.workstreams.market.models import Listing, Product, SalesPoint, Sku
from bangfu.workstreams.market.permissions import POINT_CHANGE, POINT_VIEW, PRODUCT_CHANGE, PRODUCT_VIEW
from bangfu.workstreams.market.queries import own_listings, own_products, own_skus
from bangfu.workstreams.market.resources.samples import sample_listing, sample_point, sample_product, sample_sku

POINT_STATES = {
    "planned": (SalesPoint.State.PLANNED.label, "waiting"),
    "determined": (SalesPoint.State.DETERMINED.label, "waiting"),
    "open": (SalesPoint.State.OPEN.label, "good"),
    "closed": (SalesPoint.State.CLOSED.label, "neutral"),
}

PRODUCTS = Resource(
    name="market.product",
    title=_("认定产品"),
    model=Product,
    menu="market",
    menu_order=10,
    icon="package",
    order=("area_code", "id"),
    own=own_products,
    columns=(
        Column(name="name", title=_("产品名称")),
        Column(name="supplier", title=_("供应商"), path="supplier__organisation_id", kind="party"),
        Column(name="category", title=_("类别")),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="certified_on", title=_("认定日期"), kind="date", sort=True),
        Column(name="ended_on", title=_("取消日期"), kind="date", in_list=False),
    ),
    filters=(Filter(name="area_code", title=_("地区"), kind="area"),),
    search=(Search(path="name"),),
    form=forms.ProductForm,
    create=actions.register_product,
    acts=(
        Act(
            name="add-skus",
            title=_("添加规格"),
            run=actions.add_skus,
            permission=PRODUCT_CHANGE,
            form=forms.SkusForm,
            when=lambda product: product.ended_on is None,
        ),
        Act(
            name="end",
            title=_("取消认定"),
            run=actions.end_product,
            permission=PRODUCT_CHANGE,
            form=forms.EndWithReasonForm,
            when=lambda product: product.ended_on is None,
        ),
    ),
    sample=sample_product,
)

SKUS = Resource(
    name="market.sku",
    title=_("产品规格"),
    model=Sku,
    view_permission=PRODUCT_VIEW,
    menu="market",
    under="market.product",
    menu_order=11,
    icon="tag",
    order=("area_code", "id"),
    own=own_skus,
    columns=(
        Column(name="product", title=_("产品"), path="product__name"),
        Column(name="specification", title=_("规格")),
        Column(name="price", title=_("单价"), kind="money"),
        Column(name="area_code", title=_("地区"), kind="area"),
    ),
    filters=(Filter(name="area_code", title=_("地区"), kind="area"),),
    acts=(
        Act(
            name="list",
            title=_("上架"),
            run=actions.list_sku,
            permission=PRODUCT_CHANGE,
            form=forms.ListForm,
        ),
        Act(
            name="list-many",
            title=_("批量上架"),
            run=actions.list_skus,
            permission=PRODUCT_CHANGE,
            form=forms.ListForm,
            bulk=True,
        ),
    ),
    sample=sample_sku,
)

LISTINGS = Resource(
    name="market.listing",
    title=_("上架规格"),
    model=Listing,
    view_permission=PRODUCT_VIEW,
    menu="market",
    under="market.product",
    menu_order=12,
    icon="shopping-cart",
    order=("area_code", "id"),
    own=own_listings,
    columns=(
        Column(name="product", title=_("产品"), path="sku__product__name"),
        Column(name="specification", title=_("规格"), path="sku__specification"),
        Column(name="supplier", title=_("供应商"), path="sku__product__supplier__organisation_id", kind="party"),
        Column(name="platform", title=_("平台"), kind="choice"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="listed_on", title=_("上架日期"), kind="date", sort=True),
        Column(name="ended_on", title=_("下架日期"), kind="date"),
    ),
    filters=(
        Filter(name="platform", title=_("平台")),
        Filter(name="area_code", title=_("地区"), kind="area"),
    ),
    acts=(
        Act(
            name="delist",
            title=_("下架"),
            run=actions.delist_sku,
            permission=PRODUCT_CHANGE,
            form=forms.EndForm,
            when=lambda listing: listing.ended_on is None,
        ),
    ),
    sample=sample_listing,
)

POINTS = Resource(
    name="market.point",
    title=_("销售点"),
    model=SalesPoint,
    view_permission=POINT_VIEW,
    menu="market",
    menu_order=30,
    icon="map-pin",
    order=("area_code", "id"),
    columns=(
        Column(name="name", title=_("名称")),
        Column(name="kind", title=_("类型"), kind="choice"),
        Column(name="online", title=_("线上"), kind="boolean"),
        Column(name="state", title=_("状态"), kind="state", states=POINT_STATES),
        Column(name="host", title=_("设立单位"), path="host_id", kind="party"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="planned_on", title=_("计划日期"), kind="date"),
        Column(name="determined_on", title=_("确定日期"), kind="date", in_list=False),
        Column(name="opened_on", title=_("开设日期"), kind="date"),
        Column(name="closed_on", title=_("关闭日期"), kind="date", in_list=False),
    ),
    filters=(
        Filter(name="kind", title=_("类型")),
        Filter(name="state", title=_("状态")),
        Filter(name="online", title=_("线上"), kind="boolean"),
        Filter(name="area_code", title=_("地区"), kind="area"),
    ),
    form=forms.PointForm,
    create=actions.plan_point,
    acts=(
        Act(
            name="determine",
            title=_("确定"),
            run=actions.determine_point,
            permission=POINT_CHANGE,
            form=forms.DayForm,
            when=lambda point: point.state == "planned",
        ),
        Act(
            name="open",
            title=_("开设"),
            run=actions.open_point,
            permission=POINT_CHANGE,
            form=forms.DayForm,
            when=lambda point: point.state in ("planned", "determined"),
        ),
        Act(
            name="close",
            title=_("关闭"),
            run=actions.close_point,
            permission=POINT_CHANGE,
            form=forms.CloseForm,
            when=lambda point: point.state != "closed",
        ),
    ),
    evidence=("photo", "document"),
    evidence_permission=POINT_CHANGE,
    sample=sample_point,
)
