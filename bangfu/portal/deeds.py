"""What the deeds of the public site are called in history, where no button of the changed row names them."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.history.deeds import Deeds

DEEDS = Deeds(
    name="portal",
    titles={
        "apply_for_account": _("申请账号"),
        "create_user": _("建立账号"),
        "grant_role": _("授予角色"),
        "publish_notice": _("发布公告"),
        "send_letter": _("群众来信"),
        "rate_answer": _("来信人评价"),
    },
)
