"""A table as PDF: A4 landscape with Chinese fonts embedded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from bangfu.figures.tables.document import Document, Sheet
from bangfu.figures.tables.wording import about, cell_words, footnotes, groups_of, head_words, signing
from bangfu.reports.outputs.pdf import chosen_fonts, installed_fonts

TEMPLATE = Path(__file__).with_name("table.typ")


def table_to_pdf(document: Document, base: str = "") -> bytes:
    """Return the table as PDF; raise Refused, naming what to install, on a machine without Chinese fonts."""
    fonts = installed_fonts()
    lines = about(document)
    data = {
        "fonts": chosen_fonts(fonts.families()),
        "title": document.title,
        "code": document.code,
        "about": [f"填报单位：{document.place_name}", *filter(None, list(lines.values())[1:])],
        "sheets": [_sheet(sheet) for sheet in document.sheets],
        "notes": footnotes(document),
        "signing": [f"{label}：{known}" for label, known in signing(document)],
    }
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return typst.compile(TEMPLATE.read_bytes(), root=TEMPLATE.parent, font_paths=fonts, sys_inputs=inputs)


def _sheet(sheet: Sheet) -> dict[str, Any]:
    groups = groups_of(sheet)
    rows = [*sheet.rows, *([sheet.total] if sheet.total else [])]
    return {
        "title": sheet.title,
        "head": sheet.head,
        "groups": [list(group) for group in groups] if any(title for title, _span in groups) else [],
        "columns": [{"title": head_words(head), "words": head.words} for head in sheet.columns],
        "rows": [
            ["　" * row.level + row.title, *(cell_words(cell, mixed=sheet.mixed) for cell in row.cells)] for row in rows
        ],
        "total": sheet.total is not None,
    }
