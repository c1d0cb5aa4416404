"""Registering areas, their classes, and reading them as a tree."""

from datetime import date

import pytest
from django.test import Client

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.policy.actions import add_policy_document, set_policy
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import (
    change_area,
    end_area,
    end_area_class,
    register_area,
    set_area_class,
)
from bangfu.parties.models import Area
from bangfu.parties.queries import (
    area_names,
    area_path,
    area_tree,
    areas_visible_to,
    children_of,
    villages_of_class,
)
from bangfu.parties.tests.conftest import (
    COUNTY,
    FAR_VILLAGE,
    NEXT_VILLAGE,
    OTHER_TOWNSHIP,
    STRANGE_COUNTY,
    TOWNSHIP,
    VILLAGE,
    County,
    MakeHousehold,
)

ON = date(2020, 7, 1)


def test_the_zeros_that_fill_a_code_up_are_dropped(county: County) -> None:
    area = register_area(county.clerk, code=" 420302103000 ", name=" 鸳鸯乡 ", urban_rural="210")
    assert (area.code, area.level, area.name) == ("420302103", 9, "鸳鸯乡")


def test_what_cannot_be_registered(county: County) -> None:
    for code, words in (("42030", "位数字"), ("4203O2100203", "位数字"), ("420302199201", "没有区划代码")):
        with pytest.raises(Refused, match=words):
            register_area(county.clerk, code=code, name="某村")
    with pytest.raises(Conflict, match="岩屋村"):
        register_area(county.clerk, code=VILLAGE, name="某村")
    with pytest.raises(Denied):
        register_area(county.clerk, code=f"{STRANGE_COUNTY}101", name="某乡")
    with pytest.raises(Denied):
        register_area(county.township, code="420302100203", name="某村")


def test_two_editors_of_one_area(county: County) -> None:
    stale = Area.objects.get(code=VILLAGE)
    change_area(county.clerk, Area.objects.get(code=VILLAGE), name="岩屋")
    with pytest.raises(Conflict):
        change_area(county.clerk, stale, name="严屋")


def test_an_area_ends_only_when_empty(county: County, make_household: MakeHousehold) -> None:
    with pytest.raises(Refused, match="下级地区"):
        end_area(county.clerk, county.areas[TOWNSHIP], on=ON)
    make_household(area_code=VILLAGE)
    with pytest.raises(Refused, match="1 户"):
        end_area(county.clerk, county.areas[VILLAGE], on=ON)
    set_area_class(county.clerk, county.areas[NEXT_VILLAGE], value="poor", valid_from=date(2014, 1, 1))
    ended = end_area(county.clerk, county.areas[NEXT_VILLAGE], on=ON, document="批复")
    assert (ended.valid_to, ended.classes.get().valid_to) == (ON, ON)
    with pytest.raises(Conflict, match="撤销"):
        end_area(county.clerk, ended, on=ON)


def test_villages_with_a_task_on_a_day(county: County) -> None:
    village = county.areas[VILLAGE]
    set_area_class(county.clerk, village, value="task", valid_from=date(2016, 1, 1), document="任务文件")
    end_area_class(county.clerk, village, value="task", on=date(2020, 12, 31))
    for day, found in ((date(2015, 12, 31), 0), (date(2016, 1, 1), 1), (date(2020, 12, 31), 1), (date(2021, 1, 1), 0)):
        assert villages_of_class(Area.objects.all(), "task", day).count() == found
    set_area_class(county.clerk, village, value="task", valid_from=date(2022, 1, 1))
    assert villages_of_class(Area.objects.all(), "task", date(2023, 1, 1)).get() == village


def test_a_class_is_given_and_ended_once(county: County) -> None:
    village = county.areas[VILLAGE]
    set_area_class(county.clerk, village, value="poor", valid_from=date(2014, 1, 1))
    with pytest.raises(Conflict, match="已有"):
        set_area_class(county.clerk, village, value="poor", valid_from=date(2019, 1, 1))
    with pytest.raises(Refused, match="没有代码"):
        set_area_class(county.clerk, village, value="rich", valid_from=date(2019, 1, 1))
    with pytest.raises(Refused, match="早于"):
        end_area_class(county.clerk, village, value="poor", on=date(2013, 1, 1))
    end_area_class(county.clerk, village, value="poor", on=ON)
    with pytest.raises(Conflict, match="没有该类别"):
        end_area_class(county.clerk, village, value="poor", on=ON)


def test_names_and_paths(county: County) -> None:
    assert area_path(VILLAGE) == "茅箭区 / 大川镇 / 岩屋村"
    assert area_path("429999999999") == "429999999999"
    assert area_names([VILLAGE, TOWNSHIP, "", "99"]) == {VILLAGE: "岩屋村", TOWNSHIP: "大川镇"}


def test_the_tree_has_one_query(county: County, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        roots = area_tree(Area.objects.all())
    assert [r.name for r in roots] == ["茅箭区", "张湾区"]
    [root] = area_tree(areas_visible_to(county.clerk))
    assert root.name == "茅箭区"
    assert [(t.name, [v.code for v in t.children]) for t in root.children] == [
        ("大川镇", [VILLAGE, NEXT_VILLAGE]),
        ("茅塔乡", [FAR_VILLAGE]),
    ]


def test_each_sees_their_own_places(county: County) -> None:
    assert {a.code for a in areas_visible_to(county.township)} == {TOWNSHIP, VILLAGE, NEXT_VILLAGE}
    assert {a.code for a in areas_visible_to(county.helper)} == set()
    assert [a.code for a in children_of(areas_visible_to(county.township), "")] == [TOWNSHIP]
    assert [a.code for a in children_of(areas_visible_to(county.clerk), COUNTY).order_by("code")] == [
        TOWNSHIP,
        OTHER_TOWNSHIP,
    ]


def test_counties_named_in_titles_of_documents_keep_their_name(county: County, client: Client) -> None:
    """On pages in traditional characters, where the rest of the title is converted."""
    document = add_policy_document(operator(), title="茅箭区帮扶工作办法")
    value = set_policy(operator(), "kernel.evidence.photo_megabytes", "15", area_code=COUNTY, document=document)
    User.objects.filter(pk=county.clerk.pk).update(language="zh-hant")
    client.force_login(User.objects.get(pk=county.clerk.pk))
    assert "茅箭区幫扶工作辦法" in client.get(f"/kernel/policy/{value.pk}/").content.decode()
