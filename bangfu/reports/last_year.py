"""Figures beside those of the same period a year before: what is compared, with what, and where nothing can be.

A year of which nothing was recorded, or that lies before the books begin, is no zero: it is said, not compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bangfu.figures.beginnings import Beginnings, Late
from bangfu.figures.declared import Figure, figures
from bangfu.figures.expressions import measures
from bangfu.figures.goals import TARGETS
from bangfu.figures.models import Target
from bangfu.figures.questions import Question
from bangfu.figures.sources import sources
from bangfu.reports.document import Compared, Comparison, Run, Used
from bangfu.reports.drawing import one_scale
from bangfu.reports.figure_book import FigureBook, Key
from bangfu.reports.movement import APPROXIMATE, PERCENT, Movement, moved
from bangfu.reports.periods import Period
from bangfu.reports.template.nodes import BEFORE_THEN, WHOLE, ChartTag, FigureTag, NamesTag, Paragraph, TableTag
from bangfu.reports.template.parsing import tags_of
from bangfu.reports.wording import VAGUE, Wording, Words, worded, worded_alike

RELATIVE = ("multiple", "ratio", "rank", "year")  # what grew by how much of a multiple or a rank says nothing
NOTHING_NOW, NOTHING_BEFORE = "本期没有记录，上年同期为", "上年同期没有记录，不作比较"
MOST_NAMED = 12
ZERO = Decimal(0)


def comparable(figure: Figure) -> bool:
    """Tell whether a figure has a year before: stated numbers have none, nor registers that only know today."""
    if figure.unit in RELATIVE:
        return False
    asked = measures(figure.expression)
    stated = [measure for measure in asked if measure.source == TARGETS.name]
    from_base = any(("use", "is", Target.Use.BASE.value) in measure.where for measure in stated)
    today_only = any(sources[measure.source].today_only for measure in asked)
    return len(stated) < len(asked) and not from_base and not today_only


def has_year_before(period: Period) -> bool:
    """Tell whether a period and the same a year before lie apart."""
    return period.year_before().to < period.from_


def compared_with(period: Period) -> str:
    """Return the sentence under a report that says what its figures were compared with."""
    if not has_year_before(period):
        return "时期长于一年，没有可比的上年同期。"
    before = period.year_before().words
    return f"上年同期指{before}；截至某日的数与上年同日的比。增减按准确值计算。"


@dataclass(frozen=True)
class Wanted:
    """A figure of a chapter's text that is to be compared, and the unit its writer chose."""

    key: Key
    unit: str = ""


class LastYear:
    """Sets the figures of a report beside those of the year before, asking for all of them together."""

    def __init__(self, book: FigureBook) -> None:
        self.book = book
        self._beginnings = Beginnings()

    def expect(self, chapters: Iterable[tuple[Paragraph, ...]]) -> None:
        """Compute what the comparison of these chapters will need."""
        wanted = [one.key for paragraphs in chapters for one in self._wanted(paragraphs)]
        self.book.expect_before(key for key in wanted if not self._late_whole(key))

    def beside(self, paragraphs: tuple[Paragraph, ...], *, written: bool) -> Comparison | None:
        """Return a chapter's figures beside those of the year before; None where it has none of either.

        Of a chapter that is not ``written`` in this period only what the year before knew is told.
        """
        lines: list[Compared] = []
        alone: dict[str, list[str]] = {}
        for one in self._wanted(paragraphs):
            if (found := self._line(one)) is not None:
                lines.append(found)
            elif why := self._why_alone(one.key):
                alone.setdefault(why, []).append(self._named(one, why))
        if not written:
            alone = {why: titles for why, titles in alone.items() if why == NOTHING_NOW}
        title = f"与上年同期比较（{self.book.period.year_before().words}）"
        if not lines and len(alone) == 1 and NOTHING_NOW not in alone:
            return Comparison(title, (), (f"{title}：{next(iter(alone))}。",))
        notes = tuple(_note(why, titles) for why, titles in alone.items())
        return Comparison(title, tuple(lines), notes) if lines or notes else None

    def _wanted(self, paragraphs: tuple[Paragraph, ...]) -> list[Wanted]:
        """The figures that a text names, each question once, in the order of the text."""
        found: dict[tuple[str, Question], Wanted] = {}
        for one in _asked_in(paragraphs):
            code, when, narrow = one.key
            if when not in BEFORE_THEN or not comparable(figures[code]) or not self.book.was_asked(*one.key):
                continue
            question = self.book.question(code, when, narrow)
            if not has_year_before(self._period(question)):
                continue
            kept = found.setdefault((code, question), one)
            if one.unit and not kept.unit:
                found[code, question] = replace(kept, unit=one.unit)
        return list(found.values())

    def _late(self, key: Key) -> Late | None:
        code, when, narrow = key
        return self._beginnings.late(figures[code], self.book.question(code, BEFORE_THEN[when], narrow))

    def _late_whole(self, key: Key) -> bool:
        late = self._late(key)
        return late is not None and late.whole

    def _line(self, one: Wanted) -> Compared | None:
        """The figure beside the year before; None where only one of the two is known, or neither."""
        code, when, narrow = one.key
        then, late = BEFORE_THEN[when], self._late(one.key)
        if (late is not None and late.whole) or not self._known(one.key) or not self._known((code, then, narrow)):
            return None
        now, before = self.book.asked(*one.key), self.book.asked(code, then, narrow)
        words = _worded([now, before], one.unit)
        shown = [
            Run(said.text, self.book.use(code, at, narrow), "value", used.value, said.how)
            for said, used, at in zip(words, (now, before), (when, then), strict=True)
        ]
        movement = self._movement(now, before, one.unit, words, late)
        index = None if movement.change is None else shown[0].figure
        change = Run(movement.words, index, "change" if index is not None else "", movement.change, movement.how)
        return Compared(self._title(one), shown[0], shown[1], change, movement.growth)

    def _why_alone(self, key: Key) -> str:
        """Why a figure stands alone; empty where there is nothing of it in either year."""
        code, when, narrow = key
        late = self._late(key)
        if late is not None and late.whole:
            return _late_words(late) if self._known(key) else ""
        if self._known(key):
            return NOTHING_BEFORE
        return NOTHING_NOW if self._known((code, BEFORE_THEN[when], narrow)) else ""

    def _named(self, one: Wanted, why: str) -> str:
        """What a figure is called in a note, and what it was where it is known of the year before only."""
        if why != NOTHING_NOW:
            return self._title(one)
        code, when, narrow = one.key
        index = self.book.use(code, BEFORE_THEN[when], narrow)
        return f"{self._title(one)}{_worded([self.book.used[index]], one.unit)[0].text}"

    def _known(self, key: Key) -> bool:
        """Whether anything was recorded of a figure. A share of nothing is that of which nothing was recorded."""
        used = self.book.asked(*key)
        return used.value is not None and (bool(used.value) or (self.book.told(*key) > 0 and used.unit != PERCENT))

    def _movement(self, now: Used, before: Used, unit: str, words: list[Words], late: Late | None) -> Movement:
        if late is not None:
            return Movement(_late_words(late))
        if any(said.how == VAGUE for said in words):
            return Movement(APPROXIMATE)
        return moved(now.value or ZERO, before.value or ZERO, now.unit, _scale([now, before], unit))

    def _title(self, one: Wanted) -> str:
        return self.book.asked(*one.key).title + self._apart(one.key)

    def _period(self, question: Question) -> Period:
        return Period(question.from_ or self.book.period.from_, question.to or self.book.period.to)

    def _apart(self, key: Key) -> str:
        """In brackets the time of a figure that is not asked for the report's own."""
        period = self._period(self.book.question(*key))
        return "" if period == self.book.period else f"（{period.words}）"


def _asked_in(paragraphs: tuple[Paragraph, ...]) -> Iterator[Wanted]:
    for tag in tags_of(paragraphs):
        if isinstance(tag, FigureTag):
            yield Wanted((tag.code, tag.when, tag.narrow), tag.wording.unit if tag.kind == "value" else "")
        elif isinstance(tag, NamesTag):
            yield Wanted((tag.code, "this", tag.narrow))
        elif isinstance(tag, TableTag | ChartTag):
            for code in tag.codes:
                yield Wanted((code, "this", WHOLE))


def _scale(pair: list[Used], unit: str) -> Wording:
    return Wording(unit=unit) if unit else one_scale(pair[0].unit, (used.value for used in pair))


def _worded(pair: list[Used], unit: str) -> list[Words]:
    """The values in words, in one scale with as many decimals; a round one that was never exact with its 余 or 近."""
    wording = _scale(pair, unit)
    words = worded_alike([used.value or ZERO for used in pair], pair[0].unit, wording)
    loose = [worded(used.value, used.unit, wording, used.bound) if used.bound else None for used in pair]
    return [one if one and one.how == VAGUE else other for one, other in zip(loose, words, strict=True)]


def _note(why: str, titles: list[str]) -> str:
    """A sentence that names the figures that stand alone: the first of them, where they are many."""
    many = f"等{len(titles)}项" if len(titles) > MOST_NAMED else ""
    return f"{why}：{'；'.join(titles[:MOST_NAMED])}{many}。"


def _late_words(late: Late) -> str:
    if late.some:
        return f"部分县（区）的{late.source.title}起得晚，上年同期不全，不作比较"
    since = f"{late.source.title}自{late.first.year}年{late.first.month}月起"
    return f"{since}，上年同期{'没有账' if late.whole else '不全'}，不作比较"
