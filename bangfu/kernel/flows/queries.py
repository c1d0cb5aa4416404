"""Where objects are in their flows, what may be done with them, and what is late."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, F, Model, Q, QuerySet
from django.utils import timezone

from bangfu.kernel.flows.declarations import Transition, flows
from bangfu.kernel.flows.models import FlowStep
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import may_on
from bangfu.kernel.rights.scope import scope_of


def steps_of(obj: Model, flow: str = "") -> QuerySet[FlowStep]:
    """Return every step an object took, oldest first."""
    steps = FlowStep.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk)
    return (steps.filter(flow=flow) if flow else steps).select_related("actor")


def current_step(obj: Model, flow: str = "") -> FlowStep | None:
    """Return where an object is now, or None. Raises ValueError when it is in several flows and none was named."""
    found = list(steps_of(obj, flow).filter(left_at=None)[:2])
    if len(found) > 1:
        raise ValueError(f"{obj!r} is in several flows: name one")
    return found[0] if found else None


def step_now(step: FlowStep) -> FlowStep | None:
    """Return where the object of a step is now in the same flow."""
    return (
        FlowStep.objects.filter(flow=step.flow, object_type=step.object_type, object_id=step.object_id, left_at=None)
        .select_related("actor")
        .first()
    )


def current_states(flow: str, model: type[Model], ids: Iterable[int]) -> dict[int, FlowStep]:
    """Return object id → current step for many objects of one type, in one query."""
    steps = FlowStep.objects.filter(
        flow=flow, object_type=model._meta.label_lower, object_id__in=list(ids), left_at=None
    )
    return {step.object_id: step for step in steps}


def transitions_for(user: User, obj: Model, flow: str = "") -> tuple[Transition, ...]:
    """Return the transitions a user may take with an object now, for the buttons of its page."""
    step = current_step(obj, flow)
    if step is None:
        return ()
    return tuple(t for t in flows[step.flow].leaving(step.state) if may_on(user, t.permission, obj))


def open_steps_visible_to(user: User, flow: str = "") -> QuerySet[FlowStep]:
    """Return the current steps, in one flow or all, of objects over which the user may see the flow."""
    condition = Q(pk__in=[])
    for declared in [flows[flow]] if flow else flows:
        condition |= Q(flow=declared.name) & _within(user, declared.view_permission)
    ended = Q(pk__in=[])
    for declared in flows:
        ended |= Q(flow=declared.name, state__in=[s.name for s in declared.states if s.final])
    return FlowStep.objects.filter(condition, left_at=None).exclude(ended)


def _within(user: User, permission: str) -> Q:
    """The steps of objects over which a user holds a permission, by their place or because they are the user's own."""
    scope = scope_of(user, permission)
    condition = scope.q()
    if scope.own:
        for resource in resources:
            if resource.own is not None:
                own = resource.model._default_manager.filter(resource.own(user)).values("pk")
                condition |= Q(object_type=resource.model._meta.label_lower, object_id__in=own)
    return condition


def waiting(user: User, flow: str = "", state: str = "") -> QuerySet[FlowStep]:
    """Return what waits for a step that the user may take, the nearest deadline first; what has none comes last."""
    condition = Q(pk__in=[])
    for declared in [flows[flow]] if flow else flows:
        for asking in declared.states:
            if asking.asks and state in ("", asking.name):
                mine = _within(user, declared.transition(asking.asks).permission)
                condition |= Q(flow=declared.name, state=asking.name) & mine
    steps = FlowStep.objects.filter(condition, left_at=None)
    return steps.order_by(F("due_on").asc(nulls_last=True), "id")


def waiting_counts(user: User, on: date | None = None) -> dict[tuple[str, str], int]:
    """Return (flow, state) → how many objects wait there for a step of the user and are not late."""
    day = on or timezone.localdate()
    steps = waiting(user).exclude(due_on__lt=day).order_by()
    return {(flow, state): count for flow, state, count in steps.values_list("flow", "state").annotate(Count("pk"))}


def overdue(user: User, on: date | None = None, flow: str = "") -> QuerySet[FlowStep]:
    """Return what should have been done by a day (default today) and was not, the longest overdue first."""
    day = on or timezone.localdate()
    return open_steps_visible_to(user, flow).filter(due_on__lt=day).order_by("due_on", "id")


def due_soon(user: User, days: int = 3, on: date | None = None, flow: str = "") -> QuerySet[FlowStep]:
    """Return what falls due within some calendar days from a day (default today), the day itself included."""
    day = on or timezone.localdate()
    last = day + timedelta(days=days)
    return open_steps_visible_to(user, flow).filter(due_on__gte=day, due_on__lte=last).order_by("due_on", "id")


def overdue_counts(user: User, on: date | None = None) -> dict[str, int]:
    """Return flow → how many of its objects are overdue."""
    return dict(overdue(user, on).order_by().values_list("flow").annotate(Count("pk")))


def current_state_of(obj: Model, flow: str) -> str:
    """Return the name of the state an object is in, or an empty text when it is not in the flow."""
    step = current_step(obj, flow)
    return step.state if step else ""
