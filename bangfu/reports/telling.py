"""A report as programs are told it: the command line and the API print the same keys."""

from __future__ import annotations

from typing import Any

from bangfu.reports.document import Document, Seal
from bangfu.reports.outputs.appendix import runs_of


def told_report(document: Document, seal: Seal | None = None) -> dict[str, Any]:
    """Return a report its figures in reading order, as computed and as written."""
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
                "unit": document.figures[run.figure].unit if run.kind in ("value", "change") else "percent",
                "kind": run.kind,
                "rounding": run.how,
            }
            for run in runs_of(document)
            if run.figure is not None and run.kind not in ("names", "listed")
        ],
        "sealed": seal.digest if seal else None,
    }
