"""Planning help for a case, naming who is responsible, and confirming that the plan meets every risk."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.codelists.queries import codes, label
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.saying import saying
from bangfu.pairing.queries import helpers_of
from bangfu.parties.models import Person
from bangfu.workstreams.monitoring.cases.actions.rows import change, day_of, locked, move, refuse_unless
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.permissions import CASE_HELP
from bangfu.workstreams.monitoring.cases.policy_keys import DEVELOPMENT
from bangfu.workstreams.monitoring.cases.rules import able, members_of, risk_words
from bangfu.workstreams.monitoring.cases.telling import tell_helpers
from bangfu.workstreams.monitoring.measures.models import Measure
from bangfu.workstreams.monitoring.measures.proving import refresh

RELIEF = "relief"


def refuse_unless_helped(case: Case) -> None:
    """Help is planned after the decision, or at once where it goes first."""
    if case.state in Case.DECIDING and case.emergency_on is None:
        raise Refused(_("还没有审定。情况紧急的，请先办“先行帮扶”。"))
    refuse_unless(case, *Case.MONITORED, *Case.DECIDING, *Case.LEAVING)


@action(CASE_HELP)
def add_measure(
    actor: User,
    case: Case,
    *,
    risk: str,
    kind: str,
    title: str,
    responsible: int | None = None,
    due_on: date | None = None,
) -> Measure:
    """Plan a measure against one of the case's risks."""
    row = locked(case)
    require_on(actor, CASE_HELP, row)
    refuse_unless_helped(row)
    if risk not in row.risks:
        raise Refused(_("这户没有登记这项风险。"), field="risk")
    if kind not in {code.code for code in codes("measure")}:
        raise Refused(_("没有这种帮扶措施。"), field="kind")
    if not title.strip():
        raise Refused(_("请写明具体措施。"), field="title")
    measure = Measure.objects.create(
        case=row,
        area_code=row.area_code,
        risk=risk,
        kind=kind,
        title=title.strip(),
        responsible=_person(responsible),
        planned_on=day_of(None),
        due_on=due_on,
    )
    record_change(actor, "add_measure", measure, after=snapshot(measure))
    refresh([row])
    return measure


@action(CASE_HELP)
def cancel_measure(actor: User, measure: Measure, *, reason: str) -> Measure:
    """Take a measure out of the plan, saying why. One that the book proves stays: it has happened."""
    case = locked(measure.case)
    require_on(actor, CASE_HELP, case)
    refresh([case])
    row = Measure.objects.select_for_update().get(pk=measure.pk)
    if row.cancelled_on is not None:
        raise Conflict(_("这项措施已经取消。"))
    if row.proved_entry is not None:
        raise Conflict(_("帮扶记录已证明这项措施落实，不能取消。"))
    if not reason.strip():
        raise Refused(_("请写明取消的原因。"), field="reason")
    before = snapshot(row)
    row.cancelled_on, row.reason = day_of(None), reason.strip()
    row.version += 1
    row.save()
    record_change(actor, "cancel_measure", row, before=before, after=snapshot(row), reason=reason)
    return row


@action(CASE_HELP)
def confirm_plan(actor: User, case: Case, *, goal: str, responsible: int | None = None, on: date | None = None) -> Case:
    """Put the plan into force: a responsible helper, a measure for every risk, and what the household can do itself.

    Without a responsible helper named, the paired one is. Raises Refused with everything that is missing: a household
    with labour needs at least one development measure, one without needs relief.
    """
    row = locked(case)
    require_on(actor, CASE_HELP, row)
    refuse_unless(row, Case.State.PLANNING)
    person = _person(responsible) or _paired(row)
    faults = plan_faults(row)
    if person is None:
        faults.append(_("请确定帮扶责任人。"))
    if faults:
        raise Refused(faults[0], problems=tuple(faults))
    day = day_of(on, not_before=row.decided_on)
    move(actor, row, "plan", on=day, goal=goal.strip(), responsible=person, planned_on=day)
    refresh([row])
    tell_helpers(row, saying("您负责的监测对象已有帮扶计划"))
    return row


def plan_faults(case: Case) -> list[str]:
    """Return what a plan still lacks."""
    measures = list(case.measures.filter(cancelled_on=None))
    kinds, covered = {m.kind for m in measures}, {m.risk for m in measures}
    faults = []
    if missing := [risk for risk in case.risks if risk not in covered]:
        faults.append(_("每项风险至少要有一项措施，还缺：%(risks)s。") % {"risks": risk_words(missing)})
    development = policy(DEVELOPMENT, case.area_code)
    if able(members_of(case.household)):
        if not kinds & set(development):
            words = "、".join(label("measure", code) for code in development)
            faults.append(_("这户有劳动力，应优先安排开发式帮扶，至少一项：%(kinds)s。") % {"kinds": words})
    elif RELIEF not in kinds:
        faults.append(_("这户没有劳动力，应落实综合保障。"))
    return faults


@action(CASE_HELP)
def name_responsible(actor: User, case: Case, *, responsible: int) -> Case:
    """Name who is responsible for the help of a household."""
    row = locked(case)
    require_on(actor, CASE_HELP, row)
    refuse_unless_helped(row)
    person = _person(responsible)
    if person is None:
        raise Refused(_("请选择一个人。"), field="responsible")
    change(actor, "name_responsible", row, responsible=person)
    tell_helpers(row, saying("您已被确定为帮扶责任人"))
    return row


@action(CASE_HELP)
def check_proofs(actor: User, case: Case) -> str:
    """Look the measures of a case up in the book now, instead of waiting for the night."""
    row = locked(case)
    require_on(actor, CASE_HELP, row)
    changed = refresh([row])
    return _("已核对，%(n)s 项有变化。") % {"n": changed}


def _person(pk: int | None) -> Person | None:
    return Person.objects.filter(pk=pk).first() if pk else None


def _paired(case: Case) -> Person | None:
    helpers: Any = helpers_of(case.household_id).values_list("helper_id", flat=True)
    return Person.objects.filter(pk__in=list(helpers)).order_by("pk").first()
