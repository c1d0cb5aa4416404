"""What the deeds of the market are called in history, where no button of the changed row names them."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.history.deeds import Deeds
from bangfu.workstreams.market.certification import CERTIFICATION

DEEDS = Deeds(
    name="market",
    titles={
        "add_sku": _("新增规格"),
    }
    | {f"{step.name}_supplier": step.title for step in CERTIFICATION.transitions},
)
