"""Figures a writer may put into a chapter: found by words, each with its value for the report's place and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from bangfu.figures.declared import Figure, figures
from bangfu.figures.pages.listing import group_title
from bangfu.figures.reporting import ReportChapter
from bangfu.figures.units import written
from bangfu.kernel.errors import Refused
from bangfu.reports.composing import period_named, report_named, side_of
from bangfu.reports.figure_book import FigureBook
from bangfu.reports.naming import figure_names

PER_PAGE, LONGEST = 15, 40


@dataclass(frozen=True)
class Wanted:
    """What a writer looks for: words, and which page of what they find."""

    words: str = ""
    page: int = 1


def wanted(values: Any) -> Wanted:
    """Read the search from an address or a form; a page that is none is the first."""
    page = values.get("figures_page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    return Wanted(values.get("q", "").strip()[:LONGEST], max(number, 1))


def offered(
    name: str, declared: ReportChapter, asked: dict[str, str], used: Sequence[str], find: Wanted
) -> dict[str, Any]:
    """Return one page of the figures that match: those the chapter uses first, then those of its working group."""
    matching = [figure for figure in figures if _matches(figure, find.words)]
    matching.sort(key=lambda f: (f.name not in used, f.workstream != declared.workstream, f.workstream, f.name))
    pages = max(-(-len(matching) // PER_PAGE), 1)
    page = min(find.page, pages)
    names = figure_names()
    period = period_named(asked["period"]).cut(timezone.localdate())
    book = FigureBook(asked["area"], period, timezone.now(), side=side_of(report_named(name), asked["area"]))
    rows = [
        {
            "code": figure.name,
            "tag": names.tag(figure.name),
            "title": str(figure.title),
            "group": group_title(figure.workstream),
            "value": _value(book, figure),
            "used": figure.name in used,
        }
        for figure in matching[(page - 1) * PER_PAGE : page * PER_PAGE]
    ]
    return {"rows": rows, "count": len(matching), "page": page, "pages": pages, "words": find.words}


def _matches(figure: Figure, words: str) -> bool:
    """Tell whether each word stands in the title, the working group's title or the code."""
    told = f"{figure.title} {group_title(figure.workstream)} {figure.name}".lower()
    return all(word in told for word in words.lower().split())


def _value(book: FigureBook, figure: Figure) -> str:
    try:
        return written(book.value(figure.name), figure.unit)
    except (Refused, ValueError):
        return ""
