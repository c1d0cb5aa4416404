"""Closing a period, so that what was reported no longer moves; and opening it again, which is told to everybody."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.manifest import manifests
from bangfu.kernel.notices.actions import notify
from bangfu.kernel.periods import Period
from bangfu.kernel.rights.models import Grant, User
from bangfu.kernel.rights.roles import permissions
from bangfu.kernel.rights.scope import require
from bangfu.kernel.saying import Said, saying
from bangfu.ledger.closing_models import Closing
from bangfu.ledger.models import Entry
from bangfu.ledger.queries.closings import entries_of, hold_alone

CLOSE = "ledger.closing.change"
RECORD = "ledger.entry.record"

AFTERWARDS = saying("此后补记的计入下一期；要计入原期，请县办重新开账。")


@action(CLOSE)
def close_period(
    actor: User, *, area_code: str, starts_on: date, ends_on: date, workstream: str = "", note: str = ""
) -> Closing:
    """Close a period at a place, for one working group or all.

    Waits for those who are recording. Raises Refused for a period that has not ended, is no period or names no
    working group, Conflict where a part of it is closed already.
    """
    require(actor, CLOSE, area_code)
    if ends_on < starts_on:
        raise Refused(_("截止日期早于开始日期。"), field="ends_on")
    if ends_on >= timezone.localdate():
        raise Refused(_("这一期还没有结束，结束以后才能关账。"), field="ends_on")
    if workstream and workstream not in manifests:
        raise Refused(_("没有名为“%(name)s”的工作组。") % {"name": workstream}, field="workstream")
    hold_alone()
    touching = Closing.objects.filter(
        area_code=area_code, workstream=workstream, reopened_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on
    ).first()
    if touching is not None:
        raise Conflict(_("%(period)s已经关账。") % {"period": touching.period.words})
    period = Period(starts_on, ends_on)
    row = Closing.objects.create(
        area_code=area_code,
        workstream=workstream,
        starts_on=starts_on,
        ends_on=ends_on,
        entries=entries_of(area_code, workstream, period).count(),
        last_entry=Entry.objects.aggregate(last=Max("pk"))["last"] or 0,
        note=note.strip(),
        closed_at=timezone.now(),
        closed_by=actor,
    )
    record_change(actor, "close_period", row, after=snapshot(row))
    _tell(row, saying("%(period)s已关账", period=period), AFTERWARDS, actor)
    return row


@action(CLOSE)
def reopen_period(actor: User, closing: Closing, *, reason: str) -> Closing:
    """Open a closed period again, saying why. What was counted in the next period meanwhile stays there.

    Raises Refused without a reason, Conflict when it is open already.
    """
    row = Closing.objects.select_for_update().get(pk=closing.pk)
    require(actor, CLOSE, row.area_code)
    if not reason.strip():
        raise Refused(_("请写明重新开账的原因。"), field="reason")
    if row.reopened_at is not None:
        raise Conflict(_("这一期已经重新开账。"))
    before = snapshot(row)
    row.reopened_at, row.reopened_by, row.reason = timezone.now(), actor, reason.strip()
    row.version += 1
    row.save(update_fields=["reopened_at", "reopened_by", "reason", "version"])
    record_change(actor, "reopen_period", row, before=before, after=snapshot(row), reason=row.reason)
    _tell(row, saying("%(period)s已重新开账", period=row.period), row.reason, actor)
    return row


def _tell(row: Closing, title: Said, text: Said | str, actor: User) -> None:
    """Tell everybody who records at the place (those of single parties excepted: they see it when they record)."""
    today = timezone.localdate()
    grants = Grant.objects.filter(role__in=permissions[RECORD].roles, valid_from__lte=today).exclude(valid_to__lt=today)
    here = grants.filter(area_code__startswith=row.area_code).exclude(role__in=("unit", "helper"))
    users = User.objects.filter(pk__in=here.values("user")).exclude(pk=actor.pk)
    notify(users, title=title, text=text, url=f"/ledger/closing/{row.pk}/")
