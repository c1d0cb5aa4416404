"""A report as programs are told it: the command line and the API print the same keys."""

from __future__ import annotations

from typing import Any

from bangfu.reports.document import Compared, Document, Seal
from bangfu.reports.movement import PERCENT, POINT
from bangfu.reports.outputs.appendix import comparisons_of, runs_of


def told_report(document: Document, seal: Seal | None = None) -> dict[str, Any]:
    """Return a report: its figures in reading order, as computed and as written, and beside the year before."""
    beside = comparisons_of(document)
    return {
        "report": document.report,
        "title": document.title,
        "area": document.area_code,
        "period": document.period,
        "from": document.from_,
        "to": document.to,
        "chapters": [{"name": c.name, "title": c.title} for c in document.chapters],
        "left_out": list(document.left_out),
        "figures": [
            {
                "code": document.figures[run.figure].code,
                "value": run.value,
                "text": run.text,
                "unit": _unit(document.figures[run.figure].unit, run.kind),
                "kind": run.kind,
                "rounding": run.how,
            }
            for run in runs_of(document)
            if run.figure is not None and run.kind not in ("names", "listed")
        ],
        "compared": document.compared,
        "comparison": [_told_line(c.name, line, document) for c, block in beside for line in block.lines],
        "not_compared": [{"chapter": c.name, "text": note} for c, block in beside for note in block.notes],
        "sealed": seal.digest if seal else None,
    }


def _unit(unit: str, kind: str) -> str:
    """The unit of what a run says of a figure: two percentages differ by points."""
    if kind == "value":
        return unit
    if unit == PERCENT and kind in ("change", "growth"):
        return POINT
    return unit if kind == "change" else PERCENT


def _told_line(chapter: str, line: Compared, document: Document) -> dict[str, Any]:
    """A figure beside the year before; ``change`` in its unit (points for a percentage), ``growth`` in per cent."""
    used, before = (document.figures[run.figure or 0] for run in (line.now, line.before))
    return {
        "chapter": chapter,
        "code": used.code,
        "title": line.title,
        "unit": used.unit,
        "now": used.value,
        "before": before.value,
        "from": before.from_,
        "to": before.to,
        "change": line.change.value,
        "growth": line.growth,
        "text": line.change.text,
    }
