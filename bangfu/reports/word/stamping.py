"""The seal under a filled template: who released it, its digest, and the code that opens its page.

It is set when the file is sent. The frozen file has none, because the digest is over it.
"""

from __future__ import annotations

import io

from docx.shared import Cm, Pt
from lxml import etree, html

from bangfu.reports.document import Document, Seal
from bangfu.reports.outputs.appendix import closing
from bangfu.reports.outputs.qr import qr_png, qr_svg
from bangfu.reports.word.places import open_word

SEALED_PAGE = "封存页面"  # a template of somebody's own has no appendix
SIZE, WIDE = Pt(9), Cm(2.6)
STYLE = "margin: 2em auto 1em; padding: 1em; border-top: 1px solid #8593a1; font-size: 0.85em; overflow-wrap: anywhere"


def stamped_word(content: bytes, document: Document, seal: Seal) -> bytes:
    """Return a Word file with the seal behind its last paragraph."""
    word = open_word(content)
    for line in closing(document, seal, SEALED_PAGE):
        word.add_paragraph().add_run(line).font.size = SIZE
    if seal.address:
        word.add_paragraph().add_run().add_picture(io.BytesIO(qr_png(seal.address)), width=WIDE)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def stamped_page(content: bytes, document: Document, seal: Seal) -> bytes:
    """Return a web page with the seal at its foot."""
    root = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    body = root.find("body")
    foot = etree.SubElement(root if body is None else body, "footer", style=STYLE)
    for line in closing(document, seal, SEALED_PAGE):
        etree.SubElement(foot, "p").text = line
    if seal.address:
        link = etree.SubElement(foot, "a", href=seal.address)
        drawing = etree.fromstring(qr_svg(seal.address))
        drawing.set("width", "110")
        drawing.set("height", "110")
        link.append(drawing)
    return html.tostring(root, encoding="utf-8", doctype="<!doctype html>")
