"""The history of all changes, for those who oversee. What was before and after is on the page of each object."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.history.models import Change
from bangfu.kernel.resources import Column, Filter, Resource
from bangfu.kernel.rows.history import action_titles, kinds_of_rows


def _sorted(words: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(words.items(), key=lambda pair: (pair[1], pair[0]))


def _title(change: Change) -> str:
    """What was done to what: 发布公告 · 公示公告 3."""
    deed = action_titles().get(change.action, change.action)
    kind = kinds_of_rows().get(change.object_type, change.object_type)
    return f"{deed} · {kind} {change.object_id}"


CHANGES = Resource(
    name="kernel.change",
    title=_("变更记录"),
    model=Change,
    menu="system",
    menu_order=60,
    icon="history",
    order=("-id",),
    columns=(
        Column(name="at", title=_("时间"), kind="datetime"),
        Column(name="actor", title=_("操作人"), path="actor_id", kind="user"),
        Column(name="action", title=_("操作"), kind="choice", words=action_titles),
        Column(name="object_type", title=_("对象类型"), kind="choice", words=kinds_of_rows),
        Column(name="object_id", title=_("对象编号"), kind="text"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="reason", title=_("原因")),
        Column(name="batch", title=_("批次"), kind="text", in_list=False),
    ),
    filters=(
        Filter(name="at", title=_("时间"), kind="date"),
        Filter(name="action", title=_("操作"), choices=lambda _user: _sorted(action_titles())),
        Filter(name="object_type", title=_("对象类型"), choices=lambda _user: _sorted(kinds_of_rows())),
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
    ),
    version="",
    title_of=_title,
    empty=_("还没有变更。"),
)

DECLARED = (CHANGES,)
