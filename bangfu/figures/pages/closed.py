"""Figures as they were when a period was closed, beside what they are now.

The book only grows, so the entries up to the last one of that moment are what the figures were made of then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from bangfu.figures.answers import answer, answer_all
from bangfu.figures.computing import Question
from bangfu.figures.declared import Figure, figures
from bangfu.figures.ledger_source import ENTRIES
from bangfu.figures.pages.asking import figure_address
from bangfu.figures.scoping import may_ask, sources_of
from bangfu.figures.units import exact, written
from bangfu.kernel.errors import Denied
from bangfu.kernel.periods import Period
from bangfu.kernel.rights.models import User
from bangfu.ledger.models import Closing
from bangfu.ledger.queries.closings import closing_over

MOST = 40


@dataclass(frozen=True)
class Then:
    """A figure's value at a closing."""

    closing: Closing
    value: str
    exact: str


def then(user: User, figure: Figure, question: Question) -> Then | None:
    """Return the figure as of the closing of the period asked; None where it was not closed or is not of entries."""
    if question.from_ is None or question.to is None or not of_entries(figure):
        return None
    closing = closing_over(question.area_code, Period(question.from_, question.to)) if question.area_code else None
    if closing is None:
        return None
    found = answer(user, figure, as_of(closing, replace(question, by="")))
    return Then(closing, written(found.value, figure.unit), exact(found.value, figure.unit))


def as_of(closing: Closing, question: Question) -> Question:
    """Return the question over the entries that were in the book at a closing."""
    return replace(question, where=(*question.where, ("id", "lte", closing.last_entry)))


def of_entries(figure: Figure) -> bool:
    """Tell whether the figure counts nothing but entries."""
    return [source.name for source in sources_of(figure)] == [ENTRIES.name]


def then_and_now(user: User, closing: Closing) -> str:
    """Return the figures of a closed period as they were and as they are: those of its working group, else the first
    every office sees.
    """
    question = Question(area_code=closing.area_code, from_=closing.starts_on, to=closing.ends_on)
    rows, chosen = [], _chosen(user, closing)
    try:
        found = answer_all(user, [(figure, one) for one in (as_of(closing, question), question) for figure in chosen])
    except Denied:  # all of them are of entries
        chosen, found = [], []
    for figure, before, now in zip(chosen, found[: len(chosen)], found[len(chosen) :], strict=True):
        if not before.entries and not now.entries:
            continue
        address = figure_address(
            figure.name, {"place": closing.area_code, "from": str(closing.starts_on), "to": str(closing.ends_on)}
        )
        moved = before.value != now.value
        rows.append(
            (
                {"text": figure.title, "url": address},
                {"text": written(before.value, figure.unit), "title": exact(before.value, figure.unit)},
                {"text": written(now.value, figure.unit), "title": exact(now.value, figure.unit), "url": address},
                {"text": _("有变动"), "tone": "warning"} if moved else _("一致"),
            )
        )
    columns = [
        {"key": "figure", "title": _("指标")},
        {"key": "then", "title": _("关账时"), "align": "right"},
        {"key": "now", "title": _("现在"), "align": "right"},
        {"key": "moved", "title": _("比较")},
    ]
    return render_to_string("figures/then_and_now.html", {"columns": columns, "rows": rows})


def _chosen(user: User, closing: Closing) -> list[Figure]:
    named = [f for f in figures if (f.workstream == closing.workstream if closing.workstream else f.headline)]
    found = [f for f in named if of_entries(f) and may_ask(user, f)]
    return sorted(found, key=lambda figure: figure.headline)[:MOST]
