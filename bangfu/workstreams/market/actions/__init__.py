"""Every write to the market's tables."""

from bangfu.workstreams.market.actions.points import close_point, determine_point, open_point, plan_point
from bangfu.workstreams.market.actions.products import (
    add_skus,
    delist_sku,
    end_product,
    list_sku,
    list_skus,
    register_product,
)
from bangfu.workstreams.market.actions.screenings import screen
from bangfu.workstreams.market.actions.suppliers import (
    apply_for_certification,
    certify_supplier,
    check_supplier,
    expire_supplier,
    refuse_supplier,
    withdraw_supplier,
)

__all__ = [
    "add_skus",
    "apply_for_certification",
    "certify_supplier",
    "check_supplier",
    "close_point",
    "delist_sku",
    "determine_point",
    "end_product",
    "expire_supplier",
    "list_sku",
    "list_skus",
    "open_point",
    "plan_point",
    "refuse_supplier",
    "register_product",
    "screen",
    "withdraw_supplier",
]
