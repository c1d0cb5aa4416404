"""The seal inside a file: what was frozen and its signature travel with the sealed report, unseen, whatever its kind.

A Word file or workbook carries it as a custom part, a PDF as an attachment, a web page in a ``meta`` element, Markdown
in a comment at its end.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Callable

from lxml import etree
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

NAME = "bangfu-seal"
PART = f"customXml/{NAME}.xml"
ATTACHMENT = f"{NAME}.bin"
RELATIONS = {"docx": "word/_rels/document.xml.rels", "xlsx": "xl/_rels/workbook.xml.rels"}
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
HEAD = re.compile(rb"<head[^>]*>", re.IGNORECASE)
IN_HEAD = re.compile(rb'<meta name="bangfu-seal" content="([A-Za-z0-9+/=]+)"', re.IGNORECASE)
IN_COMMENT = re.compile(rb"<!-- bangfu-seal: ([A-Za-z0-9+/=]+) -->")
IN_PART = re.compile(rb">([A-Za-z0-9+/=]+)<")
LARGEST = 64 * 1024 * 1024  # bytes of what was frozen; more is a bomb


class NothingCarried(ValueError):
    """A file without a seal inside it, or with one that cannot be read."""


def carry(content: bytes, ending: str, seal: bytes) -> bytes:
    """Return a file with a seal inside; of a kind that can carry none, the file."""
    carrier = CARRIERS.get(ending)
    return content if carrier is None else carrier[0](content, base64.b64encode(zlib.compress(seal, 9)))


def carried(content: bytes, ending: str) -> bytes:
    """Return the seal inside a file; raise NothingCarried."""
    carrier = CARRIERS.get(ending)
    try:
        packed = None if carrier is None else carrier[1](content)
        if packed is None:
            raise NothingCarried(ending)
        unpacking = zlib.decompressobj()
        seal = unpacking.decompress(base64.b64decode(packed, validate=True), LARGEST)
    except (ValueError, KeyError, zlib.error, zipfile.BadZipFile, PyPdfError) as error:
        raise NothingCarried(ending) from error
    if not unpacking.eof:
        raise NothingCarried(ending)
    return seal


def _into_package(ending: str) -> Callable[[bytes, bytes], bytes]:
    def write(content: bytes, packed: bytes) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
            for item in given.infolist():
                part = given.read(item)
                made.writestr(item, _related(part) if item.filename == RELATIONS[ending] else part)
            made.writestr(PART, b'<seal xmlns="urn:bangfu:seal">' + packed + b"</seal>")
        return stream.getvalue()

    return write


def _related(part: bytes) -> bytes:
    tree = etree.fromstring(part)
    etree.SubElement(tree, RELATION, Id="rIdBangfuSeal", Type=CUSTOM, Target=f"../{PART}")
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _from_package(content: bytes) -> bytes | None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        found = IN_PART.search(package.read(PART)) if package.getinfo(PART).file_size <= LARGEST else None
    return found[1] if found else None


def _into_pdf(content: bytes, packed: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.add_attachment(ATTACHMENT, packed)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _from_pdf(content: bytes) -> bytes | None:
    found = PdfReader(io.BytesIO(content)).attachments.get(ATTACHMENT)
    return found[0] if found else None


def _into_page(content: bytes, packed: bytes) -> bytes:
    meta = b'<meta name="bangfu-seal" content="' + packed + b'">'
    return HEAD.sub(lambda head: head[0] + meta, content, count=1)


def _into_markdown(content: bytes, packed: bytes) -> bytes:
    return content + b"\n<!-- bangfu-seal: " + packed + b" -->\n"


def _found(pattern: re.Pattern[bytes]) -> Callable[[bytes], bytes | None]:
    return lambda content: found[1] if (found := pattern.search(content)) else None


Carrier = tuple[Callable[[bytes, bytes], bytes], Callable[[bytes], bytes | None]]
CARRIERS: dict[str, Carrier] = {
    "docx": (_into_package("docx"), _from_package),
    "xlsx": (_into_package("xlsx"), _from_package),
    "pdf": (_into_pdf, _from_pdf),
    "html": (_into_page, _found(IN_HEAD)),
    "htm": (_into_page, _found(IN_HEAD)),
    "md": (_into_markdown, _found(IN_COMMENT)),
}
