"""A table as a Word document: A4 landscape, the heading repeated on each page."""

from __future__ import annotations

import io

from docx import Document as new_word
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Row as WordRow

from bangfu.figures.tables.document import Document, Row, Sheet
from bangfu.figures.tables.wording import about, cell_words, footnotes, groups_of, head_words, signing
from bangfu.reports.outputs.word import fill_cell, name_fallbacks, number_pages, set_styles


def table_to_word(document: Document, base: str = "") -> bytes:
    """Return the table as .docx."""
    word = new_word()
    _page(word)
    set_styles(word)
    name_fallbacks(word)
    word.core_properties.title = document.title
    word.core_properties.language = "zh-CN"
    word.add_paragraph(document.title, style="Title")
    lines = about(document)
    _caption(word, "　　".join(filter(None, (f"填报单位：{document.place_name}", *list(lines.values())[1:]))))
    for sheet in document.sheets:
        if sheet.title:
            word.add_paragraph(sheet.title, style="Heading 2")
        _grid(word, sheet)
    for note in footnotes(document):
        _caption(word, note)
    _caption(word, "　　　".join(f"{label}：{known}" for label, known in signing(document)))
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _page(word: WordDocument) -> None:
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin = section.right_margin = Mm(16)
    number_pages(section.footer.paragraphs[0])


def _caption(word: WordDocument, text: str) -> None:
    paragraph = word.add_paragraph(text, style="Caption")
    paragraph.paragraph_format.first_line_indent = Pt(0)


def _grid(word: WordDocument, sheet: Sheet) -> None:
    grid = word.add_table(rows=0, cols=len(sheet.columns) + 1, style="Table Grid")
    groups = groups_of(sheet)
    if any(title for title, _span in groups):
        _group_row(grid, sheet, groups)
    head = _new_row(grid, heading=True)
    for cell, text in zip(head.cells, (sheet.head, *(head_words(h) for h in sheet.columns)), strict=True):
        fill_cell(cell.paragraphs[0], text, bold=True)
    if len(grid.rows) == 2:
        _join_heads(grid, groups)
    for row in (*sheet.rows, *((sheet.total,) if sheet.total else ())):
        _row(grid, sheet, row)


def _group_row(grid: WordTable, sheet: Sheet, groups: list[tuple[str, int]]) -> None:
    row = _new_row(grid, heading=True)
    at = 1
    for title, span in groups:
        if title:
            cell = row.cells[at].merge(row.cells[at + span - 1]) if span > 1 else row.cells[at]
            fill_cell(cell.paragraphs[0], title, bold=True)
        at += span


def _join_heads(grid: WordTable, groups: list[tuple[str, int]]) -> None:
    """Let headings without a group reach over both rows."""
    upper, lower = grid.rows[0].cells, grid.rows[1].cells
    at = 1
    for place in [0, *[at + sum(s for _t, s in groups[:i]) for i, (title, _span) in enumerate(groups) if not title]]:
        text = lower[place].text
        lower[place].paragraphs[0].clear()
        joined = upper[place].merge(lower[place])
        for empty in joined.paragraphs[1:]:
            empty._p.getparent().remove(empty._p)
        fill_cell(joined.paragraphs[0], text, bold=True)


def _new_row(grid: WordTable, *, heading: bool = False) -> WordRow:
    row = grid.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))
    return row


def _row(grid: WordTable, sheet: Sheet, row: Row) -> None:
    cells = _new_row(grid).cells  # the property builds its list anew on each use
    bold = row is sheet.total
    fill_cell(cells[0].paragraphs[0], "　" * row.level + row.title, bold=bold)
    cells[0].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
    for place, (head, cell) in enumerate(zip(sheet.columns, row.cells, strict=True), start=1):
        paragraph = cells[place].paragraphs[0]
        fill_cell(paragraph, cell_words(cell, mixed=sheet.mixed), bold=bold)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if head.words else WD_ALIGN_PARAGRAPH.RIGHT
