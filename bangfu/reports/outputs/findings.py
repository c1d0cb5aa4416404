"""The checker's Word document laid out for an office's printer: A4, Chinese fonts, numbered pages."""

from __future__ import annotations

import io

from docx import Document as open_word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

from bangfu.reports.outputs.word import BODY, HEADING, LATIN, TABLE, name_fallbacks, number_pages

STYLES = {"Normal": (BODY, 12), "Heading 1": (HEADING, 16), "Heading 2": (HEADING, 14), "Table Grid": (TABLE, 10)}

# Columns in millimetres: kind, verdict, reckoning, numbers, remark; and text, verdict, figure, value.
WIDTHS = {5: (20, 16, 42, 34, 50), 4: (34, 34, 44, 50)}


def laid_out(content: bytes) -> bytes:
    """Return a plain Word document with the page, the fonts and the page numbers of an office."""
    word = open_word(io.BytesIO(content))
    for section in word.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(25)
        section.left_margin = section.right_margin = Mm(24)
    number_pages(word.sections[0].footer.paragraphs[0])
    for name, (font, size) in STYLES.items():
        style = word.styles[name]
        style.font.name, style.font.size = LATIN, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in [a for a in fonts.attrib if "heme" in a]:
            del fonts.attrib[attribute]
        fonts.set(qn("w:eastAsia"), font)
        for colour in style.element.xpath("./w:rPr/w:color"):
            colour.getparent().remove(colour)
    for language in word.styles.element.xpath("./w:docDefaults//w:lang"):
        language.set(qn("w:eastAsia"), "zh-CN")
    for table in word.tables:
        _widen(table)
    name_fallbacks(word)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _widen(table: Table) -> None:
    """Give the columns of a known table the widths their words need, its heading on every page, its rows whole."""
    widths = WIDTHS.get(len(table.columns))
    if widths is None:
        return
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
