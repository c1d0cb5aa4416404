"""What hangs on the board: the allow-list and nothing else, searched before it hangs."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.policy.actions import set_policy
from bangfu.workstreams.monitoring.cases import actions
from bangfu.workstreams.monitoring.cases.models import Case, CasePublication
from bangfu.workstreams.monitoring.cases.permissions import CASE_SENSITIVE
from bangfu.workstreams.monitoring.cases.resources import CASES
from bangfu.workstreams.monitoring.cases.tests.conftest import COUNTY, MakeHome, Offices, Walk, days_ago


def _met(offices: Offices, case: Case, walk: Walk) -> Case:
    case = walk(case, "meeting")
    actions.record_meeting(
        offices.village, case, chair="甲", attendants=9, agreeing=9, minutes="户主患尿毒症", held_on=days_ago(2)
    )
    return case


def test_a_sheet_shows_the_allowed_columns_only(offices: Offices, home: MakeHome, walk: Walk) -> None:
    household = home(phone="13912345678", bank_account="6228480402564890018")
    opened = actions.open_case(
        offices.county, household=household.pk, channel="cadre", risks=["illness"], raised_on=days_ago(5)
    )
    actions.publish_cases(offices.village, [_met(offices, opened, walk).pk])
    sheet = CasePublication.objects.get().sheet
    assert sheet["rows"] == [["王建国", "岩屋村3组", "2", "防止返贫致贫对象"]]
    told = json.dumps(sheet, ensure_ascii=False)
    for secret in ("13912345678", "6228480402564890018", "尿毒", "因病", "12号", "李秀英"):
        assert secret not in told


@pytest.mark.parametrize(
    "note",
    [
        "户主身份证42030219700101001X",
        "联系电话 139 1234 5678",
        "账号：6228480402564890018",
        "该户因患尿毒症致贫",
        "户主一级残疾",
        "请致电一三九一二三四五六七八",
    ],
)
def test_a_leak_stops_the_sheet(offices: Offices, case: Case, walk: Walk, note: str) -> None:
    case = _met(offices, case, walk)
    with pytest.raises(Refused) as told:
        actions.publish_cases(offices.village, [case.pk], note=note)
    assert told.value.problems
    case.refresh_from_db()
    assert case.state == "meeting"
    assert not CasePublication.objects.exists()


def test_an_address_that_holds_a_number_never_reaches_the_sheet(offices: Offices, home: MakeHome, walk: Walk) -> None:
    household = home()
    household.address = "岩屋村3组 13912345678"
    household.save()
    opened = actions.open_case(
        offices.county, household=household.pk, channel="cadre", risks=["job"], raised_on=days_ago(5)
    )
    actions.publish_cases(offices.village, [_met(offices, opened, walk).pk])
    assert CasePublication.objects.get().sheet["rows"][0][1] == "岩屋村3组"


def test_names_have_one_form_on_a_sheet(offices: Offices, home: MakeHome, walk: Walk) -> None:
    set_policy(
        offices.county, key="monitoring.publication_names", value="masked", area_code=COUNTY, valid_from=days_ago(30)
    )
    cases = [
        _met(
            offices,
            actions.open_case(
                offices.county, household=home(name).pk, channel="cadre", risks=[risk], raised_on=days_ago(5)
            ),
            walk,
        )
        for name, risk in (("王建国", "illness"), ("赵大山", "job"))
    ]
    actions.publish_cases(offices.village, [case.pk for case in cases])
    sheet = CasePublication.objects.get().sheet
    assert [row[0] for row in sheet["rows"]] == ["王**", "赵**"]


def test_a_sheet_with_a_mistake_comes_down_and_hangs_anew(offices: Offices, case: Case, walk: Walk) -> None:
    case = walk(case, "publishing")
    sheet = CasePublication.objects.get()
    with pytest.raises(Denied):
        actions.take_down(offices.stranger, sheet, reason="写错")
    actions.take_down(offices.village, sheet, reason="户主姓名写错")
    case.refresh_from_db()
    assert case.state == "meeting"
    with pytest.raises(Conflict):
        actions.take_down(offices.village, sheet, reason="再点一次")
    actions.publish_cases(offices.village, [case.pk])
    assert CasePublication.objects.filter(ended_on=None).count() == 1


def test_nothing_is_published_without_a_kind(offices: Offices, case: Case, walk: Walk) -> None:
    case = _met(offices, case, walk)
    Case.objects.filter(pk=case.pk).update(kind="")
    with pytest.raises(Refused, match="建议类别"):
        actions.publish_cases(offices.village, [case.pk])


def test_lists_and_exports_hold_no_risk(client: Client, offices: Offices, home: MakeHome, walk: Walk) -> None:
    opened = actions.open_case(
        offices.county, household=home().pk, channel="cadre", risks=["illness"], raised_on=days_ago(5)
    )
    _met(offices, opened, walk)
    sensitive = {c.name for c in CASES.columns if c.permission == CASE_SENSITIVE}
    assert sensitive >= {"risks", "income", "end_reason"}
    assert not any(c.in_list or c.in_export for c in CASES.columns if c.name in sensitive)
    client.force_login(offices.county)
    for address in ("/monitoring/case/", "/monitoring/measure/", "/monitoring/publication/"):
        page = client.get(address).content.decode()
        assert "因病" not in page
        assert "尿毒" not in page
