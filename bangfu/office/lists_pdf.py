"""Lists of who helps whom as PDF on A4: a village, a unit or a helper each under its own heading."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.chinese_fonts import chinese_font

TEMPLATE = Path(__file__).parent / "typst" / "lists.typ"


def lists_pdf(
    *,
    title: str,
    note: str,
    columns: Sequence[str],
    groups: Sequence[Mapping[str, Any]],
    apart: bool,
) -> bytes:
    """Return groups of rows as PDF; with ``apart`` each group begins a page, to be handed out.

    Raises Refused when the machine has no Chinese font.
    """
    content = {
        "font": chinese_font(),
        "title": title,
        "note": note,
        "columns": list(columns),
        "apart": apart,
        "groups": [
            {
                "title": group["title"],
                "note": _("%(n)s 对") % {"n": formats.number(len(group["rows"]))},
                "rows": [[str(cell or "") for cell in row] for row in group["rows"]],
            }
            for group in groups
        ],
    }
    made = typst.compile(TEMPLATE, sys_inputs={"list": json.dumps(content, ensure_ascii=False)}, format="pdf")
    assert isinstance(made, bytes)
    return made
