"""Tables on pages, in the API and as files."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from docx import Document as read_word
from lxml import html

from bangfu.figures.tests.conftest import COUNTY, Books
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User

Visit = Callable[..., HttpResponse]
T32 = f"/tables/T32/?place={COUNTY}&from=2020-01-01&to=2020-12-31"


@pytest.fixture
def sales(books: Books) -> Books:
    """Two purchases online and one offline, of certified goods."""
    details = {"channel": "offline", "platform": "direct", "certified": True}
    books.purchase("500.25", COUNTY, date(2020, 8, 1), details=details)
    return books


def test_the_list_shows_the_tables_by_group(books: Books, visit: Visit) -> None:
    said = visit(books.county, "/tables/").said
    assert "T32 认定产品分渠道销售情况表" in said
    assert "T01 基本情况表" in said


def test_a_table_shows_its_numbers_and_each_opens(sales: Books, visit: Visit) -> None:
    answer = visit(sales.county, T32)
    assert "填报单位（盖章）：茅箭区" in answer.said
    assert "金额单位：万元" in answer.said
    links = html.fromstring(answer.content.decode()).xpath("//table[@class='county-grid']//td/a")
    shown = {link.text for link in links}
    assert "0.20" in shown
    online = next(link for link in links if "channel=online" in link.get("href"))
    opened = visit(sales.county, online.get("href"))
    assert "2,000.50" in opened.said
    assert "500.25" not in opened.said


def test_who_sees_only_their_own_records_does_not_read_the_place_s_return(sales: Books, visit: Visit) -> None:
    said = visit(sales.buyer, T32).said
    assert "填报单位（盖章）：茅箭区（仅本人、本单位参与的）" in said


def test_a_table_without_numbers_folds_its_blank_form(books: Books, visit: Visit) -> None:
    answer = visit(books.county, f"/tables/T12/?place={COUNTY}&period=2013")
    assert "这个范围里没有记录；空白表式" in answer.said
    page = html.fromstring(answer.content)
    folded, all_of_them = page.xpath("//details[@class='sheet-blank']//table"), page.xpath("//article//table")
    assert 0 < len(folded) < len(all_of_them), "what lists the villages nobody visited is no blank form"


def test_a_stranger_is_refused_page_file_and_api(sales: Books, visit: Visit) -> None:
    for address in (T32, T32.replace("/?", "/file.xlsx?"), T32.replace("/tables", "/api/tables")):
        assert visit(sales.stranger, address).status_code == 403
    assert visit(sales.nobody, T32).status_code == 403


def test_what_cannot_be_read_is_refused(sales: Books, visit: Visit) -> None:
    for address in ("/tables/T00/", f"{T32}&side=both", f"{T32}&pair=x", "/tables/T32/file.odt"):
        answer = visit(sales.county, address)
        assert answer.status_code in (404, 409, 422), address


def test_the_workbook_adds_up_by_formula_to_the_figure(sales: Books, visit: Visit) -> None:
    content = visit(sales.county, T32.replace("/?", "/file.xlsx?")).content
    formulas, shown = (openpyxl.load_workbook(io.BytesIO(content), data_only=v).worksheets[0] for v in (False, True))
    rows = {row[0].value: row for row in formulas.iter_rows() if row[0].value}
    total = rows["合计"][1]
    assert total.value == f"=SUM(B{rows['线上'][1].row}:B{rows['线下'][1].row})"
    assert Decimal(str(shown[total.coordinate].value)) == Decimal("2500.75")
    assert rows["线上"][1].value == 2000.5
    share = rows["线上"][2]
    assert share.value == f"=B{share.row}/B${total.row}"
    assert round(shown[share.coordinate].value, 4) == round(2000.5 / 2500.75, 4)
    assert share.number_format == "0.00%"
    assert formulas.page_setup.orientation == "landscape"


def test_a_name_that_begins_like_a_formula_is_none(sales: Books, visit: Visit) -> None:
    sales.unit.__class__.objects.filter(pk=sales.unit.pk).update(name="=1+1局")
    content = visit(sales.county, f"/tables/T09/file.xlsx?place={COUNTY}&to=2020-12-31").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f" and "1+1" in str(c.value)]


def test_word_and_pdf_say_the_same(sales: Books, visit: Visit) -> None:
    word = read_word(io.BytesIO(visit(sales.county, T32.replace("/?", "/file.docx?")).content))
    first = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert first == [
        ["渠道", "认定产品销售额（万元）", "占比（%）"],
        ["线上", "0.20", "80.00"],
        ["线下", "0.05", "20.00"],
        ["合计", "0.25", "100.00"],
    ]
    assert word.sections[0].page_width > word.sections[0].page_height
    assert visit(sales.county, T32.replace("/?", "/file.pdf?")).content.startswith(b"%PDF")


def test_history_keeps_what_left_the_house(sales: Books, visit: Visit) -> None:
    visit(sales.county, T32.replace("/?", "/file.docx?"))
    change = Change.objects.get(object_type="figures.table")
    assert (change.actor, change.area_code, change.after["table"]) == (sales.county, COUNTY, "T32")


def test_the_api_tells_rows_and_cells(sales: Books, client: Client) -> None:
    client.force_login(sales.county)
    assert {"code": "T32", "workstream": "market"}.items() <= next(
        row for row in client.get("/api/tables/").json() if row["code"] == "T32"
    ).items()
    told = client.get(T32.replace("/tables", "/api/tables")).json()
    part = told["parts"][0]
    assert [row["title"] for row in part["rows"]] == ["线上", "线下"]
    cell = part["total"]["cells"]["market.sales"]
    assert (cell["value"], cell["unit"], cell["formula"]) == (2500.75, "CNY", ["sum"])
    assert client.get(cell["address"]).status_code == 200


def test_a_unit_sees_its_own_only(sales: Books, visit: Visit) -> None:
    answer = visit(sales.buyer, "/tables/T32/?from=2020-01-01&to=2020-12-31")
    assert answer.status_code == 200
    assert "本人（本单位）参与的" in answer.said


def test_pages_ask_a_fixed_number_of_queries(sales: Books, visit: Visit, django_assert_max_num_queries: Any) -> None:
    user = User.objects.get(pk=sales.county.pk)
    visit(user, T32)
    with django_assert_max_num_queries(60):
        visit(user, T32)


def test_an_unknown_table_is_answered_without_a_command(sales: Books, visit: Visit) -> None:
    for address in ("/tables/T99/", "/api/tables/T99/"):
        said = visit(sales.county, address).content.decode()
        assert "bangfu" not in said.partition("没有编号为")[2][:60]
