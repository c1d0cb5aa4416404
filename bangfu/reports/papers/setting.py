"""Papers as PDF: set by Typst in runs, put together into one file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pypdf import PdfWriter

from bangfu.reports.outputs.pdf import chosen_fonts, installed_fonts
from bangfu.reports.papers.typesetting import typeset
from bangfu.reports.papers.wanted import Wanted
from bangfu.reports.papers.words import words_of


def set_sheets(sheets: Sequence[dict[str, Any]], wanted: Wanted) -> bytes:
    """Return sheets of one kind of paper as PDF; raise Refused on a machine without Chinese fonts."""
    content = {
        "words": words_of(wanted),
        "font": chosen_fonts(installed_fonts().families())["heading"],
        "sheets": sheets,
    }
    return typeset(f"{wanted.paper}.typ", json.dumps(content, ensure_ascii=False, default=str))


def put_together(parts: Iterable[Path], target: Path) -> int:
    """Write the parts as one PDF, never half of it under its own name; return its pages."""
    writer = PdfWriter()
    for part in parts:
        writer.append(part, import_outline=False)
    draft = target.with_suffix(".draft")
    with draft.open("wb") as file:
        writer.write(file)
    draft.replace(target)
    return len(writer.pages)
