"""Findings as marked HTML and as a Word document; the shape of `check --json`."""

import io
import json

from docx import Document as open_word

from bangfu.reports.checker.annotate import as_html, as_word
from bangfu.reports.checker.check import check_text

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


def test_json_has_the_shape_of_the_contract() -> None:
    shape = json.loads(json.dumps(check_text(TEXT).as_json()))
    assert {"id", "quote", "start", "end", "value", "unit", "bound", "text"} <= set(shape["claims"][0])
    assert {"kind", "claims", "formula", "stated", "computed", "difference", "verdict", "note"} <= set(
        shape["relations"][0]
    )
    assert shape["claims"][0]["quote"] in TEXT
