"""What the deeds of the ledger are called in history, where no button of the changed row names them."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.history.deeds import Deeds

DEEDS = Deeds(
    name="ledger",
    titles={
        "decide_double": _("核定重复"),
        "reopen_double": _("重新核对重复"),
    },
)
