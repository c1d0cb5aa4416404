"""A clerk rewrites a chapter in the page: figures are chips in the text, the checker reads along, nothing is typed in
braces; without script the same text is an ordinary text area."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from bangfu.reports.models import ChapterText
from tests.journeys.county import COUNTY, build_county
from tests.journeys.test_a_report_that_verifies import sell
from tests.journeys.test_one_county import log_in
from tests.journeys.test_one_wish import PHONE, fits

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    Visit = Callable[..., Page]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CHAPTER = f"/reports/overview/chapters/market.consumption/?area={COUNTY}&period=2020"


def opened(visit: "Visit", **options: object) -> "Page":
    """The composer with the text that ships."""
    sell(build_county(), 30_000, "offline")
    page = log_in(visit, "county", **options)
    page.goto(CHAPTER)
    if options.get("java_script_enabled", True):
        page.wait_for_selector(".ProseMirror")
    return page


def cleared(page: "Page") -> "Locator":
    """The editor, emptied by the keyboard."""
    editor = page.get_by_role("textbox", name="正文")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    return editor


def source(page: "Page") -> str:
    """The text as the form would send it."""
    return page.locator("#id_text").input_value()


def paste(page: "Page", text: str) -> None:
    """Paste what a word processor offers: words with a look of their own."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            data.setData("text/html", `<b style="color:red">${text}</b><img src="x">`);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def test_a_clerk_writes_with_live_figures_and_never_sees_a_brace(visit: "Visit") -> None:
    page = opened(visit)
    shown = page.get_by_role("textbox", name="正文").inner_text()
    assert "{" not in shown
    assert "[[" not in shown
    assert page.locator(".chip", has_text="认定产品销售额").first.inner_text().split() == ["认定产品销售额", "8万元"]
    editor = cleared(page)
    page.keyboard.type("全年销售")
    page.get_by_role("button", name="插入“认定产品销售额”").click()
    page.keyboard.type("，其中线上5万元。")
    assert source(page) == "全年销售{{认定产品销售额}}，其中线上5万元。"
    chip = editor.locator(".chip")
    chip.click()
    page.locator("[data-part=unit]").select_option("元")
    page.wait_for_selector(".chip-value:text-is('80000元')")
    assert source(page) == "全年销售{{认定产品销售额 元}}，其中线上5万元。"
    page.get_by_role("button", name="撤销").click()
    assert source(page) == "全年销售{{认定产品销售额}}，其中线上5万元。"
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/reports/overview/?*")
    assert ChapterText.objects.get().text == "全年销售{{market.sales}}，其中线上5万元。"


def test_the_panel_reads_along_and_leads_to_the_number(visit: "Visit") -> None:
    page = opened(visit)
    cleared(page)
    paste(page, "全年销售{{认定产品销售额}}。\n线上5万元，线下3万元。")
    finding = page.locator("#composer-beside .finding", has_text="5万元").first
    finding.get_by_role("button", name="5万元", exact=True).click()
    assert page.evaluate("getSelection().toString()") == "5万元"
    finding.get_by_role("button", name="换成活数字").click()
    assert "线上{{" in source(page)
    assert "线下3万元" in source(page)
    assert "<" not in source(page)
    page.keyboard.press("Control+z")
    assert source(page) == "全年销售{{认定产品销售额}}。\n线上5万元，线下3万元。"


def test_conditions_are_made_and_deleted_whole(visit: "Visit") -> None:
    page = opened(visit)
    cleared(page)
    paste(page, "共{{认定产品销售额}}，订购{{认购额}}")
    page.keyboard.press("Shift+Home")
    page.get_by_role("button", name="没有数字时不写").click()
    assert source(page) == "[[共{{认定产品销售额}}，订购{{认购额}}]]"
    page.wait_for_selector(".passage-off", state="attached")  # nothing was ordered
    page.keyboard.press("End")
    page.keyboard.press("Backspace")  # chooses the whole passage
    page.keyboard.press("Backspace")
    assert source(page) == ""


def test_an_expert_writes_the_tags_and_a_telephone_is_enough(visit: "Visit") -> None:
    page = opened(visit, **PHONE)
    assert fits(page)
    page.get_by_role("button", name="看标签原文").click()
    page.locator("#id_text").fill("共{{认定产品销售额 万元}}")
    page.get_by_role("button", name="回到文稿").click()
    assert page.locator(".chip-value").inner_text() == "8万元"
    page.locator(".chip").click()
    assert fits(page)
    page.get_by_role("button", name="删除").click()
    assert source(page) == "共"


def test_without_script_the_text_is_an_ordinary_text_area(visit: "Visit") -> None:
    page = opened(visit, java_script_enabled=False)
    assert "{{认定产品销售额" in source(page)
    page.locator("#id_text").fill("共{{认定产品销售额}}")
    page.get_by_role("button", name="保存").click()
    assert ChapterText.objects.get().text == "共{{market.sales}}"
