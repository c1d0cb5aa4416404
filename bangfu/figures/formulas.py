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


def field_words() -> dict[str, str]:
    """Return the words of the fields that sources have in common."""
    return {
        "agreement": _("协议"),
        "amount": _("金额"),
        "giver": _("提供方"),
        "giver_is_budget_unit": _("提供方是预算单位"),
        "giver_kind": _("提供方类型"),
        "giver_rank": _("提供方层级"),
        "helper": _("帮扶方"),
        "helper_township": _("帮扶方所在乡镇（街道）"),
        "helper_unit_rank": _("派出单位层级"),
        "household": _("农户"),
        "households": _("户数"),
        "level": _("层级"),
        "organisation": _("单位"),
        "person": _("人员"),
        "person_times": _("人次"),
        "persons": _("人数"),
        "place": _("所在地"),
        "quantity": _("数量"),
        "receiver": _("受助方"),
        "receiver_kind": _("受助方类型"),
        "recipient": _("受助方"),
        "recipient_class": _("受助村类别"),
        "recipient_township": _("受助方所在乡镇"),
        "stage": _("阶段"),
        "state": _("状态"),
        "supplier": _("供应商"),
        "township": _("乡镇"),
        "unit": _("计量单位"),
        "value": _("数值"),
        "village": _("村"),
        "year": _("年度"),
    }
