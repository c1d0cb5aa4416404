"""The items of a check as they are stored in ``CheckType.items`` and kept by rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.conditions.checking import check
from bangfu.kernel.conditions.reading import Faulty
from bangfu.kernel.errors import Refused
from bangfu.workstreams.monitoring.screening.vocabulary import HOUSEHOLD, assuming, vocabulary

ITEMS = "check_item"


@dataclass(frozen=True, kw_only=True)
class CheckItem:
    """One thing that is looked at. ``standard`` is its pass rule in words, ``source`` where that is laid down.

    ``doubt`` is a condition over a household: where it is true, the registers say beforehand that the item may fail.
    Findings of a ``sensitive`` item (health, schooling of minors) are shown to fewer.
    """

    code: str
    title: str
    standard: str = ""
    source: str = ""
    doubt: str = ""
    sensitive: bool = False

    def stored(self) -> dict[str, Any]:
        """Return the item as JSON holds it."""
        return asdict(self)


def items_of(stored: Sequence[Mapping[str, Any]]) -> tuple[CheckItem, ...]:
    """Return the items of a type or a round, in the order of the sheet."""
    return tuple(CheckItem(**entry) for entry in stored)


def titles_of(stored: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return code → title."""
    return {entry["code"]: entry["title"] for entry in stored}


def require_sound(stored: Sequence[Mapping[str, Any]], area_code: str, on: date) -> None:
    """Raise Refused for items nobody could check: none, twice the same, without a title, a doubt that means nothing."""
    items = items_of(stored)
    if not items:
        raise Refused(_("至少要有一个项目。"), field="items")
    codes, titles = [i.code for i in items], [i.title for i in items]
    if len(set(codes)) < len(codes) or len(set(titles)) < len(titles):
        raise Refused(_("项目重复。"), field="items")
    words, known = assuming(vocabulary(on, area_code)), labels(ITEMS)
    for item in items:
        if item.code not in known:
            raise Refused(
                _("代码表“排查项目”里没有“%(code)s”，请先在代码表里添加。") % {"code": item.code}, field="items"
            )
        if not item.title.strip():
            raise Refused(_("项目“%(code)s”没有名称。") % {"code": item.code}, field="items")
        if not item.doubt.strip():
            continue
        try:
            check(item.doubt, words, HOUSEHOLD, on)
        except Faulty as fault:
            told = {"item": item.title, "fault": fault.message}
            raise Refused(_("“%(item)s”的疑点条件：%(fault)s") % told, field="items") from fault
