"""PDF documents: the text layer, page by page."""

import io

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from bangfu.reports.checker.readers.document import MAX_CHARACTERS, MAX_PAGES, Document, TextRefused, bounded

_SCANNED = 8  # fewer characters a page than this on average: pictures of pages


def read_pdf(data: bytes) -> Document:
    """The text layer of a PDF, at most `MAX_PAGES` pages of it.

    Raises:
        TextRefused: encrypted, damaged, or scanned without a text layer.
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise TextRefused("encrypted", "PDF设有打开密码，请先解除密码再上传")
        count = len(reader.pages)
        pages = _texts(reader, min(count, MAX_PAGES))
    except (PyPdfError, DependencyError, ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, TextRefused):
            raise
        raise TextRefused("damaged", "PDF已损坏或加密方式不受支持，打不开") from error
    if sum(len(page.strip()) for page in pages) < _SCANNED * max(1, len(pages)):
        raise TextRefused("scanned", "PDF是扫描图片，没有文字层，请先做文字识别（OCR）再核对")
    notes = (f"全文{count}页，只核对前{MAX_PAGES}页",) if count > MAX_PAGES else ()
    return Document(bounded("\n".join(pages)), "pdf", count, notes)


def _texts(reader: PdfReader, count: int) -> list[str]:
    texts, length = [], 0
    for number in range(count):
        text = reader.pages[number].extract_text() or ""
        texts.append(text)
        length += len(text)
        if length > MAX_CHARACTERS:
            break
    return texts
