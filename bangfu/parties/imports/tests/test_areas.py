"""Places in and out."""

import datetime as dt

import pytest

from bangfu.kernel.imports.actions import undo_import
from bangfu.parties.imports.tests.invented import COUNTY, TOWNSHIP, VILLAGES, clerk, household, stored
from bangfu.parties.models import Area, AreaClass, AreaFormerName, AreaSuccession

NEW = [
    {"区划代码": "990101103000", "名称": "龙泉镇", "启用日期": "2001-05-01"},
    {"区划代码": "990101103201", "名称": "龙头村", "村类别": "有扶贫任务的村、贫困村", "类别起始日期": "2014-03-01",
     "经度": 110.812345, "纬度": 32.6},
    {"区划代码": "990101103201001", "名称": "一组"},
]  # fmt: skip


def test_places_go_in_and_come_back_unchanged(take_in, offer, export):
    run = take_in(NEW, "areas")
    assert run.created == 3
    village = Area.objects.get(code="990101103201")
    assert (village.level, str(village.longitude)) == (12, "110.812345")
    assert set(village.classes.values_list("value", "valid_from")) == {
        ("task", dt.date(2014, 3, 1)),
        ("poor", dt.date(2014, 3, 1)),
    }
    again = offer(export("areas"), "areas")
    assert (again.created, again.updated, again.unchanged) == (0, 0, Area.objects.count())


def test_names_classes_and_ends_change_and_are_restored(actor, take_in):
    take_in(NEW, "areas")
    before = stored()
    changes = [
        {"区划代码": "990101103201", "名称": "龙首村", "村类别": "脱贫村、贫困村"},
        {"区划代码": "990101103201001", "名称": "一组", "撤销日期": "2025-12-31", "并入地区代码": "990101103201002"},
        {"区划代码": "990101103201002", "名称": "二组"},
    ]
    run = take_in(changes, "areas")
    assert (run.created, run.updated) == (1, 2)
    assert AreaFormerName.objects.get().name == "龙头村"
    assert set(AreaClass.objects.filter(valid_to=None).values_list("value", flat=True)) == {"lifted", "poor"}
    assert AreaSuccession.objects.get().on == dt.date(2026, 1, 1)
    undo_import(actor, run, reason="文件选错了")
    assert stored() == before


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"区划代码": "990101109201", "名称": "无乡村"}, "上级地区还没有登记"),
        ({"区划代码": "99010", "名称": "半个县"}, "位"),
        ({"区划代码": VILLAGES[0], "名称": "河东村", "撤销日期": "2025-01-01"}, "用“合并”"),
        ({"区划代码": "990101101203", "名称": "新村", "村类别": "先进村"}, "不在可选范围内"),
        ({"区划代码": VILLAGES[1], "名称": "河西村", "并入地区代码": VILLAGES[0]}, "撤销日期"),
        ({"区划代码": "990202101", "名称": "远山镇"}, "管辖范围"),
    ],
)
def test_what_cannot_stand_is_refused(take_in, offer, row, words):
    take_in(household(1, village=VILLAGES[0]))
    [error] = offer([row], "areas", by=clerk("county", COUNTY)).errors
    assert (error["row"], words in error["message"]) == (2, True)


def test_the_same_place_twice_is_refused(offer):
    [error] = offer(
        [{"区划代码": TOWNSHIP, "名称": "甲"}, {"区划代码": TOWNSHIP + "000", "名称": "乙"}], "areas"
    ).errors
    assert error["row"] == 3
