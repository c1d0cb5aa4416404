"""The clocks of a case: how long each step may take, from policy, in calendar or working days.

The whole runs from the day of the clue to the county's decision. Visit and comparison have days of their own; meeting
must be early enough that the publication still fits in; township and county have what is left of the whole. No step's
limit lies after the whole's, but for the publication: it hangs its full days whatever the clock says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bangfu.kernel.calendars import deadline
from bangfu.kernel.policy.queries import policy
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.policy_keys import (
    APPEAL_DAYS,
    COMPARE_DAYS,
    COUNTED,
    DECISION_DAYS,
    PLAN_DAYS,
    PUBLICATION_COUNTED,
    PUBLICATION_DAYS,
    VISIT_DAYS,
)

State = Case.State


@dataclass(frozen=True)
class Clock:
    """The policy of a place on the day a case began: a threshold changed later does not move running clocks."""

    area_code: str
    on: date

    def _after(self, begun: date, key: str) -> date:
        working = policy(COUNTED, self.area_code, self.on) == "working"
        return deadline(begun, policy(key, self.area_code, self.on), working=working, area_code=self.area_code)

    def decision_by(self, raised_on: date) -> date:
        """The last day for the county's decision."""
        return self._after(raised_on, DECISION_DAYS)

    def visit_by(self, raised_on: date) -> date:
        """The last day for the visit."""
        return self._after(raised_on, VISIT_DAYS)

    def publication_ends(self, posted_on: date) -> date:
        """The first day on which a sheet may be taken down: the day of posting is not counted."""
        working = policy(PUBLICATION_COUNTED, self.area_code, self.on) == "working"
        days = policy(PUBLICATION_DAYS, self.area_code, self.on)
        return deadline(posted_on, days, working=working, area_code=self.area_code)

    def publication_by(self, due_on: date) -> date:
        """The last day to post a sheet so that the whole can still be kept."""
        day = due_on
        while self.publication_ends(day) > due_on:
            day -= timedelta(days=1)
        return day

    def plan_by(self, decided_on: date) -> date:
        """The last day to have a plan after the decision."""
        return self._after(decided_on, PLAN_DAYS)

    def appeal_by(self, appealed_on: date) -> date:
        """The last day to answer an appeal."""
        return self._after(appealed_on, APPEAL_DAYS)

    def compared_by(self, visited_on: date) -> date:
        """The last day for the departments' answers."""
        return self._after(visited_on, COMPARE_DAYS)


def clock_of(case: Case) -> Clock:
    """Return the clock a case runs by."""
    return Clock(case.area_code, case.raised_on)


def stage_due(case: Case, state: str, on: date) -> date | None:
    """Return the last day of a step that a case enters on a day; None for states without a clock."""
    clock, whole = clock_of(case), case.due_on
    match state:
        case State.VISITING:
            return min(clock.visit_by(case.raised_on), whole)
        case State.COMPARING:
            return min(clock.compared_by(on), whole)
        case State.MEETING:
            return clock.publication_by(whole)
        case State.TOWNSHIP | State.COUNTY:
            return whole
        case State.PLANNING:
            return clock.plan_by(on)
        case State.APPEALED:
            return clock.appeal_by(on)
    return None


@dataclass(frozen=True)
class Standing:
    """How a case stands with its clock on a day."""

    tone: str  # bad: overdue; warning: due today or tomorrow, or it cannot be kept any more; waiting; neutral
    days_left: int | None
    late: bool
    soon: bool


def standing(case: Case, on: date) -> Standing:
    """Tell whether a case is late, due today or tomorrow, or in time."""
    due = case.stage_due_on
    if case.state in Case.DECIDING:
        due = min(due, case.due_on) if due else case.due_on
    if due is None or case.state in Case.ENDED:
        return Standing("neutral", None, False, False)
    left = (due - on).days
    late, soon = left < 0, 0 <= left <= 1
    return Standing("bad" if late else "warning" if soon else "waiting", left, late, soon)
