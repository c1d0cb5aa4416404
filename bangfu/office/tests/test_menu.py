"""The navigation: short, in the order a clerk works, with what belongs together as tabs."""

import re
from pathlib import Path

import pytest
from lxml import html

from bangfu.kernel.resources import menus, pages, resources

pytestmark = pytest.mark.django_db


SIDE, TABS = "//nav[contains(@class, 'side')]//a", "//nav[contains(@class, 'tabs')]//a"


def links(page, path):
    return [" ".join(found.text_content().split()) for found in html.fromstring(page.content).xpath(path)]


def test_pairing_has_one_entry_for_what_belongs_together(office, visit):
    found = links(visit(office.county, "/pairing/"), SIDE)
    start = found.index("结对总览")
    assert found[start : start + 8] == [
        "结对总览",
        "需要重新结对",
        "结对",
        "帮扶力量",
        "驻村工作队总览",
        "帮扶协议",
        "地区结对",
        "结对方案",
    ]
    assert "协议任务" not in found
    assert "从文件导入方案" not in found


def test_no_group_of_the_menu_is_long(office, visit):
    groups = html.fromstring(visit(office.county, "/").content).xpath("//nav[contains(@class, 'side')]//section")
    assert len(groups) > 5
    assert {len(group.xpath(".//a")) for group in groups} <= set(range(1, 10))


@pytest.mark.parametrize(
    ("address", "tabs"),
    [
        ("/pairing/agreement/", ["帮扶协议", "协议任务", "村企帮扶计划"]),
        ("/pairing/duty/", ["帮扶协议", "协议任务", "村企帮扶计划"]),
        ("/pairing/teams/", ["驻村工作队总览", "驻村工作队", "工作队成员"]),
        ("/pairing/scheme/", ["结对方案", "从文件导入方案"]),
        ("/monitoring/check_sheet/", ["入户排查", "排查表", "排查问题", "排查类型"]),
        ("/exchange/desk/", ["需求办理台", "需求", "认领", "爱心供给"]),
        ("/parties/area/", ["地区", "村类别", "区划沿革", "地区边界"]),
    ],
)
def test_the_rest_is_reached_by_tabs(office, visit, address, tabs):
    page = visit(office.county, address)
    assert links(page, TABS)[: len(tabs)] == tabs
    assert len(links(page, f"{SIDE}[@aria-current='page']")) == 1


def test_whoever_may_not_open_the_first_page_finds_the_other_in_the_menu(office, visit):
    found = links(visit(office.auditor, "/pairing/"), SIDE)
    assert "从文件导入方案" not in found
    assert "结对方案" in found


def test_the_guide_names_menus_and_entries_as_they_are():
    entries: dict[str, list[str]] = {}
    for item in (*pages, *resources):
        if item.menu in menus and str(menus[item.menu].title):
            entries.setdefault(str(menus[item.menu].title), []).append(str(item.title))
    guide = (Path(__file__).parents[3] / "docs" / "user.md").read_text(encoding="utf-8")
    named = re.findall(rf"({'|'.join(entries)}) → ([^\s，。；：）*→“”|]+)", guide)
    assert len(named) > 15
    assert [pair for pair in named if not any(pair[1].startswith(title) for title in entries[pair[0]])] == []
    assert "登记册 →" not in guide
    assert "*参数*" not in guide
