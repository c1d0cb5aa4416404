"""A report as PDF with Chinese fonts embedded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.reports.document import Chart, Comparison, Document, Seal, Table
from bangfu.reports.outputs.appendix import (
    COMPARED_HEAD,
    HEAD,
    TITLE,
    appendix,
    closing,
    compared_notes,
    compared_rows,
    numeral,
)
from bangfu.reports.outputs.chart import to_svg
from bangfu.reports.outputs.qr import qr_svg

TEMPLATE = Path(__file__).with_name("report.typ")
# In order of preference: the fonts of official documents, those of common systems, those Debian packages.
SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC", "AR PL UMing CN")
SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "SimHei", "Heiti SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei")
FONTS = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", *SERIF, *SANS),
    "body": ("FangSong_GB2312", "FangSong", "STFangsong", *SERIF, *SANS),
    "lead": ("KaiTi_GB2312", "KaiTi", "STKaiti", *SERIF, *SANS),
    "heading": ("SimHei", *SANS, *SERIF),
}
HEAVY = "FZXiaoBiaoSong"


def to_pdf(document: Document, seal: Seal | None = None, base: str = "") -> bytes:
    """Return the report as PDF; raise Refused, naming what to install, on a machine without Chinese fonts."""
    data = json.dumps(_data(document, seal), ensure_ascii=False)
    return typst.compile(
        TEMPLATE.read_bytes(), root=TEMPLATE.parent, font_paths=installed_fonts(), sys_inputs={"data": data}
    )


@lru_cache(maxsize=1)
def installed_fonts() -> typst.Fonts:
    """The machine's fonts; looking for them takes half a second."""
    return typst.Fonts()


def chosen_fonts(families: Sequence[str]) -> dict[str, str]:
    """Return the font of each part of the document; raise Refused where none has Chinese characters."""
    chosen = {part: next((name for name in wanted if name in families), "") for part, wanted in FONTS.items()}
    if not all(chosen.values()):
        raise Refused(
            _("这台机器上没有可以写进 PDF 的中文字体。Debian 或 Ubuntu 请执行 apt install fonts-noto-cjk 后重试。")
        )
    return chosen | {"title_weight": "regular" if chosen["title"].startswith(HEAVY) else "bold"}


def _data(document: Document, seal: Seal | None) -> dict[str, Any]:
    address = seal.address if seal else ""
    return {
        "fonts": chosen_fonts(installed_fonts().families()),
        "title": document.title,
        "author": seal.sealed_by if seal else "",
        "lead": document.lead,
        "chapters": [
            {
                "number": numeral(number),
                "title": chapter.title,
                "blocks": [_block(block) for block in chapter.blocks],
            }
            for number, chapter in enumerate(document.chapters, start=1)
        ],
        "closing": [
            line.replace(seal.digest, breakable(seal.digest)) if seal else line for line in closing(document, seal)
        ],
        "address": address,
        "address_shown": breakable(address),
        "qr": qr_svg(address) if address else "",
        "appendix_title": TITLE,
        "appendix_head": HEAD,
        "appendix": [row.cells() for row in appendix(document)],
    }


def breakable(text: str) -> str:
    """Return a long address with places where a line may break."""
    return "\u200b".join(text[i : i + 16] for i in range(0, len(text), 16))


def _block(block: Any) -> dict[str, Any]:
    if isinstance(block, Table):
        rows = [[cell.text for cell in row] for row in block.rows]
        return {"title": block.title, "head": block.head, "rows": rows}
    if isinstance(block, Comparison):
        return {
            "title": block.title,
            "compared": COMPARED_HEAD,
            "rows": compared_rows(block),
            "notes": compared_notes(block),
        }
    if isinstance(block, Chart):
        return {"title": block.title, "svg": to_svg(block), "alt": block.alt}
    return {"runs": [{"text": run.text, "figure": run.figure} for run in block]}
