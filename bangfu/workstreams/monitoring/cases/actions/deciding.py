"""What townships and counties decide: pass on, send back, take in, refuse; and appeals against a refusal."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.codelists.queries import label
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.saying import saying
from bangfu.parties.actions import set_household_status
from bangfu.workstreams.monitoring.cases.actions.opening import settle_clue
from bangfu.workstreams.monitoring.cases.actions.rows import change, day_of, locked, move, refuse_unless
from bangfu.workstreams.monitoring.cases.clocks import clock_of
from bangfu.workstreams.monitoring.cases.models import Case, CasePublication, Purpose
from bangfu.workstreams.monitoring.cases.permissions import CASE_APPEAL, CASE_DECIDE, CASE_REVIEW
from bangfu.workstreams.monitoring.cases.policy_keys import APPEAL_WITHIN
from bangfu.workstreams.monitoring.cases.rules import cause_of, income_line, kind_faults
from bangfu.workstreams.monitoring.cases.telling import tell_helpers, tell_household

State = Case.State


def income_found(case: Case, purpose: str = Purpose.ENTRY) -> Decimal | None:
    """Return the income per person that the last visit of a purpose found."""
    visit = case.visits.filter(purpose=purpose).order_by("-visited_on", "-id").first()
    return visit.income if visit else None


def last_publication(case: Case) -> CasePublication | None:
    """Return the last sheet a case was on."""
    published = case.publications.select_related("publication").order_by("-id").first()
    return published.publication if published else None


@action(CASE_REVIEW)
def review_case(actor: User, case: Case, *, opinion: str, on: date | None = None) -> Case:
    """The township agrees and passes the case on to the county."""
    row = locked(case)
    require_on(actor, CASE_REVIEW, row)
    refuse_unless(row, State.TOWNSHIP)
    sheet = last_publication(row)
    day = day_of(on, not_before=sheet.ended_on if sheet else row.raised_on)
    return move(actor, row, "review", on=day, reason=opinion.strip())


@action(CASE_REVIEW)
def return_case(actor: User, case: Case, *, reason: str) -> Case:
    """The township sends a case back to be checked anew; the clock runs on."""
    row = locked(case)
    require_on(actor, CASE_REVIEW, row)
    refuse_unless(row, State.TOWNSHIP)
    return move(actor, row, "return", on=day_of(None), reason=reason)


@action(CASE_DECIDE)
def send_back_case(actor: User, case: Case, *, reason: str) -> Case:
    """The county sends a case back to be checked anew; the clock runs on."""
    row = locked(case)
    require_on(actor, CASE_DECIDE, row)
    refuse_unless(row, State.COUNTY)
    return move(actor, row, "send_back", on=day_of(None), reason=reason)


@action(CASE_DECIDE)
def decide_case(actor: User, case: Case, *, kind: str, document: str = "", on: date | None = None) -> Case:
    """The county takes a household in as one of a kind: its status is recorded on the register from that day.

    Raises Refused for a kind that the household, its income or the day do not allow, PolicyMissing where the income
    line of the year is needed and nobody has set it, Conflict for whoever decides second.
    """
    row = locked(case)
    require_on(actor, CASE_DECIDE, row)
    refuse_unless(row, State.COUNTY)
    sheet = last_publication(row)
    day = day_of(on, not_before=sheet.ended_on if sheet else row.raised_on)
    income = income_found(row)
    if faults := kind_faults(kind, row.household, income, day, final=True):
        raise Refused(faults[0], field="kind", problems=tuple(faults))
    move(
        actor,
        row,
        "decide",
        on=day,
        reason=document.strip(),
        kind=kind,
        decided_on=day,
        income=income,
        line=income_line(row.area_code, day),
    )
    if row.household.standing != kind:
        cause = cause_of(row.main_risk)
        words = document.strip() or str(_("县级审定 %(day)s") % {"day": day.isoformat()})
        set_household_status(actor, row.household, value=kind, on=day, cause=cause, document=words)
    settle_clue(actor, row, _("已审定纳入"))
    tell_helpers(row, saying("您联系的农户已纳入监测，请落实帮扶"))
    tell_household(row, saying("您家的申请已审定，村里会与您商量帮扶措施"))
    return row


@action(CASE_REVIEW)
def refuse_case(actor: User, case: Case, *, reason: str, on: date | None = None) -> Case:
    """The township finds that a household is not to be taken in, saying why; the household may appeal."""
    row = locked(case)
    require_on(actor, CASE_REVIEW, row)
    refuse_unless(row, State.VISITING, State.COMPARING, State.MEETING, State.TOWNSHIP)
    return _refused(actor, row, "refuse", reason, on)


@action(CASE_DECIDE)
def turn_down_case(actor: User, case: Case, *, reason: str, on: date | None = None) -> Case:
    """The county finds that a household is not to be taken in, saying why; the household may appeal."""
    row = locked(case)
    require_on(actor, CASE_DECIDE, row)
    refuse_unless(row, State.COUNTY)
    return _refused(actor, row, "turn_down", reason, on)


def _refused(actor: User, case: Case, transition: str, reason: str, on: date | None) -> Case:
    day = day_of(on, not_before=case.raised_on)
    move(actor, case, transition, on=day, reason=reason, ended_on=day, end_reason=reason.strip()[:200])
    settle_clue(actor, case, reason)
    tell_household(case, saying("您家的申请没有通过，可以向村里了解原因并申诉"))
    return case


@action(CASE_APPEAL)
def appeal_case(actor: User, case: Case, *, reason: str) -> Case:
    """Take down a household's appeal against a refusal, within the days of the policy, once."""
    row = locked(case)
    require_on(actor, CASE_APPEAL, row)
    refuse_unless(row, State.REFUSED)
    if row.appealed_on is not None:
        raise Conflict(_("这户已申诉过一次，复核决定是最终的。"))
    if Case.objects.filter(household=row.household_id).exclude(state__in=Case.ENDED).exists():
        raise Conflict(_("这户已在监测对象办理中。"))
    day = day_of(None)
    days = policy(APPEAL_WITHIN, row.area_code, row.ended_on)
    if row.ended_on is not None and day > row.ended_on + timedelta(days=days):
        raise Refused(_("申诉期限为 %(days)s 天，已经过了；有新情况可以重新申报。") % {"days": days})
    return move(actor, row, "appeal", on=day, reason=reason, appealed_on=day, ended_on=None)


@action(CASE_DECIDE)
def uphold_refusal(actor: User, case: Case, *, reason: str) -> Case:
    """The county has looked again and stays with the refusal."""
    row = locked(case)
    require_on(actor, CASE_DECIDE, row)
    refuse_unless(row, State.APPEALED)
    day = day_of(None)
    move(actor, row, "uphold", on=day, reason=reason, ended_on=day, end_reason=reason.strip()[:200])
    tell_household(row, saying("您家的申诉已复核，维持原决定"))
    return row


@action(CASE_DECIDE)
def grant_appeal(actor: User, case: Case, *, reason: str) -> Case:
    """The county has looked again and lets the household be checked anew: its clock begins with that day."""
    row = locked(case)
    require_on(actor, CASE_DECIDE, row)
    refuse_unless(row, State.APPEALED)
    day, clock = day_of(None), clock_of(row)
    change(actor, "restart_clock", row, due_on=clock.decision_by(day))
    due = min(clock.visit_by(day), row.due_on)
    move(actor, row, "grant", on=day, due_on=due, reason=reason, end_reason="")
    return row


def kind_words(kind: str, on: date | None) -> str:
    """Return a kind as it was called on a day."""
    return label("monitored_kind", kind, on) if kind else ""
