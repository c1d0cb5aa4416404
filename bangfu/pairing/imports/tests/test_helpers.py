"""Helpers in and out."""

import pytest

from bangfu.kernel.imports.actions import undo_import
from bangfu.pairing.models import Enrolment
from bangfu.parties.imports.tests.invented import COUNTY, TOWNSHIP, VILLAGES, clerk, household, stored
from bangfu.parties.imports.tests.test_organisations import BUREAU
from bangfu.parties.models import Person

HELPERS = [
    {"姓名": "乙一", "公民身份号码": "990101198001010013", "联系电话": "13900000001",
     "工作单位": "教育局", "职务": "科长",
     "职级": "一般干部", "帮扶乡镇": "青石镇", "帮扶村": "河东村", "最多帮扶数": 3, "擅长解决": "因病、缺技术",
     "开始日期": "2025-03-01"},
    {"姓名": "乙二", "工作单位": "示例县教育局", "帮扶村代码": VILLAGES[1]},
    {"姓名": "乙三", "工作单位": "11990101MB0000001A", "联系电话": "13900000003"},
]  # fmt: skip


@pytest.fixture
def bureau(take_in):
    take_in([BUREAU], "organisations")


@pytest.mark.usefixtures("bureau")
@pytest.mark.parametrize("purpose", ["", "年度数据核对"])
def test_helpers_go_in_and_come_back_unchanged(take_in, offer, export, purpose):
    run = take_in(HELPERS, "helpers")
    assert run.created == 3
    first = Enrolment.objects.get(party__person__name="乙一")
    assert (first.scheme.name, first.area_code, first.capacity, first.county_code) == (
        "cadre-household", VILLAGES[0], 3, COUNTY,
    )  # fmt: skip
    assert first.party.person.works_for.name == "示例县教育局"
    assert first.skills == ["illness", "skills"]
    assert Enrolment.objects.get(party__person__name="乙二").skills == []
    again = offer(export("helpers", purpose=purpose), "helpers")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3), again.differences


NAMESAKES = [
    {"姓名": "乙四", "公民身份号码": "990101198001010013", "工作单位": "教育局"},
    {"姓名": "乙四", "公民身份号码": "990101198001010021", "工作单位": "教育局"},
]


@pytest.mark.usefixtures("bureau")
def test_colleagues_of_one_name_come_back_unchanged(take_in, offer, export):
    assert take_in(NAMESAKES, "helpers").created == 2
    again = offer(export("helpers"), "helpers")
    assert (again.errors, again.created, again.updated, again.unchanged) == ([], 0, 0, 2)


@pytest.mark.usefixtures("bureau")
@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"姓名": "乙四", "工作单位": "教育局"}, "姓名"),
        ({"姓名": "乙四", "工作单位": "教育局", "人编号": "P99999999"}, "人编号"),
    ],
)
def test_a_doubtful_helper_is_refused(take_in, offer, row, column):
    take_in(NAMESAKES, "helpers")
    run = offer([row], "helpers")
    assert [error["column"] for error in run.errors] == [column]


@pytest.mark.usefixtures("bureau")
def test_a_helper_changes_village_and_is_restored(actor, take_in):
    take_in(HELPERS, "helpers")
    before = stored(), list(Enrolment.objects.order_by("pk").values_list())
    run = take_in([HELPERS[0] | {"帮扶村": "河西村", "最多帮扶数": 5}, HELPERS[1] | {"职务": "主任"}], "helpers")
    assert (run.created, run.updated) == (0, 2)
    assert [d["column"] for d in run.differences] == ["帮扶村代码", "最多帮扶数", "职务"]
    assert Enrolment.objects.get(party__person__name="乙一").area_code == VILLAGES[1]
    undo_import(actor, run, reason="文件选错了")
    assert (stored(), list(Enrolment.objects.order_by("pk").values_list())) == before


@pytest.mark.usefixtures("bureau")
def test_a_member_of_a_household_may_help_too(take_in):
    take_in(household(1))
    member = Person.objects.get(name="甲1一")
    row = household(1)[0]
    run = take_in([{"姓名": row["姓名"], "公民身份号码": row["公民身份号码"], "工作单位": "教育局"}], "helpers")
    assert (run.created, run.updated) == (0, 1)
    assert Person.objects.get(pk=member.pk).household_id == member.household_id
    assert Enrolment.objects.get().party_id == member.pk


@pytest.mark.usefixtures("bureau")
@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"工作单位": "没有的局"}, "工作单位"),
        ({"帮扶村": "没有的村"}, "帮扶村"),
        ({"公民身份号码": "123"}, "公民身份号码"),
        ({"职级": "省长"}, "职级"),
        ({"最多帮扶数": "五"}, "最多帮扶数"),
    ],
)
def test_what_cannot_stand_is_refused(offer, change, column):
    run = offer([HELPERS[0] | change], "helpers", by=clerk("county", COUNTY))
    assert [(e["row"], e["column"]) for e in run.errors] == [(2, column)]


@pytest.mark.usefixtures("bureau")
def test_one_person_stands_in_a_scheme_once(offer):
    [error] = offer([HELPERS[1], HELPERS[1]], "helpers").errors
    assert (error["row"], error["column"]) == (3, "姓名")


@pytest.mark.usefixtures("bureau")
def test_a_clerk_of_one_township_cannot_place_helpers_in_another(offer):
    run = offer(
        [HELPERS[0] | {"帮扶村": None, "帮扶乡镇": None, "帮扶村代码": "990202101201"}], "helpers", area=TOWNSHIP
    )
    assert {e["column"] for e in run.errors} >= {"帮扶村代码"}


@pytest.mark.usefixtures("bureau")
def test_skills_change_by_a_file_and_blank_cells_leave_them(take_in):
    take_in(HELPERS, "helpers")
    changed = take_in([{"姓名": "乙一", "公民身份号码": "990101198001010013", "专长": "因学"}], "helpers")
    assert changed.updated == 1
    assert Enrolment.objects.get(party__person__name="乙一").skills == ["schooling"]
    again = take_in([{"姓名": "乙一", "公民身份号码": "990101198001010013", "职务": "局长"}], "helpers")
    assert again.updated == 1
    assert Enrolment.objects.get(party__person__name="乙一").skills == ["schooling"]
