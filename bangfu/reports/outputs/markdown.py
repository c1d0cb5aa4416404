"""A report as Markdown."""

from __future__ import annotations

import re
from collections.abc import Collection

from bangfu.reports.document import Cell, Chart, Comparison, Document, Run, Seal, Table
from bangfu.reports.outputs.appendix import (
    COMPARED_HEAD,
    HEAD,
    TITLE,
    appendix,
    cell_address,
    closing,
    compared_notes,
    moved_lines,
    numeral,
    used_address,
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def to_markdown(document: Document, seal: Seal | None = None, base: str = "") -> bytes:
    """Return the report as Markdown in UTF-8; with the site's address each figure is a link."""
    lines = [f"# {_escaped(document.title)}", "", _escaped(document.lead), ""]
    for number, chapter in enumerate(document.chapters, start=1):
        lines += [f"## {numeral(number)}、{_escaped(chapter.title)}", ""]
        for block in chapter.blocks:
            if isinstance(block, Table):
                lines += _table(document, block, base)
            elif isinstance(block, Chart):
                lines += _chart(block)
            elif isinstance(block, Comparison):
                lines += _compared(document, block, base)
            else:
                lines.append(_paragraph(document, block, base))
            lines.append("")
    lines += [_escaped(line) + "  " for line in closing(document, seal)]
    if seal is not None and seal.address:
        lines += [f"核验：<{seal.address}>"]
    if document.figures:
        lines += ["", f"## {TITLE}", "", *_bars(HEAD, [row.cells() for row in appendix(document)], numbers=(3, 4))]
    return ("\n".join(lines).rstrip() + "\n").encode()


def _chart(chart: Chart) -> list[str]:
    """What the chart shows, as a table: Markdown has no drawings of its own."""
    return [
        f"**{_escaped(chart.title)}**",
        "",
        *_bars(("", "数值"), [(p.label, p.text) for p in chart.points], numbers=(1,)),
    ]


def _compared(document: Document, block: Comparison, base: str) -> list[str]:
    rows = []
    for line in moved_lines(block):
        values = (_run(document, run, base) for run in (line.now, line.before))
        rows.append((_escaped(line.title), *values, _escaped(line.change.text)))
    notes = [_escaped(note) + "  " for note in compared_notes(block)]
    if not rows:
        return notes
    return [f"**{_escaped(block.title)}**", "", *_bars(COMPARED_HEAD, rows, numbers=(1, 2), raw=True), "", *notes]


def _paragraph(document: Document, runs: tuple[Run, ...], base: str) -> str:
    return "".join(_run(document, run, base) for run in runs)


def _run(document: Document, run: Run, base: str) -> str:
    if run.figure is None or not base:
        return _escaped(run.text)
    return f"[{_escaped(run.text)}]({used_address(base, document.figures[run.figure])})"


def _table(document: Document, table: Table, base: str) -> list[str]:
    rows = [tuple(_cell(document, cell, base) for cell in row) for row in table.rows]
    return [f"**{_escaped(table.title)}**", "", *_bars(table.head, rows, numbers=range(1, len(table.head)), raw=True)]


def _cell(document: Document, cell: Cell, base: str) -> str:
    address = cell_address(base, document, cell) if base else ""
    return f"[{_escaped(cell.text)}]({address})" if address else _escaped(cell.text)


def _bars(
    head: tuple[str, ...], rows: list[tuple[str, ...]], *, numbers: Collection[int], raw: bool = False
) -> list[str]:
    shown = rows if raw else [tuple(_escaped(cell) for cell in row) for row in rows]
    rule = ["---:" if i in numbers else "---" for i in range(len(head))]
    return [f"| {' | '.join(row)} |" for row in ([_escaped(h) for h in head], rule, *shown)]


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
