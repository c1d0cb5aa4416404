"""Answers for pages: within the asker's reach, and computed once for each state of the books.

The books only grow: entries lengthen a chain, every other write leaves a line of history. Their lengths name the
state, so what is remembered for a state is what a fresh computation would give.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any

from django.db.models import Max, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import get_language

from bangfu.figures.computing import Answer, Question, compute_all
from bangfu.figures.declared import Figure
from bangfu.figures.ledger_source import ENTRIES
from bangfu.figures.scoping import Bounds, reach_of
from bangfu.kernel.history.models import Change
from bangfu.kernel.remembered import RememberedByKey
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.ledger.models import Chain, Confirmation, Entry
from bangfu.ledger.queries import entries_visible_to
from bangfu.ledger.queries.years import telling_year_in, years_in

SLOW, PATIENCE, LONGEST = 1.0, 20, 60.0
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
    return answer_all(user, [(figure, question)], state=state)[0]


def answer_all(
    user: User, asked: Sequence[tuple[Figure, Question]], *, state: tuple[int, ...] | None = None
) -> list[Answer]:
    """Return figures as the user may know them, in the order asked; those not remembered are computed together.

    Raises Denied where one is asked outside the user's places.
    """
    state, bounds = state or state_of_books(), Bounds(user)
    found: dict[Hashable, Answer] = {}
    missing: dict[Hashable, tuple[Figure, Question]] = {}
    keys = [_key(user, figure, question) for figure, question in asked]
    for key, (figure, question) in zip(keys, asked, strict=True):
        bounded = bounds.of(figure, question)
        kept = _answers.peek((key, state))
        if kept is None:
            missing[key] = figure, bounded
        else:
            found[key] = kept
    for key, made in zip(missing, compute_all(list(missing.values())), strict=True):
        found[key] = remembered(key, partial(_itself, made), state=state)
    return [found[key] for key in keys]


def _key(user: User, figure: Figure, question: Question) -> Hashable:
    reach = reach_of(user, figure)
    own = None if reach.prefixes else user.pk
    return figure.name, question, reach.prefixes, own, timezone.localdate(), get_language()


def _itself(made: Answer) -> Answer:
    return made


def years_of(user: User, most: int = 10) -> list[int]:
    """Return the last years that have entries at the user's places, given from there, or of their own; latest first."""
    key, sides = _entries_of(user)
    found: list[int] = remembered(("years", key), lambda: years_in(*sides))
    return found[:most]


def telling_year(user: User) -> int | None:
    """Return the last year of which those entries tell more than a beginning."""
    key, sides = _entries_of(user)
    found: int | None = remembered(("telling year", key, timezone.localdate().year), lambda: telling_year_in(*sides))
    return found


def _entries_of(user: User) -> tuple[Hashable, list[QuerySet[Entry]]]:
    scope = scope_of(user, ENTRIES.permission)
    if scope.everywhere:
        return scope.prefixes, [Entry.objects.all()]
    if scope.prefixes:
        return scope.prefixes, [Entry.objects.filter(scope.q(side)) for side in (ENTRIES.place, "giver_area_code")]
    return user.pk, [entries_visible_to(user)]
