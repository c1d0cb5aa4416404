"""Check types and rounds: wording a check, opening a round over a population, ending it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.areas_of import prefix_range
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.imports.sets import insert_rows
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import require
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.checks.doubting import doubts_of
from bangfu.workstreams.monitoring.checks.items import items_of, require_sound
from bangfu.workstreams.monitoring.checks.models import CheckRound, CheckSheet, CheckType
from bangfu.workstreams.monitoring.checks.permissions import ROUND_OPEN, TYPE_CHANGE


@action(TYPE_CHANGE)
def declare_check(actor: User, *, area_code: str, items: Sequence[Mapping[str, Any]], **given: Any) -> CheckType:
    """Add a check of a place's own; raise Refused for items nobody could check."""
    require(actor, TYPE_CHANGE, area_code)
    row = CheckType(area_code=area_code, items=[item.stored() for item in items_of(items)], **given)
    _sound(row)
    row.save()
    record_change(actor, "declare_check", row, after=snapshot(row))
    return row


@action(TYPE_CHANGE)
def change_check(actor: User, kind: CheckType, **given: Any) -> CheckType:
    """Change a check for the rounds to come; rounds under way keep the items they were opened with."""
    row = CheckType.objects.select_for_update().get(pk=kind.pk)
    require(actor, TYPE_CHANGE, row.area_code)
    before = snapshot(row)
    for name, value in given.items():
        setattr(row, name, value)
    require(actor, TYPE_CHANGE, row.area_code)  # where it is moved to
    row.items = [item.stored() for item in items_of(row.items)]
    row.example, row.version = False, row.version + 1
    _sound(row)
    row.save()
    record_change(actor, "change_check", row, before=before, after=snapshot(row))
    return row


def _sound(row: CheckType) -> None:
    require_sound(row.items, row.area_code, row.valid_from)
    try:
        row.full_clean()
    except ValidationError as error:
        [name, *_others] = error.message_dict
        raise Refused(error.messages[0], field=name, problems=tuple(error.messages)) from error


def types_for(area_code: str, on: date) -> QuerySet[CheckType]:
    """Return the checks that may be used at a place on a day: its own, and those of the places above it."""
    places = [area_code[:length] for length in range(len(area_code) + 1)]
    rows = CheckType.objects.filter(area_code__in=places, valid_from__lte=on)
    return rows.exclude(valid_to__lt=on)


@action(ROUND_OPEN)
def open_round(
    actor: User,
    *,
    check_type: CheckType,
    title: str,
    area_code: str,
    due_on: date,
    standings: Sequence[str] = (),
    opened_on: date | None = None,
) -> CheckRound:
    """Open a round over the households of a place, a sheet for each, marked with what the registers cast doubt on.

    Raises Refused for a place where nobody is to be checked, Conflict for the same check of the same place under way.
    """
    require(actor, ROUND_OPEN, area_code)
    day = opened_on or timezone.localdate()
    if not types_for(area_code, day).filter(pk=check_type.pk).exists():
        raise Refused(_("这项排查不在本地使用，或这一天不在有效期内。"), field="check_type")
    if due_on < day:
        raise Refused(_("完成期限不能早于开始日期。"), field="due_on")
    busy = CheckRound.objects.filter(check_type=check_type, area_code=area_code, state=CheckRound.State.OPEN).first()
    if busy is not None:
        raise Conflict(_("“%(title)s”还在进行，请先结束它。") % {"title": busy.title}, field="check_type")
    homes = list(_population(area_code, standings, day).values_list("pk", "area_code"))
    if not homes:
        raise Refused(_("这个范围内没有农户。"), field="area_code")
    row = CheckRound.objects.create(
        check_type=check_type,
        title=title.strip(),
        area_code=area_code,
        standings=sorted(standings),
        items=check_type.items,
        opened_on=day,
        due_on=due_on,
        households=len(homes),
        opened_by=actor,
    )
    insert_rows(CheckSheet, _sheets(row, homes, doubts_of(items_of(row.items), area_code, day)))
    record_change(actor, "open_round", row, after=snapshot(row))
    return row


def _population(area_code: str, standings: Sequence[str], on: date) -> QuerySet[Household]:
    low, high = prefix_range(area_code)
    rows = Household.objects.filter(area_code__gte=low, closed_on=None).exclude(opened_on__gt=on)
    if high is not None:
        rows = rows.filter(area_code__lt=high)
    if standings:
        rows = rows.filter(standing__in=standings)
    return rows.order_by("area_code", "pk")


def _sheets(row: CheckRound, homes: list[tuple[int, str]], doubts: Mapping[int, list[str]]) -> pl.DataFrame:
    ids, places = zip(*homes, strict=True)
    return pl.DataFrame(
        {
            "household_id": pl.Series(ids, dtype=pl.Int64),
            "area_code": pl.Series(places, dtype=pl.String),
            "doubts": [json.dumps(doubts.get(pk, [])) for pk in ids],
        }
    ).with_columns(check_round_id=pl.lit(row.pk), state=pl.lit(CheckSheet.State.PENDING.value))


@action(ROUND_OPEN)
def close_round(actor: User, check_round: CheckRound, *, reason: str = "") -> CheckRound:
    """End a round. Where households are left, a reason is asked for; their sheets stay as not visited."""
    row = CheckRound.objects.select_for_update().get(pk=check_round.pk)
    require_on(actor, ROUND_OPEN, row)
    if row.state == CheckRound.State.CLOSED:
        raise Conflict(_("这一轮排查已经结束。"))
    left = row.sheets.filter(state=CheckSheet.State.PENDING).count()
    if left and not reason.strip():
        raise Refused(_("还有 %(left)s 户没有入户，提前结束请写明原因。") % {"left": left}, field="reason")
    before = snapshot(row)
    row.state, row.closed_on, row.version = CheckRound.State.CLOSED, timezone.localdate(), row.version + 1
    row.save()
    record_change(actor, "close_round", row, before=before, after=snapshot(row), reason=reason)
    return row
