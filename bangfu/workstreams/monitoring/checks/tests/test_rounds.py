"""A round from its opening to the last household: sheets, doubts, differences, two people at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import set_household_status
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.checks.models import CheckProblem, CheckRound, CheckSheet, CheckType
from bangfu.workstreams.monitoring.checks.queries import standing_by_place, total_of
from bangfu.workstreams.monitoring.checks.recording import Failed, add_problem, record_sheets, reset_sheet
from bangfu.workstreams.monitoring.checks.rounds import change_check, close_round, declare_check
from bangfu.workstreams.monitoring.checks.tests.conftest import (
    COUNTY,
    STRANGE,
    TOWNSHIP,
    VILLAGE,
    employed,
    sheet_of,
    start,
)

TODAY = timezone.localdate


def record(by: User, row: CheckRound, *homes: Household) -> object:
    sheets = [sheet_of(row, home).pk for home in homes]
    return record_sheets(by, row, sheets=sheets, failed={}, checked_on=TODAY())


def test_a_round_has_a_sheet_for_each_household_with_what_the_registers_cast_doubt_on(
    opened: CheckRound, homes: list[Household]
) -> None:
    assert opened.households == 4
    assert opened.sheets.count() == 4
    assert "housing" in sheet_of(opened, homes[1]).doubts
    assert "housing" not in sheet_of(opened, homes[0]).doubts


def test_doubts_follow_health_insurance_and_water(county: User, homes: list[Household]) -> None:
    homes[0].members.filter(relation="head").update(medical_insured=False)
    Household.objects.filter(pk=homes[2].pk).update(water="rain")
    row = start(county)
    assert sheet_of(row, homes[0]).doubts == ["medical"]
    assert sheet_of(row, homes[2]).doubts == ["water"]
    assert sheet_of(row, homes[3]).doubts == []


def test_a_round_can_be_of_some_standings_alone(county: User, actor: User, homes: list[Household]) -> None:
    set_household_status(actor, homes[2], value="lifted", on=date(2020, 1, 1), document="名单")
    row = start(county, standings=["lifted"])
    assert [sheet.household_id for sheet in row.sheets.all()] == [homes[2].pk]


def test_a_place_without_households_is_refused(county: User) -> None:
    with pytest.raises(Refused, match="没有农户"):
        start(county)


def test_the_same_check_of_a_place_is_not_opened_twice(opened: CheckRound, county: User) -> None:
    with pytest.raises(Conflict, match="还在进行"):
        start(county)
    start(county, TOWNSHIP)


def test_a_stranger_opens_no_round_here(homes: list[Household]) -> None:
    with pytest.raises(Denied):
        start(employed("stranger", "county", STRANGE))


def test_only_differences_are_typed(opened: CheckRound, homes: list[Household], clerk: User) -> None:
    mine = [sheet_of(opened, home).pk for home in homes[:3]]
    failed = {mine[1]: [Failed("housing", "墙体开裂"), Failed("water")]}
    told = record_sheets(clerk, opened, sheets=mine, failed=failed, checked_on=TODAY())
    assert (told.passed, told.with_problems, told.problems) == (2, 1, 2)
    assert [sheet_of(opened, home).state for home in homes] == ["passed", "problem", "passed", "todo"]
    problem = CheckProblem.objects.get(item="housing")
    assert (problem.finding, problem.state) == ("墙体开裂", "open")
    assert problem.due_on == TODAY() + timedelta(days=30)
    assert Change.objects.filter(action="record_sheets").count() == 3


def test_what_somebody_else_recorded_meanwhile_stays(opened: CheckRound, homes: list[Household], clerk: User) -> None:
    mine = sheet_of(opened, homes[0]).pk
    record_sheets(clerk, opened, sheets=[mine], failed={mine: [Failed("food")]}, checked_on=TODAY())
    told = record_sheets(clerk, opened, sheets=[mine], failed={}, checked_on=TODAY())
    assert (told.passed, told.before_us) == (0, 1)
    assert sheet_of(opened, homes[0]).state == "problem"


def test_a_village_records_nothing_for_the_next_one(opened: CheckRound, homes: list[Household], clerk: User) -> None:
    with pytest.raises(Denied):
        record(clerk, opened, homes[3])
    assert sheet_of(opened, homes[3]).state == "todo"


def test_a_sheet_of_another_round_is_refused(opened: CheckRound, homes: list[Household], county: User) -> None:
    other = start(county, TOWNSHIP)
    with pytest.raises(Refused, match="不属于这一轮"):
        record_sheets(county, opened, sheets=[sheet_of(other, homes[0]).pk], failed={}, checked_on=TODAY())


@pytest.mark.parametrize("days", [-1, 1])
def test_the_day_lies_within_the_round(opened: CheckRound, homes: list[Household], clerk: User, days: int) -> None:
    day = TODAY() + timedelta(days=days)
    with pytest.raises(Refused, match="入户日期"):
        record_sheets(clerk, opened, sheets=[sheet_of(opened, homes[0]).pk], failed={}, checked_on=day)


def test_an_item_the_round_does_not_have_is_refused(opened: CheckRound, homes: list[Household], clerk: User) -> None:
    mine = sheet_of(opened, homes[0]).pk
    with pytest.raises(Refused, match="没有"):
        record_sheets(clerk, opened, sheets=[mine], failed={mine: [Failed("happiness")]}, checked_on=TODAY())
    assert sheet_of(opened, homes[0]).state == "todo"


def test_a_problem_seen_later_is_added_once(opened: CheckRound, homes: list[Household], clerk: User) -> None:
    record(clerk, opened, homes[0])
    sheet = sheet_of(opened, homes[0])
    add_problem(clerk, sheet, item="water", finding="旱季缺水")
    assert sheet_of(opened, homes[0]).state == "problem"
    with pytest.raises(Conflict, match="登记过"):
        add_problem(clerk, sheet, item="water")


def test_a_visit_recorded_by_mistake_is_taken_back(opened: CheckRound, homes: list[Household], clerk: User) -> None:
    record(clerk, opened, homes[0])
    reset_sheet(clerk, sheet_of(opened, homes[0]), reason="看错户")
    assert sheet_of(opened, homes[0]).state == "todo"
    assert sheet_of(opened, homes[0]).checked_on is None


def test_a_round_that_ends_early_says_why(opened: CheckRound, homes: list[Household], county: User) -> None:
    with pytest.raises(Refused, match="4 户没有入户"):
        close_round(county, opened)
    close_round(county, opened, reason="并入下一轮")
    with pytest.raises(Conflict, match="已经结束"):
        record(county, opened, homes[0])


def test_progress_counts_only_what_one_sees(
    opened: CheckRound, homes: list[Household], clerk: User, county: User
) -> None:
    mine = [sheet_of(opened, home).pk for home in homes[:2]]
    record_sheets(clerk, opened, sheets=mine, failed={mine[0]: [Failed("food")]}, checked_on=TODAY())
    [town] = standing_by_place(county, opened, COUNTY)
    assert (town.households, town.visited, town.problems, town.items) == (4, 2, 1, {"food": 1})
    [village] = standing_by_place(clerk, opened, TOWNSHIP)
    assert (village.code, village.households) == (VILLAGE, 3)
    assert standing_by_place(employed("stranger", "county", STRANGE), opened, COUNTY) == []
    assert total_of([town, village]).households == 7


def test_a_change_of_the_check_leaves_rounds_under_way(actor: User, opened: CheckRound) -> None:
    change_check(actor, opened.check_type, items=[{"code": "water", "title": "饮水安全"}])
    opened.refresh_from_db()
    assert len(opened.items) == 6
    assert len(CheckType.objects.get(pk=opened.check_type_id).items) == 1


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], "至少要有一个"),
        ([{"code": "water", "title": "水"}, {"code": "water", "title": "饮水"}], "重复"),
        ([{"code": "joy", "title": "高兴"}], "代码表"),
        ([{"code": "water", "title": "水", "doubt": "没有这个词 = 1"}], "疑点条件"),
    ],
)
def test_a_check_nobody_could_make_is_refused(county: User, items: list[dict[str, str]], said: str) -> None:
    with pytest.raises(Refused, match=said):
        declare_check(county, area_code=COUNTY, items=items, code="own", title="本地排查", valid_from=date(2020, 1, 1))


def test_opening_takes_few_statements_whatever_the_number(
    county: User, homes: list[Household], django_assert_max_num_queries: object
) -> None:
    start(county)
    CheckRound.objects.update(state="closed")
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        start(county)
    assert CheckSheet.objects.count() == 8
