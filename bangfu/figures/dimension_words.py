"""How dimensions and their values are called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bangfu.figures.computing import Answer, Part
from bangfu.figures.declared import Figure
from bangfu.figures.expressions import Expression, measures
from bangfu.figures.field_words import field_words
from bangfu.figures.scoping import sources_of
from bangfu.figures.sources import Source
from bangfu.ledger.kinds import Detail, entry_kinds
from bangfu.parties.queries import area_names


def dimension_title(figure: Figure, by: str) -> str:
    """Return the name of a dimension as people say it."""
    plain = {"area": _("地区"), "month": _("月份"), "year": _("年度")}
    if by in plain:
        return plain[by]
    source = sources_of(figure)[0]
    declared, detail = source.dimension(by), detail_of(source, by, figure.expression)
    if declared is not None:
        return str(declared.title)
    return str(detail.title if detail is not None else source.words.get(by) or field_words().get(by, by))


def labelled(answer: Answer) -> list[tuple[Part, str]]:
    """Return the parts of an answer with their words."""
    by = answer.question.by
    if by == "area":
        names = area_names([part.key for part in answer.parts if part.key])
        return [(part, names.get(part.key, part.key or _("未注明地区"))) for part in answer.parts]
    source = sources_of(answer.figure)[0]
    detail = detail_of(source, by, answer.figure.expression) if source.dimension(by) is None else None
    return [(part, _label(part, detail)) for part in answer.parts]


def _label(part: Part, detail: Detail | None) -> str:
    if part.key is None or part.key == "":
        return _("未注明")
    if detail is not None and detail.kind == "boolean":
        return _("是") if part.key in (True, "true", "1") else _("否")
    return detail.label(part.key) if detail is not None else str(part.label or part.key)


CAMPAIGN = "campaign_name"


def narrowed_by(figure: Figure) -> tuple[str, ...]:
    """Return the names a question may narrow a figure by: its dimensions, and for entries the activity by its name."""
    named = all(CAMPAIGN in source.fields for source in sources_of(figure))
    return (*figure.by, CAMPAIGN) if named else figure.by


def condition_words(figure: Figure, name: str, value: str | bool) -> str:
    """Return a condition as people say it: 活动：电商产业节."""
    if name == CAMPAIGN:
        return _("活动：%(name)s") % {"name": value}
    source = sources_of(figure)[0]
    declared = source.dimension(name)
    detail = detail_of(source, name, figure.expression) if declared is None else None
    if declared is not None and declared.labels is not None:
        return f"{declared.title}：{declared.labels([value]).get(value, value)}"
    if isinstance(value, bool):
        return f"{dimension_title(figure, name)}：{_('是') if value else _('否')}"
    return f"{dimension_title(figure, name)}：{detail.label(value) if detail is not None else value}"


YES, NO = ("1", "true", "True", "是"), ("0", "false", "False", "否")
WORDS = (*YES[1:], *NO[1:])


def value_of(figure: Figure, name: str, text: str) -> str | bool:
    """Return a value of a dimension as conditions compare it: what an address says of a yes or no is one."""
    source = sources_of(figure)[0]
    detail = detail_of(source, name, figure.expression) if source.dimension(name) is None else None
    if text in WORDS and detail is None and source.dimension(name) is None:
        return text in YES  # a field that is a yes or no; elsewhere these words are values of nothing
    if detail is None or detail.kind != "boolean" or text not in (*YES, *NO):
        return text
    return text in YES


def detail_of(source: Source, name: str, expression: Expression | None = None) -> Detail | None:
    """Return the declared detail of entries of that name, or None.

    Kinds use the same name for different things (the form of a job fair, of a meeting, of a leaflet): those that the
    expression counts come first.
    """
    if not source.details:
        return None
    counted = kinds_of(expression) if expression is not None else ()
    kinds = [entry_kinds[k] for k in counted if k in entry_kinds]
    return next((d for kind in (*kinds, *entry_kinds) for d in kind.details if d.name == name), None)


def kinds_of(expression: Expression) -> tuple[str, ...]:
    """Return the entry kinds an expression names."""
    found: list[str] = []
    for measure in measures(expression):
        for name, operator, value in measure.where:
            if name == "kind" and operator in ("is", "in"):
                found += value if isinstance(value, tuple) else (value,)
    return tuple(dict.fromkeys(found))
