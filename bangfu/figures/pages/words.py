"""The words of figures: dimensions, their values, how a figure is computed, and the places one may choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from bangfu.figures.dimension_words import detail_of
from bangfu.figures.expressions import Expression, Measure
from bangfu.figures.sources import sources
from bangfu.kernel.areas_of import parents
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import Scope, may
from bangfu.pairing.models import Scheme
from bangfu.parties.queries import area_names, areas_visible_to, children_of

AREA_VIEW = "parties.area.view"


def formula(expression: Expression) -> str:
    """Return in words how a figure is computed."""
    if isinstance(expression, Measure):
        return _measure(expression)
    signs = {"+": " ＋ ", "-": " － ", "/": " ÷ ", "%": " ÷ "}
    shown = f"{_side(expression.left)}{signs[expression.operator]}{_side(expression.right)}"
    return f"{shown} × 100%" if expression.operator == "%" else shown


def _side(expression: Expression) -> str:
    return formula(expression) if isinstance(expression, Measure) else f"（{formula(expression)}）"


def _measure(measure: Measure) -> str:
    source, words = sources[measure.source], field_words()
    names = {"source": source.title, "what": words.get(measure.of, measure.of)}
    if measure.how == "sum":
        told = _("“%(source)s”的%(what)s之和") % names
    elif measure.how == "distinct":
        told = _("“%(source)s”中不重复的%(what)s数") % names
    else:
        told = _("“%(source)s”的条数（已冲销的不计）") % names
    conditions = "，".join(_condition(measure, *condition) for condition in measure.where)
    return _("%(what)s（%(where)s）") % {"what": told, "where": conditions} if conditions else told


def _condition(measure: Measure, name: str, operator: str, value: Any) -> str:
    values = value if isinstance(value, tuple) else (value,)
    shown = "、".join(_value(measure, name, one) for one in values)
    signs = {"not": _("不是"), "gt": "＞", "gte": "≥", "lt": "＜", "lte": "≤"}
    return f"{_field(measure, name)}{signs.get(operator, _('为'))}{shown}"


def _field(measure: Measure, name: str) -> str:
    source = sources[measure.source]
    dimension, detail = source.dimension(name), detail_of(source, name, measure)
    if dimension is not None:
        return str(dimension.title)
    return str(detail.title) if detail is not None else field_words().get(name, name)


def _value(measure: Measure, name: str, value: Any) -> str:
    source = sources[measure.source]
    dimension, detail = source.dimension(name), detail_of(source, name, measure)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if dimension is not None and dimension.labels is not None:
        return str(dimension.labels([value]).get(value, value))
    if detail is not None:
        return detail.label(value)
    lists = {"standing": "household_standing", "class": "area_class", "helper_unit_rank": "organisation_rank"}
    if name == "scheme":
        return Scheme.objects.filter(name=value).values_list("title", flat=True).first() or str(value)
    return str(labels(lists[name]).get(value, value)) if name in lists else str(value)


def field_words() -> dict[str, str]:
    """Return the words of the fields that measures count."""
    return {
        "amount": _("金额"),
        "quantity": _("数量"),
        "persons": _("人数"),
        "person_times": _("人次"),
        "households": _("户数"),
        "giver": _("提供方"),
        "receiver": _("受助方"),
        "helper": _("帮扶方"),
        "recipient": _("受助方"),
        "household": _("农户"),
        "person": _("人"),
        "village": _("村"),
        "township": _("乡镇"),
        "organisation": _("单位"),
        "giver_is_budget_unit": _("提供方是预算单位"),
        "giver_rank": _("提供方层级"),
        "giver_kind": _("提供方类型"),
        "receiver_kind": _("受助方类型"),
        "helper_unit_rank": _("派出单位层级"),
        "scheme": _("方案"),
        "state": _("状态"),
        "paired": _("已结对"),
        "loaded": _("已安排"),
        "must_cover": _("须全覆盖"),
        "enrolment": _("登记的帮扶力量"),
    }


def places_offered(user: User, reach: Scope, chosen: str) -> list[tuple[str, str]]:
    """Return the places a user may choose: the way down to the chosen one, and what lies inside it; two queries."""
    if not reach.prefixes or not may(user, AREA_VIEW):
        return []
    above = [code for code in (*parents(chosen), chosen) if chosen and reach.covers(code)]
    tops = [] if chosen else [p for p in reach.prefixes if p]
    names = area_names([*above, *tops])
    inside = children_of(areas_visible_to(user), chosen).order_by("code").values_list("code", "name")
    below = [(code, name) for code, name in inside if code not in names] if chosen or not tops else []
    offered = [(code, _indented(names[code], depth)) for depth, code in enumerate(above) if code in names]
    offered += [(code, names.get(code, code)) for code in tops]
    return offered + [(code, _indented(name, len(above))) for code, name in below if reach.covers(code)]


def _indented(name: str, depth: int) -> str:
    return f"{'　' * depth}{name}"


def place_name(user: User, reach: Scope, code: str) -> str:
    """Return the name of the place a number is about."""
    if code:
        return area_names([code]).get(code, code)
    if reach.everywhere:
        return _("全部地区")
    if not reach.prefixes:
        return _("本人（本单位）参与的")
    names: Sequence[Any] = list(area_names(reach.prefixes).values())
    return "、".join(names)
