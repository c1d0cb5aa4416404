"""Word documents (.docx): paragraphs and tables in their order."""

import io
import zipfile

from docx import Document as open_word
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from bangfu.reports.checker.readers.document import Document, TextRefused, bar_row, bounded

_MAX_UNPACKED = 300 * 1024 * 1024


def read_word(data: bytes) -> Document:
    """The text of a .docx file; tables become lines of bars.

    Raises:
        TextRefused: another kind of archive, an archive that unpacks beyond measure, a damaged document.
    """
    _check_archive(data)
    try:
        document = open_word(io.BytesIO(data))
        lines = _lines(document)
    except (KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise TextRefused("damaged", "Word文档已损坏，打不开") from error
    return Document(bounded("\n".join(lines)), "word")


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
        raise TextRefused("not_word", "这个文件不是Word文档（.docx）")
    if unpacked > _MAX_UNPACKED:
        raise TextRefused("too_large", "文档展开后过大，请删去图片后再核对")


def _lines(document: WordDocument) -> list[str]:
    lines: list[str] = []
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:p"):
            lines.append(Paragraph(element, document).text)
        elif element.tag == qn("w:tbl"):
            lines.extend(_rows(Table(element, document)))
    return lines


def _rows(table: Table) -> list[str]:
    rows = []
    for row in table.rows:
        cells: list[str] = []
        previous = None
        for cell in row.cells:
            cells.append("" if cell._tc is previous else cell.text)  # a merged cell is said once
            previous = cell._tc
        rows.append(bar_row(cells))
    return ["", *rows, ""]
