"""Organisations in and out."""

import pytest

from bangfu.kernel.imports.actions import undo_import
from bangfu.parties.imports.tests.invented import COUNTY, OTHER_TOWNSHIP, TOWNSHIP, clerk, stored
from bangfu.parties.models import FormerPlace, Organisation, OrganisationAlias

BUREAU = {
    "单位名称": "示例县教育局", "统一社会信用代码": "11990101MB0000001A", "别名": "县教育局、教育局",
    "单位类型": "机关",
    "隶属层级": "县级",
    "预算单位": "是", "所在地代码": COUNTY, "联系人": "张一", "联系电话": "07191234567",
}  # fmt: skip
SCHOOL = {"单位名称": "青石镇小学", "单位类型": "事业单位", "上级单位": "示例县教育局", "所在地代码": TOWNSHIP}


@pytest.mark.parametrize("purpose", ["", "年度数据核对"])
def test_organisations_go_in_and_come_back_unchanged(take_in, offer, export, purpose):
    run = take_in([SCHOOL, BUREAU], "organisations")
    assert run.created == 2
    school = Organisation.objects.get(name="青石镇小学")
    assert school.superior.name == "示例县教育局"
    again = offer(export("organisations", purpose=purpose), "organisations")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2), again.differences


def test_a_known_name_a_new_name_and_a_move(actor, take_in):
    take_in([BUREAU, SCHOOL], "organisations")
    before = stored()
    run = take_in(
        [
            {"单位名称": "示例县教育体育局", "统一社会信用代码": "11990101MB0000001A", "所在地代码": TOWNSHIP},
            {"单位名称": "县教育局二中", "单位类型": "事业单位", "上级单位": "教育局", "所在地代码": COUNTY},
        ],
        "organisations",
    )
    assert (run.created, run.updated) == (1, 1)
    assert set(OrganisationAlias.objects.values_list("name", flat=True)) == {"县教育局", "教育局", "示例县教育局"}
    assert FormerPlace.objects.get().area_code == COUNTY
    undo_import(actor, run, reason="文件选错了")
    assert stored() == before


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"单位类型": None}, "单位类型"),
        ({"所在地代码": "990101199"}, "所在地代码"),
        ({"上级单位": "没有的局"}, "上级单位"),
        ({"统一社会信用代码": "123"}, "统一社会信用代码"),
        ({"所在地代码": OTHER_TOWNSHIP}, "所在地代码"),
    ],
)
def test_what_cannot_stand_is_refused(offer, change, column):
    row = BUREAU | {"所在地代码": TOWNSHIP} | change
    run = offer([row], "organisations", by=clerk("township", TOWNSHIP))
    assert [(e["row"], e["column"]) for e in run.errors] == [(2, column)]


def test_one_name_with_two_credit_codes_is_two_organisations(take_in):
    take_in([BUREAU], "organisations")
    run = take_in([BUREAU | {"统一社会信用代码": "11990101MB0000002X", "别名": None}], "organisations")
    assert run.created == 1
