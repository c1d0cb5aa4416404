"""What the actions of history are called on the page of a household."""

from __future__ import annotations

from django.utils.translation import gettext as _


def action_words(action: str) -> str:
    """Return an action of history in words; one nobody named stands for itself."""
    words = {
        "import_created": _("导入新增"),
        "import_changed": _("导入修改"),
        "undo_import": _("撤销导入"),
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
        "link_evidence": _("添加文件"),
        "remove_evidence": _("移除文件"),
        "unmask": _("查看完整号码"),
        "export": _("导出"),
    }
    return words.get(action, action)
