"""Word documents (.docx): paragraphs, tables and text boxes in their order; then notes, page headers and footers."""

import io
import zipfile
from collections.abc import Iterator
from typing import cast

from docx import Document as open_word
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table
from lxml import etree

from bangfu.reports.checker.readers.document import (
    FINDINGS_LEGEND,
    FINDINGS_TEXT,
    FINDINGS_TITLE,
    Document,
    TextRefused,
    bar_row,
    bounded,
    said_below,
)

_MAX_UNPACKED = 300 * 1024 * 1024
_OTHERS = {  # archives of other programs, by a part that each of them has
    "xl/workbook.xml": "这是Excel表格，不是文稿；要核对表里的数，请复制后粘贴到页面里，或另存为.docx",
    "ppt/presentation.xml": "这是演示文稿，请把文字另存为.docx再上传",
    "content.xml": "这是OpenDocument文件（.odt等），请另存为.docx再上传",
    "OFD.xml": "这是OFD版式文件，请另存为PDF或.docx再上传",
}
_OWN = "这是核对结果，只核对其中“原文与标注”部分"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What is round words without being any: content controls, accepted insertions, fields, smart tags.
_WRAPPINGS = {qn(f"w:{name}") for name in ("sdtContent", "ins", "moveTo", "fldSimple", "smartTag", "customXml", "bdo")}
_WRAPPINGS |= {qn("w:sdt"), f"{_COMPATIBLE}AlternateContent", f"{_COMPATIBLE}Choice"}
# What a reader of the finished text does not see: deletions, what was moved away, the same box for older programs.
UNSEEN = {qn(f"w:{name}") for name in ("del", "moveFrom", "sdtPr", "sdtEndPr")} | {f"{_COMPATIBLE}Fallback"}
_BOX = qn("w:txbxContent")
_BESIDE = ("/footnotes", "/endnotes", "/header", "/footer")  # kinds of parts whose words stand outside the body
_RULES = {"separator", "continuationSeparator", "continuationNotice"}  # notes that Word keeps for the line above them


def read_word(data: bytes) -> Document:
    """The text of a .docx file as its changes stand when accepted; tables become lines of bars.

    Raises:
        TextRefused: another kind of archive, an archive that unpacks beyond measure, a damaged document.
    """
    _check_archive(data)
    try:
        document = open_word(io.BytesIO(data))
        body = _as_read(document.element.body)
        own = _own_text(body)
        lines = [*_lines(body)] + ([] if own else [*_beside(document)])
    except (KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise TextRefused("damaged", "Word文档已损坏，打不开") from error
    if own:
        return Document(bounded("\n".join(lines)), "findings", notes=(_OWN,))
    return Document(bounded("\n".join(lines)), "word")


def _own_text(body: BaseOxmlElement) -> bool:
    """Whether this is a document of findings; if so, take out of it what stands above the text that was checked."""
    blocks = [(element, cast(CT_P, element).text if element.tag == qn("w:p") else "") for element in body]
    texts = [text for _, text in blocks]
    if next(filter(str.strip, texts), "") != FINDINGS_TITLE or FINDINGS_TEXT not in texts:
        return False
    start = texts.index(FINDINGS_TEXT) + 1
    start += start < len(texts) and texts[start].startswith(FINDINGS_LEGEND)
    for element, _ in blocks[:start]:
        body.remove(element)
    return True


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
            locked = any(entry.flag_bits & 1 for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise TextRefused("damaged", "文件已损坏，打不开") from error
    if locked:
        raise TextRefused("encrypted", "文件设有密码，请先解除密码再上传")
    if "word/document.xml" not in names:
        told = next((message for part, message in _OTHERS.items() if part in names), "这个文件不是Word文档（.docx）")
        raise TextRefused("not_word", told)
    if unpacked > _MAX_UNPACKED:
        raise TextRefused("too_large", "文档展开后过大，请删去图片后再核对")


def _as_read(root: BaseOxmlElement) -> BaseOxmlElement:
    """The tree with its wrappings opened and without what nobody sees."""
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag in UNSEEN:
            parent.remove(element)
        elif element.tag in _WRAPPINGS:
            at = parent.index(element)
            parent[at : at + 1] = list(element)
    return root


def _lines(container: BaseOxmlElement) -> Iterator[str]:
    for element in container:
        if element.tag == qn("w:p"):
            yield cast(CT_P, element).text
            yield from _boxes(element)
        elif element.tag == qn("w:tbl"):
            yield from _rows(cast(CT_Tbl, element))


def _boxes(element: BaseOxmlElement) -> Iterator[str]:
    """The text boxes of a paragraph, one in another read with the outer one."""
    for box in element.iter(_BOX):
        if next(box.iterancestors(_BOX), None) is None:
            yield from _lines(box)


def _rows(element: CT_Tbl) -> Iterator[str]:
    """A table as lines of bars, then the tables and boxes inside its cells."""
    inner: list[str] = []
    seen: set[object] = set()  # a cell that goes over several rows comes with each
    yield ""
    for row in Table(element, None).rows:  # type: ignore[arg-type]
        cells: list[str] = []
        previous = None
        for cell in row.cells:
            merged = cell._tc is previous  # a merged cell is said once
            words = "\n".join(p.text for p in cell._tc.p_lst)
            cells.append("" if merged else said_below(words) if cell._tc in seen else words)
            if cell._tc not in seen:
                seen.add(cell._tc)
                inner.extend(line for table in cell._tc.tbl_lst for line in _rows(table))
                inner.extend(line for paragraph in cell._tc.p_lst for line in _boxes(paragraph))
            previous = cell._tc
        yield bar_row(cells)
    yield ""
    yield from inner


def _beside(document: WordDocument) -> Iterator[str]:
    """Footnotes and endnotes, then what page headers and footers say, each once."""
    told: set[str] = set()
    parts = [one for one in document.part.rels.values() if not one.is_external and one.reltype.endswith(_BESIDE)]
    for found in sorted(parts, key=lambda one: _BESIDE.index(f"/{one.reltype.rpartition('/')[2]}")):
        root = _as_read(cast(BaseOxmlElement, parse_xml(found.target_part.blob)))
        notes = found.reltype.endswith(_BESIDE[:2])
        for block in root if notes else [root]:
            text = "\n".join(_lines(block)) if block.get(qn("w:type")) not in _RULES else ""
            if text.strip() and text not in told:
                told.add(text)
                yield text


__all__ = ["read_word"]
