"""Where text stands in a Word document: body, tables, headers and footers, in reading order. Knows no figures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from docx import Document as open_docx
from docx.blkcntnr import BlockItemContainer
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from bangfu.kernel.errors import Refused

MOST_PARAGRAPHS = 5_000
OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # a .doc, or an encrypted .docx


@dataclass(frozen=True)
class Place:
    """A paragraph of a Word document. ``number`` counts the paragraphs that hold text, from 1, as people count them.

    ``part`` is body, table, header or footer; ``heading`` the level of a heading, 0 for other paragraphs.
    """

    paragraph: Paragraph
    number: int
    part: str
    heading: int

    @property
    def text(self) -> str:
        """The paragraph's words, its runs put together."""
        return self.paragraph.text

    @property
    def has_tags(self) -> bool:
        """Whether something is to be filled in here."""
        return "{{" in self.text or "[[" in self.text

    def where(self) -> str:
        """Tell a person where it is."""
        names = {"body": _("正文"), "table": _("表格"), "header": _("页眉"), "footer": _("页脚")}
        return _("%(part)s第%(number)s段") % {"part": names[self.part], "number": self.number}


def open_word(content: bytes) -> WordDocument:
    """Open a .docx; raise Refused, in words, for what is none or cannot be opened without a password."""
    if content.startswith(OLE):
        raise Refused(_("这是加了密码的文件，或旧格式的 .doc。请另存为不加密的 .docx 后再上传。"), field="file")
    try:
        return open_docx(io.BytesIO(content))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Refused(_("打不开这个 Word 文件，请另存为 .docx 后再上传。"), field="file") from error


def places_in(word: WordDocument) -> list[Place]:
    """Return every paragraph with text, in order: headers, body with its tables, footers; raise Refused if too many."""
    found: list[Place] = []
    numbers: dict[str, int] = {}
    for part, paragraph in _paragraphs(word):
        if paragraph.text.strip():
            numbers[part] = numbers.get(part, 0) + 1
            found.append(Place(paragraph, numbers[part], part, _heading(paragraph) if part == "body" else 0))
        if len(found) > MOST_PARAGRAPHS:
            raise Refused(_("模板最多 %(most)s 段。") % {"most": MOST_PARAGRAPHS}, field="file")
    return found


def _paragraphs(word: WordDocument) -> Iterator[tuple[str, Paragraph]]:
    for section in word.sections:
        if not section.header.is_linked_to_previous:
            yield from _inside(section.header, "header")
    yield from _inside(word, "body")
    for section in word.sections:
        if not section.footer.is_linked_to_previous:
            yield from _inside(section.footer, "footer")


def _inside(container: WordDocument | BlockItemContainer, part: str) -> Iterator[tuple[str, Paragraph]]:
    for item in container.iter_inner_content():
        if isinstance(item, WordTable):
            yield from _cells(item, "table" if part == "body" else part)
        else:
            yield part, item


def _cells(table: WordTable, part: str) -> Iterator[tuple[str, Paragraph]]:
    seen = set()  # merged cells come once a column
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                yield from _inside(cell, part)


def _heading(paragraph: Paragraph) -> int:
    """The level of a heading, by the name of its style: Heading 1, 标题 1."""
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    for stem in ("Heading ", "标题 "):
        if name.startswith(stem) and name[len(stem) :].isdigit():
            return int(name[len(stem) :])
    return 0
