"""A report as a Word document, laid out as official documents are (GB/T 9704): A4, 小标宋 title, 仿宋 text."""

from __future__ import annotations

import io

from docx import Document as new_word
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from lxml import etree

from bangfu.reports.document import Chart, Comparison, Document, Run, Seal, Table
from bangfu.reports.outputs.appendix import (
    COMPARED_HEAD,
    HEAD,
    TITLE,
    appendix,
    closing,
    compared_notes,
    compared_rows,
    moved_lines,
    numeral,
)
from bangfu.reports.outputs.chart import to_png
from bangfu.reports.outputs.qr import qr_png

TITLE_FONT, BODY, HEADING, LEAD, TABLE = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
# What Word takes where an office has not installed the fonts of official documents.
FALLBACKS = {
    TITLE_FONT: "FZXiaoBiaoSong-B05S,华文中宋,宋体,Noto Serif CJK SC",
    BODY: "仿宋,FangSong,华文仿宋,Noto Serif CJK SC",
    LEAD: "楷体,KaiTi,华文楷体,Noto Serif CJK SC",
    HEADING: "SimHei,Noto Sans CJK SC",
}
LINE = Pt(28)
COMPARED_COLUMNS = (5.0, 2.9, 2.9, 4.8)  # cm, as COMPARED_HEAD
COLUMNS = (1.0, 3.2, 4.4, 3.0, 1.4, 2.8, 3.9, 6.0)  # cm, as HEAD


def to_word(document: Document, seal: Seal | None = None, base: str = "") -> bytes:
    """Return the report as .docx; each figure in the text leads to its row in the appendix."""
    word = new_word()
    _page(word)
    set_styles(word)
    name_fallbacks(word)
    word.core_properties.title = document.title
    word.core_properties.author = seal.sealed_by if seal else ""
    word.core_properties.language = "zh-CN"
    word.add_paragraph(document.title, style="Title")
    word.add_paragraph(document.lead, style="Subtitle")
    for number, chapter in enumerate(document.chapters, start=1):
        word.add_paragraph(f"{numeral(number)}、{chapter.title}", style="Heading 1")
        for block in chapter.blocks:
            if isinstance(block, Table):
                _table(word, block)
            elif isinstance(block, Chart):
                _chart(word, block)
            elif isinstance(block, Comparison):
                _comparison(word, block)
            else:
                _paragraph(word.add_paragraph(style="Normal"), block)
    if document.chapters:
        word.paragraphs[-1].paragraph_format.keep_with_next = True  # the closing lines never stand alone on a page
    for line in closing(document, seal):
        word.add_paragraph(line, style="Caption")
    if seal is not None and seal.address:
        word.add_picture(io.BytesIO(qr_png(seal.address)), width=Cm(3))
        word.paragraphs[-1].paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if document.figures:
        _appendix(word, document)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    number_pages(section.footer.paragraphs[0])


def number_pages(paragraph: Paragraph) -> None:
    """— 1 — in the middle of the foot."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.first_line_indent = Pt(0)
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)
    paragraph.add_run(" —")
    for run in paragraph.runs:
        run.font.size = Pt(14)


def set_styles(word: WordDocument) -> None:
    """Give the document the styles of official documents."""
    _style(word, "Normal", BODY, 16, indent=2)
    _style(word, "Title", TITLE_FONT, 22, align=WD_ALIGN_PARAGRAPH.CENTER)
    _style(word, "Subtitle", LEAD, 16, align=WD_ALIGN_PARAGRAPH.CENTER, after=14)
    _style(word, "Heading 1", HEADING, 16, indent=2, before=6)
    _style(word, "Heading 2", HEADING, 14, align=WD_ALIGN_PARAGRAPH.CENTER, before=6)
    _style(word, "Caption", LEAD, 12)
    for language in word.styles.element.xpath("./w:docDefaults//w:lang"):
        language.set(qn("w:eastAsia"), "zh-CN")  # otherwise punctuation is set in the Taiwan manner
    for border in word.styles["Title"].element.xpath(".//w:pBdr"):
        border.getparent().remove(border)


def _style(
    word: WordDocument,
    name: str,
    font: str,
    size: int,
    *,
    indent: int = 0,
    align: WD_ALIGN_PARAGRAPH | None = None,
    before: int = 0,
    after: int = 0,
) -> None:
    style = word.styles[name]
    style.font.name, style.font.size, style.font.bold, style.font.italic = LATIN, Pt(size), False, False
    style.font.color.rgb = None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in [a for a in fonts.attrib if "Theme" in a or "theme" in a]:
        del fonts.attrib[attribute]
    for kind, value in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{kind}"), value)
    for colour in style.element.xpath("./w:rPr/w:color | ./w:rPr/w:spacing"):
        colour.getparent().remove(colour)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE if size > 12 else Pt(18)
    layout.alignment = align
    layout.keep_with_next = name.startswith("Heading")
    layout.first_line_indent = Pt(size * indent)


def name_fallbacks(word: WordDocument) -> None:
    """Name other fonts beside those of official documents in the document's font table."""
    part = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = etree.fromstring(part.blob)
    for name, others in FALLBACKS.items():
        font = etree.SubElement(fonts, qn("w:font"), {qn("w:name"): name})
        etree.SubElement(font, qn("w:altName"), {qn("w:val"): others})
        etree.SubElement(font, qn("w:charset"), {qn("w:val"): "86"})
        etree.SubElement(font, qn("w:family"), {qn("w:val"): "auto"})
    part._blob = etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)  # it has no setter


def _paragraph(paragraph: Paragraph, runs: tuple[Run, ...]) -> None:
    for run in runs:
        if run.figure is None:
            paragraph.add_run(run.text)
        else:
            _link(paragraph, run.text, f"figure_{run.figure + 1}")


def _link(paragraph: Paragraph, text: str, anchor: str) -> None:
    """Words that lead to a bookmark; they look like the text around them."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    link.set(qn("w:history"), "1")
    link.append(paragraph.add_run(text)._r)
    paragraph._p.append(link)


def _table(word: WordDocument, table: Table) -> None:
    word.add_paragraph(table.title, style="Heading 2")
    word_table(word, table)
    word.add_paragraph(style="Caption")


def _comparison(word: WordDocument, block: Comparison) -> None:
    if moved_lines(block):
        _compared(word, block)
    for note in compared_notes(block):
        word.add_paragraph(note, style="Caption")


def _compared(word: WordDocument, block: Comparison) -> None:
    word.add_paragraph(block.title, style="Heading 2")
    grid = _wide(_grid(word, COMPARED_HEAD, compared_rows(block)), COMPARED_COLUMNS)
    for row in grid.rows[1:]:
        for cell in row.cells[1:3]:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word.add_paragraph(style="Caption")


def _chart(word: WordDocument, chart: Chart) -> None:
    word.add_paragraph(chart.title, style="Heading 2")
    picture(word.add_paragraph(style="Caption"), chart)


def picture(paragraph: Paragraph, chart: Chart) -> None:
    """Set a chart into a paragraph of its own, with what it shows in words for those who cannot see it."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paragraph.paragraph_format.first_line_indent = Pt(0)
    shape = paragraph.add_run().add_picture(io.BytesIO(to_png(chart)), width=Cm(14.5))
    shape._inline.docPr.set("descr", chart.alt)
    shape._inline.docPr.set("name", chart.title)


def word_table(word: WordDocument, table: Table) -> WordTable:
    """Return a table of figures, set at the document's end; whoever asked puts it where it belongs."""
    rows = [tuple(cell.text for cell in row) for row in table.rows]
    return _aligned(_grid(word, table.head, rows))


def _aligned(grid: WordTable) -> WordTable:
    for row in grid.rows[1:]:
        for cell in row.cells[1:]:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return grid


def _appendix(word: WordDocument, document: Document) -> None:
    """The table of figures on landscape pages."""
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(22)
    section.left_margin = section.right_margin = Mm(20)
    word.add_paragraph(TITLE, style="Heading 1")
    rows = appendix(document)
    grid = _wide(_grid(word, HEAD, [row.cells() for row in rows]), COLUMNS)
    for at, row in enumerate(grid.rows[1:], start=1):
        _bookmark(row.cells[0].paragraphs[0], f"figure_{at}", at)
        for column in (3, 4):
            row.cells[column].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _wide(grid: WordTable, widths: tuple[float, ...]) -> WordTable:
    """Give the columns of a table their widths, in cm."""
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    return grid


def _bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def _grid(word: WordDocument, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> WordTable:
    """A ruled table whose heading repeats on each page and whose rows are not torn."""
    ruled = "Table Grid" if any(style.name == "Table Grid" for style in word.styles) else None
    grid = word.add_table(rows=0, cols=len(head), style=ruled)
    for at, texts in enumerate([head, *rows]):
        row = grid.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, text in zip(row.cells, texts, strict=True):
            fill_cell(cell.paragraphs[0], text, bold=at == 0)
    return grid


def fill_cell(paragraph: Paragraph, text: str, *, bold: bool) -> None:
    """Write the words of a table cell."""
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(9), bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TABLE)
    layout = paragraph.paragraph_format
    layout.first_line_indent = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if bold:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
