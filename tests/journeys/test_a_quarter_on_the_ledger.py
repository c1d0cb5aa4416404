"""A quarter of gifts: thirty typed with the keyboard alone, fifty pasted, five hundred imported, one disputed; then
the quarter is closed, a late gift lands in the next, and the quarter is opened again with a reason."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from bangfu.kernel.jobs.worker import run_worker
from bangfu.ledger.models import Closing, Entry, EntryStanding
from tests.journeys.county import build_county
from tests.journeys.steps import confirm, follow, log_in, press, send

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.steps import Visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
GRID = "/ledger/grid/exchange.donation_money/"
GIFTS = "/figures/exchange.donations.money/?place=420302&from=2020-04-01&to=2020-06-30"


def open_grid(page: "Page") -> None:
    """Open the empty grid and wait for its script, which loads after the page."""
    page.goto(GRID)
    page.locator("form[data-mounted]").wait_for()
    page.fill("input[name=year]", "2020")


def typed(page: "Page", rows: int) -> None:
    """Fill a paper list in without the mouse: Tab to the next cell, Ctrl+D for what stands above, Enter for a row."""
    page.focus("tbody tr:first-child input[data-cell=happened_on]")
    keys = page.keyboard
    for n in range(rows):
        keys.type(f"4.{n % 28 + 1}")
        for text in ("区教育局", "卡子茶叶合作社"):
            keys.press("Tab")
            if n:
                keys.press("Control+d")
            else:
                keys.type(text)
        keys.press("Tab")
        keys.type(f"{1000 + n}")
        if n + 1 < rows:
            keys.press("Enter")


def pasted(page: "Page", rows: int) -> None:
    """Paste a block from a spreadsheet, headings and all."""
    lines = ["日期\t捐赠方\t受赠方\t金额（元）"]
    lines += [f"5.{n % 28 + 1}\t区教育局\t卡子茶叶合作社\t{5000 + n}" for n in range(rows)]
    page.evaluate(
        """text => {
          const cell = document.querySelector("tbody tr:first-child input[data-cell=happened_on]");
          cell.focus();
          const data = new DataTransfer();
          data.setData("text/plain", text);
          cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        "\n".join(lines),
    )


def imported(path: Path, rows: int) -> Path:
    """A workbook of gifts, each with its receipt number."""
    pl.DataFrame(
        {
            "记录类型": ["捐款"] * rows,
            "发生日期": [f"2020-06-{n % 28 + 1:02d}" for n in range(rows)],
            "捐赠方": ["区教育局"] * rows,
            "受赠方": ["卡子茶叶合作社"] * rows,
            "金额（元）": [20_000 + n for n in range(rows)],
            "收据号": [f"SJ{n:04d}" for n in range(rows)],
        }
    ).write_csv(path, include_bom=True)
    return path


def test_a_quarter_of_gifts(visit: "Visit", tmp_path: Path) -> None:
    build_county()
    office = log_in(visit, "county")

    open_grid(office)
    typed(office, 30)
    office.keyboard.press("Control+Enter")
    office.get_by_text("30 行都没有问题").wait_for()
    office.get_by_role("button", name="全部记账").focus()
    office.keyboard.press("Enter")
    office.wait_for_url(re.compile(r"/ledger/entry/"))
    assert Entry.objects.filter(kind="exchange.donation_money").count() == 30

    open_grid(office)
    pasted(office, 50)
    office.get_by_text("粘贴了 50 行").wait_for()
    press(office, "全部记账")
    office.wait_for_url(re.compile(r"/ledger/entry/"))
    assert Entry.objects.filter(kind="exchange.donation_money").count() == 80

    office.goto("/import/entries-exchange/")
    office.set_input_files("input[type=file]", imported(tmp_path / "捐款.csv", 500))
    press(office, "上传并核对")
    office.wait_for_url(re.compile(r"/import/runs/\d+/"))
    run_worker(once=True)
    office.reload()
    confirm(office, "确认入库")
    run_worker(once=True)
    office.reload()
    assert Entry.objects.filter(kind="exchange.donation_money").count() == 580

    buyer = log_in(visit, "buyer")
    buyer.goto("/ledger/record/market.purchase/")
    buyer.locator("input[name=receiver]").press_sequentially("卡子茶叶合作社")
    buyer.fill("input[name=happened_on]", "2020-06-19")
    buyer.fill("input[name=amount]", "1.2万")
    buyer.select_option("select[name=detail_channel]", "offline")
    send(buyer)
    buyer.wait_for_url(re.compile(r"/ledger/entry/\d+/"))
    assert "12,000.00" in buyer.content()

    supplier = log_in(visit, "supplier")
    supplier.goto("/ledger/waiting/")
    assert "区教育局" in supplier.content()
    wrong = Entry.objects.get(amount=12_000, kind="market.purchase")
    supplier.goto(f"/ledger/entry/{wrong.pk}/")
    follow(supplier, "提出异议")
    supplier.fill("textarea[name=note]", "实际是 1.1 万元")
    send(supplier)
    supplier.get_by_text("有异议").first.wait_for()
    office.goto("/figures/market.purchases/?place=420302&from=2020-04-01&to=2020-06-30")
    assert "其中有异议" in office.content()
    assert EntryStanding.objects.get(pk=wrong.pk).state == "disputed"

    before = _value(office)
    office.goto("/ledger/closing/new/?area_code=420302")
    office.fill("input[name=area_code]", "420302 茅箭区")
    office.fill("input[name=period]", "2020二季度")
    send(office)
    office.wait_for_url(re.compile(r"/ledger/closing/\d+/"))
    late = {"happened_on": "2020-06-30", "giver": "区教育局", "receiver": "卡子茶叶合作社", "amount": "99999"}
    office.goto("/ledger/record/exchange.donation_money/")
    for name, text in late.items():
        office.fill(f"input[name={name}]", text)
    send(office)
    office.get_by_text("已关账").first.wait_for()
    office.check("input[name=accept_warnings]")
    send(office)
    office.wait_for_url(re.compile(r"/ledger/entry/\d+/"))
    assert Entry.objects.get(amount=99_999).counted_on == date(2020, 7, 1)
    assert _value(office) == before

    closing = Closing.objects.get()
    office.goto(f"/ledger/closing/{closing.pk}/")
    follow(office, "重新开账")
    office.fill("textarea[name=reason]", "漏记一批捐款")
    send(office)
    office.get_by_text("漏记一批捐款").first.wait_for()
    closing.refresh_from_db()
    assert closing.reopened_at is not None


def _value(page: "Page") -> str:
    """The money given in the quarter, as the page says it."""
    page.goto(GIFTS)
    return page.locator(".stats .num").first.inner_text()
