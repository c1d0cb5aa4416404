"""Writing what a screening found as clues: set-wise, in chunks, and the same however often it is done.

A fact joins the open clue of its household, or opens one. A fact found again only moves the day it was last seen; one
that was found false, or was settled with an earlier clue, stays closed under its key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bangfu.kernel.history.actions import record_changes
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.clues.models import Clue, ClueFact, FalsePositive
from bangfu.workstreams.monitoring.screening.hits import Hit
from bangfu.workstreams.monitoring.screening.models import RuleVersion, ScreeningRun

SETTLED = (Clue.State.DISMISSED, Clue.State.ENDED)


@dataclass
class Outcome:
    """What became of some hits: households with a new clue, with one they had, and facts that stay closed."""

    raised: int = 0
    merged: int = 0
    kept_closed: int = 0

    def __iadd__(self, other: Outcome) -> Outcome:
        self.raised += other.raised
        self.merged += other.merged
        self.kept_closed += other.kept_closed
        return self


@dataclass
class _Books:
    """What is known already about the households of a chunk."""

    areas: dict[int, str]
    open: dict[int, Clue]
    closed: set[str]
    facts: dict[tuple[int, int, int | None], ClueFact]
    new_clues: list[Clue] = field(default_factory=list)
    new_facts: list[ClueFact] = field(default_factory=list)
    changed_facts: list[ClueFact] = field(default_factory=list)
    changed_clues: dict[int, Clue] = field(default_factory=dict)


def raise_clues(actor: User, run: ScreeningRun, hits: Sequence[Hit], versions: dict[int, RuleVersion]) -> Outcome:
    """Write the hits of some households, all of each household's at once; call it in a transaction."""
    books = _read(hits)
    by_household: dict[int, list[Hit]] = defaultdict(list)
    outcome = Outcome()
    for hit in hits:
        if hit.key in books.closed:
            outcome.kept_closed += 1
        elif hit.household in books.areas:
            by_household[hit.household].append(hit)
    for household, found in by_household.items():
        if household in books.open:
            outcome.merged += 1
        else:
            outcome.raised += 1
        _enter(books, household, found, run, versions)
    _write(actor, books, run)
    return outcome


def _read(hits: Iterable[Hit]) -> _Books:
    ids = {hit.household for hit in hits}
    keys = {hit.key for hit in hits}
    open_clues = {c.household_id: c for c in Clue.objects.filter(household__in=ids, state__in=Clue.UNFINISHED)}
    closed = set(FalsePositive.objects.filter(key__in=keys).values_list("key", flat=True))
    closed |= set(ClueFact.objects.filter(key__in=keys, clue__state__in=SETTLED).values_list("key", flat=True))
    facts = ClueFact.objects.filter(clue__in=open_clues.values()).exclude(rule_version=None)
    facts = facts.select_related("rule_version").only(
        "clue_id", "household_id", "rule_version__rule_id", "person_id", "key", "seen_on", "values", "sensitive"
    )
    return _Books(
        areas=dict(Household.objects.filter(pk__in=ids).values_list("pk", "area_code")),
        open=open_clues,
        closed=closed,
        facts={(f.household_id, f.rule_version.rule_id, f.person_id): f for f in facts if f.rule_version},
    )


def _enter(
    books: _Books, household: int, found: list[Hit], run: ScreeningRun, versions: dict[int, RuleVersion]
) -> None:
    clue = books.open.get(household)
    if clue is None:
        first = versions[found[0].version]
        clue = Clue(
            household_id=household,
            area_code=books.areas[household],
            channel=first.channel,
            raised_on=run.on,
        )
        books.new_clues.append(clue)
    fresh = 0
    for hit in found:
        known = books.facts.get((household, hit.rule, hit.person))
        if known is not None:
            _seen(books, known, hit, run)
            continue
        fresh += 1
        books.new_facts.append(_fact(clue, hit, run, versions[hit.version]))
    sensitive = any(versions[hit.version].sensitive for hit in found)
    if fresh or (sensitive and not clue.sensitive):
        clue.facts_count += fresh
        clue.sensitive = clue.sensitive or sensitive
        if clue.pk:
            books.changed_clues[clue.pk] = clue


def _seen(books: _Books, fact: ClueFact, hit: Hit, run: ScreeningRun) -> None:
    """A fact found again is brought up to date; on the day it was found, nothing changes."""
    if fact.seen_on >= run.on and fact.key == hit.key:
        return
    fact.seen_on = max(fact.seen_on, run.on)
    fact.key, fact.values, fact.rule_version_id = hit.key, list(hit.values), hit.version
    books.changed_facts.append(fact)


def _fact(clue: Clue, hit: Hit, run: ScreeningRun, version: RuleVersion) -> ClueFact:
    return ClueFact(
        clue=clue,
        household_id=hit.household,
        area_code=clue.area_code,
        channel=version.channel,
        rule_version=version,
        run=run,
        person_id=hit.person,
        risk=version.risk,
        values=list(hit.values),
        since=hit.since,
        key=hit.key,
        sensitive=version.sensitive,
        found_on=run.on,
        seen_on=run.on,
    )


def _write(actor: User, books: _Books, run: ScreeningRun) -> None:
    Clue.objects.bulk_create(books.new_clues)
    for fact in books.new_facts:
        fact.clue_id = fact.clue.pk
    ClueFact.objects.bulk_create(books.new_facts)
    if books.changed_facts:
        ClueFact.objects.bulk_update(books.changed_facts, ["seen_on", "key", "values", "rule_version"], batch_size=500)
    if books.changed_clues:
        Clue.objects.bulk_update(books.changed_clues.values(), ["facts_count", "sensitive"], batch_size=500)
    record_changes(_histories(actor, books.new_clues, run))


def _histories(actor: User, clues: Iterable[Clue], run: ScreeningRun) -> list[Change]:
    after: dict[str, Any] = {"raised_on": _day(run.on)}
    label = Clue._meta.label_lower
    return [
        Change(actor=actor, action="raise_clue", object_type=label, object_id=c.pk, area_code=c.area_code, after=after)
        for c in clues
    ]


def _day(day: date) -> str:
    return day.isoformat()
