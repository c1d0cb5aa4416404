"""The way of a case: step by step, by whom, with which papers, once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.flows.models import FlowStep
from bangfu.kernel.notices.models import Notice
from bangfu.kernel.policy.actions import set_policy
from bangfu.kernel.rights.models import User
from bangfu.parties.models import HouseholdStatus
from bangfu.workstreams.monitoring.cases import actions
from bangfu.workstreams.monitoring.cases.models import Case, CaseConsent
from bangfu.workstreams.monitoring.cases.queries import cases_visible_to
from bangfu.workstreams.monitoring.cases.rules import kind_faults
from bangfu.workstreams.monitoring.cases.tests.conftest import (
    COUNTY,
    DEPARTMENTS,
    NEXT,
    MakeHome,
    Offices,
    Walk,
    days_ago,
    employed,
    scan,
)
from bangfu.workstreams.monitoring.clues.actions import report_clue


def test_a_clue_becomes_a_decision_on_the_register(offices: Offices, home: MakeHome, walk: Walk) -> None:
    household = home()
    clue = report_clue(offices.village, household=household.pk, channel="cadre", text="返乡无收入", risk="job")
    clue.raised_on = days_ago(12)
    clue.save(update_fields=["raised_on"])
    case = actions.open_case_of_clue(offices.village, clue)
    assert (case.raised_on, case.due_on, case.main_risk) == (days_ago(12), days_ago(-3), "job")
    case = walk(case, "planning")
    household.refresh_from_db()
    clue.refresh_from_db()
    assert household.standing == "at_risk"
    assert HouseholdStatus.objects.get(household=household, valid_to=None).valid_from == case.decided_on
    assert case.decided_on is not None
    assert case.decided_on <= case.due_on
    assert clue.state == "ended"
    assert case.income == Decimal(6500)


def test_two_people_visit_and_neither_lives_there(offices: Offices, case: Case) -> None:
    for visitors in ("张三", "张三、张三", "张三、李秀英"):
        with pytest.raises(Refused) as told:
            actions.record_visit(offices.village, case, visitors=visitors, findings="情况")
        assert told.value.field == "visitors"
    actions.record_visit(offices.village, case, visitors="张三，李四", findings="情况")
    case.refresh_from_db()
    assert case.state == "visiting"  # the authorisation is still missing


def test_nobody_is_compared_without_a_signed_scan(offices: Offices, case: Case) -> None:
    with pytest.raises(Refused):
        actions.record_comparison(offices.county, case, departments=DEPARTMENTS, result="clear")
    with pytest.raises(Refused):
        actions.record_consent(offices.village, case, scan=None)
    actions.record_consent(offices.village, case, scan=scan())
    assert CaseConsent.objects.get(case=case).persons.count() == 2


def test_only_who_signed_is_looked_up(offices: Offices, case: Case) -> None:
    head, wife = case.household.members.order_by("pk")
    with pytest.raises(Refused) as told:
        actions.record_consent(offices.village, case, scan=scan(), persons=[head.pk])
    assert told.value.field == "missing"
    actions.record_consent(offices.village, case, scan=scan(), persons=[head.pk], missing="李秀英在外务工")
    with pytest.raises(Refused, match="没有签"):
        actions.record_comparison(offices.county, case, departments=DEPARTMENTS, result="clear", person=wife.pk)
    actions.record_comparison(offices.county, case, departments=DEPARTMENTS, result="clear")
    assert {c.person_id for c in case.comparisons.all()} == {head.pk}
    actions.withdraw_consent(offices.village, case, reason="农户撤回授权")
    with pytest.raises(Refused, match="没有该户的承诺授权"):
        actions.record_comparison(offices.county, case, departments=DEPARTMENTS, result="clear")


def test_every_department_answers_about_every_adult(offices: Offices, case: Case, walk: Walk) -> None:
    case = walk(case, "comparing")
    actions.record_comparison(offices.county, case, departments=DEPARTMENTS[:5], result="clear")
    with pytest.raises(Refused, match="还有 2 项"):
        actions.finish_comparison(offices.county, case)
    with pytest.raises(Refused):
        actions.record_comparison(offices.county, case, departments=["relief"], result="found")
    case.household.members.update(minimum_living=True)  # checked by civil affairs already
    assert actions.finish_comparison(offices.county, case).state == "meeting"


def test_a_publication_cannot_end_early(offices: Offices, case: Case, walk: Walk) -> None:
    case = walk(case, "meeting")
    actions.record_meeting(
        offices.village, case, chair="甲", attendants=9, agreeing=9, minutes="同意", held_on=days_ago(3)
    )
    actions.publish_cases(offices.village, [case.pk], posted_on=days_ago(3))
    case.refresh_from_db()
    assert case.stage_due_on == days_ago(-2)
    with pytest.raises(Refused, match="不能提前"):
        actions.end_publication(offices.village, case)
    with pytest.raises(Refused):
        actions.end_publication(offices.village, case, on=days_ago(-2))  # a day to come is no day
    case.refresh_from_db()
    assert case.state == "publishing"


def test_a_meeting_that_does_not_agree_publishes_nothing(offices: Offices, case: Case, walk: Walk) -> None:
    case = walk(case, "meeting")
    actions.record_meeting(offices.village, case, chair="甲", attendants=10, agreeing=5, against=5, minutes="有争议")
    with pytest.raises(Refused, match="评议通过"):
        actions.publish_cases(offices.village, [case.pk])


def test_an_objection_that_holds_leads_back_to_the_meeting(offices: Offices, case: Case, walk: Walk) -> None:
    case = walk(case, "publishing")
    with pytest.raises(Refused):
        actions.end_publication(offices.village, case, objection="有车", on=days_ago(5))
    actions.end_publication(
        offices.village, case, objection="有车", settled="车已报废，属实", upheld=True, on=days_ago(5)
    )
    case.refresh_from_db()
    assert case.state == "meeting"


def test_of_two_decisions_at_once_one_is_told_who_was_first(offices: Offices, case: Case, walk: Walk) -> None:
    case = walk(case, "county")
    first, second = Case.objects.get(pk=case.pk), Case.objects.get(pk=case.pk)
    actions.decide_case(offices.county, first, kind="at_risk")
    other = employed("county2", "county", COUNTY)
    with pytest.raises(Conflict):
        actions.turn_down_case(other, second, reason="收入高")
    with pytest.raises(Conflict):
        actions.decide_case(offices.county, second, kind="at_risk")
    assert FlowStep.objects.filter(object_type="monitoring.case", object_id=case.pk, state="planning").count() == 1


def test_a_refusal_has_a_reason_and_one_appeal(offices: Offices, case: Case, walk: Walk) -> None:
    case = walk(case, "county")
    with pytest.raises(Refused):
        actions.turn_down_case(offices.county, case, reason=" ")
    actions.turn_down_case(offices.county, case, reason="收入稳定")
    actions.appeal_case(offices.village, case, reason="收入已中断")
    case.refresh_from_db()
    assert (case.state, case.stage_due_on) == ("appealed", timezone.localdate() + timedelta(days=10))
    actions.grant_appeal(offices.county, case, reason="情况属实")
    case.refresh_from_db()
    assert (case.state, case.due_on) == ("visiting", timezone.localdate() + timedelta(days=15))
    actions.refuse_case(offices.township, case, reason="仍不符合")
    with pytest.raises(Conflict):
        actions.appeal_case(offices.village, case, reason="再次申诉")


def test_an_appeal_comes_within_its_days(offices: Offices, home: MakeHome) -> None:
    case = actions.open_case(
        offices.county, household=home().pk, channel="cadre", risks=["job"], raised_on=days_ago(60)
    )
    actions.refuse_case(offices.township, case, reason="不符合", on=days_ago(40))
    with pytest.raises(Refused, match="30 天"):
        actions.appeal_case(offices.village, case, reason="不同意")


def test_a_case_sent_back_keeps_its_clock(offices: Offices, case: Case, walk: Walk) -> None:
    case = walk(case, "county")
    due = case.due_on
    actions.send_back_case(offices.county, case, reason="收入没有核清")
    case.refresh_from_db()
    assert (case.state, case.due_on) == ("visiting", due)


def test_everybody_does_their_own_step(offices: Offices, case: Case, walk: Walk) -> None:
    case = walk(case, "township")
    with pytest.raises(Denied):
        actions.review_case(offices.village, case, opinion="同意")
    actions.review_case(offices.township, case, opinion="同意")
    with pytest.raises(Denied):
        actions.decide_case(offices.township, case, kind="at_risk")


def test_a_stranger_sees_and_does_nothing(offices: Offices, case: Case) -> None:
    stranger = offices.stranger
    assert not cases_visible_to(stranger).exists()
    neighbour = employed("next", "village", NEXT)
    assert not cases_visible_to(neighbour).exists()
    attempts = (
        lambda who: actions.record_visit(who, case, visitors="张三、李四", findings="x"),
        lambda who: actions.withdraw_case(who, case, reason="x"),
        lambda who: actions.help_first(who, case, reason="x"),
        lambda who: actions.open_case(who, household=case.household_id, channel="cadre", risks=["job"]),
    )
    for attempt in attempts:
        for who in (stranger, neighbour):
            with pytest.raises(Denied):
                attempt(who)


def test_a_household_has_one_case_at_a_time(offices: Offices, case: Case) -> None:
    with pytest.raises(Conflict):
        actions.open_case(offices.county, household=case.household_id, channel="cadre", risks=["job"])
    actions.withdraw_case(offices.village, case, reason="农户撤回")
    again = actions.reopen_case(offices.village, case, risks=["illness"])
    assert again.previous_id == case.pk


def test_new_facts_of_a_watched_household_open_its_plan_again(offices: Offices, case: Case, walk: Walk) -> None:
    case = walk(case, "planning")
    Case.objects.filter(pk=case.pk).update(state="helping")
    FlowStep.objects.filter(object_id=case.pk, object_type="monitoring.case", left_at=None).update(
        left_at=timezone.now()
    )
    FlowStep.objects.create(
        flow="monitoring.case",
        object_type="monitoring.case",
        object_id=case.pk,
        area_code=case.area_code,
        state="helping",
        entered_at=timezone.now(),
    )
    clue = report_clue(
        offices.village, household=case.household_id, channel="cadre", text="住院", risk="illness", sensitive=True
    )
    joined = actions.open_case_of_clue(offices.village, clue)
    assert (joined.pk, joined.state, joined.risks) == (case.pk, "planning", ["job", "illness"])


@pytest.mark.parametrize(
    ("kind", "income", "year", "right"),
    [
        ("marginal", 7000, 2023, False),  # was on the register of the poor
        ("unstable", 9000, 2023, False),  # above the range
        ("unstable", 7000, 2023, True),
        ("sudden", 7000, 2023, False),  # within the range
        ("sudden", None, 2023, False),  # nobody knows
        ("sudden", 9000, 2019, False),  # did not exist
        ("sudden", 9000, 2023, True),
        ("unstable", 7000, 2026, False),  # is called otherwise now
        ("at_risk", None, 2026, True),
    ],
)
def test_kinds_follow_period_population_and_income(
    home: MakeHome, kind: str, income: int | None, year: int, right: bool
) -> None:
    found = None if income is None else Decimal(income)
    assert (kind_faults(kind, home(), found, date(year, 6, 1), final=True) == []) is right


def test_a_visit_does_not_propose_a_kind_that_cannot_be(offices: Offices, case: Case) -> None:
    with pytest.raises(Refused, match="没有"):
        actions.record_visit(offices.village, case, visitors="张三、李四", findings="x", kind="sudden")


def test_notices_tell_neither_who_nor_why(offices: Offices, case: Case, walk: Walk) -> None:
    walk(case, "planning")
    told = "".join(f"{n.title}{n.text}" for n in Notice.objects.all())
    assert "岩屋村" in told
    assert "王建国" not in told
    assert "务工" not in told


def test_a_limit_changed_meanwhile_does_not_move_running_clocks(offices: Offices, case: Case) -> None:
    due = case.due_on
    set_policy(offices.county, key="monitoring.decision_days", value="20", area_code=COUNTY, valid_from=days_ago(1))
    actions.record_visit(offices.village, case, visitors="张三、李四", findings="x")
    case.refresh_from_db()
    assert case.due_on == due


def test_help_first_and_paper_later(offices: Offices, case: Case) -> None:
    actor: User = offices.village
    with pytest.raises(Refused):
        actions.help_first(actor, case, reason=" ")
    actions.help_first(actor, case, reason="房屋倒塌")
    case.refresh_from_db()
    assert (case.state, case.emergency_on) == ("visiting", timezone.localdate())
    with pytest.raises(Conflict):
        actions.help_first(actor, case, reason="再点一次")
