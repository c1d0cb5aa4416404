"""The same report in every kind of file."""

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from docx import Document as open_word
from openpyxl import load_workbook
from pypdf import PdfReader

from bangfu.kernel.errors import Refused
from bangfu.ledger.models import Entry
from bangfu.parties.models import Area
from bangfu.reports.composing import compose, period_named, report_named
from bangfu.reports.document import Document, Seal
from bangfu.reports.outputs import pdf
from bangfu.reports.outputs.appendix import numeral, rounding_notes, sum_notes
from bangfu.reports.outputs.ratios import shares_of
from bangfu.reports.outputs.row_heights import row_height
from bangfu.reports.outputs.writing import WRITERS, written
from bangfu.reports.periods import parse
from bangfu.reports.tests.conftest import COUNTY, STRANGE, Office, Post

pytestmark = pytest.mark.django_db
BASE = "https://bangfu.example.org"


@pytest.fixture
def document(sales: list[Entry]) -> Document:
    return compose(report_named("overview"), COUNTY, parse("2020"))


@pytest.fixture
def seal(document: Document) -> Seal:
    return Seal("ab" * 32, "陈明", document.composed_at, f"{BASE}/r/{'ab' * 32}/")


@pytest.mark.parametrize("ending", ["html", "md", "docx", "pdf", "xlsx"])
def test_every_kind_says_the_same(document: Document, seal: Seal, ending: str) -> None:
    text = text_of(written(document, ending, seal=seal, base=BASE), ending)
    for words in (
        "茅箭区社会扶贫工作综述",
        "6751.91万元",
        "1340.13万元",
        "5411.78万元",
        "每个数字从哪里来",
        "67,519,100.00元",
    ):
        if ending == "xlsx" and words in ("每个数字从哪里来", "67,519,100.00元"):
            continue  # the sheet is the appendix, its values are numbers
        assert words in text, words
    assert "陈明" in text


def text_of(content: bytes, ending: str) -> str:
    if ending == "docx":
        word = open_word(io.BytesIO(content))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        paragraphs = ["".join(t.text or "" for t in p._p.xpath(".//w:t")) for p in word.paragraphs]
        return "\n".join([*paragraphs, *cells])
    if ending == "pdf":
        return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    if ending == "xlsx":
        book = load_workbook(io.BytesIO(content))
        return "\n".join(str(c.value) for s in book for row in s.iter_rows() for c in row if c.value is not None)
    return re.sub(r"</?(?:a|span)\b[^>]*>", "", content.decode())


def test_each_figure_in_html_leads_to_its_records(document: Document) -> None:
    html = written(document, "html", base=BASE).decode()
    link = rf'<a class="figure" href="{BASE}/figures/market.sales/\?place=420302&amp;from=2020-01-01&amp;to=2020-12-31"'
    assert re.search(
        link + r'[^>]*title="认定产品销售额：67,519,100.00元；文中准确；2条记录"[^>]*>6751.91万元</a>', html
    )
    assert "<script" not in html


def test_names_cannot_bring_markup_or_formulas(post: Post, office: object) -> None:
    Area.objects.filter(code=COUNTY).update(name='=1+1<script>alert("|x|")</script>')
    post("54117800")
    document = compose(report_named("overview"), COUNTY, parse("2020"))
    assert b"<script>alert" not in written(document, "html")
    assert "\\|x\\|" in written(document, "md").decode()
    book = load_workbook(io.BytesIO(written(document, "xlsx")))
    assert book["数字"]["A1"].data_type == "s"
    assert PdfReader(io.BytesIO(written(document, "pdf"))).pages


def test_the_workbook_adds_up_by_formula(document: Document) -> None:
    sheet = load_workbook(io.BytesIO(written(document, "xlsx")))["数字"]
    rows = {row[2].value: row for row in sheet.iter_rows(min_row=4)}
    total, online, offline = (rows[f"market.sales{part}"] for part in ("", ".online", ".offline"))
    assert total[5].value == f"={online[3].coordinate}+{offline[3].coordinate}"
    assert total[6].value == f"={total[3].coordinate}-{total[5].coordinate}"
    assert Decimal(str(total[3].value)) == Decimal("67519100")


def test_the_workbook_divides_shares_by_formula(document: Document) -> None:
    content = written(document, "xlsx")
    sheet = load_workbook(io.BytesIO(content))["数字"]
    rows = {row[2].value: row for row in sheet.iter_rows(min_row=4)}
    online, total, share = (rows[f"market.sales{part}"] for part in (".online", "", ".online_share"))
    assert share[3].value == f"={online[3].coordinate}/{total[3].coordinate}*100"
    kept = load_workbook(io.BytesIO(content), data_only=True)["数字"]
    assert round(kept[share[3].coordinate].value, 4) == 19.8482


def test_a_share_of_another_period_is_not_divided(document: Document) -> None:
    [index] = [n for n, used in enumerate(document.figures) if used.code == "market.sales.online_share"]
    assert index in shares_of(document)
    for change in ({"to": date(2020, 6, 30)}, {"value": Decimal("19.9")}):
        figures = list(document.figures)
        figures[index] = replace(figures[index], **change)
        assert index not in shares_of(replace(document, figures=tuple(figures)))


def test_word_links_each_figure_to_its_row(document: Document) -> None:
    word = open_word(io.BytesIO(written(document, "docx")))
    body = word.element.body
    anchors = {link.get(f"{{{link.nsmap['w']}}}anchor") for link in body.xpath(".//w:hyperlink")}
    bookmarks = {mark.get(f"{{{mark.nsmap['w']}}}name") for mark in body.xpath(".//w:bookmarkStart")}
    assert anchors
    assert anchors <= bookmarks
    assert word.styles["Normal"].element.rPr.rFonts.get(f"{{{body.nsmap['w']}}}eastAsia") == "仿宋_GB2312"


def test_a_machine_without_chinese_fonts_is_told_what_to_install() -> None:
    with pytest.raises(Refused, match="fonts-noto-cjk"):
        pdf.chosen_fonts(["DejaVu Sans", "Liberation Serif"])
    assert pdf.chosen_fonts(["WenQuanYi Zen Hei"])["title"] == "WenQuanYi Zen Hei"


def test_an_unknown_kind_of_file_is_refused(document: Document) -> None:
    with pytest.raises(Refused, match=r"不能写 \.doc 文件"):
        written(document, "doc")
    assert set(WRITERS) == {"docx", "pdf", "html", "md", "xlsx"}


def test_an_empty_report_can_be_written(office: object) -> None:
    empty = compose(report_named("overview"), COUNTY, period_named("2020"))
    for ending in WRITERS:
        assert "暂无可以综述的内容" in text_of(written(empty, ending), ending)


def test_a_difference_between_a_whole_and_its_parts_is_said(document: Document) -> None:
    first = document.sums[0]
    figures = list(document.figures)
    figures[first.total] = replace(figures[first.total], value=figures[first.total].value + 5)
    [note] = sum_notes(replace(document, figures=tuple(figures)))
    assert "多5.00元" in note


def test_chapter_numbers() -> None:
    assert [numeral(n) for n in (1, 9, 10, 11, 20, 21, 35)] == ["一", "九", "十", "十一", "二十", "二十一", "三十五"]


def test_a_workbook_adds_up_by_formula_and_carries_what_the_formulas_give(office: Office, post: Post) -> None:
    giver, receiver = office.buyers[0], Area.objects.get(code=STRANGE).pk
    for amount in ("600000", "400000"):
        kind = "exchange.donation_money" if amount == "600000" else "exchange.donation_goods"
        details = {} if kind.endswith("money") else {"goods": "图书"}
        post(amount, kind=kind, giver_id=giver, receiver_id=receiver, area_code=STRANGE, details=details)
    document = compose(report_named("yearbook"), COUNTY, period_named("2020"))
    content = written(document, "xlsx")
    formulas, values = load_workbook(io.BytesIO(content)), load_workbook(io.BytesIO(content), data_only=True)
    drawn = next(sheet for sheet in formulas if sheet.cell(1, 1).value == "募集款物构成")
    assert [drawn.cell(row, 4).value for row in (4, 5)] == ["=B4/B$6", "=B5/B$6"]
    assert [values[drawn.title].cell(row, 4).value for row in (4, 5)] == [0.6, 0.4]
    assert values[drawn.title]["B6"].value == 1_000_000
    whole = next(row for row in values["数字"].iter_rows(min_row=4, values_only=True) if row[2] == "exchange.raised")
    assert (whole[3], whole[5], whole[6]) == (1_000_000, 1_000_000, 0)
    for sheet in formulas:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")  # A4


def test_rows_are_as_high_as_their_words() -> None:
    assert row_height([("短", 20)]) == 15
    assert row_height([("接收学习锻炼（人次）的人员", 12), ("短", 20)]) == 45
    assert row_height([("字" * 10_000, 20)]) == 409


def test_the_text_says_how_its_figures_are_rounded(document: Document, office: Office, post: Post) -> None:
    texts = {
        "market.consumption": "{{market.sales 亿元 2位}}，{{market.sales 整数 截尾}}，{{market.sales 余 整十 万元}}"
    }
    post("3456.78", online=True)
    [said] = rounding_notes(compose(report_named("overview"), COUNTY, parse("2020"), texts=texts))
    for way in ("四舍五入", "截尾", "余、近、约、超"):
        assert way in said
    bare = compose(report_named("overview"), COUNTY, parse("2020"), texts={"market.consumption": "{{地区}}"})
    assert rounding_notes(replace(bare, chapters=bare.chapters[:1])) == []


def test_figures_of_a_file_without_the_sites_address_lead_to_the_appendix(document: Document) -> None:
    text = written(document, "html").decode()
    assert 'href="#figure-1"' in text
    assert 'href="/figures/' not in text


def test_no_report_of_a_period_that_has_not_begun(office: Office) -> None:
    with pytest.raises(Refused, match="还没有开始"):
        compose(report_named("overview"), COUNTY, parse("2090"))
