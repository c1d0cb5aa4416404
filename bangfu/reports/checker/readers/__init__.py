"""Reading documents: .txt, .md, .docx, .pdf, .html and pasted text, into one plain text with tables as lines of bars.

`read_document(data, name)` decides by content, not by the file's ending. What cannot be read is refused in words
that a clerk can act on (`TextRefused`).
"""

from bangfu.reports.checker.readers.document import MAX_BYTES, MAX_CHARACTERS, Document, TextRefused
from bangfu.reports.checker.readers.opening import read_document, read_path

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "Document", "TextRefused", "read_document", "read_path"]
