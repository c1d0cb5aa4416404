"""Who may do what with suppliers, products and sales points."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey
from bangfu.kernel.rights.roles import Permission

SUPPLIER_VIEW, SUPPLIER_CHANGE = "market.supplier.view", "market.supplier.change"
CHECK, CERTIFY = "market.supplier.check", "market.supplier.certify"
PRODUCT_VIEW, PRODUCT_CHANGE = "market.product.view", "market.product.change"
POINT_VIEW, POINT_CHANGE = "market.point.view", "market.point.change"
READERS = ("county", "township", "village", "lead", "auditor", "partner", "department")
WRITERS = ("county", "lead")

PERMISSIONS = (
    Permission(name=SUPPLIER_VIEW, title=_("查看供应商"), roles=(*READERS, "unit")),
    Permission(name=SUPPLIER_CHANGE, title=_("登记和申报供应商"), roles=(*WRITERS, "township")),
    Permission(name=CHECK, title=_("审核供应商"), roles=WRITERS),
    Permission(name=CERTIFY, title=_("登记供应商认定"), roles=("county",)),
    Permission(name="market.supplier.export", title=_("导出供应商"), roles=(*WRITERS, "auditor")),
    Permission(name=PRODUCT_VIEW, title=_("查看产品和上架规格"), roles=(*READERS, "unit")),
    Permission(name=PRODUCT_CHANGE, title=_("登记产品和上架规格"), roles=(*WRITERS, "unit")),
    Permission(name=POINT_VIEW, title=_("查看销售点"), roles=READERS),
    Permission(name=POINT_CHANGE, title=_("登记销售点"), roles=(*WRITERS, "township")),
)

KEYS = (
    PolicyKey(
        name="market.check_days",
        title=_("供应商申报县级审核时限"),
        type="days",
        unit=_("个工作日"),
    ),
    PolicyKey(name="market.certified_months", title=_("供应商认定有效期"), type="integer", unit=_("个月")),
)
