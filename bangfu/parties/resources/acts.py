"""Actions as buttons call them: one object, fields of a form, an answer in words."""

from collections.abc import Callable, Collection
from datetime import date
from functools import wraps
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.resources import Text
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import Part, merge_areas, merge_households, split_area
from bangfu.parties.models import Area, Household

AREA_CHANGE, HOUSEHOLD_CHANGE = "parties.area.change", "parties.household.change"


def said(run: Callable[..., Any], words: Text) -> Callable[..., str]:
    """Return the action answering in words: that it is done, and what looked wrong on the way."""

    @wraps(run)
    def do(actor: User, obj: Any, **fields: Any) -> str:
        row = run(actor, obj, **fields)
        doubts = "；".join(d.message for d in getattr(row, "doubts", ()))
        return f"{words}{_('请核对：')}{doubts}" if doubts else str(words)

    return do


@action(AREA_CHANGE)
def merge_into(actor: User, area: Area, *, successor: Area, on: date, document: str = "") -> Area:
    """Merge one area into another."""
    return merge_areas(actor, [area], successor, on=on, document=document)


@action(AREA_CHANGE)
def merge_all_into(actor: User, ids: Collection[int], *, successor: Area, on: date, document: str = "") -> str:
    """Merge the chosen areas into another; return what was done."""
    areas = list(Area.objects.filter(pk__in=ids).exclude(pk=successor.pk))
    merge_areas(actor, areas, successor, on=on, document=document)
    return _("已把 %(n)d 个地区并入“%(area)s”。") % {"n": len(areas), "area": successor}


@action(AREA_CHANGE)
def split_off(
    actor: User, area: Area, *, code: str, name: str, areas: Collection[str], on: date, document: str = ""
) -> list[Area]:
    """Make one new area of some lower areas; the old one goes on."""
    return split_area(actor, area, parts=[Part(code=code, name=name, areas=areas)], on=on, document=document)


@action(HOUSEHOLD_CHANGE)
def merge_other(actor: User, household: Household, *, other: Household, on: date, reason: str = "") -> Household:
    """Merge one other household into the one at hand."""
    return merge_households(actor, household, others=[other], on=on, reason=reason)
