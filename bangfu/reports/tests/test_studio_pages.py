"""The studio: who may read, write and take reports of which place."""

import re

import pytest
from django.test import Client

from bangfu.figures.reporting import reports
from bangfu.ledger.models import Entry
from bangfu.reports.models import ChapterText, SealedReport
from bangfu.reports.pages import places
from bangfu.reports.tests.conftest import COUNTY, NEXT_TOWNSHIP, TOWNSHIP, Office

pytestmark = pytest.mark.django_db
CHAPTER = "/reports/overview/chapters/market.consumption/"


def asked(area_code: str, **more: str) -> dict[str, str]:
    return {"area": area_code, "period": "2020", **more}


@pytest.mark.parametrize(
    ("who", "area_code", "status"),
    [
        ("clerk", COUNTY, 200),
        ("clerk", TOWNSHIP, 200),
        ("auditor", COUNTY, 200),
        ("township", TOWNSHIP, 200),
        ("township", COUNTY, 403),
        ("township", NEXT_TOWNSHIP, 403),
        ("stranger", COUNTY, 403),
        ("helper", COUNTY, 403),
    ],
)
def test_reading(client: Client, office: Office, sales: list[Entry], who: str, area_code: str, status: int) -> None:
    client.force_login(getattr(office, who))
    assert client.get("/reports/overview/", asked(area_code)).status_code == status
    assert client.get("/reports/overview/file.md", asked(area_code)).status_code == status


def test_figures_on_the_page_are_links(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    page = client.get("/reports/overview/", asked(COUNTY)).content.decode()
    assert 'href="/figures/market.sales/?place=420302&amp;from=2020-01-01&amp;to=2020-12-31"' in page
    assert "<style" not in page


def test_the_county_on_the_other_side_is_chosen_by_name(
    client: Client, office: Office, sales: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(office.clerk)
    page = client.get("/reports/overview/", asked(COUNTY)).content.decode()
    assert "只写与哪个县" not in page, "a county without partners has none to choose"
    monkeypatch.setattr(places, "pairs_of", lambda place: [("120115", "宝坻区")] if place == COUNTY else [])
    page = client.get("/reports/overview/", asked(COUNTY)).content.decode()
    assert '<option value="120115">宝坻区</option>' in page
    assert "行政区划代码" not in page


def test_the_first_page_offers_the_users_own_places(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.township)
    page = client.get("/reports/").content.decode()
    assert "大川镇" in page
    assert "茅塔乡" not in page
    assert 'value="2020"' in page


def test_one_choice_of_place_and_period_opens_any_report(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    page = client.get("/reports/").content.decode()
    assert page.count('name="period"') == 1
    assert all(f'formaction="/reports/{report.name}/"' in page and str(report.about) in page for report in reports)


def test_a_writer_rewrites_a_chapter_and_its_figures_stay_live(
    client: Client, office: Office, sales: list[Entry]
) -> None:
    client.force_login(office.lead)
    words = {"text": "全年卖出{{market.sales 万元}}。", "version": "0", "do": "save"}
    assert client.post(CHAPTER, asked(COUNTY, **words)).status_code == 302
    page = client.get("/reports/overview/", asked(COUNTY)).content.decode()
    assert "全年卖出<a" in page
    assert ">6751.91万元</a>" in page
    assert "全年卖出" not in client.get("/reports/overview/", asked(TOWNSHIP)).content.decode()
    back = client.post(CHAPTER, asked(COUNTY, do="restore", version="1"))
    assert back.status_code == 302
    assert "全年卖出" not in client.get("/reports/overview/", asked(COUNTY)).content.decode()


def test_a_draft_is_listed_by_place_and_period_in_words(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.lead)
    client.post(CHAPTER, asked(COUNTY, text="全年卖出{{market.sales 万元}}。", version="0", do="save"))
    page = client.get("/reports/").content.decode()
    assert "茅箭区" in page.split("改写中的报告稿")[1]
    assert "2020年" in page.split("改写中的报告稿")[1]


def test_trying_a_text_keeps_nothing(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    page = client.post(CHAPTER, asked(COUNTY, text="卖出{{market.sales}}。", version="0", do="preview"))
    assert "卖出<a" in page.content.decode()
    assert not ChapterText.objects.exists()


def test_a_text_that_cannot_be_read_comes_back_with_the_place_of_the_fault(
    client: Client, office: Office, sales: list[Entry]
) -> None:
    client.force_login(office.clerk)
    page = client.post(CHAPTER, asked(COUNTY, text="好\n卖出{{market.seles}}。", version="0", do="save"))
    assert page.status_code == 422
    assert "第2行第3字" in page.content.decode()
    assert "{{market.seles}}" in page.content.decode()


def test_two_writers_do_not_overwrite_each_other(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    assert client.post(CHAPTER, asked(COUNTY, text="甲{{market.sales}}", version="0", do="save")).status_code == 302
    late = client.post(CHAPTER, asked(COUNTY, text="乙{{market.sales}}", version="0", do="save"))
    assert late.status_code == 409
    assert late.content.decode().count("刚才有人改过") == 1
    for words in ("乙{{认定产品销售额}}", "甲{{认定产品销售额}}", "刚保存的文字", 'name="version" value="1"'):
        assert words in late.content.decode()
    assert ChapterText.objects.get().text == "甲{{market.sales}}"
    merged = client.post(CHAPTER, asked(COUNTY, text="甲乙{{market.sales}}", version="1", do="save"))
    assert merged.status_code == 302


@pytest.mark.parametrize(("who", "area_code"), [("auditor", COUNTY), ("township", COUNTY), ("stranger", COUNTY)])
def test_who_may_not_write(client: Client, office: Office, sales: list[Entry], who: str, area_code: str) -> None:
    client.force_login(getattr(office, who))
    for _method in (client.get, client.post):
        assert _method(CHAPTER, asked(area_code, text="x", do="save")).status_code == 403
    assert not ChapterText.objects.exists()


def test_a_second_press_seals_nothing_more(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    page = client.get("/reports/overview/", asked(COUNTY)).content.decode()
    key = re.search(r'name="_key" value="([^"]+)"', page)
    assert key is not None
    answers = [client.post("/reports/overview/seal/", asked(COUNTY, _key=key[1])) for _press in range(2)]
    assert {answer["Location"] for answer in answers} == {f"/r/{SealedReport.objects.get().digest}/"}
    assert "没有再封存一份" in client.get(answers[1]["Location"]).content.decode()
    client.post("/reports/overview/seal/", asked(COUNTY, _key="opened again"))
    assert SealedReport.objects.count() == 2, "sealing anew from a fresh page is a deed of its own"


def test_sealing_from_the_page(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    answer = client.post("/reports/overview/seal/", asked(COUNTY))
    assert answer.status_code == 302
    assert answer["Location"] == f"/r/{SealedReport.objects.get().digest}/"
    assert "2020年" in client.get("/reports/").content.decode().split("最近封存的报告")[1]
    assert client.get("/reports/overview/seal/").status_code == 405
    client.force_login(office.township)
    assert client.post("/reports/overview/seal/", asked(TOWNSHIP)).status_code == 403


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/reports/nothing/?area=420302&period=2020", 422),
        ("/reports/overview/?area=420302&period=soon", 422),
        ("/reports/overview/file.exe?area=420302&period=2020", 422),
        ("/reports/overview/chapters/none/?area=420302&period=2020", 404),
    ],
)
def test_bad_addresses_get_a_clear_answer(client: Client, office: Office, address: str, status: int) -> None:
    client.force_login(office.clerk)
    assert client.get(address).status_code == status


def test_typed_numbers_are_held_against_the_ledger(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    text = "认定产品销售额6751.91万元，其中线上销售额1340.13万元，线下销售额5500万元。卖到23个省。"
    page = client.post(CHAPTER + "findings/", asked(COUNTY, text=text, version="0"))
    said = page.content.decode()
    assert "0 个数字是活的，4 个是手写的" in said
    assert "{{认定产品销售额 万元}}" in said
    assert "{{线上销售额 万元}}" in said
    assert "与账本不同" in said  # the offline sales
    assert "矛盾" in said  # and the three do not add up
    assert "账本中没有对应的数" in said
    assert not ChapterText.objects.exists()


def test_a_typed_number_that_cannot_be_read_is_told(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    page = client.post(CHAPTER + "findings/", asked(COUNTY, text="全区销售额67。51万元，帮扶20户。", version="0"))
    said = page.content.decode()
    assert 'data-number="67。51万" data-nth="0"' in said
    assert "数字中间是句号，可能是小数点，无法读出" in said
    assert "1 个是手写的" in said


def test_a_click_makes_a_typed_number_live(client: Client, office: Office, sales: list[Entry]) -> None:
    client.force_login(office.clerk)
    text = "卖出{{market.sales 万元}}。认定产品销售额6751.91万元，线下销售额5000万元。"
    page = client.post(CHAPTER, asked(COUNTY, text=text, version="0", do="live:0")).content.decode()
    assert "认定产品销售额{{认定产品销售额 万元}}，线下销售额5000万元" in page
    assert "2 个数字是活的，1 个是手写的" in page
    page = client.post(CHAPTER, asked(COUNTY, text=text, version="0", do="live:1")).content.decode()
    assert "线下销售额{{线下销售额 万元}}" in page
    assert not ChapterText.objects.exists()


def test_the_panel_is_for_writers_of_the_place(client: Client, office: Office, sales: list[Entry]) -> None:
    for who in (office.stranger, office.auditor, office.township):
        client.force_login(who)
        assert client.post(CHAPTER + "findings/", asked(COUNTY, text="6751.91万元")).status_code == 403
    client.force_login(office.clerk)
    assert client.get(CHAPTER + "findings/").status_code == 405
    broken = client.post(CHAPTER + "findings/", asked(COUNTY, text="卖出{{market.seles}}"))
    assert "第1行第3字" in broken.content.decode()
