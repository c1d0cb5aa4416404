"""What the deeds of pairing are called in history, where no button of the changed row names them."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.history.deeds import Deeds

DEEDS = Deeds(
    name="pairing",
    titles={
        "make_scheme": _("新建方案"),
        "change_scheme": _("修改方案"),
        "enrol": _("列入名单"),
        "pair": _("结对"),
        "propose": _("提出结对建议"),
        "undo_acceptance": _("撤销采用"),
        "undo_pairing": _("撤销结对"),
        "join_agreement": _("更换签约方"),
        "change_team_units": _("更换派员单位"),
        "change_team_member": _("更换队员"),
    },
)
