"""The figures of one report while it is written: each question is computed once, and remembered in order of use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from bangfu.figures.computing import Answer, Part, Question, compute, compute_all, rows_of
from bangfu.figures.declared import Figure, figures
from bangfu.figures.dimension_words import condition_words, labelled, value_of
from bangfu.figures.expressions import Combination, Expression, Measure, measures
from bangfu.figures.formulas import Formulas
from bangfu.figures.ledger_source import ENTRIES
from bangfu.figures.region_pairs import counties_helped
from bangfu.figures.selecting import asked_of
from bangfu.figures.sources import sources
from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.errors import Refused
from bangfu.kernel.periods import NoPeriod
from bangfu.ledger.models import Bound, Entry
from bangfu.parties.queries import area_names
from bangfu.reports.document import Used
from bangfu.reports.periods import Period, parse
from bangfu.reports.template.nodes import BEFORE_THEN, WHOLE, Narrow

PLAIN = ("area", "partner", "county", "township", "village", "month", "year")  # named by who writes them
Key = tuple[str, str, Narrow]  # figure, when, what it is narrowed to
HOW = {"sum": "合计", "count": "计数", "distinct": "不重复计数"}


class FigureBook:
    """Computes figures for one place and period. ``computed_at`` is the moment the report was asked for.

    ``side`` and ``partner`` are those of every question asked (``figures.computing.Question``).
    """

    def __init__(
        self, area_code: str, period: Period, computed_at: datetime, *, side: str = "receiver", partner: str = ""
    ) -> None:
        self.area_code = area_code
        self.side = side
        self.partner = partner
        self.period = period
        self.computed_at = computed_at
        self.used: list[Used] = []
        self._index: dict[Key, int] = {}
        self._computed: dict[Key, Used] = {}
        self._expected: dict[Key, Answer] = {}
        self._told: dict[Key, int] = {}
        self._bounds = Bounds()
        self._parts: dict[tuple[str, str, Narrow], tuple[Part, ...]] = {}
        self._names: dict[str, str] = {}
        self._helped: frozenset[str] | None = None
        self._formulas = Formulas()

    def expect(self, keys: Iterable[Key]) -> None:
        """Compute figures that the report is going to ask for, together; what cannot be asked is refused when it is."""
        asked: dict[Key, tuple[Figure, Question]] = {}
        for key in keys:
            if key[0] in figures and not key[2].where and key not in self._computed:
                with suppress(Refused):
                    asked[key] = figures[key[0]], self.question(*key)
        self._answer(asked)

    def expect_before(self, keys: Iterable[Key]) -> None:
        """Compute together the year before of figures that were computed, whatever they are narrowed to."""
        before = [(code, BEFORE_THEN[when], narrow) for code, when, narrow in keys]
        self._answer({key: (figures[key[0]], self.question(*key)) for key in before if key not in self._computed})

    def _answer(self, asked: Mapping[Key, tuple[Figure, Question]]) -> None:
        answers = compute_all(list(asked.values()))
        self._bounds.expect(answers)
        self._expected |= dict(zip(asked, answers, strict=True))

    def was_asked(self, code: str, when: str, narrow: Narrow) -> bool:
        """Tell whether a figure has been computed, or is about to be."""
        key = (code, when, narrow)
        return key in self._computed or key in self._expected

    def told(self, code: str, when: str = "this", narrow: Narrow = WHOLE) -> int:
        """Return how many records say anything of a figure: without one its zero was never recorded."""
        self.asked(code, when, narrow)
        return self._told[code, when, narrow]

    def use(self, code: str, when: str = "this", narrow: Narrow = WHOLE) -> int:
        """Return the index of a figure in the report, which from now on speaks of it."""
        key = (code, when, narrow)
        if key not in self._index:
            self._index[key] = len(self.used)
            self.used.append(self.asked(code, when, narrow))
        return self._index[key]

    def forget_since(self, count: int) -> None:
        """Drop the figures used after the first ``count``: the words that used them are not written."""
        self._index = {key: index for key, index in self._index.items() if index < count}
        del self.used[count:]

    def value(self, code: str, when: str = "this", narrow: Narrow = WHOLE) -> Decimal | None:
        """Return the value of a figure; raise KeyError for one nobody declared."""
        return self.asked(code, when, narrow).value

    def parts(self, code: str, by: str, narrow: Narrow = WHOLE) -> tuple[Part, ...]:
        """Return a figure's parts that are not empty, the largest first; raise Refused for an unknown dimension."""
        key = (code, by, narrow)
        if key not in self._parts:
            answer = compute(figures[code], replace(self.question(code, "this", narrow), by=by))
            named = answer.parts if by in PLAIN else [replace(part, label=words) for part, words in labelled(answer)]
            kept = [part for part in named if part.value and part.key is not None]
            self._parts[key] = tuple(sorted(kept, key=lambda part: (-Decimal(part.value or 0), str(part.key))))
        return self._parts[key]

    def area_names(self, codes: Sequence[str]) -> dict[str, str]:
        """Return the names of places, asked for once."""
        if missing := [code for code in codes if code not in self._names]:
            self._names |= {code: code for code in missing} | area_names(missing)
        return {code: self._names[code] for code in codes}

    def names_within(self, codes: Sequence[str]) -> dict[str, str]:
        """Return the names of the report's place and places in it; what is recorded on the whole is its own: 区本级."""
        names = self.area_names(codes)
        own = names.get(self.area_code)
        return names | {self.area_code: f"{own[-1]}本级"} if own else names

    def question(self, code: str, when: str, narrow: Narrow = WHOLE) -> Question:
        """Return the question for a figure at one of the times that ``FigureTag.when`` names.

        Raises Refused for a tag that asks for a place outside the report's own (helped: outside the counties it is
        paired with) or for a period that is none.
        """
        if not narrow.area.startswith(self.area_code) and narrow.area:
            raise Refused(_("“地区=%(code)s”不在本报告的地区之内。") % {"code": narrow.area})
        if narrow.helped and narrow.helped[:COUNTY] not in self._counties_helped():
            raise Refused(_("“受援地=%(code)s”不在与本地结对的县（区）之内。") % {"code": narrow.helped})
        period = self._period(narrow)
        if when in ("year", "year_last"):
            period = Period(period.to.replace(month=1, day=1), period.to)
        period = period.year_before() if when in ("last_year", "year_last") else period
        return Question(
            area_code=narrow.helped or narrow.area or self.area_code,
            from_=None if when == "ever" else period.from_,
            to=period.to,
            side="receiver" if narrow.helped else self.side,
            partner="" if narrow.helped else narrow.partner or self.partner,
            where=tuple((name, "is", value_of(figures[code], name, text)) for name, text in narrow.where),
        )

    def _counties_helped(self) -> frozenset[str]:
        if self._helped is None:
            self._helped = counties_helped(self.area_code)
        return self._helped

    def _period(self, narrow: Narrow) -> Period:
        if not narrow.period:
            return self.period
        try:
            return parse(narrow.period)
        except NoPeriod as error:
            raise Refused(_("看不懂“时期=%(text)s”。") % {"text": narrow.period}) from error

    def asked(self, code: str, when: str = "this", narrow: Narrow = WHOLE) -> Used:
        """Return a figure as computed, once for each question; the report does not speak of it yet."""
        key = (code, when, narrow)
        if key not in self._computed:
            question = self.question(code, when, narrow)
            try:
                answer = self._expected.get(key) or compute(figures[code], question)
                found = used(answer, when, self.computed_at, self._formulas, self._bounds)
                self._told[key] = answer.told
            except (ValueError, ValidationError) as error:
                if not narrow.where:
                    raise
                conditions = " ".join(f"{name}={value}" for name, value in narrow.where)
                raise Refused(_("指标“%(code)s”没有“%(where)s”。") % {"code": code, "where": conditions}) from error
            places = [place for place in (narrow.area, narrow.helped, narrow.partner) if place]
            named = "".join(f"（{self.area_names([place])[place]}）" for place in places)
            self._computed[key] = replace(found, title=f"{found.title}{named}")
        return self._computed[key]


def used(answer: Answer, when: str, computed_at: datetime, formulas: Formulas, bounds: Bounds) -> Used:
    """Return a computed figure with what it means."""
    figure, question = answer.figure, answer.question
    if question.to is None:
        raise ValueError("a figure of a report has a last day")
    is_state = not any(sources[measure.source].day for measure in measures(figure.expression))
    where = tuple((name, value) for name, _is, value in question.where)
    conditions = "，".join(condition_words(figure, name, value) for name, value in where)
    return Used(
        code=figure.name,
        title=f"{figure.title}（{conditions}）" if conditions else str(figure.title),
        unit=figure.unit,
        definition=formulas.definition(figure),
        expression=described(figure.expression),
        area_code=question.area_code,
        from_=None if is_state else question.from_,
        to=question.to,
        when=when,
        value=None if answer.value is None else Decimal(answer.value),
        entries=answer.entries,
        computed_at=computed_at,
        side=question.side,
        partner=question.partner,
        where=where,
        bound=bounds.of(answer),
    )


class Bounds:
    """Tells which sums stand on nothing but numbers recorded as *at least* or *at most*.

    Few records are so: of what kinds there are any is asked once for all figures of a place and period.
    """

    def __init__(self) -> None:
        self._kinds: dict[Question, set[str]] = {}

    def expect(self, answers: Iterable[Answer]) -> None:
        """Look together at the records behind these answers."""
        wanted: dict[Question, set[str]] = {}
        for answer in answers:
            if kinds := _summed_kinds(answer) or ():
                wanted.setdefault(replace(answer.question, where=()), set()).update(kinds)
        for question, kinds in wanted.items():
            inexact = Entry.objects.filter(asked_of(ENTRIES, question), kind__in=sorted(kinds))
            inexact = inexact.filter(bound__in=[Bound.AT_LEAST, Bound.AT_MOST]).order_by()
            self._kinds[question] = set(inexact.values_list("kind", flat=True).distinct()) | self._kinds.get(
                question, set()
            )

    def of(self, answer: Answer) -> str:
        """Return at_least or at_most where every entry behind a sum was recorded so; empty where one is exact."""
        kinds, known = _summed_kinds(answer), self._kinds.get(replace(answer.question, where=()))
        if kinds is None or (kinds and known is not None and known.isdisjoint(kinds)):
            return ""
        bounds: set[str] = set()
        for _source, rows in rows_of(answer.figure, answer.question):
            bounds |= set(rows.order_by().values_list("bound", flat=True).distinct())
        return bounds.pop() if len(bounds) == 1 and bounds <= {Bound.AT_LEAST, Bound.AT_MOST} else ""


def _summed_kinds(answer: Answer) -> set[str] | None:
    """Return the kinds of entries that a sum adds up (empty: any); None for what is empty or no sum of entries."""
    expression = answer.figure.expression
    if not answer.value or not isinstance(expression, Measure):
        return None
    if (expression.how, expression.source) != ("sum", ENTRIES.name):
        return None
    kinds = [(operator, value) for name, operator, value in expression.where if name == ENTRIES.apart]
    return {one for operator, value in kinds for one in (value if operator == "in" else (value,))}


def described(expression: Expression) -> str:
    """Return what an expression counts as a seal keeps it, to tell whether a figure was redefined; no page shows it.

    What people read is ``figures.formulas``.
    """
    with override("zh-hans"):  # the same for whoever seals and whoever compares
        return _described(expression)


def _described(expression: Expression) -> str:
    if isinstance(expression, Combination):
        sign = {"%": "÷", "/": "÷", "+": "＋", "-": "－"}[expression.operator]
        share = " × 100%" if expression.operator == "%" else ""
        return f"{_described(expression.left)} {sign} {_described(expression.right)}{share}"
    conditions = "，".join(
        f"{name} {_operator(operator)} {_shown(value)}" for name, operator, value in expression.where
    )
    source = str(sources[expression.source].title)
    what = f"{HOW[expression.how]} {expression.of}".strip()
    return f"{what}（{source}{'：' if conditions else ''}{conditions}）"


def _operator(name: str) -> str:
    return {"is": "=", "not": "≠", "in": "∈", "gt": ">", "gte": "≥", "lt": "<", "lte": "≤", "isnull": "为空"}[name]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "{" + ", ".join(map(str, value)) + "}"
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)
