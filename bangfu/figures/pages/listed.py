"""Of the persons a figure adds up: how many stand in a list, and are therefore known to be different people."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Sum
from django.utils.translation import gettext as _

from bangfu.figures.computing import Question, rows_of
from bangfu.figures.declared import Figure
from bangfu.figures.expressions import Measure
from bangfu.figures.ledger_source import ENTRIES, unreversed
from bangfu.ledger.models import EntryPerson


def listed_persons(figure: Figure, bounds: Question) -> list[dict[str, Any]]:
    """Return what to say of a sum of persons: those listed, counted once, and the headcounts that nobody listed.

    Two statements; nothing for other figures, and nothing where no person is counted. ``bounds`` is the question
    within what the asker may see.
    """
    expression = figure.expression
    if not isinstance(expression, Measure) or (expression.source, expression.of) != (ENTRIES.name, "persons"):
        return []
    [(source, rows)] = rows_of(figure, bounds)
    rows = unreversed(rows, bounds.to).annotate(has_list=Exists(EntryPerson.objects.filter(entry=OuterRef("pk"))))
    sums = dict(rows.order_by().values_list("has_list").annotate(total=Sum("persons")))
    if not any(sums.values()):
        return []
    known = rows.filter(has_list=True).aggregate(n=Count(source.path("person"), distinct=True))["n"]
    told = _("有名单的各笔相加 %(sum)s 人") % {"sum": f"{sums.get(True) or 0:,}"}
    return [
        {"label": _("其中有名单（逐人去重）"), "value": _("%s 人") % f"{known:,}", "note": told, "tone": ""},
        {
            "label": _("其中没有名单"),
            "value": _("%s 人") % f"{sums.get(False) or 0:,}",
            "note": _("只有人数，可能重复，无从去重"),
            "tone": "",
        },
    ]
