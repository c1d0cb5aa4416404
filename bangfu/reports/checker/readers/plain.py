"""Plain text in whatever encoding people's programs left it."""

import codecs

from bangfu.reports.checker.readers.document import TextRefused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes) -> str:
    """The text of `data`: by its byte order mark, else UTF-8, else GB 18030 (of which GBK is a part), else Big5.

    Raises:
        TextRefused: no encoding fits, or the data is not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, "replace"))
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            return _checked(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise TextRefused("encoding", "认不出文件的文字编码，请另存为UTF-8文本")


def _checked(text: str) -> str:
    strange = sum(1 for character in text[:20000] if ord(character) < 32 and character not in "\t\n\r\f\v")
    if strange * 50 > min(len(text), 20000):
        raise TextRefused("not_text", "这不是文本、Word、PDF或网页文件")
    return text
