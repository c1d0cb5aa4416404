"""Flows: who may take which step, once, by when; what is late and who sees it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from bangfu.kernel.calendars import deadline
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.flows import actions
from bangfu.kernel.flows.actions import advance, advance_many, start, start_many
from bangfu.kernel.flows.declarations import Deadline, Flow, State, Transition, flows
from bangfu.kernel.flows.diagrams import mermaid
from bangfu.kernel.flows.models import FlowStep
from bangfu.kernel.flows.queries import (
    current_state_of,
    current_states,
    current_step,
    due_soon,
    overdue,
    overdue_counts,
    steps_of,
    transitions_for,
    waiting,
    waiting_counts,
)
from bangfu.kernel.policy.actions import set_policy
from bangfu.kernel.rights.models import User
from bangfu.kernel.tests.people import COUNTY, ELSEWHERE, VILLAGE, alice, auditor, bob, mallory

pytestmark = pytest.mark.django_db

# The kernel has no objects of its own that flow, so accounts stand in for them: they have a place, too. The
# permissions are borrowed as well: everybody of the offices may view policy, only the county may change it.
OFFICES, COUNTY_ONLY = "kernel.policy.view", "kernel.policy.change"
LIMIT = "kernel.evidence.photo_megabytes"  # any whole number will do


def review(name: str = "review") -> Flow:
    return Flow(
        name=name,
        title="复核",
        initial="open",
        start_permission=OFFICES,
        view_permission=OFFICES,
        states=(
            State(name="open", title="待核", deadline=Deadline(days=3, working=True), asks="check"),
            State(name="checked", title="已核", deadline=Deadline(policy=LIMIT, since="open"), asks="close"),
            State(name="closed", title="办结", final=True),
        ),
        transitions=(
            Transition(name="check", title="核实", sources=("open",), target="checked", permission=OFFICES),
            Transition(
                name="close",
                title="办结",
                sources=("checked",),
                target="closed",
                permission=COUNTY_ONLY,
            ),
            Transition(
                name="return",
                title="退回",
                sources=("checked",),
                target="open",
                permission=COUNTY_ONLY,
                needs_reason=True,
                deadline=Deadline(days=1),
            ),
        ),
    )


@pytest.fixture(autouse=True)
def flow(monkeypatch: pytest.MonkeyPatch) -> Flow:
    declared = review()
    monkeypatch.setitem(flows._items, declared.name, declared)
    return declared


def case(area_code: str = VILLAGE, name: str = "case") -> User:
    return User.objects.create(username=name, name=name, area_code=area_code)


def test_start_sets_state_and_working_day_deadline() -> None:
    b, thing = bob(), case()
    step = start(b, "review", thing)
    today = timezone.localdate()
    assert (step.state, step.area_code, step.actor) == ("open", VILLAGE, b)
    assert step.due_on == deadline(today, 3, working=True)
    with pytest.raises(Conflict):
        start(b, "review", thing)


def test_a_deadline_of_the_object_itself_replaces_the_declared_one() -> None:
    b, thing = bob(), case()
    day = timezone.localdate() + timedelta(days=40)
    assert start(b, "review", thing, due_on=day).due_on == day
    assert advance(b, thing, "check", due_on=day + timedelta(days=1)).due_on == day + timedelta(days=1)


def test_steps_are_logged_and_one_is_current() -> None:
    a, b, thing = alice(), bob(), case()
    start(b, "review", thing)
    advance(b, thing, "check")
    advance(a, thing, "return", "照片不清")
    log = list(steps_of(thing))
    assert [(s.transition, s.state) for s in log] == [("", "open"), ("check", "checked"), ("return", "open")]
    assert [s.left_at is None for s in log] == [False, False, True]
    assert log[2].reason == "照片不清"
    assert log[2].due_on == timezone.localdate() + timedelta(days=1)
    assert current_step(thing) == log[2]


def test_second_click_is_told_who_was_first() -> None:
    a, b, thing = alice(), bob(), case()
    start(b, "review", thing)
    advance(b, thing, "check")
    with pytest.raises(Conflict, match=r"已核.*Bob"):
        advance(a, thing, "check")
    assert steps_of(thing).count() == 2


def test_of_two_at_once_one_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, thing = alice(), bob(), case()
    start(b, "review", thing)
    stale = current_step(thing)
    advance(b, thing, "check")
    monkeypatch.setattr(actions, "current_step", lambda _obj, _flow: stale)  # read before Bob's step was written
    with pytest.raises(Conflict, match="Bob"):
        advance(a, thing, "check")
    assert steps_of(thing).count() == 2


def test_reason_where_one_is_needed() -> None:
    a, thing = alice(), case()
    start(a, "review", thing)
    advance(a, thing, "check")
    with pytest.raises(Refused) as refused:
        advance(a, thing, "return", "  ")
    assert refused.value.field == "reason"


def test_permission_and_place() -> None:
    a, b, m, thing = alice(), bob(), mallory(), case()
    with pytest.raises(Denied):
        start(m, "review", thing)
    start(b, "review", thing)
    with pytest.raises(Denied):
        advance(m, thing, "check")
    advance(b, thing, "check")
    with pytest.raises(Denied):
        advance(b, thing, "close")  # only the county may
    assert [t.name for t in transitions_for(a, thing)] == ["close", "return"]
    assert transitions_for(b, thing) == ()
    assert transitions_for(m, thing) == ()


def test_limit_set_by_policy_runs_from_an_earlier_state() -> None:
    a, thing = alice(), case()
    set_policy(a, LIMIT, "15", area_code=COUNTY)
    FlowStep.objects.create(
        flow="review",
        object_type="kernel.user",
        object_id=thing.pk,
        area_code=VILLAGE,
        state="open",
        entered_at=timezone.now() - timedelta(days=10),
    )
    step = advance(a, thing, "check")
    assert step.due_on == timezone.localdate() + timedelta(days=5)


def test_object_in_no_flow_or_in_two() -> None:
    a, thing = alice(), case()
    with pytest.raises(Refused):
        advance(a, thing, "check")
    flows._items["second"] = review("second")
    try:
        start(a, "review", thing)
        start(a, "second", thing)
        with pytest.raises(ValueError, match="several"):
            advance(a, thing, "check")
        assert advance(a, thing, "check", flow="second").flow == "second"
    finally:
        del flows._items["second"]


def test_many_at_once_all_or_none(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    a = alice()
    things = [case(name=f"case{n}") for n in range(30)]
    with django_assert_max_num_queries(12):
        start_many(a, "review", things)
    with django_assert_max_num_queries(12):
        steps = advance_many(a, things, "check", flow="review")
    assert {s.state for s in steps} == {"checked"}
    assert len(current_states("review", User, [t.pk for t in things])) == 30
    late = case(name="late")
    start(a, "review", late)
    with pytest.raises(Conflict), transaction.atomic():
        advance_many(a, [*things, late], "check", flow="review")
    assert current_step(late).state == "open"  # type: ignore[union-attr]


def test_many_with_a_stranger_among_them() -> None:
    with pytest.raises(Denied):
        start_many(alice(), "review", [case(), case(ELSEWHERE, "foreign")])
    assert not FlowStep.objects.exists()


def test_overdue_is_seen_where_one_may() -> None:
    a, b, m, watcher = alice(), bob(), mallory(), auditor()
    near, far, foreign = case(), case(f"{COUNTY}102201", "far"), case(ELSEWHERE, "foreign")
    start_many(a, "review", [near, far])
    start(m, "review", foreign)
    later = timezone.localdate() + timedelta(days=30)
    assert {s.object_id for s in overdue(a, later)} == {near.pk, far.pk}
    assert {s.object_id for s in overdue(b, later)} == {near.pk}
    assert {s.object_id for s in overdue(watcher, later)} == {near.pk, far.pk}
    assert {s.object_id for s in overdue(m, later)} == {foreign.pk}
    assert overdue_counts(a, later) == {"review": 2}
    assert not overdue(a)
    due = steps_of(near).get().due_on
    assert due is not None
    assert not overdue(b, due)  # the last day is still in time
    assert [s.object_id for s in overdue(b, due + timedelta(days=1))] == [near.pk]
    assert [s.object_id for s in due_soon(b, days=0, on=due)] == [near.pk]
    assert not due_soon(b, days=0, on=due - timedelta(days=1))


def test_what_waits_is_told_to_whoever_may_take_the_step() -> None:
    a, b, m = alice(), bob(), mallory()
    first, second, foreign = case(), case(f"{COUNTY}102201", "far"), case(ELSEWHERE, "foreign")
    start_many(a, "review", [first, second])
    start(m, "review", foreign)
    assert waiting_counts(a) == {("review", "open"): 2}
    assert waiting_counts(b) == {("review", "open"): 1}
    assert [s.object_id for s in waiting(m)] == [foreign.pk]
    advance(a, first, "check")
    assert waiting_counts(a) == {("review", "open"): 1, ("review", "checked"): 1}
    assert not waiting(b)  # closing is the county's step
    assert [s.object_id for s in waiting(a, "review", "checked")] == [first.pk]
    assert waiting_counts(a, timezone.localdate() + timedelta(days=400)) == {}  # late by then, and counted there


def test_what_is_closed_is_not_overdue() -> None:
    a, thing = alice(), case()
    start(a, "review", thing)
    advance(a, thing, "check")
    advance(a, thing, "close")
    assert not overdue(a, date(2099, 1, 1))
    assert current_state_of(thing, "review") == "closed"


def test_diagram_says_what_is_declared(flow: Flow) -> None:
    picture = mermaid(flow)
    assert "[*] --> open" in picture
    assert "open --> checked: 核实（kernel.evidence.photo_megabytes 日）" in picture
    assert "checked --> open: 退回（1 日）" in picture
    assert "closed --> [*]" in picture


def broken(**changed: object) -> None:
    whole = {f: getattr(review(), f) for f in ("title", "initial", "start_permission", "view_permission", "states")}
    Flow(name="x", transitions=review().transitions, **{**whole, **changed})  # type: ignore[arg-type]


def test_broken_declarations_stop_start_up() -> None:
    states = review().states
    for changed in (
        {"initial": "nowhere"},
        {"states": (*states, State(name="island", title="孤岛"))},
        {"states": (*states, states[0])},
        {"states": states[:2]},
        {"states": (State(name="open", title="待核", asks="close"), *states[1:])},
    ):
        with pytest.raises(ImproperlyConfigured):
            broken(**changed)
    with pytest.raises(ImproperlyConfigured):
        Deadline()
    with pytest.raises(ImproperlyConfigured):
        Deadline(days=1, policy=LIMIT)
