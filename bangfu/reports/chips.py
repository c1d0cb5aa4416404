"""The tags of a text as an editor shows them to a writer: what each is called, and how it reads now."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bangfu.figures.declared import figures
from bangfu.figures.tables.declared import tables
from bangfu.kernel.errors import Refused
from bangfu.reports.composing import period_named, place_name, report_named, side_of
from bangfu.reports.document import LANGUAGE
from bangfu.reports.figure_book import FigureBook
from bangfu.reports.naming import figure_names
from bangfu.reports.outputs.appendix import used_address
from bangfu.reports.rendering import Empty, Renderer, check_tags
from bangfu.reports.template.naming import TAG, codes_in
from bangfu.reports.template.nodes import (
    ChartTag,
    FigureTag,
    NamesTag,
    Position,
    StatTableTag,
    TableTag,
    Tag,
    TemplateError,
    WordTag,
)
from bangfu.reports.template.vocabulary import read_tag
from bangfu.reports.wording import allowed_words

MOST = 400
FIRST = Position(1, 1)


@dataclass(frozen=True)
class Chip:
    """One tag. ``kind``: figure, names, block (a chart or table), word, or bad with its ``problem``.

    ``reads`` is what the tag writes now; ``empty`` tells that a passage holding it is not written; ``about`` what is
    counted, ``url`` where the figure opens; ``units`` the words its number may carry, where they may be chosen.
    """

    kind: str
    title: str
    reads: str = ""
    empty: bool = False
    problem: str = ""
    about: str = ""
    url: str = ""
    units: tuple[str, ...] = ()


def chips_of(text: str, report: str, area_code: str, period: str) -> dict[str, dict[str, Any]]:
    """Return the tags of a text by what stands between their braces, as writers see it."""
    moment = timezone.localtime()
    declared, cut = report_named(report), period_named(period).cut(timezone.localdate(moment))
    book = FigureBook(area_code, cut, moment, side=side_of(declared, area_code))
    renderer, names = Renderer(book, place_name(area_code)), figure_names()
    sources = list(dict.fromkeys(TAG.findall(text)))[:MOST]
    return {source: asdict(_chip(source, names.coded("{{" + source + "}}"), renderer)) for source in sources}


def _chip(source: str, coded: str, renderer: Renderer) -> Chip:
    try:
        tag = read_tag(coded[2:-2].strip(), FIRST)
        check_tags(((tag,),))
        return _read(tag, source, renderer)
    except TemplateError as error:
        return Chip("bad", source.strip(), empty=True, problem=error.message)
    except Refused as refused:  # a period or a paired county that the report's place does not have
        return Chip("bad", source.strip(), empty=True, problem=refused.message)


def _read(tag: Tag, source: str, renderer: Renderer) -> Chip:
    if isinstance(tag, ChartTag):
        return Chip("block", _("图"), tag.title)
    if isinstance(tag, TableTag):
        return Chip("block", _("表"), tag.title)
    if isinstance(tag, StatTableTag):
        return Chip("block", _("统计表"), str(tables[tag.code].title))
    with override(LANGUAGE):  # as the report will read
        try:
            reads, empty = renderer.reads(tag, inside=True), False
        except Empty:
            reads, empty = renderer.reads(tag, inside=False), True
    if isinstance(tag, WordTag):
        return Chip("word", _("当年的说法") if tag.name == "词" else tag.name, reads)
    figure = figures[tag.code]
    return Chip(
        "names" if isinstance(tag, NamesTag) else "figure",
        _titled(str(figure.title), source, tag),
        reads,
        empty,
        about=str(figure.definition),
        url=used_address("", renderer.book.asked(tag.code, getattr(tag, "when", "this"), tag.narrow)),
        units=_units(tag),
    )


def _titled(title: str, source: str, tag: FigureTag | NamesTag) -> str:
    """The figure's title with the words that make it another number: 同比, 占 …, a condition, the year before."""
    plain = set(allowed_words(figures[tag.code].unit))
    words = [word for word in source.split()[1:] if word not in plain and not MANNER.fullmatch(word)]
    if "写" in words:
        words = words[: words.index("写")]
    return " ".join((title, *(_word_title(word) for word in words)))


MANNER = re.compile(r"[0-6]位|整数|截尾|四舍五入|不带单位|余|近|约|超|整[十百千万]|带数|连数|等")


def _word_title(word: str) -> str:
    """A figure named behind 占 or 完成 by its code is told by its title."""
    codes = codes_in("{{" + word + "}}")
    return str(figures[codes[0]].title) if codes else word.replace("=", "：")


def _units(tag: FigureTag | NamesTag) -> tuple[str, ...]:
    if isinstance(tag, FigureTag) and tag.kind in ("value", "change") and tag.instead is None:
        return tuple(word for word in allowed_words(figures[tag.code].unit) if word)
    return ()
