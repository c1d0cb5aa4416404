"""The public site on a telephone and without script: a stranger finds a wish, opens it and goes to take it up; somebody
writes a suggestion, the office answers, and the sender reads the answer."""

from typing import TYPE_CHECKING

import pytest

from bangfu.portal import actions
from bangfu.portal.models import Letter
from bangfu.portal.tests.conftest import patient, place, site
from bangfu.workstreams.exchange.tests.conftest import Place

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.steps import Visit

__all__ = ["patient", "place", "site"]
PHONE = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def fits(page: "Page") -> bool:
    """Whether nothing stands out to the side of a telephone."""
    box = page.locator("main").bounding_box()
    return box is not None and box["x"] + box["width"] <= 390


def test_a_stranger_finds_a_wish_and_goes_to_take_it_up(visit: "Visit", site: Place) -> None:
    need = site.published(title="轮椅一辆", band="elder")
    site.published(title="课桌", asker=site.school.pk)
    page = visit(**PHONE)
    page.goto("/")
    assert page.url.endswith("/public/")
    page.fill("#q", "轮椅")
    with page.expect_navigation():
        page.press("#q", "Enter")
    assert page.locator(".card h2").all_inner_texts() == ["轮椅一辆"]
    assert fits(page)
    with page.expect_navigation():
        page.click("text=轮椅一辆")
    assert "大川镇" in page.locator("main").inner_text()
    assert "卡子村" not in page.content()
    assert fits(page)
    with page.expect_navigation():
        page.click("text=我来认领")
    assert f"next=/exchange/board/{need.pk}/" in page.url
    assert page.locator("input[name=password]").count() == 1


@pytest.mark.usefixtures("patient")
def test_a_suggestion_is_sent_answered_and_read(visit: "Visit", site: Place) -> None:
    page = visit(**PHONE)
    page.goto("/public/letters/")
    with page.expect_navigation():
        page.click("text=我要反映")
    page.select_option("select[name=kind]", "suggestion")
    page.fill("input[name=title]", "多发布助学心愿")
    page.fill("textarea[name=text]", "开学前能不能集中发布一批书包的心愿？")
    assert fits(page)
    with page.expect_navigation():
        page.click("button:has-text('提交')")
    page.wait_for_selector(".told dd")
    number, code = page.locator(".told dd").all_inner_texts()[:2]
    actions.answer_letter(site.county, Letter.objects.get(number=number), answer="已安排，开学前两周集中发布。")
    with page.expect_navigation():
        page.click("main >> text=查答复")
    page.fill("input[name=number]", number)
    page.fill("input[name=code]", code)
    with page.expect_navigation():
        page.click("button:has-text('查询')")
    page.wait_for_selector("main >> text=已安排，开学前两周集中发布。")
    with page.expect_navigation():
        page.click("button:text-is('满意')")
    page.wait_for_selector("main >> text=谢谢您的评价")
    assert fits(page)
