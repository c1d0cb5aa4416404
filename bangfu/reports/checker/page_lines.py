"""Lines that belong to the page and not to the text: page numbers, and heads and feet that stand on every page."""

import re
from collections import Counter

_LINE = re.compile(r"[^\r\n]+")
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–―·]{1,3}\s*\d{1,4}\s*[-—–―·]{1,3}"
    r"|第\s*\d{1,4}\s*页(?:[,，/ ]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4})\s*$"
)
_NUMBER = r"[-—–·]{0,3}\s*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/,，]?\s*共?\s*\d{1,4}\s*页?)?\s*[-—–·]{0,3}"
_NUMBERED = re.compile(rf"\s*(?:{_NUMBER}\s+(?P<behind>\S.*?)|(?P<before>.*\S)\s+{_NUMBER})\s*$")
_SENTENCE = re.compile(r"[。！？；：:|]|[，、]$")
_HAN = re.compile("[一-鿿]")
_LETTERS, _LONGEST, _OFTEN = 6, 40, 3


def page_lines(text: str) -> list[tuple[int, int]]:
    """Where such lines stand.

    A head is the same short line three times, or twice beside page numbers; where it first stands it may be the title,
    which stays, unless a page number stands in it.
    """
    lines = [(line.start(), line.end()) for line in _LINE.finditer(text) if line.group().strip()]
    words = [text[start:end].strip() for start, end in lines]
    numbers = {at for at, line in enumerate(words) if _PAGE_NUMBER.match(line)}
    heads = [_head(line) for line in words]
    beside = {at for at, line in enumerate(words) if heads[at] != line or {at - 1, at + 1} & numbers}
    counted = Counter(head for head in heads if head)
    paged = Counter(heads[at] for at in beside)
    found, seen = [], set[str]()
    for at, head in enumerate(heads):
        often = counted[head] >= _OFTEN or (counted[head] > 1 and paged[head] >= 1)
        if at in numbers or (head and often and (head in seen or head != words[at])):
            found.append(lines[at])
        seen.add(head)
    return found


def _head(line: str) -> str:
    """The words of a line that may be the head of a page, without its number; empty for any other line."""
    numbered = _NUMBERED.match(line)
    words = line if numbered is None else numbered["behind"] or numbered["before"]
    told = len(_HAN.findall(words)) >= _LETTERS and len(words) <= _LONGEST and not _SENTENCE.search(words)
    return words if told else ""
