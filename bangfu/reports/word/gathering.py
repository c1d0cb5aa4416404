"""What a filled template says, as a document: chapters by its headings, so that it can be shown, sealed and checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bangfu.reports.document import Block, Chapter, Document
from bangfu.reports.figure_book import FigureBook
from bangfu.reports.periods import Period
from bangfu.reports.rendering import joined


@dataclass(frozen=True)
class Filled:
    """A filled template: the file in its own look, and the same as a document."""

    content: bytes
    document: Document


class Gathered:
    """Gathers blocks in reading order; a first heading of level 1 gives the title, every other begins a chapter."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._chapters = [Chapter("word.0", title, "", ())]

    def add(self, blocks: Iterable[Block], heading: int = 0) -> None:
        """Take what stands at one place; ``heading`` is the level of a heading, 0 for other places."""
        found = tuple(blocks)
        words = words_of(found)
        if not found:
            return
        if heading and words:
            if heading == 1 and not any(chapter.blocks for chapter in self._chapters):
                self._chapters[0] = replace(self._chapters[0], title=words)
            else:
                self._chapters.append(Chapter(f"word.{len(self._chapters)}", words, "", ()))
            return
        last = self._chapters[-1]
        kept = tuple(joined(block) if isinstance(block, tuple) else block for block in found)
        self._chapters[-1] = replace(last, blocks=(*last.blocks, *kept))

    def document(self, name: str, book: FigureBook, area_name: str, asked: Period) -> Document:
        """Return what has been gathered, with the figures that the book was asked for."""
        return Document(
            report=name,
            title=self.title,
            area_code=book.area_code,
            area_name=area_name,
            period=asked.code,
            from_=book.period.from_,
            to=book.period.to,
            composed_at=book.computed_at,
            chapters=tuple(chapter for chapter in self._chapters if chapter.blocks),
            figures=tuple(book.used),
            lead=book.period.words,
        )


def words_of(blocks: Iterable[Block]) -> str:
    """Return the words of the paragraphs among blocks."""
    return "".join(run.text for block in blocks if isinstance(block, tuple) for run in block)
