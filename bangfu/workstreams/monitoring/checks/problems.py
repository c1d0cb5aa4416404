"""A problem from its owner to the second look: assigned, mended, looked at again by somebody else, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.notices.actions import notify
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import may_on, require_on
from bangfu.kernel.saying import saying
from bangfu.workstreams.monitoring.checks.models import CheckProblem, CheckSheet
from bangfu.workstreams.monitoring.checks.permissions import (
    PROBLEM_ASSIGN,
    PROBLEM_FIX,
    PROBLEM_RECHECK,
    SHEET_RECORD,
)
from bangfu.workstreams.monitoring.checks.recording import due_day

PROBLEMS = "/monitoring/check_problem/"


@action(PROBLEM_ASSIGN)
def assign_problems(actor: User, ids: Sequence[int], *, owner: int, due_on: date | None = None) -> str:
    """Make somebody answer for problems until a day (default: the term each has); those already closed are left."""
    user = User.objects.filter(pk=owner, is_active=True).first()
    today = timezone.localdate()
    if due_on is not None and due_on < today:
        raise Refused(_("整改期限不能在今天之前。"), field="due_on")
    rows = list(CheckProblem.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    standing = [row for row in rows if row.state in CheckProblem.STANDING]
    for row in rows:
        require_on(actor, PROBLEM_ASSIGN, row)
    if user is None or not all(may_on(user, PROBLEM_FIX, row) for row in standing):
        raise Refused(_("此人不能办理这些问题所在的地方。"), field="owner")
    for row in standing:
        _change(actor, "assign_problem", row, owner=user, due_on=due_on or row.due_on or due_day(row.area_code, today))
    if standing:
        text = saying("%(count)s 个问题待整改。", count=len(standing))
        notify([user], title=saying("排查问题派给您整改"), text=text, url=f"{PROBLEMS}?state=open")
    told = {"done": len(standing), "rest": len(rows) - len(standing)}
    return _("已指定 %(done)s 个问题的责任人，%(rest)s 个已经销号或撤销。") % told


@action(PROBLEM_FIX)
def fix_problem(actor: User, problem: CheckProblem, *, remedy: str, fixed_on: date | None = None) -> CheckProblem:
    """Say that a problem was mended, how and when; it waits for a second look."""
    row = _locked(actor, problem, PROBLEM_FIX)
    day = fixed_on or timezone.localdate()
    if row.state != CheckProblem.State.OPEN:
        raise Conflict(_("这个问题不在待整改状态。"))
    if not remedy.strip():
        raise Refused(_("请写明怎样整改的。"), field="remedy")
    if not row.found_on <= day <= timezone.localdate():
        raise Refused(_("整改日期应在发现日期与今天之间。"), field="fixed_on")
    return _change(
        actor,
        "fix_problem",
        row,
        state=CheckProblem.State.FIXED,
        remedy=remedy.strip()[:200],
        fixed_on=day,
        fixed_by=actor,
    )


@action(PROBLEM_RECHECK)
def pass_recheck(actor: User, problem: CheckProblem, *, note: str = "") -> CheckProblem:
    """Close a problem after looking again. Who said it was mended may not be the one who looks."""
    row = _looked_at(actor, problem)
    return _change(actor, "pass_recheck", row, note, state=CheckProblem.State.SOLVED, solved_on=timezone.localdate())


@action(PROBLEM_RECHECK)
def fail_recheck(actor: User, problem: CheckProblem, *, reason: str) -> CheckProblem:
    """Send a problem back that was not mended, with a new term; its owner is told."""
    row = _looked_at(actor, problem)
    due_on = due_day(row.area_code, timezone.localdate()) or row.due_on
    _change(
        actor, "fail_recheck", row, reason, state=CheckProblem.State.OPEN, fixed_on=None, fixed_by=None, due_on=due_on
    )
    if row.owner is not None:
        address = f"{PROBLEMS}{row.pk}/"
        notify([row.owner], title=saying("排查问题复查未通过"), text=reason, url=address, level="warning")
    return row


@action(SHEET_RECORD)
def withdraw_problem(actor: User, problem: CheckProblem, *, reason: str) -> CheckProblem:
    """Take back a problem that was recorded by mistake; without another one the household has passed."""
    row = _locked(actor, problem, SHEET_RECORD)
    if row.state not in CheckProblem.STANDING:
        raise Conflict(_("这个问题已经销号或撤销。"))
    _change(actor, "withdraw_problem", row, reason, state=CheckProblem.State.WITHDRAWN)
    sheet = CheckSheet.objects.select_for_update().get(pk=row.sheet_id)
    if not sheet.problems.exclude(state=CheckProblem.State.WITHDRAWN).exists():
        before = snapshot(sheet)
        sheet.state = CheckSheet.State.PASSED
        sheet.save()
        record_change(actor, "record_sheets", sheet, before=before, after=snapshot(sheet), reason=reason)
    return row


def _looked_at(actor: User, problem: CheckProblem) -> CheckProblem:
    row = _locked(actor, problem, PROBLEM_RECHECK)
    if row.state != CheckProblem.State.FIXED:
        raise Conflict(_("这个问题不在待复查状态。"))
    if row.fixed_by_id == actor.pk:
        raise Refused(_("整改是您登记的，请由另一人复查。"))
    return row


def _locked(actor: User, problem: CheckProblem, permission: str) -> CheckProblem:
    row = CheckProblem.objects.select_for_update().get(pk=problem.pk)
    require_on(actor, permission, row)
    return row


def _change(actor: User, deed: str, row: CheckProblem, reason: str = "", **values: Any) -> CheckProblem:
    before = snapshot(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    record_change(actor, deed, row, before=before, after=snapshot(row), reason=reason)
    return row
