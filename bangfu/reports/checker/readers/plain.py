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
_GB_COMMON, _BIG5_COMMON = range(0xA1, 0xD8), range(0xA1, 0xC7)  # signs, then the first and common of the characters
_NOT_TEXT = "这不是文本、Word、PDF或网页文件"
_TEXT = bytes({*range(32, 256), *b"\t\n\r\f\v"})
_SURE, _LOOKED_AT = 0.9, 20_000


def decoded(data: bytes) -> str:
    """The text of `data`: by its byte order mark, else UTF-8, else GB 18030 (of which GBK is a part) or Big5.

    Most bytes can be read in either of the last two; the one in which more of the characters are common ones is meant.

    Raises:
        TextRefused: no encoding fits, or the data is not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, "replace"))
    if (text := _strictly(data, "utf-8")) is not None:
        return _checked(text)
    if _is_binary(data):
        raise TextRefused("not_text", _NOT_TEXT)
    simplified, traditional = _strictly(data, "gb18030"), _strictly(data, "cp950")
    if traditional is not None and (simplified is None or _is_traditional(simplified, traditional)):
        return _checked(traditional)
    if simplified is None:
        raise TextRefused("encoding", "认不出文件的文字编码，请另存为UTF-8文本")
    return _checked(simplified)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_traditional(simplified: str, traditional: str) -> bool:
    common = _common(traditional, "cp950", _BIG5_COMMON)
    return common > _SURE and common > _common(simplified, "gb2312", _GB_COMMON)


def _common(text: str, encoding: str, leads: range) -> float:
    """The share of characters that the encoding has among its signs and common characters, by their first byte."""
    wide = [character for character in text[:_LOOKED_AT] if ord(character) > 127]
    found = sum(character.encode(encoding, "replace")[0] in leads for character in wide)
    return found / len(wide) if wide else 0.0


def _checked(text: str) -> str:
    strange = sum(1 for character in text[:_LOOKED_AT] if ord(character) < 32 and character not in "\t\n\r\f\v")
    if strange * 50 > min(len(text), _LOOKED_AT):
        raise TextRefused("not_text", _NOT_TEXT)
    return text


def _is_binary(data: bytes) -> bool:
    """Whether one byte in fifty is a sign that no encoding of text has."""
    looked_at = data[:_LOOKED_AT]
    return 50 * len(looked_at.translate(None, _TEXT)) > len(looked_at)
