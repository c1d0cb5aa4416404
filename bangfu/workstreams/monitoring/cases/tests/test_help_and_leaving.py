"""Help that the book proves, and a way out that looks at evidence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from bangfu.kernel.calendars import months_later
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.notices.models import Notice
from bangfu.kernel.policy.actions import set_policy
from bangfu.kernel.policy.models import PolicyValue
from bangfu.kernel.policy.queries import forget_policies
from bangfu.ledger.actions import post_entry, reverse_entry
from bangfu.ledger.drafts import Draft
from bangfu.ledger.queries.helped import help_received
from bangfu.parties.actions import let_act_for, register_organisation, register_person
from bangfu.parties.models import Area, Household, Organisation, Person
from bangfu.workstreams.monitoring.cases import actions
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.tests.conftest import COUNTY, MakeHome, Offices, Walk, days_ago, employed
from bangfu.workstreams.monitoring.clues.actions import report_clue
from bangfu.workstreams.monitoring.leaving import actions as leaving
from bangfu.workstreams.monitoring.leaving.guard import leaving_checks
from bangfu.workstreams.monitoring.measures import actions as measures
from bangfu.workstreams.monitoring.measures.models import Measure
from bangfu.workstreams.monitoring.measures.proving import proofs_of

AGO = 260
"""Days since a case that has been helped for long enough came to light."""


@pytest.fixture
def firm(offices: Offices) -> Organisation:
    return register_organisation(offices.operator, area_code=COUNTY, name="区人社局", kind="authority")


@pytest.fixture
def helper(offices: Offices) -> Person:
    return register_person(offices.operator, area_code=COUNTY, name="周帮扶")


def placed(offices: Offices, firm: Organisation, household: Household, on: date, **fields: Any) -> Any:
    """Post a placement of the head of a household."""
    head = household.members.get(relation="head")
    draft = Draft(
        kind="labour.placement",
        happened_on=on,
        area_code=household.area_code,
        giver_id=firm.pk,
        receiver_id=Area.objects.get(code=household.area_code).pk,
        person_ids=(head.pk,),
        persons=1,
        details={"destination": "nearby", "standing": "new"},
        **fields,
    )
    with transaction.atomic():
        return post_entry(offices.operator, draft)


@pytest.fixture
def helped(offices: Offices, home: MakeHome, walk: Walk, firm: Organisation, helper: Person) -> Case:
    """A case of long ago, taken in, with a plan and a measure that the book proves."""
    set_policy(
        offices.county,
        key="monitoring.kind_rules",
        value='{"at_risk": {"from": ["lifted", "ordinary"], "income": "any"}}',
        area_code=COUNTY,
        valid_from=date(2020, 1, 1),
    )
    household = home()
    case = actions.open_case(
        offices.county, household=household.pk, channel="cadre", risks=["job"], raised_on=days_ago(AGO)
    )
    case = walk(case, "planning")
    measures.add_measure(offices.village, case, risk="job", kind="employment", title="介绍到茶叶合作社务工")
    placed(offices, firm, household, days_ago(AGO - 20))
    measures.confirm_plan(offices.village, case, goal="稳定务工", responsible=helper.pk, on=case.decided_on)
    case.refresh_from_db()
    return case


def test_nothing_is_planned_before_the_decision_unless_help_goes_first(offices: Offices, case: Case) -> None:
    plan = {"risk": "job", "kind": "employment", "title": "务工"}
    with pytest.raises(Refused, match="先行帮扶"):
        measures.add_measure(offices.village, case, **plan)
    actions.help_first(offices.village, case, reason="断粮")
    assert measures.add_measure(offices.village, case, **plan).case_id == case.pk


def test_a_plan_has_a_measure_for_every_risk_and_development_first(
    offices: Offices, home: MakeHome, walk: Walk, helper: Person
) -> None:
    opened = actions.open_case(
        offices.county, household=home().pk, channel="cadre", risks=["illness", "job"], raised_on=days_ago(12)
    )
    case = walk(opened, "planning")
    measures.add_measure(offices.village, case, risk="illness", kind="health", title="医疗救助")
    with pytest.raises(Refused) as told:
        measures.confirm_plan(offices.village, case, goal="稳定", responsible=helper.pk)
    assert "因就业不稳" in told.value.problems[0]
    assert "开发式" in told.value.problems[1]
    measures.add_measure(offices.village, case, risk="job", kind="employment", title="公益岗位")
    with pytest.raises(Refused, match="责任人"):
        measures.confirm_plan(offices.village, case, goal="稳定")
    case = measures.confirm_plan(offices.village, case, goal="稳定", responsible=helper.pk)
    assert (case.state, case.responsible_id) == ("helping", helper.pk)


def test_a_household_without_labour_needs_relief(offices: Offices, home: MakeHome, walk: Walk, helper: Person) -> None:
    opened = actions.open_case(
        offices.county, household=home(labour="none").pk, channel="cadre", risks=["labour"], raised_on=days_ago(12)
    )
    case = walk(opened, "planning")
    measures.add_measure(offices.village, case, risk="labour", kind="society", title="邻里照料")
    with pytest.raises(Refused, match="综合保障"):
        measures.confirm_plan(offices.village, case, goal="兜底", responsible=helper.pk)


def test_the_book_proves_a_measure_and_a_reversal_takes_the_proof_away(
    offices: Offices, helped: Case, firm: Organisation
) -> None:
    measure = Measure.objects.get(case=helped)
    assert (measure.proved_on, helped.helped_on) == (days_ago(AGO - 20), days_ago(AGO - 20))
    with pytest.raises(Conflict):
        measures.cancel_measure(offices.village, measure, reason="不要了")
    [proof] = proofs_of(helped)
    assert proof.help is not None
    with transaction.atomic():
        reverse_entry(offices.operator, proof.help.entry, reason="记错了")
    measures.check_proofs(offices.village, helped)
    measure.refresh_from_db()
    helped.refresh_from_db()
    assert (measure.proved_on, measure.proved_entry, helped.helped_on) == (None, None, None)


def test_one_entry_proves_one_measure_and_nothing_older(offices: Offices, helped: Case, firm: Organisation) -> None:
    measures.add_measure(offices.village, helped, risk="job", kind="employment", title="再介绍一人务工")
    assert [bool(p.help) for p in proofs_of(helped)] == [True, False]
    placed(offices, firm, helped.household, days_ago(AGO + 5), note="发现之前")
    assert [bool(p.help) for p in proofs_of(helped)] == [True, False]
    placed(offices, firm, helped.household, days_ago(3), note="第二次")
    assert [bool(p.help) for p in proofs_of(helped)] == [True, True]
    assert len(help_received([helped.household_id])[helped.household_id]) == 3


def test_the_responsible_helper_is_told_without_the_cause(
    offices: Offices, case: Case, walk: Walk, helper: Person
) -> None:
    user = employed("helper", "helper", COUNTY)
    let_act_for(offices.operator, user, party=helper)
    case = walk(case, "planning")
    measures.name_responsible(offices.village, case, responsible=helper.pk)
    told = Notice.objects.filter(user=user)
    assert told.exists()
    assert "务工" not in "".join(f"{n.title}{n.text}" for n in told)


def _visit(offices: Offices, case: Case, income: int = 9500, **fields: Any) -> None:
    fields.setdefault("settled", True)
    actions.record_visit(
        offices.village, case, visitors="张三、李四", findings="收入稳定", income=Decimal(income), **fields
    )


def test_leaving_too_early_is_refused_with_evidence(offices: Offices, case: Case, walk: Walk, helper: Person) -> None:
    case = walk(case, "planning")
    measures.add_measure(offices.village, case, risk="job", kind="employment", title="务工")
    measures.confirm_plan(offices.village, case, goal="稳定", responsible=helper.pk)
    with pytest.raises(Refused) as told:
        leaving.propose_leaving(offices.village, case)
    problems = "".join(told.value.problems)
    assert months_later(case.decided_on, 6).isoformat() in problems  # type: ignore[arg-type]
    assert "没有帮扶记录证明" in problems
    case.refresh_from_db()
    assert case.state == "helping"


def test_the_way_out_mirrors_the_way_in(offices: Offices, helped: Case) -> None:
    leaving.propose_leaving(offices.village, helped, on=days_ago(12))
    _visit(offices, helped, visited_on=days_ago(11))
    actions.record_meeting(
        offices.village, helped, chair="甲", attendants=9, agreeing=9, minutes="同意消除", held_on=days_ago(10)
    )
    actions.publish_cases(offices.village, [helped.pk], posted_on=days_ago(10))
    with pytest.raises(Refused):
        actions.end_publication(offices.village, helped, on=days_ago(6))
    actions.end_publication(offices.village, helped, on=days_ago(5))
    leaving.review_leaving(offices.township, helped, opinion="同意", on=days_ago(4))
    leaving.clear_case(offices.county, helped, how="help", on=days_ago(3))
    helped.refresh_from_db()
    assert (helped.state, helped.left_on, helped.household.standing) == ("cleared", days_ago(3), "cleared")
    _visit(offices, helped)  # watched on
    with pytest.raises(Conflict):
        leaving.clear_case(offices.county, helped, how="help")
    again = actions.reopen_case(offices.village, helped, risks=["illness"])
    assert (again.previous_id, again.state) == (helped.pk, "visiting")


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("income", {"income": 7900}),
        ("burden", {"settled": False}),
        ("guarantees", {"problems": ["housing"]}),
        ("gone", {"risks": ["job"]}),
    ],
)
def test_each_condition_stops_the_county(offices: Offices, helped: Case, name: str, fields: dict[str, Any]) -> None:
    leaving.propose_leaving(offices.village, helped, on=days_ago(12))
    _visit(offices, helped, visited_on=days_ago(11), **fields)
    failing = [check.name for check in leaving_checks(helped, days_ago(1)) if check.holds is not True]
    assert failing == [name]
    Case.objects.filter(pk=helped.pk).update(state="leaving_township")
    with pytest.raises(Refused):
        leaving.review_leaving(offices.township, helped, opinion="同意")
    Case.objects.filter(pk=helped.pk).update(state="leaving_county")
    with pytest.raises(Refused):
        leaving.clear_case(offices.county, helped, how="help")


def test_a_household_without_labour_never_leaves(offices: Offices, helped: Case) -> None:
    helped.household.members.update(labour="none")
    with pytest.raises(Refused, match="没有劳动力"):
        leaving.propose_leaving(offices.village, helped)


def test_an_open_clue_or_an_unsafe_house_stands_in_the_way(offices: Offices, helped: Case) -> None:
    report_clue(offices.village, household=helped.household_id, channel="cadre", text="又有困难", risk="job")
    helped.household.housing_safety = "d"
    helped.household.save()
    failing = {c.name for c in leaving_checks(helped, days_ago(0)) if c.holds is False}
    assert {"gone", "guarantees"} <= failing


def test_an_unknown_income_line_is_not_passed_over(offices: Offices, helped: Case) -> None:
    _clear_line()
    leaving.propose_leaving(offices.village, helped, on=days_ago(12))
    _visit(offices, helped, visited_on=days_ago(11))
    [check] = [c for c in leaving_checks(helped, days_ago(1)) if c.name == "income"]
    assert check.holds is None
    assert "尚未设置" in check.evidence


def _clear_line() -> None:
    PolicyValue.objects.filter(key="parties.income_line", area_code=COUNTY).delete()
    forget_policies()
