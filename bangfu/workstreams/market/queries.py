"""Rows of the market that a user may see."""

from django.db.models import Q, QuerySet

from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scoped
from bangfu.workstreams.market.models import Supplier
from bangfu.workstreams.market.permissions import SUPPLIER_VIEW


def _own_organisation(user: User) -> int:
    acts_for = getattr(user, "acts_for", None)
    return acts_for.party_id if acts_for is not None else 0


def own_suppliers(user: User) -> Q:
    """The supplier the user acts for."""
    return Q(organisation_id=_own_organisation(user))


def own_products(user: User) -> Q:
    """Products of the supplier the user acts for."""
    return Q(supplier__organisation_id=_own_organisation(user))


def own_skus(user: User) -> Q:
    """SKUs of the supplier the user acts for."""
    return Q(product__supplier__organisation_id=_own_organisation(user))


def own_listings(user: User) -> Q:
    """What the supplier the user acts for has on sale."""
    return Q(sku__product__supplier__organisation_id=_own_organisation(user))


def suppliers_visible_to(user: User) -> QuerySet[Supplier]:
    """Suppliers at the user's places, and the one they act for."""
    return scoped(Supplier.objects.order_by("pk"), user, SUPPLIER_VIEW, own=own_suppliers)
