"""What a report's file says, to be held against another of its kind.

Of a web page and of Markdown that is the file to the last sign, its seal aside: a style could hide a sentence. A Word
file, workbook or PDF may have been opened and kept by another program: there it is the words, not the look, and no
pictures.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable

from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from bangfu.reports.word.places import open_word

PAGE_NUMBER = re.compile(r"—\d+—")
BLANKS = re.compile(r"[\s\u200b]+")
SEAL = re.compile(r'<meta name="bangfu-seal" content="[^"]*">|\n<!-- bangfu-seal: \S* -->\n')


def words_of_file(content: bytes, ending: str, heads: Iterable[tuple[str, ...]] = ()) -> list[str]:
    """Return what a file says, in reading order.

    ``heads`` are headings of tables, which a PDF repeats wherever its fonts put the end of a page.
    """
    found = READERS[ending](content)
    if ending != "pdf":
        return [line for one in found if (line := BLANKS.sub(" ", one).strip())]
    text = PAGE_NUMBER.sub("", BLANKS.sub("", "".join(found)))
    for head in heads:
        text = text.replace(BLANKS.sub("", "".join(head)), "")
    return [text[at : at + 40] for at in range(0, len(text), 40)]


def first_difference(found: list[str], wanted: list[str]) -> tuple[str, str] | None:
    """Return what a file says where it first says something else, and what it should say; None where it does not."""
    for at in range(max(len(found), len(wanted))):
        pair = (found[at] if at < len(found) else "", wanted[at] if at < len(wanted) else "")
        if pair[0] != pair[1]:
            return pair
    return None


def _word(content: bytes) -> list[str]:
    word = open_word(content)
    parts = [word.element.body, *(part for section in word.sections for part in _around(section))]
    return ["".join(text.text or "" for text in p.iter(qn("w:t"))) for part in parts for p in part.iter(qn("w:p"))]


def _around(section: object) -> list[object]:
    return [getattr(section, name)._element for name in ("header", "footer")]


def _source(content: bytes) -> list[str]:
    return SEAL.sub("", content.decode(errors="replace"), count=1).splitlines()


def _workbook(content: bytes) -> list[str]:
    book = load_workbook(io.BytesIO(content))
    return [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def _pdf(content: bytes) -> list[str]:
    return [page.extract_text() or "" for page in PdfReader(io.BytesIO(content)).pages]


READERS: dict[str, Callable[[bytes], list[str]]] = {
    "docx": _word,
    "html": _source,
    "htm": _source,
    "md": _source,
    "xlsx": _workbook,
    "pdf": _pdf,
}
