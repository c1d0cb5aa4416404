"""Problems: who mends them until when, the second look by somebody else, reminders, what a stranger sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from bangfu.figures.answers import answer
from bangfu.figures.computing import Question
from bangfu.figures.declared import figures
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.notices.models import Notice
from bangfu.kernel.rights.models import User
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.checks.models import CheckProblem, CheckRound, CheckSheet
from bangfu.workstreams.monitoring.checks.problems import (
    assign_problems,
    fail_recheck,
    fix_problem,
    pass_recheck,
    withdraw_problem,
)
from bangfu.workstreams.monitoring.checks.queries import problems_visible_to
from bangfu.workstreams.monitoring.checks.recording import Failed, record_sheets
from bangfu.workstreams.monitoring.checks.reminders import remind_of_problems, remind_of_rounds
from bangfu.workstreams.monitoring.checks.tests.conftest import COUNTY, STRANGE, employed, sheet_of

TODAY = timezone.localdate


@pytest.fixture
def problem(opened: CheckRound, homes: list[Household], clerk: User) -> CheckProblem:
    sheet = sheet_of(opened, homes[1]).pk
    record_sheets(clerk, opened, sheets=[sheet], failed={sheet: [Failed("housing", "屋顶漏")]}, checked_on=TODAY())
    return CheckProblem.objects.get()


def test_from_owner_to_second_look(problem: CheckProblem, clerk: User, station: User) -> None:
    assign_problems(station, [problem.pk], owner=clerk.pk)
    assert Notice.objects.filter(user=clerk, title__contains="整改").exists()
    fix_problem(clerk, problem, remedy="翻修屋顶")
    done = pass_recheck(station, problem)
    assert (done.state, done.solved_on, done.owner) == ("solved", TODAY(), clerk)


def test_who_mended_does_not_look_again_alone(problem: CheckProblem, station: User) -> None:
    fix_problem(station, problem, remedy="翻修屋顶")
    with pytest.raises(Refused, match="另一人复查"):
        pass_recheck(station, problem)


def test_a_failed_second_look_opens_it_again_and_tells_the_owner(
    problem: CheckProblem, clerk: User, station: User
) -> None:
    assign_problems(station, [problem.pk], owner=clerk.pk, due_on=TODAY() + timedelta(days=3))
    fix_problem(clerk, problem, remedy="翻修屋顶")
    row = fail_recheck(station, problem, reason="仍然漏雨")
    assert (row.state, row.fixed_by, row.due_on) == ("open", None, TODAY() + timedelta(days=30))
    assert Notice.objects.filter(user=clerk, text="仍然漏雨").exists()


def test_steps_out_of_order_are_refused(problem: CheckProblem, clerk: User, station: User) -> None:
    with pytest.raises(Conflict):
        pass_recheck(station, problem)
    fix_problem(clerk, problem, remedy="翻修屋顶")
    with pytest.raises(Conflict):
        fix_problem(clerk, problem, remedy="再修一次")


def test_an_owner_must_be_able_to_work_there(problem: CheckProblem, station: User) -> None:
    with pytest.raises(Refused, match="不能办理"):
        assign_problems(station, [problem.pk], owner=employed("far", "village", "430525100201").pk)


def test_a_stranger_neither_sees_nor_touches(problem: CheckProblem) -> None:
    stranger = employed("stranger", "county", STRANGE)
    assert not problems_visible_to(stranger).exists()
    with pytest.raises(Denied):
        fix_problem(stranger, problem, remedy="修")
    with pytest.raises(Denied):
        assign_problems(stranger, [problem.pk], owner=stranger.pk)


def test_a_problem_recorded_by_mistake_leaves_the_household_passed(problem: CheckProblem, clerk: User) -> None:
    withdraw_problem(clerk, problem, reason="登错户")
    assert CheckSheet.objects.get(pk=problem.sheet_id).state == "passed"


def test_reminders_go_out_once_a_day(problem: CheckProblem, clerk: User, station: User) -> None:
    assert remind_of_problems(TODAY()) == 0  # thirty days are left
    CheckProblem.objects.update(due_on=TODAY() - timedelta(days=1))
    Notice.objects.all().delete()
    remind_of_problems(TODAY())
    remind_of_problems(TODAY())
    assert [n.user for n in Notice.objects.all()] == [station]  # nobody owns it yet
    CheckProblem.objects.update(owner=clerk)
    remind_of_problems(TODAY())
    assert Notice.objects.get(user=clerk).text.startswith("已逾期 1 个")


def test_villages_are_told_of_households_left_before_the_round_is_due(
    opened: CheckRound, homes: list[Household], clerk: User
) -> None:
    remind_of_rounds(TODAY())
    assert not Notice.objects.exists()
    remind_of_rounds(opened.due_on - timedelta(days=2))
    assert "还有 3 户" in Notice.objects.get(user=clerk).text


def test_figures_count_households_and_problems(problem: CheckProblem, clerk: User, station: User, county: User) -> None:
    def value(name: str) -> object:
        asked = Question(area_code=COUNTY, from_=TODAY() - timedelta(days=1), to=TODAY())
        return answer(county, figures[name], asked).value

    assert (value("monitoring.checked"), value("monitoring.problems"), value("monitoring.problems.open")) == (1, 1, 1)
    fix_problem(clerk, problem, remedy="翻修屋顶")
    pass_recheck(station, problem)
    assert (value("monitoring.problems"), value("monitoring.problems.open")) == (1, 0)
