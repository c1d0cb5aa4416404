"""The path of a number on paper: a report is sealed, entries arrive afterwards, it still verifies and the difference
stands beside it; somebody alters a figure in a copy, and the checker tells, from the arithmetic and from the ledger."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from docx import Document as new_word

from bangfu.kernel.rights.actions import operator
from bangfu.ledger.actions import post_entries
from bangfu.ledger.drafts import Draft
from tests.journeys.county import COUNTY, SmallCounty, build_county
from tests.journeys.steps import PHONE, confirm, fits, log_in, press

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.steps import Visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
REPORT = f"/reports/overview/?area={COUNTY}&period=2020"


def sell(county: SmallCounty, amount: int, channel: str) -> None:
    """One more sale in the book."""
    draft = Draft(
        kind="market.sale",
        happened_on=date(2020, 5, 1),
        area_code=COUNTY,
        receiver_id=county.supplier.pk,
        amount=Decimal(amount),
        details={"channel": channel, "platform": "fupin832" if channel == "online" else "direct", "certified": True},
    )
    with transaction.atomic():
        post_entries(operator(), [draft])


def sentence(page: "Page", word: str) -> str:
    """The paragraph of the report's text in which a word stands."""
    return page.locator("article p", has_text=word).first.inner_text()


def test_a_sealed_report_verifies_after_new_entries(visit: "Visit") -> None:
    county = build_county()
    sell(county, 30_000, "offline")
    page = log_in(visit, "county")
    page.goto(REPORT)
    assert "销售8万元" in sentence(page, "线上5万元")
    confirm(page, "封存")
    page.wait_for_url("**/r/*/")
    assert "核验通过" in page.content()
    assert "没有变化" in page.content()
    sell(county, 20_000, "online")
    page.reload()
    assert "核验通过" in page.content()
    assert "销售8万元" in sentence(page, "线上5万元")  # the text stays as it was sealed
    row = page.locator("tr", has_text="认定产品销售额").first.inner_text()
    assert [part in row for part in ("80,000.00", "100,000.00", "20,000.00", "增加1条记录")] == [True] * 4
    page.goto(REPORT)
    assert "销售10万元" in sentence(page, "线上7万元")  # while the living report moves on


def test_the_paper_opens_the_sealed_page_for_whoever_holds_it_without_the_differences(visit: "Visit") -> None:
    county = build_county()
    sell(county, 30_000, "offline")
    page = log_in(visit, "county")
    page.goto(REPORT)
    confirm(page, "封存")
    page.wait_for_url("**/r/*/")
    address = page.url
    sell(county, 20_000, "online")
    reader = visit(**PHONE)
    reader.goto(address)
    assert "核验通过" in reader.content()
    assert "销售8万元" in sentence(reader, "线上5万元")
    assert "增加1条记录" not in reader.content()
    assert fits(reader)


def test_a_figure_altered_by_hand_in_a_copy_is_caught(visit: "Visit", tmp_path: Path) -> None:
    sell(build_county(), 30_000, "offline")
    page = log_in(visit, "county")
    page.goto(REPORT)
    honest = sentence(page, "线上5万元")
    assert verdicts(page, honest, tmp_path / "honest.docx") == (0, 0)
    altered = honest.replace("线下3万元", "线下9万元")
    assert altered != honest
    in_the_text, with_the_ledger = verdicts(page, altered, tmp_path / "altered.docx")
    assert in_the_text >= 1  # 5 and 9 are not 8, and a part is no more than the whole
    assert with_the_ledger == 1  # and the ledger has 3
    assert "文稿多 60,000.00元" in page.locator(".finding", has_text="与账本不同").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="带批注的 Word").click()
    download.value.save_as(tmp_path / "annotated.docx")
    cells = [
        cell.text
        for table in new_word(str(tmp_path / "annotated.docx")).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert {"矛盾", "与账本不同"} <= set(cells)


def verdicts(page: "Page", text: str, path: Path) -> tuple[int, int]:
    """Give a text to the checker as a Word file; return its conflicts, and its differences from the ledger."""
    word = new_word()
    word.add_paragraph(text)
    word.save(str(path))
    page.goto("/check/")
    page.set_input_files("input[type=file]", path)
    page.select_option("select[name=area]", COUNTY)
    page.fill("input[name=period]", "2020")
    press(page, "核对")
    page.wait_for_selector(".checked-text")
    shown = page.locator(".finding").all_inner_texts()
    return sum("矛盾" in text for text in shown), sum("与账本不同" in text for text in shown)
