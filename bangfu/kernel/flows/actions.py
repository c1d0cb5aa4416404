"""Moving objects through their flows."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Min, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.calendars import deadline as last_day
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.flows.declarations import Deadline, Flow, State, Transition, flows
from bangfu.kernel.flows.models import FlowStep
from bangfu.kernel.flows.queries import current_step, step_now
from bangfu.kernel.policy.queries import policy_lookup
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on

BATCH = 1000
DueOn = Callable[[str, date], date | None]


def start(
    actor: User, flow: str, obj: Model, reason: str = "", *, due_on: date | None = None, checked: bool = False
) -> FlowStep:
    """Bring an object into a flow; ``due_on`` replaces the declared deadline. Raises Conflict when it is in it.

    ``checked`` says that the calling action has already decided that the actor may: the right is not asked again.
    """
    return start_many(actor, flow, [obj], reason, due_on=due_on, checked=checked)[0]


@transaction.atomic
def start_many(
    actor: User | None,
    flow: str,
    objs: Sequence[Model],
    reason: str = "",
    *,
    due_on: date | None = None,
    checked: bool = False,
) -> list[FlowStep]:
    """Bring many objects of one type into a flow, all or none; as ``start``. Without an actor only when ``checked``."""
    declared = flows[flow]
    for obj in () if checked else objs:
        require_on(actor, declared.start_permission, obj)  # type: ignore[arg-type]
    state, now = declared.state(declared.initial), timezone.now()
    due_by = _due_on(state.deadline)
    steps = [
        FlowStep(
            flow=flow,
            object_type=obj._meta.label_lower,
            object_id=obj.pk,
            area_code=_place(obj),
            state=state.name,
            entered_at=now,
            due_on=due_on or due_by(_place(obj), _day(now)),
            actor=actor,
            reason=reason,
        )
        for obj in objs
    ]
    try:
        with transaction.atomic():
            return FlowStep.objects.bulk_create(steps, batch_size=BATCH)
    except IntegrityError as error:
        raise Conflict(_("已经在办理流程“%s”中，不能重复发起。") % declared.title) from error


def start_for_visitor(flow: str, obj: Model, reason: str = "") -> FlowStep:
    """Bring an object into a flow that somebody without a log-in brought; nobody's name stands at the first step."""
    return start_many(None, flow, [obj], reason, checked=True)[0]


@transaction.atomic
def advance(
    actor: User,
    obj: Model,
    transition: str,
    reason: str = "",
    *,
    flow: str = "",
    due_on: date | None = None,
    checked: bool = False,
) -> FlowStep:
    """Take one step with an object and return where it now is.

    ``flow`` may be left out for an object that is in one flow only. ``due_on`` replaces the declared deadline, where
    it follows from the object itself (a notice that hangs until a day); ``checked`` is as in ``start``. Raises Refused
    without a needed reason, Denied without the right, Conflict when somebody has taken the step meanwhile or the state
    does not allow it.
    """
    step = current_step(obj, flow)
    if step is None:
        raise Refused(_("该对象不在办理流程中。"))
    declared = flows[step.flow]
    wanted = declared.transition(transition)
    if not checked:
        require_on(actor, wanted.permission, obj)
    _refuse_unexplained(wanted, reason)
    if step.state not in wanted.sources:
        raise _already(declared, step)
    return _move(actor, declared, wanted, [step], reason, due_on)[0]


@transaction.atomic
def advance_many(actor: User, objs: Iterable[Model], transition: str, reason: str = "", *, flow: str) -> list[FlowStep]:
    """Take one step with many objects of one type, all or none; raises as ``advance`` does."""
    declared = flows[flow]
    wanted = declared.transition(transition)
    _refuse_unexplained(wanted, reason)
    by_id = {obj.pk: obj for obj in objs}
    for obj in by_id.values():
        require_on(actor, wanted.permission, obj)
    if not by_id:
        return []
    kind = next(iter(by_id.values()))._meta.label_lower
    steps = list(FlowStep.objects.filter(flow=flow, object_type=kind, object_id__in=by_id, left_at=None))
    for step in steps:
        if step.state not in wanted.sources:
            raise _already(declared, step)
    if len(steps) < len(by_id):
        raise Refused(_("有 %s 个对象不在办理流程中。") % (len(by_id) - len(steps)))
    return _move(actor, declared, wanted, steps, reason)


def _move(
    actor: User, flow: Flow, wanted: Transition, steps: list[FlowStep], reason: str, due: date | None = None
) -> list[FlowStep]:
    now = timezone.now()
    # The condition is checked again under the row lock: of two clicks one updates a row, the other none.
    left = FlowStep.objects.filter(pk__in=[s.pk for s in steps], left_at=None).update(left_at=now)
    if left < len(steps):
        raise _already(flow, step_now(steps[0]) if len(steps) == 1 else None)
    target = flow.state(wanted.target)
    limit = wanted.deadline or target.deadline
    due_on = _due_on(limit)
    begun = _begun(steps, limit)
    return FlowStep.objects.bulk_create(
        [
            FlowStep(
                flow=flow.name,
                object_type=step.object_type,
                object_id=step.object_id,
                area_code=step.area_code,
                state=target.name,
                entered_at=now,
                due_on=due or due_on(step.area_code, begun.get(step.object_id, _day(now))),
                actor=actor,
                transition=wanted.name,
                reason=reason,
            )
            for step in steps
        ],
        batch_size=BATCH,
    )


def _begun(steps: list[FlowStep], limit: Deadline | None) -> dict[int, date]:
    """Return object → the day its period began, for a limit that began in an earlier state."""
    if limit is None or not limit.since:
        return {}
    entered = (
        FlowStep.objects.filter(
            flow=steps[0].flow,
            object_type=steps[0].object_type,
            object_id__in=[s.object_id for s in steps],
            state=limit.since,
        )
        .values("object_id")
        .annotate(first=Min("entered_at"))
    )
    return {row["object_id"]: _day(row["first"]) for row in entered}


def _due_on(limit: Deadline | None) -> DueOn:
    """Return ``due_on(area_code, begun)``; the parameter is read once, and each place's period computed once."""
    if limit is None:
        return lambda _area_code, _begun: None
    days_at = policy_lookup(limit.policy) if limit.policy else lambda _area_code: limit.days
    known: dict[tuple[str, date], date] = {}

    def due_on(area_code: str, begun: date) -> date:
        if (area_code, begun) not in known:
            days = days_at(area_code)
            known[area_code, begun] = last_day(begun, days, working=limit.working, area_code=area_code)
        return known[area_code, begun]

    return due_on


def _refuse_unexplained(wanted: Transition, reason: str) -> None:
    if wanted.needs_reason and not reason.strip():
        raise Refused(_("“%s”须填写原因。") % wanted.title, field="reason")


def _already(flow: Flow, step: FlowStep | None) -> Conflict:
    if step is None:
        return Conflict(_("其中有的已由他人办理，请刷新后再试。"))
    state: State = flow.state(step.state)
    who = step.actor.name if step.actor else ""
    return Conflict(
        _("现在是“%(state)s”（%(who)s %(when)s），不能再办这一步。请刷新后再看。")
        % {"state": state.title, "who": who, "when": timezone.localtime(step.entered_at).strftime("%Y-%m-%d %H:%M")}
    )


def _place(obj: Model) -> str:
    return getattr(obj, "area_code", "") or ""


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
