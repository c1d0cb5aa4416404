"""Filling a county's Word template for a place and a period: the words take the look of what stood there."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph as WordParagraph

from bangfu.kernel.errors import Refused
from bangfu.reports.composing import place_name, read_text
from bangfu.reports.document import Block, Chapter, Chart, Document, Table
from bangfu.reports.figure_book import FigureBook
from bangfu.reports.outputs.word import picture, word_table
from bangfu.reports.periods import Period
from bangfu.reports.rendering import Renderer, joined
from bangfu.reports.template.nodes import Paragraph, TemplateError
from bangfu.reports.template.parsing import tags_of
from bangfu.reports.word.places import Place, open_word, places_in

MOST_FAULTS = 20


@dataclass(frozen=True)
class Filled:
    """A filled template: the Word file, and the same as a document that can be shown, sealed and checked."""

    content: bytes
    document: Document


def check_template(content: bytes) -> int:
    """Return how many tags a template has; raise Refused naming the place of every fault, or for one without tags."""
    faults, tags = [], 0
    for place in places_in(open_word(content)):
        try:
            tags += sum(1 for paragraph in _read(place) for _tag in tags_of(paragraph))
        except TemplateError as error:
            faults.append(_("%(where)s：%(fault)s") % {"where": place.where(), "fault": str(error)})
    if faults:
        more = "" if len(faults) <= MOST_FAULTS else _("；另有 %(n)s 处") % {"n": len(faults) - MOST_FAULTS}
        raise Refused(_("模板有写错的地方：") + "；".join(faults[:MOST_FAULTS]) + more + "。", field="file")
    if not tags:
        raise Refused(_("模板里没有数字标签。请在要填数的地方写上标签，例如 {{market.sales 万元}}。"), field="file")
    return tags


def fill(name: str, title: str, content: bytes, area_code: str, period: Period, now: datetime | None = None) -> Filled:
    """Fill a template. A paragraph whose tags and passages all come out empty is taken out of the document.

    Raises Refused for an unknown place, or for a template that can no longer be read.
    """
    moment = timezone.localtime(now)
    passed = period.cut(timezone.localdate(moment))
    book = FigureBook(area_code, passed, moment)
    area_name = place_name(area_code)
    word = open_word(content)
    writer = _Writer(word, Renderer(book, area_name), title)
    for place in places_in(word):
        writer.write(place)
    stream = io.BytesIO()
    word.save(stream)
    document = Document(
        report=name,
        title=writer.title,
        area_code=area_code,
        area_name=area_name,
        period=period.code,
        from_=passed.from_,
        to=passed.to,
        composed_at=moment,
        chapters=tuple(chapter for chapter in writer.chapters if chapter.blocks),
        figures=tuple(book.used),
        lead=passed.words,
    )
    return Filled(stream.getvalue(), document)


def _read(place: Place) -> tuple[tuple[Paragraph, ...], ...]:
    """The lines of a paragraph, each read by itself: soft breaks stay where they are."""
    return tuple(read_text(line) for line in place.text.split("\n"))


class _Writer:
    """Writes into the Word document and gathers the same as chapters."""

    def __init__(self, word: WordDocument, renderer: Renderer, title: str) -> None:
        self.word = word
        self.renderer = renderer
        self.title = title
        self.chapters = [Chapter("word.0", title, "", ())]

    def write(self, place: Place) -> None:
        try:
            blocks = [self.renderer.blocks(line) for line in _read(place)]
        except TemplateError as error:
            message = _("%(where)s：%(fault)s。") % {"where": place.where(), "fault": str(error)}
            raise Refused(message, field="file") from error
        if place.has_tags:
            self._replace(place.paragraph, blocks)
        self._gather(place, [block for line in blocks for block in line])

    def _replace(self, paragraph: WordParagraph, lines: Sequence[tuple[Block, ...]]) -> None:
        tables = [block for line in lines for block in line if isinstance(block, Table)]
        charts = [block for line in lines for block in line if isinstance(block, Chart)]
        text = "\n".join(_words(line) for line in lines if _words(line))
        for table in tables:
            paragraph._p.addnext(word_table(self.word, table)._tbl)
        if text:
            _set_text(paragraph, text)
        elif charts:
            for run in paragraph.runs:
                run._r.getparent().remove(run._r)
            picture(paragraph, charts[0])
        else:
            _take_out(paragraph)

    def _gather(self, place: Place, blocks: list[Block]) -> None:
        if not blocks or place.part in ("header", "footer"):
            return
        words = "".join(run.text for block in blocks if isinstance(block, tuple) for run in block)
        if place.heading and words:
            if place.heading == 1 and not any(chapter.blocks for chapter in self.chapters):
                self.chapters[0] = replace(self.chapters[0], title=words)
            else:
                self.chapters.append(Chapter(f"word.{len(self.chapters)}", words, "", ()))
            return
        last = self.chapters[-1]
        kept = tuple(joined(block) if isinstance(block, tuple) else block for block in blocks)
        self.chapters[-1] = replace(last, blocks=(*last.blocks, *kept))


def _words(line: tuple[Block, ...]) -> str:
    return "".join(run.text for block in line if isinstance(block, tuple) for run in block)


def _set_text(paragraph: WordParagraph, text: str) -> None:
    """Put words where the first run with text stood, in its look; links and other runs with text go."""
    runs = [run for run in paragraph.runs if run.text]
    look = copy.deepcopy(runs[0]._r.rPr) if runs and runs[0]._r.rPr is not None else None
    for link in paragraph._p.findall(".//{*}hyperlink"):
        link.getparent().remove(link)
    for run in runs:
        run._r.getparent().remove(run._r)
    new = paragraph.add_run(text)
    if look is not None:
        if new._r.rPr is not None:
            new._r.remove(new._r.rPr)
        new._r.insert(0, look)


def _take_out(paragraph: WordParagraph) -> None:
    """Remove a paragraph; the last of a cell stays, empty, because a cell must have one."""
    parent = paragraph._p.getparent()
    if parent.tag.endswith("}tc") and len(parent.findall("{*}p")) == 1:
        for run in paragraph.runs:
            run.text = ""
        return
    parent.remove(paragraph._p)
