"""Finding out what an uploaded file really is. Everything here distrusts the name and refuses in plain words."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import olefile
import puremagic
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.evidence.kinds import FILE_TYPES, PHOTO
from bangfu.kernel.evidence.photos import Photo, clean_photo

HEAD = 4096
TAIL = 65536
MACRO_ENDINGS = {"xlsm", "xlsb", "xltm", "docm", "dotm", "pptm"}
ACTIVE_ENDINGS = {"svg", "svgz", "html", "htm", "xhtml", "xml", "mht", "js"}
PROGRAM_ENDINGS = {"exe", "dll", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "sh", "jar", "apk", "lnk", "hta"}
MARKUP = (b"<svg", b"<html", b"<!doctype", b"<script", b"<?xml", b"<body")
PARTS = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}
MACRO_STREAMS = ("_VBA_PROJECT_CUR", "VBA", "Macros", "_VBA_PROJECT")


@dataclass(frozen=True)
class Inspected:
    """What is stored of a file: its media type and, for photographs, size and freed of its metadata."""

    media_type: str
    photo: Photo | None = None


def ending_of(name: str, allowed: set[str]) -> str:
    """Return the file's ending in lower case; raise Refused when such files are not taken."""
    ending = Path(name).suffix.lower().lstrip(".")
    if ending in MACRO_ENDINGS:
        raise Refused(_("“%s”带有宏，不能上传。请在 Excel 或 Word 中另存为不带宏的 .xlsx 或 .docx。") % name)
    if ending in ACTIVE_ENDINGS:
        raise Refused(_("“%s”是网页或矢量图，里面可能带有程序，不能上传。请改传照片（JPG、PNG）或 PDF。") % name)
    if ending in PROGRAM_ENDINGS:
        raise Refused(_("“%s”是程序文件，不能上传。") % name)
    if ending not in allowed & FILE_TYPES.keys():
        raise Refused(
            _("不收“%(name)s”这种类型的文件。可以上传：%(allowed)s。")
            % {"name": name, "allowed": "、".join(e for e in FILE_TYPES if e in allowed)}
        )
    return ending


def inspect(path: Path, name: str, ending: str, max_pixels: int) -> Inspected:
    """Check that the content is what the name says; raise Refused otherwise. Photographs come back cleaned."""
    if path.stat().st_size == 0:
        raise Refused(_("“%s”是空文件。") % name)
    file_type = FILE_TYPES[ending]
    if file_type.kind == PHOTO:
        photo = clean_photo(path, name, max_pixels)
        if photo.media_type != file_type.media_type:
            raise disagrees(path, name)
        return Inspected(photo.media_type, photo)
    CHECKS[ending](path, name)
    return Inspected(file_type.media_type)


def disagrees(path: Path, name: str) -> Refused:
    """Return the refusal of a file whose content is not what its name says, naming what it looks like."""
    try:
        looks_like = puremagic.from_file(path).lstrip(".").upper()
    except (puremagic.PureError, ValueError):
        looks_like = ""
    if looks_like:
        return Refused(
            _("“%(name)s”的内容与扩展名不符，看起来是 %(type)s 文件。请上传原始文件，不要只改扩展名。")
            % {"name": name, "type": looks_like}
        )
    return Refused(_("“%s”的内容与扩展名不符，或文件已损坏。请重新导出后再上传。") % name)


def _check_pdf(path: Path, name: str) -> None:
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(max(0, path.stat().st_size - TAIL))
        tail = file.read()
    if b"%PDF-" not in head[:1024]:
        raise disagrees(path, name)
    if b"%%EOF" not in tail:
        raise Refused(_("“%s”不完整（可能没有下载或扫描完），请重新生成后再上传。") % name)


def _check_ooxml(ending: str) -> Callable[[Path, str], None]:
    def check(path: Path, name: str) -> None:
        if olefile.isOleFile(path):
            raise Refused(_("“%s”设有打开密码（或不是该格式），请去掉密码后再上传。") % name)
        try:
            with zipfile.ZipFile(path) as archive:
                members = {member.filename for member in archive.infolist()}
        except zipfile.BadZipFile as error:
            raise disagrees(path, name) from error
        if any(member.lower().endswith("vbaproject.bin") for member in members):
            raise Refused(_("“%s”带有宏，不能上传。请另存为不带宏的文件。") % name)
        if PARTS[ending] not in members:
            raise disagrees(path, name)

    return check


def _check_ods(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = {member.filename for member in archive.infolist()}
            declared = archive.read("mimetype") if "mimetype" in members else b""
    except zipfile.BadZipFile as error:
        raise disagrees(path, name) from error
    if declared.decode("ascii", "replace").strip() != FILE_TYPES["ods"].media_type:
        raise disagrees(path, name)
    if any(member.startswith(("Basic/", "Scripts/")) for member in members):
        raise Refused(_("“%s”带有宏，不能上传。请另存为不带宏的文件。") % name)


def _check_xls(path: Path, name: str) -> None:
    if not olefile.isOleFile(path):
        raise disagrees(path, name)
    try:
        with olefile.OleFileIO(path) as container:
            streams = {part for entry in container.listdir(streams=True, storages=True) for part in entry}
    except OSError as error:
        raise disagrees(path, name) from error
    if streams.intersection(MACRO_STREAMS):
        raise Refused(_("“%s”带有宏，不能上传。请另存为 .xlsx。") % name)
    if not streams.intersection(("Workbook", "Book")):
        raise disagrees(path, name)


def _check_csv(path: Path, name: str) -> None:
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise disagrees(path, name)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) and _is_text(head, "utf-16"):
        return  # what “Unicode text” of a spreadsheet program is
    if b"\0" in head and (_is_table(head, "utf-16-le") or _is_table(head, "utf-16-be")):
        told = _("“%s”是 UTF-16 编码而没有编码标记，无法可靠读取。请用 Excel 打开后另存为 .xlsx，或“CSV UTF-8”。")
        raise Refused(told % name)
    if not (_is_text(head, "utf-8") or _is_text(head, "gb18030")):
        raise disagrees(path, name)


def _is_table(head: bytes, encoding: str) -> bool:
    """Whether bytes read as separated values of the usual characters: nearly any bytes are *some* text in UTF-16."""
    if not _is_text(head, encoding):
        return False
    text = head.decode(encoding, errors="ignore")
    usual = sum(c.isascii() or "\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffee" for c in text)
    return bool(set(text) & set(",\t\n")) and usual * 10 >= len(text) * 9


def _is_text(head: bytes, encoding: str) -> bool:
    # The cut may fall inside a character of up to four bytes, so up to three trailing bytes may be left over.
    for left_over in range(4):
        try:
            decoded = head[: len(head) - left_over].decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(ord(c) < 32 and c not in "\t\r\n\f" for c in decoded)
    return False


CHECKS: dict[str, Callable[[Path, str], None]] = {
    "pdf": _check_pdf,
    "docx": _check_ooxml("docx"),
    "xlsx": _check_ooxml("xlsx"),
    "xls": _check_xls,
    "ods": _check_ods,
    "csv": _check_csv,
}
