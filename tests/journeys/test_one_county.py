"""The path of one county: a changed register in, the new households paired, a purchase recorded by its buyer and
confirmed by its supplier, the report's figure moved, and the figure opened down to the invoice — as four people,
each of whom does not see the neighbouring township."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from PIL import Image

from bangfu.kernel.imports.declared import templates
from bangfu.kernel.jobs.worker import run_worker
from bangfu.kernel.workbooks import write_export
from tests.journeys.county import VILLAGE, build_county
from tests.journeys.steps import confirm, follow, log_in, press, send

if TYPE_CHECKING:
    from tests.journeys.steps import Visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def changed_register(path: Path) -> Path:
    """What a township sends: one household has moved house inside the village, one is new."""
    sheet = templates["persons"].sheet()
    rows = [
        {"household_number": "H1", "village_code": VILLAGE, "address": "3组12号", "name": "户主甲", "relation": "head"},
        {
            "household_number": "H9",
            "village_code": VILLAGE,
            "address": "5组1号",
            "standing": "registered",
            "name": "新来户主",
            "relation": "head",
        },
        {"household_number": "H9", "village_code": None, "address": None, "name": "新来配偶", "relation": "spouse"},
    ]
    names = [c.name for c in sheet.columns if any(c.name in row for row in rows)]
    frame = pl.DataFrame(
        {n: pl.Series(n, [row.get(n) for row in rows], dtype=sheet.column(n).polars_type) for n in names}
    )
    write_export(path, sheet, frame)
    return path


def test_from_the_register_to_the_invoice(visit: "Visit", tmp_path: Path) -> None:
    county = build_county()
    township = log_in(visit, "township")
    township.goto("/parties/household/")
    assert "户主甲" in township.content()
    assert "户主丙" not in township.content()

    township.goto("/import/persons/")
    township.set_input_files("input[type=file]", changed_register(tmp_path / "名册.xlsx"))
    press(township, "上传并核对")
    township.wait_for_url(re.compile(r"/import/runs/\d+/"))
    shown = township.content()
    assert "3组12号" in shown
    assert "新来户主" in shown
    confirm(township, "确认入库")
    township.get_by_text("已入库").first.wait_for()

    office = log_in(visit, "county")
    office.goto("/pairing/")
    assert "新来户主" in office.content()
    follow(office, "提出建议")
    send(office)
    office.wait_for_url(re.compile(r"/jobs/\d+/"))
    run_worker(once=True)
    follow(office, "看结果")
    office.wait_for_url(re.compile(r"/pairing/proposals/\d+/"))
    confirm(office, "采用")
    office.get_by_text("已采用").first.wait_for()
    office.goto("/pairing/")
    assert "100.0%" in office.content()

    office.goto("/reports/overview/?area=420302&period=2020")
    assert "5万元" in office.content()

    buyer = log_in(visit, "buyer")
    buyer.goto("/ledger/record/market.purchase/")
    buyer.fill("input[name=receiver]", f"{county.supplier.pk} {county.supplier.name}")
    buyer.fill("input[name=happened_on]", "2020-06-19")
    buyer.fill("input[name=amount]", "12345.67")
    buyer.select_option("select[name=detail_channel]", "online")
    buyer.select_option("select[name=detail_platform]", "fupin832")
    buyer.select_option("select[name=detail_certified]", "true")
    send(buyer)
    buyer.wait_for_url(re.compile(r"/ledger/entry/\d+/"))
    address = buyer.url
    invoice = tmp_path / "发票.png"
    Image.new("RGB", (200, 120), "white").save(invoice)
    buyer.set_input_files("input[type=file]", invoice)
    send(buyer, "form:has(input[type=file])")
    buyer.get_by_text("发票.png").first.wait_for()

    supplier = log_in(visit, "supplier")
    supplier.goto("/ledger/waiting/")
    assert "区教育局" in supplier.content()
    supplier.goto(address)
    follow(supplier, "确认")
    send(supplier)
    supplier.get_by_text("已确认").first.wait_for()

    office.goto("/reports/overview/?area=420302&period=2020")
    assert "6.23万元" in office.content()
    office.goto("/figures/market.sales/?place=420302&from=2020-01-01&to=2020-12-31")
    assert "62,345.67" in office.content()
    office.goto(address)
    assert "发票.png" in office.content()

    neighbour = log_in(visit, "neighbour", viewport={"width": 390, "height": 844})
    neighbour.goto("/parties/household/")
    assert "户主丙" in neighbour.content()
    assert "新来户主" not in neighbour.content()
    assert neighbour.goto(address).status == 404
