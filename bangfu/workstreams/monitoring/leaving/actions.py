"""The way out, which mirrors the way in: proposal, visit, meeting, board, township, county; or back to help."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.saying import saying
from bangfu.parties.actions import set_household_status
from bangfu.workstreams.monitoring.cases.actions.deciding import last_publication
from bangfu.workstreams.monitoring.cases.actions.rows import day_of, locked, move, refuse_unless
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.permissions import CASE_DECIDE, CASE_HELP, CASE_LEAVE, CASE_REVIEW
from bangfu.workstreams.monitoring.cases.rules import cause_of
from bangfu.workstreams.monitoring.cases.telling import tell_helpers
from bangfu.workstreams.monitoring.leaving.guard import Check, blocking
from bangfu.workstreams.monitoring.measures.proving import refresh

State = Case.State
CLEARED = "cleared"


@action(CASE_LEAVE)
def propose_leaving(actor: User, case: Case, *, on: date | None = None) -> Case:
    """Propose that a household's risk is gone. Refused, with each reason and its evidence, where it is too early."""
    row = locked(case)
    require_on(actor, CASE_LEAVE, row)
    refuse_unless(row, State.HELPING)
    day = day_of(on, not_before=row.planned_on)
    _refuse(blocking(row, day, before_visit=True))
    return move(actor, row, "leave", on=day)


@action(CASE_REVIEW)
def review_leaving(actor: User, case: Case, *, opinion: str, on: date | None = None) -> Case:
    """The township agrees, every condition holding, and passes the proposal on to the county."""
    row = locked(case)
    require_on(actor, CASE_REVIEW, row)
    refuse_unless(row, State.LEAVING_TOWNSHIP)
    sheet = last_publication(row)
    day = day_of(on, not_before=sheet.ended_on if sheet else row.decided_on)
    _refuse(blocking(row, day, before_visit=False))
    return move(actor, row, "leave_review", on=day, reason=opinion.strip())


@action(CASE_DECIDE)
def clear_case(actor: User, case: Case, *, how: str, document: str = "", on: date | None = None) -> Case:
    """The county finds the risk gone, by help or by itself: the register says so, the household is watched on."""
    row = locked(case)
    require_on(actor, CASE_DECIDE, row)
    refuse_unless(row, State.LEAVING_COUNTY)
    if how not in ("help", "natural"):
        raise Refused(_("请选择消除方式。"), field="how")
    sheet = last_publication(row)
    day = day_of(on, not_before=sheet.ended_on if sheet else row.decided_on)
    _refuse(blocking(row, day, before_visit=False))
    move(actor, row, "clear", on=day, reason=document.strip(), left_on=day, left_how=how, ended_on=day)
    words = document.strip() or str(_("县级审定 %(day)s") % {"day": day.isoformat()})
    set_household_status(actor, row.household, value=CLEARED, on=day, cause=cause_of(row.main_risk), document=words)
    refresh([row])
    tell_helpers(row, saying("您联系的农户已标注风险消除，请继续关注"))
    return row


@action(CASE_HELP)
def keep_case(actor: User, case: Case, *, reason: str) -> Case:
    """Stop the way out: the household stays on watch and is helped on."""
    row = locked(case)
    require_on(actor, CASE_HELP, row)
    refuse_unless(row, *Case.LEAVING)
    return move(actor, row, "keep", on=day_of(None), reason=reason)


def _refuse(checks: list[Check]) -> None:
    if checks:
        told = tuple(f"{c.title}：{c.evidence}" for c in checks)
        raise Refused(_("还不能标注风险消除。%(first)s") % {"first": told[0]}, problems=told)
