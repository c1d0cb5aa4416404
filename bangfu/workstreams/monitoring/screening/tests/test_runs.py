"""A run from the registers to clues: the same by every engine, however often, wherever it stops."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.jobs.worker import claim, run_job
from bangfu.kernel.policy.actions import set_policy
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import record_income, set_household_status
from bangfu.workstreams.monitoring.clues.actions import dismiss_clue, report_clue
from bangfu.workstreams.monitoring.clues.models import Clue, ClueFact
from bangfu.workstreams.monitoring.screening.asking import working_folder
from bangfu.workstreams.monitoring.screening.models import ScreeningRun
from bangfu.workstreams.monitoring.screening.running import carry_out, plan_run, start_run
from bangfu.workstreams.monitoring.screening.tests.conftest import (
    COUNTY,
    NEXT,
    ON,
    STRANGE,
    VILLAGE,
    Bill,
    MakeHome,
    employed,
    only,
    rule,
)


def nothing(*_args: Any) -> None:
    """A step that notes nothing."""


def screened(actor: User, on: date = ON, engine: str = "duckdb", area: str = COUNTY) -> ScreeningRun:
    run = plan_run(actor, area_code=area, on=on, engine=engine)
    carry_out(run, nothing)
    return run


def hits(run: ScreeningRun) -> dict[str, int]:
    return {line["code"]: line["hits"] for line in run.report if line["hits"]}


@pytest.mark.parametrize("engine", ["database", "duckdb"])
def test_a_bill_becomes_a_clue_that_says_why(actor: User, home: MakeHome, bill: Bill, engine: str) -> None:
    household = home(standing="lifted")
    home(head="张三", area_code=NEXT)
    bill(household, 3000, date(2020, 3, 9))
    bill(household, 2500)
    bill(household, 9000, date(2019, 12, 31))
    run = screened(actor, engine=engine)
    assert hits(run) == {"inpatient_lifted": 1}
    fact = ClueFact.objects.get()
    told = {v["text"]: v["value"] for v in fact.values}
    assert told['医疗费用.合计(个人自付, 今年, 就诊类别 = "住院")'] == "5500.00"
    assert (fact.since, fact.found_on, fact.sensitive) == (date(2020, 3, 9), ON, True)
    clue = Clue.objects.get()
    assert (clue.household_id, clue.raised_on, clue.channel, clue.facts_count) == (household.pk, ON, "department", 1)
    assert (run.households, run.persons) == (2, 4)


def test_a_second_run_changes_nothing(actor: User, home: MakeHome, bill: Bill) -> None:
    bill(home(), 30_000)
    first, second = screened(actor), screened(actor, engine="database")
    assert (first.raised, second.raised, second.merged) == (1, 0, 1)
    assert (Clue.objects.count(), ClueFact.objects.count()) == (1, 1)


def test_a_later_run_brings_the_values_up_to_date(actor: User, home: MakeHome, bill: Bill) -> None:
    household = home()
    bill(household, 30_000)
    screened(actor)
    bill(household, 1_000, ON)
    screened(actor, on=ON + timedelta(days=1))
    fact = ClueFact.objects.get()
    assert fact.values[0]["value"] == "31000.00"
    assert (fact.found_on, fact.seen_on) == (ON, ON + timedelta(days=1))


def test_facts_of_several_rules_and_channels_join_one_clue(actor: User, home: MakeHome, bill: Bill) -> None:
    household = home(housing_safety="d")
    report_clue(actor, household=household.pk, channel="household", text="住院花销大")
    bill(household, 30_000)
    run = screened(actor)
    clue = Clue.objects.get()
    assert (run.raised, run.merged, clue.facts_count, clue.channel) == (0, 1, 3, "household")
    assert {f.channel for f in clue.facts.all()} == {"household", "department", "platform"}


def test_what_was_found_false_is_not_raised_again_for_the_same_fact(actor: User, home: MakeHome, bill: Bill) -> None:
    household = home()
    rule("bills", "医疗费用.合计(个人自付, 今年) > 1000元", sensitive=True)
    only("bills")
    bill(household, 2_000)
    screened(actor)
    dismiss_clue(actor, Clue.objects.get(), reason="商业保险已赔付")
    again = screened(actor, on=ON + timedelta(days=20))
    assert (again.raised, again.kept_closed, Clue.objects.count()) == (0, 1, 1)
    bill(household, 500)
    other = screened(actor, on=ON + timedelta(days=21))
    assert (other.raised, other.kept_closed) == (1, 0)


def test_a_fact_of_the_year_stays_closed_for_the_year(actor: User, home: MakeHome, bill: Bill) -> None:
    household = home()
    only("inpatient_other")
    bill(household, 20_000)
    screened(actor)
    dismiss_clue(actor, Clue.objects.get(), reason="已核实，无风险")
    bill(household, 500)
    assert screened(actor).kept_closed == 1
    bill(household, 25_000, date(2021, 2, 1))
    assert screened(actor, on=date(2021, 2, 28)).raised == 1


def test_a_threshold_changed_while_a_run_is_on_counts_for_the_next(actor: User, home: MakeHome, bill: Bill) -> None:
    bill(home(), 20_000)
    run = plan_run(actor, area_code=COUNTY, on=ON)
    key, since = "monitoring.inpatient_other", date(2020, 1, 1)
    set_policy(actor, key, "50000", area_code=COUNTY, valid_from=since)
    rule("later", "家庭人口 > 0")
    carry_out(run, nothing)
    assert hits(run) == {"inpatient_other": 1}
    assert hits(screened(actor)) == {"later": 1}


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("stops_at", range(5))
def test_a_run_that_dies_anywhere_ends_the_same(
    actor: User, home: MakeHome, bill: Bill, stops_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bangfu.workstreams.monitoring.screening.running.CHUNK", 2)
    for number in range(6):
        bill(home(head=f"户主{number}", area_code=VILLAGE if number % 2 else NEXT), 20_000 + number)
    run = plan_run(actor, area_code=COUNTY, on=ON)
    kept: dict[str, Any] = {}
    calls = 0

    def step(_done: int, _total: int | None, cursor: Any, _message: str) -> None:
        nonlocal calls
        calls += 1
        if calls == stops_at + 1:
            raise Killed
        if cursor is not None:
            kept["cursor"] = cursor

    try:
        carry_out(run, step)
    except Killed:
        carry_out(ScreeningRun.objects.get(pk=run.pk), nothing, kept.get("cursor"))
    row = ScreeningRun.objects.get(pk=run.pk)
    assert (row.state, row.raised, row.merged) == ("done", 6, 0)
    assert (Clue.objects.count(), ClueFact.objects.count()) == (6, 6)
    assert not (working_folder() / f"run-{run.pk}").exists()


def test_a_parameter_nobody_set_skips_its_rule_and_says_so(actor: User, home: MakeHome) -> None:
    home()
    run = screened(actor, on=date(2025, 5, 1))
    [line] = [line for line in run.report if line["code"] == "income_below_line"]
    assert line["hits"] == 0
    assert "没有设置值" in line["skipped"]


def test_income_by_year_and_a_zero_that_would_divide(actor: User, home: MakeHome) -> None:
    falling, zero = home(), home(head="张三")
    for household, year, wages in ((falling, 2019, 9000), (falling, 2018, 30000), (zero, 2019, 0), (zero, 2018, 0)):
        record_income(actor, household, year=year, persons=2, wages=Decimal(wages))
    run = screened(actor)
    assert hits(run) == {"income_below_line": 2, "income_fall": 1}


def test_the_past_is_asked_as_it_was(actor: User, home: MakeHome, bill: Bill) -> None:
    household = home(standing="ordinary")
    bill(household, 6_000)
    assert hits(screened(actor, on=date(2020, 10, 31))) == {}
    set_household_status(actor, household, value="lifted", on=date(2020, 11, 20))
    assert hits(screened(actor, on=date(2020, 11, 10))) == {}
    assert hits(screened(actor)) == {"inpatient_lifted": 1}


def test_a_place_with_its_own_wording(actor: User, home: MakeHome, bill: Bill) -> None:
    bill(home(), 25_000)
    own = rule("own", "医疗费用.合计(个人自付, 今年) > 30000元")
    own.rule.replaces = type(own.rule).objects.get(code="inpatient_other")
    own.rule.save()
    assert hits(screened(actor)) == {}
    assert hits(screened(actor, area="")) == {}


def test_a_rule_of_a_village_concerns_the_village(actor: User, home: MakeHome) -> None:
    home(), home(area_code=NEXT)
    rule("here", "家庭人口 > 0", area_code=VILLAGE)
    assert hits(screened(actor)) == {"here": 1}


def test_the_job_does_it_once_however_often_it_is_asked(actor: User, county: User, home: MakeHome, bill: Bill) -> None:
    bill(home(), 30_000)
    first, second = (start_run(county, area_code=COUNTY, on=ON) for _ in range(2))
    assert first.pk == second.pk
    while job := claim():
        run_job(job)
    first.refresh_from_db()
    assert (first.state, first.raised) == ("done", 1)


def test_a_stranger_screens_nothing_here(actor: User) -> None:
    with pytest.raises(Denied):
        plan_run(employed("stranger", "county", STRANGE), area_code=COUNTY, on=ON)


def test_an_engine_that_does_not_exist(actor: User) -> None:
    with pytest.raises(Refused, match="引擎"):
        plan_run(actor, area_code=COUNTY, on=ON, engine="oracle")
