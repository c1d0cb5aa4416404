"""Two officers decide the same case at the same second: one decision holds, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from bangfu.kernel.errors import Conflict
from bangfu.kernel.flows.models import FlowStep
from bangfu.parties.models import HouseholdStatus
from bangfu.workstreams.monitoring.cases import actions
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.tests.conftest import COUNTY, MakeHome, Offices, Walk, employed
from tests.races import shared

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class After:
    """What each was told, and how things stand afterwards."""

    told: list[str]
    case: Case
    standing: str
    steps: list[str]
    statuses: int


def at_once(folder: Path, case: Case, *deeds: Callable[[Case], object]) -> After:
    """Let everybody act at the same moment on the case as each has it open."""
    start = Barrier(len(deeds))

    def do(deed: Callable[[Case], object]) -> str:
        try:
            row = Case.objects.get(pk=case.pk)
            start.wait(20)
            deed(row)
        except Conflict:
            return "conflict"
        else:
            return "done"
        finally:
            connection.close()

    def look(told: list[str]) -> After:
        try:
            row = Case.objects.select_related("household").get(pk=case.pk)
            steps = FlowStep.objects.filter(object_type="monitoring.case", object_id=case.pk, left_at=None)
            statuses = HouseholdStatus.objects.filter(household=row.household, value="at_risk")
            return After(told, row, row.household.standing, [s.state for s in steps], statuses.count())
        finally:
            connection.close()

    with shared(folder), ThreadPoolExecutor(len(deeds)) as pool:
        return pool.submit(look, list(pool.map(do, deeds))).result()


def test_of_those_who_take_a_household_in_at_once_one_does(
    offices: Offices, case: Case, walk: Walk, tmp_path: Path
) -> None:
    case = walk(case, "county")
    officers = [offices.county, *(employed(f"county{n}", "county", COUNTY) for n in range(3))]
    deeds = [lambda row, who=who: actions.decide_case(who, row, kind="at_risk") for who in officers]
    after = at_once(tmp_path, case, *deeds)
    assert sorted(after.told) == ["conflict"] * 3 + ["done"]
    assert (after.case.state, after.steps, after.standing, after.statuses) == ("planning", ["planning"], "at_risk", 1)


def test_a_household_is_taken_in_or_turned_down_never_both(
    offices: Offices, case: Case, walk: Walk, tmp_path: Path
) -> None:
    case = walk(case, "county")
    other = employed("county2", "county", COUNTY)
    after = at_once(
        tmp_path,
        case,
        lambda row: actions.decide_case(offices.county, row, kind="at_risk"),
        lambda row: actions.turn_down_case(other, row, reason="收入高"),
    )
    assert sorted(after.told) == ["conflict", "done"]
    came = (after.case.state, after.standing, after.statuses)
    assert came == (("planning", "at_risk", 1) if after.told[0] == "done" else ("refused", "lifted", 0))
    assert after.steps == [after.case.state]


def test_one_household_has_one_case_however_many_open_it(offices: Offices, home: MakeHome, tmp_path: Path) -> None:
    household, first = home().pk, home("赵大山")
    seen = actions.open_case(offices.county, household=first.pk, channel="cadre", risks=["job"])
    after = at_once(
        tmp_path,
        seen,
        *[lambda _row: actions.open_case(offices.county, household=household, channel="cadre", risks=["job"])] * 3,
    )
    assert sorted(after.told) == ["conflict", "conflict", "done"]
