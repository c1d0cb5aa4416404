"""How a case begins: from a clue or directly; help before paper; a new risk of a household on watch; an end without
a decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.flows.actions import start
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import require
from bangfu.kernel.saying import saying
from bangfu.parties.models import Household
from bangfu.parties.queries import households_visible_to
from bangfu.workstreams.monitoring.cases.actions.rows import change, day_of, locked, move, refuse_unless
from bangfu.workstreams.monitoring.cases.clocks import Clock, stage_due
from bangfu.workstreams.monitoring.cases.flow import CASE
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.permissions import CASE_HELP, CASE_OPEN
from bangfu.workstreams.monitoring.cases.telling import tell_charged, tell_helpers
from bangfu.workstreams.monitoring.channels import Channel
from bangfu.workstreams.monitoring.clues.actions import end_clue, take_up_clue
from bangfu.workstreams.monitoring.clues.models import Clue

OTHER = "other"


@action(CASE_OPEN)
def open_case_of_clue(actor: User, clue: Clue) -> Case:
    """Begin the check of a clue: its day begins the clock, its facts name the risks to look at.

    Where the household is on watch already, its case takes the new risks and its plan is opened again. Raises Conflict
    where the household's case is still on its way to a decision.
    """
    require_on(actor, CASE_OPEN, clue)
    risks = list(dict.fromkeys(clue.facts.exclude(risk="").order_by("id").values_list("risk", flat=True)))
    present = Case.objects.filter(household=clue.household_id).exclude(state__in=Case.ENDED).first()
    if present is not None:
        return _join(actor, locked(present), clue, risks)
    take_up_clue(actor, clue)
    return _open(actor, clue.household, channel=clue.channel, raised_on=clue.raised_on, risks=risks, clue=clue)


@action(CASE_OPEN)
def open_case(
    actor: User, *, household: int, channel: str, risks: Sequence[str], raised_on: date | None = None
) -> Case:
    """Begin a case without a clue: what was found and looked into at once, on the day ``raised_on``."""
    row = households_visible_to(actor).filter(pk=household).first()
    if row is None:
        raise Denied(_("没有这户，或它不在您的管辖范围内。"), field="household")
    require(actor, CASE_OPEN, row.area_code)
    if channel not in Channel.values:
        raise Refused(_("没有这种发现渠道。"), field="channel")
    day = day_of(raised_on, field="raised_on")
    if Clue.objects.filter(household=row, state__in=(Clue.State.OPEN, Clue.State.ASSIGNED)).exists():
        raise Conflict(_("这户有未处理的风险线索，请从线索启动核查。"), field="household")
    return _open(actor, row, channel=channel, raised_on=day, risks=risks, clue=None)


def _open(
    actor: User, household: Household, *, channel: str, raised_on: date, risks: Sequence[str], clue: Clue | None
) -> Case:
    if household.closed_on is not None:
        raise Conflict(_("“%(row)s”户已于 %(day)s 销户。") % {"row": household, "day": household.closed_on.isoformat()})
    found = list(risks) or [OTHER]
    case = Case(
        household=household,
        area_code=household.area_code,
        clue=clue,
        channel=channel,
        raised_on=raised_on,
        due_on=Clock(household.area_code, raised_on).decision_by(raised_on),
        risks=found,
        main_risk=found[0],
        previous=Case.objects.filter(household=household).order_by("-id").first(),
    )
    case.stage_due_on = stage_due(case, Case.State.VISITING, raised_on)
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError as error:
        raise Conflict(_("这户已在监测对象办理中。"), field="household") from error
    start(actor, CASE.name, case, due_on=case.stage_due_on)
    record_change(actor, "open_case", case, after=snapshot(case))
    tell_charged(case)
    return case


def _join(actor: User, case: Case, clue: Clue, risks: Sequence[str]) -> Case:
    if case.state not in Case.MONITORED:
        raise Conflict(_("这户正在“%(state)s”，新的情况请并入该户办理。") % {"state": case.get_state_display()})
    take_up_clue(actor, clue)
    end_clue(actor, clue, reason=_("已并入监测对象"))
    known = [*case.risks, *(risk for risk in risks if risk not in case.risks)]
    if known == case.risks:
        return change(actor, "join_clue", case)
    if case.state == Case.State.PLANNING:
        return change(actor, "join_clue", case, risks=known)
    return move(actor, case, "replan", on=day_of(None), risks=known)


@action(CASE_OPEN)
def reopen_case(actor: User, case: Case, *, risks: Sequence[str], raised_on: date | None = None) -> Case:
    """Take a household up again whose risk had been called gone, or that had been refused: a new case, a new clock."""
    row = locked(case)
    require_on(actor, CASE_OPEN, row)
    refuse_unless(row, *Case.ENDED)
    day = day_of(raised_on, not_before=row.ended_on, field="raised_on")
    return _open(actor, row.household, channel=Channel.CADRE, raised_on=day, risks=risks, clue=None)


@action(CASE_HELP)
def help_first(actor: User, case: Case, *, reason: str, on: date | None = None) -> Case:
    """Let help begin before the decision (绿色通道), saying why; the papers go on by the same clock."""
    row = locked(case)
    require_on(actor, CASE_HELP, row)
    refuse_unless(row, *Case.DECIDING)
    if row.emergency_on is not None:
        raise Conflict(_("这户已经先行帮扶。"))
    if not reason.strip():
        raise Refused(_("请写明为什么要先行帮扶。"), field="reason")
    day = day_of(on, not_before=row.raised_on)
    change(actor, "help_first", row, reason=reason, emergency_on=day, emergency_reason=reason.strip())
    tell_helpers(row, saying("您联系的农户已先行帮扶，手续随后补办"))
    return row


@action(CASE_OPEN)
def withdraw_case(actor: User, case: Case, *, reason: str) -> Case:
    """End a case without a decision: the household withdraws, or exists no more."""
    row = locked(case)
    require_on(actor, CASE_OPEN, row)
    refuse_unless(row, *Case.DECIDING)
    day = day_of(None)
    move(actor, row, "withdraw", on=day, reason=reason, ended_on=day, end_reason=reason.strip()[:200])
    settle_clue(actor, row, reason)
    return row


def settle_clue(actor: User, case: Case, reason: str = "") -> None:
    """End the clue of a case that has come to a decision: the same facts are not raised again."""
    if case.clue is not None and case.clue.state == Clue.State.TAKEN_UP:
        end_clue(actor, case.clue, reason=reason[:200])
