"""Filling a county's Word template for a place and a period: the words take the look of what stood there."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from bangfu.kernel.errors import Refused
from bangfu.reports.composing import begun, place_name, read_text
from bangfu.reports.document import LANGUAGE, Block, Chart, Table
from bangfu.reports.figure_book import FigureBook
from bangfu.reports.naming import figure_names
from bangfu.reports.outputs.word import picture, word_table
from bangfu.reports.periods import Period
from bangfu.reports.rendering import Renderer
from bangfu.reports.template.naming import FigureNames
from bangfu.reports.template.nodes import Paragraph, TemplateError
from bangfu.reports.template.parsing import tags_of
from bangfu.reports.word.gathering import Filled, Gathered, words_of
from bangfu.reports.word.places import Place, open_word, places_in

MOST_FAULTS = 20
MARKS = re.compile(r"\{\{|\[\[")
BREAKS = re.compile(r"(\n)")
BLANKS = re.compile(r"\s")


def check_template(content: bytes) -> int:
    """Return how many tags a template has; raise Refused naming the place of every fault, or for one without tags."""
    faults, tags, names = [], 0, figure_names()
    for place in places_in(open_word(content)):
        try:
            tags += sum(1 for paragraph in _read(place, names) for _tag in tags_of(paragraph))
        except TemplateError as error:
            faults.append(_("%(where)s：%(fault)s") % {"where": place.where(), "fault": str(error)})
    refuse_faults(faults, tags)
    return tags


def refuse_faults(faults: Sequence[str], tags: int) -> None:
    """Raise Refused with all faults of a template, or for one without tags."""
    if faults:
        more = "" if len(faults) <= MOST_FAULTS else _("；另有 %(n)s 处") % {"n": len(faults) - MOST_FAULTS}
        raise Refused(_("模板有写错的地方：") + "；".join(faults[:MOST_FAULTS]) + more + "。", field="file")
    if not tags:
        raise Refused(_("模板里没有数字标签。请在要填数的地方写上标签，例如 {{market.sales 万元}}。"), field="file")


@override(LANGUAGE)
def fill(name: str, title: str, content: bytes, area_code: str, period: Period, now: datetime | None = None) -> Filled:
    """Fill a template. A paragraph whose tags and passages all come out empty is taken out of the document.

    Raises Refused for an unknown place, or for a template that can no longer be read.
    """
    moment = timezone.localtime(now)
    book = FigureBook(area_code, begun(period, moment), moment)
    area_name = place_name(area_code)
    word = open_word(content)
    writer = _Writer(word, Renderer(book, area_name), title)
    for place in places_in(word):
        writer.write(place)
    stream = io.BytesIO()
    word.save(stream)
    return Filled(stream.getvalue(), writer.gathered.document(name, book, area_name, period))


def _read(place: Place, names: FigureNames) -> tuple[tuple[Paragraph, ...], ...]:
    """The lines of a paragraph, each read by itself: soft breaks stay where they are. Tags may name or code figures."""
    return tuple(read_text(names.coded(line)) for line in place.text.split("\n"))


class _Writer:
    """Writes into the Word document and gathers the same as a document."""

    def __init__(self, word: WordDocument, renderer: Renderer, title: str) -> None:
        self.word = word
        self.renderer = renderer
        self.names = figure_names()
        self.gathered = Gathered(title)

    def write(self, place: Place) -> None:
        try:
            blocks = [self.renderer.blocks(line) for line in _read(place, self.names)]
        except TemplateError as error:
            message = _("%(where)s：%(fault)s。") % {"where": place.where(), "fault": str(error)}
            raise Refused(message, field="file") from error
        if place.has_tags:
            self._replace(place.paragraph, blocks)
        if place.part not in ("header", "footer"):
            self.gathered.add((block for line in blocks for block in line), place.heading)

    def _replace(self, paragraph: WordParagraph, lines: Sequence[tuple[Block, ...]]) -> None:
        tables = [block for line in lines for block in line if isinstance(block, Table)]
        charts = [block for line in lines for block in line if isinstance(block, Chart)]
        text = "\n".join(words_of(line) for line in lines if words_of(line))
        for table in tables:
            paragraph._p.addnext(word_table(self.word, table)._tbl)
        if text:
            self._put(paragraph, text)
        elif charts:
            for run in paragraph.runs:
                run._r.getparent().remove(run._r)
            picture(paragraph, charts[0])
        else:
            _take_out(paragraph)

    def _put(self, paragraph: WordParagraph, text: str) -> None:
        """Put words where their tags stood, each in its look; a tag or passage that is torn, where it began."""
        runs = [Run(r, paragraph) for r in paragraph._p.xpath("./w:r | ./w:hyperlink/w:r")]
        pieces = self._pieces([run for run in runs if run.text])
        said = "".join(words for _group, words in pieces)
        if BLANKS.sub("", said) != BLANKS.sub("", text) or said.count("\n") != text.count("\n"):
            _set_text(paragraph, text)  # a line came out empty, and its break goes too
            return
        for group, words in pieces:
            if MARKS.search("".join(run.text for run in group)):
                for run in group[1:]:
                    run.text = ""
                group[0].text = words

    def _pieces(self, runs: Sequence[Run]) -> list[tuple[Sequence[Run], str]]:
        """The shortest groups of runs that can be read by themselves, with what they read."""
        found: list[tuple[Sequence[Run], str]] = []
        at = 0
        while at < len(runs):
            for end in range(at + 1, len(runs) + 1):
                words = self._piece("".join(run.text for run in runs[at:end]))
                if words is not None:
                    found.append((runs[at:end], words))
                    at = end
                    break
            else:
                return []
        return found

    def _piece(self, text: str) -> str | None:
        """What a text reads by itself, with the blanks around it; None for one that cannot be read."""
        if not MARKS.search(text):
            return text
        try:
            return "".join(self._line(part) for part in BREAKS.split(text))
        except TemplateError:
            return None

    def _line(self, text: str) -> str:
        inner = text.strip()
        if not inner:
            return text
        return text.replace(inner, words_of(self.renderer.blocks(read_text(self.names.coded(inner)))))


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
