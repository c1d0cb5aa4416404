"""Findings as marked HTML and as a Word document; the shape of `check --json`."""

import io
import json
import time

from docx import Document as open_word

from bangfu.reports.checker.annotate import as_html
from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.marked_word import MOST_COMMENTS, LedgerLine, as_word

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
