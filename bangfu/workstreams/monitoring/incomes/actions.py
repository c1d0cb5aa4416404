"""Wording items of income, and recording a household's items of a year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.actions import record_income
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.incomes.counting import items_in_force, sums_by_source
from bangfu.workstreams.monitoring.incomes.models import IncomeItem, IncomeSheet
from bangfu.workstreams.monitoring.incomes.permissions import INCOME_RECORD, ITEM_CHANGE


@action(ITEM_CHANGE)
def word_item(actor: User, *, area_code: str, **given: Any) -> IncomeItem:
    """Add an item of a place, or word a wider one its own way; it counts for incomes recorded from then on."""
    require(actor, ITEM_CHANGE, area_code)
    row = IncomeItem(area_code=area_code, **given)
    _sound(row)
    row.save()
    record_change(actor, "word_item", row, after=snapshot(row))
    return row


@action(ITEM_CHANGE)
def change_item(actor: User, item: IncomeItem, **given: Any) -> IncomeItem:
    """Change an item of one's own place. Sums recorded before stay; record the household again to follow it."""
    row = IncomeItem.objects.select_for_update().get(pk=item.pk)
    require(actor, ITEM_CHANGE, row.area_code)
    before = snapshot(row)
    for name, value in given.items():
        setattr(row, name, value)
    require(actor, ITEM_CHANGE, row.area_code)  # where it is moved to
    row.version, row.example = row.version + 1, False
    _sound(row)
    row.save()
    record_change(actor, "change_item", row, before=before, after=snapshot(row))
    return row


def _sound(row: IncomeItem) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        [name, *_others] = error.message_dict
        raise Refused(error.messages[0], field=name, problems=tuple(error.messages)) from error


@action(INCOME_RECORD)
def record_items(
    actor: User, household: Household, *, year: int, persons: int, amounts: Mapping[str, Decimal], reason: str = ""
) -> IncomeSheet:
    """Record a household's items of a year in CNY; the register gets the sums of those that count, with history.

    A year recorded before is replaced. Raises Refused for an item the place does not have or a negative amount.
    """
    row = Household.objects.select_for_update().get(pk=household.pk)
    require(actor, INCOME_RECORD, row.area_code)
    items = items_in_force(row.area_code, year)
    for code, amount in amounts.items():
        if code not in items:
            raise Refused(_("%(year)s 年没有“%(code)s”这个收入项目。") % {"year": year, "code": code}, field=code)
        if amount < 0:
            raise Refused(_("“%(title)s”不能为负数。") % {"title": items[code].title}, field=code)
    given = {code: int(amount.scaleb(2)) for code, amount in amounts.items() if amount}
    sheet = IncomeSheet.objects.select_for_update().filter(household=row, year=year).first()
    before = snapshot(sheet) if sheet else None
    sheet = sheet or IncomeSheet(household=row, year=year, version=0)
    sheet.area_code, sheet.persons, sheet.items, sheet.version = row.area_code, persons, given, sheet.version + 1
    record_income(actor, row, year=year, persons=persons, reason=reason, **sums_by_source(items, amounts))
    sheet.save()
    record_change(actor, "record_items", sheet, before=before, after=snapshot(sheet), reason=reason)
    return sheet
