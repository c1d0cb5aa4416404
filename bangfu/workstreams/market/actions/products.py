"""Products, their specifications, and what is on sale where."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_changes, snapshot
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.workstreams.market.actions.rows import change, create, locked, refuse_unless
from bangfu.workstreams.market.models import Listing, Product, Sku, Supplier
from bangfu.workstreams.market.permissions import PRODUCT_CHANGE


@action(PRODUCT_CHANGE)
def register_product(actor: User, *, supplier: int, name: str, certified_on: date, category: str = "") -> Product:
    """Register a certified product. Raises Refused for a supplier that is not certified."""
    row = Supplier.objects.select_related("organisation").get(pk=supplier)
    _require(actor, row)
    if row.state != Supplier.State.CERTIFIED:
        raise Refused(_("“%(who)s”还没有通过认定。") % {"who": row}, field="supplier")
    product = Product(
        supplier=row, area_code=row.area_code, name=name.strip(), category=category.strip(), certified_on=certified_on
    )
    return create(actor, "register_product", product, twice=_("该供应商已有同名产品“%(name)s”。") % {"name": name})


@action(PRODUCT_CHANGE)
def end_product(actor: User, product: Product, *, ended_on: date, reason: str) -> Product:
    """The product is no longer certified, saying why."""
    row = locked(product)
    _require(actor, row.supplier)
    refuse_unless(row.ended_on is None, _("该产品已经取消。"))
    return change(actor, "end_product", row, reason=reason, ended_on=ended_on)


@action(PRODUCT_CHANGE)
def add_skus(
    actor: User, product: Product, *, specifications: Sequence[str], price: Decimal | None = None
) -> list[Sku]:
    """Add specifications to a product set-wise; those it has already are left out."""
    _require(actor, product.supplier)
    known = set(product.skus.values_list("specification", flat=True))
    wanted = [text for text in dict.fromkeys(s.strip() for s in specifications) if text and text not in known]
    if not wanted:
        raise Refused(_("没有新的规格。"), field="specifications")
    rows = [Sku(product=product, area_code=product.area_code, specification=text, price=price) for text in wanted]
    Sku.objects.bulk_create(rows)
    _remember(actor, "add_sku", rows)
    return rows


@action(PRODUCT_CHANGE)
def list_skus(actor: User, ids: Iterable[int], *, platform: str, listed_on: date) -> list[Listing]:
    """Put SKUs on sale on a platform, all or none. Raises Conflict for one that is on sale there."""
    skus = list(Sku.objects.filter(pk__in=list(ids)).select_related("product__supplier").order_by("pk"))
    for supplier in {sku.product.supplier for sku in skus}:
        _require(actor, supplier)
    taken = Listing.objects.filter(sku__in=skus, platform=platform, ended_on=None).select_related("sku").first()
    if taken is not None:
        raise Conflict(_("“%(sku)s”已在该平台上架。") % {"sku": taken.sku})
    rows = [Listing(sku=sku, area_code=sku.area_code, platform=platform, listed_on=listed_on) for sku in skus]
    Listing.objects.bulk_create(rows)
    _remember(actor, "list_sku", rows)
    return rows


@action(PRODUCT_CHANGE)
def list_sku(actor: User, sku: Sku, *, platform: str, listed_on: date) -> Listing:
    """Put one SKU on sale on a platform."""
    [row] = list_skus(actor, [sku.pk], platform=platform, listed_on=listed_on)
    return row


@action(PRODUCT_CHANGE)
def delist_sku(actor: User, listing: Listing, *, ended_on: date) -> Listing:
    """Take a SKU off a platform."""
    row = locked(listing)
    _require(actor, row.sku.product.supplier)
    refuse_unless(row.ended_on is None, _("已经下架。"))
    return change(actor, "delist_sku", row, ended_on=ended_on)


def _require(actor: User, supplier: Supplier) -> None:
    """A supplier may keep its own products; its place's office everybody's."""
    own = getattr(actor, "acts_for", None)
    if own is None or own.party_id != supplier.organisation_id:
        require(actor, PRODUCT_CHANGE, supplier.area_code)


def _remember(actor: User, deed: str, rows: Sequence[Sku] | Sequence[Listing]) -> None:
    record_changes(
        Change(
            actor=actor,
            action=deed,
            object_type=row._meta.label_lower,
            object_id=row.pk,
            area_code=row.area_code,
            after=snapshot(row),
        )
        for row in rows
    )
