"""The findings as comments in the very Word document that was checked: its text and look stay as they are."""

import copy
import io
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from docx import Document as open_word
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.run import CT_R
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bangfu.reports.checker.annotate import separate
from bangfu.reports.checker.check import CheckResult
from bangfu.reports.checker.marked_word import AUTHOR, INITIALS, LedgerLine, cleaned, remarks_of, summary_of
from bangfu.reports.checker.readers.word import UNSEEN

_BARE = (qn("w:rPr"), qn("w:t"))  # all that a run may hold to be cut in two
_SPACE = qn("xml:space")


def as_commented(
    original: bytes,
    result: CheckResult,
    ledger: Sequence[LedgerLine] = (),
    explained: Mapping[str, str] | None = None,
) -> bytes:
    """The .docx of which `result.text` was read, with a comment beside each figure of which something is to be said.

    What cannot be placed (notes, page headers) is told in the comment on the whole, at the beginning.
    """
    document = open_word(io.BytesIO(original))
    said = remarks_of(result, ledger, explained or {})
    places = _Places(document, result.text)
    left = [summary_of(result)]
    for claim in separate([*result.claims, *result.broken]):
        words = said.get(claim.start)
        if not words:
            continue
        runs = places.runs(claim.start, claim.end)
        if runs:
            _comment(document, runs, words)
        else:
            left.append(f"“{''.join(claim.text.split())}”：{'；'.join(words)}")
    if first := places.first():
        _comment(document, [first], left)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _comment(document: WordDocument, runs: Sequence[Run], words: Sequence[str]) -> None:
    document.add_comment(runs, "\n".join(map(cleaned, words)), author=AUTHOR, initials=INITIALS)


class _Places:
    """Where the characters of the text that was read stand in the document, paragraph by paragraph.

    Both are held together by their characters without blanks and bars, which tables are read with.
    """

    def __init__(self, document: WordDocument, text: str) -> None:
        self._kept = [at for at, character in enumerate(text) if _counts(character)]
        read = "".join(text[at] for at in self._kept)
        self._paragraphs: list[tuple[int, Paragraph]] = []
        position = 0
        for element in document.element.body.iter(qn("w:p")):
            paragraph = Paragraph(cast(CT_P, element), document)
            words = "".join(filter(_counts, "".join(run.text for run in _runs(paragraph))))
            at = read.find(words, position) if words else -1
            at = read.find(words) if words and at < 0 else at
            if at >= 0:
                self._paragraphs.append((at, paragraph))
                position = at + len(words)
        self._paragraphs.sort(key=lambda one: one[0])
        self._starts = [at for at, _ in self._paragraphs]

    def first(self) -> Run | None:
        """The first run that says anything."""
        return next((run for _, paragraph in self._paragraphs[:1] for run in _runs(paragraph)), None)

    def runs(self, start: int, end: int) -> list[Run]:
        """The runs that say the characters from `start` to `end`, cut out of longer ones where that can be done."""
        low, high = (bisect_right(self._kept, at - 1) for at in (start, end))
        index = bisect_right(self._starts, low) - 1
        if index < 0:
            return []
        at, paragraph = self._paragraphs[index]
        found: list[Run] = []
        for run in list(_runs(paragraph)):
            size = sum(map(_counts, run.text))
            begin, until = max(low - at, 0), min(high - at, size)
            if size and begin < until:
                found.append(_cut(run, begin, until))
            at += size
        return found


def _counts(character: str) -> bool:
    return not character.isspace() and character != "|"


def _runs(paragraph: Paragraph) -> Iterator[Run]:
    """The runs of a paragraph that its readers see, those of links, insertions and controls too."""
    for element in paragraph._p.iter(qn("w:r")):
        around = list(element.iterancestors())
        inside = around[: around.index(paragraph._p)]
        if not any(one.tag in UNSEEN or one.tag in (qn("w:p"), qn("w:r")) for one in inside):
            yield Run(cast(CT_R, element), paragraph)


def _cut(run: Run, begin: int, until: int) -> Run:
    """The run, or the part of it between two of its characters as they are counted."""
    if any(child.tag not in _BARE for child in run._r) or len(run._r.findall(qn("w:t"))) != 1:
        return run
    text = run.text
    counted = [at for at, character in enumerate(text) if _counts(character)]
    low, high = counted[begin], counted[until - 1] + 1
    for words, before in ((text[:low], True), (text[high:], False)):
        if words:
            other = copy.deepcopy(run._r)
            _say(other, words)
            (run._r.addprevious if before else run._r.addnext)(other)
    _say(run._r, text[low:high])
    return run


def _say(run: CT_R, words: str) -> None:
    text = run.find(qn("w:t"))
    text.text = words
    text.set(_SPACE, "preserve")


__all__ = ["as_commented"]
