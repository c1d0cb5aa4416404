"""The database itself refuses to change what is only ever added."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from bangfu.kernel.append_only import guarded_tables
from bangfu.kernel.flows.models import FlowStep
from bangfu.kernel.history.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def step() -> FlowStep:
    return FlowStep.objects.create(
        flow="f", object_type="x.y", object_id=1, area_code="42", state="a", entered_at=timezone.now()
    )


def refused(work) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        work()


def test_history_is_never_changed_or_deleted() -> None:
    Change.objects.create(action="a", object_type="x.y", object_id=1, before={}, after={"k": 1})
    refused(lambda: Change.objects.update(reason="改一改"))
    refused(lambda: Change.objects.update(actor=None, after={}))
    refused(lambda: Change.objects.all()._raw_delete("default"))


def test_a_step_is_left_once_and_nothing_else(step: FlowStep) -> None:
    steps = FlowStep.objects.filter(pk=step.pk)
    refused(lambda: steps.update(state="b"))
    refused(lambda: steps.update(left_at=timezone.now(), reason="改一改"))
    refused(steps.delete)
    assert steps.update(left_at=timezone.now()) == 1
    refused(lambda: steps.update(left_at=timezone.now()))
    refused(lambda: steps.update(left_at=None))


def test_guards_are_seen_by_the_operators_check() -> None:
    assert {"kernel_change", "kernel_flowstep"} <= set(guarded_tables())
