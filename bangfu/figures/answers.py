"""Answers for pages: within the asker's reach, and computed once for each state of the books.

The books only grow: entries lengthen a chain, every other write leaves a line of history. Their lengths name the
state, so what is remembered for a state is what a fresh computation would give.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic
from typing import Any

from django.db.models import Max, Min, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import get_language

from bangfu.figures.computing import Answer, Question, compute
from bangfu.figures.declared import Figure
from bangfu.figures.ledger_source import ENTRIES
from bangfu.figures.scoping import bounded, reach_of
from bangfu.kernel.history.models import Change
from bangfu.kernel.remembered import RememberedByKey
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.ledger.models import Chain, Confirmation, Entry
from bangfu.ledger.queries import entries_visible_to

SLOW, PATIENCE, LONGEST = 1.0, 20, 60.0
ENOUGH = 500
"""So many entries of a year are counted to compare it with others."""
_answers: RememberedByKey[Any] = RememberedByKey(4000)
_readings: RememberedByKey[_Read] = RememberedByKey(500)


def state_of_books() -> tuple[int, int, int]:
    """Return what changes with every write: three look-ups at the end of an index."""
    chains = Chain.objects.aggregate(links=Sum("length"))["links"] or 0
    changes = Change.objects.aggregate(last=Max("pk"))["last"] or 0
    return chains, changes, Confirmation.objects.aggregate(last=Max("pk"))["last"] or 0


@dataclass(frozen=True)
class Reading:
    """The state of the books that a page tells of, and when that was."""

    state: tuple[int, ...]
    at: datetime
    fresh: bool


@dataclass(frozen=True)
class _Read:
    state: tuple[int, ...]
    at: datetime
    clock: float
    seconds: float

    def still_holds(self, clock: float) -> bool:
        """Tell whether reading anew would cost more than the news is worth."""
        return self.seconds > SLOW and clock - self.clock < min(self.seconds * PATIENCE, LONGEST)


@contextmanager
def reading(key: Hashable) -> Iterator[Reading]:
    """Read the books for a page of many numbers: as they are, or, where that took more than ``SLOW`` seconds the last
    time, as they were then, for ``PATIENCE`` times as long but not beyond ``LONGEST`` seconds. All numbers of the page
    belong to one state.
    """
    state, began = state_of_books(), monotonic()
    last = _readings.peek(key)
    if last is not None and last.state != state and last.still_holds(began):
        yield Reading(last.state, last.at, fresh=False)
        return
    now = timezone.now()
    yield Reading(state, now, fresh=True)
    if last is None or last.state != state:
        _readings.put(key, _Read(state, now, began, monotonic() - began))


def remembered(key: Hashable, load: Callable[[], Any], *, state: tuple[int, ...] | None = None) -> Any:
    """Return a result computed once for each state of the books; the key must name everything else it depends on."""
    return _answers.get((key, state or state_of_books()), load)


def answer(user: User, figure: Figure, question: Question, *, state: tuple[int, ...] | None = None) -> Answer:
    """Return a figure as the user may know it. Raises Denied outside their places.

    ``state`` is ``state_of_books()``, for a page that asks several figures.
    """
    asked = bounded(user, figure, question)
    reach = reach_of(user, figure)
    own = None if reach.prefixes else user.pk
    key = (figure.name, question, reach.prefixes, own, timezone.localdate(), get_language())
    return remembered(key, lambda: compute(figure, asked), state=state)


def years_of(user: User, most: int = 10) -> list[int]:
    """Return the years of the entries at the user's places (or of their own), latest first, gaps included."""
    scope = scope_of(user, ENTRIES.permission)
    rows = Entry.objects.filter(scope.q(ENTRIES.place)) if scope.prefixes else entries_visible_to(user)
    key = ("years", scope.prefixes or user.pk)
    first, last = remembered(key, lambda: _span(rows))
    return list(range(last.year, max(first.year, last.year - most + 1) - 1, -1)) if last else []


def telling_year(user: User) -> int | None:
    """Return the last year that has a tenth as many entries as the busiest of the last ten; None without entries.

    A year that has only just begun, of which a few entries are told, is not yet the one to look at.
    """
    scope = scope_of(user, ENTRIES.permission)
    rows = Entry.objects.filter(scope.q(ENTRIES.place)) if scope.prefixes else entries_visible_to(user)

    def found() -> int | None:
        counts = {year: rows.filter(happened_on__year=year).order_by()[:ENOUGH].count() for year in years_of(user)}
        busiest = max(counts.values(), default=0)
        return next((year for year, count in counts.items() if count and count * 10 >= busiest), None)

    return remembered(("telling year", scope.prefixes or user.pk), found)


def _span(rows: QuerySet[Entry]) -> tuple[date | None, date | None]:
    found = rows.aggregate(first=Min("happened_on"), last=Max("happened_on"))
    return found["first"], found["last"]
