"""Computing figures in the operational database, and opening them to their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bangfu.figures.declared import Figure, figures
from bangfu.figures.expressions import Expression, Measure, is_additive, measures
from bangfu.figures.gathering import Gathering, pieces_of
from bangfu.figures.questions import PARTNER, PERIODS, PLACES, Number, Question, next_level
from bangfu.figures.selecting import PIECE, asked_of, demanded, key_of, part_of, place_condition, sign_of
from bangfu.figures.sharing import Found, number
from bangfu.figures.sources import Dimension, Source, sources
from bangfu.kernel.errors import Refused

__all__ = [
    "PARTNER", "PIECE", "PLACES", "Answer", "Number", "Part", "Question", "combine", "compute", "compute_all",
    "dimension_labels", "dimensions_of", "find", "key_of", "next_level", "part_of", "place_condition", "rows_of",
    "sign_of",
]  # fmt: skip
TO_MANY = ("person", "household")  # of these an entry may have several


@dataclass(frozen=True)
class Part:
    """One value of the dimension. ``told`` is how many of its rows say anything of what is summed."""

    key: Any
    label: str
    value: Number
    entries: int
    told: int = 0


@dataclass(frozen=True)
class Answer:
    """A figure's value for a question, how many rows it counted, and its parts by the dimension.

    ``told`` is how many rows say anything of what is summed: without one the sum of 0 is not a recorded zero.
    """

    figure: Figure
    question: Question
    value: Number
    entries: int
    parts: tuple[Part, ...] = field(default=())
    told: int = 0


def _apart(figure: Figure, question: Question) -> bool:
    """Tell whether each row lies in one part: a row has one place and day, and an entry one of all but its people."""
    if question.by in ("area", PARTNER, *PLACES, *PERIODS):
        return True
    return all(m.source == "entries" for m in measures(figure.expression)) and question.by not in TO_MANY


def find(name: str) -> Figure:
    """Return the declared figure, or refuse an unknown name."""
    figure = figures.get(name)
    if figure is None:
        raise Refused(_("没有名为“%(name)s”的指标，请从“指标”页面选一个。") % {"name": name})
    return figure


def compute(figure: Figure, question: Question) -> Answer:
    """Compute one figure; two statements for each measure at most, whatever the number of rows."""
    return compute_all([(figure, question)])[0]


def compute_all(asked: Sequence[tuple[Figure, Question]]) -> list[Answer]:
    """Compute many figures, in the order asked; measures that read the same rows share a statement.

    Bounds (``Question.within``) are shared where they are the same object. Where the parts of a figure add up to the
    whole, the whole is not asked for besides.
    """
    gathering = Gathering()
    for figure, question in asked:
        _check_dimension(figure, question)
        for one in _needed(figure, question):
            gathering.want(figure.expression, one)
    gathering.ask()
    return [_answer(figure, question, gathering) for figure, question in asked]


def _needed(figure: Figure, question: Question) -> list[Question]:
    """Return the questions that a figure has to be asked: by part, and of the whole where it is no sum of the parts."""
    if not question.by:
        return [question]
    added_up = is_additive(figure.expression) and _apart(figure, question)
    return [question] if added_up else [question, replace(question, by="")]


def _answer(figure: Figure, question: Question, gathering: Gathering) -> Answer:
    parts = _parts(figure, question, gathering) if question.by else ()
    *_by, last = _needed(figure, question)
    if last.by:
        found = Found(
            sum((part.value or 0 for part in parts), Decimal(0) if not parts else 0),
            sum(part.entries for part in parts),
            sum(part.told for part in parts),
        )
    else:
        found = _whole(figure.expression, last, gathering)
    return Answer(figure, question, found.value, found.entries, parts, found.told)


def rows_of(figure: Figure, question: Question) -> list[tuple[Source, QuerySet[Any]]]:
    """Return the rows a figure counts, for each source it is made of: what *open the figure* shows."""
    opened: dict[str, tuple[Source, Q]] = {}
    for measure in measures(figure.expression):
        for source in pieces_of(measure, question):
            wanted = asked_of(source, question) & demanded(source, (*measure.where, *question.where))
            before = opened.get(source.name)
            opened[source.name] = (source, wanted if before is None else before[1] | wanted)
    found = [(source, source.rows(question.to).filter(condition)) for source, condition in opened.values()]
    if found:
        return found
    whole = sources[measures(figure.expression)[0].source]
    return [(whole, whole.rows(question.to))]  # a source of pieces has no rows of its own


def _check_dimension(figure: Figure, question: Question) -> None:
    if not question.by:
        return
    allowed = dimensions_of(figure)
    if question.by not in allowed and question.by not in PLACES and question.by != PARTNER:
        raise Refused(
            _("指标“%(figure)s”不能按“%(by)s”分组；可用：%(allowed)s。")
            % {"figure": figure.title, "by": question.by, "allowed": "、".join(allowed)}
        )


def dimensions_of(figure: Figure) -> list[str]:
    """Return the names a figure may be split by: places, months (where all it counts are events) and its own."""
    events = all(sources[measure.source].day for measure in measures(figure.expression))
    return ["area", *(["month", "year"] if events else []), *figure.by]


def _whole(expression: Expression, question: Question, gathering: Gathering) -> Found:
    if isinstance(expression, Measure):
        nothing = Found(number(expression, None))
        return _sum(found.get(None, nothing) for found in gathering.found(expression, question))
    sides = (_whole(side, question, gathering) for side in (expression.left, expression.right))
    return _combined(expression.operator, *sides)


def _combined(operator: str, left: Found, right: Found) -> Found:
    value = combine(operator, left.value, right.value)
    return Found(value, left.entries + right.entries, left.told + right.told)


def _sum(found: Iterable[Found]) -> Found:
    """Add up the pieces of a source; of one, its own value."""
    total: Found | None = None
    for one in found:
        total = one if total is None else _combined("+", total, one)
    return total or Found(0)


def combine(operator: str, left: Number, right: Number) -> Number:
    """Combine two values; None where the result has no meaning."""
    if operator in "+-":
        return (left or 0) + (right or 0) if operator == "+" else (left or 0) - (right or 0)
    if left is None or not right:
        return None
    quotient = Decimal(left) / Decimal(right)
    return quotient * 100 if operator == "%" else quotient


def _parts(figure: Figure, question: Question, gathering: Gathering) -> tuple[Part, ...]:
    merged = _split(figure.expression, question, gathering)
    labels = _labels(figure, question, list(merged))
    ordered = sorted(merged.items(), key=lambda item: (item[0] is None, str(item[0])))
    return tuple(Part(key, labels.get(key, str(key or "")), *found) for key, found in ordered)


def _split(expression: Expression, question: Question, gathering: Gathering) -> dict[Any, Found]:
    if isinstance(expression, Measure):
        merged: dict[Any, Found] = {}
        for found in gathering.found(expression, question):
            for key, value in found.items():
                merged[key] = _sum([merged[key], value]) if key in merged else value
        return merged
    left, right = (_split(side, question, gathering) for side in (expression.left, expression.right))
    empty = Found()
    return {
        key: _combined(expression.operator, left.get(key, empty), right.get(key, empty))
        for key in left.keys() | right.keys()
    }


def _labels(figure: Figure, question: Question, keys: Sequence[Any]) -> dict[Any, str]:
    if question.by == "month":
        return {key: key.strftime("%Y-%m") for key in keys if key}
    source = sources[measures(figure.expression)[0].source]
    return dimension_labels(source.dimension(question.by), keys)


def dimension_labels(dimension: Dimension | None, keys: Iterable[Any]) -> dict[Any, str]:
    """Return how values of a dimension are called."""
    known = [key for key in keys if key is not None]
    if dimension is not None and dimension.labels is not None:
        return dimension.labels(known)
    return {key: str(key) for key in known}
