"""Deciding what a document is, by its first bytes."""

import io
from pathlib import Path

import olefile

from bangfu.reports.checker.readers.document import MAX_BYTES, Document, TextRefused, bounded
from bangfu.reports.checker.readers.html import looks_like_html, read_html
from bangfu.reports.checker.readers.pdf import read_pdf
from bangfu.reports.checker.readers.plain import decoded
from bangfu.reports.checker.readers.word import read_word

NAMED = {".pdf": "PDF", ".docx": "Word文档"}
_PICTURE = "这是图片，没有文字，请先做文字识别（OCR）再核对"
_PACKED = "这是压缩包，请先解压，再核对里面的文件"
_OTHERS = {  # by their first bytes
    b"{\\rtf": "这是RTF文件，请用Word另存为.docx再上传",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"II*\x00": _PICTURE,
    b"MM\x00*": _PICTURE,
    b"Rar!": _PACKED,
    b"7z\xbc\xaf": _PACKED,
    b"\x1f\x8b": _PACKED,
}


def read_path(path: Path | str) -> Document:
    """The document in a file.

    Raises:
        TextRefused: the file is too large, encrypted, without text, or of a kind that cannot be read.
        OSError: the file cannot be opened.
    """
    file = Path(path)
    if file.stat().st_size > MAX_BYTES:
        raise _too_large()
    return read_document(file.read_bytes(), file.name)


def read_document(data: bytes, name: str = "") -> Document:
    """The document in `data`; `name` only tells Markdown from other plain text.

    Raises:
        TextRefused: as for `read_path`.
    """
    if len(data) > MAX_BYTES:
        raise _too_large()
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return read_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return read_word(data)
    if data.startswith(olefile.MAGIC):
        raise _compound(data)
    if told := next((message for start, message in _OTHERS.items() if data.startswith(start)), None):
        raise TextRefused("other_format", told)
    if wanted := NAMED.get(Path(name).suffix.lower()):
        raise TextRefused("not_what_it_says", f"文件名说是{wanted}，内容却不是{wanted}，可能已损坏，请重新导出")
    text = decoded(data)
    if looks_like_html(text):
        return read_html(text)
    return Document(bounded(text), "markdown" if name.lower().endswith((".md", ".markdown")) else "text")


def _too_large() -> TextRefused:
    return TextRefused("too_large", f"文件超过{MAX_BYTES // 1024 // 1024}MB，请拆分后再核对")


def _compound(data: bytes) -> TextRefused:
    """An OLE file is an encrypted Office document, or one of the old formats."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            if container.exists("EncryptedPackage"):
                return TextRefused("encrypted", "文档设有打开密码，请先在Word中解除密码再上传")
    except (OSError, ValueError, IndexError):
        return TextRefused("damaged", "文件已损坏，打不开")
    return TextRefused("old_format", "这是旧版Word或表格文件，请另存为.docx再上传；表格可以复制后粘贴到页面里核对")
