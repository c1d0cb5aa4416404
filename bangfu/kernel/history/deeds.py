"""What deeds are called in history. Many are the buttons that did them; the others are named by their app here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import registry_of

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Deeds:
    """The deeds of an app that no button of the changed row is named after: name in history → words.

    ``name`` is the label of the app whose actions record them, whatever they record them on.
    """

    name: str
    titles: Mapping[str, Text]


deeds = registry_of(Deeds)


def deed_title(action: str, app: str = "") -> str:
    """Return the words for a deed, those of an app first; empty for one that nobody named."""
    tables = [table for table in (deeds.get(app), *deeds) if table is not None]
    return next((str(table.titles[action]) for table in tables if action in table.titles), "")


DEEDS = Deeds(
    name="kernel",
    titles={
        "export": _("导出"),
        "link_evidence": _("添加文件"),
        "remove_evidence": _("移除文件"),
        "import_created": _("导入新增"),
        "import_changed": _("导入修改"),
        "undo_import": _("撤销导入"),
        "unmask": _("查看完整号码"),
        "change_password": _("修改密码"),
    },
)
