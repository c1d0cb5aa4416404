"""What a file really is, and what its zip package says that a cell reader does not.

A name's ending is not believed: .xlsx files called .xls and the reverse are everyday.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import msoffcrypto
from lxml import etree
from msoffcrypto.exceptions import FileFormatError, ParseError

from bangfu.kernel.workbooks.refusals import WorkbookRefused

MAXIMUM_CELLS = 60_000_000  # two million rows of 30 columns
MAXIMUM_UNPACKED = 4 * 2**30  # bytes: about 2.5 million persons of 30 columns
_CHUNK = 4 * 2**20
_OVERLAP = 4096  # longer than the opening tag and number of one cell

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_LONG_NUMBER = re.compile(rb"<v>-?(?:\d{16,}|[\d.]+[eE]\+?(?:1[5-9]|[2-9]\d))")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_FILLED = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]+)(\d+)"[^>/]*>(?=<[^/])')
_NO_RESULT = (b"</f></c>", b"</f><v></v>", b"</f><v/>", b"</f><v />")
_FORMULA_ONLY = re.compile(rb"<c ([^>]*)><f[^>]*>[^<]*</f>(?:<v ?/>|<v></v>)?</c>")
_REFERENCE = re.compile(rb'r="([A-Z]+)(\d+)"')
_EXTENT = re.compile(rb'<(?:\w+:)?dimension ref="A1:([A-Z]+)(\d+)"')

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    etree.XMLSyntaxError,
    OSError,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What zipfile and msoffcrypto raise for damaged, encrypted and made-up files."""

BROKEN = "文件已损坏，无法打开。请用 Excel 或 WPS 打开原文件，另存为 .xlsx 后再上传。"
PROTECTED = "文件设有打开密码，无法读取。请在 Excel 或 WPS 中取消密码后再上传。"
TOO_LARGE = "文件解压后过大，无法读取。请删除多余的工作表和空白行列，或拆成几个文件后再上传。"
STRAY = "工作表的范围过大：很远的行或列里还有内容。请删除表格以外多余的行和列，保存后再上传。"
UTF_16 = "文本是 UTF-16 编码而没有编码标记，无法可靠读取。请用 Excel 打开后另存为 .xlsx，或“CSV UTF-8”。"
UNKNOWN = "不认识的文件类型。请上传 .xlsx、.xls、.ods 或 .csv 文件。"


class Kind(StrEnum):
    """What the bytes are."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


@dataclass(frozen=True)
class Merge:
    """A merged range; rows and columns count from 0 at cell A1, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class SheetFacts:
    """What one worksheet's XML tells beside its cells."""

    merges: list[Merge] = field(default_factory=list)
    has_long_numbers: bool = False
    uncalculated: set[tuple[int, int]] = field(default_factory=set)  # formulas without a stored result


def kind_of(path: Path) -> Kind:
    """The kind of the file at `path`; WorkbookRefused when it is empty, locked, broken or something else."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip():
        raise WorkbookRefused("文件是空的，没有任何内容。")
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith(b"PK"):
        return _zip_kind(path)
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml|meta)", head, re.IGNORECASE):
        raise WorkbookRefused("这是网页或 XML 格式的表格。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。")
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        if path.suffix.lower() in (".csv", ".txt", ".tsv"):
            raise WorkbookRefused(UTF_16)
        raise WorkbookRefused(UNKNOWN)
    if path.suffix.lower() in (".xlsx", ".xls", ".ods"):
        raise WorkbookRefused(BROKEN)
    if path.suffix.lower() not in (".csv", ".txt", ".tsv"):
        raise WorkbookRefused(UNKNOWN)
    return Kind.CSV


def _ole_kind(path: Path) -> Kind:
    try:
        with path.open("rb") as file:
            office = msoffcrypto.OfficeFile(file)
            encrypted = office.is_encrypted()
    except (FileFormatError, ParseError, AssertionError, IndexError, TypeError, *_DAMAGE) as fault:
        raise WorkbookRefused(BROKEN) from fault
    if encrypted:
        raise WorkbookRefused(PROTECTED)
    if getattr(office, "format", "") != "xls97":
        raise WorkbookRefused(UNKNOWN)
    return Kind.XLS


def _zip_kind(path: Path) -> Kind:
    with _opened(path) as package:
        names = set(package.namelist())
        if sum(entry.file_size for entry in package.infolist()) > MAXIMUM_UNPACKED:
            raise WorkbookRefused(TOO_LARGE)
        if "xl/workbook.xml" in names:
            return Kind.XLSX
        if "content.xml" in names and b"spreadsheet" in package.read("mimetype"):
            if b"encryption-data" in package.read("META-INF/manifest.xml"):
                raise WorkbookRefused(PROTECTED)
            _check_sizes(package)
            return Kind.ODS
    raise WorkbookRefused(UNKNOWN)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as package:
            yield package
    except _DAMAGE as fault:
        raise WorkbookRefused(BROKEN) from fault


def _check_sizes(package: zipfile.ZipFile, skipped: Container[str] = ()) -> None:
    """Unpack every XML part once without keeping it: sizes declared in a zip may lie, and checksums must fit."""
    for name in package.namelist():
        if name.endswith((".xml", ".rels")) and name not in skipped:
            for _ in _chunks(package, name):
                pass


def sheet_facts(path: Path) -> dict[str, SheetFacts]:
    """Sheet name → facts, for every worksheet of an .xlsx file; one streaming pass over its XML."""
    with _opened(path) as package:
        parts = _sheet_parts(package)
        facts = {name: _scan(package, part) for name, part in parts.items()}
        for part in parts.values():
            _check_extent(package, part)
        _check_sizes(package, skipped=set(parts.values()))
        return facts


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → its part in the package; chart sheets have no part among the worksheets."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    relations = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    workbook = etree.fromstring(package.read("xl/workbook.xml"), parser)
    parts = {}
    for sheet in workbook.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_OFFICE_RELATION), "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if part in package.namelist() and "chartsheet" not in part:
            parts[sheet.get("name", "")] = part
    return parts


def _chunks(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _scan(package: zipfile.ZipFile, part: str) -> SheetFacts:
    facts = SheetFacts()
    tail = b""
    for chunk in _chunks(package, part):
        text = tail + chunk
        if not tail and b"<worksheet" not in text[:_OVERLAP]:
            facts.has_long_numbers = True  # tags carry a prefix: leave it to the reader of cells
        facts.has_long_numbers = facts.has_long_numbers or _LONG_NUMBER.search(text) is not None
        if b"mergeCell " in text:
            facts.merges += [_merge(match) for match in _MERGE.finditer(text)]
        if b"</f>" in text and any(mark in text for mark in _NO_RESULT):
            facts.uncalculated.update(_uncalculated(text))
        tail = text[-_OVERLAP:]
    facts.merges = list(dict.fromkeys(facts.merges))
    return facts


def _uncalculated(text: bytes) -> Iterator[tuple[int, int]]:
    """(row, column), from 0 at A1, of formulas that no program has calculated; a text result may be empty."""
    for attributes in _FORMULA_ONLY.findall(text):
        if b't="str"' not in attributes and (place := _REFERENCE.search(attributes)):
            yield int(place[2]) - 1, _column_index(place[1])


def _merge(match: re.Match[bytes]) -> Merge:
    left, top, right, bottom = match.groups()
    return Merge(int(top) - 1, _column_index(left), int(bottom) - 1, _column_index(right))


def _check_extent(package: zipfile.ZipFile, part: str) -> None:
    """Refuse a sheet with a stray cell so far off that the rectangle of its cells would fill the memory.

    The declared extent is believed when it is small enough; it may count cells that are only coloured.
    """
    head = next(_chunks(package, part), b"")[:_OVERLAP]
    declared = _EXTENT.search(head)
    if declared and _column_index(declared[1]) * int(declared[2]) <= MAXIMUM_CELLS:
        return
    columns, last_row, tail = set(), 0, b""
    for chunk in _chunks(package, part):
        text = tail + chunk
        for column, row in set(_FILLED.findall(text)):
            columns.add(column)
            last_row = max(last_row, int(row))
        tail = text[-_OVERLAP:]
    if max(map(_column_index, columns), default=0) * last_row > MAXIMUM_CELLS:
        raise WorkbookRefused(STRAY)


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1
