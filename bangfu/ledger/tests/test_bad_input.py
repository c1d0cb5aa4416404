"""The same bad input in the form, the grid and a workbook: each refuses it or asks about it, none swallows it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse

from bangfu.kernel.errors import Refused
from bangfu.kernel.imports.actions import apply_import, stage_import
from bangfu.ledger.actions import close_period
from bangfu.ledger.models import Entry
from bangfu.ledger.tests.conftest import COUNTY, STRANGE_COUNTY, Market
from bangfu.parties.actions import register_organisation, register_person
from bangfu.parties.models import Area

GIFT, GOODS, COURSE = "exchange.donation_money", "exchange.donation_goods", "talent.course"
HEADINGS = {
    "happened_on": "发生日期",
    "giver": "提供方",
    "receiver": "受助方",
    "amount": "金额（元）",
    "quantity": "数量",
    "persons": "惠及人数",
    "person_times": "惠及人次",
    "people": "名单",
    "detail_goods": "物资名称",
    "detail_subject": "培训内容",
    "detail_sessions": "课次",
    "source": "单据号",
}
TITLES = {GIFT: "捐款", GOODS: "捐物（有折价）", COURSE: "培训班"}


@dataclass
class Said:
    """What came of one row: entries recorded, and everything the person was told."""

    recorded: int
    text: str


Way = Callable[[str, dict[str, str]], Said]


def cells(market: Market, **changes: str) -> dict[str, str]:
    """A gift as a clerk of the county types it."""
    row = {"happened_on": "2020-06-19", "giver": "区教育局", "receiver": "茶叶合作社", "amount": "700"} | changes
    return {name: text for name, text in row.items() if text}


@pytest.fixture(params=["form", "grid", "workbook"])
def way(request: pytest.FixtureRequest, client: Client, market: Market, tmp_path: Path) -> Way:
    """One of the three ways in; each takes a row of texts."""
    client.force_login(market.county)
    return {"form": _form, "grid": _grid, "workbook": _workbook}[request.param](client, market, tmp_path)


def _form(client: Client, market: Market, _folder: Path) -> Way:
    numbers = {"区教育局": market.buyer.pk, "茶叶合作社": market.supplier.pk}

    def send(kind: str, row: dict[str, str]) -> Said:
        given = {
            side: f"{numbers[row[side]]} {row[side]}" if row.get(side) in numbers else row.get(side, "")
            for side in ("giver", "receiver")
        }
        before = Entry.objects.count()
        answer = client.post(
            reverse("ledger-record-kind", args=[kind]), {**row, **given, "_key": f"k{len(row)}"}, follow=True
        )
        return Said(Entry.objects.count() - before, answer.content.decode())

    return send


def _grid(client: Client, market: Market, _folder: Path) -> Way:
    def send(kind: str, row: dict[str, str]) -> Said:
        before = Entry.objects.count()
        answer = client.post(
            reverse("ledger-grid", args=[kind]),
            {"grid": json.dumps([row]), "year": "2020", "do": "all", "_key": "k1"},
            headers={"accept": "application/json"},
        )
        return Said(Entry.objects.count() - before, json.dumps(answer.json(), ensure_ascii=False))

    return send


def _workbook(client: Client, market: Market, folder: Path) -> Way:
    def send(kind: str, row: dict[str, str]) -> Said:
        path = folder / "一笔.csv"
        record = {"记录类型": TITLES[kind], **{HEADINGS[name]: text for name, text in row.items()}}
        pl.DataFrame([record]).write_csv(path, include_bom=True)
        run, staged = stage_import(market.county, "entries", path)
        told = "；".join(issue["message"] for issue in (*run.errors, *run.warnings))
        if run.state == "staged" and all("元记" in issue["message"] for issue in run.warnings):
            apply_import(market.county, run, staged)
        return Said(Entry.objects.count(), told)

    return send


BAD = [
    ("a negative amount", GIFT, {"amount": "-5"}, "大于零"),
    ("foreign money", GIFT, {"amount": "$300"}, "外币"),
    ("words for an amount", GIFT, {"amount": "三百块钱"}, "应填金额"),
    ("no amount", GIFT, {"amount": ""}, "金额"),
    ("goods without a valuation", GOODS, {"amount": "", "detail_goods": "棉被"}, "捐物（无折价）"),
    ("32 September", GIFT, {"happened_on": "2020-09-32"}, "没有这一天"),
    ("a day to come", GIFT, {"happened_on": "2199-01-01"}, "在今天之后"),
    ("an unknown party", GIFT, {"giver": "没有这家"}, "没有找到"),
    ("both sides the same", GIFT, {"receiver": "区教育局"}, "同一主体"),
    ("more persons than times", GIFT, {"persons": "5", "person_times": "3"}, "不能多于人次"),
]


@pytest.mark.parametrize(("what", "kind", "changes", "word"), BAD, ids=[case[0] for case in BAD])
def test_bad_input_is_refused_with_what_to_do(
    way: Way, market: Market, what: str, kind: str, changes: dict[str, str], word: str
) -> None:
    said = way(kind, cells(market, **changes))
    assert said.recorded == 0, what
    assert word in said.text


def test_wan_is_understood_where_it_is_written(way: Way, market: Market) -> None:
    way(GIFT, cells(market, amount="￥3万"))
    assert [str(amount) for amount in Entry.objects.values_list("amount", flat=True)] == ["30000.00"]


def test_what_wan_was_taken_for_is_said(way: Way, market: Market) -> None:
    said = way(GIFT, cells(market, amount="3万"))
    assert (said.recorded, "“3万”按 30,000.00 元记" in said.text) == (1, True)


def test_yuan_that_looks_like_wan_is_asked_about(way: Way, market: Market) -> None:
    said = way(GIFT, cells(market, amount="30000000"))
    assert said.recorded == 0
    assert "万元" in said.text


def test_a_person_stands_in_a_course_once(way: Way, market: Market) -> None:
    for number in ("P1", "P2"):
        register_person(market.operator, area_code=COUNTY, name=f"学员{number}", number=number)
    course = cells(market, amount="", quantity="1", detail_subject="farming", people="P1、P2、P1")
    course["detail_subject"] = "种养技术" if way.__qualname__.startswith("_workbook") else "farming"
    said = way(COURSE, course)
    assert (said.recorded, "出现了两次" in said.text) == (0, True)
    way(COURSE, course | {"people": "P1、P2"})
    entry = Entry.objects.get()
    assert (entry.persons, entry.person_links.count()) == (2, 2)


def test_nobody_attends_more_often_than_there_were_sessions(way: Way, market: Market) -> None:
    subject = "种养技术" if way.__qualname__.startswith("_workbook") else "farming"
    course = cells(market, amount="", quantity="1", detail_subject=subject, persons="20", detail_sessions="3")
    said = way(COURSE, course | {"person_times": "61"})
    assert (said.recorded, "最多 60 人次" in said.text) == (0, True)
    assert way(COURSE, course | {"person_times": "60"}).recorded == 1


def test_an_entry_after_the_close_is_asked_about(way: Way, market: Market) -> None:
    close_period(market.county, area_code=COUNTY, starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30))
    said = way(GIFT, cells(market))
    assert (said.recorded, "已关账" in said.text) == (0, True)


def test_a_place_outside_the_writers_scope_is_refused(way: Way, market: Market) -> None:
    register_organisation(market.operator, area_code=STRANGE_COUNTY, name="外县合作社", kind="cooperative")
    said = way(GIFT, cells(market, receiver="外县合作社"))
    assert said.recorded == 0
    assert "管辖" in said.text


def test_a_party_of_the_wrong_noun_is_refused(client: Client, market: Market) -> None:
    """A sale of certified goods has a supplier, never a place."""
    client.force_login(market.county)
    place = Area.objects.get(code=COUNTY)
    answer = client.post(
        reverse("ledger-record-kind", args=["market.sale"]),
        {
            "happened_on": "2020-06-19",
            "receiver": f"{place.pk} {place.name}",
            "amount": "700",
            "detail_channel": "online",
            "_key": "k",
        },
    )
    assert (answer.status_code, Entry.objects.count()) == (422, 0)
    assert "这一类，请从列表里选" in answer.content.decode()


def test_a_utf_16_file_is_read_or_refused_with_what_to_do(market: Market, tmp_path: Path) -> None:
    text = "记录类型,发生日期,提供方,受助方,金额（元）\n捐款,2020-06-19,区教育局,茶叶合作社,700\n"
    marked = tmp_path / "记号.csv"
    marked.write_bytes(text.encode("utf-16"))
    assert stage_import(market.county, "entries", marked)[0].created == 1
    bare = tmp_path / "无记号.csv"
    bare.write_bytes(text.encode("utf-16-le"))
    with pytest.raises(Refused, match=r"UTF-16.*另存为"):
        stage_import(market.county, "entries", bare)


def test_the_list_of_people_is_looked_up_within_the_clerks_places(client: Client, market: Market) -> None:
    person = register_person(market.operator, area_code=STRANGE_COUNTY, name="外县人", number="P9")
    client.force_login(market.county)
    given: dict[str, Any] = {
        "happened_on": "2020-06-19",
        "giver": f"{market.buyer.pk} {market.buyer.name}",
        "receiver": f"{market.supplier.pk} {market.supplier.name}",
        "quantity": "1",
        "detail_subject": "farming",
        "people": str(person.number),
        "_key": "k",
    }
    answer = client.post(reverse("ledger-record-kind", args=[COURSE]), given)
    assert (answer.status_code, Entry.objects.count()) == (422, 0)
    assert "没有登记，或不在您的管辖范围内" in answer.content.decode()
