"""Writing one text: its tags become words, its passages are chosen."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from bangfu.figures.computing import Part, dimensions_of
from bangfu.figures.declared import Figure, figures
from bangfu.figures.dimension_words import narrowed_by
from bangfu.figures.tables.declared import tables
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.formats import number
from bangfu.reports.document import Block, Cell, Run, Table
from bangfu.reports.drawing import drawn
from bangfu.reports.figure_book import FigureBook
from bangfu.reports.movement import PERCENT, POINT, difference_words, growth_of, growth_words
from bangfu.reports.periods import Period, as_of_words
from bangfu.reports.stat_tables import stat_tables
from bangfu.reports.template.nodes import (
    BEFORE_THEN,
    ChartTag,
    FigureTag,
    NamesTag,
    Node,
    Paragraph,
    Passage,
    StatTableTag,
    TableTag,
    Tag,
    TemplateError,
    WordTag,
)
from bangfu.reports.template.parsing import tags_of
from bangfu.reports.template.vocabulary import FIGURE
from bangfu.reports.wording import (
    EXACT,
    MISSING,
    MONEY,
    SCALES,
    WrongUnit,
    allowed_words,
    check_unit,
    loosest,
    worded,
    worded_alike,
)

TERMS = "report_terms"
BY_PLACE = ("partner", "county", "township", "village")
TESTS = {"恰为": operator.eq, "超过": operator.gt, "不足": operator.lt}
HUNDRED = Decimal(100)
TEN_THOUSAND = "万元"


class Empty(Exception):
    """A figure of a passage has no value or fails its test: the passage is not written this way."""


class Renderer:
    """Writes the texts of one report from its book of figures."""

    def __init__(self, book: FigureBook, area_name: str) -> None:
        self.book = book
        self.area_name = area_name
        self._terms = labels(TERMS, book.period.to)

    def blocks(self, paragraphs: Iterable[Paragraph]) -> tuple[Block, ...]:
        """Return the paragraphs, tables and charts of a text; those that came out without a word are left out."""
        found: list[Block] = []
        for paragraph in paragraphs:
            if len(paragraph) == 1 and isinstance(paragraph[0], TableTag):
                if table := self._table(paragraph[0]):
                    found.append(table)
            elif len(paragraph) == 1 and isinstance(paragraph[0], StatTableTag):
                found += stat_tables(self.book, paragraph[0])
            elif len(paragraph) == 1 and isinstance(paragraph[0], ChartTag):
                if chart := drawn(self.book, paragraph[0]):
                    found.append(chart)
            elif runs := joined(self._runs(paragraph, inside=False)):
                found.append(runs)
        return tuple(found)

    def line(self, paragraph: Paragraph) -> str:
        """Return one paragraph as plain text."""
        return "".join(run.text for run in self._runs(paragraph, inside=False))

    def reads(self, tag: Tag, *, inside: bool) -> str:
        """Return what one tag writes; raise Empty where ``inside`` a passage it would keep that from being written."""
        return "".join(run.text for run in self._runs((tag,), inside=inside))

    def _runs(self, nodes: Iterable[Node], *, inside: bool) -> list[Run]:
        runs: list[Run] = []
        for node in nodes:
            if isinstance(node, str):
                runs.append(Run(node))
            elif isinstance(node, Passage):
                runs += self._passage(node)
            elif isinstance(node, WordTag):
                runs.append(Run(self._word(node, inside)))
            elif isinstance(node, NamesTag):
                runs.append(self._names(node, inside))
            elif isinstance(node, FigureTag):
                runs.append(self._figure(node, inside))
        return runs

    def _passage(self, passage: Passage) -> list[Run]:
        before = len(self.book.used)
        for alternative in passage.alternatives:
            try:
                return self._runs(alternative, inside=True)
            except Empty:
                self.book.forget_since(before)
        return []

    def _figure(self, tag: FigureTag, inside: bool) -> Run:
        value, unit = self._value(tag)
        if not value and tag.kind not in ("growth", "change") and tag.test is None:
            value = None
        if inside and (value is None or (tag.test and not TESTS[tag.test[0]](value, tag.test[1]))):
            raise Empty
        index = self.book.use(tag.code, tag.when, tag.narrow)
        for other in _others(tag):
            self.book.use(other, tag.when)
        if tag.kind in ("growth", "change") and value is not None:
            self.book.use(tag.code, BEFORE_THEN[tag.when], tag.narrow)
            return self._movement(tag, index, value, unit)
        bound = self.book.asked(tag.code, tag.when, tag.narrow).bound if tag.kind == "value" else ""
        words = worded(value, unit, tag.wording, bound)
        text = words.text if tag.instead is None else tag.instead
        return Run(text, index, tag.kind, value, EXACT if tag.instead is not None else words.how)

    def _value(self, tag: FigureTag) -> tuple[Decimal | None, str]:
        """The number a tag speaks of, and its unit."""
        value = self.book.value(tag.code, tag.when, tag.narrow)
        unit = figures[tag.code].unit
        if tag.kind == "value":
            return value, unit
        if tag.kind in ("growth", "change"):
            before = self.book.value(tag.code, BEFORE_THEN[tag.when], tag.narrow)
            if not before or value is None:
                return None, unit
            if unit == PERCENT:
                return value - before, POINT  # 增长 of a percentage would say two things
            return (value - before, unit) if tag.kind == "change" else (growth_of(value, before), PERCENT)
        whole = self.book.value(tag.other, tag.when) if FIGURE.fullmatch(tag.other) else Decimal(tag.other)
        if not whole or value is None:
            return None, "percent"
        percent = value / whole * HUNDRED
        if tag.kind == "exceeded":
            return (percent - HUNDRED if percent > HUNDRED else None), "percent"
        return percent, "percent"

    def _movement(self, tag: FigureTag, index: int, value: Decimal, unit: str) -> Run:
        """A difference or a rate of growth, with its word."""
        as_growth = tag.kind == "growth" and unit != POINT
        words = growth_words(value, tag.wording) if as_growth else difference_words(value, unit, tag.wording)
        return Run(words.text, index, tag.kind, value, words.how)

    def _names(self, tag: NamesTag, inside: bool) -> Run:
        parts = self.book.parts(tag.code, tag.by, tag.narrow)
        if inside and not parts:
            raise Empty
        index = self.book.use(tag.code, narrow=tag.narrow)
        shown = parts if tag.most is None else parts[: tag.most]
        unit = figures[tag.code].unit
        places = self.book.names_within([p.key for p in shown]) if tag.by in ("area", *BY_PLACE) else {}
        names = [places.get(part.key, part.label) for part in shown]
        how = EXACT
        if tag.with_values:
            words = worded_alike([Decimal(part.value or 0) for part in shown], unit, tag.wording)
            values = [f"（{one.text}）" if tag.brackets else one.text for one in words]
            names, how = [f"{name}{value}" for name, value in zip(names, values, strict=True)], loosest(words)
        text = "、".join(names) + ("等" if tag.and_others and len(shown) < len(parts) else "")
        return Run(text or MISSING, index, "names" if not tag.with_values else "listed", Decimal(len(parts)), how)

    def _word(self, tag: WordTag, inside: bool) -> str:
        period = self.book.period
        to_date = Period(period.to.replace(month=1, day=1), period.to)
        if tag.name == "年初至今" and inside and period == to_date:
            raise Empty  # it would say the same twice
        match tag.name:
            case "地区":
                return self.area_name
            case "本级":
                return self.area_name[-1:]
            case "时期":
                return period.words
            case "截至":
                return f"截至{as_of_words(period.to)}"
            case "年份":
                return f"{period.to.year}年"
            case "年初至今":
                return to_date.words.partition("年")[2] or to_date.words
        return self._terms[tag.term]

    def _table(self, tag: TableTag) -> Table | None:
        columns = [(code, {str(p.key): p for p in self.book.parts(code, "area")}) for code in tag.codes]
        places = sorted({key for _code, parts in columns for key in parts})
        if not places:
            return None
        names = self.book.names_within(places)
        head = (_("地区"), *(f"{figures[code].title}（{_table_unit(figures[code])}）" for code in tag.codes))
        rows = [
            (Cell(names[place]), *(_cell(code, place, _value_of(parts.get(place))) for code, parts in columns))
            for place in places
        ]
        whole = (_cell(code, self.book.area_code, self.book.value(code)) for code in tag.codes)
        units = tuple(figures[code].unit for code in tag.codes)
        return Table(tag.title, head, units, (*rows, (Cell(_("合计")), *whole)))


def _value_of(part: Part | None) -> Decimal | int | None:
    return None if part is None else part.value


def _table_unit(figure: Figure) -> str:
    """The word in a heading that already names what is counted: 个, not 个村."""
    word = TEN_THOUSAND if figure.unit == MONEY else allowed_words(figure.unit)[0]
    return word[0] if word.startswith("个") else word


def _cell(code: str, area_code: str, value: Decimal | int | None) -> Cell:
    """A number with thousands separators; the unit stands in the heading."""
    if not value:
        return Cell(MISSING, code, area_code)
    exact, unit = Decimal(value), figures[code].unit
    if unit == MONEY:
        return Cell(number(exact / SCALES[TEN_THOUSAND], 2), code, area_code, exact)
    return Cell(number(exact, 2) if unit == "percent" else number(exact), code, area_code, exact)


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return the runs with neighbouring plain words put together and empty ones left out."""
    found: list[Run] = []
    for run in runs:
        if found and run.figure is None and found[-1].figure is None:
            found[-1] = Run(found[-1].text + run.text)
        elif run.text:
            found.append(run)
    return tuple(found)


def check_tags(paragraphs: tuple[Paragraph, ...]) -> None:
    """Raise TemplateError for the first tag that names a figure, dimension, unit or term that does not exist."""
    terms = labels(TERMS)
    for tag in tags_of(paragraphs):
        if isinstance(tag, WordTag):
            if tag.name == "词" and tag.term not in terms:
                raise _fault(
                    tag, _("没有用语“%(term)s”；可用：%(known)s") % {"term": tag.term, "known": "、".join(terms)}
                )
            continue
        if isinstance(tag, StatTableTag):
            if tag.code not in tables or tag.part > len(tables[tag.code].parts):
                raise _fault(tag, _("没有统计表“%(code)s”，或没有这一部分") % {"code": tag.code})
            continue
        codes = _codes(tag)
        for code in codes:
            if code not in figures:
                raise _fault(tag, _("没有指标“%(code)s”") % {"code": code})
        _check_words(tag)


def _codes(tag: FigureTag | NamesTag | TableTag | ChartTag) -> tuple[str, ...]:
    if isinstance(tag, ChartTag):
        return (*tag.codes, *(named for named in tag.targets if FIGURE.fullmatch(named)))
    return tag.codes if isinstance(tag, TableTag) else (tag.code, *_others(tag))


def _others(tag: FigureTag | NamesTag) -> tuple[str, ...]:
    other = getattr(tag, "other", "")
    return (other,) if FIGURE.fullmatch(other) else ()


def _check_words(tag: FigureTag | NamesTag | TableTag | ChartTag) -> None:
    if isinstance(tag, TableTag):
        return
    if isinstance(tag, NamesTag | ChartTag) and tag.by:
        figure = figures[tag.code if isinstance(tag, NamesTag) else tag.codes[0]]
        if tag.by not in (known := [*dimensions_of(figure), *BY_PLACE]):
            raise _fault(
                tag, _("这个指标不能按“%(by)s”列；可用：%(known)s") % {"by": tag.by, "known": "、".join(known)}
            )
    if isinstance(tag, ChartTag):
        if not tag.targets and len(units := {figures[code].unit for code in tag.codes}) > 1:
            raise _fault(tag, _("单位不同的指标不能画在一张图里：%(units)s") % {"units": "、".join(sorted(units))})
        return
    figure = figures[tag.code]
    known_names = narrowed_by(figure)
    if unknown := next((name for name, _value in tag.narrow.where if name not in known_names), None):
        raise _fault(
            tag,
            _("这个指标不能只算“%(name)s”；可用：%(known)s") % {"name": unknown, "known": "、".join(known_names)},
        )
    percent = isinstance(tag, FigureTag) and tag.kind in ("share", "reached", "exceeded", "growth")
    try:
        check_unit("percent" if percent else figure.unit, tag.wording.unit)
    except WrongUnit as wrong:
        words = {"word": tag.wording.unit, "known": str(wrong)}
        raise _fault(tag, _("“%(word)s”不能用在这个指标上；可用：%(known)s") % words) from wrong


def _fault(tag: Tag, message: str) -> TemplateError:
    return TemplateError(message, tag.at, tag.source)
