"""The composer as writers meet it: figures by name, found as one types, put in by a click, with or without script."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html

from bangfu.ledger.models import Entry
from bangfu.reports.models import ChapterText
from bangfu.reports.pages.choosing import PER_PAGE, figure_names
from bangfu.reports.template.naming import FigureNames
from bangfu.reports.tests.conftest import COUNTY, STRANGE, Office

CHAPTER = "/reports/overview/chapters/market.consumption/"
ASKED = {"area": COUNTY, "period": "2020"}


def page_of(response: Any) -> Any:
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def source_of(page: Any) -> str:
    return str(page.xpath("//textarea[@id='id_text']")[0].text_content())


def titles(page: Any) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath("//ul[@class='report-tags']/li/span")]


def test_the_text_names_figures_as_people_do_and_keeps_their_codes(
    office: Office, sales: list[Entry], client: Client
) -> None:
    client.force_login(office.clerk)
    page = page_of(client.get(CHAPTER, ASKED))
    assert "{{认定产品销售额" in source_of(page)
    assert "market.sales" not in source_of(page)
    client.post(CHAPTER, ASKED | {"text": "卖出{{认定产品销售额 万元}}。", "version": "0", "do": "save"})
    assert ChapterText.objects.get().text == "卖出{{market.sales 万元}}。"


def test_names_go_there_and_back() -> None:
    names = FigureNames({"a.b": "总额", "a.c": "两种", "a.d": "两种", "a.e": "有 空格", "a.f": "占"})
    text = "甲{{a.b 万元 占 a.c}}，{{a.e}}{{a.f}}{{a.x}}总额a.b"
    assert names.readable(text) == "甲{{总额 万元 占 a.c}}，{{a.e}}{{a.f}}{{a.x}}总额a.b"
    assert names.coded(names.readable(text)) == text


def test_every_shipped_figure_comes_back_as_itself(db: None) -> None:
    names = figure_names()
    for code in ("market.sales", "funds.region", "exchange.donations"):
        assert names.coded(names.tag(code)) == "{{" + code + "}}"
        assert names.tag(code) != "{{" + code + "}}"


def test_figures_are_found_by_name_and_group_with_their_values(
    office: Office, sales: list[Entry], client: Client
) -> None:
    client.force_login(office.clerk)
    page = page_of(client.get(CHAPTER, ASKED | {"q": "线上 销售"}))
    assert any(title.startswith("线上销售额") for title in titles(page))
    row = page.xpath("//li[button[@data-insert='{{线上销售额}}']]")[0]
    assert row.xpath("string(b)") == "1,340.13万元"
    assert len(titles(page_of(client.get(CHAPTER, ASKED)))) == PER_PAGE
    assert "没有找到" in client.get(CHAPTER, ASKED | {"q": "无此指标"}).content.decode()
    assert titles(page_of(client.get(CHAPTER, ASKED | {"q": "教育", "figures_page": "99"})))


def test_the_list_follows_what_is_typed_and_turns_its_pages(office: Office, client: Client) -> None:
    client.force_login(office.clerk)
    first = client.post(CHAPTER + "figures/", ASKED | {"text": "", "q": "额"}).content.decode()
    second = client.post(CHAPTER + "figures/", ASKED | {"text": "", "q": "额", "figures_page": "2"}).content.decode()
    assert "<html" not in first
    assert set(titles(html.fromstring(first))).isdisjoint(titles(html.fromstring(second)))


def test_without_script_search_and_insertion_keep_what_was_written(office: Office, client: Client) -> None:
    client.force_login(office.clerk)
    found = page_of(client.post(CHAPTER, ASKED | {"text": "写到一半", "version": "0", "q": "捐款", "do": "find:1"}))
    assert source_of(found).strip() == "写到一半"
    assert all("捐款" in title for title in titles(found)[:1])
    added = page_of(client.post(CHAPTER, ASKED | {"text": "写到一半", "version": "0", "do": "add:market.sales"}))
    assert source_of(added).strip() == "写到一半{{认定产品销售额}}"
    assert not ChapterText.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "auditor", "helper"])
def test_figures_are_offered_to_writers_of_the_place(office: Office, client: Client, who: str) -> None:
    client.force_login(getattr(office, who))
    assert client.post(CHAPTER + "figures/", ASKED | {"text": "", "q": "额"}).status_code in (403, 404)


def test_a_chapter_that_is_off_is_called_by_its_title(office: Office, client: Client) -> None:
    client.force_login(office.stranger)
    page = client.get(CHAPTER, {"area": STRANGE, "period": "2020"}).content.decode()
    assert "改写：" in page
    assert "market.consumption</" not in page.replace("chapters/market.consumption", "")
    assert "改写：market" not in page


def test_what_it_reads_like_follows_the_text(office: Office, sales: list[Entry], client: Client) -> None:
    client.force_login(office.clerk)
    part = client.post(CHAPTER + "findings/", ASKED | {"text": "一共{{认定产品销售额 万元}}"}).content.decode()
    assert "6751.91万元" in html.fromstring(part).text_content().replace(",", "")
