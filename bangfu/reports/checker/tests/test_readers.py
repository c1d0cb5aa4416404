"""Reading documents of every kind, and refusing those that cannot be read."""

import io
import zipfile

import pytest
from docx import Document as new_word
from pypdf import PdfWriter

from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.readers import TextRefused, read_document

TEXT = "全县投入资金300万元，其中产业200万元、教育100万元。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_plain_text_in_any_encoding(encoding: str) -> None:
    assert read_document(TEXT.encode(encoding)).text == TEXT


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


@pytest.mark.parametrize("deep", [50, 300, 1500])
def test_deeply_nested_pages_are_read(deep: int) -> None:
    page = "<html><body>" + "<div>" * deep + "贫困户5户" + "</div>" * deep + "</body></html>"
    assert "贫困户5户" in read_document(page.encode(), "a.html").text


@pytest.mark.parametrize(("name", "kind"), [("报告.pdf", "PDF"), ("报告.DOCX", "Word文档")])
def test_what_is_not_what_its_name_says_is_told_so(name: str, kind: str) -> None:
    with pytest.raises(TextRefused, match=f"不是{kind}"):
        read_document(bytes(range(128, 256)) * 4, name)
