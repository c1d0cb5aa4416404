"""Reading documents of every kind, and refusing those that cannot be read."""

import io
import zipfile

import pytest
from docx import Document as new_word
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from pypdf import PdfWriter

from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.readers import TextRefused, read_document

TEXT = "全县投入资金300万元，其中产业200万元、教育100万元。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_plain_text_in_any_encoding(encoding: str) -> None:
    assert read_document(TEXT.encode(encoding)).text == TEXT


@pytest.mark.parametrize("text", ["全區2402戶7129人脫貧，四年累計撥付3.09億元。", "各鄉鎮合計35個村"])
def test_traditional_text_of_old_programs(text: str) -> None:
    assert read_document(text.encode("big5")).text == text


@pytest.mark.parametrize("text", ["全区2402户", "採購3.09億元，幫扶兩縣一區", "合计35个村"])
def test_what_can_be_read_in_both_encodings_is_taken_for_the_usual_one(text: str) -> None:
    assert read_document(text.encode("gb18030")).text == text


def test_word_with_a_table() -> None:
    document = new_word()
    document.add_paragraph(TEXT)
    table = document.add_table(rows=3, cols=2)
    for row, cells in zip(table.rows, (("乡镇", "户数（户）"), ("甲", "30"), ("合计", "30")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    read = read_document(stream.getvalue())
    assert read.kind == "word"
    assert "| 甲 | 30 |" in read.text
    assert [claim.text for claim in check_text(read.text).claims] == ["300万元", "200万元", "100万元", "30", "30"]


def w(xml: str) -> BaseOxmlElement:
    return parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1))


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_word_is_read_with_its_changes_accepted_and_its_controls_opened() -> None:
    document = new_word()
    paragraph = document.add_paragraph("投入资金")._p
    paragraph.append(w(f'<w:ins w:id="1" w:author="甲">{run("300万元")}</w:ins>'))
    paragraph.append(w('<w:del w:id="2" w:author="甲"><w:r><w:delText>280万元</w:delText></w:r></w:del>'))
    paragraph.append(w(f'<w:moveFrom w:id="3" w:author="甲">{run("90万元")}</w:moveFrom>'))
    paragraph.append(w(f"<w:sdt><w:sdtContent>{run('，帮扶20户')}</w:sdtContent></w:sdt>"))
    document.element.body.insert(0, w(f"<w:sdt><w:sdtContent><w:p>{run('共4个村')}</w:p></w:sdtContent></w:sdt>"))
    assert word_text(document) == "共4个村\n投入资金300万元，帮扶20户"


def test_word_is_read_with_text_boxes_and_tables_in_tables() -> None:
    document = new_word()
    box = f"<w:txbxContent><w:p>{run('结对5户')}</w:p></w:txbxContent>"
    document.add_paragraph("图1").add_run()._r.append(w(f"<w:pict>{box}</w:pict>"))
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "甲村7户"
    cell.add_table(rows=1, cols=1).cell(0, 0).text = "乙村8户"
    lines = word_text(document).split("\n")
    assert [line for line in lines if line] == ["图1", "结对5户", "| 甲村7户 |", "| 乙村8户 |"]


def test_word_is_read_with_footnotes_and_what_stands_above_and_below_the_pages() -> None:
    document = new_word()
    document.add_paragraph("正文11户")
    document.sections[0].header.paragraphs[0].text = "页眉12户"
    document.sections[0].footer.paragraphs[0].text = "页脚13户"
    rule = f'<w:footnote w:id="-1" w:type="separator"><w:p>{run("—")}</w:p></w:footnote>'
    notes = w(f'<w:footnotes>{rule}<w:footnote w:id="2"><w:p>{run("注中14户")}</w:p></w:footnote></w:footnotes>')
    name = PackURI("/word/footnotes.xml")
    part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, serialize_part_xml(notes), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert word_text(document) == "正文11户\n注中14户\n页眉12户\n页脚13户"


def word_text(document: WordDocument) -> str:
    stream = io.BytesIO()
    document.save(stream)
    return read_document(stream.getvalue()).text


@pytest.mark.parametrize("head", ['<?xml version="1.0" encoding="utf-8"?>\n', "<!-- 导出于 -->\n"])
def test_html_behind_a_declaration_or_a_remark(head: str) -> None:
    page = f"{head}<html><body><p>共120户</p></body></html>"
    assert read_document(page.encode()).text == "共120户\n"


def test_html_without_what_nobody_sees() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>5户</title></head><body><script>7户</script><p>共<b>120</b>户</p>"
        "<table><tr><th>村</th><th>人数（人）</th></tr><tr><td>甲</td><td>9</td></tr></table></body></html>"
    )
    read = read_document(page.encode("gbk"))
    assert read.kind == "html"
    assert [claim.text for claim in check_text(read.text).claims] == ["120户", "9"]


def pdf(password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def archive(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02" * 500, "not_text"),
        (b"PK\x03\x04 broken", "damaged"),
        (archive("xl/workbook.xml"), "not_word"),
        (archive("word/document.xml"), "damaged"),
        (b"%PDF-1.7 broken", "damaged"),
        (b"<html><body>" + b"<div>" * 3000 + "贫困户5户".encode() + b"</div>" * 3000 + b"</body></html>", "too_deep"),
        (pdf(), "scanned"),
        (pdf("secret"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
        ("数".encode() * 3_000_000, "too_long"),
        (b"<html><body>" + b"<div>" * 100_000 + b"</div></body></html>", "too_deep"),
    ],
)
def test_refusals_say_why(data: bytes, code: str) -> None:
    with pytest.raises(TextRefused) as refused:
        read_document(data)
    assert refused.value.code == code
    assert refused.value.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{\\rtf1 text}", "RTF文件"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "图片"),
        (archive("xl/workbook.xml"), "Excel"),
        (archive("content.xml"), "OpenDocument"),
        (archive("ppt/presentation.xml"), "演示文稿"),
        (archive("a.txt"), "不是Word文档"),
        (bytes(range(256)) * 20, "不是文本"),
    ],
)
def test_files_of_other_programs_are_called_what_they_are(data: bytes, words: str) -> None:
    with pytest.raises(TextRefused, match=words):
        read_document(data)


@pytest.mark.parametrize("deep", [50, 300, 1500])
def test_deeply_nested_pages_are_read(deep: int) -> None:
    page = "<html><body>" + "<div>" * deep + "贫困户5户" + "</div>" * deep + "</body></html>"
    assert "贫困户5户" in read_document(page.encode(), "a.html").text


@pytest.mark.parametrize(("name", "kind"), [("报告.pdf", "PDF"), ("报告.DOCX", "Word文档")])
def test_what_is_not_what_its_name_says_is_told_so(name: str, kind: str) -> None:
    with pytest.raises(TextRefused, match=f"不是{kind}"):
        read_document(bytes(range(128, 256)) * 4, name)


def test_cells_of_a_web_page_that_go_over_several_rows_and_columns_stay_in_their_columns() -> None:
    page = (
        "<html><body><table><tr><th rowspan=2>乡镇</th><th colspan=2>脱贫户</th><th colspan='x'>备注</th></tr>"
        "<tr><th>户数</th><th>人数</th></tr><tr><td>甲镇</td><td>12</td><td>45</td></tr></table>"
        "<table><tr><th>片区</th><th>乡镇</th><th>资金（万元）</th></tr>"
        "<tr><td rowspan=2>东片</td><td>甲镇</td><td>12</td></tr><tr><td>乙镇</td><td>10</td></tr>"
        "<tr><td colspan=2>合计</td><td>22</td></tr></table></body></html>"
    )
    lines = [line for line in read_document(page.encode()).text.splitlines() if line.strip()]
    assert lines == [
        "| 乡镇 | 脱贫户 |  | 备注 |",
        "| 乡镇 | 户数 | 人数 |",
        "| 甲镇 | 12 | 45 |",
        "| 片区 | 乡镇 | 资金（万元） |",
        "| 东片 | 甲镇 | 12 |",
        "| 东片 | 乙镇 | 10 |",
        "| 合计 |  | 22 |",
    ]


def test_a_figure_in_a_cell_over_several_rows_of_a_web_page_is_said_and_added_up_once() -> None:
    page = (
        "<html><body><table><tr><th>乡镇</th><th>资金（万元）</th><th>年份</th></tr>"
        "<tr><td>甲镇</td><td rowspan=2>15</td><td rowspan=2>2020年</td></tr><tr><td>乙镇</td></tr>"
        "<tr><td>丙镇</td><td>8</td><td>2020年</td></tr><tr><td>合计</td><td>23</td><td></td></tr></table></body></html>"
    )
    text = read_document(page.encode()).text
    assert "| 乙镇 |  | 2020年 |" in text
    assert [found.verdict for found in check_text(text).relations] == ["consistent"]


def test_a_figure_in_a_cell_over_several_rows_of_a_word_table_is_said_and_added_up_once() -> None:
    document = new_word()
    table = document.add_table(rows=5, cols=3)
    rows = (("片区", "乡镇", "资金（万元）"), ("东片", "甲镇", "15"), ("", "乙镇", ""), ("西片", "丙镇", "8"))
    for row, cells in zip(table.rows, (*rows, ("合计", "", "23")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    for column in (0, 2):
        table.cell(1, column).merge(table.cell(2, column))
    stream = io.BytesIO()
    document.save(stream)
    text = read_document(stream.getvalue()).text
    assert "| 东片 | 乙镇 |  |" in text
    assert [found.verdict for found in check_text(text).relations] == ["consistent"]


@pytest.mark.parametrize("how", ["hidden", 'style="color:red; display: none"', "style='visibility:hidden'"])
def test_what_a_web_page_does_not_show_is_not_read(how: str) -> None:
    page = f"<html><body><p>投入300万元</p><div {how}><p>投入77万元</p></div><p {how}>88万元</p>，惠及5户</body></html>"
    text = read_document(page.encode()).text
    assert "300万元" in text
    assert "惠及5户" in text
    assert "77" not in text
    assert "88" not in text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("投入 *200* 万元", [2_000_000]),
        ("投入_200_万元，惠及~~30~~户", [2_000_000, 30]),
        ("投入**200**万元", [2_000_000]),
        ("* 投入200万元\n* 惠及30户", [2_000_000, 30]),
        ("3人*500元", [3, 500]),
        ("投入3\u200b00万元，惠及2\u00ad00户\ufeff30人", [3_000_000, 200, 30]),
    ],
)
def test_figures_in_emphasis_and_with_what_nobody_sees_in_them(text: str, values: list[int]) -> None:
    assert [claim.value for claim in check_text(text).claims] == values
