"""Writing a report for a place and a period: chapters from their texts, figures from the ledger and the registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bangfu.figures.reporting import Report, ReportChapter, report_chapters, reports
from bangfu.figures.tables.asking import usual_side
from bangfu.kernel.areas_of import PROVINCE
from bangfu.kernel.errors import Refused
from bangfu.kernel.periods import FORMS, NoPeriod
from bangfu.parties.queries import area_names
from bangfu.reports.document import LANGUAGE, Chapter, Document, Sum
from bangfu.reports.figure_book import FigureBook, Key
from bangfu.reports.last_year import LastYear, compared_with, has_year_before
from bangfu.reports.periods import Period, parse
from bangfu.reports.rendering import Renderer, check_tags
from bangfu.reports.template.nodes import (
    BEFORE_THEN,
    WHOLE,
    ChartTag,
    FigureTag,
    NamesTag,
    Narrow,
    Paragraph,
    TableTag,
    TemplateError,
)
from bangfu.reports.template.parsing import parse as parse_text
from bangfu.reports.template.parsing import tags_of

SIDES = ("receiver", "giver")
NAMELESS = "市辖区"


def report_named(name: str) -> Report:
    """Return the declared report, or refuse an unknown name."""
    report = reports.get(name)
    if report is None:
        known = "、".join(reports.names())
        raise Refused(_("没有名为“%(name)s”的报告；现有：%(known)s。") % {"name": name, "known": known})
    return report


def chapters_of(report: str) -> list[ReportChapter]:
    """Return the chapters of a report in order, whichever app declared them."""
    return sorted((c for c in report_chapters if c.of == report), key=lambda c: (c.order, c.name))


def period_named(text: str) -> Period:
    """Read a period, or refuse with the forms it may have."""
    try:
        return parse(text)
    except NoPeriod as error:
        raise Refused(
            _("看不懂时期“%(text)s”，请写成 %(forms)s。") % {"text": text, "forms": FORMS}, field="period"
        ) from error


def side_of(report: Report, area_code: str) -> str:
    """Return the side that a report of a place tells of unless somebody asks for the other."""
    return report.side or usual_side(area_code)


def begun(period: Period, moment: datetime) -> Period:
    """Return the period up to the day it is asked for; refuse one that is still to come, which has no figures yet."""
    today = timezone.localdate(moment)
    if period.from_ > today:
        raise Refused(_("%(period)s还没有开始，没有可以写的数。") % {"period": period.words}, field="period")
    return period.cut(today)


def side_named(side: str) -> str:
    """Return the side of a report, or refuse a word that is none."""
    if side not in SIDES:
        raise Refused(
            _("没有“%(side)s”这一方；可用：%(known)s。") % {"side": side, "known": "、".join(SIDES)}, field="side"
        )
    return side


def place_name(area_code: str) -> str:
    """Return the place's name; refuse a code that no place has.

    The districts of a municipality stand under a prefecture of no name of its own (1201 市辖区): it is called 天津市.
    """
    names = area_names([area_code, area_code[:PROVINCE]])
    name = names.get(area_code)
    if name is None:
        raise Refused(_("没有代码为“%(code)s”的地区。") % {"code": area_code}, field="area")
    return names.get(area_code[:PROVINCE], name) if name == NAMELESS else name


@override(LANGUAGE)
def chapter_title(declared: ReportChapter, area_code: str, period: Period) -> str:
    """Return the title of a chapter, also of one that has nothing to say for the place and period."""
    moment = timezone.localtime()
    book = FigureBook(area_code, period.cut(timezone.localdate(moment)), moment)
    return Renderer(book, place_name(area_code)).line(parse_text(declared.title)[0])


def compose(
    report: Report,
    area_code: str,
    period: Period,
    *,
    texts: Mapping[str, str] | None = None,
    now: datetime | None = None,
    side: str = "",
    partner: str = "",
    compared: bool = False,
) -> Document:
    """Write a report. ``texts`` are writers' own texts by chapter name; the empty text leaves a chapter out.

    ``side`` is that of ``side_of`` unless said otherwise; ``partner`` bounds it to one place on the other side.
    ``compared`` sets the figures of every chapter beside those of the same period a year before.

    Raises Refused for a period that has not begun and, naming chapter, line and column, for a tag that cannot be read.
    """
    moment = timezone.localtime(now)
    passed = begun(period, moment)
    area_name = place_name(area_code)
    side = side_named(side) if side else side_of(report, area_code)
    if partner:
        place_name(partner)
    book = FigureBook(area_code, passed, moment, side=side, partner=partner)
    return _written(report, period.code, book, area_name, texts or {}, compared)


@override(LANGUAGE)
def _written(
    report: Report, period: str, book: FigureBook, area_name: str, texts: Mapping[str, str], compared: bool
) -> Document:
    book.expect(_asked_by(report, texts))
    renderer = Renderer(book, area_name)
    parts = [_part(declared, texts.get(declared.name), renderer, book) for declared in chapters_of(report.name)]
    if compared and has_year_before(book.period):
        parts = _beside_last_year(parts, book)
    chapters = [part.chapter for part in parts if part.chapter.blocks]
    left_out = [part.chapter.title for part in parts if not part.chapter.blocks]
    sums = _sums(report, book, [c.name for c in chapters])
    return Document(
        report=report.name,
        title=renderer.line(parse_text(report.headline)[0]),
        area_code=book.area_code,
        area_name=area_name,
        period=period,
        from_=book.period.from_,
        to=book.period.to,
        composed_at=book.computed_at,
        chapters=tuple(chapters),
        figures=tuple(book.used),
        sums=sums,
        left_out=tuple(left_out),
        lead=book.period.words if chapters else renderer.line(parse_text(report.when_empty)[0]),
        side=book.side,
        partner=book.partner,
        compared=compared_with(book.period) if compared and chapters else "",
    )


@dataclass(frozen=True)
class _Part:
    """A chapter's text as read, and the chapter; without blocks it has nothing to say."""

    paragraphs: tuple[Paragraph, ...]
    chapter: Chapter


def _part(declared: ReportChapter, own: str | None, renderer: Renderer, book: FigureBook) -> _Part:
    text, title = declared.read() if own is None else own, renderer.line(parse_text(declared.title)[0])
    try:
        paragraphs = read_text(text)
        blocks = () if not paragraphs or _is_empty(paragraphs, book) else renderer.blocks(paragraphs)
    except TemplateError as error:
        raise refused_text(title, error) from error
    return _Part(paragraphs, Chapter(declared.name, title, declared.workstream, blocks, own is not None))


def _beside_last_year(parts: Sequence[_Part], book: FigureBook) -> list[_Part]:
    """The chapters with their figures beside those of the year before, also one that was only written then.

    A report without any chapter stays so.
    """
    if not any(part.chapter.blocks for part in parts):
        return list(parts)
    last_year = LastYear(book)
    last_year.expect(part.paragraphs for part in parts)
    found = []
    for part in parts:
        beside = last_year.beside(part.paragraphs, written=bool(part.chapter.blocks))
        blocks = (*part.chapter.blocks, *([beside] if beside else ()))
        found.append(_Part(part.paragraphs, replace(part.chapter, blocks=blocks)))
    return found


def read_text(text: str) -> tuple[Paragraph, ...]:
    """Read a chapter's text and check what its tags name; raise TemplateError."""
    paragraphs = parse_text(text)
    check_tags(paragraphs)
    return paragraphs


def refused_text(title: str, error: TemplateError) -> Refused:
    """Return the refusal a writer sees for a text that cannot be read."""
    return Refused(_("“%(chapter)s”%(fault)s。") % {"chapter": title, "fault": error.located()}, field="text")


def _asked_by(report: Report, texts: Mapping[str, str]) -> list[Key]:
    """Return the figures that the chapters ask for; a text that cannot be read is refused when it is written."""
    found: list[Key] = []
    for declared in chapters_of(report.name):
        own = texts.get(declared.name)
        with suppress(TemplateError):
            for tag in tags_of(read_text(declared.read() if own is None else own)):
                if isinstance(tag, FigureTag):
                    before = (BEFORE_THEN[tag.when],) if tag.kind in ("growth", "change") else ()
                    found += [(tag.code, when, tag.narrow) for when in (tag.when, "this", *before)]
                elif isinstance(tag, NamesTag):
                    found.append((tag.code, "this", tag.narrow))
                elif isinstance(tag, TableTag | ChartTag):
                    found += [(code, "this", WHOLE) for code in tag.codes]
    return list(dict.fromkeys(found))


def _is_empty(paragraphs: tuple[Paragraph, ...], book: FigureBook) -> bool:
    """Whether a text speaks of figures and all of them are empty. Words without any figure are never empty."""
    asked: list[tuple[str, Narrow]] = []
    for tag in tags_of(paragraphs):
        if isinstance(tag, FigureTag | NamesTag):
            asked.append((tag.code, tag.narrow))
        elif isinstance(tag, TableTag | ChartTag):
            asked += [(code, WHOLE) for code in tag.codes]
    return bool(asked) and not any(book.value(code, "this", narrow) for code, narrow in asked)


def _sums(report: Report, book: FigureBook, written: list[str]) -> tuple[Sum, ...]:
    return tuple(
        Sum(book.use(total), tuple(book.use(part) for part in parts))
        for chapter in chapters_of(report.name)
        if chapter.name in written
        for total, parts in chapter.sums
        if book.value(total)
    )
