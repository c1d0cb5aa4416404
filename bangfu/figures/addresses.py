"""Where figures and the cells of tables open."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from bangfu.figures.tables.document import Cell


def figure_address(name: str, parameters: Mapping[str, str | None]) -> str:
    """Return the page of a figure."""
    given = {key: value for key, value in parameters.items() if value}
    return f"{reverse('figure', args=[name])}?{urlencode(given)}" if given else reverse("figure", args=[name])


def cell_address(cell: Cell) -> str:
    """Return the page that opens a cell: its figure, or its entry; empty for one that follows from others."""
    if cell.entry is not None:
        return reverse("ledger.entry.detail", args=[cell.entry])
    return figure_address(cell.figure, cell.parameters) if cell.figure else ""
