"""Web pages as templates: filled for a place and a period in their own look. Nothing in them runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from lxml import etree, html

from bangfu.kernel.errors import Refused
from bangfu.reports.composing import begun, place_name, read_text
from bangfu.reports.document import LANGUAGE, Block, Chart, Run, Table
from bangfu.reports.figure_book import FigureBook
from bangfu.reports.naming import figure_names
from bangfu.reports.outputs.appendix import used_address
from bangfu.reports.outputs.chart import to_svg
from bangfu.reports.outputs.html import run_title
from bangfu.reports.periods import Period
from bangfu.reports.rendering import Renderer
from bangfu.reports.template.nodes import TemplateError
from bangfu.reports.template.parsing import tags_of
from bangfu.reports.word.filling import refuse_faults
from bangfu.reports.word.gathering import Filled, Gathered, words_of
from bangfu.reports.word.web_places import SPACES, Line, Slot, lines_of, opened

MARKS = re.compile(r"\{\{|\[\[")
SHOWN = ".//img|.//table|.//figure"
HOLDING = ("td", "th", "li", "body", "div")  # blocks that may hold a table or a chart


def check_page(content: bytes) -> int:
    """Return how many tags a page has; raise Refused for a page that is none, that runs anything, or with faults."""
    faults, tags, names = [], 0, figure_names()
    for line in lines_of(opened(content)):
        try:
            tags += sum(1 for _tag in tags_of(read_text(names.coded(line.text))))
        except TemplateError as error:
            faults.append(_("%(where)s：%(fault)s") % {"where": line.where(), "fault": str(error)})
    refuse_faults(faults, tags)
    return tags


@override(LANGUAGE)
def fill_page(
    name: str,
    title: str,
    content: bytes,
    area_code: str,
    period: Period,
    *,
    base: str = "",
    now: datetime | None = None,
) -> Filled:
    """Fill a page; figures open on the site at ``base``. A line whose tags all come out empty is taken out.

    Raises Refused for an unknown place, or for a page that cannot be read.
    """
    moment = timezone.localtime(now)
    book = FigureBook(area_code, begun(period, moment), moment)
    area_name = place_name(area_code)
    root = opened(content)
    writer = _Writer(Renderer(book, area_name), book, title, base)
    for line in list(lines_of(root)):
        writer.write(line)
    page = html.tostring(root, encoding="utf-8", doctype="<!doctype html>")
    return Filled(page, writer.gathered.document(name, book, area_name, period))


class _Writer:
    """Writes into the page and gathers the same as a document."""

    def __init__(self, renderer: Renderer, book: FigureBook, title: str, base: str) -> None:
        self.renderer = renderer
        self.book = book
        self.base = base
        self.names = figure_names()
        self.gathered = Gathered(title)

    def write(self, line: Line) -> None:
        try:
            blocks = self._read(line.text)
        except TemplateError as error:
            message = _("%(where)s：%(fault)s。") % {"where": line.where(), "fault": str(error)}
            raise Refused(message, field="file") from error
        if line.block.tag != "title":
            self.gathered.add(blocks, line.heading)
        if line.has_tags:
            self._replace(line, blocks)

    def _read(self, text: str) -> tuple[Block, ...]:
        return self.renderer.blocks(read_text(self.names.coded(text)))

    def _replace(self, line: Line, blocks: Sequence[Block]) -> None:
        after = line.block
        for block in blocks:
            if not isinstance(block, tuple):
                made = _table(block) if isinstance(block, Table) else _drawing(block)
                if line.block.tag in HOLDING:
                    line.block.append(made)
                else:
                    after.addnext(made)
                    after = made
        if words_of(blocks):
            self._put(line, blocks)
            return
        for slot in line.slots:
            slot.put("")
        left = "".join(line.block.itertext()).strip() or line.block.xpath(SHOWN) or (line.block.tail or "").strip()
        if line.block.tag in ("p", "li") and not left:
            line.block.drop_tree()

    def _put(self, line: Line, blocks: Sequence[Block]) -> None:
        """Put words where their tags stood, each in its look; a tag or passage that is torn, where it began."""
        pieces = self._pieces(line.slots)
        if pieces is None:
            first = next(slot for slot in line.slots if MARKS.search(slot.text))
            pieces = [(first, line.slots, _runs(blocks))]
        for first, slots, runs in pieces:
            for slot in slots:
                slot.put("")
            first.put_runs(runs, self._link_at(line, first))

    def _pieces(self, slots: Sequence[Slot]) -> list[tuple[Slot, Sequence[Slot], list[Run]]] | None:
        """The shortest groups of slots that can be read by themselves, with what they read; None if there are none."""
        found, at = [], 0
        while at < len(slots):
            if not MARKS.search(slots[at].text):
                at += 1
                continue
            for end in range(at + 1, len(slots) + 1):
                runs = self._piece("".join(slot.text for slot in slots[at:end]))
                if runs is not None:
                    found.append((slots[at], slots[at:end], runs))
                    break
            else:
                return None
            at = end
        return found

    def _piece(self, text: str) -> list[Run] | None:
        """What a text reads by itself, with the blanks around it; None for one that cannot be read."""
        try:
            runs = _runs(self._read(SPACES.sub(" ", text)))
        except TemplateError:
            return None
        return [Run(" " if text[:1].isspace() else ""), *runs, Run(" " if text[-1:].isspace() else "")]

    def _link_at(self, line: Line, slot: Slot) -> Callable[[Run], html.HtmlElement | None]:
        """How figures become links at a slot: not at all in the page's title and in other links."""
        around = [] if slot.behind else [slot.element]
        linked = any(one.tag == "a" for one in (*around, *slot.element.iterancestors()))
        return _no_link if linked or line.block.tag == "title" else self._link

    def _link(self, run: Run) -> html.HtmlElement | None:
        if run.figure is None or not self.base:
            return None
        used = self.book.used[run.figure]
        made = html.Element("a", href=used_address(self.base, used), title=run_title(used, run))
        made.text = run.text
        return made


def _runs(blocks: Sequence[Block]) -> list[Run]:
    return [run for block in blocks if isinstance(block, tuple) for run in block]


def _no_link(_run: Run) -> None:
    return None


def _table(table: Table) -> html.HtmlElement:
    made = html.Element("table")
    etree.SubElement(made, "caption").text = table.title
    head = etree.SubElement(etree.SubElement(made, "thead"), "tr")
    for title in table.head:
        etree.SubElement(head, "th").text = title
    body = etree.SubElement(made, "tbody")
    for row in table.rows:
        line = etree.SubElement(body, "tr")
        for cell in row:
            etree.SubElement(line, "td").text = cell.text
    return made


def _drawing(chart: Chart) -> html.HtmlElement:
    made = html.Element("figure")
    etree.SubElement(made, "figcaption").text = chart.title
    made.append(etree.fromstring(to_svg(chart)))
    return made
