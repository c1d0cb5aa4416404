"""The one way a case is written: locked, moved through its flow with its own clock, saved with a line of history."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.flows.actions import advance
from bangfu.kernel.flows.declarations import flows
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.workstreams.monitoring.cases.clocks import stage_due
from bangfu.workstreams.monitoring.cases.flow import CASE
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.telling import tell_charged


def locked(case: Case) -> Case:
    """Return the case as it is now, locked until the transaction ends."""
    return Case.objects.select_for_update().select_related("household").get(pk=case.pk)


def refuse_unless(case: Case, *states: str) -> None:
    """Raise Conflict where a case is in none of these states: somebody was quicker, or it is not its turn."""
    if case.state not in states:
        raise Conflict(_("这户现在是“%(state)s”，不能办这一步。请刷新后再看。") % {"state": case.get_state_display()})


def day_of(on: date | None, *, not_before: date | None = None, field: str = "on") -> date:
    """Return the day given or today; refuse one in the future, or before what it follows."""
    today = timezone.localdate()
    day = on or today
    if day > today:
        raise Refused(_("日期不能在今天之后。"), field=field)
    if not_before is not None and day < not_before:
        raise Refused(_("日期不能早于 %(day)s。") % {"day": not_before.isoformat()}, field=field)
    return day


def change(actor: User, deed: str, case: Case, *, reason: str = "", **fields: Any) -> Case:
    """Set fields of a locked case."""
    before = snapshot(case)
    for name, value in fields.items():
        setattr(case, name, value)
    case.version += 1
    case.save()
    record_change(actor, deed, case, before=before, after=snapshot(case), reason=reason)
    return case


def move(
    actor: User, case: Case, transition: str, *, on: date, reason: str = "", due_on: date | None = None, **fields: Any
) -> Case:
    """Take a step with a locked case: flow, clock, fields, history, and those whose turn it is are told.

    ``on`` is the day of the paper, from which the next step's days run; ``due_on`` replaces what the clock says.
    Raises as ``advance`` does: of two people who decide at once, the second is told who was first.
    """
    target = flows[CASE.name].transition(transition).target
    due = due_on or stage_due(case, target, on)
    advance(actor, case, transition, reason, flow=CASE.name, due_on=due)
    change(actor, f"case_{transition}", case, reason=reason, state=target, stage_due_on=due, **fields)
    tell_charged(case)
    return case
