"""The tags of a text as the editor shows them: what they read now, what they are called, what cannot be read."""

from __future__ import annotations

import pytest
from django.test import Client

from bangfu.figures.reporting import report_chapters
from bangfu.ledger.models import Entry
from bangfu.reports.chips import chips_of
from bangfu.reports.naming import figure_names
from bangfu.reports.tests.conftest import COUNTY, STRANGE, Office

CHIPS = "/reports/overview/chapters/market.consumption/chips/"
ASKED = {"area": COUNTY, "period": "2020"}


def chip(source: str) -> dict[str, object]:
    return chips_of("{{" + source + "}}", "overview", COUNTY, "2020")[source]


@pytest.mark.parametrize(
    ("source", "kind", "title", "reads"),
    [
        ("认定产品销售额 万元", "figure", "认定产品销售额", "6751.91万元"),
        ("market.sales 亿元 1位", "figure", "认定产品销售额", "0.7亿元"),
        ("线上销售额 占 认定产品销售额 1位", "figure", "线上销售额 占 认定产品销售额", "19.8%"),
        ("认定产品销售额 渠道=线上 万元", "figure", "认定产品销售额 渠道：线上", "1340.13万元"),
        ("地区", "word", "地区", "茅箭区"),
        ("词 消费帮扶", "word", "当年的说法", "消费扶贫"),
        ("图 各月销售额 认定产品销售额 按 月份", "block", "图", "各月销售额"),
    ],
)
def test_a_tag_is_shown_with_its_name_and_value(
    sales: list[Entry], source: str, kind: str, title: str, reads: str
) -> None:
    found = chip(source)
    assert (found["kind"], found["title"], found["reads"], found["empty"]) == (kind, title, reads, False)


def test_a_figure_opens_to_its_records_and_offers_its_units(sales: list[Entry]) -> None:
    found = chip("认定产品销售额")
    assert str(found["url"]).startswith("/figures/market.sales/?place=420302")
    assert found["units"] == ("元", "万元", "亿元")
    assert found["about"]


@pytest.mark.parametrize("source", ["认购额", "认定产品销售额 恰为 100 写 全部", "认定产品销售额 名单 活动"])
def test_a_tag_that_keeps_its_passage_from_being_written_is_empty(sales: list[Entry], source: str) -> None:
    assert chip(source)["empty"] is True


@pytest.mark.parametrize(
    ("source", "problem"),
    [("无此指标", "无此指标"), ("认定产品销售额 户", "户"), ("", "空"), ("认定产品销售额 时期=明天", "明天")],
)
def test_a_tag_that_cannot_be_read_says_why(sales: list[Entry], source: str, problem: str) -> None:
    found = chip(source)
    assert found["kind"] == "bad"
    assert problem in str(found["problem"])


def test_writers_ask_for_chips_of_their_place_only(office: Office, sales: list[Entry], client: Client) -> None:
    client.force_login(office.clerk)
    answer = client.post(CHIPS, ASKED | {"text": "卖出{{认定产品销售额 万元}}"}).json()
    assert answer["chips"]["认定产品销售额 万元"]["reads"] == "6751.91万元"
    assert client.post(CHIPS, ASKED | {"area": STRANGE, "text": ""}).status_code == 403
    client.force_login(office.stranger)
    assert client.post(CHIPS, ASKED | {"text": "{{认定产品销售额}}"}).status_code == 403


def test_every_shipped_text_reads_in_chinese_and_comes_back_as_it_was(db: None) -> None:
    names = figure_names()
    for chapter in report_chapters:
        text = chapter.read()
        readable = names.readable(text)
        assert names.coded(readable) == text, chapter.name
        tags = "".join(piece.split("}}")[0] for piece in readable.split("{{")[1:])
        assert not [c for c in tags if c.isascii() and c.isalpha()], chapter.name
