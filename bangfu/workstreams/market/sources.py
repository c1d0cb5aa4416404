"""The market's tables as sources of figures: states, taken on a day."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.figures.sources import Dimension, Source, chosen_from
from bangfu.parties.queries import names_of
from bangfu.workstreams.market.models import Listing, Platform, Product, SalesPoint, Screening, Supplier
from bangfu.workstreams.market.permissions import POINT_VIEW, PRODUCT_VIEW, SUPPLIER_VIEW


def _since(begin: str, end: str, on: date | None) -> Q:
    """What had begun by a day and had not ended."""
    day = on or timezone.localdate()
    return Q(**{f"{begin}__lte": day}) & (Q(**{end: None}) | Q(**{f"{end}__gt": day}))


def _suppliers(on: date | None) -> QuerySet[Supplier]:
    day = on or timezone.localdate()
    return Supplier.objects.filter(_since("certified_on", "ended_on", on), certified_until__gte=day)


def _products(on: date | None) -> QuerySet[Product]:
    return Product.objects.filter(_since("certified_on", "ended_on", on))


def _listings(on: date | None) -> QuerySet[Listing]:
    return Listing.objects.filter(_since("listed_on", "ended_on", on))


def _screenings(on: date | None) -> QuerySet[Screening]:
    return Screening.objects.filter(screened_on__lte=on or timezone.localdate())


def _points(on: date | None) -> QuerySet[Any]:
    """Sales points not closed on a day, with the stage they had then."""
    day = on or timezone.localdate()
    stage = Case(
        When(opened_on__lte=day, then=Value("open")),
        When(determined_on__lte=day, then=Value("determined")),
        default=Value("planned"),
    )
    return SalesPoint.objects.filter(_since("planned_on", "closed_on", on)).annotate(stage=stage)


def _point_kinds(codes: Any) -> dict[str, str]:
    titles = dict(SalesPoint._meta.get_field("kind").flatchoices)
    return {code: str(titles.get(code, code)) for code in codes}


def _supplier_names(ids: Any) -> dict[int, str]:
    owners = dict(Supplier.objects.filter(pk__in=list(ids)).values_list("pk", "organisation_id"))
    names = names_of(list(owners.values()))
    return {pk: names.get(owner, "") for pk, owner in owners.items()}


def _platforms(codes: Any) -> dict[str, str]:
    return {code: str(dict(Platform.choices).get(code, code)) for code in codes}


STAGES = (("planned", _("已计划")), ("determined", _("已确定")), ("open", _("已开业")))
SUPPLIER = Dimension(name="supplier", title=_("供应商"), path="supplier_id", labels=_supplier_names)
SOURCES = (
    Source(
        name="screenings",
        title=_("经营主体排查"),
        rows=_screenings,
        fields={"organisation": "organisation_id", "result": "result"},
        dimensions=(Dimension(name="result", title=_("结果"), path="result"),),
        permission=SUPPLIER_VIEW,
    ),
    Source(
        name="suppliers",
        title=_("认定供应商"),
        rows=_suppliers,
        fields={"supplier": "pk", "level": "level"},
        dimensions=(
            Dimension(name="level", title=_("认定级别"), path="level", labels=chosen_from(Supplier.Level.choices)),
            replace(SUPPLIER, path="pk"),
        ),
        permission=SUPPLIER_VIEW,
    ),
    Source(
        name="products",
        title=_("认定产品"),
        rows=_products,
        fields={"product": "pk", "supplier": "supplier_id", "level": "supplier__level", "category": "category"},
        dimensions=(Dimension(name="category", title=_("类别"), path="category"), SUPPLIER),
        permission=PRODUCT_VIEW,
    ),
    Source(
        name="listings",
        title=_("上架规格"),
        rows=_listings,
        fields={"sku": "sku_id", "supplier": "sku__product__supplier_id", "platform": "platform"},
        dimensions=(
            Dimension(name="platform", title=_("平台"), path="platform", labels=_platforms),
            replace(SUPPLIER, path="sku__product__supplier_id"),
        ),
        permission=PRODUCT_VIEW,
    ),
    Source(
        name="sales_points",
        title=_("销售点"),
        rows=_points,
        fields={"point": "pk", "kind": "kind", "online": "online", "stage": "stage", "place": "area_code"},
        dimensions=(Dimension(name="kind", title=_("类型"), path="kind", labels=_point_kinds),),
        permission=POINT_VIEW,
        labels={"stage": chosen_from(STAGES)},
    ),
)
