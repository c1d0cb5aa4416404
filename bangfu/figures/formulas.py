"""What a figure counts, in words: its declared definition, or else its expression read aloud.

Every name comes from where it is declared: fields and codes from their source, typed details and kinds from the
ledger's kinds, figures of targets from their titles. A test asks that no figure prints the name of a program.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from bangfu.figures.declared import Figure, figures
from bangfu.figures.dimension_words import detail_of
from bangfu.figures.expressions import Combination, Expression, Measure
from bangfu.figures.field_words import field_words
from bangfu.figures.goals import TARGETS
from bangfu.figures.models import Target
from bangfu.figures.sources import Source, sources
from bangfu.figures.units import unit_word

SIGNS = {"+": " ＋ ", "-": " － ", "/": " ÷ ", "%": " ÷ "}


class Formulas:
    """Reads expressions aloud; what codes are called is asked for once, however many figures are read."""

    def __init__(self) -> None:
        self._named: dict[tuple[str, str, Any], str] = {}

    def definition(self, figure: Figure) -> str:
        """Return what the figure counts: the words of its declaration, or its formula."""
        return str(figure.definition) or self.formula(figure.expression)

    def formula(self, expression: Expression) -> str:
        """Return in words how an expression is computed."""
        if isinstance(expression, Measure):
            return self._measure(expression)
        shown = f"{self._left(expression)}{SIGNS[expression.operator]}{self._side(expression.right)}"
        return f"{shown} × 100%" if expression.operator == "%" else shown

    def _left(self, expression: Combination) -> str:
        left = expression.left
        chained = isinstance(left, Combination) and {expression.operator, left.operator} <= set("+-")
        return self.formula(left) if chained else self._side(left)

    def _side(self, expression: Expression) -> str:
        told = self.formula(expression)
        return told if isinstance(expression, Measure) else _("（%(inner)s）") % {"inner": told}

    def _measure(self, measure: Measure) -> str:
        if measure.source == TARGETS.name:
            return _stated(measure)
        source = sources[measure.source]
        names = {"source": source.title, "what": self._field(measure, measure.of)}
        if measure.how == "sum":
            told = _("“%(source)s”的%(what)s之和") % names
        elif measure.how == "distinct":
            told = _("“%(source)s”中不重复的%(what)s数") % names
        elif source.sign is not None:
            told = _("“%(source)s”的条数（已冲销的不计）") % names
        else:
            told = _("“%(source)s”的条数") % names
        conditions = _("，").join(self._condition(measure, *condition) for condition in measure.where)
        return _("%(what)s（%(where)s）") % {"what": told, "where": conditions} if conditions else told

    def _condition(self, measure: Measure, name: str, operator: str, value: Any) -> str:
        field = self._field(measure, name)
        if operator == "isnull" or (operator == "not" and value == ""):
            empty = operator == "isnull" and value
            return (_("没有填写%(field)s") if empty else _("已填写%(field)s")) % {"field": field}
        values = value if isinstance(value, tuple) else (value,)
        shown = _("、").join(self._value(measure, name, one) for one in values)
        signs = {"not": _("不是"), "gt": "＞", "gte": "≥", "lt": "＜", "lte": "≤"}
        return _("%(field)s%(sign)s%(value)s") % {
            "field": field,
            "sign": signs.get(operator, _("为")),
            "value": shown,
        }

    def _field(self, measure: Measure, name: str) -> str:
        source = sources[measure.source]
        dimension, detail = source.dimension(name), _detail(source, name, measure)
        if name in source.words:
            return str(source.words[name])
        if dimension is not None:
            return str(dimension.title)
        return str(detail.title) if detail is not None else field_words().get(name, name)

    def _value(self, measure: Measure, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return _("是") if value else _("否")
        source = sources[measure.source]
        if name == "unit":
            return unit_word(value)
        detail = _detail(source, name, measure)
        if detail is not None:
            return detail.label(value)
        key = (source.name, name, value)
        if key not in self._named:
            self._named[key] = _named(source, name, value)
        return self._named[key]


def _detail(source: Source, name: str, measure: Measure) -> Any:
    plain = name in source.fields or source.dimension(name) is not None
    return None if plain else detail_of(source, name, measure)


def _named(source: Source, name: str, value: Any) -> str:
    dimension = source.dimension(name)
    labels = source.labels.get(name) or (dimension.labels if dimension is not None else None)
    return str(labels([value]).get(value, value)) if labels is not None else str(value)


def _stated(measure: Measure) -> str:
    """Return the words of a stated number: what was promised, or what growth is measured from."""
    wanted = {name: value for name, _is, value in measure.where}
    title = {"figure": figures[wanted["figure"]].title}
    if wanted["use"] == Target.Use.TARGET:
        return _("登记的“%(figure)s”目标") % title
    return _("登记的“%(figure)s”基数") % title
