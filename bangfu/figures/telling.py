"""A figure's answer as programs are told it: the command line and the API print the same keys."""

from __future__ import annotations

from typing import Any

from bangfu.figures.computing import Answer
from bangfu.figures.declared import Figure


def told_figure(figure: Figure) -> dict[str, Any]:
    """Return one line of the list of figures."""
    return {
        "code": figure.name,
        "title": str(figure.title),
        "unit": figure.unit,
        "workstream": figure.workstream,
    }


def told_answer(answer: Answer) -> dict[str, Any]:
    """Return a value with the rows it counted and its parts; ``value`` is None where it has none."""
    question = answer.question
    return {
        "code": answer.figure.name,
        "title": str(answer.figure.title),
        "unit": answer.figure.unit,
        "value": answer.value,
        "entries": answer.entries,
        "area": question.area_code,
        "from": question.from_,
        "to": question.to,
        "by": [{"key": p.key, "label": p.label, "value": p.value, "entries": p.entries} for p in answer.parts],
    }
