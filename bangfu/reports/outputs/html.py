"""A report as HTML: the parts a page shows, and a file that stands alone."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override
from markupsafe import Markup

from bangfu.reports.document import LANGUAGE, Document, Run, Seal, Used
from bangfu.reports.outputs.appendix import (
    COMPARED_HEAD,
    HEAD,
    HOW,
    TITLE,
    appendix,
    cell_address,
    closing,
    compared_notes,
    exact_value,
    moved_lines,
    numeral,
    used_address,
)
from bangfu.reports.outputs.chart import PAGE, PHONE, to_svg
from bangfu.reports.outputs.qr import qr_svg

STYLES = Path(__file__).parent.parent / "static" / "reports" / "report.css"


@override(LANGUAGE)
def to_html(document: Document, seal: Seal | None = None, base: str = "") -> bytes:
    """Return the report as one HTML file without scripts; its figures open on the site it came from."""
    context = {"parts": parts_of(document, seal, base), "styles": _styles()}
    return render_to_string("reports/standalone.html", context).encode()


def parts_of(document: Document, seal: Seal | None = None, base: str = "") -> dict[str, Any]:
    """Return what the macro ``report_body`` takes."""
    return {
        "document": document,
        "base": base,
        "closing": closing(document, seal),
        "rows": appendix(document),
        "head": HEAD,
        "compared_head": COMPARED_HEAD,
        "moved_lines": moved_lines,
        "compared_notes": compared_notes,
        "appendix_title": TITLE,
        "seal": seal,
        "qr": Markup(qr_svg(seal.address)) if seal and seal.address else "",  # noqa: S704 - drawn here
        "run_title": run_title,
        "numeral": numeral,
        "used_address": used_address,
        "cell_address": cell_address,
        "drawing": lambda chart, frame=PAGE: Markup(to_svg(chart, frame)),  # noqa: S704 - drawn here, its words escaped
        "phone": PHONE,
    }


def run_title(used: Used, run: Run) -> str:
    """Return what a figure of the text says when one points at it: its name, exact value and rounding."""
    if run.kind in ("names", "listed"):
        return f"{used.title}：{used.entries:,}条记录"
    return f"{used.title}：{exact_value(used.value, used.unit)}；文中{HOW[run.how]}；{used.entries:,}条记录"


@lru_cache(maxsize=1)
def _styles() -> Markup:
    return Markup(STYLES.read_text(encoding="utf-8"))  # noqa: S704 - our own file
