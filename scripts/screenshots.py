"""The pictures of the README, taken from a running demonstration: ``python -m scripts.screenshots ADDRESS``.

It walks the path that the pictures show (a changed register, differences, pairing, a purchase, its confirmation,
the report, the figure), so it changes the demonstration it is pointed at; use a fresh one.
"""

import io
import os
import re
import sys
import tempfile
from pathlib import Path

import polars as pl
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bangfu.kernel.workbooks import write_export
from scripts.debian import browser as installed_browser
from tests.chromium import FLAGS

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
COLOURS = 96


def log_in(browser: Browser, address: str, username: str, size: dict[str, int]) -> Page:
    """A page of one of the demonstration's people."""
    page = browser.new_context(base_url=address, viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai").new_page()
    page.set_default_timeout(60_000)
    page.goto("/login/")
    page.locator(f"button[name=demo][value={username}]").click()
    page.wait_for_url(re.compile(r"/$"))
    return page


def keep(page: Page, name: str) -> None:
    """Save the page as it stands, in few colours: a picture of text needs no more."""
    page.wait_for_timeout(700)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    FOLDER.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


def changed_register(folder: Path) -> Path:
    """What a village sends: one household has a new address, one is new."""
    from bangfu.kernel.imports.declared import templates  # needs Django

    sheet = templates["persons"].sheet()
    rows = [
        {"household_number": "420302000001", "address": "卡子村2组18号", "name": "孙德才", "relation": "head"},
        {
            "household_number": "420302009001",
            "village_code": "420302100201",
            "address": "卡子村5组3号",
            "standing": "lifted",
            "name": "李新田",
            "relation": "head",
        },
        {"household_number": "420302009001", "name": "周小雨", "relation": "spouse"},
    ]
    names = [c.name for c in sheet.columns if any(c.name in row for row in rows)]
    frame = pl.DataFrame(
        {n: pl.Series(n, [row.get(n) for row in rows], dtype=sheet.column(n).polars_type) for n in names}
    )
    path = folder / "卡子村变动名册.xlsx"
    write_export(path, sheet, frame)
    return path


def confirm(page: Page, label: str) -> None:
    """Press a button that asks first, and say yes."""
    page.locator("details.confirm > summary", has_text=label).first.click()
    page.locator("dialog[open] form button:not([type=button])").click()


def walk(browser: Browser, address: str) -> None:
    """Take the pictures along the path."""
    office = log_in(browser, address, "county", WIDE)
    keep(office, "today")
    village = log_in(browser, address, "village", WIDE)
    with tempfile.TemporaryDirectory() as folder:
        village.goto("/import/persons/")
        village.set_input_files("input[type=file]", changed_register(Path(folder)))
        village.get_by_role("button", name="上传并核对").click()
        village.wait_for_url(re.compile(r"/import/runs/\d+/"))
    keep(village, "import")
    confirm(village, "确认入库")
    village.get_by_text("已入库").first.wait_for()
    office.goto("/pairing/propose/?scheme=cadre-household&area=420302100")
    office.locator("main form button:not([type=button])").last.click()
    office.wait_for_url(re.compile(r"/jobs/\d+/"))
    office.get_by_role("link", name="看结果").click()
    office.wait_for_url(re.compile(r"/pairing/proposals/\d+/"))
    keep(office, "pairing")
    confirm(office, "采用")
    office.get_by_text("已采用").first.wait_for()
    entry = purchase(browser, address)
    supplier = log_in(browser, address, "supplier", PHONE)
    supplier.goto("/ledger/waiting/")
    keep(supplier, "waiting-phone")
    supplier.goto(entry)
    supplier.get_by_role("link", name="确认", exact=True).click()
    supplier.locator("main form button:not([type=button])").last.click()
    supplier.get_by_text("已确认").first.wait_for()
    for name, page in (
        ("report", "/reports/overview/?area=420302&period=2020"),
        ("figure", "/figures/market.sales/?area=420302&from=2020-01-01&to=2020-12-31&by=month"),
        ("household", "/parties/household/?q=420302000001"),
    ):
        office.goto(page)
        if name == "household":
            office.locator("table.grid tbody a").first.click()
            office.wait_for_url(re.compile(r"/parties/household/\d+/"))
        keep(office, name)
    for name, page in (
        ("coverage", "/pairing/coverage/?area=420302"),
        ("desk", "/monitoring/desk/"),
    ):
        office.goto(page)
        keep(office, name)
    giver = log_in(browser, address, "baodi", WIDE)
    giver.goto("/figures/board/?period=2020")
    keep(giver, "board")
    helper = log_in(browser, address, "helper", PHONE)
    keep(helper, "helper-phone")
    for name, size, page in (("public", WIDE, "/public/"), ("public-phone", PHONE, "/public/needs/")):
        visitor = browser.new_context(base_url=address, viewport=size, locale="zh-CN").new_page()
        visitor.goto(page)
        keep(visitor, name)


def purchase(browser: Browser, address: str) -> str:
    """The buyer records a purchase; return its address."""
    buyer = log_in(browser, address, "buyer", WIDE)
    buyer.goto("/ledger/record/market.purchase/")
    buyer.fill("input[name=receiver]", "武当道茶业（集团）有限公司")
    buyer.fill("input[name=happened_on]", "2020-12-18")
    buyer.fill("input[name=amount]", "36800.00")
    buyer.select_option("select[name=detail_channel]", "online")
    buyer.select_option("select[name=detail_platform]", "fupin832")
    buyer.select_option("select[name=detail_certified]", "true")
    keep(buyer, "record")
    buyer.locator("main form button:not([type=button])").last.click()
    buyer.wait_for_url(re.compile(r"/ledger/entry/\d+/"))
    return buyer.url


def main() -> int:
    """Take all pictures."""
    import django  # settings are named by the environment

    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    django.setup()
    program = installed_browser()
    if program is None or len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        walk(chromium, sys.argv[1])
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
