"""What the deeds of the registers are called in history, where no button of the changed row names them."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.history.deeds import Deeds

DEEDS = Deeds(
    name="parties",
    titles={
        "register_household": _("登记农户"),
        "change_household": _("修改资料"),
        "close_household": _("销户"),
        "move_household": _("整户迁移"),
        "split_household": _("分户"),
        "merge_households": _("并户"),
        "make_head": _("变更户主"),
        "add_member": _("新增成员"),
        "end_membership": _("成员离开"),
        "move_member": _("成员迁移"),
        "set_household_status": _("变更户类型"),
        "record_income": _("登记收入"),
        "register_person": _("登记人员"),
        "import_boundaries": _("导入边界"),
        "merge_areas": _("区划合并"),
        "split_area": _("区划拆分"),
        "recode_area": _("区划代码变更"),
        "let_act_for": _("设为经办人"),
        "move_grants": _("授权随区划调整"),
    },
)
