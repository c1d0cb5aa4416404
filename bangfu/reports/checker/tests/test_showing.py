"""Findings as marked HTML and as a Word document; the shape of `check --json`."""

import io
import json
import time
from collections.abc import Callable

from docx import Document as new_word
from docx import Document as open_word
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from bangfu.reports.checker.annotate import as_html
from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.commented_word import as_commented
from bangfu.reports.checker.marked_word import MOST_COMMENTS, LedgerLine, as_word
from bangfu.reports.checker.readers.opening import read_document

TEXT = "<script>alert(1)</script>共600户，其中城镇320户、农村260户。\n另有“A&B”项目3个。"


def test_html_is_escaped_and_marks_the_gravest_verdict() -> None:
    shown = as_html(check_text(TEXT))
    assert "<script>" not in shown
    assert "A&amp;B" in shown
    assert shown.count('class="claim claim-conflict"') == 3
    assert 'class="claim claim-none"' in shown


def test_word_holds_findings_and_text() -> None:
    document = open_word(io.BytesIO(as_word(check_text(TEXT + "\x0b"))))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "矛盾" in cells
    assert any("另有" in paragraph.text for paragraph in document.paragraphs)


def test_of_a_document_of_findings_only_the_text_is_checked_again() -> None:
    text = "共600户，其中城镇320户、农村260户；投入30万元，其中20万元修路、10万元引水。"
    before = check_text(text)
    read = read_document(as_word(before))
    assert (read.kind, read.text) == ("findings", text)
    assert "只核对其中" in read.notes[0]
    again = [(found.formula, found.verdict) for found in check_text(read.text).relations]
    assert again == [(found.formula, found.verdict) for found in before.relations]


def comments(content: bytes) -> list[str]:
    return [comment.text for comment in open_word(io.BytesIO(content)).comments]


def colours(content: bytes) -> dict[str, object]:
    paragraphs = open_word(io.BytesIO(content)).paragraphs
    return {run.text: run.font.highlight_color for one in paragraphs for run in one.runs if run.font.highlight_color}


def test_word_says_beside_a_figure_what_is_wrong_with_it() -> None:
    result = check_text("共600户，其中城镇320户、农村260户；投入30万元，其中20万元修路、10万元引水。")
    [conflict] = [found for found in result.relations if found.verdict == "conflict"]
    content = as_word(result, explained={conflict.id: "另有集体户（陈明）"})
    assert comments(content) == ["矛盾：320 + 260 = 580；各项之和与合计相差20；已说明：另有集体户（陈明）"]
    assert colours(content)["600户"] == colours(content)["矛盾"]
    assert colours(content)["20万元"] == colours(content)["相符"]


def test_readings_of_money_are_told_in_money() -> None:
    [comment] = comments(as_word(check_text("募集款物1418.21万元，超过目标任务136.37%。")))
    assert "超出目标的幅度（以1418.21万元计），隐含目标：600.00万元" in comment
    assert "隐含目标：1,039.97万元" in comment


def test_word_says_beside_a_figure_what_the_ledger_has() -> None:
    result = check_text("培训35人，帮扶20户。")
    lines = [
        LedgerLine("c1", "35人", "与账本不同", "培训人次", "53人；甲县", differs=True),
        LedgerLine("c2", "20户", "与账本相等", "帮扶户", "20户；甲县", differs=False),
    ]
    content = as_word(result, lines)
    assert comments(content) == ["与账本不同：培训人次；53人；甲县"]
    assert colours(content)["35人"] == colours(content)["与账本不同"]
    assert colours(content)["20户"] == colours(content)["相符"]


def test_word_shows_what_cannot_be_read() -> None:
    content = as_word(check_text("采购12.5.6万元，帮扶20户。"))
    assert comments(content) == ["数字有两个小数点，无法读出"]
    assert [text for text in colours(content) if text.startswith("12.5.6")]


def commented(build: Callable[[WordDocument], None]) -> tuple[WordDocument, str, str]:
    """A document as it comes back with comments, and its text before and after."""
    document = new_word()
    build(document)
    stream = io.BytesIO()
    document.save(stream)
    text = read_document(stream.getvalue()).text
    content = as_commented(stream.getvalue(), check_text(text))
    return open_word(io.BytesIO(content)), text, read_document(content).text


def anchored(document: WordDocument) -> list[str]:
    """The words each comment stands at, in the order of the document."""
    words = []
    for start in document.element.body.iter(qn("w:commentRangeStart")):
        own, said = start.get(qn("w:id")), ""
        for element in start.itersiblings():
            if element.tag == qn("w:commentRangeEnd") and element.get(qn("w:id")) == own:
                break
            said += "".join(text.text or "" for text in element.iter(qn("w:t")))
        words.append(said)
    return words


def test_the_original_keeps_its_text_and_look_and_gets_comments() -> None:
    def build(document: WordDocument) -> None:
        document.add_heading("情况", level=1)
        paragraph = document.add_paragraph()
        paragraph.add_run("共600户，其中城镇3").bold = True
        paragraph.add_run("20户、农村").italic = True
        paragraph.add_run("260户。另有12.5.6万元。")
        table = document.add_table(rows=4, cols=2)
        for row, cells in zip(
            table.rows, (("乡镇", "户数（户）"), ("甲", "30"), ("乙", "40"), ("合计", "90")), strict=True
        ):
            row.cells[0].text, row.cells[1].text = cells

    document, before, after = commented(build)
    assert before == after
    assert anchored(document) == ["情况", "600户", "12.5.6万", "90"]
    [bold] = [run for run in document.paragraphs[1].runs if run.text == "600户"]
    assert bold.bold
    whole = next(comment.text for comment in document.comments if "共找到" in comment.text)
    assert whole.startswith("共找到数字6个") or "矛盾2处" in whole


def test_comments_stand_in_insertions_and_links_and_not_in_deletions() -> None:
    def build(document: WordDocument) -> None:
        paragraph = document.add_paragraph("共")._p
        names = f'{nsdecls("w")} w:id="7" w:author="甲"'
        paragraph.append(parse_xml(f"<w:del {names}><w:r><w:delText>580户</w:delText></w:r></w:del>"))
        paragraph.append(parse_xml(f"<w:ins {names}><w:r><w:t>600户</w:t></w:r></w:ins>"))
        document.paragraphs[0].add_run("，其中城镇320户、农村260户。")

    document, before, after = commented(build)
    assert before == after == "共600户，其中城镇320户、农村260户。"
    assert anchored(document) == ["共", "600户"]


def test_what_stands_in_a_page_header_is_told_at_the_beginning() -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph("正文")
        document.sections[0].header.paragraphs[0].text = "共600户，其中城镇320户、农村260户。"

    document, _before, _after = commented(build)
    [comment] = document.comments
    assert "“600户”：矛盾：320 + 260 = 580" in comment.text


def test_a_page_of_findings_is_written_in_seconds() -> None:
    result = check_text("".join(f"共{300 + i}户，其中城镇{100 + i}户、农村190户。\n" for i in range(800)))
    began = time.perf_counter()
    content = as_word(result)
    assert time.perf_counter() - began < 30
    assert len(comments(content)) == MOST_COMMENTS


def test_json_has_the_shape_of_the_contract() -> None:
    shape = json.loads(json.dumps(check_text(TEXT).as_json()))
    assert {"id", "quote", "start", "end", "value", "unit", "bound", "text"} <= set(shape["claims"][0])
    assert {"kind", "claims", "formula", "stated", "computed", "difference", "verdict", "note"} <= set(
        shape["relations"][0]
    )
    assert shape["claims"][0]["quote"] in TEXT
