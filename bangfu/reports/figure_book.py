"""The figures of one report while it is written: each question is computed once, and remembered in order of use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from bangfu.figures.computing import Part, Question, compute
from bangfu.figures.declared import Figure, figures
from bangfu.figures.expressions import Combination, Expression, measures
from bangfu.figures.sources import sources
from bangfu.parties.queries import area_names
from bangfu.reports.document import Used
from bangfu.reports.periods import Period

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
        self._index: dict[tuple[str, str], int] = {}
        self._computed: dict[tuple[str, str], Used] = {}
        self._parts: dict[tuple[str, str], tuple[Part, ...]] = {}
        self._names: dict[str, str] = {}

    def use(self, code: str, when: str = "this") -> int:
        """Return the index of a figure in the report, which from now on speaks of it."""
        key = (code, when)
        if key not in self._index:
            self._index[key] = len(self.used)
            self.used.append(self._once(code, when))
        return self._index[key]

    def forget_since(self, count: int) -> None:
        """Drop the figures used after the first ``count``: the words that used them are not written."""
        self._index = {key: index for key, index in self._index.items() if index < count}
        del self.used[count:]

    def value(self, code: str, when: str = "this") -> Decimal | None:
        """Return the value of a figure; raise KeyError for one nobody declared."""
        return self._once(code, when).value

    def parts(self, code: str, by: str) -> tuple[Part, ...]:
        """Return a figure's parts that are not empty, the largest first; raise Refused for an unknown dimension."""
        if (code, by) not in self._parts:
            found = compute(figures[code], self.question("this", by=by)).parts
            kept = [part for part in found if part.value and part.key is not None]
            self._parts[code, by] = tuple(sorted(kept, key=lambda part: (-Decimal(part.value or 0), str(part.key))))
        return self._parts[code, by]

    def area_names(self, codes: Sequence[str]) -> dict[str, str]:
        """Return the names of places, asked for once."""
        if missing := [code for code in codes if code not in self._names]:
            self._names |= {code: code for code in missing} | area_names(missing)
        return {code: self._names[code] for code in codes}

    def question(self, when: str, *, by: str = "") -> Question:
        """Return the question for the period, the same one a year before, or all time up to the period's end."""
        period = self.period.year_before() if when == "last_year" else self.period
        return Question(
            area_code=self.area_code,
            from_=None if when == "ever" else period.from_,
            to=period.to,
            by=by,
            side=self.side,
            partner=self.partner,
        )

    def _once(self, code: str, when: str) -> Used:
        if (code, when) not in self._computed:
            self._computed[code, when] = used(figures[code], self.question(when), when, self.computed_at)
        return self._computed[code, when]


def used(figure: Figure, question: Question, when: str, computed_at: datetime) -> Used:
    """Compute a figure and return it with what it means."""
    if question.to is None:
        raise ValueError("a figure of a report has a last day")
    answer = compute(figure, question)
    is_state = not any(sources[measure.source].day for measure in measures(figure.expression))
    return Used(
        code=figure.name,
        title=str(figure.title),
        unit=figure.unit,
        definition=str(figure.definition),
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
    )


def described(expression: Expression) -> str:
    """Return in one line what an expression counts: 合计 amount（帮扶记录：kind = market.sale）."""
    if isinstance(expression, Combination):
        sign = {"%": "÷", "/": "÷", "+": "＋", "-": "－"}[expression.operator]
        share = " × 100%" if expression.operator == "%" else ""
        return f"{described(expression.left)} {sign} {described(expression.right)}{share}"
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
